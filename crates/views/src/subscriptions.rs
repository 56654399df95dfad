//! In which ways departments are told beside the one each has: for whom, what, where to, and whether it rests.
//!
//! How far each is stands nowhere in the log: the relay knows it, and the center says both together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    Code, DepartmentCode, Endpoint, Entry, Event, FactName, Kind, Query, RegistryEvent, Rows, ShapeError,
    StartingPoint, StreamId, SubscriptionOpened, Transport, View,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Subscriptions {
    seen: Seen,
    by_code: BTreeMap<Code, Row>,
    streams: BTreeMap<StreamId, Code>,
}

/// One subscription.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Row {
    department: DepartmentCode,
    transport: Transport,
    from: StartingPoint,
    fact_names: Vec<FactName>,
    endpoint: Option<Endpoint>,
    state: State,
    /// Messages that are delivered no more.
    discarded: u64,
    since: Timestamp,
}

/// Whether it rests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
    Paused,
    Closed,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }
}

impl Row {
    fn of(opened: &SubscriptionOpened, since: Timestamp) -> Self {
        Self {
            department: opened.department.clone(),
            transport: opened.transport,
            from: opened.from,
            fact_names: opened.fact_names.clone(),
            endpoint: opened.endpoint.clone(),
            state: State::Open,
            discarded: 0,
            since,
        }
    }

    fn stand(&mut self, state: State, since: Timestamp) {
        (self.state, self.since) = (state, since);
    }

    fn note(&mut self, fact: &RegistryEvent, at: Timestamp) {
        match fact {
            RegistryEvent::SubscriptionChanged(changed) => {
                self.fact_names.clone_from(&changed.fact_names);
                self.endpoint.clone_from(&changed.endpoint);
            }
            RegistryEvent::SubscriptionPaused(_) => self.stand(State::Paused, at),
            RegistryEvent::SubscriptionResumed(_) => self.stand(State::Open, at),
            RegistryEvent::SubscriptionClosed(_) => self.stand(State::Closed, at),
            RegistryEvent::MessageDiscarded(_) => self.discarded += 1,
            RegistryEvent::SubscriptionOpened(_)
            | RegistryEvent::SecretRotated(_)
            | RegistryEvent::MessageRetried(_)
            | timeline::accounts_aside!()
            | timeline::presence_aside!()
            | timeline::erasures_aside!()
            | timeline::admissions_aside!() => {}
        }
    }

    fn write(&self, subscription: &Code) -> Value {
        json!({
            "subscription": subscription,
            "department": self.department,
            "transport": self.transport,
            "from": self.from,
            "fact_names": self.fact_names,
            "endpoint": self.endpoint,
            "state": self.state.as_str(),
            "discarded": self.discarded,
            "since": self.since,
        })
    }
}

impl View for Subscriptions {
    fn name(&self) -> &'static str {
        "subscriptions"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("部门订阅", "Subscriptions of departments")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            SubscriptionOpened,
            SubscriptionChanged,
            SubscriptionPaused,
            SubscriptionResumed,
            SubscriptionClosed,
            MessageDiscarded
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        let Event::Registry(fact) = &entry.event else { return };
        if !self.seen.is_new(entry.place) {
            return;
        }
        if let RegistryEvent::SubscriptionOpened(opened) = fact {
            self.streams.insert(entry.stream, opened.subscription.clone());
            self.by_code.insert(opened.subscription.clone(), Row::of(opened, entry.recorded_at));
        }
        let row = self.streams.get(&entry.stream).and_then(|code| self.by_code.get_mut(code));
        row.into_iter().for_each(|row| row.note(fact, entry.recorded_at));
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &Row| {
            query.case.is_none()
                && query.department.as_ref().is_none_or(|department| *department == row.department)
                && query.state.as_deref().is_none_or(|state| row.state.as_str() == state)
        };
        let matching: Vec<_> = self.by_code.iter().filter(|(_, row)| fits(row)).collect();
        page::page(query, matching.iter().map(|pair| (pair.0.to_string(), pair)), |(code, row)| row.write(code))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        let stream =
            |(stream, code): (&StreamId, &Code)| self.by_code.get(code).map(|row| (*stream, code.clone(), row.clone()));
        page::save(&self.seen, self.streams.iter().filter_map(stream))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (StreamId, Code, Row)>(chunks)?;
        let streams = rows.iter().map(|(stream, code, _)| (*stream, code.clone())).collect();
        let by_code = rows.into_iter().map(|(_, code, row)| (code, row)).collect();
        *self = Self { seen, by_code, streams };
        Ok(())
    }
}
