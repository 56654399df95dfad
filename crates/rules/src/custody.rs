//! Who is answerable for a case at each instant: computed from the facts, never stored.
//!
//! The department that registers a case holds it until another one has *signed* for it, so that asking is not the same
//! as having handed over. A department that hands it back makes the one before answerable again. While a court has the
//! matter, the case waits for the court, by name; likewise while another body decides it with force of law, and for the
//! appraisal while an expert is asked. A closed case is held by nobody.
//!
//! Segments are bounded by recorded times, which never decrease, and not by the times told at the window: no gap and no
//! overlap can then be told into them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use timeline::{
    DepartmentCode, Entry, Event, EventId, IntakeEvent, LitigationEvent, MediationEvent, Procedure, Reference,
    TriageEvent,
};

/// Who or what has a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A department is answerable.
    Department(DepartmentCode),
    /// Nobody of the county is: it waits, for a named cause.
    Waiting(Cause),
}

/// What a case waits for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A court has the package, or has docketed the case, and has not answered.
    Court(DepartmentCode),
    /// Another body has taken the matter into its own procedure, and has not answered.
    Body(DepartmentCode),
    /// An expert was asked and has not answered.
    Appraisal,
}

/// Why a case waits while a procedure is with a body; `None` if it does not, and the department stays answerable.
///
/// An arbitral or administrative decision binds the parties and ends their dispute, so whoever took the matter in answers
/// for it (labour arbitration law, article 51; reconsideration law, article 75); orders to pay and enforcement are a
/// court's (civil procedure law, articles 225 and 235). Legal aid and notaries only help a party with its matter: the
/// dispute itself stays where it is (legal aid law, article 22; notarisation law, article 2).
fn waits_for(procedure: Procedure, body: &DepartmentCode) -> Option<Cause> {
    match procedure {
        Procedure::Arbitration | Procedure::Reconsideration | Procedure::Adjudication => {
            Some(Cause::Body(body.clone()))
        }
        Procedure::PaymentOrder | Procedure::Enforcement => Some(Cause::Court(body.clone())),
        Procedure::LegalAid | Procedure::Notary => None,
    }
}

/// A stretch of time with one holder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// Who held it.
    pub holder: Holder,
    /// From when, that instant included.
    pub from: Timestamp,
    /// Until when, that instant not included; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// The fact that began it.
    pub by: EventId,
}

/// The fold behind [`custody()`]: what has to be remembered to say who holds a case now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Custody {
    /// The department that registered the case, then everyone who signed for it and has not handed it back.
    hands: Vec<Hand>,
    /// What courts and other bodies have and have not answered, oldest first.
    elsewhere: Vec<Matter>,
    /// To which court each package went.
    sent: BTreeMap<u32, DepartmentCode>,
    /// What experts were asked and have not answered.
    appraisals: BTreeSet<u32>,
    closed: bool,
    /// Apart, because most cases there ever were are closed.
    now: Option<Box<Segment>>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Hand {
    /// `None` for the department that registered the case.
    assignment: Option<u32>,
    department: DepartmentCode,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Matter {
    way: Way,
    reference: Reference,
    cause: Cause,
}

/// How a matter got where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Way {
    /// The party filed by itself.
    ByItself,
    /// With the package of this number.
    HandOff(u32),
    /// With the referral of this number.
    Referral(u32),
}

impl Matter {
    const fn is_referral(&self) -> bool {
        matches!(self.way, Way::Referral(_))
    }
}

impl Custody {
    /// Takes note of a fact. If it changes the holder, the segment that ends with it is handed back, ended.
    pub fn apply(&mut self, entry: &Entry) -> Option<Segment> {
        self.evolve(entry);
        let holder = self.computed();
        if self.holder() == holder.as_ref() {
            return None;
        }
        let next = holder.map(|holder| Segment { holder, from: entry.recorded_at, until: None, by: entry.id() });
        let ended = *std::mem::replace(&mut self.now, next.map(Box::new))?;
        Some(Segment { until: Some(entry.recorded_at), ..ended })
    }

    /// Who has the case now; `None` before it is registered and while it is closed.
    #[must_use]
    pub fn holder(&self) -> Option<&Holder> {
        self.now.as_ref().map(|segment| &segment.holder)
    }

    /// The segment that lasts.
    #[must_use]
    pub fn segment(&self) -> Option<&Segment> {
        self.now.as_deref()
    }

    /// The department that is answerable as soon as nothing is waited for, closed cases included.
    #[must_use]
    pub fn department(&self) -> Option<&DepartmentCode> {
        self.hands.last().map(|hand| &hand.department)
    }

    /// Whether the department holds the case by this very assignment.
    #[must_use]
    pub fn is_held_by(&self, assignment: u32) -> bool {
        self.hands.last().is_some_and(|hand| hand.assignment == Some(assignment))
    }

    /// Whether a court has the matter itself: with a package, or because a party filed it.
    #[must_use]
    pub fn is_before_court(&self) -> bool {
        self.elsewhere.iter().any(|matter| !matter.is_referral())
    }

