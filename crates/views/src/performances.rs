//! Performances (履行台账): everything that is owed under an agreement, by the day it is due, and what became of it.
//!
//! A view has no clock: whether something is overdue it says only to a reader who says what day it is. The department of a
//! row is the one that recorded the agreement: the committee watches over performance (people's mediation law, article 31).

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    AgreementSigned, CaseId, CaseNumber, DepartmentCode, Entry, Event, Fen, IntakeEvent, Kind, MediationEvent, PartyId,
    Query, Rows, ShapeError, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Performances {
    seen: Seen,
    cases: HashMap<CaseId, Case>,
    parts: BTreeMap<(CaseId, u32), Part>,
}

/// What is kept of every case: agreements of some have no number of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Case {
    number: CaseNumber,
    last_agreement: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Part {
    agreement: u32,
    department: DepartmentCode,
    by: PartyId,
    due: Date,
    amount: Option<Fen>,
    performed_on: Option<Date>,
    reminders: u32,
    breached: bool,
}

/// One line of a snapshot.
#[derive(Serialize, Deserialize)]
enum Kept {
    Case(CaseId, Case),
    Part(CaseId, u32, Part),
}

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

impl Performances {
    fn note(&mut self, case: CaseId, entry: &Entry, fact: &MediationEvent) {
        match fact {
            MediationEvent::AgreementSigned(signed) => self.bind(case, entry, signed),
            MediationEvent::PerformanceRecorded(fact) => {
                self.change(case, fact.instalment, |part| part.performed_on = Some(fact.performed_on));
            }
            MediationEvent::PerformanceCorrected(fact) => {
                self.change(case, fact.instalment, |part| part.performed_on = fact.performed_on);
            }
            MediationEvent::PerformanceReminded(fact) => {
                self.change(case, fact.instalment, |part| part.reminders += 1);
            }
            MediationEvent::AgreementBreached(fact) => {
                if let Some(instalment) = fact.instalment {
                    self.change(case, instalment, |part| part.breached = true);
                }
            }
            _ => {}
        }
    }

    fn change(&mut self, case: CaseId, instalment: u32, change: impl FnOnce(&mut Part)) {
        self.parts.get_mut(&(case, instalment)).map(change);
    }

    /// What was still owed under the agreement it replaces is owed no more; one without a number replaces every one before.
    fn bind(&mut self, case: CaseId, entry: &Entry, signed: &AgreementSigned) {
        let Some(known) = self.cases.get_mut(&case) else { return };
        let agreement = signed.agreement.unwrap_or(known.last_agreement + 1);
        known.last_agreement = known.last_agreement.max(agreement);
        let replaced = |part: &Part| signed.agreement.is_none() || Some(part.agreement) == signed.amends;
        let of_case = self.parts.range((case, 0)..=(case, u32::MAX));
        let owed_no_more = of_case.filter(|(_, part)| part.performed_on.is_none() && replaced(part));
        let owed_no_more: Vec<_> = owed_no_more.map(|(key, _)| *key).collect();
        owed_no_more.iter().for_each(|key| drop(self.parts.remove(key)));
        for owed in &signed.instalments {
            let part = Part {
                agreement,
                department: entry.meta.department.clone(),
                by: owed.by,
                due: owed.due,
                amount: owed.amount,
                performed_on: None,
                reminders: 0,
                breached: false,
            };
            self.parts.insert((case, owed.number), part);
        }
    }

    fn write(&self, (case, instalment): (CaseId, u32), part: &Part, today: Option<Date>) -> Value {
        json!({
            "case": case, "number": self.cases.get(&case).map(|case| case.number), "agreement": part.agreement,
            "instalment": instalment, "department": part.department, "party": part.by, "amount": part.amount,
            "due": part.due, "performed_on": part.performed_on, "reminders": part.reminders, "state": part.state(today),
        })
    }
}

impl View for Performances {
    fn name(&self) -> &'static str {
        "performances"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("履行台账", "Performances")
    }

    fn fold_version(&self) -> u32 {
        1
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
                self.cases.insert(case, Case { number: fact.number, last_agreement: 0 });
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
        let fits = |case: CaseId, part: &Part| {
            query.case.is_none_or(|wanted| case == wanted)
                && query.department.as_ref().is_none_or(|department| part.department == *department)
                && query.state.as_deref().is_none_or(|state| part.state(query.today) == state)
        };
        let cursor = |((case, number), part): &(&(CaseId, u32), &Part)| format!("{}/{case}/{number:05}", part.due);
        let fitting: Vec<_> = self.parts.iter().filter(|((case, _), part)| fits(*case, part)).collect();
        let figures = page::counts(fitting.iter().map(|(_, part)| part.state(query.today)));
        let matching = fitting.into_iter().map(|pair| (cursor(&pair), pair));
        Rows { figures, ..page::sorted(query, matching, |(key, part)| self.write(**key, part, query.today)) }
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        let cases = self.cases.iter().map(|(id, case)| Kept::Case(*id, *case));
        let parts = self.parts.iter().map(|((case, number), part)| Kept::Part(*case, *number, part.clone()));
        page::save(&self.seen, cases.chain(parts))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, Kept>(chunks)?;
        *self = Self { seen, ..Self::default() };
        for row in rows {
            match row {
                Kept::Case(id, case) => drop(self.cases.insert(id, case)),
                Kept::Part(case, number, part) => drop(self.parts.insert((case, number), part)),
            }
        }
        Ok(())
    }
}
