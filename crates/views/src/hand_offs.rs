//! The hand-off sheet (移送台账): what lies with a court or another body and is not answered, packages and referrals alike.
//! Whoever chases answers reads it by the day an answer is expected, which is the one the letter named: the sheet knows
//! no clock.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, DepartmentCode, Entry, Event, HandOffAssembled, HandOffPurpose, Kind, LitigationEvent, PackageItem,
    Procedure, Query, Reference, ReferralMade, Rows, ShapeError, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct HandOffs {
    seen: Seen,
    open: BTreeMap<(CaseId, Way), HandOff>,
}

/// What went, by its number within the case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
enum Way {
    Package(u32),
    Referral(u32),
}

/// What is asked of whoever has it.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Asked {
    Court(HandOffPurpose),
    Body(Procedure),
}

#[derive(Clone, Serialize, Deserialize)]
struct HandOff {
    case: CaseId,
    way: Way,
    body: DepartmentCode,
    asked: Asked,
    missing: Vec<PackageItem>,
    stage: Stage,
    /// Since when it is at this stage.
    since: Timestamp,
    sent_at: Option<Timestamp>,
    answer_by: Option<Date>,
    /// The number it has with whoever has it.
    reference: Option<Reference>,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Assembled,
    Sent,
    Acknowledged,
    Filed,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Assembled => "assembled",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
            Self::Filed => "filed",
        }
    }
}

impl Way {
    /// Where it comes on the sheet: packages of a case first.
    fn cursor(self, case: CaseId) -> String {
        match self {
            Self::Package(number) => format!("{case}/{number:06}"),
            Self::Referral(number) => format!("{case}/referral-{number:06}"),
        }
    }
}

impl HandOff {
    fn assembled(case: CaseId, fact: &HandOffAssembled, at: Timestamp) -> Self {
        Self {
            case,
            way: Way::Package(fact.hand_off),
            body: fact.court.clone(),
            asked: Asked::Court(fact.purpose),
            missing: fact.missing.clone(),
            stage: Stage::Assembled,
            since: at,
            sent_at: None,
            answer_by: None,
            reference: None,
        }
    }

    /// A referral goes as soon as it is made.
    fn referred(case: CaseId, fact: &ReferralMade, at: Timestamp) -> Self {
        Self {
            case,
            way: Way::Referral(fact.referral),
            body: fact.body.clone(),
            asked: Asked::Body(fact.procedure),
            missing: fact.missing.clone(),
            stage: Stage::Sent,
            since: at,
            sent_at: Some(at),
            answer_by: fact.answer_by,
            reference: None,
        }
    }

    fn write(&self) -> Value {
        let (hand_off, referral) = match self.way {
            Way::Package(number) => (Some(number), None),
            Way::Referral(number) => (None, Some(number)),
        };
        let (purpose, procedure) = match self.asked {
            Asked::Court(purpose) => (Some(purpose), None),
            Asked::Body(procedure) => (None, Some(procedure)),
        };
        json!({
            "case": self.case, "hand_off": hand_off, "referral": referral, "body": self.body, "purpose": purpose,
            "procedure": procedure, "complete": self.missing.is_empty(), "missing": self.missing, "state": self.stage,
            "since": self.since, "sent_at": self.sent_at, "answer_by": self.answer_by, "reference": self.reference,
        })
    }
}

impl HandOffs {
    fn put(&mut self, row: HandOff) {
        self.open.insert((row.case, row.way), row);
    }

    fn reach(&mut self, case: CaseId, way: Way, stage: Stage, at: Timestamp) -> Option<&mut HandOff> {
        let row = self.open.get_mut(&(case, way))?;
        (row.stage, row.since) = (stage, at);
        Some(row)
    }

    /// Whoever has it gave it a number.
    fn take_in(&mut self, (case, way): (CaseId, Way), stage: Stage, at: Timestamp, reference: &Reference) {
        if let Some(row) = self.reach(case, way, stage, at) {
            row.reference = Some(reference.clone());
        }
    }

    fn done(&mut self, case: CaseId, way: Way) {
        self.open.remove(&(case, way));
    }

    /// The court answered under its own number: the packages of the case that bear it are done with.
    fn answer(&mut self, case: CaseId, reference: &Reference) {
        let bears = |row: &HandOff| row.reference.as_ref() == Some(reference);
        self.open.retain(|(of, way), row| *of != case || matches!(way, Way::Referral(_)) || !bears(row));
    }

    fn note(&mut self, fact: &LitigationEvent, case: CaseId, at: Timestamp) {
        match fact {
            LitigationEvent::HandOffAssembled(fact) => self.put(HandOff::assembled(case, fact, at)),
            LitigationEvent::HandOffSent(fact) => {
                if let Some(row) = self.reach(case, Way::Package(fact.hand_off), Stage::Sent, at) {
                    (row.sent_at, row.answer_by) = (Some(at), fact.answer_by);
                }
            }
            LitigationEvent::HandOffAcknowledged(fact) => {
                self.take_in((case, Way::Package(fact.hand_off)), Stage::Acknowledged, at, &fact.reference);
            }
            LitigationEvent::CaseFiled(fact) => {
                let ways = fact.hand_off.map(Way::Package);
                ways.into_iter().for_each(|way| self.take_in((case, way), Stage::Filed, at, &fact.reference));
            }
            LitigationEvent::HandOffRejected(fact) => self.done(case, Way::Package(fact.hand_off)),
            LitigationEvent::CourtAnswered(fact) => self.answer(case, &fact.reference),
            LitigationEvent::ReferralMade(fact) => self.put(HandOff::referred(case, fact, at)),
            LitigationEvent::ReferralAcknowledged(fact) => {
                self.take_in((case, Way::Referral(fact.referral)), Stage::Acknowledged, at, &fact.reference);
            }
            LitigationEvent::ReferralRejected(fact) => self.done(case, Way::Referral(fact.referral)),
            LitigationEvent::ReferralAnswered(fact) => self.done(case, Way::Referral(fact.referral)),
            LitigationEvent::ReferralWithdrawn(fact) => self.done(case, Way::Referral(fact.referral)),
            LitigationEvent::SuitChosen(_) | LitigationEvent::DelegationReceived(_) | timeline::litigation_aside!() => {
            }
        }
    }
}

impl View for HandOffs {
    fn name(&self) -> &'static str {
        "hand-offs"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("移送台账", "Hand-offs awaiting an answer")
    }

    fn fold_version(&self) -> u32 {
        4
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            HandOffAssembled,
            HandOffSent,
            HandOffAcknowledged,
            HandOffRejected,
            CaseFiled,
            CourtAnswered,
            ReferralMade,
            ReferralAcknowledged,
            ReferralRejected,
            ReferralAnswered,
            ReferralWithdrawn,
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        match &entry.event {
            Event::Litigation(fact) => self.note(fact, entry.stream.into(), entry.recorded_at),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &&HandOff| {
            query.case.is_none_or(|case| row.case == case)
                && query.department.as_ref().is_none_or(|body| row.body == *body)
                && query.state.as_deref().is_none_or(|state| row.stage.as_str() == state)
        };
        let matching = self.open.iter().filter(|(_, row)| fits(row));
        page::page(query, matching.map(|((case, way), row)| (way.cursor(*case), row)), HandOff::write)
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.open.values())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, HandOff>(chunks)?;
        *self = Self { seen, open: rows.into_iter().map(|row| ((row.case, row.way), row)).collect() };
        Ok(())
    }
}
