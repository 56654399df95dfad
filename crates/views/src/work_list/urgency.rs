//! The fast lane: how urgent a case is said to be, and who must still be told of it.

use serde::{Deserialize, Serialize};
use timeline::{Event, IntakeEvent, RiskLevel, TriageEvent};

/// What makes a case urgent. Most cases have none of it.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Urgency {
    /// The colour it was given last.
    pub(super) risk: Option<RiskLevel>,
    /// Somebody reported an urgent risk.
    reported: bool,
    /// The duties to report that nobody has fulfilled.
    duties: Vec<u32>,
}

impl Urgency {
    pub(super) fn note(&mut self, event: &Event) {
        match event {
            Event::Intake(IntakeEvent::UrgentRiskReported(_)) => self.reported = true,
            Event::Intake(IntakeEvent::ReportRequired(fact)) => self.duties.push(fact.duty),
            Event::Intake(IntakeEvent::ReportMade(fact)) => self.duties.retain(|duty| *duty != fact.duty),
            Event::Triage(TriageEvent::RiskAssessed(fact)) => self.risk = Some(fact.level),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    /// Whether it goes first: an urgent risk was reported, or it is red (reported at once).
    pub(super) fn is_urgent(&self) -> bool {
        self.reported || self.risk == Some(RiskLevel::Red)
    }

    /// How many must still be told.
    pub(super) const fn duties_open(&self) -> usize {
        self.duties.len()
    }
}
