//! The one thread that writes: takes all waiting drafts, writes them as one group with one `pwrite`, waits for one
//! `fdatasync`, answers all. No commit is acknowledged before that sync has returned (docs/decisions/0001).
//!
//! One writer who waits is answered by this thread alone: a hand-over costs more than it wins. As soon as more wait, the
//! write and its sync go to a second thread, and the next group is checked and hashed meanwhile. Its write still begins
//! only when the sync before it has returned: else a power cut could keep a later group and tear an earlier one, which is
//! what rot looks like.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use tokio::sync::mpsc;

use super::staging::{Request, Staged, Staging};
use super::trail::Trail;
use crate::file;
use crate::inside::Inside;
use crate::{AppendError, Condition};

/// Drafts that wait; those beyond wait in their callers. Two full groups: more would only add latency.
pub(crate) const QUEUE_DRAFTS: usize = 2 * GROUP_COMMITS_MAX;
/// Commits in one group.
pub(crate) const GROUP_COMMITS_MAX: usize = 1024;

/// The segment being written.
#[derive(Debug)]
pub(crate) struct Open {
    /// Its number.
    pub(crate) number: u32,
    /// Open for writing.
    pub(crate) file: Arc<File>,
    /// Where the next frame goes.
    pub(crate) at: u64,
    /// How long the file is.
    pub(crate) bytes: u64,
}

/// The writer.
#[derive(Debug)]
pub(crate) struct Writer {
    inside: Arc<Inside>,
    queue: mpsc::Receiver<Request>,
    waiting: VecDeque<Request>,
    open: Option<Open>,
    staging: Staging,
}

/// The second thread: what is to be written, and what came of it.
#[derive(Debug)]
struct Syncer {
    todo: SyncSender<Staged>,
    done: Receiver<(Staged, io::Result<()>)>,
}

impl Writer {
    /// A writer that goes on behind `trail`. `open` is the segment to go on in; `None` begins the next one.
    pub(crate) fn new(inside: Arc<Inside>, queue: mpsc::Receiver<Request>, open: Option<Open>, trail: Trail) -> Writer {
        Writer { inside, queue, waiting: VecDeque::new(), open, staging: Staging::behind(trail) }
    }

    /// Works until nobody can send any more.
    pub(crate) fn run(mut self) {
        thread::scope(|scope| {
            let (todo, work) = sync_channel::<Staged>(1);
            let (report, done) = sync_channel(1);
            let spawned = thread::Builder::new().name("tape sync".to_owned()).spawn_scoped(scope, move || {
                for staged in work {
                    let written = staged.write();
                    if report.send((staged, written)).is_err() {
                        return;
                    }
                }
            });
            match spawned {
                Ok(_) => self.work(&Syncer { todo, done }),
                Err(reason) => self.inside.status.poison("starting the syncing thread", &reason),
            }
        });
    }

    fn work(&mut self, syncer: &Syncer) {
        let mut in_flight = false;
        while self.receive(in_flight) {
            let staged = self.stage();
            if in_flight {
                in_flight = self.take_over(staged, syncer);
            } else if let Some(staged) = staged {
                in_flight = self.begin(staged, syncer);
            }
        }
    }

    /// Takes in what waits. Blocks only when there is nothing else to do; answers `false` when all is done.
    fn receive(&mut self, in_flight: bool) -> bool {
        let mut taken = Vec::new();
        if in_flight || !self.waiting.is_empty() {
            while self.waiting.len() + taken.len() < GROUP_COMMITS_MAX
                && let Ok(request) = self.queue.try_recv()
            {
                taken.push(request);
            }
        } else if self.queue.blocking_recv_many(&mut taken, GROUP_COMMITS_MAX) == 0 {
            return false;
        }
        self.waiting.extend(taken);
        true
    }

