//! Two cases that may be one. Nothing here blocks a registration, and nothing asks who came how often.

use rules::Rulebook;
use timeline::{CaseId, Desk, DuplicateConfirmed, DuplicateReason, DuplicateRuledOut, DuplicateSuspected, IntakeEvent};

use super::{Decision, registered};
use crate::command::{ConfirmDuplicate, RuleOutDuplicate, Suspect, SuspectDuplicate};
use crate::state::Pair;
use crate::{Refusal, State};

/// What a comparison found. Nobody is asked again about a pair that was looked at, or still is.
pub(super) fn found(state: &State, suspects: Vec<Suspect>) -> impl Iterator<Item = IntakeEvent> {
    let new = suspects.into_iter().filter(|suspect| !state.pairs.contains_key(&suspect.other));
    new.map(|Suspect { other, reasons }| DuplicateSuspected { other, reasons }.into())
}

/// A person may see what a comparison did not; what was ruled out is not asked again. Without a case that was seen it is the
/// comparison that is asked for.
pub(super) fn suspect(state: &State, command: SuspectDuplicate, desk: &Desk<'_, Rulebook>) -> Decision {
    let SuspectDuplicate { other, other_is_there, suspects } = command;
    let Some(other) = other else {
        registered(state)?;
        return Ok(found(state, suspects).collect());
    };
    match pair(state, other, other_is_there, desk)? {
        Some(Pair::Different) => Err(Refusal::RuledOutBefore { case: other }),
        Some(Pair::Suspected | Pair::Same) => Ok(Vec::new()),
        None => Ok(vec![DuplicateSuspected { other, reasons: vec![DuplicateReason::SeenByPerson] }.into()]),
    }
}

/// A decision with a reason, which a later one can turn round.
pub(super) fn confirm(state: &State, command: ConfirmDuplicate, desk: &Desk<'_, Rulebook>) -> Decision {
    let ConfirmDuplicate { other, reason, other_is_there } = command;
    match pair(state, other, other_is_there, desk)? {
        Some(Pair::Same) => Ok(Vec::new()),
        Some(Pair::Suspected | Pair::Different) | None => {
            Ok(vec![DuplicateConfirmed { other, reason: reason.sealed() }.into()])
        }
    }
}

/// A decision with a reason, which a later one can turn round.
pub(super) fn rule_out(state: &State, command: RuleOutDuplicate, desk: &Desk<'_, Rulebook>) -> Decision {
    let RuleOutDuplicate { other, reason, other_is_there } = command;
    match pair(state, other, other_is_there, desk)? {
        Some(Pair::Different) => Ok(Vec::new()),
        Some(Pair::Suspected | Pair::Same) | None => {
            Ok(vec![DuplicateRuledOut { other, reason: reason.sealed() }.into()])
        }
    }
}

/// What is known of this case and the other one, if the other one is a case at all.
fn pair(
    state: &State,
    other: CaseId,
    other_is_there: bool,
    desk: &Desk<'_, Rulebook>,
) -> Result<Option<Pair>, Refusal> {
    registered(state)?;
    if desk.stream == other.into() {
        return Err(Refusal::SameCase);
    }
    if !other_is_there {
        return Err(Refusal::UnknownCase { case: other });
    }
    Ok(state.pairs.get(&other).copied())
}
