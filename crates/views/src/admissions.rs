//! Who was let into which case, on what, by whom and until when.
//!
//! For those who watch over looks. Nothing of the case stands in it but its id.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use timeline::{
    AccessExtent, ActorId, CaseId, DangerGround, DepartmentCode, Entry, Event, Kind, LookReason, Query, RegistryEvent,
    Rows, ShapeError, StreamId, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Admissions {
    seen: Seen,
    all: BTreeMap<(StreamId, u32), Admission>,
}

/// Somebody who was let in, or asked to be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Admission {
    case: CaseId,
    who: ActorId,
    by: ActorId,
    department: DepartmentCode,
    manner: Manner,
    at: Timestamp,
    until: Timestamp,
    state: State,
    decided_by: Option<ActorId>,
    changed_at: Timestamp,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Manner {
    Challenge(LookReason),
    Grant(LookReason, Option<AccessExtent>),
    Danger(DangerGround),
}

impl Manner {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Challenge(_) => "challenge",
            Self::Grant(..) => "grant",
            Self::Danger(_) => "broken_glass",
        }
    }

    const fn reason(self) -> Option<LookReason> {
        match self {
            Self::Challenge(reason) | Self::Grant(reason, _) => Some(reason),
            Self::Danger(_) => None,
        }
    }

    const fn danger(self) -> Option<DangerGround> {
        match self {
            Self::Danger(danger) => Some(danger),
            Self::Challenge(_) | Self::Grant(..) => None,
        }
    }

    const fn extent(self) -> Option<AccessExtent> {
        match self {
            Self::Grant(_, extent) => extent,
            Self::Challenge(_) | Self::Danger(_) => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum State {
    Asked,
    Admitted,
    Rejected,
    Ended,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Admitted => "admitted",
            Self::Rejected => "rejected",
            Self::Ended => "ended",
        }
    }
}

impl Admissions {
    fn note(&mut self, fact: &RegistryEvent, entry: &Entry) {
        let by = &entry.meta.actor;
        let begun = |case, who: &ActorId, manner, until, state| Admission {
            case,
            who: who.clone(),
            by: by.clone(),
            department: entry.meta.department.clone(),
            manner,
            at: entry.recorded_at,
            until,
            state,
            decided_by: None,
            changed_at: entry.recorded_at,
        };
        let (number, begun) = match fact {
            RegistryEvent::AccessChallenged(fact) => {
                let manner = Manner::Challenge(fact.reason);
                (fact.admission, begun(fact.case, by, manner, fact.until, State::Admitted))
            }
            RegistryEvent::AccessRequested(fact) => {
                let manner = Manner::Grant(fact.reason, fact.extent);
                (fact.admission, begun(fact.case, &fact.who, manner, fact.until, State::Asked))
            }
            RegistryEvent::GlassBroken(fact) => {
                let manner = Manner::Danger(fact.danger);
                (fact.admission, begun(fact.case, by, manner, fact.until, State::Admitted))
            }
            RegistryEvent::AccessApproved(fact) => return self.stands(fact.admission, State::Admitted, entry),
            RegistryEvent::AccessRejected(fact) => return self.stands(fact.admission, State::Rejected, entry),
            RegistryEvent::AccessEnded(fact) => return self.stands(fact.admission, State::Ended, entry),
            timeline::accounts_aside!()
            | timeline::presence_aside!()
            | timeline::erasures_aside!()
            | timeline::subscriptions_aside!() => return,
        };
        self.all.insert((entry.stream, number), begun);
    }

    fn stands(&mut self, number: u32, state: State, entry: &Entry) {
        if let Some(admission) = self.all.get_mut(&(entry.stream, number)) {
            admission.state = state;
            admission.decided_by = Some(entry.meta.actor.clone());
            admission.changed_at = entry.recorded_at;
        }
    }
}

impl View for Admissions {
    fn name(&self) -> &'static str {
        "admissions"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("调阅准入", "Who was let into which case")
    }

    fn fold_version(&self) -> u32 {
        2
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![AccessChallenged, AccessRequested, AccessApproved, AccessRejected, GlassBroken, AccessEnded]
    }

    fn apply(&mut self, entry: &Entry) {
        let Event::Registry(fact) = &entry.event else { return };
        if self.seen.is_new(entry.place) {
            self.note(fact, entry);
        }
    }

    /// What was begun last stands first, and what waits for a word before everything else.
    fn rows(&self, query: &Query) -> Rows {
        let fits = |admission: &Admission| {
            query.case.is_none_or(|case| case == admission.case)
                && query.department.as_ref().is_none_or(|department| *department == admission.department)
                && query.state.as_deref().is_none_or(|state| state == admission.state.as_str())
        };
        let cursor = |number: u32, admission: &Admission| {
            let waits = if admission.state == State::Asked { 0 } else { 1 };
            let age = i64::MAX - admission.at.as_millisecond();
            format!("{waits}/{age:020}/{}/{number:06}", admission.case)
        };
        let matching = self.all.iter().filter(|(_, admission)| fits(admission));
        let matching = matching.map(|((_, number), one)| (cursor(*number, one), (*number, one)));
        page::sorted(query, matching, |(number, one)| {
            json!({
                "case": one.case, "admission": number, "who": one.who, "by": one.by, "department": one.department,
                "basis": one.manner.as_str(), "reason": one.manner.reason(), "danger": one.manner.danger(),
                "extent": one.manner.extent(),
                "state": one.state.as_str(), "at": one.at, "until": one.until, "decided_by": one.decided_by,
                "changed_at": one.changed_at,
            })
        })
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        page::save(&self.seen, self.all.iter())
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, all) = page::load::<Seen, ((StreamId, u32), Admission)>(chunks)?;
        *self = Self { seen, all: all.into_iter().collect() };
        Ok(())
    }
}
