//! One fact as it lies on the timeline: where, when, by whom, why, and what.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    ActorId, Channel, Classification, Code, DepartmentCode, Event, EventId, PackVersion, Reference, RequestId,
    StreamId, WindowCode,
};

/// A place in the global order: the position of the commit, and the place in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Place {
    /// Position of the commit, from 1.
    pub position: u64,
    /// Place in the commit, from 0.
    pub index: u16,
}

/// The first half of an HMAC-SHA-256 over the plaintext of a request, under a key that never leaves the center: a plain
/// hash would let names be guessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fingerprint(pub [u8; 16]);

/// What is known of a fact beside the fact: who, for whom, where, through what, and because of what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// When it happened, as told at the window. Back-dating is normal there, and visible beside the recorded time.
    pub occurred_at: Timestamp,
    /// Who recorded it.
    pub actor: ActorId,
    /// For whom, if the actor stood in for somebody.
    pub on_behalf_of: Option<ActorId>,
    /// The department the actor acted for.
    pub department: DepartmentCode,
    /// The window it happened at.
    pub window: Option<WindowCode>,
    /// How it reached the center.
    pub channel: Channel,
    /// The rule that called for it, if the actor named one.
    pub legal_basis: Option<Code>,
    /// The number the actor's own department keeps the matter under, if it named one: its file is found by it here.
    pub reference: Option<Reference>,
    /// The request it answers; a retry carries the same.
    pub request: RequestId,
    /// What that request asked, so that the same id with another body is noticed.
    pub fingerprint: Fingerprint,
    /// The first request of the chain it belongs to.
    pub correlation: Uuid,
    /// The fact that brought it about, if a fact did.
    pub causation: Option<EventId>,
    /// Who may at most know of it.
    pub classification: Classification,
    /// The rule packs in force.
    pub packs: PackVersion,
}

/// One fact on the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Where it is in the global order.
    pub place: Place,
    /// The stream it is on.
    pub stream: StreamId,
    /// Its number on that stream, from 1.
    pub version: u64,
    /// When the log took it; never earlier than the entry before it.
    pub recorded_at: Timestamp,
    /// Who, for whom, where, why.
    pub meta: Meta,
    /// What happened.
    pub event: Event,
}

impl Entry {
    /// Its id: the same wherever the fact is shown.
    #[must_use]
    pub fn id(&self) -> EventId {
        EventId::at(self.stream, self.version)
    }
}
