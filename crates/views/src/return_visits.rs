//! Return visits (回访): by when somebody is to go back and see whether an agreement is kept, and what those found who went.
//!
//! A view has no clock: whether a visit is overdue it says only to a reader who says what day it is. The department of a
//! row is the one that recorded the agreement.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rules::day_of;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseNumber, DepartmentCode, Entry, Event, IntakeEvent, Kind, MediationEvent, PartyId, Query,
    ReturnVisitMade, Rows, ShapeError, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct ReturnVisits {
    seen: Seen,
    numbers: HashMap<CaseId, CaseNumber>,
    agreed: BTreeMap<CaseId, Agreed>,
}

/// A case with an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Agreed {
    department: DepartmentCode,
    visits: Vec<Visit>,
    /// How many were made.
    records: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Visit {
    /// Its number, if it was set before.
    number: Option<u32>,
    agreement: Option<u32>,
    visit_by: Option<Date>,
    made: Option<Made>,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Made {
    /// Which record of the case it is, from 1: the number of the paper.
    record: u32,
    on: Date,
    party: Option<PartyId>,
    performed: bool,
    satisfied: Option<bool>,
    new_signs: bool,
}

impl Visit {
    /// `made`; `due`, or `overdue` to a reader who has a later day.
    fn state(&self, today: Option<Date>) -> &'static str {
        match &self.made {
            Some(_) => "made",
            None if self.visit_by.zip(today).is_some_and(|(visit_by, today)| visit_by < today) => "overdue",
            None => "due",
        }
    }
}

impl Agreed {
    fn make(&mut self, fact: &ReturnVisitMade, on: Date) {
        self.records += 1;
        let made = Some(Made {
            record: self.records,
            on,
            party: fact.party,
            performed: fact.performed,
            satisfied: fact.satisfied,
            new_signs: fact.new_signs,
        });
        let set =
            fact.return_visit.and_then(|number| self.visits.iter_mut().find(|visit| visit.number == Some(number)));
        match set {
            Some(visit) => visit.made = made,
            None => self.visits.push(Visit { agreement: fact.agreement, made, ..Visit::default() }),
        }
    }
}

impl ReturnVisits {
    fn note(&mut self, case: CaseId, entry: &Entry, fact: &MediationEvent) {
        if let MediationEvent::AgreementSigned(_) = fact {
            let department = entry.meta.department.clone();
            let agreed = self.agreed.entry(case);
            let agreed = agreed.or_insert(Agreed { department: department.clone(), visits: Vec::new(), records: 0 });
            agreed.department = department;
        }
        let Some(agreed) = self.agreed.get_mut(&case) else { return };
        match fact {
            MediationEvent::ReturnVisitScheduled(set) => agreed.visits.push(Visit {
                number: Some(set.return_visit),
                agreement: Some(set.agreement),
                visit_by: Some(set.visit_by),
                made: None,
            }),
            MediationEvent::ReturnVisitMade(fact) => agreed.make(fact, day_of(entry.meta.occurred_at)),
            // Nobody goes to see about an agreement that was replaced.
            MediationEvent::AgreementAmended(fact) => {
                agreed.visits.retain(|visit| visit.made.is_some() || visit.agreement != Some(fact.agreement));
            }
            _ => {}
        }
    }

    /// Every visit with the place it has in the list.
    fn visits(&self) -> impl Iterator<Item = (String, (CaseId, &Agreed, &Visit))> {
        self.agreed.iter().flat_map(|(case, agreed)| {
            let numbered = agreed.visits.iter().enumerate();
            numbered.map(move |(index, visit)| (cursor(*case, index, visit), (*case, agreed, visit)))
        })
    }

    fn write(&self, case: CaseId, agreed: &Agreed, visit: &Visit, today: Option<Date>) -> Value {
        let made = visit.made.as_ref();
        json!({
            "case": case, "number": self.numbers.get(&case), "department": agreed.department,
            "agreement": visit.agreement, "return_visit": visit.number, "due": visit.visit_by,
            "state": visit.state(today), "record": made.map(|made| made.record), "made_on": made.map(|made| made.on),
            "party": made.and_then(|made| made.party), "performed": made.map(|made| made.performed),
            "satisfied": made.and_then(|made| made.satisfied), "new_signs": made.map(|made| made.new_signs),
        })
    }
}

/// Where a visit lies in the list: by the day it is to be made, those nobody set last.
fn cursor(case: CaseId, index: usize, visit: &Visit) -> String {
    let day = visit.visit_by.map_or_else(|| "unset".to_owned(), |day| day.to_string());
    format!("{day}/{case}/{index:05}")
}

impl View for ReturnVisits {
    fn name(&self) -> &'static str {
        "return-visits"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("回访", "Return visits")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![CaseRegistered, AgreementSigned, AgreementAmended, ReturnVisitScheduled, ReturnVisitMade]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        let case = entry.stream.into();
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => {
                self.numbers.insert(case, fact.number);
            }
            Event::Mediation(fact) => self.note(case, entry, fact),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: CaseId, agreed: &Agreed, visit: &Visit| {
            query.case.is_none_or(|wanted| case == wanted)
                && query.department.as_ref().is_none_or(|department| agreed.department == *department)
                && query.state.as_deref().is_none_or(|state| visit.state(query.today) == state)
        };
        let fitting = self.visits().filter(|(_, (case, agreed, visit))| fits(*case, agreed, visit));
        let matching: Vec<_> = fitting.collect();
        let figures = page::counts(matching.iter().map(|(_, (_, _, visit))| visit.state(query.today)));
        let write = |(case, agreed, visit): &(CaseId, &Agreed, &Visit)| self.write(*case, agreed, visit, query.today);
        Rows { figures, ..page::sorted(query, matching.into_iter(), write) }
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.numbers.iter().map(|(case, number)| (case, number, self.agreed.get(case))))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (CaseId, CaseNumber, Option<Agreed>)>(chunks)?;
        let numbers = rows.iter().map(|(case, number, _)| (*case, *number)).collect();
        let agreed = rows.into_iter().filter_map(|(case, _, agreed)| Some((case, agreed?))).collect();
        *self = Self { seen, numbers, agreed };
        Ok(())
    }
}
