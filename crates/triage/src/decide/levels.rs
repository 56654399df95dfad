//! Village, town, county: both directions are ordinary acts, with their reasons.

use std::cmp::Ordering;

use rules::Rulebook;
use timeline::{AssignmentReason, CaseDelegatedDown, CaseEscalated, DepartmentCode, Desk, PartyRole};

use super::Decision;
use super::assignment::{ask, free_to_ask};
use crate::command::{DelegateDown, EscalateCase};
use crate::{Refusal, State};

/// Down go only cases that can be solved there, whose applicants know, and which cost nobody a trip more. Who delegates
/// stays answerable until the other has signed.
pub(super) fn delegate_down(state: &State, command: DelegateDown, desk: &Desk<'_, Rulebook>) -> Decision {
    let DelegateDown { to, capability, told, no_extra_trip } = command;
    free_to_ask(state, &to, desk)?;
    if compared(state, &to, desk) != Ordering::Less {
        return Err(Refusal::NotBelow { department: to });
    }
    if let Some(stranger) = told.iter().find(|party| !state.parties.iter().any(|known| known.0 == **party)) {
        return Err(Refusal::NotAParty { party: *stranger });
    }
    let applicants = state.parties.iter().filter(|party| party.1 == PartyRole::Applicant);
    if let Some((party, _)) = applicants.into_iter().find(|party| !told.contains(&party.0)) {
        return Err(Refusal::ApplicantNotTold { party: *party });
    }
    if !no_extra_trip {
        return Err(Refusal::ExtraTrip);
    }
    let assigned = ask(state, to, AssignmentReason::DelegatedDown, None, desk);
    let (assignment, level) = (assigned.assignment, assigned.level.unwrap_or(timeline::AreaLevel::County));
    let down = CaseDelegatedDown { assignment, level, capability: capability.sealed(), told };
    Ok(vec![down.into(), assigned.into()])
}

/// Up go cases with what was tried and why it cannot be solved below: without both there is no such command.
pub(super) fn escalate(state: &State, command: EscalateCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let EscalateCase { to, tried, obstacle } = command;
    free_to_ask(state, &to, desk)?;
    if compared(state, &to, desk) != Ordering::Greater {
        return Err(Refusal::NotAbove { department: to });
    }
    let assigned = ask(state, to, AssignmentReason::Escalated, None, desk);
    let (assignment, level) = (assigned.assignment, assigned.level.unwrap_or(timeline::AreaLevel::County));
    let up = CaseEscalated { assignment, level, tried: tried.sealed(), obstacle: obstacle.sealed() };
    Ok(vec![up.into(), assigned.into()])
}

/// The level of a department, compared with that of who is answerable now.
fn compared(state: &State, to: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Ordering {
    let holder = state.custody.department().and_then(|holder| desk.rulebook.level(holder));
    desk.rulebook.level(to).cmp(&holder)
}
