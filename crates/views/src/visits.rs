//! One place, one visit, no visit (最多跑一地): how often citizens had to come, per closed case.
//!
//! Of all closed cases: those about which nobody came in person, those about which somebody came once, and those whose
//! visits were all at one place, or which needed none. A visit that is about no case is counted apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, Entry, Event, IntakeEvent, Kind, PlaceCode, Query, Rows, ShapeError, TriageEvent, View, VisitRecorded,
};

use crate::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Visits {
    seen: Seen,
    cases: BTreeMap<CaseId, Tally>,
    figures: Figures,
}

/// How often somebody came about a case.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Tally {
    visits: u32,
    place: Option<PlaceCode>,
    more_places: bool,
    closed: bool,
}

/// The figures over all closed cases.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Figures {
    visits: u64,
    visitors: u64,
    enquiries: u64,
    closed: u64,
    no_visit: u64,
    one_visit: u64,
    one_place: u64,
}

impl Tally {
    fn come(&mut self, visit: &VisitRecorded) {
        self.visits += 1;
        match &self.place {
            None => self.place = Some(visit.place.clone()),
            Some(place) => self.more_places |= *place != visit.place,
        }
    }

    fn state(&self) -> &'static str {
        match (self.visits, self.more_places) {
            (0, _) => "no_visit",
            (1, _) => "one_visit",
            (_, false) => "one_place",
            (_, true) => "several_places",
        }
    }
}

impl Figures {
    /// Adds a closed case, or with `-1` takes it out again.
    fn count(&mut self, tally: &Tally, by: i64) {
        if !tally.closed {
            return;
        }
        let add = |figure: &mut u64, when: bool| *figure = figure.saturating_add_signed(if when { by } else { 0 });
        add(&mut self.closed, true);
        add(&mut self.no_visit, tally.visits == 0);
        add(&mut self.one_visit, tally.visits == 1);
        add(&mut self.one_place, !tally.more_places);
    }
}

impl Visits {
    fn change(&mut self, case: CaseId, change: impl FnOnce(&mut Tally)) {
        let tally = self.cases.entry(case).or_default();
        self.figures.count(tally, -1);
        change(tally);
        self.figures.count(tally, 1);
    }

    fn visit(&mut self, fact: &VisitRecorded) {
        self.figures.visits += 1;
        self.figures.visitors += u64::from(fact.visitors);
        match fact.case {
            Some(case) => self.change(case, |tally| tally.come(fact)),
            None => self.figures.enquiries += 1,
        }
    }
}

impl View for Visits {
    fn name(&self) -> &'static str {
        "visits"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("最多跑一地", "One place at most")
    }

    fn fold_version(&self) -> u32 {
        2
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![VisitRecorded, CaseRegistered, CaseClosed, CaseReopened]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        let case = entry.stream.into();
        match &entry.event {
            Event::Intake(IntakeEvent::VisitRecorded(fact)) => self.visit(fact),
            Event::Intake(IntakeEvent::CaseRegistered(_)) => self.change(case, |_| {}),
            Event::Triage(TriageEvent::CaseClosed(_)) => self.change(case, |tally| tally.closed = true),
            Event::Triage(TriageEvent::CaseReopened(_)) => self.change(case, |tally| tally.closed = false),
            Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: &CaseId, tally: &Tally| {
            query.case.is_none_or(|wanted| *case == wanted)
                && query.state.as_deref().is_none_or(|state| tally.state() == state)
        };
        let matching: Vec<_> = self.cases.iter().filter(|(case, tally)| tally.closed && fits(case, tally)).collect();
        let write = |(case, tally): &(&CaseId, &Tally)| -> Value {
            json!({ "case": case, "visits": tally.visits, "state": tally.state(), "place": tally.place })
        };
        let mut page = page::page(query, matching.iter().map(|pair| (pair.0.to_string(), pair)), write);
        page.figures = json!(self.figures);
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&(self.seen, self.figures), self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let ((seen, figures), rows) = page::load::<(Seen, Figures), (CaseId, Tally)>(chunks)?;
        *self = Self { seen, cases: rows.into_iter().collect(), figures };
        Ok(())
    }
}
