//! How a fact becomes bytes and a fact again. Only this file knows stored field names.
//!
//! An entry is a binary envelope (format byte, then postcard) around a JSON body. Scans read envelopes and skip the
//! bodies of kinds they do not want.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::upcast::{self, Stored};
use crate::{
    ActorId, Channel, Classification, Code, CodeError, DepartmentCode, Entry, Event, EventId, Fingerprint, Meta,
    PackVersion, Place, Reference, RequestId, StreamId, WindowCode,
};

/// The format byte of an envelope without a reference: what every program so far wrote, and still reads.
const ENVELOPE_FORMAT: u8 = 1;
/// The format byte of an envelope with the reference of a department behind it. Postcard names no fields, so a field
/// more is a format more; an envelope without one keeps its old bytes.
const ENVELOPE_FORMAT_REFERRED: u8 = 2;

/// Why stored bytes are no fact for this program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodecError {
    /// The envelope was written by a newer program.
    #[error("the envelope has format {found}; this program reads up to {ENVELOPE_FORMAT_REFERRED}: use a newer one")]
    Format {
        /// The format byte.
        found: u8,
    },
    /// The envelope is not what its format says.
    #[error("the envelope cannot be read")]
    Envelope(#[from] postcard::Error),
    /// A code in the envelope has a form no program writes.
    #[error("a code in the envelope cannot be read")]
    Code(#[from] CodeError),
    /// A value in the envelope is outside its range.
    #[error("{field} in the envelope cannot be read")]
    Value {
        /// Which one.
        field: &'static str,
    },
    /// The fact was written by a newer program.
    #[error("this program knows no {name} of version {version}: use a newer one")]
    UnknownKind {
        /// The wire name.
        name: String,
        /// Its schema version.
        version: u16,
    },
    /// The body does not have the shape of its kind.
    #[error("the body of {name} cannot be read")]
    Body {
        /// The wire name.
        name: String,
        /// What the parser says.
        #[source]
        source: serde_json::Error,
    },
}

/// An envelope as it is stored, borrowed from the log: cheap to read in a scan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Envelope<'a> {
    /// Wire name of the fact.
    pub kind: &'a str,
    /// Schema version of the body.
    pub version: u16,
    occurred_at: i64,
    request: [u8; 16],
    fingerprint: [u8; 16],
    correlation: [u8; 16],
    causation: Option<[u8; 16]>,
    actor: &'a str,
    on_behalf_of: Option<&'a str>,
    /// The department the actor acted for.
    pub department: &'a str,
    window: Option<&'a str>,
    channel: &'a str,
    legal_basis: Option<&'a str>,
    classification: &'a str,
    packs: &'a str,
    /// Written behind the others, in a format of its own.
    #[serde(skip)]
    reference: Option<&'a str>,
}

/// What the log says of an entry: where it is and when it was taken.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Place in the global order.
    pub place: Place,
    /// The stream.
    pub stream: StreamId,
    /// Number on the stream.
    pub version: u64,
    /// Recorded time, microseconds since 1970.
    pub recorded_at: i64,
}

/// The two parts of a stored entry: envelope and body.
///
/// # Errors
/// Never for facts of this program; the serializers' own errors are passed on.
pub fn encode(meta: &Meta, event: &Event) -> Result<(Vec<u8>, Vec<u8>), CodecError> {
    let kind = event.kind();
    let envelope = Envelope {
        kind: kind.name,
        version: kind.version,
        occurred_at: meta.occurred_at.as_microsecond(),
        request: meta.request.uuid().into_bytes(),
        fingerprint: meta.fingerprint.0,
        correlation: meta.correlation.into_bytes(),
        causation: meta.causation.map(|id| id.uuid().into_bytes()),
        actor: meta.actor.as_str(),
        on_behalf_of: meta.on_behalf_of.as_ref().map(ActorId::as_str),
        department: meta.department.as_str(),
        window: meta.window.as_ref().map(WindowCode::as_str),
        channel: meta.channel.as_str(),
        legal_basis: meta.legal_basis.as_ref().map(Code::as_str),
        classification: meta.classification.as_str(),
        packs: meta.packs.as_str(),
        reference: meta.reference.as_ref().map(Reference::as_str),
    };
    let bytes = match envelope.reference {
        None => postcard::to_extend(&envelope, vec![ENVELOPE_FORMAT])?,
        Some(reference) => {
            postcard::to_extend(reference, postcard::to_extend(&envelope, vec![ENVELOPE_FORMAT_REFERRED])?)?
        }
    };
    let body = event.body().map_err(|source| CodecError::Body { name: kind.name.to_owned(), source })?;
    Ok((bytes, body))
}

/// The body of a fact as JSON, as it is stored.
///
/// # Errors
/// Never for facts of this program; the serializer's own error is passed on.
pub fn body(event: &Event) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::from_slice(&event.body()?)
}

/// Reads an envelope without its body.
///
/// # Errors
/// A newer format, or bytes that are no envelope.
pub fn peek(envelope: &[u8]) -> Result<Envelope<'_>, CodecError> {
    match envelope.split_first() {
        Some((&ENVELOPE_FORMAT, rest)) => Ok(postcard::from_bytes(rest)?),
        Some((&ENVELOPE_FORMAT_REFERRED, rest)) => {
            let (envelope, rest) = postcard::take_from_bytes::<Envelope<'_>>(rest)?;
            Ok(Envelope { reference: Some(postcard::from_bytes(rest)?), ..envelope })
        }
        Some((&found, _)) => Err(CodecError::Format { found }),
        None => Err(CodecError::Format { found: 0 }),
    }
}

