//! Performances (履行台账): everything that is owed under an agreement, by the day it is due, and what became of it.
//!
//! A view has no clock: whether something is overdue it says only to a reader who says what day it is. The department of a
//! row is the one that recorded the agreement: the committee watches over performance (people's mediation law, article 31).

use std::collections::HashMap;

use jiff::civil::Date;
use rules::Owed;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    AgreementSigned, CaseId, CaseNumber, DepartmentCode, Entry, Event, Fen, Instalment, IntakeEvent, Kind,
    MediationEvent, PartyId, Query, Rows, ShapeError, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Performances {
    seen: Seen,
    cases: HashMap<CaseId, Case>,
}

/// What is kept of every case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Case {
    number: CaseNumber,
    owed: Owed<Part>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Part {
    department: DepartmentCode,
    by: PartyId,
    due: Date,
    amount: Option<Fen>,
    performed_on: Option<Date>,
    reminders: u32,
    breached: bool,
}

/// A row: the case and what is kept of it, the agreement, the number of the part, and the part.
type Row<'a> = (&'a CaseId, &'a Case, u32, u32, &'a Part);

impl Part {
    /// `made`, `late` or `missed`; `due`, or `overdue` to a reader who has a later day.
    fn state(&self, today: Option<Date>) -> &'static str {
        match self.performed_on {
            Some(day) if day > self.due => "late",
            Some(_) => "made",
            None if self.breached => "missed",
            None if today.is_some_and(|today| self.due < today) => "overdue",
            None => "due",
        }
    }
}

impl Case {
    fn note(&mut self, entry: &Entry, fact: &MediationEvent) {
        match fact {
            MediationEvent::AgreementSigned(signed) => self.bind(&entry.meta.department, signed),
            MediationEvent::PerformanceRecorded(fact) => {
                self.change(fact.instalment, |part| part.performed_on = Some(fact.performed_on));
            }
            MediationEvent::PerformanceCorrected(fact) => {
                self.change(fact.instalment, |part| part.performed_on = fact.performed_on);
            }
            MediationEvent::PerformanceReminded(fact) => self.change(fact.instalment, |part| part.reminders += 1),
            MediationEvent::AgreementBreached(fact) => {
                if let Some(instalment) = fact.instalment {
                    self.change(instalment, |part| part.breached = true);
                }
            }
            _ => {}
        }
    }

    fn rows<'a>(&'a self, id: &'a CaseId) -> impl Iterator<Item = Row<'a>> {
        self.owed.parts().map(move |(agreement, number, part)| (id, self, agreement, number, part))
    }

    fn change(&mut self, instalment: u32, change: impl FnOnce(&mut Part)) {
        self.owed.part_mut(instalment).map(change);
    }

    /// What was performed under an agreement that is replaced stays in the book.
    fn bind(&mut self, department: &DepartmentCode, signed: &AgreementSigned) {
        let part = |owed: &Instalment| Part {
            department: department.clone(),
            by: owed.by,
            due: owed.due,
            amount: owed.amount,
            performed_on: None,
            reminders: 0,
            breached: false,
        };
        self.owed.bind(signed, |part| part.performed_on.is_some(), part);
    }
}

fn write((id, case, agreement, instalment, part): &Row<'_>, today: Option<Date>) -> Value {
    json!({
        "case": id, "number": case.number, "agreement": agreement, "instalment": instalment,
        "department": part.department, "party": part.by, "amount": part.amount, "due": part.due,
        "performed_on": part.performed_on, "reminders": part.reminders, "state": part.state(today),
    })
}

impl View for Performances {
    fn name(&self) -> &'static str {
        "performances"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("履行台账", "Performances")
    }

    fn fold_version(&self) -> u32 {
        2
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            CaseRegistered,
            AgreementSigned,
            PerformanceRecorded,
            PerformanceCorrected,
            PerformanceReminded,
            AgreementBreached
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        let case = entry.stream.into();
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => {
                self.cases.insert(case, Case { number: fact.number, owed: Owed::default() });
            }
            Event::Mediation(fact) => {
                self.cases.get_mut(&case).into_iter().for_each(|known| known.note(entry, fact));
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
        let fits = |(id, _, _, _, part): &Row<'_>| {
            query.case.is_none_or(|wanted| **id == wanted)
                && query.department.as_ref().is_none_or(|department| part.department == *department)
                && query.state.as_deref().is_none_or(|state| part.state(query.today) == state)
        };
        let cursor = |(id, _, _, instalment, part): &Row<'_>| format!("{}/{id}/{instalment:05}", part.due);
        let rows = self.cases.iter().flat_map(|(id, case)| case.rows(id));
        let fitting: Vec<Row<'_>> = rows.filter(fits).collect();
        let figures = page::counts(fitting.iter().map(|(.., part)| part.state(query.today)));
        let matching = fitting.into_iter().map(|row| (cursor(&row), row));
        Rows { figures, ..page::sorted(query, matching, |row| write(row, query.today)) }
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, cases) = page::load::<Seen, (CaseId, Case)>(chunks)?;
        *self = Self { seen, cases: cases.into_iter().collect() };
        Ok(())
    }
}
