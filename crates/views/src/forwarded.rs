//! Forwarded and forgotten (转出后无后续): open cases whose last fact is that they were passed on.
//!
//! The center is to be where matters end and not where they change trains (终点站，不是中转站), so a case that was passed on
//! and never touched again has a list of its own. How long is too long is for the reader to say: a row carries since when,
//! and a view has no clock. Any later fact takes the case off the list, unless the center's own program recorded it.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseNumber, Channel, DepartmentCode, Entry, Event, IntakeEvent, Kind, LitigationEvent, Query, Rows,
    ShapeError, TriageEvent, View,
};

use crate::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Forwarded {
    seen: Seen,
    numbers: HashMap<CaseId, CaseNumber>,
    left: BTreeMap<CaseId, Transfer>,
}

/// The last that happened to a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Transfer {
    state: Step,
    from: DepartmentCode,
    to: Option<DepartmentCode>,
    since: Timestamp,
}

/// How far it was passed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    /// A department was asked and has not signed.
    Assigned,
    /// A department signed and has done nothing since.
    Received,
    /// A department handed it back, and whoever had asked has done nothing since.
    Returned,
    /// A package went to a court or another body.
    Sent,
    /// It is there.
    Acknowledged,
}

impl Step {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
        }
    }

    /// How a fact passes a case on, and to whom; `None` if it does not.
    fn of(event: &Event) -> Option<(Self, Option<&DepartmentCode>)> {
        Some(match event {
            Event::Triage(TriageEvent::CaseAssigned(fact)) => (Self::Assigned, Some(&fact.to)),
            Event::Triage(TriageEvent::AssignmentReceived(fact)) => (Self::Received, Some(&fact.by)),
            Event::Triage(TriageEvent::AssignmentReturned(_)) => (Self::Returned, None),
            Event::Litigation(LitigationEvent::HandOffSent(fact)) => (Self::Sent, Some(&fact.court)),
            Event::Litigation(LitigationEvent::HandOffAcknowledged(_)) => (Self::Acknowledged, None),
            Event::Litigation(LitigationEvent::ReferralMade(fact)) => (Self::Sent, Some(&fact.body)),
            Event::Litigation(LitigationEvent::ReferralAcknowledged(fact)) => (Self::Acknowledged, Some(&fact.body)),
            _ => return None,
        })
    }
}

impl Forwarded {
    fn note(&mut self, case: CaseId, entry: &Entry) {
        if let Some((state, to)) = Step::of(&entry.event) {
            let (from, since) = (entry.meta.department.clone(), entry.recorded_at);
            self.left.insert(case, Transfer { state, from, to: to.cloned(), since });
        } else if entry.meta.channel != Channel::System || is_closing(&entry.event) {
            self.left.remove(&case);
        }
    }

    fn write(&self, case: CaseId, row: &Transfer) -> Value {
        json!({
            "case": case, "number": self.numbers.get(&case), "state": row.state, "from": row.from, "to": row.to,
            "since": row.since,
        })
    }
}

const fn is_closing(event: &Event) -> bool {
    matches!(event, Event::Triage(TriageEvent::CaseClosed(_)))
}

impl View for Forwarded {
    fn name(&self) -> &'static str {
        "forwarded"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("转出后无后续", "Forwarded and forgotten")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds::of_the_desks()
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) || !kinds::is_of_a_desk(&entry.event) {
            return;
        }
        let case = entry.stream.into();
        if let Event::Intake(IntakeEvent::CaseRegistered(fact)) = &entry.event {
            self.numbers.insert(case, fact.number);
        }
        self.note(case, entry);
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: &CaseId, row: &Transfer| {
            let concerns = |department: &DepartmentCode| row.from == *department || row.to.as_ref() == Some(department);
            query.case.is_none_or(|wanted| *case == wanted)
                && query.department.as_ref().is_none_or(concerns)
                && query.state.as_deref().is_none_or(|state| row.state.as_str() == state)
        };
        let matching: Vec<(&CaseId, &Transfer)> = self.left.iter().filter(|(case, row)| fits(case, row)).collect();
        let rows = matching.iter().map(|pair| (pair.0.to_string(), pair));
        page::page(query, rows, |(case, row)| self.write(**case, row))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.numbers.iter().map(|(case, number)| (case, number, self.left.get(case))))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (CaseId, CaseNumber, Option<Transfer>)>(chunks)?;
        let numbers = rows.iter().map(|(case, number, _)| (*case, *number)).collect();
        let left = rows.into_iter().filter_map(|(case, _, transfer)| Some((case, transfer?))).collect();
        *self = Self { seen, numbers, left };
        Ok(())
    }
}