/// Reads a whole entry, bringing an old body up to its present shape.
///
/// # Errors
/// [`CodecError`] when the entry was written by a newer program or is not one.
pub fn decode(slot: Slot, envelope: &Envelope<'_>, body: &[u8]) -> Result<Entry, CodecError> {
    Ok(Entry {
        place: slot.place,
        stream: slot.stream,
        version: slot.version,
        recorded_at: moment(slot.recorded_at, "recorded_at")?,
        meta: envelope.meta()?,
        event: read_event(envelope, body)?,
    })
}

fn read_event(envelope: &Envelope<'_>, body: &[u8]) -> Result<Event, CodecError> {
    let unknown = || CodecError::UnknownKind { name: envelope.kind.to_owned(), version: envelope.version };
    let bad_body = |source| CodecError::Body { name: envelope.kind.to_owned(), source };
    let stored = Stored { name: envelope.kind, version: envelope.version, body: Cow::Borrowed(body) };
    let lifted = upcast::lift(stored, upcast::all()).map_err(bad_body)?;
    Event::read(lifted.name, lifted.version, &lifted.body).ok_or_else(unknown)?.map_err(bad_body)
}

impl Envelope<'_> {
    fn meta(&self) -> Result<Meta, CodecError> {
        let id = |bytes: [u8; 16]| Uuid::from_bytes(bytes);
        Ok(Meta {
            occurred_at: moment(self.occurred_at, "occurred_at")?,
            actor: ActorId::parse(self.actor)?,
            on_behalf_of: self.on_behalf_of.map(ActorId::parse).transpose()?,
            department: DepartmentCode::parse(self.department)?,
            window: self.window.map(WindowCode::parse).transpose()?,
            channel: Channel::from_name(self.channel).ok_or(CodecError::Value { field: "channel" })?,
            legal_basis: self.legal_basis.map(Code::parse).transpose()?,
            reference: self.reference.map(Reference::parse).transpose()?,
            request: RequestId::new(id(self.request)),
            fingerprint: Fingerprint(self.fingerprint),
            correlation: id(self.correlation),
            causation: self.causation.map(|bytes| EventId::new(id(bytes))),
            classification: Classification::from_name(self.classification)
                .ok_or(CodecError::Value { field: "classification" })?,
            packs: PackVersion::parse(self.packs)?,
        })
    }
}

fn moment(micros: i64, field: &'static str) -> Result<Timestamp, CodecError> {
    Timestamp::from_microsecond(micros).map_err(|_| CodecError::Value { field })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fingerprint, MediationConsented, MediationEvent, PartyId};

    fn meta() -> Meta {
        Meta {
            occurred_at: "2026-03-01T09:30:00Z".parse().unwrap(),
            actor: ActorId::parse("clerk-1").unwrap(),
            on_behalf_of: None,
            department: DepartmentCode::parse("center").unwrap(),
            window: Some(WindowCode::parse("window-3").unwrap()),
            channel: Channel::Window,
            legal_basis: Some(Code::parse("pm-start").unwrap()),
            reference: None,
            request: RequestId::new(Uuid::from_u128(1)),
            fingerprint: Fingerprint([9; 16]),
            correlation: Uuid::from_u128(2),
            causation: Some(EventId::new(Uuid::from_u128(3))),
            classification: Classification::Mediation,
            packs: PackVersion::parse("2026-11").unwrap(),
        }
    }

    fn slot() -> Slot {
        let place = Place { position: 5, index: 1 };
        Slot { place, stream: StreamId::new(Uuid::from_u128(4)), version: 7, recorded_at: 1_772_000_000_000_000 }
    }

    fn consented() -> Event {
        let party = PartyId::new(Uuid::from_u128(8));
        MediationEvent::from(MediationConsented { party, with_guardian: None }).into()
    }

    #[test]
    fn what_was_written_is_read() {
        let (envelope, body) = encode(&meta(), &consented()).unwrap();
        let entry = decode(slot(), &peek(&envelope).unwrap(), &body).unwrap();
        assert_eq!((entry.meta, entry.event, entry.version), (meta(), consented(), 7));
        assert_eq!(entry.recorded_at.as_microsecond(), slot().recorded_at);
    }

    #[test]
    fn a_reference_is_read_back_and_costs_nothing_where_there_is_none() {
        let referred = Meta { reference: Some(Reference::parse("（2026）虚构1号").unwrap()), ..meta() };
        let (with, body) = encode(&referred, &consented()).unwrap();
        assert_eq!(decode(slot(), &peek(&with).unwrap(), &body).unwrap().meta, referred);
        let (without, _) = encode(&meta(), &consented()).unwrap();
        assert_eq!((without.first(), with.first()), (Some(&ENVELOPE_FORMAT), Some(&ENVELOPE_FORMAT_REFERRED)));
        assert_eq!(with.get(1..without.len()), without.get(1..));
        for cut in 0..with.len() {
            assert!(peek(&with[..cut]).is_err(), "half an envelope is none");
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_named() {
        let (envelope, body) = encode(&meta(), &consented()).unwrap();
        assert!(matches!(peek(&[3, 0]), Err(CodecError::Format { found: 3 })));
        let newer = Envelope { version: 99, ..peek(&envelope).unwrap() };
        assert!(matches!(decode(slot(), &newer, &body), Err(CodecError::UnknownKind { version: 99, .. })));
        let unknown = Envelope { kind: "mediation.hypnotised", ..newer };
        assert!(matches!(decode(slot(), &unknown, &body), Err(CodecError::UnknownKind { .. })));
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic() {
        let (envelope, body) = encode(&meta(), &consented()).unwrap();
        for cut in 0..envelope.len() {
            let _ = peek(&envelope[..cut]).map(|envelope| decode(slot(), &envelope, &body).map(|_| ()));
        }
        assert!(matches!(decode(slot(), &peek(&envelope).unwrap(), b"{}"), Err(CodecError::Body { .. })));
    }
}