    /// The next group from what waits; `None` if there is none, or the log takes no commits.
    fn stage(&mut self) -> Option<Staged> {
        let needed = self.waiting.front()?.frame_bytes();
        match self.inside.status.get() {
            Condition::Writable => {}
            closed => {
                refuse(self.waiting.drain(..), &closed);
                return None;
            }
        }
        match self.room(needed) {
            Ok(true) => {}
            Ok(false) => return None, // the condition says why, and the drafts are refused next time around
            Err(reason) if file::is_full(&reason) => {
                self.full();
                return None;
            }
            Err(reason) => {
                self.inside.status.poison("beginning a segment", &reason);
                return None;
            }
        }
        let open = self.open.as_mut()?;
        let staged = self.staging.stage(&mut self.waiting, &self.inside.log(), open);
        open.at += staged.bytes() as u64;
        Some(staged)
    }

    /// Sees to it that the open segment has room for `needed` bytes; answers `false` if the log must stop.
    fn room(&mut self, needed: usize) -> io::Result<bool> {
        if self.open.as_ref().is_some_and(|open| open.bytes.saturating_sub(open.at) >= needed as u64) {
            return Ok(true);
        }
        let Some(mut next) = self.inside.ahead.take(&self.inside) else { return Ok(false) };
        if next.bytes < needed as u64 {
            let upto = (needed as u64).next_multiple_of(4 << 10);
            if let Err(reason) = file::write_zeros(&next.file, next.bytes, upto) {
                self.inside.ahead.want(next.number); // made again when there is room
                return Err(reason);
            }
            next.bytes = upto;
        }
        self.inside.ahead.want(next.number + 1);
        self.open = Some(Open { number: next.number, file: Arc::new(next.file), at: 0, bytes: next.bytes });
        Ok(true)
    }

    /// Nothing is being synced: alone if nobody else waits, else on the second thread. Answers whether it is under way.
    fn begin(&mut self, staged: Staged, syncer: &Syncer) -> bool {
        if staged.bytes() > 0 && !(self.queue.is_empty() && self.waiting.is_empty()) {
            return self.hand_over(staged, syncer);
        }
        let written = staged.write();
        self.finish(staged, written);
        false
    }

    /// A group is being synced: when it is done, the next one goes out before the first is answered.
    fn take_over(&mut self, next: Option<Staged>, syncer: &Syncer) -> bool {
        let Ok((staged, written)) = syncer.done.recv() else {
            self.inside.status.poison("syncing", &io::Error::other("the thread is gone"));
            return false;
        };
        match next {
            Some(next) if written.is_ok() && next.bytes() > 0 && !self.inside.status.is_poisoned() => {
                // Under way even if the log is poisoned meanwhile: its writers are answered only when it comes back.
                let under_way = self.hand_over(next, syncer);
                self.finish(staged, written);
                under_way
            }
            next => {
                self.finish(staged, written);
                if let Some(next) = next {
                    self.finish(next, Ok(())); // conflicts only, or refused because the log is poisoned now
                }
                false
            }
        }
    }

    fn hand_over(&mut self, staged: Staged, syncer: &Syncer) -> bool {
        match syncer.todo.send(staged) {
            Ok(()) => true,
            Err(unsent) => {
                self.finish(unsent.0, Err(io::Error::other("the syncing thread is gone")));
                false
            }
        }
    }

    /// Makes a written group readable, wakes the followers, answers. The first failure is the last: a page the kernel
    /// dropped is never synced by trying again.
    fn finish(&mut self, staged: Staged, written: io::Result<()>) {
        if let Err(reason) = written {
            self.inside.status.poison("writing the tape", &reason);
        }
        if self.inside.status.is_poisoned() {
            let condition = self.inside.status.get();
            return staged.refuse(&condition);
        }
        let answers = match self.staging.take_published(staged) {
            (Some(published), answers) => {
                let position = published.trail.position;
                self.inside.log_mut().publish(published, self.inside.options.recent_bytes);
                self.inside.position.send_replace(position);
                answers
            }
            (None, answers) => answers,
        };
        for (sender, answer) in answers {
            let _ = sender.send(answer); // a caller that went away does not need it
        }
    }

    /// Nothing was written yet, so a full disk is a reason to wait and not to stop for good.
    fn full(&self) {
        let free_bytes = file::free_bytes(&self.inside.dir).unwrap_or(0);
        self.inside.status.set(Condition::Full { free_bytes });
    }
}

fn refuse(drafts: impl Iterator<Item = Request>, condition: &Condition) {
    for request in drafts {
        let _ = request.answer.send(Err(AppendError::Closed(condition.clone())));
    }
}
