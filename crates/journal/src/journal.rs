//! The journal of a center: a tape in front of sled (docs/decisions/0001).

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use tokio::sync::{mpsc, oneshot, watch};

use crate::commit::check_size;
use crate::file;
use crate::inside::Inside;
use crate::lock::Lock;
use crate::open::{self, OpenError, Opened};
use crate::options::Options;
use crate::partial;
use crate::tape::staging::Request;
use crate::tape::writer::{QUEUE_DRAFTS, Writer};
use crate::{
    AppendError, Appending, Commit, Condition, Digest, Draft, Head, Journal, Position, ReadError, StreamId, Visit,
    background,
};

/// A log in a directory, owned by this process until it is closed or dropped.
///
/// Six threads work for it: the writer and its syncing half, the preparer of segments (which also watches the room on the disk), the clerk
/// (head and tree, every half second), the filler (store and sealing) and the scrub.
#[derive(Debug)]
pub struct TapeJournal {
    inside: Arc<Inside>,
    opened: Opened,
    queue: RwLock<Option<mpsc::Sender<Request>>>,
    working: Mutex<Option<Working>>,
}

#[derive(Debug)]
struct Working {
    writer: JoinHandle<()>,
    others: Vec<JoinHandle<()>>,
    lock: Lock,
}

impl TapeJournal {
    /// Opens the log in `dir`, or begins one there. A log with damage opens read-only (see [`Journal::condition`]); one
    /// that lacks acknowledged commits does not open.
    ///
    /// # Errors
    /// The directory is owned by another process, holds less than was acknowledged, was written by a newer program, or
    /// the system refuses.
    pub fn open(dir: impl AsRef<Path>, options: Options) -> Result<TapeJournal, OpenError> {
        let found = open::open(dir.as_ref(), options)?;
        let inside = Arc::new(found.inside);
        inside.ahead.want(found.next);
        let (sender, receiver) = mpsc::channel(QUEUE_DRAFTS);
        let writer = Writer::new(Arc::clone(&inside), receiver, found.open, found.trail);
        let started = || -> std::io::Result<Working> {
            let mut others = Vec::new();
            for (name, work) in background::ALL {
                let inside = Arc::clone(&inside);
                others.push(named(name).spawn(move || work(&inside))?);
            }
            Ok(Working { writer: named("tape writer").spawn(move || writer.run())?, others, lock: found.lock })
        };
        let working = started().map_err(|source| OpenError::Io { doing: "starting threads".to_owned(), source })?;
        if inside.log().trail.position == 0
            && let Err(reason) = inside.write_head()
        {
            tracing::warn!(%reason, "a reader beside this process must wait for the first head file");
        }
        Ok(TapeJournal {
            inside,
            opened: found.opened,
            queue: RwLock::new(Some(sender)),
            working: Mutex::new(Some(working)),
        })
    }

    /// What the opening found and did.
    #[must_use]
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// The log's directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inside.dir
    }

    /// The last position the store covers; commits beyond it are read from the tape.
    #[must_use]
    pub fn mark(&self) -> Position {
        self.inside.log().base()
    }

    /// What its threads share.
    #[cfg(test)]
    pub(crate) fn inside(&self) -> &Inside {
        &self.inside
    }

    fn tree<T>(&self, ask: impl FnOnce(&crate::tree::Tree) -> std::io::Result<T>) -> Result<T, ReadError> {
        let path = || self.inside.dir.join("tree");
        let tree = self.inside.tree().map_err(|source| ReadError::Io { path: path(), source })?;
        let tree =
            tree.as_ref().ok_or_else(|| ReadError::Io { path: path(), source: std::io::ErrorKind::NotFound.into() })?;
        ask(tree).map_err(|source| ReadError::Io { path: path(), source })
    }

    fn within(&self, size: u64) -> Result<(), ReadError> {
        let head = self.head().position;
        if size <= head { Ok(()) } else { Err(ReadError::Beyond { asked: size, head }) }
    }
}

impl Journal for TapeJournal {
    fn append(&self, draft: Draft) -> Appending {
        if let Err(reason) = check_size(&draft) {
            return Box::pin(std::future::ready(Err(reason)));
        }
        let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(queue) = queue else { return Box::pin(std::future::ready(Err(AppendError::ShuttingDown))) };
        let (answer, answered) = oneshot::channel();
        // Queued now, not when first polled: the order of the calls is the order of the commits.
        let full = match queue.try_send(Request { draft, answer }) {
            Ok(()) => None,
            Err(mpsc::error::TrySendError::Full(request) | mpsc::error::TrySendError::Closed(request)) => {
                Some((queue, request))
            }
        };
        Box::pin(async move {
            if let Some((queue, request)) = full {
                queue.send(request).await.map_err(|_| AppendError::ShuttingDown)?;
            }
            answered.await.unwrap_or(Err(AppendError::ShuttingDown))
        })
    }

    fn head(&self) -> Head {
        self.inside.log().trail.head()
    }

    fn condition(&self) -> Condition {
        self.inside.status.get()
    }

    fn version(&self, stream: StreamId) -> u64 {
        self.inside.log().tip(stream).version
    }

    fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, ReadError> {
        self.inside.read_stream(stream, after)
    }

    fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        self.inside.scan(after, upto, visit)
    }

    fn follow(&self) -> watch::Receiver<Position> {
        self.inside.position.subscribe()
    }

    fn watch_condition(&self) -> watch::Receiver<Condition> {
        self.inside.status.watch()
    }

    fn root(&self, size: u64) -> Result<Digest, ReadError> {
        self.within(size)?;
        self.tree(|tree| tree.root(size))
    }

    fn prove_inclusion(&self, position: Position, size: u64) -> Result<Vec<Digest>, ReadError> {
        self.within(size)?;
        let index = position.checked_sub(1).filter(|index| *index < size);
        let index = index.ok_or(ReadError::Beyond { asked: position, head: size })?;
        self.tree(|tree| tree.inclusion(index, size))
    }

    fn prove_consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, ReadError> {
        self.within(new)?;
        if old > new {
            return Err(ReadError::Beyond { asked: old, head: new });
        }
        self.tree(|tree| tree.consistency(old, new))
    }

    fn close(&self) {
        *self.queue.write().unwrap_or_else(PoisonError::into_inner) = None;
        let working = self.working.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(working) = working else { return };
        // The writer first: what waits is still written, and may need the preparer for it.
        join(working.writer, &self.inside);
        self.inside.ahead.stop();
        self.inside.bell.stop();
        working.others.into_iter().for_each(|other| join(other, &self.inside));
        match self.inside.write_head() {
            // On a full disk, what was sworn before still holds.
            Err(reason) if !file::is_full(&reason) => self.inside.status.poison("writing the head", &reason),
            Ok(()) | Err(_) => {}
        }
        if self.inside.swap_store(None).is_none() && !partial::is_marked(&self.inside.dir) {
            // It was given up, and there was no time or room for a new one: nobody should take it for a part of the log.
            if let Err(error) = partial::put_away(&self.inside.dir) {
                tracing::warn!(%error, "a store that was given up could not be set aside");
            }
        }
        drop(working.lock);
    }
}

impl Drop for TapeJournal {
    fn drop(&mut self) {
        self.close();
    }
}

fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned())
}

/// A thread that panicked leaves the log in doubt: nothing is acknowledged after that.
fn join(thread: JoinHandle<()>, inside: &Inside) {
    let name = thread.thread().name().unwrap_or_default().to_owned();
    if thread.join().is_err() {
        inside.status.poison(&name, &std::io::Error::other("the thread panicked"));
    }
}
