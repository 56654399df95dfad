//! The register of mediators (调解员名册): who may be appointed, for what, until when.
//!
//! It names no case: whom somebody stands too near to is on its own page. Nobody is ranked here.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    ActorId, Code, Entry, Event, Kind, Language, MediationEvent, MediationKind, MediatorEnrolled, Qualification, Query,
    Rows, Sealed, ShapeError, StreamId, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Mediators {
    seen: Seen,
    pages: BTreeMap<StreamId, Page>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Page {
    mediator: ActorId,
    name: Sealed,
    kinds: Vec<MediationKind>,
    qualification: Qualification,
    committee: Code,
    term_from: Date,
    term_until: Date,
    languages: Vec<Language>,
    trained_hours: u32,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Standing {
    Enrolled,
    /// Up to and with this day, or until it is lifted.
    Suspended(Option<Date>),
    StruckOff,
}

impl Page {
    fn open(fact: &MediatorEnrolled) -> Self {
        Self {
            mediator: fact.mediator.clone(),
            name: fact.name.clone(),
            kinds: fact.kinds.clone(),
            qualification: fact.qualification,
            committee: fact.committee.clone(),
            term_from: fact.term_from,
            term_until: fact.term_until,
            languages: fact.languages.clone(),
            trained_hours: 0,
            standing: Standing::Enrolled,
        }
    }

    fn note(&mut self, fact: &MediationEvent) {
        match fact {
            MediationEvent::MediatorTermRenewed(fact) => self.term_until = fact.term_until,
            MediationEvent::MediatorSuspended(fact) => self.standing = Standing::Suspended(fact.until),
            MediationEvent::MediatorResumed(_) => self.standing = Standing::Enrolled,
            MediationEvent::MediatorTrained(fact) => self.trained_hours += u32::from(fact.hours),
            MediationEvent::MediatorStruckOff(_) => self.standing = Standing::StruckOff,
            _ => {}
        }
    }

    /// `enrolled`, `suspended` or `struck_off`; a reader who says what day it is learns whether a suspension or a term is
    /// over: `term_over`.
    fn state(&self, today: Option<Date>) -> &'static str {
        let over = |last: Date| today.is_some_and(|today| today > last);
        match self.standing {
            Standing::StruckOff => "struck_off",
            Standing::Suspended(until) if !until.is_some_and(over) => "suspended",
            Standing::Suspended(_) | Standing::Enrolled if over(self.term_until) => "term_over",
            Standing::Suspended(_) | Standing::Enrolled => "enrolled",
        }
    }

    fn write(&self, stream: StreamId, today: Option<Date>) -> Value {
        json!({
            "mediator": self.mediator, "stream": stream, "name": self.name, "department": self.committee,
            "state": self.state(today), "qualification": self.qualification, "kinds": self.kinds,
            "languages": self.languages, "term_from": self.term_from, "term_until": self.term_until,
            "trained_hours": self.trained_hours,
        })
    }
}

impl View for Mediators {
    fn name(&self) -> &'static str {
        "mediators"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("调解员名册", "Register of mediators")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            MediatorEnrolled,
            MediatorTermRenewed,
            MediatorSuspended,
            MediatorResumed,
            MediatorTrained,
            MediatorStruckOff
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        match &entry.event {
            Event::Mediation(MediationEvent::MediatorEnrolled(fact)) => {
                self.pages.insert(entry.stream, Page::open(fact));
            }
            Event::Mediation(fact) => {
                if let Some(page) = self.pages.get_mut(&entry.stream) {
                    page.note(fact);
                }
            }
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |page: &Page| {
            query.case.is_none()
                && query.department.as_ref().is_none_or(|department| page.committee.as_str() == department.as_str())
                && query.state.as_deref().is_none_or(|state| page.state(query.today) == state)
        };
        let fitting = self.pages.iter().filter(|(_, page)| fits(page));
        let matching = fitting.map(|pair| (format!("{}/{}", pair.1.mediator, pair.0), pair));
        page::sorted(query, matching, |(stream, page)| page.write(**stream, query.today))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.pages.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, pages) = page::load::<Seen, (StreamId, Page)>(chunks)?;
        *self = Self { seen, pages: pages.into_iter().collect() };
        Ok(())
    }
}
