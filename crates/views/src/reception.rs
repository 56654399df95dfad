//! The reception desk (接待台): what came in lately, and what reception still has to see to: registrations of citizens
//! that nobody confirmed, possible duplicates nobody decided, papers that were asked for, urgent risks not yet reported.
//!
//! A possible duplicate shows what the two cases have in common and no name: whoever decides looks at both, and nobody is
//! followed through the register.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    CaseId, CaseNumber, CaseRegistered, Code, DepartmentCode, DuplicateReason, Entry, Event, IntakeEvent, Kind, Query,
    Rows, ShapeError, TriageEvent, UrgentRisk, View,
};

use crate::kinds::kinds;
use crate::missing::Missing;
use crate::page::{self, Seen};

mod arrivals;

use arrivals::Arrivals;

/// See the file.
#[derive(Default)]
pub struct Reception {
    head: Head,
    cases: HashMap<CaseId, Case>,
    open: BTreeMap<CaseId, Open>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Head {
    seen: Seen,
    arrivals: Arrivals,
}

#[derive(Clone, Serialize, Deserialize)]
struct Case {
    number: CaseNumber,
    /// The desk that registered it.
    department: DepartmentCode,
}

/// What reception has to see to in one case.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Open {
    alerts: Vec<(u32, UrgentRisk)>,
    tasks: Vec<Task>,
}

/// One thing to see to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Task {
    /// A citizen registered it by itself.
    Confirm { since: Timestamp },
    /// It may be the same as another case.
    Decide { other: CaseId, reasons: Vec<DuplicateReason>, since: Timestamp },
    /// Papers were asked for.
    Await(Missing),
    /// Somebody must be told of an urgent risk.
    Report { duty: u32, to: DepartmentCode, rule: Code, risk: Option<UrgentRisk>, since: Timestamp },
}

impl Task {
    const fn state(&self) -> &'static str {
        match self {
            Self::Confirm { .. } => "unconfirmed",
            Self::Decide { .. } => "possible_duplicate",
            Self::Await(_) => "materials_missing",
            Self::Report { .. } => "report_due",
        }
    }

    fn write(&self, id: CaseId, case: Option<&Case>) -> Value {
        let (number, department) = (case.map(|case| case.number), case.map(|case| &case.department));
        let mut row = json!({ "case": id, "number": number, "department": department, "state": self.state() });
        let more = match self {
            Self::Confirm { since } => json!({ "since": since }),
            Self::Decide { other, reasons, since } => {
                json!({ "since": since, "other": other, "reasons": reasons })
            }
            Self::Await(Missing { party, items, due, since }) => {
                json!({ "since": since, "party": party, "items": items, "due": due })
            }
            Self::Report { duty, to, rule, risk, since } => {
                json!({ "since": since, "duty": duty, "to": to, "rule": rule, "risk": risk })
            }
        };
        if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
            row.extend(more);
        }
        row
    }
}

impl Open {
    fn note(&mut self, fact: &IntakeEvent, since: Timestamp) {
        match fact {
            IntakeEvent::CaseRegistered(CaseRegistered { self_registered: true, .. }) => {
                self.tasks.push(Task::Confirm { since });
            }
            IntakeEvent::RegistrationConfirmed(_) => self.tasks.retain(|task| !matches!(task, Task::Confirm { .. })),
            IntakeEvent::DuplicateSuspected(fact) => {
                self.decided(fact.other);
                self.tasks.push(Task::Decide { other: fact.other, reasons: fact.reasons.clone(), since });
            }
            IntakeEvent::MaterialsRequested(fact) => self.tasks.push(Task::Await(Missing::asked(fact, since))),
            IntakeEvent::MaterialSubmitted(fact) => self.tasks.retain_mut(|task| match task {
                Task::Await(missing) => missing.lacks_after(fact),
                Task::Confirm { .. } | Task::Decide { .. } | Task::Report { .. } => true,
            }),
            IntakeEvent::UrgentRiskReported(fact) => self.alerts.push((fact.alert, fact.risk)),
            IntakeEvent::ReportRequired(fact) => {
                let risk = self.alerts.iter().rev().find(|(alert, _)| *alert == fact.alert).map(|(_, risk)| *risk);
                let (to, rule) = (fact.to.clone(), fact.rule.clone());
                self.tasks.push(Task::Report { duty: fact.duty, to, rule, risk, since });
            }
            IntakeEvent::ReportMade(fact) => {
                self.tasks.retain(|task| !matches!(task, Task::Report { duty, .. } if *duty == fact.duty));
            }
            _ => {}
        }
    }

    /// What somebody is told of: that two cases may be one is not for everybody.
    fn told(&self, query: &Query) -> impl Iterator<Item = &Task> {
        let other_cases = query.other_cases;
        self.tasks.iter().filter(move |task| other_cases || !matches!(task, Task::Decide { .. }))
    }

