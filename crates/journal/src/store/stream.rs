//! Reading by stream: the newest run first, back to the version the caller has.

use std::sync::{Arc, PoisonError};

use super::block::{Block, Unpacker};
use super::engine::Kind;
use super::index::RunIndex;
use super::{Store, StoreFault};
use crate::{Commit, CommitView, StreamId};

/// The commits found so far, newest first, and what they must continue.
struct Found {
    stream: StreamId,
    after: u64,
    commits: Vec<Commit>,
    /// The first version found so far: the next commit must end just below it.
    first_version: Option<u64>,
}

impl Store {
    /// The commits of `stream` up to the mark that hold entries with a version above `after`, oldest first.
    ///
    /// # Errors
    /// A fault of the store, also when the versions found do not join.
    pub(crate) fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, StoreFault> {
        let mut found = Found { stream, after, commits: Vec::new(), first_version: None };
        let mut unpacker = self.borrow_unpacker()?;
        for run in self.covered().runs.iter().rev() {
            self.read_run(run, &mut found, &mut unpacker)?;
            if found.is_complete() {
                break;
            }
        }
        self.unpackers.lock().unwrap_or_else(PoisonError::into_inner).push(unpacker);
        found.into_commits()
    }

    fn read_run(&self, run: &RunIndex, found: &mut Found, unpacker: &mut Unpacker) -> Result<(), StoreFault> {
        for place in run.places(found.stream, found.after) {
            for number in (u32::from(place.block)..u32::from(place.block) + u32::from(place.blocks)).rev() {
                let packed = self.engine.need(Kind::Block, run.first, number)?;
                found.take_from(run, &unpacker.unpack_block(&packed, Vec::new())?)?;
                if found.is_complete() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn borrow_unpacker(&self) -> Result<Unpacker, StoreFault> {
        let free = self.unpackers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.map_or_else(Unpacker::new, Ok)
    }
}

impl Found {
    fn take_from(&mut self, run: &RunIndex, block: &Block) -> Result<(), StoreFault> {
        for row in block.rows().iter().rev() {
            if !block.bytes(*row).starts_with(&self.stream.0) {
                continue;
            }
            let commit = block.commit(run.first, *row)?;
            if commit.last_version() <= self.after {
                return Ok(());
            }
            self.take(&commit)?;
        }
        Ok(())
    }

    fn take(&mut self, commit: &CommitView<'_>) -> Result<(), StoreFault> {
        if self.first_version.is_some_and(|first| first != commit.last_version() + 1) {
            return Err(self.gap());
        }
        self.first_version = Some(commit.first_version());
        self.commits.push(Commit { position: commit.position(), bytes: Arc::from(commit.bytes()) });
        Ok(())
    }

    fn is_complete(&self) -> bool {
        self.first_version.is_some_and(|first| first <= self.after + 1)
    }

    /// Nothing found is complete too: the stream is not here, or not beyond `after`.
    fn into_commits(mut self) -> Result<Vec<Commit>, StoreFault> {
        if !self.commits.is_empty() && !self.is_complete() {
            return Err(self.gap());
        }
        self.commits.reverse();
        Ok(self.commits)
    }

    fn gap(&self) -> StoreFault {
        let first = self.first_version.unwrap_or_default();
        StoreFault::damaged(format!("stream {:?} has a gap below version {first}", self.stream))
    }
}
