//! A fact as it leaves the center: plain JSON, disclosed for one viewer.

use access::{Viewer, disclose_part};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use timeline::{
    ActorId, Channel, Classification, Code, DepartmentCode, Entry, EventId, PackVersion, RequestId, StreamId,
    WindowCode, codec,
};
use uuid::Uuid;

use crate::Opener;

/// The fact with its circumstances, for one viewer. Nothing leaves the center by another way, and this can be made in
/// one way only; so whatever is made of it is disclosed.
#[derive(Clone, Debug, Serialize)]
pub struct Shown<'a> {
    actor: &'a ActorId,
    body: Value,
    causation: Option<EventId>,
    channel: Channel,
    classification: Classification,
    correlation: Uuid,
    department: &'a DepartmentCode,
    id: EventId,
    index: u16,
    kind: &'static str,
    legal_basis: Option<&'a Code>,
    occurred_at: Timestamp,
    on_behalf_of: Option<&'a ActorId>,
    packs: &'a PackVersion,
    position: u64,
    recorded_at: Timestamp,
    request: RequestId,
    schema_version: u16,
    stream: StreamId,
    version: u64,
    window: Option<&'a WindowCode>,
}

impl<'a> Shown<'a> {
    /// The fact, for this viewer.
    #[must_use]
    pub fn of(entry: &'a Entry, viewer: &Viewer, opener: &Opener) -> Self {
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
            request: meta.request,
            schema_version: kind.version,
            stream: entry.stream,
            version: entry.version,
            window: meta.window.as_ref(),
        }
    }
}

/// The same, as a value to be looked into.
#[must_use]
pub fn shown(entry: &Entry, viewer: &Viewer, opener: &Opener) -> Value {
    // Made of names, numbers and texts: writing it cannot fail.
    serde_json::to_value(Shown::of(entry, viewer, opener)).unwrap_or_default()
}
