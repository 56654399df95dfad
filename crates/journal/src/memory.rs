//! The journal in memory: the same promises without a disk, for tests and for trying things out.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::watch;

use crate::{
    Ack, AppendError, Appending, Commit, CommitView, Condition, Digest, Draft, Head, Journal, Position, ReadError,
    StreamId, Visit, commit::check_size, leaf_hash, mth, write_commit,
};

/// A [`Journal`] that forgets everything when it is dropped.
///
/// It computes tree and proofs by the recursive definition of RFC 6962, without the tiles of the tape journal: the
/// conformance suite so compares two independent ways to the same hashes.
#[derive(Debug)]
pub struct MemoryJournal {
    log: RwLock<Log>,
    position: watch::Sender<Position>,
    condition: watch::Sender<Condition>,
}

#[derive(Debug, Default)]
struct Log {
    commits: Vec<Commit>,
    leaves: Vec<Digest>,
    streams: HashMap<StreamId, Stream>,
    head: Head,
    closed: bool,
}

#[derive(Debug, Default)]
struct Stream {
    version: u64,
    leaf: Digest,
    positions: Vec<Position>,
}

impl MemoryJournal {
    /// An empty journal.
    #[must_use]
    pub fn new() -> Self {
        MemoryJournal {
            log: RwLock::default(),
            position: watch::Sender::new(0),
            condition: watch::Sender::new(Condition::Writable),
        }
    }

    /// Turns the condition, so that a caller's answer to a full or damaged log can be tested.
    pub fn set_condition(&self, condition: Condition) {
        self.condition.send_replace(condition);
    }

    fn read(&self) -> RwLockReadGuard<'_, Log> {
        self.log.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Log> {
        self.log.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, draft: &Draft) -> Result<Ack, AppendError> {
        check_size(draft)?;
        let mut log = self.write();
        if log.closed {
            return Err(AppendError::ShuttingDown);
        }
        let condition = self.condition.borrow().clone();
        if condition != Condition::Writable {
            return Err(AppendError::Closed(condition));
        }
        let ack = log.append(draft)?;
        drop(log);
        // Of two that append at one moment the earlier may come here later: what is reached is not taken back.
        self.position.send_if_modified(|reached| {
            let further = ack.position > *reached;
            *reached = ack.position.max(*reached);
            further
        });
        Ok(ack)
    }
}

impl Log {
    fn append(&mut self, draft: &Draft) -> Result<Ack, AppendError> {
        let (actual, prev) = self.streams.get(&draft.stream).map_or((0, Digest::default()), |s| (s.version, s.leaf));
        if actual != draft.expected {
            return Err(AppendError::Conflict { expected: draft.expected, actual });
        }
        let time = draft.time.max(self.head.time);
        let mut bytes = Vec::new();
        write_commit(&mut bytes, draft, time, &prev);
        let leaf = leaf_hash(&bytes);
        let ack = Ack { position: self.head.position + 1, version: actual + draft.entries.len() as u64, time, leaf };
        self.keep(draft.stream, ack, bytes);
        Ok(ack)
    }

    fn keep(&mut self, stream: StreamId, ack: Ack, bytes: Vec<u8>) {
        let of = self.streams.entry(stream).or_default();
        self.head.entries += ack.version - of.version;
        *of = Stream { version: ack.version, leaf: ack.leaf, positions: std::mem::take(&mut of.positions) };
        of.positions.push(ack.position);
        self.head.position = ack.position;
        self.head.time = ack.time;
        self.head.chain = crate::node_hash(&self.head.chain, &ack.leaf);
        self.leaves.push(ack.leaf);
        self.commits.push(Commit { position: ack.position, bytes: Arc::from(bytes) });
    }

    /// The first `size` leaves, or the reason why there are not so many.
    fn leaves(&self, size: u64) -> Result<&[Digest], ReadError> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        self.leaves.get(..size).ok_or(ReadError::Beyond { asked: size as u64, head: self.head.position })
    }

    fn commit(&self, position: Position) -> Option<&Commit> {
        self.commits.get(usize::try_from(position.checked_sub(1)?).ok()?)
    }
}

impl Default for MemoryJournal {
    fn default() -> Self {
        Self::new()
    }
}

impl Journal for MemoryJournal {
    fn append(&self, draft: Draft) -> Appending {
        let answer = self.append_now(&draft);
        Box::pin(std::future::ready(answer))
    }

    fn head(&self) -> Head {
        self.read().head
    }

    fn condition(&self) -> Condition {
        self.condition.borrow().clone()
    }

    fn version(&self, stream: StreamId) -> u64 {
        self.read().streams.get(&stream).map_or(0, |of| of.version)
    }

    fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, ReadError> {
        let log = self.read();
        let positions = log.streams.get(&stream).map(|of| of.positions.as_slice()).unwrap_or_default();
        let newer = |commit: &&Commit| {
            CommitView::parse(commit.position, &commit.bytes).is_some_and(|view| view.last_version() > after)
        };
        Ok(positions.iter().filter_map(|at| log.commit(*at)).filter(newer).cloned().collect())
    }

    fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        let mut last = after;
        while last < upto {
            // One commit at a time, without the lock while the visitor runs: it may append.
            let Some(commit) = self.read().commit(last + 1).cloned() else { break };
            let Some(view) = CommitView::parse(commit.position, &commit.bytes) else { break };
            last = commit.position;
            if visit(&view) == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(last)
    }

    fn follow(&self) -> watch::Receiver<Position> {
        self.position.subscribe()
    }

    fn watch_condition(&self) -> watch::Receiver<Condition> {
        self.condition.subscribe()
    }

    fn root(&self, size: u64) -> Result<Digest, ReadError> {
        Ok(mth::root(self.read().leaves(size)?))
    }

    fn prove_inclusion(&self, position: Position, size: u64) -> Result<Vec<Digest>, ReadError> {
        let log = self.read();
        let leaves = log.leaves(size)?;
        if position == 0 || position > size {
            return Err(ReadError::Beyond { asked: position, head: size });
        }
        Ok(mth::inclusion(leaves, usize::try_from(position - 1).unwrap_or(usize::MAX)))
    }

    fn prove_consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, ReadError> {
        let log = self.read();
        let leaves = log.leaves(new)?;
        if old > new {
            return Err(ReadError::Beyond { asked: old, head: new });
        }
        Ok(mth::consistency(leaves, usize::try_from(old).unwrap_or(usize::MAX)))
    }

    fn close(&self) {
        self.write().closed = true;
    }
}
