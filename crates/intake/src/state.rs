//! What the reception desk remembers of a stream.

use timeline::{Entry, Event, IntakeEvent, TriageEvent};

/// Enough for the rules of registration, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// Anything at all is on the stream.
    pub(crate) begun: bool,
    /// A case is registered on it.
    pub(crate) registered: bool,
    /// The case is closed.
    pub(crate) closed: bool,
}

impl State {
    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        match word {
            "add_party" => self.registered && !self.closed,
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        self.begun = true;
        match &entry.event {
            Event::Intake(fact) => match fact {
                IntakeEvent::CaseRegistered(_) => self.registered = true,
                IntakeEvent::PartyAdded(_)
                | IntakeEvent::RegistrationConfirmed(_)
                | IntakeEvent::RegistrationCorrected(_)
                | IntakeEvent::PartyCorrected(_)
                | IntakeEvent::PartyRemoved(_)
                | IntakeEvent::GuardianNamed(_)
                | IntakeEvent::MaterialSubmitted(_)
                | IntakeEvent::DuplicateConfirmed(_)
                | IntakeEvent::DuplicateRuledOut(_)
                | IntakeEvent::UrgentRiskReported(_)
                | timeline::intake_aside!() => {}
            },
            Event::Triage(fact) => match fact {
                TriageEvent::CaseClosed(_) => self.closed = true,
                TriageEvent::CaseReopened(_) => self.closed = false,
                TriageEvent::CaseClassified(_)
                | TriageEvent::CaseAssigned(_)
                | TriageEvent::AssignmentReceived(_)
                | TriageEvent::AssignmentReturned(_)
                | timeline::triage_aside!() => {}
            },
            Event::Mediation(_) | Event::Litigation(_) | Event::Registry(_) => {}
        }
    }
}
