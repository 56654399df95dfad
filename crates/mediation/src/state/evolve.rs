//! How facts change what is remembered.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Pause, day_of};
use timeline::{
    AgreementSigned, Entry, Event, EventId, IntakeEvent, LitigationEvent, MediationEvent, MediationKind, Party,
    RecusalDecided, TerminationReason, TriageEvent, UrgentRisk, ViolenceFinding,
};

use super::{Ended, Phase, Screening, Session, State, Visit, register};

impl State {
    pub(crate) fn evolve(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact, entry),
            Event::Litigation(fact) => self.evolve_litigation(fact, entry.meta.occurred_at),
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn evolve_mediation(&mut self, fact: &MediationEvent, entry: &Entry) {
        let at = entry.meta.occurred_at;
        match fact {
            MediationEvent::MediationRequested(requested) => self.begin(requested.kind, at),
            MediationEvent::MediationConsented(consented) => drop(self.consents.insert(consented.party)),
            MediationEvent::MediationRefused(refused) => drop(self.consents.remove(&refused.party)),
            MediationEvent::MediationExtended(extended) => self.extended_until = Some(extended.until),
            MediationEvent::MediationTerminated(terminated) => self.terminate(terminated.reason, at),
            MediationEvent::FalseMediationSuspected(_) => self.suspected = true,
            MediationEvent::FalseMediationDecided(_) => self.suspected = false,
            MediationEvent::MediatorChosen(chosen) => {
                self.chosen.insert(chosen.party, chosen.mediator.clone());
            }
            MediationEvent::MediatorAppointed(appointed) => self.mediator = Some(appointed.mediator.clone()),
            MediationEvent::RecusalRequested(_) => self.recusal_asked = true,
            MediationEvent::RecusalDecided(decided) => self.recuse(decided),
            MediationEvent::ViolenceScreened(screened) => self.screening = Some(Screening::of(screened)),
            MediationEvent::SessionScheduled(scheduled) => self.sessions.push(Session::set(scheduled.session)),
            MediationEvent::SessionHeld(held) => self.hold(held.session, entry.id()),
            MediationEvent::AppraisalCommissioned(asked) => self.wait_for(asked.appraisal, day_of(at)),
            MediationEvent::AppraisalReceived(came) => self.wait_no_longer(came.appraisal, day_of(at)),
            MediationEvent::AppraisalAbandoned(given_up) => self.wait_no_longer(given_up.appraisal, day_of(at)),
            MediationEvent::AgreementDrawnUp(paper) => self.agreements.draw_up(paper),
            MediationEvent::SignatureGiven(given) => self.agreements.sign(given),
            MediationEvent::AgreementSigned(signed) => self.agree(signed),
            MediationEvent::PerformanceRecorded(done) => self.agreements.perform(done.instalment, Some(entry.id())),
            MediationEvent::PerformanceCorrected(corrected) => {
                self.agreements.perform(corrected.instalment, corrected.performed_on.map(|_| entry.id()));
            }
            MediationEvent::ReturnVisitScheduled(set) => self.visits.push(Visit::set(set)),
            MediationEvent::ReturnVisitMade(visited) => self.visit(visited.return_visit),
            MediationEvent::MediatorEnrolled(_)
            | MediationEvent::MediatorTermRenewed(_)
            | MediationEvent::MediatorSuspended(_)
            | MediationEvent::MediatorResumed(_)
            | MediationEvent::MediatorTrained(_)
            | MediationEvent::ConflictDeclared(_)
            | MediationEvent::MediatorStruckOff(_) => register::note(&mut self.page, fact),
            MediationEvent::MediationCertified(_)
            | MediationEvent::RemediesAdvised(_)
            | MediationEvent::RespondentContacted(_)
            | MediationEvent::ConflictDisclosed(_)
            | MediationEvent::SessionAdjourned(_)
            | MediationEvent::SessionCorrected(_)
            | MediationEvent::ProposalMade(_)
            | MediationEvent::ConcessionMade(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AgreementBreached(_)
            | MediationEvent::AgreementAmended(_)
            | MediationEvent::PerformanceReminded(_) => {}
        }
    }

    fn terminate(&mut self, reason: TerminationReason, at: Timestamp) {
        let began_at = self.began_at.unwrap_or(at);
        self.ended = Some(Ended { began_at, ended_at: at, reason });
        self.end(Phase::None, at);
    }

    fn recuse(&mut self, decided: &RecusalDecided) {
        self.recusal_asked = false;
        if decided.granted {
            self.recused.insert(decided.mediator.clone());
            self.mediator = self.mediator.take().filter(|mediator| *mediator != decided.mediator);
        }
    }

    fn hold(&mut self, number: u32, entry: EventId) {
        let sessions = self.sessions.iter_mut().filter(|session| session.number == number);
        sessions.for_each(|session| session.held = Some(entry));
    }

    fn wait_for(&mut self, appraisal: u32, from: Date) {
        self.appraisals.insert(appraisal, Pause { from, until: None });
    }

    fn wait_no_longer(&mut self, appraisal: u32, until: Date) {
        let waited = self.appraisals.get_mut(&appraisal);
        waited.into_iter().for_each(|pause| pause.until = pause.until.or(Some(until)));
    }

    fn agree(&mut self, signed: &AgreementSigned) {
        self.agreements.bind(signed);
        if signed.amends.is_none() || self.phase == Phase::Open {
            self.phase = Phase::Agreed;
        }
    }

    fn visit(&mut self, number: Option<u32>) {
        self.visits.iter_mut().filter(|visit| Some(visit.number) == number).for_each(|visit| visit.made = true);
    }

    /// A new mediation needs everybody's consent and a mediator anew.
    fn begin(&mut self, kind: MediationKind, at: Timestamp) {
        self.kind = Some(kind);
        self.phase = Phase::Open;
        self.began_at = Some(at);
        self.consents.clear();
        self.chosen.clear();
        self.mediator = None;
        self.recusal_asked = false;
        self.extended_until = None;
    }

    fn end(&mut self, phase: Phase, at: Timestamp) {
        self.phase = phase;
        self.suspected = false;
        self.agreements.drafts.clear();
        self.sessions
            .iter_mut()
            .filter(|session| session.held.is_none())
            .for_each(|session| session.lapsed_at = session.lapsed_at.or(Some(at)));
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => {
                self.registered = true;
                case.parties.iter().for_each(|party| self.meet(party));
            }
            IntakeEvent::PartyAdded(added) => self.meet(&added.party),
            IntakeEvent::GuardianNamed(fact) => *self.wards.entry(fact.ward).or_default() |= fact.may_act,
            IntakeEvent::UrgentRiskReported(fact) => {
                if fact.risk == UrgentRisk::DomesticViolence {
                    self.violence_feared = true;
                    self.ask_again();
                }
            }
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
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::CaseClassified(classified) => {
                if self.dispute_type.as_ref() != Some(&classified.dispute_type) {
                    self.dispute_type = Some(classified.dispute_type.clone());
                    self.ask_again();
                }
            }
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => {}
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

    /// That nothing was found holds for what was known then: with a new sign, or a dispute that is another one, it is asked
    /// anew. What was found stays found.
    fn ask_again(&mut self) {
        self.screening = self.screening.filter(|screening| screening.finding != ViolenceFinding::Absent);
    }

    /// A minor agrees to nothing alone, and to nothing at all before a guardian is named (civil code, article 19).
    fn meet(&mut self, party: &Party) {
        self.parties.push((party.id, party.role));
        if party.is_minor() {
            self.wards.entry(party.id).or_default();
        }
    }
}
