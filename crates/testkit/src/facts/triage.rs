//! Facts of triage.

use timeline::{
    AreaLevel, AssignmentReason, AssignmentReceived, AssignmentReturned, AssignmentWithdrawn, CaseAssigned,
    CaseClassified, CaseClosed, CaseDelegatedDown, CaseEscalated, CaseId, CaseReopened, CoHandlerAdded,
    CoHandlerReleased, CompetenceDisputed, CompetenceReferred, CompetenceStep, Event, LeadDetermined, ObjectionAnswer,
    ObjectionDecided, ObjectionRaised, Outcome, PartyId, ReturnGround, RiskAssessed, RiskFactor, RiskLevel,
    SubCaseConcluded, SubCaseDropped, SubCaseOpened, SubCaseReopened, TriageEvent,
};

use crate::cast::{CASE, code, department, sealed};
use crate::scenario::rulebook;

fn triage(fact: impl Into<TriageEvent>) -> Event {
    Event::Triage(fact.into())
}

/// The case was given a type.
#[must_use]
pub fn classified(dispute_type: &str) -> Event {
    triage(CaseClassified { dispute_type: code(dispute_type) })
}

/// A department was asked.
#[must_use]
pub fn assigned(assignment: u32, to: &str) -> Event {
    assigned_because(assignment, to, AssignmentReason::Competence)
}

/// A department was asked, for this reason.
#[must_use]
pub fn assigned_because(assignment: u32, to: &str, reason: AssignmentReason) -> Event {
    let (to, reason) = (department(to), Some(reason));
    triage(CaseAssigned { assignment, level: rulebook().level(&to), to, note: None, reason })
}

/// Who had asked took the case back.
#[must_use]
pub fn withdrawn(assignment: u32, reason: &str) -> Event {
    triage(AssignmentWithdrawn { assignment, reason: sealed(reason) })
}

/// A department signed for the case.
#[must_use]
pub fn received(assignment: u32, by: &str) -> Event {
    triage(AssignmentReceived { assignment, by: department(by) })
}

/// A department handed the case back.
#[must_use]
pub fn returned(assignment: u32, by: &str) -> Event {
    let (by, explanation) = (department(by), sealed("不属本部门职责"));
    triage(AssignmentReturned { assignment, by, ground: ReturnGround::NotCompetent, explanation })
}

/// The case was closed.
#[must_use]
pub fn closed(outcome: Outcome) -> Event {
    triage(CaseClosed { outcome, merged_into: None })
}

/// The case was taken up again.
#[must_use]
pub fn reopened() -> Event {
    triage(CaseReopened { reason: sealed("又漏水") })
}

/// The case is this urgent, because of this.
#[must_use]
pub fn risky(level: RiskLevel, factors: &[RiskFactor]) -> Event {
    triage(RiskAssessed { level, factors: factors.to_vec(), note: None })
}

/// A department objected to a petition.
#[must_use]
pub fn objected(assignment: u32, by: &str) -> Event {
    let (by, explanation) = (department(by), sealed("不属本部门职责"));
    triage(ObjectionRaised { assignment, by, ground: ReturnGround::NotCompetent, explanation })
}

/// The sender decided an objection.
#[must_use]
pub fn objection_decided(assignment: u32, answer: ObjectionAnswer) -> Event {
    triage(ObjectionDecided { assignment, answer, reason: sealed("已核实") })
}

/// These departments disagree.
#[must_use]
pub fn disputed(dispute: u32, between: &[&str]) -> Event {
    let between = between.iter().map(|code| department(code)).collect();
    triage(CompetenceDisputed { dispute, between, reason: sealed("都说不归自己管") })
}

/// They did not agree; their common superior decides, or the conference.
#[must_use]
pub fn competence_referred(dispute: u32, superior: Option<&str>) -> Event {
    let step = if superior.is_some() { CompetenceStep::Superior } else { CompetenceStep::Conference };
    triage(CompetenceReferred { dispute, step, superior: superior.map(department) })
}

/// One department has the lead.
#[must_use]
pub fn led(dispute: u32, lead: &str, step: CompetenceStep) -> Event {
    triage(LeadDetermined { dispute, lead: department(lead), step, reason: sealed("已核实") })
}

/// A department was asked to help.
#[must_use]
pub fn helped_by(code: &str) -> Event {
    triage(CoHandlerAdded { department: department(code), task: sealed("请派人到场") })
}

/// A department need not help any more.
#[must_use]
pub fn released(code: &str) -> Event {
    triage(CoHandlerReleased { department: department(code), reason: sealed("已核实") })
}

/// The case went down, and these were told.
#[must_use]
pub fn delegated_down(assignment: u32, level: AreaLevel, told: &[PartyId]) -> Event {
    triage(CaseDelegatedDown { assignment, level, capability: sealed("村里有调解员"), told: told.to_vec() })
}

/// The case went up.
#[must_use]
pub fn escalated(assignment: u32, level: AreaLevel) -> Event {
    triage(CaseEscalated { assignment, level, tried: sealed("调解两次"), obstacle: sealed("需要审批权限") })
}

/// The case of a part of [`CASE`].
#[must_use]
pub fn part(sub_case: u32) -> CaseId {
    CaseId::derive(CASE.uuid(), &format!("sub-case-{sub_case}"))
}

/// A department got a part.
#[must_use]
pub fn part_opened(sub_case: u32, code: &str) -> Event {
    let (case, department, task) = (part(sub_case), department(code), sealed("请派人到场"));
    triage(SubCaseOpened { sub_case, case, department, task, dispute_type: None, area: None })
}

/// A part ended.
#[must_use]
pub fn part_concluded(sub_case: u32) -> Event {
    triage(SubCaseConcluded { sub_case, outcome: Outcome::Explained })
}

/// A part that had ended was taken up again.
#[must_use]
pub fn part_reopened(sub_case: u32) -> Event {
    triage(SubCaseReopened { sub_case })
}

/// A part was dropped.
#[must_use]
pub fn part_dropped(sub_case: u32) -> Event {
    triage(SubCaseDropped { sub_case, reason: sealed("已核实") })
}
