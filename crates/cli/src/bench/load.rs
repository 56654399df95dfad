//! What is written in a measurement: drafts of a stated size on streams as long as a case.

use std::sync::atomic::{AtomicU64, Ordering};

use journal::{Draft, DraftEntry, StreamId};

/// Entries of one stream, about those of a case: a log of a few endless streams would flatter the heads in memory.
pub(crate) const STREAM_ENTRIES: u64 = 20;
/// Bytes of an entry's envelope, about those of a real one.
const ENVELOPE_BYTES: usize = 120;

/// The size of a draft.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) entries: usize,
    pub(crate) bytes: usize,
}

/// One writer's drafts, one after the other.
pub(crate) struct Writer {
    shape: Shape,
    stream: StreamId,
    version: u64,
    serial: u64,
}

/// Gives every stream of a run another id.
static STREAMS: AtomicU64 = AtomicU64::new(1);

impl Writer {
    pub(crate) fn new(shape: Shape) -> Self {
        Writer { shape, stream: next_stream(), version: 0, serial: 0 }
    }

    /// The next draft: on the same stream until that is as long as a case.
    pub(crate) fn draft(&mut self) -> Draft {
        if self.version >= STREAM_ENTRIES {
            (self.stream, self.version) = (next_stream(), 0);
        }
        let expected = self.version;
        self.version += self.shape.entries as u64;
        let entries = (0..self.shape.entries).map(|_| self.entry()).collect();
        Draft { stream: self.stream, expected, time: 0, entries }
    }

    fn entry(&mut self) -> DraftEntry {
        self.serial += 1;
        let envelope = self.text("envelope", ENVELOPE_BYTES.min(self.shape.bytes));
        let body = self.text("body", self.shape.bytes.saturating_sub(envelope.len()));
        DraftEntry { envelope, body }
    }

    /// Text that repeats about as much as JSON does, and is not the same twice.
    fn text(&self, what: &str, bytes: usize) -> Vec<u8> {
        let mut text = Vec::with_capacity(bytes);
        let mut mixed = self.serial;
        while text.len() < bytes {
            mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.extend_from_slice(format!("{{\"{what}\":\"{mixed:016x}\",\"party\":\"respondent\"}}").as_bytes());
        }
        text.truncate(bytes);
        text
    }
}

fn next_stream() -> StreamId {
    let serial = u128::from(STREAMS.fetch_add(1, Ordering::Relaxed));
    // Spread like random ids, so that neither side can profit from their order.
    StreamId(serial.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_has_the_size_that_was_asked_for() {
        let mut writer = Writer::new(Shape { entries: 8, bytes: 500 });
        let draft = writer.draft();
        assert_eq!(draft.entries.len(), 8);
        assert!(draft.entries.iter().all(|entry| entry.envelope.len() + entry.body.len() == 500));
        assert_eq!((draft.expected, writer.draft().expected), (0, 8));
    }

    #[test]
    fn a_stream_ends_where_a_case_ends() {
        let mut writer = Writer::new(Shape { entries: 10, bytes: 8 });
        let streams: Vec<StreamId> = (0..4).map(|_| writer.draft().stream).collect();
        assert!(streams[0] == streams[1] && streams[1] != streams[2] && streams[2] == streams[3]);
    }
}
