//! Enforcement (申请执行跟踪): every title that is not carried out yet, by the last day on which enforcement can be asked for
//! (civil procedure law, article 250). What can be enforced is a judgment, a settlement in court, an agreement a court has
//! confirmed, or what another procedure ended with and the rule book calls a title.
//!
//! A view knows no clock and no law: the last day is the one the parties were told, and whether it is past is said only to
//! a reader who says what day it is. A row goes when everything owed was performed, or was enforced.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    AgreementSigned, CaseId, CaseNumber, DepartmentCode, Entry, Event, IntakeEvent, Kind, LitigationEvent,
    MediationEvent, Procedure, Query, Reference, ReferralOutcome, Rows, ShapeError, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Enforcements {
    seen: Seen,
    numbers: HashMap<CaseId, CaseNumber>,
    cases: BTreeMap<CaseId, Case>,
}

/// A case with an agreement, a title or a procedure elsewhere.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Case {
    /// What is owed: by number of the part its agreement, and whether it was performed.
    owed: BTreeMap<u32, (u32, bool)>,
    last_agreement: u32,
    breached: bool,
    titles: BTreeMap<Source, Title>,
    procedures: BTreeMap<u32, Procedure>,
    /// The referral that asks for enforcement and is not answered.
    asked: Option<u32>,
    enforced: bool,
    /// Whoever recorded something of that: the department that mediated, the desk that handed over, the court.
    concerns: BTreeSet<DepartmentCode>,
}

/// Where a title comes from: a court, under its number, or another procedure, by the number of the referral.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Source {
    Court(Reference),
    Referral(u32),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Title {
    made_on: Date,
    enforce_by: Date,
}

/// One line of a snapshot.
#[derive(Serialize, Deserialize)]
enum Kept {
    Number(CaseId, CaseNumber),
    Case(CaseId, Case),
}

impl Case {
    /// `requested` while a court is asked; `period_over` to a reader with a later day; `missed` once somebody said that it is not
    /// kept; `open` else.
    fn state(&self, title: &Title, today: Option<Date>) -> &'static str {
        if self.asked.is_some() {
            "requested"
        } else if today.is_some_and(|today| title.enforce_by < today) {
            "period_over"
        } else if self.breached {
            "missed"
        } else {
            "open"
        }
    }

    /// Whether there is nothing left to enforce.
    fn is_done(&self) -> bool {
        self.enforced || (!self.owed.is_empty() && self.owed.values().all(|(_, performed)| *performed))
    }

    /// What was still owed under the agreement it replaces is owed no more; one without a number replaces every one before.
    fn bind(&mut self, signed: &AgreementSigned) {
        let agreement = signed.agreement.unwrap_or(self.last_agreement + 1);
        self.last_agreement = self.last_agreement.max(agreement);
        let replaced = |of: u32| signed.agreement.is_none() || Some(of) == signed.amends;
        self.owed.retain(|_, (of, performed)| *performed || !replaced(*of));
        self.owed.extend(signed.instalments.iter().map(|part| (part.number, (agreement, false))));
        self.breached = false;
    }

    fn perform(&mut self, instalment: u32, performed: bool) {
        self.owed.get_mut(&instalment).into_iter().for_each(|part| part.1 = performed);
    }

    /// What ended is a title as long as there is a last day to enforce it.
    fn title(&mut self, source: Source, made_on: Date, enforce_by: Option<Date>) {
        match enforce_by {
            Some(enforce_by) => drop(self.titles.insert(source, Title { made_on, enforce_by })),
            None => drop(self.titles.remove(&source)),
        }
    }

    fn mediated(&mut self, fact: &MediationEvent) {
        match fact {
            MediationEvent::AgreementSigned(signed) => self.bind(signed),
            MediationEvent::PerformanceRecorded(fact) => self.perform(fact.instalment, true),
            MediationEvent::PerformanceCorrected(fact) => self.perform(fact.instalment, fact.performed_on.is_some()),
            MediationEvent::AgreementBreached(_) => self.breached = true,
            _ => {}
        }
    }

    fn litigated(&mut self, fact: &LitigationEvent) {
        match fact {
            LitigationEvent::CourtAnswered(fact) => {
                self.title(Source::Court(fact.reference.clone()), fact.decided_on, fact.enforce_by);
            }
            LitigationEvent::CourtAnswerCorrected(fact) => {
                self.title(Source::Court(fact.reference.clone()), fact.decided_on, fact.enforce_by);
            }
            LitigationEvent::ReferralMade(fact) => {
                self.procedures.insert(fact.referral, fact.procedure);
                if fact.procedure == Procedure::Enforcement {
                    self.asked = Some(fact.referral);
                }
            }
            LitigationEvent::ReferralAnswered(fact) => {
                self.answered(fact.referral, fact.outcome, fact.decided_on, fact.enforce_by);
            }
            LitigationEvent::ReferralAnswerCorrected(fact) => {
                self.answered(fact.referral, fact.outcome, fact.decided_on, fact.enforce_by);
            }
            LitigationEvent::ReferralRejected(fact) => self.not_asked(fact.referral),
            LitigationEvent::ReferralWithdrawn(fact) => self.not_asked(fact.referral),
            _ => {}
        }
    }

    /// An enforcement that found nothing can be asked for again; any other procedure may have made a title.
    fn answered(&mut self, referral: u32, outcome: ReferralOutcome, made_on: Date, enforce_by: Option<Date>) {
        self.not_asked(referral);
        if self.procedures.get(&referral) == Some(&Procedure::Enforcement) {
            self.enforced = matches!(outcome, ReferralOutcome::Enforced | ReferralOutcome::SettledThere);
        } else {
            self.title(Source::Referral(referral), made_on, enforce_by);
        }
    }

    fn not_asked(&mut self, referral: u32) {
        self.asked = self.asked.filter(|asked| *asked != referral);
    }
}

