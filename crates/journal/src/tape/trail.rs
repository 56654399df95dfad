//! What every frame must continue: the state behind the last one.

use super::walk::Frame;
use crate::{CommitView, Digest, Head, Micros, Position, leaf_hash};

/// Bytes of a trail in a header or the head file.
pub(crate) const TRAIL_BYTES: usize = 8 * 4 + 4 + 32 * 2;

/// The end of a tape, or of a part of it. All zero before the first frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail {
    /// The last commit.
    pub(crate) position: Position,
    /// Entries in all commits up to it.
    pub(crate) entries: u64,
    /// The group it was written in.
    pub(crate) group: u64,
    /// Its place in that group.
    pub(crate) index: u32,
    /// Its time.
    pub(crate) time: Micros,
    /// The chain over everything up to it.
    pub(crate) chain: Digest,
    /// Its leaf.
    pub(crate) leaf: Digest,
}

/// Why a frame does not continue what is before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// It is another commit's turn.
    Position,
    /// Something before it, or its header, is not what it was.
    Chain,
    /// Its commit bytes cannot be read, or contradict its header.
    Commit,
    /// Entries, group, index or time do not go on from the frame before.
    Count,
}

impl Trail {
    /// The state behind `frame`, if it continues this one.
    pub(crate) fn after<'a>(&self, frame: &Frame<'a>) -> Result<(Trail, CommitView<'a>), Break> {
        let header = &frame.header;
        if header.position != self.position + 1 {
            return Err(Break::Position);
        }
        if header.chain != self.chain {
            return Err(Break::Chain);
        }
        let same_group = header.group == self.group && header.index == self.index + 1;
        let next_group = header.group == self.group + 1 && header.index == 0;
        if header.entries != self.entries || header.time < self.time || !(same_group || next_group) {
            return Err(Break::Count);
        }
        Trail::behind(frame).ok_or(Break::Commit)
    }

    /// The state behind `frame`, whatever is before it; `None` if its commit cannot be read or contradicts the header.
    pub(crate) fn behind<'a>(frame: &Frame<'a>) -> Option<(Trail, CommitView<'a>)> {
        let header = &frame.header;
        let view = CommitView::parse(header.position, frame.commit()).filter(|view| view.time() == header.time)?;
        let leaf = leaf_hash(frame.commit());
        let trail = Trail {
            position: header.position,
            entries: header.entries + view.len() as u64,
            group: header.group,
            index: header.index,
            time: header.time,
            chain: header.link(&leaf),
            leaf,
        };
        Some((trail, view))
    }

    /// As callers see it.
    pub(crate) fn head(&self) -> Head {
        Head { position: self.position, entries: self.entries, chain: self.chain, time: self.time }
    }

    /// Writes it behind what `out` holds.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        for number in [self.position, self.entries, self.group, self.time.cast_unsigned()] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        out.extend_from_slice(&self.index.to_be_bytes());
        out.extend_from_slice(&self.chain.0);
        out.extend_from_slice(&self.leaf.0);
    }

    /// Reads what [`Trail::write`] wrote, and answers what is behind it.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Trail, &[u8])> {
        let (fixed, rest) = bytes.split_at_checked(TRAIL_BYTES)?;
        let mut numbers = fixed.chunks_exact(8).filter_map(|eight| eight.try_into().ok()).map(u64::from_be_bytes);
        let mut trail = Trail {
            position: numbers.next()?,
            entries: numbers.next()?,
            group: numbers.next()?,
            time: numbers.next()?.cast_signed(),
            index: u32::from_be_bytes(fixed.get(32..36)?.try_into().ok()?),
            ..Trail::default()
        };
        trail.chain.0.copy_from_slice(fixed.get(36..68)?);
        trail.leaf.0.copy_from_slice(fixed.get(68..100)?);
        Some((trail, rest))
    }
}

impl Break {
    /// In words.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Break::Position => "the frame has another position than the one before it calls for",
            Break::Chain => "the chain does not go on: this frame or one before it was changed",
            Break::Commit => "the commit cannot be read, or contradicts its frame",
            Break::Count => "entries, group or time do not go on from the frame before",
        }
    }
}
