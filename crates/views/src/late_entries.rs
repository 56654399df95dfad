//! Late entries (补录清单): facts that were recorded an hour or more after they had happened.
//!
//! Back-dating is normal at a window: what was noted on paper in a village home is typed in days later. It is allowed and
//! visible, and this list is where it is seen. Only facts that whoever works on a case may know of are listed: that a
//! mediation record or a sensitive fact exists is not told to everybody here.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, Classification, DepartmentCode, Entry, Event, IntakeEvent, Kind, MediationEvent, Place, Query, Rows,
    ShapeError, View,
};

use crate::kinds;
use crate::page::{self, Seen};
use crate::rate::{Form, Packs, Predicate};

/// What is typed in within the hour is the ordinary working of a window (a setting, no rule).
const GAP_MIN: SignedDuration = SignedDuration::from_hours(1);

const LATE: Predicate = Predicate {
    id: "recorded-an-hour-late",
    zh: "发生一小时及以后才记录的事实 ÷ 全部事实（调解内容和敏感事实不计）",
    en: "facts recorded an hour or more after they had happened ÷ all facts (mediation content and sensitive facts left out)",
    form: Form::Share,
};

/// See the file.
#[derive(Default)]
pub struct LateEntries {
    head: Head,
    late: BTreeMap<(u64, u16), Late>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Head {
    seen: Seen,
    packs: Packs,
    facts: u64,
}

/// One fact that came late.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Late {
    place: (u64, u16),
    case: Option<CaseId>,
    fact: String,
    department: DepartmentCode,
    occurred_at: Timestamp,
    recorded_at: Timestamp,
}

impl Late {
    fn of(entry: &Entry) -> Option<Self> {
        let gap = entry.recorded_at.duration_since(entry.meta.occurred_at);
        (gap >= GAP_MIN).then(|| {
            let Place { position, index } = entry.place;
            Self {
                place: (position, index),
                case: case_of(entry),
                fact: entry.event.kind().name.to_owned(),
                department: entry.meta.department.clone(),
                occurred_at: entry.meta.occurred_at,
                recorded_at: entry.recorded_at,
            }
        })
    }

    fn gap_minutes(&self) -> i64 {
        self.recorded_at.duration_since(self.occurred_at).as_mins()
    }

    /// How late, in a word.
    fn state(&self) -> &'static str {
        match self.gap_minutes() / (24 * 60) {
            ..1 => "same_day",
            1..7 => "days_late",
            _ => "weeks_late",
        }
    }

    fn write(&self) -> Value {
        json!({
            "case": self.case, "fact": self.fact, "department": self.department, "state": self.state(),
            "occurred_at": self.occurred_at, "recorded_at": self.recorded_at, "gap_minutes": self.gap_minutes(),
        })
    }
}

/// The case a fact is about: that of its stream, unless the stream is that of a visit, an enquiry or a mediator.
fn case_of(entry: &Entry) -> Option<CaseId> {
    match &entry.event {
        Event::Intake(IntakeEvent::VisitRecorded(fact)) => fact.case,
        Event::Intake(IntakeEvent::VisitorGuided(_) | IntakeEvent::EnquiryAnswered(_))
        | Event::Mediation(
            MediationEvent::MediatorEnrolled(_)
            | MediationEvent::MediatorTermRenewed(_)
            | MediationEvent::MediatorSuspended(_)
            | MediationEvent::MediatorResumed(_)
            | MediationEvent::MediatorTrained(_)
            | MediationEvent::ConflictDeclared(_)
            | MediationEvent::MediatorStruckOff(_),
        ) => None,
        _ => Some(entry.stream.into()),
    }
}

impl LateEntries {
    fn figures(&self) -> Value {
        let (late, facts) = (self.late.len(), self.head.facts);
        json!({ "facts": facts, "late": late, "rates": { "late": LATE.rate(late as u64, facts, &self.head.packs) } })
    }
}

impl View for LateEntries {
    fn name(&self) -> &'static str {
        "late-entries"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("补录清单", "Late entries")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds::of_the_desks()
    }

    fn apply(&mut self, entry: &Entry) {
        let counts = kinds::is_of_a_desk(&entry.event) && entry.meta.classification == Classification::Internal;
        if !self.head.seen.is_new(entry.place) || !counts {
            return;
        }
        self.head.packs.note(entry);
        self.head.facts += 1;
        if let Some(late) = Late::of(entry) {
            self.late.insert(late.place, late);
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &&Late| {
            query.case.is_none_or(|case| row.case == Some(case))
                && query.department.as_ref().is_none_or(|department| row.department == *department)
                && query.state.as_deref().is_none_or(|state| row.state() == state)
                && (query.other_cases || !kinds::tells_of_another_case(&row.fact))
        };
        let cursor = |row: &Late| format!("{:020}/{:05}", row.place.0, row.place.1);
        let mut page = page::page(query, self.late.values().filter(fits).map(|row| (cursor(row), row)), Late::write);
        page.figures = page::of_all(query, || self.figures());
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.head, self.late.values())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (head, late) = page::load::<Head, Late>(chunks)?;
        *self = Self { head, late: late.into_iter().map(|row| (row.place, row)).collect() };
        Ok(())
    }
}
