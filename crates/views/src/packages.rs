//! Packages (一件事): cases that were split into parts, what has become of each part, and what the package still waits for.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseNumber, DepartmentCode, Entry, Event, IntakeEvent, Kind, Outcome, Query, Rows, ShapeError,
    SubCaseOpened, TriageEvent, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Packages {
    seen: Seen,
    numbers: HashMap<CaseId, CaseNumber>,
    packages: BTreeMap<CaseId, Package>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Package {
    /// The department that split it.
    department: DepartmentCode,
    since: Timestamp,
    closed: bool,
    parts: BTreeMap<u32, Part>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Part {
    case: CaseId,
    department: DepartmentCode,
    state: Stage,
    since: Timestamp,
}

/// What has become of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Stage {
    /// The package waits for it.
    Open,
    /// It ended like this.
    Concluded(Outcome),
    /// The plan was changed.
    Dropped,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Concluded(_) => "concluded",
            Self::Dropped => "dropped",
        }
    }

    const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Concluded(outcome) => Some(outcome),
            Self::Open | Self::Dropped => None,
        }
    }
}

impl Package {
    /// The parts it waits for: it cannot be closed before they end.
    fn blocked_by(&self) -> impl Iterator<Item = u32> {
        self.parts.iter().filter(|(_, part)| part.state == Stage::Open).map(|(number, _)| *number)
    }

    fn state(&self) -> &'static str {
        if self.closed {
            "closed"
        } else if self.blocked_by().next().is_some() {
            "blocked"
        } else {
            "ready"
        }
    }

    fn concerns(&self, department: &DepartmentCode) -> bool {
        self.department == *department || self.parts.values().any(|part| part.department == *department)
    }

    fn open(&mut self, fact: &SubCaseOpened, since: Timestamp) {
        let part = Part { case: fact.case, department: fact.department.clone(), state: Stage::Open, since };
        self.parts.insert(fact.sub_case, part);
    }

    fn reach(&mut self, sub_case: u32, state: Stage, since: Timestamp) {
        if let Some(part) = self.parts.get_mut(&sub_case) {
            (part.state, part.since) = (state, since);
        }
    }

    fn note(&mut self, fact: &TriageEvent, at: Timestamp) {
        match fact {
            TriageEvent::SubCaseOpened(fact) => self.open(fact, at),
            TriageEvent::SubCaseConcluded(fact) => self.reach(fact.sub_case, Stage::Concluded(fact.outcome), at),
            TriageEvent::SubCaseReopened(fact) => self.reach(fact.sub_case, Stage::Open, at),
            TriageEvent::SubCaseDropped(fact) => self.reach(fact.sub_case, Stage::Dropped, at),
            TriageEvent::CaseClosed(_) => self.closed = true,
            TriageEvent::CaseReopened(_) => self.closed = false,
            _ => {}
        }
    }
}

impl Packages {
    fn note(&mut self, case: CaseId, entry: &Entry, fact: &TriageEvent) {
        if let TriageEvent::SubCaseOpened(_) = fact {
            self.packages.entry(case).or_insert_with(|| Package {
                department: entry.meta.department.clone(),
                since: entry.recorded_at,
                closed: false,
                parts: BTreeMap::new(),
            });
        }
        if let Some(package) = self.packages.get_mut(&case) {
            package.note(fact, entry.recorded_at);
        }
    }

    fn write(&self, case: CaseId, row: &Package) -> Value {
        let part = |(number, part): (&u32, &Part)| {
            json!({
                "sub_case": number, "case": part.case, "number": self.numbers.get(&part.case),
                "department": part.department, "state": part.state.as_str(), "outcome": part.state.outcome(),
                "since": part.since,
            })
        };
        json!({
            "case": case, "number": self.numbers.get(&case), "department": row.department, "state": row.state(),
            "since": row.since, "parts": row.parts.iter().map(part).collect::<Vec<_>>(),
            "blocked_by": row.blocked_by().collect::<Vec<_>>(),
        })
    }
}

impl View for Packages {
    fn name(&self) -> &'static str {
        "packages"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("一件事", "Packages")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            CaseRegistered,
            SubCaseOpened,
            SubCaseConcluded,
            SubCaseReopened,
            SubCaseDropped,
            CaseClosed,
            CaseReopened
        ]
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
            Event::Triage(fact) => self.note(case, entry, fact),
            Event::Intake(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: &CaseId, row: &Package| {
            let part_of = |wanted| *case == wanted || row.parts.values().any(|part| part.case == wanted);
            query.case.is_none_or(part_of)
                && query.department.as_ref().is_none_or(|department| row.concerns(department))
                && query.state.as_deref().is_none_or(|state| row.state() == state)
        };
        let matching: Vec<(&CaseId, &Package)> = self.packages.iter().filter(|(case, row)| fits(case, row)).collect();
        let rows = matching.iter().map(|pair| (pair.0.to_string(), pair));
        page::page(query, rows, |(case, row)| self.write(**case, row))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.numbers.iter().map(|(case, number)| (case, number, self.packages.get(case))))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (CaseId, CaseNumber, Option<Package>)>(chunks)?;
        let numbers = rows.iter().map(|(case, number, _)| (*case, *number)).collect();
        let packages = rows.into_iter().filter_map(|(case, _, package)| Some((case, package?))).collect();
        *self = Self { seen, numbers, packages };
        Ok(())
    }
}
