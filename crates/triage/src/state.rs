//! What triage remembers of a case.

mod assignments;
mod competence;
mod package;

use std::collections::BTreeSet;

pub(crate) use assignments::{Answer, Assignment, Objection};
pub(crate) use competence::{Dispute, Stage};
use jiff::civil::Date;
pub(crate) use package::{Part, PartStanding};
use rules::{Custody, Discretion};
use timeline::{
    AgreementSigned, CaseId, CaseKind, Code, DepartmentCode, Entry, Event, Instalment, IntakeEvent, LitigationEvent,
    MediationEvent, OversightEvent, PartyId, PartyRole, RiskFactor, RiskLevel, TriageEvent,
};

/// Enough for the rules of triage, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) closed: bool,
    pub(crate) kind: Option<CaseKind>,
    /// Whether the case is itself a part of a package.
    pub(crate) is_part: bool,
    /// A citizen registered it by itself, and no clerk has confirmed it yet.
    pub(crate) unconfirmed: bool,
    /// A party does not want programs alone to decide where the case goes.
    pub(crate) human_decides: bool,
    pub(crate) parties: Vec<(PartyId, PartyRole)>,
    /// Cases that were found to be the same matter.
    pub(crate) duplicates: BTreeSet<CaseId>,
    pub(crate) dispute_type: Option<Code>,
    pub(crate) risk: Option<(RiskLevel, Vec<RiskFactor>)>,
    /// How many sheets of options were explained.
    pub(crate) sheets: u32,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) disputes: Vec<Dispute>,
    /// The department that has the lead after a dispute over competence.
    pub(crate) lead: Option<DepartmentCode>,
    pub(crate) helpers: BTreeSet<DepartmentCode>,
    pub(crate) parts: Vec<Part>,
    pub(crate) custody: Custody,
    pub(crate) discretion: Discretion,
    pub(crate) mediation_open: bool,
    /// What was agreed to be done; `None` without an agreement.
    pub(crate) owed: Option<Vec<Owed>>,
    pub(crate) went_to_court: bool,
    /// Packages that were sent and that the court has neither taken nor sent back.
    pub(crate) unanswered: BTreeSet<u32>,
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
    /// A petition is objected to, and only its sender lets it go.
    pub(crate) fn is_petition(&self) -> bool {
        self.kind == Some(CaseKind::Petition)
    }

    /// Whether a court has the matter, or was sent it.
    pub(crate) fn is_with_court(&self) -> bool {
        self.custody.is_before_court() || !self.unanswered.is_empty()
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let open = self.registered && !self.closed;
        let signed = |assignment: &Assignment| self.custody.is_held_by(assignment.number);
        let in_hand = self.awaited().is_some() || self.assignments.iter().any(signed);
        match word {
            "classify_case" | "assess_risk" | "explain_options" | "choose_route" | "close_case" | "add_co_handler"
            | "open_sub_case" => open,
            "assign_case" | "delegate_down" | "escalate_case" => open && self.awaited().is_none(),
            "receive_assignment" | "withdraw_assignment" => open && self.awaited().is_some(),
            "return_assignment" => open && in_hand && !self.is_petition(),
            "raise_objection" => open && in_hand && self.is_petition() && self.objected().is_none(),
            "decide_objection" => open && self.objected().is_some(),
            "dispute_competence" => open && self.open_dispute().is_none(),
            "refer_competence" => open && self.open_dispute().is_some_and(|dispute| dispute.stage == Stage::Raised),
            "determine_lead" => open && self.open_dispute().is_some(),
            "report_co_handling" | "release_co_handler" => open && !self.helpers.is_empty(),
            "drop_sub_case" => open && self.open_parts() > 0,
            "reopen_case" => self.closed,
            "narrow_secrecy" | "widen_secrecy" | "step_aside" | "recuse_officer" => self.registered,
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        self.custody.apply(entry);
        self.discretion.apply(entry);
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact, entry),
            Event::Mediation(fact) => self.evolve_mediation(fact),
            Event::Litigation(fact) => self.evolve_litigation(fact),
            Event::Oversight(OversightEvent::HumanDecisionDemanded(_)) => self.human_decides = true,
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.registered = true;
                self.kind = Some(case.kind);
                self.is_part = case.part_of.is_some();
                self.unconfirmed = case.self_registered;
                self.parties = case.parties.iter().map(|party| (party.id, party.role)).collect();
            }
            IntakeEvent::RegistrationConfirmed(_) => self.unconfirmed = false,
            IntakeEvent::PartyAdded(added) => self.parties.push((added.party.id, added.party.role)),
            IntakeEvent::PartyRemoved(removed) => self.parties.retain(|party| party.0 != removed.party),
            IntakeEvent::DuplicateConfirmed(same) => {
                self.duplicates.insert(same.other);
            }
            IntakeEvent::DuplicateRuledOut(apart) => {
                self.duplicates.remove(&apart.other);
            }
            IntakeEvent::RegistrationCorrected(corrected) => self.kind = corrected.kind.or(self.kind),
            IntakeEvent::PartyCorrected(corrected) => {
                let known = self.parties.iter_mut().filter(|party| party.0 == corrected.party.id);
                known.for_each(|party| party.1 = corrected.party.role);
            }
            IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent, entry: &Entry) {
        match fact {
            TriageEvent::CaseClassified(classified) => self.dispute_type = Some(classified.dispute_type.clone()),
            TriageEvent::RiskAssessed(risk) => self.risk = Some((risk.level, risk.factors.clone())),
            TriageEvent::RouteOptionsExplained(explained) => self.sheets = explained.sheet,
            TriageEvent::CaseAssigned(asked) => self.assignments.push(Assignment::of(asked, &entry.meta.department)),
            TriageEvent::AssignmentReceived(received) => self.answer(received.assignment, Answer::Received),
            TriageEvent::AssignmentReturned(returned) => self.answer(returned.assignment, Answer::Returned),
            TriageEvent::AssignmentWithdrawn(withdrawn) => self.answer(withdrawn.assignment, Answer::Withdrawn),
            TriageEvent::ObjectionRaised(raised) => self.object(raised.assignment, &Objection::of(raised)),
            TriageEvent::ObjectionDecided(decided) => {
                self.object(decided.assignment, &Objection::after(decided.answer));
            }
            TriageEvent::CompetenceDisputed(disputed) => self.disputes.push(Dispute::of(disputed)),
            TriageEvent::CompetenceReferred(referred) => self.moves_to(referred.dispute, &Stage::after(referred)),
            TriageEvent::LeadDetermined(determined) => {
                self.lead = Some(determined.lead.clone());
                self.moves_to(determined.dispute, &Stage::Decided);
            }
            TriageEvent::CoHandlerAdded(added) => {
                self.helpers.insert(added.department.clone());
            }
            TriageEvent::CoHandlerReleased(released) => {
                self.helpers.remove(&released.department);
            }
            TriageEvent::SubCaseOpened(opened) => self.parts.push(Part::of(opened)),
            TriageEvent::SubCaseConcluded(concluded) => self.stands(concluded.sub_case, PartStanding::Concluded),
            TriageEvent::SubCaseReopened(reopened) => self.stands(reopened.sub_case, PartStanding::Open),
            TriageEvent::SubCaseDropped(dropped) => self.stands(dropped.sub_case, PartStanding::Dropped),
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            TriageEvent::RouteChosen(_)
            | TriageEvent::SecrecySet(_)
            | TriageEvent::OfficerRecused(_)
            | TriageEvent::CoHandlerReported(_)
            | TriageEvent::CaseDelegatedDown(_)
            | TriageEvent::CaseEscalated(_) => {}
        }
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
