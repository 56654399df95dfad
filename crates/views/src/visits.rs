//! One place, one visit, no visit (最多跑一地): how often citizens had to come, per closed case.
//!
//! Of all closed cases: those about which nobody came in person, those about which somebody came once, and those whose
//! visits were all at one place, or which needed none: Putuo, which published these three rates, counts the same way
//! (60.9 and 35.7 percent make less than 97.8). A visit that is about no case is counted apart, and among the contacts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, DepartmentCode, Entry, Event, IntakeEvent, Kind, PlaceCode, Query, Rows, ShapeError, TriageEvent, View,
    VisitRecorded,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};
use crate::rate::{Form, Packs, Predicate};

/// See the file.
#[derive(Default)]
pub struct Visits {
    head: Head,
    cases: BTreeMap<CaseId, Tally>,
}

/// What a snapshot keeps beside the cases.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Head {
    seen: Seen,
    packs: Packs,
    figures: Figures,
}

/// How often somebody came about a case.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Tally {
    visits: u32,
    place: Option<PlaceCode>,
    more_places: bool,
    /// The department that closed the case, while it is closed: its row concerns that one.
    closed_by: Option<DepartmentCode>,
}

/// The figures over all closed cases.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Figures {
    visits: u64,
    visitors: u64,
    enquiries: u64,
    registered: u64,
    closed: u64,
    no_visit: u64,
    one_visit: u64,
    one_place: u64,
}

const ONE_PLACE: Predicate = Predicate {
    id: "closed-all-visits-at-one-place",
    zh: "所有到场记录均在同一地点、或无人到场的已办结案件 ÷ 已办结案件",
    en: "closed cases whose recorded visits were all at one place, or that had none ÷ closed cases",
    form: Form::Share,
};
const ONE_VISIT: Predicate = Predicate {
    id: "closed-with-one-visit",
    zh: "恰有一次到场记录的已办结案件 ÷ 已办结案件",
    en: "closed cases with exactly one recorded visit ÷ closed cases",
    form: Form::Share,
};
const ZERO_VISIT: Predicate = Predicate {
    id: "closed-without-visit",
    zh: "没有到场记录的已办结案件 ÷ 已办结案件",
    en: "closed cases without a recorded visit ÷ closed cases",
    form: Form::Share,
};
const CONTACTS: Predicate = Predicate {
    id: "visits-per-case-registered",
    zh: "到场记录（含未立案的咨询）÷ 全部登记案件",
    en: "recorded visits, enquiries that became no case among them ÷ all cases registered",
    form: Form::Mean,
};

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
        if tally.closed_by.is_none() {
            return;
        }
        let add = |figure: &mut u64, when: bool| *figure = figure.saturating_add_signed(if when { by } else { 0 });
        add(&mut self.closed, true);
        add(&mut self.no_visit, tally.visits == 0);
        add(&mut self.one_visit, tally.visits == 1);
        add(&mut self.one_place, !tally.more_places);
    }

    fn rates(&self, packs: &Packs) -> Value {
        json!({
            "one_place": ONE_PLACE.rate(self.one_place, self.closed, packs),
            "one_visit": ONE_VISIT.rate(self.one_visit, self.closed, packs),
            "zero_visit": ZERO_VISIT.rate(self.no_visit, self.closed, packs),
            "contacts": CONTACTS.rate(self.visits, self.registered, packs),
        })
    }
}

impl Visits {
    fn change(&mut self, case: CaseId, change: impl FnOnce(&mut Tally)) {
        let tally = self.cases.entry(case).or_default();
        self.head.figures.count(tally, -1);
        change(tally);
        self.head.figures.count(tally, 1);
    }

    fn visit(&mut self, fact: &VisitRecorded) {
        self.head.figures.visits += 1;
        self.head.figures.visitors += u64::from(fact.visitors);
        match fact.case {
            Some(case) => self.change(case, |tally| tally.come(fact)),
            None => self.head.figures.enquiries += 1,
        }
    }
}

impl Visits {
    fn figures(&self) -> Value {
        let mut figures = json!(self.head.figures);
        if let Some(fields) = figures.as_object_mut() {
            fields.insert("rates".to_owned(), self.head.figures.rates(&self.head.packs));
        }
        figures
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
        4
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![VisitRecorded, CaseRegistered, CaseClosed, CaseReopened]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.head.seen.is_new(entry.place) {
            return;
        }
        self.head.packs.note(entry);
        let case = entry.stream.into();
        match &entry.event {
            Event::Intake(IntakeEvent::VisitRecorded(fact)) => self.visit(fact),
            Event::Intake(IntakeEvent::CaseRegistered(_)) => {
                self.head.figures.registered += 1;
                self.change(case, |_| {});
            }
            Event::Triage(TriageEvent::CaseClosed(_)) => {
                self.change(case, |tally| tally.closed_by = Some(entry.meta.department.clone()));
            }
            Event::Triage(TriageEvent::CaseReopened(_)) => self.change(case, |tally| tally.closed_by = None),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: &CaseId, tally: &Tally| {
            query.case.is_none_or(|wanted| *case == wanted)
                && query.department.as_ref().is_none_or(|department| tally.closed_by.as_ref() == Some(department))
                && query.state.as_deref().is_none_or(|state| tally.state() == state)
        };
        let matching: Vec<_> =
            self.cases.iter().filter(|(case, tally)| tally.closed_by.is_some() && fits(case, tally)).collect();
        let write = |(case, tally): &(&CaseId, &Tally)| -> Value {
            json!({ "case": case, "visits": tally.visits, "state": tally.state(), "place": tally.place })
        };
        let mut page = page::page(query, matching.iter().map(|pair| (pair.0.to_string(), pair)), write);
        page.figures = page::of_all(query, || self.figures());
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.head, self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (head, rows) = page::load::<Head, (CaseId, Tally)>(chunks)?;
        *self = Self { head, cases: rows.into_iter().collect() };
        Ok(())
    }
}