    /// Whether the two are one matter was decided.
    fn decided(&mut self, with: CaseId) {
        self.tasks.retain(|task| !matches!(task, Task::Decide { other, .. } if *other == with));
    }

    /// What does not end with the case: the duty to tell of a risk.
    fn close(&mut self) {
        self.tasks.retain(|task| matches!(task, Task::Report { .. }));
    }
}

impl Reception {
    fn change(&mut self, case: CaseId, change: impl FnOnce(&mut Open)) {
        let open = self.open.entry(case).or_default();
        change(open);
        if open.tasks.is_empty() && open.alerts.is_empty() {
            self.open.remove(&case);
        }
    }

    fn decided(&mut self, one: CaseId, other: CaseId) {
        self.change(one, |open| open.decided(other));
        self.change(other, |open| open.decided(one));
    }

    fn note(&mut self, case: CaseId, fact: &IntakeEvent, entry: &Entry) {
        match fact {
            IntakeEvent::CaseRegistered(registered) => {
                let department = entry.meta.department.clone();
                self.cases.insert(case, Case { number: registered.number, department });
            }
            IntakeEvent::DuplicateConfirmed(fact) => return self.decided(case, fact.other),
            IntakeEvent::DuplicateRuledOut(fact) => return self.decided(case, fact.other),
            IntakeEvent::VisitRecorded(_) | IntakeEvent::EnquiryAnswered(_) => return,
            _ => {}
        }
        self.change(case, |open| open.note(fact, entry.recorded_at));
    }

    /// How many tasks there are of each kind.
    fn figures(&self, query: &Query) -> Value {
        let states = ["unconfirmed", "materials_missing", "report_due"].into_iter();
        let states = states.chain(query.other_cases.then_some("possible_duplicate"));
        let mut counts: BTreeMap<&str, u64> = states.map(|state| (state, 0)).collect();
        let of_desk = |case: &CaseId| query.department.as_ref().is_none_or(|wanted| self.is_of(case, wanted));
        let tasks = self.open.iter().filter(|(case, _)| of_desk(case)).flat_map(|(_, open)| open.told(query));
        tasks.for_each(|task| *counts.entry(task.state()).or_default() += 1);
        let mut figures = json!(counts);
        if let Some(figures) = figures.as_object_mut() {
            figures.insert("arrivals".to_owned(), self.head.arrivals.write(query.department.as_ref()));
        }
        figures
    }

    fn is_of(&self, case: &CaseId, department: &DepartmentCode) -> bool {
        self.cases.get(case).is_some_and(|case| case.department == *department)
    }
}

impl View for Reception {
    fn name(&self) -> &'static str {
        "reception"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("接待台", "Reception desk")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            CaseRegistered,
            VisitRecorded,
            EnquiryAnswered,
            RegistrationConfirmed,
            DuplicateSuspected,
            DuplicateConfirmed,
            DuplicateRuledOut,
            MaterialsRequested,
            MaterialSubmitted,
            UrgentRiskReported,
            ReportRequired,
            ReportMade,
            CaseClosed,
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.head.seen.is_new(entry.place) {
            return;
        }
        self.head.arrivals.note(entry);
        let case = entry.stream.into();
        match &entry.event {
            Event::Intake(fact) => self.note(case, fact, entry),
            Event::Triage(TriageEvent::CaseClosed(_)) => self.change(case, Open::close),
            Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: &CaseId| {
            query.case.is_none_or(|wanted| *case == wanted)
                && query.department.as_ref().is_none_or(|department| self.is_of(case, department))
        };
        let open = self.open.iter().filter(|(case, _)| fits(case));
        let tasks = open.flat_map(|(case, open)| open.told(query).zip(0..).map(move |(task, at)| (case, at, task)));
        let matching: Vec<(&CaseId, u32, &Task)> =
            tasks.filter(|(.., task)| query.state.as_deref().is_none_or(|state| task.state() == state)).collect();
        let rows = matching.iter().map(|row| (format!("{}/{:06}", row.0, row.1), row));
        let mut page = page::page(query, rows, |(case, _, task)| task.write(**case, self.cases.get(case)));
        page.figures = self.figures(query);
        page
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        let cases = self.cases.iter().map(|(id, case)| Kept::Case(*id, case.clone()));
        let open = self.open.iter().map(|(id, open)| Kept::Open(*id, open.clone()));
        page::save(&self.head, cases.chain(open))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (head, rows) = page::load::<Head, Kept>(chunks)?;
        *self = Self { head, ..Self::default() };
        for row in rows {
            match row {
                Kept::Case(id, case) => drop(self.cases.insert(id, case)),
                Kept::Open(id, open) => drop(self.open.insert(id, open)),
            }
        }
        Ok(())
    }
}

/// One line of a snapshot.
#[derive(Serialize, Deserialize)]
enum Kept {
    Case(CaseId, Case),
    Open(CaseId, Open),
}
