//! The bytes of a commit: what is hashed into its leaf, identical on a tape, in an export and on a cluster.
//!
//! ```text
//! stream[16] | first version u64 | time i64 | previous leaf of the stream [32] | entries u16
//! then per entry: envelope length u32 | body length u32 | envelope | body            (all numbers big-endian)
//! ```

use crate::{AppendError, Digest, Draft, Micros, Position, StreamId};

/// Bytes before the first entry.
pub const HEADER_BYTES: usize = 16 + 8 + 8 + 32 + 2;
/// Bytes before an entry's envelope.
pub const ENTRY_HEADER_BYTES: usize = 4 + 4;
/// Entries in one commit: no command of a desk records more facts at once.
pub const ENTRIES_MAX: usize = 1_000;
/// Bytes of one commit: several frames fit a write, and one always fits a segment.
pub const COMMIT_BYTES_MAX: usize = 4 << 20;

/// A commit as it lies in memory: a position and borrowed, checked bytes.
#[derive(Clone, Copy, Debug)]
pub struct CommitView<'a> {
    position: Position,
    bytes: &'a [u8],
}

/// One entry of a commit, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct EntryView<'a> {
    /// Its place in the commit, from 0.
    pub index: u16,
    /// Its version in the stream, from 1.
    pub version: u64,
    /// The binary envelope.
    pub envelope: &'a [u8],
    /// The body.
    pub body: &'a [u8],
}

/// Writes the bytes of a commit behind what `out` holds. `prev` is the leaf of the stream's previous commit (zero for
/// the first), `time` what the writer stamps.
pub fn write_commit(out: &mut Vec<u8>, draft: &Draft, time: Micros, prev: &Digest) {
    out.extend_from_slice(&draft.stream.0);
    out.extend_from_slice(&(draft.expected + 1).to_be_bytes());
    out.extend_from_slice(&time.to_be_bytes());
    out.extend_from_slice(&prev.0);
    out.extend_from_slice(&u16::try_from(draft.entries.len()).unwrap_or(u16::MAX).to_be_bytes());
    for entry in &draft.entries {
        out.extend_from_slice(&u32::try_from(entry.envelope.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(&u32::try_from(entry.body.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(&entry.envelope);
        out.extend_from_slice(&entry.body);
    }
}

/// How many bytes a draft takes as a commit.
pub(crate) fn commit_bytes(draft: &Draft) -> usize {
    let entries = draft.entries.iter().map(|entry| ENTRY_HEADER_BYTES + entry.envelope.len() + entry.body.len());
    HEADER_BYTES + entries.sum::<usize>()
}

/// Refuses a draft that is empty or too large, before it waits for anything.
pub(crate) fn check_size(draft: &Draft) -> Result<(), AppendError> {
    let (entries, bytes) = (draft.entries.len(), commit_bytes(draft));
    if (1..=ENTRIES_MAX).contains(&entries) && bytes <= COMMIT_BYTES_MAX {
        return Ok(());
    }
    Err(AppendError::Size { entries, bytes })
}

impl<'a> CommitView<'a> {
    /// Reads the bytes of a commit; `None` if they are not whole.
    #[must_use]
    pub fn parse(position: Position, bytes: &'a [u8]) -> Option<Self> {
        let view = CommitView { position, bytes };
        let mut rest = bytes.get(HEADER_BYTES..)?;
        for _ in 0..view.len() {
            let (_, _, after) = split_entry(rest)?;
            rest = after;
        }
        (rest.is_empty() && !view.is_empty()).then_some(view)
    }

    /// Its place in the global order.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// All its bytes.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The stream it belongs to.
    #[must_use]
    pub fn stream(&self) -> StreamId {
        StreamId(array(self.bytes, 0))
    }

    /// The version of its first entry, from 1.
    #[must_use]
    pub fn first_version(&self) -> u64 {
        u64::from_be_bytes(array(self.bytes, 16))
    }

    /// How many entries the stream holds after it.
    #[must_use]
    pub fn last_version(&self) -> u64 {
        self.first_version() + self.len() as u64 - 1
    }

    /// The time the writer stamped: when it was recorded.
    #[must_use]
    pub fn time(&self) -> Micros {
        i64::from_be_bytes(array(self.bytes, 24))
    }

    /// The leaf of the stream's previous commit.
    #[must_use]
    pub fn prev(&self) -> Digest {
        Digest(array(self.bytes, 32))
    }

    /// How many entries it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(u16::from_be_bytes(array(self.bytes, 64)))
    }

    /// Never true of a parsed commit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = EntryView<'a>> + use<'a> {
        let first = self.first_version();
        let mut rest = self.bytes.get(HEADER_BYTES..).unwrap_or_default();
        (0..self.len()).map_while(move |at| {
            let (envelope, body, after) = split_entry(rest)?;
            rest = after;
            Some(EntryView { index: u16::try_from(at).ok()?, version: first + at as u64, envelope, body })
        })
    }
}

fn split_entry(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let envelope = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let body = u32::from_be_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let (envelope, rest) = bytes.get(ENTRY_HEADER_BYTES..)?.split_at_checked(envelope)?;
    let (body, rest) = rest.split_at_checked(body)?;
    Some((envelope, body, rest))
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes.get(at..at + N).and_then(|part| part.try_into().ok()).unwrap_or([0; N])
}
