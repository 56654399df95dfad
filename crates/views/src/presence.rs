//! Who is there and who can be called: windows that are staffed now, and how each department is present.
//!
//! A department that comes when called is on it with the one to call and the minutes it takes.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{ActorId, DepartmentCode, Entry, Event, Kind, Query, RegistryEvent, Residency, Rows, ShapeError, View};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Presence {
    seen: Seen,
    places: BTreeMap<String, Row>,
}

/// A window that is staffed, or a department.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Row {
    department: DepartmentCode,
    /// How a department is present; `None` for a window.
    residency: Option<Residency>,
    contact: Option<ActorId>,
    within_minutes: Option<u16>,
    since: Timestamp,
}

impl Row {
    fn state(&self) -> &'static str {
        self.residency.map_or("staffed", Residency::as_str)
    }

    fn write(&self, place: &str) -> Value {
        json!({
            "place": place,
            "department": self.department,
            "state": self.state(),
            "contact": self.contact,
            "within_minutes": self.within_minutes,
            "since": self.since,
        })
    }
}

impl Presence {
    fn note(&mut self, fact: &RegistryEvent, entry: &Entry) {
        let (department, since) = (entry.meta.department.clone(), entry.recorded_at);
        match fact {
            RegistryEvent::ShiftOpened(opened) => {
                let (contact, within_minutes) = (Some(opened.by.clone()), Some(0));
                let row = Row { department, residency: None, contact, within_minutes, since };
                self.places.insert(opened.window.to_string(), row);
            }
            RegistryEvent::ShiftClosed(closed) => {
                self.places.remove(closed.window.as_str());
            }
            RegistryEvent::ResidencyArranged(arranged) => {
                let row = Row {
                    department: arranged.department.clone(),
                    residency: Some(arranged.residency),
                    contact: arranged.contact.clone(),
                    within_minutes: arranged.within_minutes,
                    since,
                };
                self.places.insert(arranged.department.to_string(), row);
            }
            timeline::accounts_aside!()
            | timeline::erasures_aside!()
            | timeline::admissions_aside!()
            | timeline::subscriptions_aside!() => {}
        }
    }
}

impl View for Presence {
    fn name(&self) -> &'static str {
        "presence"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("在岗与随叫", "Who is there, who can be called")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![ShiftOpened, ShiftClosed, ResidencyArranged]
    }

    fn apply(&mut self, entry: &Entry) {
        let Event::Registry(fact) = &entry.event else { return };
        if self.seen.is_new(entry.place) {
            self.note(fact, entry);
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &Row| {
            query.case.is_none()
                && query.department.as_ref().is_none_or(|department| *department == row.department)
                && query.state.as_deref().is_none_or(|state| row.state() == state)
        };
        let matching: Vec<_> = self.places.iter().filter(|(_, row)| fits(row)).collect();
        page::page(query, matching.iter().map(|pair| (pair.0.clone(), pair)), |(place, row)| row.write(place))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.places.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (String, Row)>(chunks)?;
        *self = Self { seen, places: rows.into_iter().collect() };
        Ok(())
    }
}
