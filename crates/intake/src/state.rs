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
    pub(crate) fn evolve(&mut self, entry: &Entry) {
        self.begun = true;
        match &entry.event {
            Event::Intake(fact) => match fact {
                IntakeEvent::CaseRegistered(_) => self.registered = true,
                IntakeEvent::VisitRecorded(_) | IntakeEvent::PartyAdded(_) | IntakeEvent::ReceiptIssued(_) => {}
            },
            Event::Triage(fact) => match fact {
                TriageEvent::CaseClosed(_) => self.closed = true,
                TriageEvent::CaseReopened(_) => self.closed = false,
                TriageEvent::CaseClassified(_)
                | TriageEvent::RouteChosen(_)
                | TriageEvent::CaseAssigned(_)
                | TriageEvent::AssignmentReceived(_)
                | TriageEvent::AssignmentReturned(_) => {}
            },
            Event::Mediation(_) | Event::Litigation(_) => {}
        }
    }
}
