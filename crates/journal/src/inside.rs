//! What the threads of a tape journal have in common.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use tokio::sync::watch;

use crate::Position;
use crate::ahead::Ahead;
use crate::head::{HeadFile, HeadRecord};
use crate::log::Log;
use crate::options::Options;
use crate::status::Status;
use crate::store::Store;
use crate::tape::segments::Segment;
use crate::tree::Tree;

/// The inside of a tape journal. Locks are taken in the order of the fields, never two of one kind.
#[derive(Debug)]
pub(crate) struct Inside {
    /// The log's directory.
    pub(crate) dir: PathBuf,
    /// How it is kept.
    pub(crate) options: Options,
    /// Whether commits are taken.
    pub(crate) status: Status,
    /// The last acknowledged position, for followers.
    pub(crate) position: watch::Sender<Position>,
    /// The next segment in preparation.
    pub(crate) ahead: Ahead,
    /// Rung when background work should stop, or has something to do.
    pub(crate) bell: Bell,
    head: Mutex<Option<HeadFile>>,
    tree: Mutex<Option<Tree>>,
    store: RwLock<Option<Arc<Store>>>,
    files: RwLock<HashMap<u32, Arc<File>>>,
    log: RwLock<Log>,
}

/// What the opening hands over.
#[derive(Debug)]
pub(crate) struct Parts {
    /// Open for writing; `None` in a log that is only read.
    pub(crate) head: Option<HeadFile>,
    /// `None` if it could not be read or rebuilt.
    pub(crate) tree: Option<Tree>,
    /// `None` if it could not be opened or rebuilt: everything is then read from the tape.
    pub(crate) store: Option<Store>,
    /// The log in memory.
    pub(crate) log: Log,
    /// The condition found.
    pub(crate) status: Status,
}

impl Inside {
    /// Puts the parts together.
    pub(crate) fn new(dir: PathBuf, options: Options, parts: Parts) -> Inside {
        let position = watch::Sender::new(parts.log.trail.position);
        Inside {
            ahead: Ahead::default(),
            bell: Bell::default(),
            head: Mutex::new(parts.head),
            tree: Mutex::new(parts.tree),
            store: RwLock::new(parts.store.map(Arc::new)),
            files: RwLock::default(),
            log: RwLock::new(parts.log),
            status: parts.status,
            position,
            dir,
            options,
        }
    }

    /// The tape's directory.
    pub(crate) fn tape(&self) -> PathBuf {
        self.dir.join("tape")
    }

    /// The log in memory, to read.
    pub(crate) fn log(&self) -> RwLockReadGuard<'_, Log> {
        self.log.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The log in memory, to change.
    pub(crate) fn log_mut(&self) -> RwLockWriteGuard<'_, Log> {
        self.log.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store, if there is one.
    pub(crate) fn store(&self) -> Option<Arc<Store>> {
        self.store.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts another store, or none, in the place of the one there was.
    pub(crate) fn swap_store(&self, new: Option<Store>) -> Option<Arc<Store>> {
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *store, new.map(Arc::new))
    }

    /// A raw segment's file, open for reading.
    pub(crate) fn file(&self, number: u32) -> io::Result<Arc<File>> {
        let known = self.files.read().unwrap_or_else(PoisonError::into_inner).get(&number).cloned();
        if let Some(file) = known {
            return Ok(file);
        }
        let path = Segment::raw(&self.tape(), number).path;
        let file = Arc::new(File::open(&path)?);
        self.files.write().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::clone(&file));
        if !path.exists() {
            // It was sealed just now, and let go of before it was noted here: nobody would let go of it again.
            self.forget_file(number);
        }
        Ok(file)
    }

    /// Lets go of a raw segment that has been sealed.
    pub(crate) fn forget_file(&self, number: u32) {
        self.files.write().unwrap_or_else(PoisonError::into_inner).remove(&number);
    }

    /// The tree with every acknowledged commit in it. Where there is none, nobody keeps leaves for it.
    pub(crate) fn tree(&self) -> io::Result<MutexGuard<'_, Option<Tree>>> {
        let mut tree = self.tree.lock().unwrap_or_else(PoisonError::into_inner);
        // The leaves are taken while the tree is locked, so they arrive in order.
        let leaves = std::mem::take(&mut self.log_mut().leaves);
        if let Some(tree) = tree.as_mut() {
            leaves
                .iter()
                .try_for_each(|leaf| tree.push(leaf))
                .inspect_err(|reason| self.status.poison("tree", reason))?;
        }
        Ok(tree)
    }

    /// Brings tree and head to stable storage. After a failed write nothing is sworn any more.
    pub(crate) fn write_head(&self) -> io::Result<()> {
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(head) = head.as_mut().filter(|_| !self.status.is_poisoned()) else { return Ok(()) };
        let mut record = {
            let log = self.log();
            HeadRecord { segment: log.end.0, offset: log.end.1, trail: log.trail, ..HeadRecord::default() }
        };
        if let Some(tree) = self.tree()?.as_mut() {
            tree.sync()?;
            record.tree_size = record.trail.position.min(tree.size());
            record.tree_root = tree.root(record.tree_size)?;
        }
        head.write(record)
    }
}

/// Wakes background threads: to work, or to stop.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    stopped: Mutex<bool>,
    rung: Condvar,
}

impl Bell {
    /// Waits for a ring, at most this long. Answers whether to go on.
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let (stopped, _) =
            self.rung.wait_timeout_while(stopped, at_most, |stopped| !*stopped).unwrap_or_else(PoisonError::into_inner);
        !*stopped
    }

    /// Whether background work should stop.
    pub(crate) fn is_stopped(&self) -> bool {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops all background work.
    pub(crate) fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.rung.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Condition, Digest};

    #[test]
    fn without_a_tree_no_leaves_are_kept_for_one() {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::default();
        log.leaves.extend([Digest::default(); 3]);
        let parts = Parts { head: None, tree: None, store: None, log, status: Status::new(Condition::Writable) };
        let inside = Inside::new(dir.path().to_owned(), Options::small(), parts);
        assert!(inside.tree().unwrap().is_none());
        assert_eq!(inside.log().leaves, []);
    }
}
