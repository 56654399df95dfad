//! A sled database whose panics are answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::StoreFault;

/// A sled database that is not called again once it has panicked: what it holds in memory is not trusted any more.
#[derive(Debug)]
pub(crate) struct Guarded {
    /// `None` only while it is dropped.
    db: Option<sled::Db>,
    panicked: AtomicBool,
}

impl Guarded {
    /// Opens or creates the database. One that was just closed in this process may still be locked for a moment, because
    /// threads of sled let go of it late: it is tried again for two seconds. (Another process is kept away by the log's
    /// own lock, before this.)
    pub(crate) fn open(config: &sled::Config) -> Result<Guarded, StoreFault> {
        const TRIES: usize = 200;
        const PAUSE: Duration = Duration::from_millis(10);
        for _ in 1..TRIES {
            match caught(|| config.open()) {
                Err(StoreFault::Sled(sled::Error::Io(error)))
                    if error.to_string().contains("could not acquire lock") =>
                {
                    thread::sleep(PAUSE);
                }
                opened => return opened.map(Guarded::of),
            }
        }
        caught(|| config.open()).map(Guarded::of)
    }

    /// Calls it.
    pub(crate) fn call<T>(&self, work: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T, StoreFault> {
        if self.panicked.load(Ordering::Relaxed) {
            return Err(StoreFault::Panicked("before".into()));
        }
        let Some(db) = &self.db else { return Err(StoreFault::Panicked("closed".into())) };
        caught(|| work(db)).inspect_err(|fault| {
            if matches!(fault, StoreFault::Panicked(_)) {
                self.panicked.store(true, Ordering::Relaxed);
            }
        })
    }

    fn of(db: sled::Db) -> Guarded {
        Guarded { db: Some(db), panicked: AtomicBool::new(false) }
    }
}

impl Drop for Guarded {
    /// sled flushes when it is dropped, and may panic doing so. One that has panicked before is left alone: to flush it
    /// could wait for ever, and its directory is about to be set aside.
    fn drop(&mut self) {
        let Some(db) = self.db.take() else { return };
        if self.panicked.load(Ordering::Relaxed) {
            std::mem::forget(db);
        } else {
            drop(catch_unwind(AssertUnwindSafe(|| drop(db))));
        }
    }
}

fn caught<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreFault> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(StoreFault::Sled),
        Err(payload) => Err(StoreFault::panicked(payload.as_ref())),
    }
}
