//! What the litigation desk remembers of a case.

use jiff::civil::Date;
use timeline::{
    DepartmentCode, Entry, Event, IntakeEvent, LitigationEvent, MediationEvent, PartyId, PartyRole, Reference,
    TerminationReason, TriageEvent,
};

/// Enough for the rules of litigation, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) closed: bool,
    pub(crate) parties: Vec<Party>,
    pub(crate) mediation: Mediation,
    pub(crate) agreement: bool,
    pub(crate) undisputed_facts: bool,
    pub(crate) delegation: Option<Delegation>,
    pub(crate) hand_offs: Vec<HandOff>,
    pub(crate) matters: Vec<Matter>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Party {
    pub(crate) id: PartyId,
    pub(crate) role: PartyRole,
    pub(crate) has_address: bool,
}

/// Where the latest mediation stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Mediation {
    #[default]
    None,
    Open,
    Ended,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Delegation {
    pub(crate) court: DepartmentCode,
    /// How the mediation this court asked for ended.
    pub(crate) ended: Option<TerminationReason>,
    pub(crate) reported: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct HandOff {
    pub(crate) number: u32,
    pub(crate) court: DepartmentCode,
    pub(crate) step: Step,
}

/// How far a package has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Assembled,
    Sent,
    Acknowledged,
    /// Sent back, or docketed.
    Answered,
}

/// Something a court has under a number of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Matter {
    pub(crate) reference: Reference,
    pub(crate) court: DepartmentCode,
    /// The package it came with.
    pub(crate) hand_off: Option<u32>,
    /// The day it was docketed; `None` while the court has only taken the package in.
    pub(crate) filed_on: Option<Date>,
    pub(crate) answered: bool,
}

impl State {
    pub(crate) fn hand_off(&self, number: u32) -> Option<&HandOff> {
        self.hand_offs.iter().find(|hand_off| hand_off.number == number)
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let any = |step: Step| self.hand_offs.iter().any(|hand_off| hand_off.step == step);
        match word {
            "file_suit" | "record_filing" | "assemble_hand_off" => self.registered,
            "receive_delegation" => self.registered && !self.closed,
            "report_delegation" => self.delegation.as_ref().is_some_and(|delegation| !delegation.reported),
            "send_hand_off" => any(Step::Assembled),
            "acknowledge_hand_off" => any(Step::Sent),
            "reject_hand_off" => any(Step::Sent) || any(Step::Acknowledged),
            "record_court_answer" => self.matters.iter().any(|matter| !matter.answered),
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact),
            Event::Litigation(fact) => self.evolve_litigation(fact),
            Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.registered = true;
                self.parties.extend(case.parties.iter().map(Party::of));
            }
            IntakeEvent::PartyAdded(added) => self.parties.push(Party::of(&added.party)),
            IntakeEvent::PartyCorrected(fact) => {
                let wrong = self.parties.iter_mut().filter(|party| party.id == fact.party.id);
                wrong.for_each(|party| *party = Party::of(&fact.party));
            }
            IntakeEvent::PartyRemoved(fact) => self.parties.retain(|party| party.id != fact.party),
            IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            TriageEvent::CaseClassified(_)
            | TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => {}
        }
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent) {
        match fact {
            MediationEvent::MediationRequested(_) => {
                self.mediation = Mediation::Open;
                self.tell(None);
            }
            // Who refuses what was not begun has ended it, as far as a court that asked for it goes.
            MediationEvent::MediationRefused(_) => {
                self.delegation.iter_mut().for_each(|delegation| {
                    delegation.ended.get_or_insert(TerminationReason::Refused);
                });
            }
            MediationEvent::AgreementSigned(_) => {
                self.agreement = true;
                self.mediation = Mediation::Ended;
                self.tell(Some(TerminationReason::Agreed));
            }
            MediationEvent::MediationTerminated(terminated) => {
                self.mediation = Mediation::Ended;
                self.tell(Some(terminated.reason));
            }
            MediationEvent::SessionHeld(held) => self.undisputed_facts |= held.undisputed_facts.is_some(),
            MediationEvent::UndisputedFactsRecorded(_) => self.undisputed_facts = true,
            MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::FalseMediationSuspected(_)
            | MediationEvent::FalseMediationDecided(_)
            | MediationEvent::PerformanceRecorded(_)
            | MediationEvent::PerformanceCorrected(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => {}
        }
    }

    fn evolve_litigation(&mut self, fact: &LitigationEvent) {
        match fact {
            LitigationEvent::SuitChosen(_)
            | LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | LitigationEvent::DelegationAccepted(_)
            | LitigationEvent::DelegationDeclined(_)
            | LitigationEvent::DelegationExtended(_)
            | LitigationEvent::ConfirmationAdvised(_)
            | LitigationEvent::ConfirmationApplied(_)
            | LitigationEvent::CourtAnswerCorrected(_)
            | LitigationEvent::ReferralAnswerCorrected(_) => {}
            LitigationEvent::DelegationReceived(received) => {
                // What ended before is no answer to this court.
                self.delegation = Some(Delegation { court: received.court.clone(), ended: None, reported: false });
            }
            LitigationEvent::DelegationReported(_) => {
                self.delegation.iter_mut().for_each(|delegation| delegation.reported = true);
            }
            LitigationEvent::HandOffAssembled(assembled) => self.hand_offs.push(HandOff {
                number: assembled.hand_off,
                court: assembled.court.clone(),
                step: Step::Assembled,
            }),
            LitigationEvent::HandOffSent(sent) => self.step(sent.hand_off, Step::Sent),
            LitigationEvent::HandOffAcknowledged(got) => {
                self.step(got.hand_off, Step::Acknowledged);
                if let Some(court) = self.hand_off(got.hand_off).map(|hand_off| hand_off.court.clone()) {
                    self.take_in(Some(got.hand_off), &got.reference, court, None);
                }
            }
            LitigationEvent::HandOffRejected(rejected) => {
                self.step(rejected.hand_off, Step::Answered);
                self.matters.retain(|matter| matter.hand_off != Some(rejected.hand_off));
            }
            LitigationEvent::CaseFiled(filed) => {
                filed.hand_off.iter().for_each(|number| self.step(*number, Step::Answered));
                self.take_in(filed.hand_off, &filed.reference, filed.court.clone(), Some(filed.filed_on));
            }
            LitigationEvent::CourtAnswered(answer) => {
                let answered = self.matters.iter_mut().filter(|matter| matter.reference == answer.reference);
                answered.for_each(|matter| matter.answered = true);
            }
        }
    }

    /// Notes what the court that delegated the matter is to be told.
    fn tell(&mut self, ended: Option<TerminationReason>) {
        self.delegation.iter_mut().for_each(|delegation| delegation.ended = ended);
    }

    fn step(&mut self, number: u32, step: Step) {
        let moved = self.hand_offs.iter_mut().filter(|hand_off| hand_off.number == number);
        moved.for_each(|hand_off| hand_off.step = step);
    }

    /// A court has a matter under a number; the number it gave the package on arrival is replaced by that of the docket.
    fn take_in(&mut self, hand_off: Option<u32>, reference: &Reference, court: DepartmentCode, filed_on: Option<Date>) {
        self.matters.retain(|matter| hand_off.is_none() || matter.hand_off != hand_off);
        self.matters.push(Matter { reference: reference.clone(), court, hand_off, filed_on, answered: false });
    }
}

impl Party {
    fn of(party: &timeline::Party) -> Self {
        Self { id: party.id, role: party.role, has_address: party.address.is_some() }
    }
}
