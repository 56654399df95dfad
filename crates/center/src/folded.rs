//! A stream, folded: what the desks remember, what access must know, and which requests it has answered.

use std::collections::HashMap;
use std::sync::Arc;

use access::{Actor, Basis, CaseFacts, Viewer};
use journal::{Journal, Position};
use rules::{Custody, Discretion, Holder, Rulebook};
use timeline::{
    ActorId, CaseNumber, DepartmentCode, Entry, Event, Fingerprint, IntakeEvent, LitigationEvent, MediationEvent,
    Party, PetitionEvent, RequestId, StreamId, TriageEvent,
};

use crate::command::States;
use crate::stored::{self, StoredError};

/// One stream as the shell keeps it in memory.
pub(crate) struct Folded {
    pub(crate) version: u64,
    pub(crate) position: Position,
    pub(crate) states: States,
    pub(crate) case: CaseNow,
    /// The log it is on.
    pub(crate) log: Arc<dyn Journal>,
    answered: HashMap<RequestId, Answer>,
}

/// Which facts answered a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) position: Position,
}

impl Folded {
    /// A stream of this log of which nothing is read yet, in the center of this code.
    pub(crate) fn new(center: &DepartmentCode, log: Arc<dyn Journal>) -> Self {
        let (states, case) = (States::default(), CaseNow::new(center));
        Self { version: 0, position: 0, states, case, log, answered: HashMap::new() }
    }

    /// Reads what the log holds beyond what is folded.
    pub(crate) fn catch_up(&mut self, stream: StreamId) -> Result<(), StoredError> {
        if self.log.version(stored::stream_key(stream)) > self.version {
            let entries = stored::read_stream(self.log.as_ref(), stream, self.version)?;
            entries.iter().for_each(|entry| self.note(entry));
        }
        Ok(())
    }

    /// Takes note of the next fact.
    pub(crate) fn note(&mut self, entry: &Entry) {
        (self.version, self.position) = (entry.version, entry.place.position);
        self.states.evolve(entry);
        self.case.evolve(entry);
        let (first, last, position) = (entry.version, entry.version, entry.place.position);
        let answer = Answer { fingerprint: entry.meta.fingerprint, first, last, position };
        self.answered.entry(entry.meta.request).or_insert(answer).last = last;
    }

    /// The facts that answered this request, if it was asked before.
    pub(crate) fn answer(&self, request: RequestId) -> Option<Answer> {
        self.answered.get(&request).copied()
    }
}

/// What access and follow-ups must know of a case.
#[derive(Clone, Debug)]
pub(crate) struct CaseNow {
    custody: Custody,
    asked: Option<(u32, DepartmentCode)>,
    number: Option<CaseNumber>,
    discretion: Discretion,
    center: DepartmentCode,
    facts: CaseFacts,
    /// The version at which the mediation that is open was asked for.
    pub(crate) mediation: Option<u64>,
    /// A court delegated the matter and has not been told how it ended.
    pub(crate) report_due: bool,
    /// The versions of the facts that tell of another case, ascending.
    of_other_cases: Vec<u64>,
}

impl CaseNow {
    /// A case of which nothing is known but that the center has to do with it, as with every case.
    pub(crate) fn new(center: &DepartmentCode) -> Self {
        let facts = CaseFacts { involved: vec![center.clone()], ..CaseFacts::default() };
        Self {
            custody: Custody::default(),
            asked: None,
            number: None,
            discretion: Discretion::default(),
            center: center.clone(),
            facts,
            mediation: None,
            report_due: false,
            of_other_cases: Vec::new(),
        }
    }

    /// A case as these facts, its first ones, leave it.
    pub(crate) fn of(rulebook: &Rulebook, entries: &[Entry]) -> Self {
        let mut now = Self::new(rulebook.center());
        entries.iter().for_each(|entry| now.evolve(entry));
        now.weigh(rulebook);
        now
    }

    /// Says by this rule book who may know what the case says: for whoever is about to look.
    pub(crate) fn weigh(&mut self, rulebook: &Rulebook) {
        self.facts.secrecy = self.discretion.secrecy(rulebook);
    }

    /// Whether it was sealed, by whatever rule book.
    pub(crate) fn is_sealed(&self) -> bool {
        self.discretion.is_sealed()
    }

    /// The versions of the facts that tell of another case, ascending: not everybody who reads this one is told of them.
    pub(crate) fn of_other_cases(&self) -> &[u64] {
        &self.of_other_cases
    }

    /// The number it is known by.
    pub(crate) const fn number(&self) -> Option<CaseNumber> {
        self.number
    }

    /// It was drawn by lot for those who oversee from outside, or not.
    pub(crate) fn draw(&mut self, drawn: bool) {
        self.facts.sampled = drawn;
    }

    /// Somebody is let in.
    pub(crate) fn admit(&mut self, to: &ActorId, basis: Basis) {
        self.facts.admitted.push((to.clone(), basis));
    }

    /// What access must know.
    pub(crate) fn facts(&self) -> &CaseFacts {
        &self.facts
    }

