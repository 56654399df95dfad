//! Own numbers (本部门文号): under which number of its own a department keeps a matter of the center, so that it finds the
//! case by the number its own people know. A number is its department's: nobody else finds anything by it.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseNumber, DepartmentCode, Entry, Event, IntakeEvent, Kind, Query, Reference, Rows, ShapeError, View,
};

use crate::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct References {
    seen: Seen,
    numbers: HashMap<CaseId, CaseNumber>,
    own: BTreeMap<Own, Used>,
}

/// A number, whose it is, and of which case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
struct Own {
    reference: Reference,
    department: DepartmentCode,
    case: CaseId,
}

/// When it was named first and last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Used {
    since: Timestamp,
    last: Timestamp,
}

impl References {
    fn note(&mut self, case: CaseId, reference: &Reference, entry: &Entry) {
        let own = Own { reference: reference.clone(), department: entry.meta.department.clone(), case };
        let now = entry.recorded_at;
        self.own.entry(own).or_insert(Used { since: now, last: now }).last = now;
    }

    fn write(&self, own: &Own, used: Used) -> Value {
        json!({
            "case": own.case, "number": self.numbers.get(&own.case), "department": own.department,
            "reference": own.reference, "since": used.since, "changed_at": used.last,
        })
    }
}

impl View for References {
    fn name(&self) -> &'static str {
        "references"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("本部门文号", "Own numbers")
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
        // What is not a case, as a visit, is found by no number.
        if let (Some(reference), true) = (&entry.meta.reference, self.numbers.contains_key(&case)) {
            self.note(case, reference, entry);
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |own: &Own| {
            query.case.is_none_or(|wanted| own.case == wanted)
                && query.department.as_ref().is_none_or(|department| own.department == *department)
                && query.reference.as_ref().is_none_or(|reference| own.reference == *reference)
        };
        let matching = self.own.iter().filter(|(own, _)| fits(own));
        // No reference and no department holds a control character, so the cursor is as good as its parts.
        let cursor = |own: &Own| format!("{}\n{}\n{}", own.reference, own.department, own.case);
        page::sorted(query, matching.map(|pair| (cursor(pair.0), pair)), |(own, used)| self.write(own, **used))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        // Numbers first: a chunk ends where it is full, wherever that is.
        let numbers = self.numbers.iter().map(|(case, number)| Kept::Number(*case, *number));
        let own = self.own.iter().map(|(own, used)| Kept::Own(own.clone(), *used));
        page::save(&self.seen, numbers.chain(own))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, kept) = page::load::<Seen, Kept>(chunks)?;
        let (mut numbers, mut own) = (HashMap::new(), BTreeMap::new());
        for kept in kept {
            match kept {
                Kept::Number(case, number) => drop(numbers.insert(case, number)),
                Kept::Own(one, used) => drop(own.insert(one, used)),
            }
        }
        *self = Self { seen, numbers, own };
        Ok(())
    }
}

/// A piece of the content, in a snapshot.
#[derive(Serialize, Deserialize)]
enum Kept {
    Number(CaseId, CaseNumber),
    Own(Own, Used),
}
