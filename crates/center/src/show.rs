//! A fact as it leaves the center: plain JSON, disclosed for one viewer.

use access::{Viewer, disclose};
use serde_json::{Value, json};
use timeline::{Entry, codec};

/// The fact with its circumstances, for this viewer. Nothing leaves the center by another way.
#[must_use]
pub fn shown(entry: &Entry, viewer: &Viewer) -> Value {
    let meta = &entry.meta;
    let kind = entry.event.kind();
    // A fact that was read or recorded has been written before; its body cannot fail now.
    let body = codec::encode(meta, &entry.event).ok().and_then(|(_, body)| serde_json::from_slice::<Value>(&body).ok());
    let value = json!({
        "id": entry.id(), "position": entry.place.position, "index": entry.place.index,
        "stream": entry.stream, "version": entry.version,
        "kind": kind.name, "schema_version": kind.version,
        "occurred_at": meta.occurred_at, "recorded_at": entry.recorded_at,
        "actor": meta.actor, "on_behalf_of": meta.on_behalf_of, "department": meta.department,
        "window": meta.window, "channel": meta.channel, "legal_basis": meta.legal_basis,
        "request": meta.request, "correlation": meta.correlation, "causation": meta.causation,
        "classification": meta.classification, "packs": meta.packs,
        "body": body,
    });
    disclose(value, viewer)
}