    /// The mask is lifted for somebody, for a while.
    pub(crate) fn lift_for(&mut self, actor: &Actor) {
        self.facts.lifted.push(actor.id.clone());
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        if let Event::Petition(fact) = &entry.event {
            return self.evolve_petition(fact);
        }
        self.custody.apply(entry);
        self.discretion.apply(entry);
        if !Viewer::STRANGER.hears(&entry.event) {
            self.of_other_cases.push(entry.version);
        }
        if !self.facts.workers.contains(&entry.meta.actor) {
            self.facts.workers.push(entry.meta.actor.clone());
        }
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact, entry.version),
            Event::Litigation(fact) => self.evolve_litigation(fact),
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
        self.facts.asked = self.asked.as_ref().map(|asked| asked.1.clone());
        self.facts.keep_away(&self.discretion, &self.center);
        self.facts.holder = match self.custody.holder() {
            Some(Holder::Department(department)) => Some(department.clone()),
            // Whoever had it before the court, or before it was closed, stays answerable for what is still to be done.
            Some(Holder::Waiting(_)) | None => self.custody.department().cloned(),
        };
        if let Some(holder) = self.facts.holder.clone() {
            self.involve(&holder);
        }
    }

    fn involve(&mut self, department: &DepartmentCode) {
        if !self.facts.involved.contains(department) {
            self.facts.involved.push(department.clone());
        }
    }

    /// An accusation is the business of the seat that receives it and of the body it went to. Not even the center is involved.
    fn evolve_petition(&mut self, fact: &PetitionEvent) {
        match fact {
            PetitionEvent::AccusationRegistered(registered) => {
                self.facts = CaseFacts { holder: Some(registered.seat.clone()), ..CaseFacts::default() };
            }
            PetitionEvent::AccusationTransferred(transferred) => self.facts.asked = Some(transferred.to.clone()),
            PetitionEvent::AccusationAccepted(_)
            | PetitionEvent::AccusationDeclined(_)
            | PetitionEvent::AccusationAnswered(_)
            | PetitionEvent::AccusationClosed(_)
            | PetitionEvent::UnmaskingProposed(_)
            | PetitionEvent::AccuserUnmasked(_) => {}
        }
    }

    /// A department works on it without holding it.
    fn hand(&mut self, department: &DepartmentCode) {
        self.involve(department);
        if !self.facts.handed.contains(department) {
            self.facts.handed.push(department.clone());
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.number = Some(case.number);
                self.facts.unnamed |= case.parties.iter().any(Party::is_unnamed);
                if let Some(referral) = &case.referred_by {
                    self.involve(&referral.department);
                }
            }
            // Also of a party that is taken out again: the files are there still.
            IntakeEvent::PartyAdded(fact) => self.facts.unnamed |= fact.party.is_unnamed(),
            IntakeEvent::PartyCorrected(fact) => self.facts.unnamed |= fact.party.is_unnamed(),
            IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::PartyRemoved(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::CaseAssigned(assigned) => {
                self.asked = Some((assigned.assignment, assigned.to.clone()));
                self.involve(&assigned.to);
            }
            TriageEvent::AssignmentReceived(received) => self.answered(received.assignment),
            TriageEvent::AssignmentReturned(returned) => self.answered(returned.assignment),
            TriageEvent::AssignmentWithdrawn(withdrawn) => self.answered(withdrawn.assignment),
            TriageEvent::CoHandlerAdded(added) => self.hand(&added.department),
            TriageEvent::SubCaseOpened(part) => self.involve(&part.department),
            TriageEvent::CompetenceDisputed(dispute) => dispute.between.iter().for_each(|body| self.involve(body)),
            TriageEvent::CompetenceReferred(referred) => referred.superior.iter().for_each(|body| self.involve(body)),
            TriageEvent::CoHandlerReleased(released) => {
                self.facts.handed.retain(|department| *department != released.department);
            }
            TriageEvent::CaseClosed(_) => self.asked = None,
            TriageEvent::CaseClassified(_) | TriageEvent::CaseReopened(_) | timeline::triage_aside!() => {}
        }
    }

    fn answered(&mut self, assignment: u32) {
        self.asked = self.asked.take().filter(|asked| asked.0 != assignment);
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent, version: u64) {
        match fact {
            MediationEvent::MediationRequested(_) => {
                self.mediation = Some(version);
                self.facts.mediator = None;
            }
            MediationEvent::MediatorAppointed(appointed) => self.facts.mediator = Some(appointed.mediator.clone()),
            // Who steps back leaves the room: the case and its records are nothing to it any more.
            MediationEvent::RecusalDecided(decided) if decided.granted => {
                self.facts.mediator = self.facts.mediator.take().filter(|mediator| *mediator != decided.mediator);
            }
            MediationEvent::AgreementSigned(_) | MediationEvent::MediationTerminated(_) => self.mediation = None,
            MediationEvent::MediationRefused(_)
            | MediationEvent::SessionHeld(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AppraisalCommissioned(_)
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
            LitigationEvent::DelegationReceived(delegation) => {
                self.report_due = true;
                self.hand(&delegation.court);
            }
            LitigationEvent::DelegationReported(_) | LitigationEvent::DelegationDeclined(_) => self.report_due = false,
            LitigationEvent::HandOffSent(sent) => self.hand(&sent.court),
            LitigationEvent::CaseFiled(filed) => self.hand(&filed.court),
            LitigationEvent::ReferralMade(made) => self.hand(&made.body),
            LitigationEvent::SuitChosen(_)
            | LitigationEvent::HandOffAcknowledged(_)
            | LitigationEvent::HandOffRejected(_)
            | LitigationEvent::CourtAnswered(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | timeline::litigation_aside!() => {}
        }
    }
}
