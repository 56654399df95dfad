//! Whom a case waits for although it lies on a desk: a citizen who was asked for papers; and who helps with it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use timeline::{DepartmentCode, Entry, Event, IntakeEvent, TriageEvent};

use crate::missing::Missing;
use crate::standing::State;

/// What a case on a desk waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Awaited {
    /// A department that is asked to sign for it.
    Department,
    /// A court.
    Court,
    /// Another body's procedure.
    Body,
    /// An appraisal.
    Appraisal,
    /// A citizen who was asked for papers. That keeps nobody from working on.
    Citizen,
}

impl Awaited {
    const ALL: [Self; 5] = [Self::Department, Self::Court, Self::Body, Self::Appraisal, Self::Citizen];

    /// Its word in the rows of the work list.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Court => State::AtCourt.as_str(),
            Self::Body => State::Elsewhere.as_str(),
            Self::Appraisal => State::AtAppraisal.as_str(),
            Self::Citizen => "citizen",
        }
    }
}

/// Every word for what a case on a desk waits for: whoever shows the work list has words for them.
#[must_use]
pub fn awaited() -> [&'static str; 5] {
    Awaited::ALL.map(Awaited::as_str)
}

/// What custody does not need to know and a desk wants to see. Most cases have none of it.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Waits {
    papers: Vec<Missing>,
    helpers: Vec<(DepartmentCode, Timestamp)>,
}

impl Waits {
    pub(super) fn note(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.note_intake(fact, entry.recorded_at),
            Event::Triage(fact) => self.note_triage(fact, entry.recorded_at),
            Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn note_intake(&mut self, fact: &IntakeEvent, at: Timestamp) {
        match fact {
            IntakeEvent::MaterialsRequested(fact) => self.papers.push(Missing::asked(fact, at)),
            IntakeEvent::MaterialSubmitted(fact) => self.papers.retain_mut(|missing| missing.lacks_after(fact)),
            _ => {}
        }
    }

    fn note_triage(&mut self, fact: &TriageEvent, at: Timestamp) {
        match fact {
            TriageEvent::CoHandlerAdded(fact) => {
                self.done(&fact.department);
                self.helpers.push((fact.department.clone(), at));
            }
            TriageEvent::CoHandlerReported(fact) => self.done(&fact.department),
            TriageEvent::CoHandlerReleased(fact) => self.done(&fact.department),
            TriageEvent::CaseClosed(_) => *self = Self::default(),
            _ => {}
        }
    }

    fn done(&mut self, department: &DepartmentCode) {
        self.helpers.retain(|(helper, _)| helper != department);
    }

    /// Whether a citizen was asked for papers that did not all come.
    pub(super) const fn for_citizen(&self) -> bool {
        !self.papers.is_empty()
    }

    /// The departments that were asked to help and have not told what they did, and since when.
    pub(super) fn helpers(&self) -> &[(DepartmentCode, Timestamp)] {
        &self.helpers
    }
}
