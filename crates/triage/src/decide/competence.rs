//! The ladder of disputed competence (petition regulation of 2022, article 24): the departments agree; else their common
//! superior decides; the joint conference does where they have none.

use rules::Rulebook;
use timeline::{
    AssignmentReason, AssignmentWithdrawn, CompetenceDisputed, CompetenceReferred, CompetenceStep, DepartmentCode,
    Desk, LeadDetermined, Sealed, TriageEvent,
};

use super::assignment::ask;
use super::{Decision, may_handle};
use crate::command::{DetermineLead, DisputeCompetence, ReferCompetence};
use crate::state::{Dispute, Stage};
use crate::{Refusal, State};

/// A department speaks of its own competence; the center may note any dispute.
pub(super) fn dispute(state: &State, command: DisputeCompetence, desk: &Desk<'_, Rulebook>) -> Decision {
    let DisputeCompetence { mut between, reason } = command;
    between.sort_unstable();
    between.dedup();
    if between.len() < 2 {
        return Err(Refusal::TooFewDisputants);
    }
    between.iter().try_for_each(|department| may_handle(state, department, desk))?;
    takes_part(&between, desk)?;
    if let Some(open) = state.open_dispute() {
        return Err(Refusal::DisputeOpen { dispute: open.number });
    }
    let dispute = state.disputes.iter().map(|dispute| dispute.number).max().unwrap_or(0) + 1;
    Ok(vec![CompetenceDisputed { dispute, between, reason: reason.sealed() }.into()])
}

/// They did not agree. Who decides now follows from the rule book and is nobody's choice.
pub(super) fn refer(state: &State, command: &ReferCompetence, desk: &Desk<'_, Rulebook>) -> Decision {
    let Dispute { number, between, stage } = open(state, command.dispute)?;
    takes_part(between, desk)?;
    if *stage != Stage::Raised {
        return Err(Refusal::AlreadyReferred { dispute: *number });
    }
    let superior = desk.rulebook.common_superior(between).cloned();
    let step = if superior.is_some() { CompetenceStep::Superior } else { CompetenceStep::Conference };
    Ok(vec![CompetenceReferred { dispute: *number, step, superior }.into()])
}

/// One department has the lead. It is asked to take the case, unless it has it or was asked already; another one that
/// was asked need not answer any more.
pub(super) fn determine_lead(state: &State, command: DetermineLead, desk: &Desk<'_, Rulebook>) -> Decision {
    let DetermineLead { dispute, lead, reason } = command;
    let step = step(open(state, dispute)?, &lead, desk)?;
    may_handle(state, &lead, desk)?;
    let reason = reason.sealed();
    let hand_over = hand_over(state, &lead, &reason, desk);
    let determined = LeadDetermined { dispute, lead, step, reason }.into();
    Ok(std::iter::once(determined).chain(hand_over).collect())
}

fn hand_over(state: &State, lead: &DepartmentCode, reason: &Sealed, desk: &Desk<'_, Rulebook>) -> Vec<TriageEvent> {
    let awaited = state.awaited();
    if awaited.is_some_and(|asked| asked.to == *lead) {
        return Vec::new();
    }
    let withdrawn =
        awaited.map(|asked| AssignmentWithdrawn { assignment: asked.number, reason: reason.clone() }.into());
    let holds = state.custody.department() == Some(lead);
    let asked = (!holds).then(|| ask(state, lead.clone(), AssignmentReason::LeadDetermined, None, desk).into());
    withdrawn.into_iter().chain(asked).collect()
}

/// On which step the lead is determined, and whether who acts may record it.
fn step(dispute: &Dispute, lead: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<CompetenceStep, Refusal> {
    let who = &desk.meta.department;
    let center = desk.rulebook.center() == who;
    match &dispute.stage {
        Stage::Raised | Stage::Decided => {
            takes_part(&dispute.between, desk)?;
            if !dispute.between.contains(lead) {
                return Err(Refusal::LeadOutsideDispute { department: lead.clone() });
            }
            Ok(CompetenceStep::Agreed)
        }
        Stage::Superior(superior) if center || superior == who => Ok(CompetenceStep::Superior),
        Stage::Superior(superior) => Err(Refusal::OnlyTheSuperior { department: superior.clone() }),
        Stage::Conference if center => Ok(CompetenceStep::Conference),
        Stage::Conference => Err(Refusal::OnlyTheCenter),
    }
}

fn open(state: &State, number: u32) -> Result<&Dispute, Refusal> {
    let open = state.open_dispute().filter(|dispute| dispute.number == number);
    open.ok_or(Refusal::NoSuchDispute { dispute: number })
}

fn takes_part(between: &[DepartmentCode], desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let who = &desk.meta.department;
    if between.contains(who) || desk.rulebook.center() == who {
        return Ok(());
    }
    Err(Refusal::NotInDispute { department: who.clone() })
}
