//! Who is to be forgotten, how far each request has come, and which cases nothing may be destroyed of.
//!
//! For those who agree, carry out and check. Whose request it is can be seen; a name is nowhere in it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    ActorId, CaseId, DepartmentCode, Entry, ErasureGround, Event, HoldGround, Kind, PartyId, Query, RegistryEvent,
    Rows, ShapeError, StreamId, SubjectId, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Erasures {
    seen: Seen,
    cases: BTreeMap<StreamId, OfCase>,
}

/// What concerns one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct OfCase {
    case: CaseId,
    requests: Vec<Request>,
    holds: Vec<Hold>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Request {
    erasure: u32,
    party: Option<PartyId>,
    ground: ErasureGround,
    department: DepartmentCode,
    by: ActorId,
    at: Timestamp,
    state: State,
    subjects: Vec<SubjectId>,
    kept_until: Option<Date>,
    not_before: Option<Timestamp>,
    approved_by: Option<ActorId>,
    changed_at: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum State {
    Requested,
    Restricted,
    Approved,
    Withdrawn,
    Rejected,
    Erased,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Restricted => "restricted",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
            Self::Rejected => "rejected",
            Self::Erased => "erased",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Hold {
    hold: u32,
    ground: HoldGround,
    by: ActorId,
    at: Timestamp,
}

impl OfCase {
    fn new(case: CaseId) -> Self {
        Self { case, requests: Vec::new(), holds: Vec::new() }
    }

    fn change(&mut self, erasure: u32, at: Timestamp, change: impl Fn(&mut Request)) {
        for request in self.requests.iter_mut().filter(|request| request.erasure == erasure) {
            change(request);
            request.changed_at = at;
        }
    }

    fn note(&mut self, fact: &RegistryEvent, entry: &Entry) {
        let (at, by) = (entry.recorded_at, &entry.meta.actor);
        match fact {
            RegistryEvent::ErasureRequested(fact) => self.requests.push(Request {
                erasure: fact.erasure,
                party: fact.party,
                ground: fact.ground,
                department: entry.meta.department.clone(),
                by: by.clone(),
                at,
                state: State::Requested,
                subjects: Vec::new(),
                kept_until: None,
                not_before: None,
                approved_by: None,
                changed_at: at,
            }),
            RegistryEvent::ProcessingRestricted(fact) => self.change(fact.erasure, at, |request| {
                (request.state, request.kept_until) = (State::Restricted, fact.kept_until);
                request.subjects.clone_from(&fact.subjects);
            }),
            RegistryEvent::ErasureApproved(fact) => self.change(fact.erasure, at, |request| {
                (request.state, request.not_before) = (State::Approved, Some(fact.not_before));
                request.approved_by = Some(by.clone());
            }),
            RegistryEvent::ErasureWithdrawn(fact) => {
                self.change(fact.erasure, at, |request| request.state = State::Withdrawn);
            }
            RegistryEvent::ErasureRejected(fact) => {
                self.change(fact.erasure, at, |request| request.state = State::Rejected);
            }
            RegistryEvent::SubjectsErased(fact) => self.change(fact.erasure, at, |request| {
                request.state = State::Erased;
                request.subjects.clone_from(&fact.subjects);
            }),
            RegistryEvent::LegalHoldPlaced(fact) => {
                self.holds.push(Hold { hold: fact.hold, ground: fact.ground, by: by.clone(), at });
            }
            RegistryEvent::LegalHoldLifted(fact) => self.holds.retain(|hold| hold.hold != fact.hold),
            timeline::accounts_aside!()
            | timeline::presence_aside!()
            | timeline::admissions_aside!()
            | timeline::subscriptions_aside!() => {}
        }
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let requests = self.requests.iter().map(|request| Row::Request(self, request));
        requests.chain(self.holds.iter().map(|hold| Row::Hold(self.case, hold)))
    }
}

/// A request, or a hold.
enum Row<'a> {
    Request(&'a OfCase, &'a Request),
    Hold(CaseId, &'a Hold),
}

impl Row<'_> {
    const fn case(&self) -> CaseId {
        match self {
            Self::Request(of, _) => of.case,
            Self::Hold(case, _) => *case,
        }
    }

    const fn department(&self) -> Option<&DepartmentCode> {
        match self {
            Self::Request(_, request) => Some(&request.department),
            Self::Hold(..) => None,
        }
    }

    const fn state(&self) -> &'static str {
        match self {
            Self::Request(_, request) => request.state.as_str(),
            Self::Hold(..) => "held",
        }
    }

    /// What waits longest stands first.
    fn cursor(&self) -> String {
        let (at, which, number) = match self {
            Self::Request(_, request) => (request.at, "request", request.erasure),
            Self::Hold(_, hold) => (hold.at, "hold", hold.hold),
        };
        format!("{at}/{}/{which}/{number:06}", self.case())
    }

    fn write(&self) -> Value {
        match self {
            Self::Request(of, request) => json!({
                "case": of.case,
                "erasure": request.erasure,
                "party": request.party,
                "state": request.state.as_str(),
                "ground": request.ground,
                "department": request.department,
                "by": request.by,
                "at": request.at,
                "approved_by": request.approved_by,
                "not_before": request.not_before,
                "kept_until": request.kept_until,
                "held": !of.holds.is_empty(),
                "subjects": request.subjects,
                "changed_at": request.changed_at,
            }),
            Self::Hold(case, hold) => json!({
                "case": case,
                "hold": hold.hold,
                "state": "held",
                "ground": hold.ground,
                "by": hold.by,
                "at": hold.at,
            }),
        }
    }
}

impl View for Erasures {
    fn name(&self) -> &'static str {
        "erasures"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("删除与留存", "Who is to be forgotten")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            ErasureRequested,
            ProcessingRestricted,
            ErasureWithdrawn,
            ErasureRejected,
            ErasureApproved,
            SubjectsErased,
            LegalHoldPlaced,
            LegalHoldLifted
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        let Event::Registry(fact) = &entry.event else { return };
        if !self.seen.is_new(entry.place) {
            return;
        }
        let named = match fact {
            RegistryEvent::ErasureRequested(fact) => Some(fact.case),
            RegistryEvent::LegalHoldPlaced(fact) => Some(fact.case),
            _ => None,
        };
        if let Some(case) = named {
            self.cases.entry(entry.stream).or_insert_with(|| OfCase::new(case));
        }
        if let Some(of_case) = self.cases.get_mut(&entry.stream) {
            of_case.note(fact, entry);
        }
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &Row<'_>| {
            query.case.is_none_or(|case| case == row.case())
                && query.department.as_ref().is_none_or(|department| row.department() == Some(department))
                && query.state.as_deref().is_none_or(|state| state == row.state())
        };
        let matching = self.cases.values().flat_map(OfCase::rows).filter(fits);
        page::sorted(query, matching.map(|row| (row.cursor(), row)), Row::write)
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.cases.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (StreamId, OfCase)>(chunks)?;
        *self = Self { seen, cases: rows.into_iter().collect() };
        Ok(())
    }
}
