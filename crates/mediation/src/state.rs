//! What the mediation rooms remember of a case.

use std::collections::BTreeSet;

use jiff::Timestamp;
use timeline::{
    ActorId, Code, Entry, Event, IntakeEvent, LitigationEvent, MediationEvent, PartyId, PartyRole, TriageEvent,
};

/// Enough for the rules of mediation, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) closed: bool,
    pub(crate) dispute_type: Option<Code>,
    pub(crate) parties: Vec<(PartyId, PartyRole)>,
    pub(crate) phase: Phase,
    pub(crate) mediator: Option<ActorId>,
    pub(crate) consents: BTreeSet<PartyId>,
    pub(crate) sessions: Vec<Session>,
    /// The parts of the latest agreement.
    pub(crate) agreement: Option<Vec<Instalment>>,
}

/// Where the mediation of a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Phase {
    /// Nobody has asked for one, or the last one has ended.
    #[default]
    None,
    /// Asked for or offered.
    Open,
    /// A party went to court while it was open: it has ended in fact, and its end is not recorded yet.
    Stopped,
    /// It ended with an agreement, and its end is not recorded apart.
    Agreed,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    pub(crate) number: u32,
    pub(crate) held: bool,
    /// When the mediation it was set in ended: a session that took place later was covered by nobody's consent.
    pub(crate) lapsed_at: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Instalment {
    pub(crate) number: u32,
    pub(crate) performed: bool,
}

impl State {
    /// The parties whose agreement mediation needs: both sides, not third parties.
    pub(crate) fn sides(&self) -> impl Iterator<Item = PartyId> {
        self.parties.iter().filter(|(_, role)| *role != PartyRole::ThirdParty).map(|(party, _)| *party)
    }

    pub(crate) fn role_of(&self, party: PartyId) -> Option<PartyRole> {
        self.parties.iter().find(|(known, _)| *known == party).map(|(_, role)| *role)
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let open = self.phase == Phase::Open;
        let to_hold = |session: &Session| !session.held && session.lapsed_at.is_none();
        match word {
            "request_mediation" => self.registered && !self.closed && matches!(self.phase, Phase::None | Phase::Agreed),
            "consent" | "appoint_mediator" => open,
            "refuse_mediation" => open || self.phase == Phase::Stopped,
            "terminate_mediation" => self.phase != Phase::None,
            "schedule_session" | "sign_agreement" => open && self.mediator.is_some(),
            "hold_session" => self.sessions.iter().any(to_hold),
            "record_performance" => self.agreement.iter().flatten().any(|part| !part.performed),
            "make_return_visit" => self.agreement.is_some(),
            _ => false,
        }
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact, entry.meta.occurred_at),
            Event::Litigation(fact) => self.evolve_litigation(fact, entry.meta.occurred_at),
            Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.registered = true;
                self.parties.extend(case.parties.iter().map(|party| (party.id, party.role)));
            }
            IntakeEvent::PartyAdded(added) => self.parties.push((added.party.id, added.party.role)),
            IntakeEvent::PartyCorrected(fact) => {
                let wrong = self.parties.iter_mut().filter(|party| party.0 == fact.party.id);
                wrong.for_each(|party| party.1 = fact.party.role);
            }
            IntakeEvent::PartyRemoved(fact) => {
                self.parties.retain(|party| party.0 != fact.party);
                self.consents.remove(&fact.party);
            }
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
            TriageEvent::CaseClassified(classified) => self.dispute_type = Some(classified.dispute_type.clone()),
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => {}
        }
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent, at: Timestamp) {
        match fact {
            MediationEvent::MediationRequested(_) => self.begin(),
            MediationEvent::MediationConsented(consented) => {
                self.consents.insert(consented.party);
            }
            MediationEvent::MediationRefused(refused) => {
                self.consents.remove(&refused.party);
            }
            MediationEvent::MediatorAppointed(appointed) => self.mediator = Some(appointed.mediator.clone()),
            MediationEvent::SessionScheduled(scheduled) => {
                self.sessions.push(Session { number: scheduled.session, held: false, lapsed_at: None });
            }
            MediationEvent::SessionHeld(held) => {
                self.sessions
                    .iter_mut()
                    .filter(|session| session.number == held.session)
                    .for_each(|session| session.held = true);
            }
            MediationEvent::AgreementSigned(signed) => {
                self.phase = Phase::Agreed;
                let parts = signed.instalments.iter();
                self.agreement = Some(parts.map(|part| Instalment { number: part.number, performed: false }).collect());
            }
            MediationEvent::MediationTerminated(_) => self.end(Phase::None, at),
            MediationEvent::PerformanceRecorded(performed) => {
                let parts = self.agreement.iter_mut().flatten();
                parts.filter(|part| part.number == performed.instalment).for_each(|part| part.performed = true);
            }
            MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::FalseMediationSuspected(_)
            | MediationEvent::FalseMediationDecided(_)
            | MediationEvent::PerformanceCorrected(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => {}
        }
    }

    fn evolve_litigation(&mut self, fact: &LitigationEvent, at: Timestamp) {
        match fact {
            LitigationEvent::SuitChosen(_) | LitigationEvent::CaseFiled(_) => {
                if self.phase == Phase::Open {
                    self.end(Phase::Stopped, at);
                }
            }
            LitigationEvent::DelegationReceived(_)
            | LitigationEvent::HandOffSent(_)
            | LitigationEvent::HandOffAcknowledged(_)
            | LitigationEvent::HandOffRejected(_)
            | LitigationEvent::CourtAnswered(_)
            | LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | timeline::litigation_aside!() => {}
        }
    }

    /// A new mediation needs everybody's consent and a mediator anew.
    fn begin(&mut self) {
        self.phase = Phase::Open;
        self.consents.clear();
        self.mediator = None;
    }

    fn end(&mut self, phase: Phase, at: Timestamp) {
        self.phase = phase;
        self.sessions
            .iter_mut()
            .filter(|session| !session.held)
            .for_each(|session| session.lapsed_at = session.lapsed_at.or(Some(at)));
    }
}
