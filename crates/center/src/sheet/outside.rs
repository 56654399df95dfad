//! What reaches beyond the case: other cases it may be one with, who must be told of a risk, and what went to a court or
//! another body or came from there.

use jiff::civil::Date;
use serde::Serialize;
use timeline::{
    CaseId, DepartmentCode, Entry, Event, IntakeEvent, LitigationEvent, PartyId, Reference, Sealed, UrgentRisk,
};

/// What reaches beyond the case, as it is now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct OutsideSheet {
    /// Other cases that may be the same matter, are, or are not.
    pub duplicates: Vec<Likeness>,
    /// Urgent risks that were reported.
    pub alerts: Vec<Alert>,
    /// Who must be told of them, and whether it was.
    pub duties: Vec<Duty>,
    /// What went to a court or another body, or came from a court.
    pub errands: Vec<Errand>,
}

/// Another case and what is known of the two.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Likeness {
    /// The other case.
    pub other: CaseId,
    /// `suspected`, `confirmed` or `ruled_out`.
    pub state: &'static str,
}

/// An urgent risk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Alert {
    /// Its number within the case.
    pub alert: u32,
    /// What may happen.
    pub risk: UrgentRisk,
    /// Who is in danger, if it is a party.
    pub party: Option<PartyId>,
    /// What was seen or heard.
    pub note: Sealed,
}

/// Somebody who must be told of a risk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Duty {
    /// Its number within the case.
    pub duty: u32,
    /// The alert it follows from.
    pub alert: u32,
    /// Who must be told.
    pub to: DepartmentCode,
    /// `open` or `reported`.
    pub state: &'static str,
    /// The number it has there.
    pub reference: Option<Reference>,
}

/// A package, a referral or a delegation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Errand {
    /// Which package it is, if it is one.
    pub hand_off: Option<u32>,
    /// Which referral it is, if it is one. What is neither is a delegation by a court.
    pub referral: Option<u32>,
    /// The court or body.
    pub body: DepartmentCode,
    /// `assembled`, `sent`, `acknowledged`, `rejected`, `filed`, `answered`, `withdrawn`; of a delegation `delegated`,
    /// `accepted`, `declined` or `reported`.
    pub state: &'static str,
    /// The number it has there.
    pub reference: Option<Reference>,
    /// By when an answer is expected.
    pub answer_by: Option<Date>,
}

/// Which errand: a package, a referral, or the delegation.
type Which = (Option<u32>, Option<u32>);

/// A delegation by a court.
const DELEGATION: Which = (None, None);

const fn package(number: u32) -> Which {
    (Some(number), None)
}

const fn referral(number: u32) -> Which {
    (None, Some(number))
}

impl OutsideSheet {
    /// Of a case with these facts.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut sheet = Self::default();
        for entry in entries {
            match &entry.event {
                Event::Intake(fact) => sheet.note_intake(fact),
                Event::Litigation(fact) => sheet.note_litigation(fact),
                Event::Triage(_)
                | Event::Mediation(_)
                | Event::Petition(_)
                | Event::Oversight(_)
                | Event::Registry(_) => {}
            }
        }
        sheet
    }

    fn note_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::DuplicateSuspected(pair) => self.compare(pair.other, "suspected"),
            IntakeEvent::DuplicateConfirmed(pair) => self.compare(pair.other, "confirmed"),
            IntakeEvent::DuplicateRuledOut(pair) => self.compare(pair.other, "ruled_out"),
            IntakeEvent::UrgentRiskReported(fact) => {
                let (alert, risk, party, note) = (fact.alert, fact.risk, fact.party, fact.note.clone());
                self.alerts.push(Alert { alert, risk, party, note });
            }
            IntakeEvent::ReportRequired(fact) => {
                let (duty, alert, to) = (fact.duty, fact.alert, fact.to.clone());
                self.duties.push(Duty { duty, alert, to, state: "open", reference: None });
            }
            IntakeEvent::ReportMade(fact) => {
                for duty in self.duties.iter_mut().filter(|duty| duty.duty == fact.duty) {
                    (duty.state, duty.reference) = ("reported", fact.reference.clone());
                }
            }
            // No other fact of reception reaches beyond the case.
            _ => {}
        }
    }

    fn compare(&mut self, other: CaseId, state: &'static str) {
        self.duplicates.retain(|known| known.other != other);
        self.duplicates.push(Likeness { other, state });
    }

    fn note_litigation(&mut self, fact: &LitigationEvent) {
        match fact {
            LitigationEvent::HandOffAssembled(fact) => self.begin(package(fact.hand_off), &fact.court, "assembled"),
            LitigationEvent::HandOffSent(fact) => {
                self.reach(package(fact.hand_off), "sent", None);
                self.expect(package(fact.hand_off), fact.answer_by);
            }
            LitigationEvent::HandOffAcknowledged(fact) => {
                self.reach(package(fact.hand_off), "acknowledged", Some(&fact.reference));
            }
            LitigationEvent::HandOffRejected(fact) => self.reach(package(fact.hand_off), "rejected", None),
            LitigationEvent::CaseFiled(fact) => {
                let which = fact.hand_off.map(package);
                which.into_iter().for_each(|which| self.reach(which, "filed", Some(&fact.reference)));
            }
            LitigationEvent::CourtAnswered(fact) => {
                let bears = |errand: &&mut Errand| errand.reference.as_ref() == Some(&fact.reference);
                self.errands.iter_mut().filter(bears).for_each(|errand| errand.state = "answered");
            }
            LitigationEvent::ReferralMade(fact) => {
                self.begin(referral(fact.referral), &fact.body, "sent");
                self.expect(referral(fact.referral), fact.answer_by);
            }
            LitigationEvent::ReferralAcknowledged(fact) => {
                self.reach(referral(fact.referral), "acknowledged", Some(&fact.reference));
            }
            LitigationEvent::ReferralRejected(fact) => self.reach(referral(fact.referral), "rejected", None),
            LitigationEvent::ReferralAnswered(fact) => {
                self.reach(referral(fact.referral), "answered", fact.reference.as_ref());
            }
            LitigationEvent::ReferralWithdrawn(fact) => self.reach(referral(fact.referral), "withdrawn", None),
            LitigationEvent::DelegationReceived(fact) => {
                self.begin(DELEGATION, &fact.court, "delegated");
                self.reach(DELEGATION, "delegated", Some(&fact.reference));
            }
            LitigationEvent::DelegationAccepted(_) => self.reach(DELEGATION, "accepted", None),
            LitigationEvent::DelegationDeclined(_) => self.reach(DELEGATION, "declined", None),
            LitigationEvent::DelegationReported(_) => self.reach(DELEGATION, "reported", None),
            // No other fact moves a package, a referral or a delegation.
            _ => {}
        }
    }

    fn begin(&mut self, (hand_off, referral): Which, body: &DepartmentCode, state: &'static str) {
        let body = body.clone();
        self.errands.push(Errand { hand_off, referral, body, state, reference: None, answer_by: None });
    }

    /// The last errand of this number.
    fn last(&mut self, which: Which) -> Option<&mut Errand> {
        self.errands.iter_mut().rfind(|errand| (errand.hand_off, errand.referral) == which)
    }

    fn reach(&mut self, which: Which, state: &'static str, reference: Option<&Reference>) {
        if let Some(errand) = self.last(which) {
            errand.state = state;
            errand.reference = reference.cloned().or_else(|| errand.reference.take());
        }
    }

    fn expect(&mut self, which: Which, answer_by: Option<Date>) {
        if let Some(errand) = self.last(which) {
            errand.answer_by = answer_by;
        }
    }
}
