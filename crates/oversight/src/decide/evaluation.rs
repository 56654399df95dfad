//! How somebody was served, and what follows.

use rules::{Rulebook, day_of};
use timeline::{
    DepartmentCode, Desk, EvaluationAppealDecided, EvaluationAppealed, EvaluationGiven, FollowUpMade, FollowUpOrdered,
    Personal,
};

use super::{Decision, is_party, next};
use crate::command::{AppealEvaluation, DecideEvaluationAppeal, FollowUpEvaluation, NoteEvaluation};
use crate::state::{Appeal, Evaluation};
use crate::{Refusal, State};

/// Each voice is heard once at the center and once later, about whoever is answerable. Who is dissatisfied is gone back to,
/// within the days of the rule book.
pub(super) fn note(state: &State, command: NoteEvaluation, desk: &Desk<'_, Rulebook>) -> Decision {
    is_party(state, command.party)?;
    let (marks, occasion) = (command.marks(), command.occasion);
    let lowest = marks.lowest().ok_or(Refusal::NothingAnswered)?;
    let voice = command.voice.ok_or(Refusal::VoiceNotKnown)?;
    if state.heard.contains(&(voice, occasion)) {
        return Err(Refusal::AlreadyEvaluated);
    }
    let department = state.custody.department().unwrap_or(desk.rulebook.center()).clone();
    others(&department, desk)?;
    let evaluation = next(state.evaluations.last().map(|last| last.number));
    let rule = desk.rulebook.evaluations().filter(|rule| lowest <= rule.dissatisfied_up_to);
    let by = rule.and_then(|rule| desk.rulebook.within(day_of(desk.now), rule.follow_up_days));
    let words = command.words.map(Personal::sealed);
    let dissatisfied = rule.is_some();
    let given = EvaluationGiven { evaluation, voice, occasion, department, marks, dissatisfied, words };
    let ordered = by.map(|by| FollowUpOrdered { evaluation, by }.into());
    Ok(std::iter::once(given.into()).chain(ordered).collect())
}

/// Those who are evaluated neither write it down nor go back about it. At the center itself there is nobody else.
fn others(evaluated: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let who = &desk.meta.department;
    if who == evaluated && who != desk.rulebook.center() {
        return Err(Refusal::NotByTheEvaluated { department: evaluated.clone() });
    }
    Ok(())
}

pub(super) fn follow_up(state: &State, command: FollowUpEvaluation, desk: &Desk<'_, Rulebook>) -> Decision {
    let FollowUpEvaluation { evaluation, result, note } = command;
    let given = numbered(state, evaluation)?;
    if !given.to_follow_up {
        return Err(Refusal::NothingToFollowUp { evaluation });
    }
    given.department.iter().try_for_each(|department| others(department, desk))?;
    Ok(vec![FollowUpMade { evaluation, result, note: note.sealed() }.into()])
}

/// The department it is about says, once and in time, that it was not its doing.
pub(super) fn appeal(state: &State, command: AppealEvaluation, desk: &Desk<'_, Rulebook>) -> Decision {
    let AppealEvaluation { evaluation, reason } = command;
    let given = numbered(state, evaluation)?;
    match &given.department {
        None => return Err(Refusal::NobodyIsEvaluated { evaluation }),
        Some(department) if *department != desk.meta.department => {
            return Err(Refusal::NotTheEvaluated { department: department.clone() });
        }
        Some(_) if given.appeal != Appeal::None => return Err(Refusal::AlreadyAppealed { evaluation }),
        Some(_) => {}
    }
    let rule = desk.rulebook.evaluations();
    let until = rule.and_then(|rule| desk.rulebook.within(given.given_on, rule.appeal_days));
    if let Some(until) = until.filter(|until| day_of(desk.now) > *until) {
        return Err(Refusal::AppealTooLate { until });
    }
    Ok(vec![EvaluationAppealed { evaluation, grounds: reason.sealed() }.into()])
}

/// Somebody who did not appeal decides whose evaluation it is; what was said stays.
pub(super) fn decide_appeal(state: &State, command: DecideEvaluationAppeal, desk: &Desk<'_, Rulebook>) -> Decision {
    let DecideEvaluationAppeal { evaluation, granted, department, reason } = command;
    let given = numbered(state, evaluation)?;
    if given.appeal != Appeal::Open {
        return Err(Refusal::NoAppeal { evaluation });
    }
    if given.department.as_ref() == Some(&desk.meta.department) && desk.meta.department != *desk.rulebook.center() {
        return Err(Refusal::DecidedByTheEvaluated);
    }
    match &department {
        Some(_) if !granted => return Err(Refusal::DepartmentWithoutGrant),
        Some(other) if desk.rulebook.department(other).is_none() => {
            return Err(Refusal::UnknownDepartment { department: other.clone() });
        }
        Some(other) if given.department.as_ref() == Some(other) => {
            return Err(Refusal::SameDepartment { department: other.clone() });
        }
        Some(_) | None => {}
    }
    Ok(vec![EvaluationAppealDecided { evaluation, granted, department, grounds: reason.sealed() }.into()])
}

fn numbered(state: &State, number: u32) -> Result<&Evaluation, Refusal> {
    let given = state.evaluations.iter().find(|evaluation| evaluation.number == number);
    given.ok_or(Refusal::NoSuchEvaluation { evaluation: number })
}
