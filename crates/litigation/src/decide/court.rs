//! What the court says: it has the package, sends it back, dockets the case, tells how it ended.

use jiff::civil::Date;
use rules::Rulebook;
use timeline::{
    CaseFiled, ConfirmationDenial, CourtAnswerCorrected, CourtAnswered, CourtOutcome, DepartmentCode, Desk,
    HandOffAcknowledged, HandOffRejected, Personal, Reference,
};

use super::{Decision, enforce_by, has_come, is_court, last_agreed, speaks};
use crate::command::{AcknowledgeHandOff, CorrectCourtAnswer, RecordCourtAnswer, RecordFiling, RejectHandOff};
use crate::state::{HandOff, Matter, Step, is_title};
use crate::{Refusal, State};

/// The court takes a package in once, under a number of its own.
pub(super) fn acknowledge(state: &State, command: AcknowledgeHandOff, desk: &Desk<'_, Rulebook>) -> Decision {
    let AcknowledgeHandOff { hand_off: number, reference } = command;
    let hand_off = with_court(state, number)?;
    speaks(&hand_off.court, desk)?;
    if hand_off.step == Step::Acknowledged {
        return Err(Refusal::HandOffAnswered { hand_off: number });
    }
    is_new(state, None, &reference)?;
    Ok(vec![HandOffAcknowledged { hand_off: number, reference }.into()])
}

/// The court sends a package back with a ground, at once or after it had taken it in. The case is the center's again.
pub(super) fn reject(state: &State, command: RejectHandOff, desk: &Desk<'_, Rulebook>) -> Decision {
    let RejectHandOff { hand_off: number, ground, explanation } = command;
    let hand_off = with_court(state, number)?;
    speaks(&hand_off.court, desk)?;
    Ok(vec![HandOffRejected { hand_off: number, ground, explanation: explanation.map(Personal::sealed) }.into()])
}

/// The court dockets a case (civil procedure law, article 126), from a package or because the party came by itself.
pub(super) fn file(state: &State, command: RecordFiling, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordFiling { hand_off, court, reference, filed_on } = command;
    is_court(&court, desk)?;
    speaks(&court, desk)?;
    if let Some(number) = hand_off {
        same_court(with_court(state, number)?, &court)?;
    }
    is_new(state, hand_off, &reference)?;
    has_come(filed_on, desk)?;
    Ok(vec![CaseFiled { hand_off, court, reference, filed_on }.into()])
}

/// The court tells once how a matter ended: one it docketed, or a package it decided on without docketing.
pub(super) fn answer(state: &State, command: RecordCourtAnswer, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordCourtAnswer { reference, outcome, decided_on, grounds, perform_by } = command;
    let matter = known(state, &reference)?;
    speaks(&matter.court, desk)?;
    if matter.answer.is_some() {
        return Err(Refusal::AlreadyAnswered { reference });
    }
    possible(matter, decided_on, desk)?;
    grounded(outcome, &grounds)?;
    performable(outcome, perform_by)?;
    let enforce_by = until(state, outcome, (perform_by, decided_on), desk);
    Ok(vec![CourtAnswered { reference, outcome, decided_on, grounds, perform_by, enforce_by }.into()])
}

/// An answer that was recorded wrongly is put right by naming its entry; the entry stays.
pub(super) fn correct(state: &State, command: CorrectCourtAnswer, desk: &Desk<'_, Rulebook>) -> Decision {
    let CorrectCourtAnswer { reference, outcome, decided_on, grounds, perform_by, reason } = command;
    let matter = known(state, &reference)?;
    let (_, corrects) = matter.answer.ok_or(Refusal::NothingToCorrect)?;
    speaks(&matter.court, desk)?;
    possible(matter, decided_on, desk)?;
    grounded(outcome, &grounds)?;
    performable(outcome, perform_by)?;
    let (reason, enforce_by) = (reason.sealed(), until(state, outcome, (perform_by, decided_on), desk));
    Ok(vec![
        CourtAnswerCorrected { corrects, reference, outcome, decided_on, grounds, perform_by, reason, enforce_by }
            .into(),
    ])
}

/// Until when what a court ended with can be enforced, if it can: from the last day its paper names; a confirmed agreement is
/// known here, and names its own.
fn until(
    state: &State,
    outcome: CourtOutcome,
    (perform_by, decided_on): (Option<Date>, Date),
    desk: &Desk<'_, Rulebook>,
) -> Option<Date> {
    let agreed = || last_agreed(state).filter(|_| outcome == CourtOutcome::Confirmed);
    is_title(outcome).then(|| enforce_by(perform_by.or_else(agreed), decided_on, desk)).flatten()
}

/// Only a title names a day for performance.
const fn performable(outcome: CourtOutcome, perform_by: Option<Date>) -> Result<(), Refusal> {
    if perform_by.is_none() || is_title(outcome) { Ok(()) } else { Err(Refusal::NothingToPerform) }
}

/// The matter the court has, or had, under this number.
fn known<'a>(state: &'a State, reference: &Reference) -> Result<&'a Matter, Refusal> {
    let found = state.matters.iter().find(|matter| matter.reference == *reference);
    found.ok_or_else(|| Refusal::UnknownReference { reference: reference.clone() })
}

/// A matter ends after it began, and not tomorrow.
fn possible(matter: &Matter, decided_on: Date, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    has_come(decided_on, desk)?;
    match matter.filed_on {
        Some(filed_on) if decided_on < filed_on => Err(Refusal::DecidedBeforeFiled { filed_on }),
        Some(_) | None => Ok(()),
    }
}

/// Only who denies confirmation gives grounds for it (interpretation of the civil procedure law, article 358). A denial
/// without grounds is recorded as it came: the paper may not name them.
fn grounded(outcome: CourtOutcome, grounds: &[ConfirmationDenial]) -> Result<(), Refusal> {
    let denied = outcome == CourtOutcome::NotConfirmed;
    if denied || grounds.is_empty() { Ok(()) } else { Err(Refusal::GroundsWithoutDenial) }
}

/// A package that was sent and that the court has not sent back, docketed or decided on.
fn with_court(state: &State, number: u32) -> Result<&HandOff, Refusal> {
    let hand_off = state.hand_off(number).ok_or(Refusal::NoSuchHandOff { hand_off: number })?;
    let decided = state.matters.iter().any(|matter| matter.hand_off == Some(number) && matter.answer.is_some());
    match hand_off.step {
        Step::Assembled => Err(Refusal::HandOffNotSent { hand_off: number }),
        Step::Sent | Step::Acknowledged if !decided => Ok(hand_off),
        Step::Sent | Step::Acknowledged | Step::Answered => Err(Refusal::HandOffAnswered { hand_off: number }),
    }
}

fn same_court(hand_off: &HandOff, court: &DepartmentCode) -> Result<(), Refusal> {
    if hand_off.court == *court { Ok(()) } else { Err(Refusal::OtherCourt { court: hand_off.court.clone() }) }
}

/// The number is not on the timeline yet, unless the court gave it to this very package on arrival.
fn is_new(state: &State, hand_off: Option<u32>, reference: &Reference) -> Result<(), Refusal> {
    let of_this = |known: Option<u32>| known.is_some() && known == hand_off;
    match state.matters.iter().find(|matter| matter.reference == *reference && !of_this(matter.hand_off)) {
        Some(_) => Err(Refusal::AlreadyFiled { reference: reference.clone() }),
        None => Ok(()),
    }
}
