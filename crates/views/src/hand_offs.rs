//! The hand-off sheet (移送台账): packages a court has not answered.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, DepartmentCode, Entry, Event, HandOffPurpose, Kind, LitigationEvent, Query, Reference, Rows, ShapeError,
    View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct HandOffs {
    seen: Seen,
    open: BTreeMap<(CaseId, u32), HandOff>,
}

#[derive(Clone, Serialize, Deserialize)]
struct HandOff {
    case: CaseId,
    hand_off: u32,
    court: DepartmentCode,
    purpose: HandOffPurpose,
    missing: u32,
    state: Stage,
    since: Timestamp,
    reference: Option<Reference>,
}

/// How far a package has come.
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

impl HandOff {
    fn write(&self) -> Value {
        json!({
            "case": self.case, "hand_off": self.hand_off, "court": self.court, "purpose": self.purpose,
            "missing": self.missing, "state": self.state, "since": self.since, "reference": self.reference,
        })
    }
}

impl HandOffs {
    fn reach(&mut self, case: CaseId, hand_off: u32, stage: Stage, at: Timestamp) -> Option<&mut HandOff> {
        let row = self.open.get_mut(&(case, hand_off))?;
        (row.state, row.since) = (stage, at);
        Some(row)
    }

    fn assemble(&mut self, case: CaseId, fact: &timeline::HandOffAssembled, at: Timestamp) {
        let row = HandOff {
            case,
            hand_off: fact.hand_off,
            court: fact.court.clone(),
            purpose: fact.purpose,
            missing: u32::try_from(fact.missing.len()).unwrap_or(u32::MAX),
            state: Stage::Assembled,
            since: at,
            reference: None,
        };
        self.open.insert((case, fact.hand_off), row);
    }

    /// The court answered under its own number: the packages of the case that bear it are done with.
    fn answer(&mut self, case: CaseId, reference: &Reference) {
        self.open.retain(|(of, _), row| *of != case || row.reference.as_ref() != Some(reference));
    }

    fn note(&mut self, fact: &LitigationEvent, case: CaseId, at: Timestamp) {
        match fact {
            LitigationEvent::HandOffAssembled(fact) => self.assemble(case, fact, at),
            LitigationEvent::HandOffSent(fact) => drop(self.reach(case, fact.hand_off, Stage::Sent, at)),
            LitigationEvent::HandOffAcknowledged(fact) => {
                if let Some(row) = self.reach(case, fact.hand_off, Stage::Acknowledged, at) {
                    row.reference = Some(fact.reference.clone());
                }
            }
            LitigationEvent::CaseFiled(fact) => {
                let row = fact.hand_off.and_then(|hand_off| self.reach(case, hand_off, Stage::Filed, at));
                if let Some(row) = row {
                    row.reference = Some(fact.reference.clone());
                }
            }
            LitigationEvent::HandOffRejected(fact) => drop(self.open.remove(&(case, fact.hand_off))),
            LitigationEvent::CourtAnswered(fact) => self.answer(case, &fact.reference),
            LitigationEvent::SuitChosen(_)
            | LitigationEvent::DelegationReceived(_)
            | LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | timeline::litigation_aside!() => {}
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
        3
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![HandOffAssembled, HandOffSent, HandOffAcknowledged, HandOffRejected, CaseFiled, CourtAnswered]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        match &entry.event {
            Event::Litigation(fact) => self.note(fact, entry.stream.into(), entry.recorded_at),
            Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &&HandOff| {
            query.case.is_none_or(|case| row.case == case)
                && query.department.as_ref().is_none_or(|court| row.court == *court)
                && query.state.as_deref().is_none_or(|state| row.state.as_str() == state)
        };
        let matching = self.open.iter().filter(|(_, row)| fits(row));
        page::page(query, matching.map(|((case, n), row)| (format!("{case}/{n:06}"), row)), HandOff::write)
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.open.values())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, HandOff>(chunks)?;
        *self = Self { seen, open: rows.into_iter().map(|row| ((row.case, row.hand_off), row)).collect() };
        Ok(())
    }
}
