//! Where a case stands: who has it, who is asked to take it, whether it is closed. Several views fold it.

use jiff::Timestamp;
use rules::{Cause, Custody, Holder};
use serde::{Deserialize, Serialize};
use timeline::{DepartmentCode, Entry, Event, MediationEvent, TriageEvent};

/// The state of a case, in the words a desk uses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Registered, and the desk that registered it still has it.
    Registered,
    /// A department is asked and has not signed.
    Assigned,
    /// A department signed for it.
    Received,
    /// It waits for a court.
    AtCourt,
    /// It waits for another body's procedure.
    Elsewhere,
    /// It waits for an appraisal.
    AtAppraisal,
    /// It is closed.
    Closed,
}

impl State {
    /// The word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Assigned => "assigned",
            Self::Received => "received",
            Self::AtCourt => "at_court",
            Self::Elsewhere => "elsewhere",
            Self::AtAppraisal => "at_appraisal",
            Self::Closed => "closed",
        }
    }
}

/// A department that is asked to take a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    assignment: u32,
    pub(crate) department: DepartmentCode,
    pub(crate) since: Timestamp,
}

/// The fold: custody by the rules, and what custody does not need to know.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Standing {
    custody: Custody,
    asked: Option<Box<Asked>>,
    /// The assignments it was received by and not handed back.
    received: Vec<u32>,
}

/// Whether a fact may change where a case stands. Most facts of a mediation do not, and there are many of them.
pub(crate) const fn may_move(event: &Event) -> bool {
    match event {
        Event::Mediation(fact) => matches!(
            fact,
            MediationEvent::AppraisalCommissioned(_)
                | MediationEvent::AppraisalReceived(_)
                | MediationEvent::AppraisalAbandoned(_)
        ),
        Event::Intake(_) | Event::Triage(_) | Event::Litigation(_) => true,
        Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => false,
    }
}

impl Standing {
    /// Takes note of a fact.
    pub(crate) fn note(&mut self, entry: &Entry) {
        self.custody.apply(entry);
        match &entry.event {
            Event::Triage(fact) => self.note_triage(fact, entry.recorded_at),
            Event::Intake(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn note_triage(&mut self, fact: &TriageEvent, at: Timestamp) {
        match fact {
            TriageEvent::CaseAssigned(asked) => {
                let (assignment, department) = (asked.assignment, asked.to.clone());
                self.asked = Some(Box::new(Asked { assignment, department, since: at }));
            }
            TriageEvent::AssignmentReceived(received) => {
                self.answered(received.assignment);
                self.received.push(received.assignment);
            }
            TriageEvent::AssignmentReturned(returned) => {
                self.answered(returned.assignment);
                self.received.retain(|assignment| *assignment != returned.assignment);
            }
            TriageEvent::AssignmentWithdrawn(withdrawn) => self.answered(withdrawn.assignment),
            TriageEvent::CaseClosed(_) => self.asked = None,
            TriageEvent::CaseReopened(_) | TriageEvent::CaseClassified(_) | timeline::triage_aside!() => {}
        }
    }

    fn answered(&mut self, assignment: u32) {
        self.asked = self.asked.take().filter(|asked| asked.assignment != assignment);
    }

    /// The state it is in.
    pub(crate) fn state(&self) -> State {
        match self.custody.holder() {
            None => State::Closed,
            Some(Holder::Waiting(Cause::Court(_))) => State::AtCourt,
            Some(Holder::Waiting(Cause::Body(_))) => State::Elsewhere,
            Some(Holder::Waiting(Cause::Appraisal)) => State::AtAppraisal,
            Some(Holder::Department(_)) if self.asked.is_some() => State::Assigned,
            Some(Holder::Department(_)) if !self.received.is_empty() => State::Received,
            Some(Holder::Department(_)) => State::Registered,
        }
    }

    /// The department that is answerable, or will be again when the court or the expert has answered or the case is reopened.
    pub(crate) fn department(&self) -> Option<&DepartmentCode> {
        self.custody.department()
    }

    /// The department that is asked to take it.
    pub(crate) fn asked(&self) -> Option<&Asked> {
        self.asked.as_deref()
    }

    /// The assignments it was received by and not handed back, the latest last.
    pub(crate) fn received(&self) -> &[u32] {
        &self.received
    }

    /// The court or other body it waits for.
    pub(crate) fn waits_for(&self) -> Option<&DepartmentCode> {
        match self.custody.holder()? {
            Holder::Waiting(Cause::Court(body) | Cause::Body(body)) => Some(body),
            Holder::Waiting(Cause::Appraisal) | Holder::Department(_) => None,
        }
    }

    /// Since when it stands with whoever has it; `None` while it is closed.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        self.custody.segment().map(|segment| segment.from)
    }
}

/// The kinds of fact that [`Standing`] reads, and those named: for the views that fold it.
macro_rules! standing_kinds {
    ($($Fact:ident),* $(,)?) => {
        $crate::kinds::kinds![
            CaseRegistered,
            CaseAssigned,
            AssignmentReceived,
            AssignmentReturned,
            AssignmentWithdrawn,
            CaseClosed,
            CaseReopened,
            HandOffSent,
            HandOffAcknowledged,
            HandOffRejected,
            CaseFiled,
            CourtAnswered,
            ReferralAcknowledged,
            ReferralRejected,
            ReferralAnswered,
            ReferralWithdrawn,
            AppraisalCommissioned,
            AppraisalReceived,
            AppraisalAbandoned,
            $($Fact),*
        ]
    };
}
pub(crate) use standing_kinds;