impl Enforcements {
    fn concerned(&mut self, case: CaseId, entry: &Entry) -> &mut Case {
        let case = self.cases.entry(case).or_default();
        if !case.concerns.contains(&entry.meta.department) {
            case.concerns.insert(entry.meta.department.clone());
        }
        case
    }

    fn write(&self, case: CaseId, source: &Source, title: &Title, state: &str) -> Value {
        let (reference, procedure) = match source {
            Source::Court(reference) => (Some(reference), None),
            Source::Referral(referral) => {
                (None, self.cases.get(&case).and_then(|known| known.procedures.get(referral)).copied())
            }
        };
        json!({
            "case": case, "number": self.numbers.get(&case), "reference": reference, "procedure": procedure,
            "decided_on": title.made_on, "enforce_by": title.enforce_by, "state": state,
        })
    }
}

impl View for Enforcements {
    fn name(&self) -> &'static str {
        "enforcements"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("申请执行跟踪", "Enforcement")
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
            AgreementBreached,
            CourtAnswered,
            CourtAnswerCorrected,
            ReferralMade,
            ReferralRejected,
            ReferralAnswered,
            ReferralAnswerCorrected,
            ReferralWithdrawn
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        let case = entry.stream.into();
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => drop(self.numbers.insert(case, fact.number)),
            Event::Mediation(fact) => self.concerned(case, entry).mediated(fact),
            Event::Litigation(fact) => self.concerned(case, entry).litigated(fact),
            Event::Intake(_) | Event::Triage(_) | Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let of_case = |(id, case): (&CaseId, &Case)| {
            query.case.is_none_or(|wanted| *id == wanted)
                && query.department.as_ref().is_none_or(|department| case.concerns.contains(department))
                && !case.is_done()
        };
        let waiting = self.cases.iter().filter(|pair| of_case(*pair));
        let titles = waiting.flat_map(|(id, case)| {
            let row = move |(source, title)| (*id, source, title, case.state(title, query.today));
            case.titles.iter().map(row)
        });
        let fitting: Vec<_> =
            titles.filter(|(.., state)| query.state.as_deref().is_none_or(|wanted| wanted == *state)).collect();
        let figures = page::counts(fitting.iter().map(|(.., state)| *state));
        let cursor = |(index, row): (usize, _)| {
            let (id, _, title, _): &(CaseId, &Source, &Title, &str) = row;
            (format!("{}/{id}/{index:06}", title.enforce_by), row)
        };
        let matching = fitting.iter().enumerate().map(cursor);
        Rows {
            figures,
            ..page::sorted(query, matching, |(id, source, title, state)| self.write(*id, source, title, state))
        }
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        let numbers = self.numbers.iter().map(|(id, number)| Kept::Number(*id, *number));
        let cases = self.cases.iter().map(|(id, case)| Kept::Case(*id, case.clone()));
        page::save(&self.seen, numbers.chain(cases))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, Kept>(chunks)?;
        *self = Self { seen, ..Self::default() };
        for row in rows {
            match row {
                Kept::Number(id, number) => drop(self.numbers.insert(id, number)),
                Kept::Case(id, case) => drop(self.cases.insert(id, case)),
            }
        }
        Ok(())
    }
}
