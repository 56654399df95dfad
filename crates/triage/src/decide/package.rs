//! Packages (一件事): one case for the citizen, a part for each department, one plan, one lead.

use rules::Rulebook;
use timeline::{CaseId, Desk, SubCaseConcluded, SubCaseDropped, SubCaseOpened, SubCaseReopened};

use super::{Decision, answerable, may_handle};
use crate::command::{ConcludeSubCase, DropSubCase, OpenSubCase, ResumeSubCase};
use crate::state::{Part, PartStanding};
use crate::{Refusal, State};

/// Most parts a package may have: every department of a county would be one too many.
const SUB_CASES_MAX: usize = 20;

/// A part gets a department and a case of its own, whose id follows from the package and the number of the part: however
/// often the fact is followed up, there is one such case.
pub(super) fn open(state: &State, command: OpenSubCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let OpenSubCase { department, task, dispute_type, area } = command;
    answerable(state, desk)?;
    if state.is_part {
        return Err(Refusal::PartHasNoParts);
    }
    may_handle(state, &department, desk)?;
    if let Some(dispute_type) = dispute_type.iter().find(|code| desk.rulebook.dispute_type(code).is_none()) {
        return Err(Refusal::UnknownDisputeType { dispute_type: dispute_type.clone() });
    }
    if state.parts.len() >= SUB_CASES_MAX {
        return Err(Refusal::TooManySubCases { max: SUB_CASES_MAX });
    }
    let sub_case = state.parts.iter().map(|part| part.number).max().unwrap_or(0) + 1;
    let case = CaseId::derive(desk.stream.uuid(), &format!("sub-case-{sub_case}"));
    Ok(vec![SubCaseOpened { sub_case, case, department, task: task.sealed(), dispute_type, area }.into()])
}

/// The plan is changed with a reason: the package waits for the part no more, whose own case goes its own way.
pub(super) fn drop(state: &State, command: DropSubCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let DropSubCase { sub_case, reason } = command;
    answerable(state, desk)?;
    let part = state.parts.iter().find(|part| part.number == sub_case).ok_or(Refusal::NoSuchSubCase { sub_case })?;
    match part.standing {
        PartStanding::Open => Ok(vec![SubCaseDropped { sub_case, reason: reason.sealed() }.into()]),
        PartStanding::Concluded | PartStanding::Dropped => Err(Refusal::SubCaseDone { sub_case }),
    }
}

/// The case of a part was closed. A part that is not waited for any more changes nothing.
pub(super) fn conclude(state: &State, command: &ConcludeSubCase) -> Decision {
    let part = part(state, command.case)?;
    Ok(match part.standing {
        PartStanding::Open => vec![SubCaseConcluded { sub_case: part.number, outcome: command.outcome }.into()],
        PartStanding::Concluded | PartStanding::Dropped => Vec::new(),
    })
}

/// The case of a part was taken up again: the package waits for it once more, unless it was dropped.
pub(super) fn resume(state: &State, command: &ResumeSubCase) -> Decision {
    let part = part(state, command.case)?;
    Ok(match part.standing {
        PartStanding::Concluded => vec![SubCaseReopened { sub_case: part.number }.into()],
        PartStanding::Open | PartStanding::Dropped => Vec::new(),
    })
}

fn part(state: &State, case: CaseId) -> Result<Part, Refusal> {
    state.parts.iter().copied().find(|part| part.case == case).ok_or(Refusal::NotAPart { case })
}
