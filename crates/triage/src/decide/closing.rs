//! How a case ends, and begins again.

use rules::{Rulebook, day_of};
use timeline::{CaseClosed, CaseId, CaseReopened, Desk, Outcome};

use super::{Decision, answerable};
use crate::command::{CloseCase, ReopenCase};
use crate::{Refusal, State};

/// Closing leaves nothing open that somebody waits for, and how it ended must be true of the case. None of this keeps a
/// party from going to court.
pub(super) fn close(state: &State, command: &CloseCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let CloseCase { outcome, merged_into } = *command;
    answerable(state, desk)?;
    nobody_waits(state)?;
    match outcome {
        Outcome::ToCourt if !state.went_to_court => return Err(Refusal::NotAtCourt),
        Outcome::ToCourt => {}
        Outcome::ToOtherProcedure => court_done(state)?,
        Outcome::Settled => {
            back(state)?;
            settled(state, desk)?;
        }
        Outcome::SettledPrivately | Outcome::Withdrawn | Outcome::Explained | Outcome::Merged => back(state)?,
    }
    merged(state, outcome, merged_into)?;
    Ok(vec![CaseClosed { outcome, merged_into }.into()])
}

/// No department that was asked or has objected, no dispute over competence, no part of a package, no mediation whose
/// end the parties were not told.
fn nobody_waits(state: &State) -> Result<(), Refusal> {
    if let Some(open) = state.awaited() {
        return Err(Refusal::AssignmentOpen { department: open.to.clone() });
    }
    if let Some(open) = state.objected() {
        return Err(Refusal::ObjectionOpen { department: open.to.clone() });
    }
    if let Some(open) = state.open_dispute() {
        return Err(Refusal::DisputeOpen { dispute: open.number });
    }
    match state.open_parts() {
        0 if state.mediation_open => Err(Refusal::MediationOpen),
        0 => Ok(()),
        open => Err(Refusal::SubCasesOpen { open }),
    }
}

/// A case that is merged says into which, which the reception desk has found to be the same matter.
fn merged(state: &State, outcome: Outcome, into: Option<CaseId>) -> Result<(), Refusal> {
    match into {
        Some(other) if outcome == Outcome::Merged && !state.duplicates.contains(&other) => {
            Err(Refusal::NotADuplicate { case: other })
        }
        other if other.is_some() != (outcome == Outcome::Merged) => Err(Refusal::MergeIncomplete),
        Some(_) | None => Ok(()),
    }
}

/// A case the court still has did not end elsewhere.
fn court_done(state: &State) -> Result<(), Refusal> {
    if state.is_with_court() { Err(Refusal::CourtNotAnswered) } else { Ok(()) }
}

/// Nor did a case end here that the court or another procedure still has.
fn back(state: &State) -> Result<(), Refusal> {
    court_done(state)?;
    if state.custody.is_referred() { Err(Refusal::ProcedureNotAnswered) } else { Ok(()) }
}

/// Settled means agreed and, where due, performed. What is due later is watched after closing.
fn settled(state: &State, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let owed = state.owed.as_ref().ok_or(Refusal::NoAgreement)?;
    match owed.iter().find(|part| !part.performed && part.due < day_of(desk.now)) {
        Some(part) => Err(Refusal::InstalmentDue { instalment: part.instalment }),
        None => Ok(()),
    }
}

/// A closed case is taken up again by whoever was answerable, or by the center.
pub(super) fn reopen(state: &State, command: ReopenCase, desk: &Desk<'_, Rulebook>) -> Decision {
    if !state.closed {
        return Err(Refusal::CaseOpen);
    }
    answerable(state, desk)?;
    Ok(vec![CaseReopened { reason: command.reason.sealed() }.into()])
}
