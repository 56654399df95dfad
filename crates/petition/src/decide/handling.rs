//! Where an accusation goes, and how it ends.

use rules::Rulebook;
use timeline::{
    AccusationAccepted, AccusationAnswered, AccusationClosed, AccusationDeclined, AccusationOutcome,
    AccusationTransferred, Desk,
};

use super::Decision;
use crate::command::{AnswerAccusation, CloseAccusation, DeclineAccusation, TransferAccusation};
use crate::state::Taken;
use crate::{Refusal, State};

/// The accused is never the one it is transferred to, nor a body below it (petition regulation of 2022, article 30).
pub(super) fn transfer(state: &State, command: TransferAccusation, desk: &Desk<'_, Rulebook>) -> Decision {
    let (department, book) = (command.to, desk.rulebook);
    if book.department(&department).is_none() {
        return Err(Refusal::UnknownDepartment { department });
    }
    if book.is_under(&department, &state.accused) {
        return Err(Refusal::TransferToTheAccused { department });
    }
    if !book.accusations().is_some_and(|rule| rule.competent.contains(&department)) {
        return Err(Refusal::NotCompetent { department });
    }
    if state.holder() == Some(&department) {
        return Err(Refusal::AlreadyThere { department });
    }
    if state.taken == Taken::Accepted {
        return Err(Refusal::AlreadyAccepted);
    }
    Ok(vec![AccusationTransferred { to: department }.into()])
}

pub(super) fn accept(state: &State, desk: &Desk<'_, Rulebook>) -> Decision {
    untaken(state, desk)?;
    Ok(vec![AccusationAccepted {}.into()])
}

pub(super) fn decline(state: &State, command: DeclineAccusation, desk: &Desk<'_, Rulebook>) -> Decision {
    let DeclineAccusation { ground, note } = command;
    untaken(state, desk)?;
    Ok(vec![AccusationDeclined { ground, note: note.sealed() }.into()])
}

/// Whoever has it says once whether it is looked into.
fn untaken(state: &State, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    holds(state, desk)?;
    match state.taken {
        Taken::Open => Ok(()),
        Taken::Accepted => Err(Refusal::AlreadyAccepted),
        Taken::Declined => Err(Refusal::AlreadyDeclined),
    }
}

pub(super) fn answer(state: &State, command: AnswerAccusation, desk: &Desk<'_, Rulebook>) -> Decision {
    holds(state, desk)?;
    if state.taken == Taken::Open {
        return Err(Refusal::NotTaken);
    }
    Ok(vec![AccusationAnswered { answer: command.answer.sealed() }.into()])
}

/// It is closed when whoever accused has an answer, also an anonymous one: it reads it with its code.
pub(super) fn close(state: &State, command: &CloseAccusation, desk: &Desk<'_, Rulebook>) -> Decision {
    let outcome = command.outcome;
    holds(state, desk)?;
    let fits = match outcome {
        AccusationOutcome::Withdrawn => return Ok(vec![AccusationClosed { outcome }.into()]),
        AccusationOutcome::NotAccepted => state.taken == Taken::Declined,
        AccusationOutcome::Substantiated
        | AccusationOutcome::PartlySubstantiated
        | AccusationOutcome::Unsubstantiated => state.taken == Taken::Accepted,
    };
    match (fits, state.answered) {
        (false, _) => Err(Refusal::OutcomeDoesNotFit { outcome }),
        (true, false) => Err(Refusal::NotAnswered),
        (true, true) => Ok(vec![AccusationClosed { outcome }.into()]),
    }
}

fn holds(state: &State, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    match state.holder() {
        Some(department) if *department != desk.meta.department => {
            Err(Refusal::NotYours { department: department.clone() })
        }
        Some(_) | None => Ok(()),
    }
}
