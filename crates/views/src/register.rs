//! The register of cases (案件登记簿): every case there ever was, by number.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseKind, CaseNumber, Entry, Event, IntakeEvent, Kind, Query, ROWS_MAX, Rows, ShapeError, View,
};

use crate::page::{self, Seen};
use crate::standing::{Standing, standing_kinds};

/// See the file.
#[derive(Default)]
pub struct CaseRegister {
    seen: Seen,
    cases: BTreeMap<CaseNumber, Case>,
    numbers: HashMap<CaseId, CaseNumber>,
}

#[derive(Serialize, Deserialize)]
struct Case {
    case: CaseId,
    number: CaseNumber,
    kind: CaseKind,
    parties: u32,
    registered_at: Timestamp,
    standing: Standing,
}

impl Case {
    fn write(&self) -> Value {
        json!({
            "case": self.case, "number": self.number, "kind": self.kind, "parties": self.parties,
            "state": self.standing.state().as_str(), "holder": self.standing.department(),
            "registered_at": self.registered_at,
        })
    }
}

impl Case {
    /// The register shows a case as it is known to be today.
    const fn correct(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::RegistrationCorrected(fact) => {
                if let Some(kind) = fact.kind {
                    self.kind = kind;
                }
            }
            IntakeEvent::PartyAdded(_) => self.parties = self.parties.saturating_add(1),
            IntakeEvent::PartyRemoved(_) => self.parties = self.parties.saturating_sub(1),
            _ => {}
        }
    }
}

impl CaseRegister {
    fn register(&mut self, entry: &Entry, fact: &timeline::CaseRegistered) {
        let case = Case {
            case: entry.stream.into(),
            number: fact.number,
            kind: fact.kind,
            parties: u32::try_from(fact.parties.len()).unwrap_or(u32::MAX),
            registered_at: entry.recorded_at,
            standing: Standing::default(),
        };
        self.numbers.insert(case.case, case.number);
        self.cases.insert(case.number, case);
    }
}

impl CaseRegister {
    /// A page of the whole register: found by its number, without counting the rows before it.
    fn all(&self, query: &Query) -> Rows {
        let limit = query.limit.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
        let from = match query.after.as_deref().map(number_of) {
            None => Bound::Unbounded,
            Some(Some(after)) => Bound::Excluded(after),
            Some(None) => return Rows { total: self.cases.len() as u64, ..Rows::default() },
        };
        let mut ahead = self.cases.range((from, Bound::Unbounded));
        let page: Vec<&Case> = ahead.by_ref().take(limit).map(|(_, case)| case).collect();
        let last = page.last().filter(|_| ahead.next().is_some());
        Rows {
            rows: page.iter().map(|case| case.write()).collect(),
            total: self.cases.len() as u64,
            next: last.map(|case| cursor_of(case.number)),
            figures: Value::Null,
        }
    }

    fn some(&self, query: &Query) -> Rows {
        let fits = |case: &&Case| {
            query.state.as_deref().is_none_or(|state| case.standing.state().as_str() == state)
                && query.department.as_ref().is_none_or(|department| case.standing.department() == Some(department))
        };
        let one = query.case.map(|case| self.numbers.get(&case).and_then(|number| self.cases.get(number)));
        let matching: Box<dyn Iterator<Item = &Case>> = match one {
            Some(case) => Box::new(case.into_iter()),
            None => Box::new(self.cases.values()),
        };
        page::page(query, matching.filter(fits).map(|case| (cursor_of(case.number), case)), Case::write)
    }

    /// The last running number of each year.
    fn last_serials(&self) -> BTreeMap<u16, u32> {
        let mut last = BTreeMap::new();
        let mut below = self.cases.keys().next_back().copied();
        while let Some(number) = below {
            last.insert(number.year(), number.serial());
            below = self.cases.range(..CaseNumber::new(number.year(), 0)).next_back().map(|(number, _)| *number);
        }
        last
    }
}

/// Where a number stands in the register: years and serials in order as text.
fn cursor_of(number: CaseNumber) -> String {
    format!("{:04}-{:09}", number.year(), number.serial())
}

fn number_of(cursor: &str) -> Option<CaseNumber> {
    let (year, serial) = cursor.split_once('-')?;
    Some(CaseNumber::new(year.parse().ok()?, serial.parse().ok()?))
}

impl View for CaseRegister {
    fn name(&self) -> &'static str {
        "case-register"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("案件登记簿", "Register of cases")
    }

    fn fold_version(&self) -> u32 {
        4
    }

    fn reads(&self) -> &'static [Kind] {
        standing_kinds![RegistrationCorrected, PartyAdded, PartyRemoved]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        if let Event::Intake(IntakeEvent::CaseRegistered(fact)) = &entry.event {
            self.register(entry, fact);
        }
        let number = self.numbers.get(&entry.stream.into());
        let Some(case) = number.and_then(|number| self.cases.get_mut(number)) else { return };
        if let Event::Intake(fact) = &entry.event {
            case.correct(fact);
        }
        case.standing.note(entry);
    }

    fn rows(&self, query: &Query) -> Rows {
        let unfiltered = query.case.is_none() && query.state.is_none() && query.department.is_none();
        let mut page = if unfiltered { self.all(query) } else { self.some(query) };
        page.figures = page::of_all(query, || json!({ "last_serials": self.last_serials() }));
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.cases.values())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, cases) = page::load::<Seen, Case>(chunks)?;
        let numbers = cases.iter().map(|case| (case.case, case.number)).collect();
        *self = Self { seen, numbers, cases: cases.into_iter().map(|case| (case.number, case)).collect() };
        Ok(())
    }
}
