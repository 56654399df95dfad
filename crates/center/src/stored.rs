//! Between the bytes of the journal and the facts of the timeline.

use std::ops::ControlFlow;

use journal::{AppendError, CommitView, Draft, DraftEntry, EntryView, Journal, Position, ReadError};
use timeline::codec::{self, CodecError, Slot};
use timeline::{Entry, Event, Kind, Meta, Place, StreamId};
use uuid::Uuid;

use crate::{Failure, OpenError, ReadFailure};

/// Why stored facts could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoredError {
    /// The journal could not be read.
    #[error("cannot read the log")]
    Read(#[from] ReadError),
    /// An entry could not be decoded.
    #[error("cannot decode the log at position {position}")]
    Decode {
        /// Where.
        position: Position,
        /// Why.
        #[source]
        source: CodecError,
    },
}

/// The name of a stream in the journal.
pub(crate) fn stream_key(stream: StreamId) -> journal::StreamId {
    journal::StreamId(stream.uuid().into_bytes())
}

/// The stream of this name in the journal.
pub(crate) fn stream_of(key: journal::StreamId) -> StreamId {
    StreamId::new(Uuid::from_bytes(key.0))
}

/// Decodes the entries of a commit whose kinds are wanted.
pub(crate) fn decode(
    commit: &CommitView<'_>,
    wanted: &(dyn Fn(&str) -> bool + Sync),
    into: &mut Vec<Entry>,
) -> Result<(), StoredError> {
    let position = commit.position();
    for entry in commit.entries() {
        decode_one(commit, entry, wanted, into).map_err(|source| StoredError::Decode { position, source })?;
    }
    Ok(())
}

fn decode_one(
    commit: &CommitView<'_>,
    entry: EntryView<'_>,
    wanted: &(dyn Fn(&str) -> bool + Sync),
    into: &mut Vec<Entry>,
) -> Result<(), CodecError> {
    let envelope = codec::peek(entry.envelope)?;
    if wanted(envelope.kind) {
        let slot = Slot {
            place: Place { position: commit.position(), index: entry.index },
            stream: stream_of(commit.stream()),
            version: entry.version,
            recorded_at: commit.time(),
        };
        into.push(codec::decode(slot, &envelope, entry.body)?);
    }
    Ok(())
}

/// The entries of a stream with a version above `after`, oldest first.
pub(crate) fn read_stream(journal: &dyn Journal, stream: StreamId, after: u64) -> Result<Vec<Entry>, StoredError> {
    let mut entries = Vec::new();
    for commit in journal.read_stream(stream_key(stream), after)? {
        if let Some(view) = CommitView::parse(commit.position, &commit.bytes) {
            decode(&view, &|_| true, &mut entries)?;
        }
    }
    entries.retain(|entry| entry.version > after);
    Ok(entries)
}

/// Whether the first fact of a stream is of this kind; a stream that has not begun has none.
pub(crate) fn begins_with(journal: &dyn Journal, stream: StreamId, kind: Kind) -> Result<bool, StoredError> {
    let commits = journal.read_stream(stream_key(stream), 0)?;
    let Some(commit) = commits.first() else { return Ok(false) };
    let view = CommitView::parse(commit.position, &commit.bytes);
    let Some(first) = view.as_ref().and_then(|view| view.entries().next()) else { return Ok(false) };
    let envelope =
        codec::peek(first.envelope).map_err(|source| StoredError::Decode { position: commit.position, source })?;
    Ok(envelope.kind == kind.name)
}

/// The wanted entries of the next `portion` commits behind `after`, and how far they reach. A portion bounds what is in
/// memory at once; the scan is told its end, because one that is broken off has read ahead in vain.
pub(crate) fn read_portion(
    journal: &dyn Journal,
    (after, head): (Position, Position),
    portion: u64,
    wanted: &(dyn Fn(&str) -> bool + Sync),
) -> Result<(Vec<Entry>, Position), StoredError> {
    let (mut entries, mut fault) = (Vec::new(), None);
    let reached =
        journal.scan(after, head.min(after + portion), &mut |commit| match decode(commit, wanted, &mut entries) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                fault = Some(error);
                ControlFlow::Break(())
            }
        })?;
    fault.map_or(Ok((entries, reached)), Err)
}

/// Facts on their way into a stream.
pub(crate) fn draft(stream: StreamId, expected: u64, facts: &[(Meta, Event)], now: i64) -> Result<Draft, CodecError> {
    let entries = facts.iter().map(|(meta, event)| {
        let (envelope, body) = codec::encode(meta, event)?;
        Ok(DraftEntry { envelope, body })
    });
    Ok(Draft { stream: stream_key(stream), expected, time: now, entries: entries.collect::<Result<_, CodecError>>()? })
}

impl From<StoredError> for Failure {
    fn from(error: StoredError) -> Self {
        Self::Failed { what: chain(&error) }
    }
}

impl From<StoredError> for ReadFailure {
    fn from(error: StoredError) -> Self {
        Self::Failed { what: chain(&error) }
    }
}

impl From<StoredError> for OpenError {
    fn from(error: StoredError) -> Self {
        match error {
            StoredError::Read(error) => Self::Read(error),
            StoredError::Decode { position, source } => Self::Decode { position, source },
        }
    }
}

/// An append that was not acknowledged, for whoever asked. A conflict is handled before.
impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Closed(condition) => Self::NotWritable(condition),
            other => Self::Failed { what: other.to_string() },
        }
    }
}

/// An error and its causes on one line.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
