//! Closed cases by the day they were closed: what the archive appraises when the time they are kept for is over.
//!
//! How long that is stands in the rule book, so the list of what is due is made when somebody asks for it. A case that was
//! opened again, or destroyed, is not in it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::day_of;
use serde_json::json;
use timeline::{CaseId, Entry, Event, Kind, Query, RegistryEvent, Rows, ShapeError, TriageEvent, View};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Retention {
    seen: Seen,
    closed: BTreeMap<CaseId, Date>,
}

impl View for Retention {
    fn name(&self) -> &'static str {
        "retention"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("保管期限", "Closed cases, as long as they are kept")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![CaseClosed, CaseReopened, SubjectsErased]
    }

    /// The day counts on which the closing was recorded: a date that was written back ends nothing early.
    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        match &entry.event {
            Event::Triage(TriageEvent::CaseClosed(_)) => {
                self.closed.insert(entry.stream.into(), day_of(entry.recorded_at));
            }
            Event::Triage(TriageEvent::CaseReopened(_)) => {
                self.closed.remove(&entry.stream.into());
            }
            // Among the subjects of a whole case is the case.
            Event::Registry(RegistryEvent::SubjectsErased(fact)) => {
                self.closed.retain(|case, _| !fact.subjects.contains(&(*case).into()));
            }
            _ => {}
        }
    }

    /// Oldest first; with `today`, those that were closed before it.
    fn rows(&self, query: &Query) -> Rows {
        let fits = |(case, closed_on): &(&CaseId, &Date)| {
            query.department.is_none()
                && query.case.is_none_or(|asked| asked == **case)
                && query.state.as_deref().is_none_or(|state| state == "closed")
                && query.today.is_none_or(|today| **closed_on < today)
        };
        let matching = self.closed.iter().filter(fits);
        page::sorted(
            query,
            matching.map(|row| (format!("{}/{}", row.1, row.0), row)),
            |(case, closed_on)| json!({ "case": case, "closed_on": closed_on, "state": "closed" }),
        )
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.closed.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (CaseId, Date)>(chunks)?;
        *self = Self { seen, closed: rows.into_iter().collect() };
        Ok(())
    }
}
