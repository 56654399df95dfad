//! Asking, signing, taking back, handing back.

use rules::Rulebook;
use timeline::{
    AssignmentReason, AssignmentReceived, AssignmentReturned, AssignmentWithdrawn, CaseAssigned, DepartmentCode, Desk,
    Personal, ReturnGround, Sealed,
};

use super::{Decision, answerable, asked, may_handle, numbered};
use crate::command::{AssignCase, ReceiveAssignment, ReturnAssignment, WithdrawAssignment};
use crate::state::{Answer, Assignment, Objection};
use crate::{Refusal, State};

/// Whoever is answerable, or the center, asks one department at a time. A level up it goes with what was tried, which
/// is another command.
pub(super) fn assign(state: &State, command: AssignCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let AssignCase { to, note } = command;
    free_to_ask(state, &to, desk)?;
    if let Some(holder) = state.custody.department()
        && desk.rulebook.level(&to) > desk.rulebook.level(holder)
    {
        return Err(Refusal::NeedsEscalation { department: to });
    }
    Ok(vec![ask(state, to, AssignmentReason::Competence, note.map(Personal::sealed), desk).into()])
}

/// Nobody else was asked, nothing waits to be decided, and the department is one that can be asked and does not hold
/// the case.
pub(super) fn free_to_ask(state: &State, to: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    answerable(state, desk)?;
    may_handle(state, to, desk)?;
    if let Some(open) = state.awaited() {
        return Err(Refusal::AssignmentOpen { department: open.to.clone() });
    }
    if state.custody.department() == Some(to) {
        return Err(Refusal::AlreadyHolds { department: to.clone() });
    }
    Ok(())
}

/// The assignment as it is recorded, with the next number of the case.
pub(super) fn ask(
    state: &State,
    to: DepartmentCode,
    reason: AssignmentReason,
    note: Option<Sealed>,
    desk: &Desk<'_, Rulebook>,
) -> CaseAssigned {
    let level = desk.rulebook.level(&to);
    CaseAssigned { assignment: state.next_assignment(), to, note, level, reason: Some(reason) }
}

/// Whoever may ask may think better of it, as long as nobody has answered.
pub(super) fn withdraw(state: &State, command: WithdrawAssignment, desk: &Desk<'_, Rulebook>) -> Decision {
    let WithdrawAssignment { assignment, reason } = command;
    answerable(state, desk)?;
    match numbered(state, assignment)?.answer {
        Answer::Awaited => Ok(vec![AssignmentWithdrawn { assignment, reason: reason.sealed() }.into()]),
        Answer::Received | Answer::Returned | Answer::Withdrawn => Err(Refusal::AssignmentAnswered { assignment }),
    }
}

/// A department signs once, and for itself: from then on it holds the case.
pub(super) fn receive(state: &State, command: &ReceiveAssignment, desk: &Desk<'_, Rulebook>) -> Decision {
    let asked = asked(state, command.assignment, desk)?;
    not_objected(asked)?;
    match asked.answer {
        Answer::Awaited => Ok(vec![AssignmentReceived { assignment: asked.number, by: asked.to.clone() }.into()]),
        Answer::Received | Answer::Returned | Answer::Withdrawn => {
            Err(Refusal::AssignmentAnswered { assignment: asked.number })
        }
    }
}

/// A department hands back for itself, with a ground and detailed reasons (petition regulation of 2022, article 23):
/// instead of signing, or as long as it holds the case by this assignment. A petition goes back if its sender approves.
pub(super) fn give_back(state: &State, command: ReturnAssignment, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReturnAssignment { assignment, ground, explanation } = command;
    let asked = may_go_back(state, assignment, ground, desk)?;
    if state.is_petition() {
        return Err(Refusal::NeedsApproval);
    }
    let explanation = explanation.sealed();
    Ok(vec![AssignmentReturned { assignment, by: asked.to.clone(), ground, explanation }.into()])
}

/// The assignment, if the department that acts has it, or is asked to, and it was not decided that it is competent.
pub(super) fn may_go_back<'a>(
    state: &'a State,
    number: u32,
    ground: ReturnGround,
    desk: &Desk<'_, Rulebook>,
) -> Result<&'a Assignment, Refusal> {
    let asked = asked(state, number, desk)?;
    let may = match asked.answer {
        Answer::Awaited => true,
        Answer::Received => state.custody.is_held_by(number),
        Answer::Returned | Answer::Withdrawn => false,
    };
    if !may {
        return Err(Refusal::AssignmentAnswered { assignment: number });
    }
    if ground == ReturnGround::NotCompetent && state.lead.as_ref() == Some(&asked.to) {
        return Err(Refusal::CompetenceDecided { department: asked.to.clone() });
    }
    Ok(asked)
}

/// Nothing moves while an objection waits for its answer.
pub(super) fn not_objected(asked: &Assignment) -> Result<(), Refusal> {
    match asked.objection {
        Objection::Raised { .. } => Err(Refusal::ObjectionOpen { department: asked.to.clone() }),
        Objection::None | Objection::Overruled => Ok(()),
    }
}
