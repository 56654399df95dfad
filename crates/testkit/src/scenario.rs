//! Given these facts, when this is asked, then those facts follow, or it is refused.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use rules::Rulebook;
use timeline::{
    Channel, Classification, Decider, Desk, Entry, Event, Fingerprint, Meta, PackVersion, Place, Refusal as _,
    RequestId, StreamId,
};
use uuid::Uuid;

use crate::cast::{CASE, CENTER, CLERK, START, actor, department};
use crate::play::Asked;

/// The rule book of the demonstration county, read once.
#[must_use]
pub fn rulebook() -> &'static Rulebook {
    static DEMO: LazyLock<Rulebook> = LazyLock::new(Rulebook::demo);
    &DEMO
}

/// What has happened so far, one minute after the other from [`START`].
#[must_use]
pub fn given(facts: impl IntoIterator<Item = Event>) -> Given {
    let entries = entries(facts);
    let now = START + minutes(entries.len());
    Given { entries, now, meta: desk_meta(now) }
}

/// The facts as they lie on the timeline of [`CASE`], one a commit, one a minute.
#[must_use]
pub fn entries(facts: impl IntoIterator<Item = Event>) -> Vec<Entry> {
    let entry = |(index, event): (usize, Event)| {
        let version = index as u64 + 1;
        let recorded_at = START + minutes(index);
        Entry {
            place: Place { position: version, index: 0 },
            stream: CASE.into(),
            version,
            recorded_at,
            meta: desk_meta(recorded_at),
            event,
        }
    };
    facts.into_iter().enumerate().map(entry).collect()
}

fn minutes(count: usize) -> SignedDuration {
    SignedDuration::from_mins(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A clerk of the center at a window at this time.
#[must_use]
pub fn desk_meta(at: Timestamp) -> Meta {
    Meta {
        occurred_at: at,
        actor: actor(CLERK),
        on_behalf_of: None,
        department: department(CENTER),
        window: None,
        channel: Channel::Window,
        legal_basis: None,
        reference: None,
        request: RequestId::new(Uuid::from_u128(0x4e9)),
        fingerprint: Fingerprint::default(),
        correlation: Uuid::from_u128(0x4e9),
        causation: None,
        classification: Classification::Internal,
        packs: PackVersion::parse("2026-11").expect("a version"),
    }
}

/// What has happened, and who is about to ask.
#[derive(Clone, Debug)]
pub struct Given {
    entries: Vec<Entry>,
    now: Timestamp,
    meta: Meta,
}

impl Given {
    /// Somebody else asks.
    #[must_use]
    pub fn by(mut self, who: &str) -> Self {
        self.meta.actor = actor(who);
        self
    }

    /// The one who asks acts for this department.
    #[must_use]
    pub fn acting_for(mut self, code: &str) -> Self {
        self.meta.department = department(code);
        self
    }

    /// It reaches the center this way.
    #[must_use]
    pub fn through(mut self, channel: Channel) -> Self {
        self.meta.channel = channel;
        self
    }

    /// It happened then, and is recorded now.
    #[must_use]
    pub fn told_of(mut self, occurred_at: Timestamp) -> Self {
        self.meta.occurred_at = occurred_at;
        self
    }

    /// It is asked at this time.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        (self.now, self.meta.occurred_at) = (now, now);
        self
    }

    /// Somebody asks.
    #[must_use]
    pub fn when<C: Asked>(self, command: C) -> Outcome {
        let mut state = <C::Desk as Decider>::State::default();
        self.entries.iter().for_each(|entry| C::Desk::evolve(&mut state, entry));
        let stream: StreamId = CASE.into();
        let desk = Desk { stream, now: self.now, meta: &self.meta, rulebook: rulebook() };
        let decided = C::Desk::decide(&state, command, &desk);
        Outcome(decided.map(|facts| facts.into_iter().map(Into::into).collect()).map_err(|refusal| refusal.code()))
    }
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome(Result<Vec<Event>, &'static str>);

impl Outcome {
    /// These facts follow, and no others.
    ///
    /// # Panics
    /// When something else came of it.
    #[track_caller]
    pub fn then(self, facts: impl IntoIterator<Item = Event>) {
        let expected: Vec<Event> = facts.into_iter().collect();
        assert!(!expected.is_empty(), "say nothing_happened() instead");
        assert_eq!(self.0, Ok(expected));
    }

    /// It was refused with this code.
    ///
    /// # Panics
    /// When something else came of it.
    #[track_caller]
    pub fn refused(self, code: &str) {
        match self.0 {
            Ok(facts) => panic!("expected {code}, but these facts follow: {facts:?}"),
            Err(found) => assert_eq!(found, code),
        }
    }

    /// It was not refused, and there is nothing to record.
    ///
    /// # Panics
    /// When something else came of it.
    #[track_caller]
    pub fn nothing_happened(self) {
        assert_eq!(self.0, Ok(Vec::new()));
    }

    /// It was not refused, and something is recorded.
    ///
    /// # Panics
    /// When it was refused, or nothing happened.
    #[track_caller]
    pub fn accepted(self) {
        assert!(!self.facts().is_empty(), "nothing happened");
    }

    /// The facts that follow.
    ///
    /// # Panics
    /// When it was refused.
    #[must_use]
    #[track_caller]
    pub fn facts(self) -> Vec<Event> {
        match self.0 {
            Ok(facts) => facts,
            Err(code) => panic!("refused with {code}"),
        }
    }
}

/// Every code a desk refuses with stands behind a `.refused("...")` of its scenarios.
///
/// # Panics
/// When a code has no scenario, is listed twice, or belongs to another desk.
#[track_caller]
pub fn every_refusal_has_a_scenario<R: timeline::Refusal>(desk: &str, scenarios: &[&str]) {
    let prefix = format!("{desk}.");
    for (index, code) in R::CODES.iter().enumerate() {
        let refused = format!("refused(\"{code}\")");
        assert!(scenarios.iter().any(|text| text.contains(&refused)), "{code} has no scenario");
        assert!(code.starts_with(&prefix), "{code} belongs to another desk");
        assert!(!R::CODES.iter().skip(index + 1).any(|other| other == code), "{code} is listed twice");
    }
}
