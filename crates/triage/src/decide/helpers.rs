//! Departments that help the one that has the lead (协办). Helping is not holding.

use rules::Rulebook;
use timeline::{CoHandlerAdded, CoHandlerReleased, CoHandlerReported, Desk};

use super::{Decision, answerable, may_handle};
use crate::command::{AddCoHandler, ReleaseCoHandler, ReportCoHandling};
use crate::{Refusal, State};

/// Whoever is answerable, or the center, asks for help; not from itself, and not twice.
pub(super) fn add(state: &State, command: AddCoHandler, desk: &Desk<'_, Rulebook>) -> Decision {
    let AddCoHandler { department, task } = command;
    answerable(state, desk)?;
    may_handle(state, &department, desk)?;
    if state.custody.department() == Some(&department) {
        return Err(Refusal::AlreadyHolds { department });
    }
    if state.helpers.contains(&department) {
        return Err(Refusal::AlreadyHelps { department });
    }
    Ok(vec![CoHandlerAdded { department, task: task.sealed() }.into()])
}

/// A department reports for itself, as often as there is something to report.
pub(super) fn report(state: &State, command: ReportCoHandling, desk: &Desk<'_, Rulebook>) -> Decision {
    let department = desk.meta.department.clone();
    if !state.helpers.contains(&department) {
        return Err(Refusal::DoesNotHelp { department });
    }
    Ok(vec![CoHandlerReported { department, report: command.report.sealed() }.into()])
}

/// Whoever may ask for help may end it.
pub(super) fn release(state: &State, command: ReleaseCoHandler, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReleaseCoHandler { department, reason } = command;
    answerable(state, desk)?;
    if !state.helpers.contains(&department) {
        return Err(Refusal::DoesNotHelp { department });
    }
    Ok(vec![CoHandlerReleased { department, reason: reason.sealed() }.into()])
}
