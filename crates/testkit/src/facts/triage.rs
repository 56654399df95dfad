//! Facts of triage.

use timeline::{
    AssignmentReceived, AssignmentReturned, CaseAssigned, CaseClassified, CaseClosed, CaseReopened, Event, Outcome,
    ReturnGround, TriageEvent,
};

use crate::cast::{code, department, sealed};

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
    triage(CaseAssigned { assignment, to: department(to), note: None, level: None, reason: None })
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
