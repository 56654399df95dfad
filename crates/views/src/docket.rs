//! The mediation docket (调解日程): mediations that are open, by whom they are mediated, how far they have come and which
//! session is the next.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    ActorId, CaseId, CaseNumber, DepartmentCode, Entry, Event, IntakeEvent, Kind, MediationEvent, MediationKind, Query,
    Rows, ShapeError, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct MediationDocket {
    seen: Seen,
    numbers: HashMap<CaseId, CaseNumber>,
    open: BTreeMap<CaseId, Mediation>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Mediation {
    kind: MediationKind,
    department: DepartmentCode,
    mediator: Option<ActorId>,
    /// Somebody suspects that the dispute is feigned: everything stands still until that is decided.
    suspended: bool,
    consents: u32,
    sessions_set: u32,
    sessions_held: u32,
    /// The sessions to come by their numbers, and when; one that was put off has no time until it is told.
    ahead: BTreeMap<u32, Option<Timestamp>>,
    requested_at: Timestamp,
}

/// How far a mediation has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Requested,
    Appointed,
    Scheduled,
    Held,
    Suspended,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Appointed => "appointed",
            Self::Scheduled => "scheduled",
            Self::Held => "held",
            Self::Suspended => "suspended",
        }
    }
}

impl Mediation {
    fn requested(fact: &timeline::MediationRequested, entry: &Entry) -> Self {
        Self {
            kind: fact.kind,
            department: entry.meta.department.clone(),
            mediator: None,
            suspended: false,
            consents: 0,
            sessions_set: 0,
            sessions_held: 0,
            ahead: BTreeMap::new(),
            requested_at: entry.recorded_at,
        }
    }

    /// The earliest session to come.
    fn next_session(&self) -> Option<Timestamp> {
        self.ahead.values().flatten().min().copied()
    }

    fn stage(&self) -> Stage {
        if self.suspended {
            Stage::Suspended
        } else if self.next_session().is_some() {
            Stage::Scheduled
        } else if self.sessions_held > 0 {
            Stage::Held
        } else if self.mediator.is_some() {
            Stage::Appointed
        } else {
            Stage::Requested
        }
    }

    /// Takes note of a fact; answers whether the mediation is still open.
    fn note(&mut self, fact: &MediationEvent) -> bool {
        match fact {
            MediationEvent::MediationConsented(_) => self.consents += 1,
            MediationEvent::MediatorAppointed(fact) => self.mediator = Some(fact.mediator.clone()),
            MediationEvent::RecusalDecided(fact) if fact.granted => {
                self.mediator = self.mediator.take().filter(|mediator| *mediator != fact.mediator);
            }
            MediationEvent::SessionScheduled(fact) => {
                self.sessions_set += 1;
                self.ahead.insert(fact.session, Some(fact.at));
            }
            MediationEvent::SessionAdjourned(fact) => drop(self.ahead.insert(fact.session, fact.put_off_to)),
            MediationEvent::SessionHeld(fact) => {
                self.sessions_held += 1;
                self.ahead.remove(&fact.session);
            }
            MediationEvent::FalseMediationSuspected(_) => self.suspended = true,
            MediationEvent::FalseMediationDecided(_) => self.suspended = false,
            MediationEvent::AgreementSigned(_) | MediationEvent::MediationTerminated(_) => return false,
            MediationEvent::MediationRequested(_)
            | MediationEvent::MediationRefused(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::PerformanceRecorded(_)
            | MediationEvent::PerformanceCorrected(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => {}
        }
        true
    }
}

impl MediationDocket {
    fn note(&mut self, entry: &Entry, fact: &MediationEvent) {
        let case: CaseId = entry.stream.into();
        if let MediationEvent::MediationRequested(fact) = fact {
            self.open.insert(case, Mediation::requested(fact, entry));
        } else if self.open.get_mut(&case).is_some_and(|mediation| !mediation.note(fact)) {
            self.open.remove(&case);
        }
    }

    fn write(&self, case: CaseId, row: &Mediation) -> Value {
        json!({
            "case": case, "number": self.numbers.get(&case), "kind": row.kind, "department": row.department,
            "mediator": row.mediator, "state": row.stage().as_str(), "consents": row.consents, "sessions_set": row.sessions_set,
            "sessions_held": row.sessions_held, "next_session": row.next_session(), "requested_at": row.requested_at,
        })
    }
}

impl View for MediationDocket {
    fn name(&self) -> &'static str {
        "mediation-docket"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("调解日程", "Mediation docket")
    }

    fn fold_version(&self) -> u32 {
        4
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            CaseRegistered,
            MediationRequested,
            MediationConsented,
            MediatorAppointed,
            RecusalDecided,
            SessionScheduled,
            SessionAdjourned,
            SessionHeld,
            FalseMediationSuspected,
            FalseMediationDecided,
            AgreementSigned,
            MediationTerminated,
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        if !self.seen.is_new(entry.place) {
            return;
        }
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => {
                self.numbers.insert(entry.stream.into(), fact.number);
            }
            Event::Mediation(fact) => self.note(entry, fact),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |case: &CaseId, row: &Mediation| {
            query.case.is_none_or(|wanted| *case == wanted)
                && query.department.as_ref().is_none_or(|department| row.department == *department)
                && query.state.as_deref().is_none_or(|state| row.stage().as_str() == state)
                && query.mediator.as_ref().is_none_or(|mediator| row.mediator.as_ref() == Some(mediator))
        };
        let matching: Vec<(&CaseId, &Mediation)> = self.open.iter().filter(|(case, row)| fits(case, row)).collect();
        let rows = matching.iter().map(|pair| (pair.0.to_string(), pair));
        page::page(query, rows, |(case, row)| self.write(**case, row))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.numbers.iter().map(|(case, number)| (case, number, self.open.get(case))))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (CaseId, CaseNumber, Option<Mediation>)>(chunks)?;
        let numbers = rows.iter().map(|(case, number, _)| (*case, *number)).collect();
        let open = rows.into_iter().filter_map(|(case, _, mediation)| Some((case, mediation?))).collect();
        *self = Self { seen, numbers, open };
        Ok(())
    }
}