    /// Whether a procedure it was referred to has the matter, a court's own procedures among them.
    #[must_use]
    pub fn is_referred(&self) -> bool {
        self.elsewhere.iter().any(Matter::is_referral)
    }

    fn computed(&self) -> Option<Holder> {
        if self.closed {
            return None;
        }
        let elsewhere = self.elsewhere.first().map(|matter| matter.cause.clone());
        let cause = elsewhere.or_else(|| (!self.appraisals.is_empty()).then_some(Cause::Appraisal));
        cause.map(Holder::Waiting).or_else(|| self.department().cloned().map(Holder::Department))
    }

    fn evolve(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.evolve_intake(fact, entry),
            Event::Triage(fact) => self.evolve_triage(fact),
            Event::Mediation(fact) => self.evolve_mediation(fact),
            Event::Litigation(fact) => self.evolve_litigation(fact),
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn evolve_intake(&mut self, fact: &IntakeEvent, entry: &Entry) {
        match fact {
            IntakeEvent::CaseRegistered(_) => {
                // Most cases stay in one hand.
                self.hands.reserve_exact(1);
                self.hands.push(Hand { assignment: None, department: entry.meta.department.clone() });
            }
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
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn evolve_triage(&mut self, fact: &TriageEvent) {
        match fact {
            TriageEvent::AssignmentReceived(received) => {
                self.hands.push(Hand { assignment: Some(received.assignment), department: received.by.clone() });
            }
            TriageEvent::AssignmentReturned(returned) => {
                self.hands.retain(|hand| hand.assignment != Some(returned.assignment));
            }
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            TriageEvent::CaseClassified(_) | TriageEvent::CaseAssigned(_) | timeline::triage_aside!() => {}
        }
    }

    /// A case waits for an appraisal until it comes or is no longer waited for.
    fn evolve_mediation(&mut self, fact: &MediationEvent) {
        match fact {
            MediationEvent::AppraisalCommissioned(asked) => {
                self.appraisals.insert(asked.appraisal);
            }
            MediationEvent::AppraisalReceived(came) => {
                self.appraisals.remove(&came.appraisal);
            }
            MediationEvent::AppraisalAbandoned(given_up) => {
                self.appraisals.remove(&given_up.appraisal);
            }
            MediationEvent::MediationRequested(_)
            | MediationEvent::MediationRefused(_)
            | MediationEvent::SessionHeld(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AgreementSigned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::MediationTerminated(_)
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
            LitigationEvent::HandOffSent(sent) => {
                self.sent.insert(sent.hand_off, sent.court.clone());
            }
            LitigationEvent::HandOffAcknowledged(got) => {
                if let Some(court) = self.sent.get(&got.hand_off).cloned() {
                    self.begin(Way::HandOff(got.hand_off), &got.reference, Cause::Court(court));
                }
            }
            LitigationEvent::HandOffRejected(rejected) => self.end(Way::HandOff(rejected.hand_off)),
            LitigationEvent::CaseFiled(filed) => {
                let way = filed.hand_off.map_or(Way::ByItself, Way::HandOff);
                self.begin(way, &filed.reference, Cause::Court(filed.court.clone()));
            }
            LitigationEvent::CourtAnswered(answer) => {
                self.elsewhere.retain(|matter| matter.is_referral() || matter.reference != answer.reference);
            }
            LitigationEvent::ReferralAcknowledged(got) => {
                if let Some(cause) = waits_for(got.procedure, &got.body) {
                    self.begin(Way::Referral(got.referral), &got.reference, cause);
                }
            }
            LitigationEvent::ReferralRejected(rejected) => self.end(Way::Referral(rejected.referral)),
            LitigationEvent::ReferralAnswered(answer) => self.end(Way::Referral(answer.referral)),
            LitigationEvent::ReferralWithdrawn(withdrawn) => self.end(Way::Referral(withdrawn.referral)),
            LitigationEvent::SuitChosen(_)
            | LitigationEvent::DelegationReceived(_)
            | LitigationEvent::ReferralMade(_)
            | timeline::litigation_aside!() => {}
        }
    }

    /// A court or another body has something; what it has of the same package or referral is replaced.
    fn begin(&mut self, way: Way, reference: &Reference, cause: Cause) {
        let matter = Matter { way, reference: reference.clone(), cause };
        match self.elsewhere.iter_mut().find(|known| way != Way::ByItself && known.way == way) {
            Some(known) => *known = matter,
            None => self.elsewhere.push(matter),
        }
    }

    /// What went that way is back.
    fn end(&mut self, way: Way) {
        self.elsewhere.retain(|matter| matter.way != way);
    }
}

/// Who held a case when, from its facts in order: one segment after the other, without gap or overlap from registration
/// to closing, and again from reopening.
#[must_use]
pub fn custody(entries: &[Entry]) -> Vec<Segment> {
    let mut fold = Custody::default();
    let mut segments: Vec<Segment> = entries.iter().filter_map(|entry| fold.apply(entry)).collect();
    segments.extend(fold.now.map(|last| *last));
    segments
}
