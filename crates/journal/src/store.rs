//! The log as it is read: compressed blocks in sled, filled behind the tape.
//!
//! The tape keeps commits in the order in which they came; a desk reads them by case. So a background thread takes a *run*
//! (about 32 MB of commits) at a time, sorts it by stream, and writes it into one sled tree as compressed blocks with a
//! position array and a stream index (`store/run.rs` has the layout). Then the *mark* moves: everything up to it can be
//! read here, everything beyond is read from the tape.
//!
//! What this file refuses to believe is that sled keeps what it was given. Its `flush` is no `fsync`, one flipped bit makes
//! it forget everything behind it, and it opens as an empty database without an error (decision 0001). So every value
//! carries a checksum over its key and its bytes, the runs must join without a gap up to the mark, every stream must be
//! contiguous when it is read, and a checkpoint syncs sled's file on a handle of our own. Any doubt is a [`StoreFault`]: the
//! tape has everything, the store is set aside and filled again.

mod block;
mod engine;
mod fault;
mod guarded;
mod index;
mod mark;
mod run;
mod scan;
mod stream;
#[cfg(test)]
mod tests;

pub(crate) use fault::StoreFault;
pub(crate) use guarded::Guarded;
pub(crate) use mark::Mark;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::{Digest, Position, StreamId};
use block::Unpacker;
use engine::{Engine, Kind};
use index::RunIndex;

/// Which layout the values have. Another number in the store means: fill a new one.
const FORMAT: u16 = 1;

/// The log up to the mark, in sled.
#[derive(Debug)]
pub(crate) struct Store {
    engine: Engine,
    covered: RwLock<Covered>,
    /// Held while a run is filled in: one at a time.
    filling: Mutex<()>,
    /// Decompressors not in use: making one costs more than decompressing a block.
    unpackers: Mutex<Vec<Unpacker>>,
}

/// What is complete, and where it is.
#[derive(Clone, Debug, Default)]
struct Covered {
    mark: Mark,
    /// Oldest first; they join without a gap from position 1 to the mark.
    runs: Vec<Arc<RunIndex>>,
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

impl Store {
    /// Opens the store in `dir/store`, or begins an empty one. `cache_bytes` is what sled may keep of its pages; the process
    /// takes about 40 MB beyond that for sled's write buffers, and 16 bytes for each stream of each run.
    ///
    /// What a crash left of an unfinished run is removed.
    ///
    /// # Errors
    /// Any fault: set the directory aside and open again.
    pub(crate) fn open(dir: &Path, cache_bytes: u64) -> Result<Store, StoreFault> {
        let engine = Engine::open(&dir.join("store"), cache_bytes)?;
        let covered = if engine.is_new()? { begin(&engine)? } else { resume(&engine)? };
        Ok(Store { engine, covered: RwLock::new(covered), filling: Mutex::default(), unpackers: Mutex::default() })
    }

    /// How far the store is complete.
    pub(crate) fn mark(&self) -> Mark {
        self.covered.read().unwrap_or_else(PoisonError::into_inner).mark
    }

    /// Writes a run of commits and moves the mark to its end. When this answers, both are on stable storage; until then the
    /// store reads as before. A run is about 32 MB of commits, in position order, from the mark on; `mark` describes its
    /// last commit.
    ///
    /// # Errors
    /// `Unfit` if the run does not follow the mark or a commit cannot be read; otherwise a fault of the store.
    pub(crate) fn fill(&self, run: &[RunCommit<'_>], mark: Mark) -> Result<(), StoreFault> {
        let _one_at_a_time = self.filling.lock().unwrap_or_else(PoisonError::into_inner);
        check_follows(run, self.mark(), mark)?;
        let index = run::write(&self.engine, run)?;
        self.engine.checkpoint()?; // the run must be safe before the mark says so
        self.engine.put(Kind::Mark, 0, 0, &mark.encode())?;
        self.engine.checkpoint()?;
        let mut covered = self.covered.write().unwrap_or_else(PoisonError::into_inner);
        covered.runs.push(Arc::new(index));
        covered.mark = mark;
        Ok(())
    }

    /// Tells the last version and the last leaf of every stream up to the mark. A stream is told once for each run that
    /// holds it, oldest first: the last word counts.
    ///
    /// # Errors
    /// A fault of the store; what was told before it must be forgotten.
    pub(crate) fn heads(&self, each: &mut dyn FnMut(StreamId, u64, Digest)) -> Result<(), StoreFault> {
        for run in self.covered().runs {
            run.for_each_stream(&self.engine, &mut |entry| each(entry.stream, entry.version, entry.leaf))?;
        }
        Ok(())
    }

    fn covered(&self) -> Covered {
        self.covered.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Begins an empty store.
fn begin(engine: &Engine) -> Result<Covered, StoreFault> {
    engine.put(Kind::Format, 0, 0, &FORMAT.to_be_bytes())?;
    engine.checkpoint()?;
    Ok(Covered::default())
}

/// Finds the mark and the runs of a store that has been filled before, and checks that they fit together.
fn resume(engine: &Engine) -> Result<Covered, StoreFault> {
    if engine.get(Kind::Format, 0, 0)?.as_deref() != Some(FORMAT.to_be_bytes().as_slice()) {
        return Err(StoreFault::damaged("the store has no format, or another one"));
    }
    let mark = match engine.get(Kind::Mark, 0, 0)? {
        Some(bytes) => Mark::decode(&bytes).ok_or_else(|| StoreFault::damaged("the mark cannot be read"))?,
        None => Mark::default(),
    };
    engine.remove_from(mark.position + 1)?;
    let mut runs: Vec<Arc<RunIndex>> = Vec::new();
    for (first, header) in engine.run_headers()? {
        let expected = runs.last().map_or(1, |run| run.last + 1);
        if first != expected {
            return Err(StoreFault::damaged(format!("the run from position {expected} is missing")));
        }
        runs.push(Arc::new(RunIndex::load(engine, first, &header)?));
    }
    match runs.last().map_or(0, |run| run.last) {
        last if last == mark.position => Ok(Covered { mark, runs }),
        last => Err(StoreFault::damaged(format!("the mark is at {}, the runs end at {last}", mark.position))),
    }
}

fn check_follows(run: &[RunCommit<'_>], old: Mark, new: Mark) -> Result<(), StoreFault> {
    let positions = run.iter().map(|commit| commit.position);
    let ends = run.last().is_some_and(|last| (last.position, last.leaf) == (new.position, new.leaf));
    if ends && positions.eq(old.position + 1..=new.position) {
        return Ok(());
    }
    Err(StoreFault::Unfit(format!(
        "a run of {} commits to {} does not follow {}",
        run.len(),
        new.position,
        old.position
    )))
}
