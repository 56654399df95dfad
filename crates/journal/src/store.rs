//! The log as it is read: compressed blocks in sled, filled behind the tape.

use std::path::Path;

use crate::{Commit, Digest, Micros, Position, StreamId, Visit};

/// The store's sled database.
#[derive(Debug)]
pub(crate) struct Store;

/// How far the store is complete: the last commit it covers. All zero for an empty store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The last commit covered.
    pub(crate) position: Position,
    /// Entries in all commits up to it.
    pub(crate) entries: u64,
    /// The chain over everything up to it.
    pub(crate) chain: Digest,
    /// Its leaf.
    pub(crate) leaf: Digest,
    /// Its time.
    pub(crate) time: Micros,
}

/// One commit of a run to be filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunCommit<'a> {
    /// Its place in the global order: one above the commit before it.
    pub(crate) position: Position,
    /// Its bytes.
    pub(crate) bytes: &'a [u8],
    /// Its leaf.
    pub(crate) leaf: Digest,
}

/// Why the store cannot serve. Whatever it is, the tape has everything: set the store aside and fill a new one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum StoreFault {
    /// A value is missing or not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// sled gave up.
    #[error("sled failed")]
    Sled(#[source] sled::Error),
    /// sled panicked.
    #[error("sled panicked: {0}")]
    Panicked(String),
    /// The system refused.
    #[error("cannot read or write the store")]
    Io(#[source] std::io::Error),
}

impl Store {
    pub(crate) fn open(_dir: &Path, _cache_bytes: u64) -> Result<Store, StoreFault> {
        todo!()
    }

    pub(crate) fn mark(&self) -> Mark {
        todo!()
    }

    pub(crate) fn fill(&self, _run: &[RunCommit<'_>], _mark: Mark) -> Result<(), StoreFault> {
        todo!()
    }

    pub(crate) fn heads(&self, _each: &mut dyn FnMut(StreamId, u64, Digest)) -> Result<(), StoreFault> {
        todo!()
    }

    pub(crate) fn read_stream(&self, _stream: StreamId, _after: u64) -> Result<Vec<Commit>, StoreFault> {
        todo!()
    }

    pub(crate) fn scan(
        &self,
        _after: Position,
        _upto: Position,
        _visit: &mut Visit<'_>,
    ) -> Result<Position, StoreFault> {
        todo!()
    }

    pub(crate) fn close(self) {}
}
