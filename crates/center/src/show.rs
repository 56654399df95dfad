//! A fact as it leaves the center: plain JSON, disclosed for one viewer.

use access::{Viewer, disclose_part};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use timeline::{
    ActorId, Channel, Classification, Code, DepartmentCode, Entry, EventId, PackVersion, Reference, RequestId,
    StreamId, WindowCode, codec,
};
use uuid::Uuid;

use crate::Opener;

/// The fact with its circumstances, for one viewer. Nothing leaves the center by another way, and this can be made in
/// one way only; so whatever is made of it is disclosed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Shown<'a> {
    /// Who recorded it.
    actor: &'a ActorId,
    /// What it says.
    body: Value,
    /// The fact that brought it about, if a fact did.
    causation: Option<EventId>,
    /// How it reached the center.
    channel: Channel,
    /// Who may at most know of it.
    classification: Classification,
    /// The first request of the chain it belongs to.
    correlation: Uuid,
    /// The department the actor acted for.
    department: &'a DepartmentCode,
    /// Its id: the same wherever it is shown.
    id: EventId,
    /// Its place in the commit.
    index: u16,
    /// Its wire name.
    kind: &'static str,
    /// The rule that called for it, if the actor named one.
    legal_basis: Option<&'a Code>,
    /// When it happened.
    occurred_at: Timestamp,
    /// For whom, if the actor stood in for somebody.
    on_behalf_of: Option<&'a ActorId>,
    /// The rule packs in force.
    packs: &'a PackVersion,
    /// The place of its commit in the log.
    position: u64,
    /// When the log took it.
    recorded_at: Timestamp,
    /// The number the actor's own department keeps the matter under. Left out where there is none: what departments were
    /// told keeps its bytes, which their hashes are made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a Reference>,
    /// The request it answers.
    request: RequestId,
    /// The version of the body's schema.
    schema_version: u16,
    /// The case or visit it is about.
    stream: StreamId,
    /// Its number on that stream, as whoever it is shown to counts.
    version: u64,
    /// The window it happened at.
    window: Option<&'a WindowCode>,
}

impl<'a> Shown<'a> {
    /// The fact, under the number this viewer knows it by.
    #[must_use]
    pub fn of((number, entry): (u64, &'a Entry), viewer: &Viewer, opener: &Opener) -> Self {
        let (meta, kind) = (&entry.meta, entry.event.kind());
        // A fact that was read or recorded has been written before; its body cannot fail now.
        let body = codec::body(&entry.event).unwrap_or_default();
        Self {
            actor: &meta.actor,
            body: disclose_part(body, meta.classification, viewer, &|sealed| opener.text(entry.stream, sealed)),
            causation: meta.causation,
            channel: meta.channel,
            classification: meta.classification,
            correlation: meta.correlation,
            department: &meta.department,
            id: entry.id(),
            index: entry.place.index,
            kind: kind.name,
            legal_basis: meta.legal_basis.as_ref(),
            occurred_at: meta.occurred_at,
            on_behalf_of: meta.on_behalf_of.as_ref(),
            packs: &meta.packs,
            position: entry.place.position,
            recorded_at: entry.recorded_at,
            reference: meta.reference.as_ref(),
            request: meta.request,
            schema_version: kind.version,
            stream: entry.stream,
            version: number,
            window: meta.window.as_ref(),
        }
    }
}

/// The same, as a value to be looked into.
#[must_use]
pub fn shown(numbered: (u64, &Entry), viewer: &Viewer, opener: &Opener) -> Value {
    // Made of names, numbers and texts: writing it cannot fail.
    serde_json::to_value(Shown::of(numbered, viewer, opener)).unwrap_or_default()
}

/// Facts that follow one another for whoever is told of them, the last of which has this number.
pub fn numbered_up_to(last: u64, facts: &[Entry]) -> impl Iterator<Item = (u64, &Entry)> {
    ((last + 1).saturating_sub(facts.len() as u64)..).zip(facts)
}
