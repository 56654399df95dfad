//! What triage remembers of a case.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rules::{Cause, Custody, Holder};
use timeline::{
    AgreementSigned, Code, DepartmentCode, Entry, Event, Instalment, IntakeEvent, LitigationEvent, MediationEvent,
    TriageEvent,
};

/// Enough for the rules of triage, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) closed: bool,
    pub(crate) dispute_type: Option<Code>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) custody: Custody,
    pub(crate) mediation_open: bool,
    /// What was agreed to be done; `None` without an agreement.
    pub(crate) owed: Option<Vec<Owed>>,
    pub(crate) went_to_court: bool,
    /// Packages that were sent and that the court has neither taken nor sent back.
    pub(crate) unanswered: BTreeSet<u32>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Assignment {
    pub(crate) number: u32,
    pub(crate) to: DepartmentCode,
    pub(crate) answer: Answer,
}

/// What a department that was asked has said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer {
    Awaited,
    Received,
    Returned,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Owed {
    /// The agreement it is owed under, if that has a number.
    pub(crate) agreement: Option<u32>,
    pub(crate) instalment: u32,
    pub(crate) due: Date,
    pub(crate) performed: bool,
}

impl State {
    /// The assignment nobody has answered.
    pub(crate) fn awaited(&self) -> Option<&Assignment> {
        self.assignments.iter().find(|assignment| assignment.answer == Answer::Awaited)
    }

    /// Whether a court has something of this case, or was sent it.
    pub(crate) fn is_with_court(&self) -> bool {
        matches!(self.custody.holder(), Some(Holder::Waiting(Cause::Court(_)))) || !self.unanswered.is_empty()
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let open = self.registered && !self.closed;
        let signed = |assignment: &Assignment| self.custody.is_held_by(assignment.number);
        match word {
            "classify_case" | "choose_route" | "close_case" => open,
            "assign_case" => open && self.awaited().is_none(),
            "receive_assignment" => open && self.awaited().is_some(),
            "return_assignment" => open && (self.awaited().is_some() || self.assignments.iter().any(signed)),
            "reopen_case" => self.closed,
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        self.custody.apply(entry);
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
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact),
            Event::Litigation(fact) => self.evolve_litigation(fact),
            Event::Registry(_) => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::CaseClassified(classified) => self.dispute_type = Some(classified.dispute_type.clone()),
            TriageEvent::CaseAssigned(assigned) => self.assignments.push(Assignment {
                number: assigned.assignment,
                to: assigned.to.clone(),
                answer: Answer::Awaited,
            }),
            TriageEvent::AssignmentReceived(received) => self.answer(received.assignment, Answer::Received),
            TriageEvent::AssignmentReturned(returned) => self.answer(returned.assignment, Answer::Returned),
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            timeline::triage_aside!() => {}
        }
    }

    fn answer(&mut self, number: u32, answer: Answer) {
        let asked = self.assignments.iter_mut().filter(|assignment| assignment.number == number);
        asked.for_each(|assignment| assignment.answer = answer);
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent) {
        match fact {
            MediationEvent::MediationRequested(_) => self.mediation_open = true,
            MediationEvent::MediationTerminated(_) => self.mediation_open = false,
            MediationEvent::AgreementSigned(signed) => {
                self.mediation_open = false;
                self.owe(signed);
            }
            MediationEvent::PerformanceRecorded(performed) => self.perform(performed.instalment, true),
            MediationEvent::PerformanceCorrected(corrected) => {
                self.perform(corrected.instalment, corrected.performed_on.is_some());
            }
            MediationEvent::MediationRefused(_)
            | MediationEvent::SessionHeld(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::FalseMediationSuspected(_)
            | MediationEvent::FalseMediationDecided(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => {}
        }
    }

    /// A further agreement adds to what is owed; one that amends takes the place of the one it names, and one without a
    /// number, as they were first written, of every one before.
    fn owe(&mut self, signed: &AgreementSigned) {
        let owed = self.owed.get_or_insert_default();
        owed.retain(|part| signed.agreement.is_some() && (part.agreement.is_none() || part.agreement != signed.amends));
        let owe = |part: &Instalment| Owed {
            agreement: signed.agreement,
            instalment: part.number,
            due: part.due,
            performed: false,
        };
        owed.extend(signed.instalments.iter().map(owe));
    }

    fn perform(&mut self, instalment: u32, performed: bool) {
        let parts = self.owed.iter_mut().flatten().filter(|part| part.instalment == instalment);
        parts.for_each(|part| part.performed = performed);
    }

    fn evolve_litigation(&mut self, fact: &LitigationEvent) {
        match fact {
            LitigationEvent::SuitChosen(_) => self.went_to_court = true,
            LitigationEvent::HandOffSent(sent) => {
                self.went_to_court = true;
                self.unanswered.insert(sent.hand_off);
            }
            LitigationEvent::HandOffAcknowledged(got) => {
                self.unanswered.remove(&got.hand_off);
            }
            LitigationEvent::HandOffRejected(rejected) => {
                self.unanswered.remove(&rejected.hand_off);
            }
            LitigationEvent::CaseFiled(filed) => {
                self.went_to_court = true;
                filed.hand_off.iter().for_each(|hand_off| {
                    self.unanswered.remove(hand_off);
                });
            }
            LitigationEvent::DelegationReceived(_)
            | LitigationEvent::CourtAnswered(_)
            | LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | timeline::litigation_aside!() => {}
        }
    }
}
