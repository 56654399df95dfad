//! What is known of the log in memory: the tip of every stream, and where the commits lie which the store does not cover.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::tape::frame::FRAME_HEADER_BYTES;
use crate::tape::trail::Trail;
use crate::{Digest, Position, StreamId};

/// The last commit of a stream. 64 bytes with its key: a million streams take about 75 MB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tip {
    /// Entries in the stream.
    pub(crate) version: u64,
    /// The leaf of its last commit.
    pub(crate) leaf: Digest,
    /// The position of its last commit, where it lies beyond the store's mark; else 0.
    pub(crate) last: Position,
}

/// Where a commit lies on the tape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The segment.
    pub(crate) segment: u32,
    /// The first byte of its frame there.
    pub(crate) offset: u32,
    /// Commit bytes; 0 where the tape is damaged.
    pub(crate) length: u32,
    /// The previous commit of its stream, where that lies beyond the store's mark too; else 0.
    pub(crate) prev: Position,
    /// Entries in its stream after it.
    pub(crate) version: u64,
}

/// One write, kept for those who follow closely.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// The position of its first commit.
    pub(crate) first: Position,
    /// The frames, as they are on the tape.
    pub(crate) bytes: Vec<u8>,
    /// Where each frame's commit bytes begin and end.
    pub(crate) commits: Vec<(u32, u32)>,
}

/// Where to read a commit.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// It is still in memory.
    Memory(Arc<Group>),
    /// On the tape, here; further places follow it.
    Tape(Place),
    /// The store covers it.
    Store,
}

/// What of a stream lies beyond the mark.
#[derive(Debug)]
pub(crate) struct Newer {
    /// Its commits there.
    pub(crate) places: Vec<(Position, Place)>,
    /// Whether the store may hold earlier ones that were asked for.
    pub(crate) needs_store: bool,
}

/// Commits that became readable together.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// Their bytes.
    pub(crate) group: Group,
    /// Where each lies and which stream it extends, in position order.
    pub(crate) commits: Vec<(StreamId, Place, Digest)>,
    /// The state behind the last.
    pub(crate) trail: Trail,
    /// Segment and offset behind it.
    pub(crate) end: (u32, u64),
}

/// The log in memory.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The state behind the last acknowledged commit.
    pub(crate) trail: Trail,
    /// Segment and offset behind its frame.
    pub(crate) end: (u32, u64),
    /// Leaves of commits that the tree does not have yet.
    pub(crate) leaves: Vec<Digest>,
    /// Commit bytes beyond the mark: what waits for the store.
    pub(crate) waiting_bytes: u64,
    base: Position,
    places: VecDeque<Place>,
    tips: HashMap<StreamId, Tip>,
    recent: VecDeque<Arc<Group>>,
    recent_bytes: usize,
}

impl Log {
    /// A log the store covers up to `base`.
    pub(crate) fn covered_to(base: Position) -> Log {
        Log { base, ..Log::default() }
    }

    /// The last position the store covers.
    pub(crate) fn base(&self) -> Position {
        self.base
    }

    /// The last commit of a stream; all zero if there is none.
    pub(crate) fn tip(&self, stream: StreamId) -> Tip {
        self.tips.get(&stream).copied().unwrap_or_default()
    }

    /// Takes over a stream's tip from the store.
    pub(crate) fn set_tip(&mut self, stream: StreamId, version: u64, leaf: Digest) {
        self.tips.insert(stream, Tip { version, leaf, last: 0 });
    }

    /// Adds one commit beyond the mark. `place.prev` is filled in here.
    pub(crate) fn add(&mut self, stream: StreamId, mut place: Place, leaf: Digest) {
        let last = self.base + self.places.len() as u64 + 1;
        let tip = self.tips.entry(stream).or_default();
        place.prev = tip.last;
        *tip = Tip { version: place.version, leaf, last };
        self.waiting_bytes += u64::from(place.length);
        self.places.push_back(place);
    }

    /// Adds a position whose commit cannot be read.
    pub(crate) fn add_hole(&mut self) {
        self.places.push_back(Place::default());
    }

    /// Makes commits readable, and keeps their bytes at hand up to `keep_bytes` in all.
    pub(crate) fn publish(&mut self, new: Published, keep_bytes: usize) {
        for (stream, place, leaf) in new.commits {
            self.add(stream, place, leaf);
            self.leaves.push(leaf);
        }
        (self.trail, self.end) = (new.trail, new.end);
        self.recent_bytes += new.group.bytes.len();
        self.recent.push_back(Arc::new(new.group));
        while self.recent_bytes > keep_bytes && self.recent.len() > 1 {
            self.recent_bytes -= self.recent.pop_front().map_or(0, |group| group.bytes.len());
        }
    }

    /// Forgets the places up to `mark`: the store covers them now.
    pub(crate) fn covered(&mut self, mark: Position) {
        while self.base < mark {
            let Some(place) = self.places.pop_front() else { break };
            self.waiting_bytes = self.waiting_bytes.saturating_sub(u64::from(place.length));
            self.base += 1;
        }
    }

    /// Where to read the commit at a position; `None` behind the head.
    pub(crate) fn source(&self, position: Position) -> Option<Source> {
        if position <= self.base {
            return Some(Source::Store);
        }
        let place = self.place(position)?;
        Some(self.group(position).map_or(Source::Tape(place), Source::Memory))
    }

    /// Where the commit at a position beyond the mark lies.
    pub(crate) fn place(&self, position: Position) -> Option<Place> {
        let at = usize::try_from(position.checked_sub(self.base + 1)?).ok()?;
        self.places.get(at).copied()
    }

    /// A stream's commits beyond the mark that hold entries above `after`, oldest first.
    pub(crate) fn places_of(&self, stream: StreamId, after: u64) -> Newer {
        let tip = self.tip(stream);
        let (mut at, mut places) = (tip.last, Vec::new());
        while at > self.base {
            let Some(place) = self.place(at).filter(|place| place.version > after) else { break };
            places.push((at, place));
            at = place.prev;
        }
        places.reverse();
        Newer { places, needs_store: at <= self.base && self.base > 0 && tip.version > after }
    }

    /// The kept group that holds a position.
    pub(crate) fn group(&self, position: Position) -> Option<Arc<Group>> {
        let behind = self.recent.partition_point(|group| group.first <= position);
        let group = self.recent.get(behind.checked_sub(1)?)?;
        group.commit(position).is_some().then(|| Arc::clone(group))
    }
}

impl Group {
    /// The bytes of the commit at a position, if it is in this group.
    pub(crate) fn commit(&self, position: Position) -> Option<&[u8]> {
        let at = usize::try_from(position.checked_sub(self.first)?).ok()?;
        let (from, upto) = self.commits.get(at)?;
        self.bytes.get(*from as usize..*upto as usize)
    }

    /// Notes that the frame which begins at `start` holds the next commit, of `length` bytes.
    pub(crate) fn note(&mut self, start: usize, length: u32) {
        let from = u32::try_from(start + FRAME_HEADER_BYTES).unwrap_or(u32::MAX);
        self.commits.push((from, from.saturating_add(length)));
    }
}
