//! The one thread that writes: takes all waiting drafts, writes them as one group with one `pwrite`, waits for one
//! `fdatasync`, answers all. No commit is acknowledged before that sync has returned (docs/decisions/0001).

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::frame::{Header, frame_bytes, write_frame};
use super::trail::Trail;
use crate::commit::commit_bytes;
use crate::file;
use crate::inside::Inside;
use crate::log::{Group, Log, Place, Published, Tip};
use crate::{Ack, AppendError, Condition, Draft, StreamId, write_commit};

/// Drafts that wait; those beyond wait in their callers. Two full groups: more would only add latency.
pub(crate) const QUEUE_DRAFTS: usize = 2 * GROUP_COMMITS_MAX;
/// Commits in one group.
const GROUP_COMMITS_MAX: usize = 1024;
/// Bytes of one group, unless one commit is larger: at 1 GB/s the write stays in the order of the sync.
const GROUP_BYTES_MAX: usize = 2 << 20;

/// A draft that waits for its answer.
#[derive(Debug)]
pub(crate) struct Request {
    /// What to append.
    pub(crate) draft: Draft,
    /// Where the answer goes.
    pub(crate) answer: oneshot::Sender<Result<Ack, AppendError>>,
}

/// The segment being written.
#[derive(Debug)]
pub(crate) struct Open {
    /// Its number.
    pub(crate) number: u32,
    /// Open for writing.
    pub(crate) file: File,
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
    open: Option<Open>,
    trail: Trail,
    group: Staging,
}

/// The group being put together.
#[derive(Debug, Default)]
struct Staging {
    bytes: Vec<u8>,
    published: Published,
    tips: HashMap<StreamId, Tip>,
    answers: Vec<(oneshot::Sender<Result<Ack, AppendError>>, Result<Ack, AppendError>)>,
}

impl Writer {
    /// A writer that goes on behind `trail`. `open` is the segment to go on in; `None` begins the next one.
    pub(crate) fn new(inside: Arc<Inside>, queue: mpsc::Receiver<Request>, open: Option<Open>, trail: Trail) -> Writer {
        Writer { inside, queue, open, trail, group: Staging::default() }
    }

    /// Works until nobody can send any more.
    pub(crate) fn run(mut self) {
        let mut waiting = Vec::with_capacity(GROUP_COMMITS_MAX);
        while self.queue.blocking_recv_many(&mut waiting, GROUP_COMMITS_MAX) > 0 {
            let mut drafts = std::mem::take(&mut waiting).into_iter().peekable();
            while drafts.peek().is_some() {
                match self.inside.status.get() {
                    Condition::Writable => self.one_group(&mut drafts),
                    closed => refuse(&mut drafts, &closed),
                }
            }
        }
    }

    fn one_group(&mut self, drafts: &mut std::iter::Peekable<std::vec::IntoIter<Request>>) {
        let Some(first) = drafts.peek() else { return };
        let needed = frame_bytes(commit_bytes(&first.draft));
        let ready = match self.room(needed) {
            Ok(ready) => ready,
            Err(reason) if file::is_full(&reason) => return self.full(),
            Err(reason) => return self.failed("beginning a segment", &reason),
        };
        if !ready {
            return; // full or shutting down: the condition says so, and the drafts are refused by the caller
        }
        self.stage(drafts);
        if self.group.bytes.is_empty() {
            return self.answer(None); // nothing but conflicts
        }
        match self.write() {
            Ok(()) => {
                self.publish();
                self.answer(None);
            }
            Err(reason) => self.failed("writing the tape", &reason),
        }
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
        self.open = Some(Open { number: next.number, file: next.file, at: 0, bytes: next.bytes });
        Ok(true)
    }

    /// Puts as many drafts into the group as fit.
    fn stage(&mut self, drafts: &mut std::iter::Peekable<std::vec::IntoIter<Request>>) {
        let Some(open) = &self.open else { return };
        let left = usize::try_from(open.bytes - open.at).unwrap_or(usize::MAX);
        let log = self.inside.log();
        let mut writing = Trail { group: self.trail.group + 1, index: 0, ..self.trail };
        let fits = |staged: usize, draft: &Draft| {
            let all = staged + frame_bytes(commit_bytes(draft));
            all <= left && (staged == 0 || all <= GROUP_BYTES_MAX)
        };
        while let Some(request) = drafts.next_if(|next| fits(self.group.bytes.len(), &next.draft)) {
            let answer = self.group.stage(&request.draft, &log, &mut writing, (open.number, open.at));
            self.group.answers.push((request.answer, answer));
        }
        self.group.published.end = (open.number, open.at + self.group.bytes.len() as u64);
        self.group.published.trail = Trail { index: writing.index.saturating_sub(1), ..writing };
    }

    fn write(&mut self) -> io::Result<()> {
        let Some(open) = self.open.as_mut() else { return Ok(()) };
        file::write_at(&open.file, &self.group.bytes, open.at)?;
        file::sync(&open.file)?;
        open.at += self.group.bytes.len() as u64;
        Ok(())
    }

    /// Makes the group readable, then wakes the followers.
    fn publish(&mut self) {
        let mut published = std::mem::take(&mut self.group.published);
        self.trail = published.trail;
        let capacity = self.group.bytes.len();
        published.group.bytes = std::mem::replace(&mut self.group.bytes, Vec::with_capacity(capacity));
        self.inside.log_mut().publish(published, self.inside.options.recent_bytes);
        self.group.tips.clear();
        self.inside.position.send_replace(self.trail.position);
    }

    /// Answers every draft of the group; with `closed`, none of them is in the log as far as anyone may say.
    fn answer(&mut self, closed: Option<&Condition>) {
        for (sender, answer) in self.group.answers.drain(..) {
            // A caller that went away does not need its answer.
            let _ = sender.send(closed.map_or(answer, |condition| Err(AppendError::Closed(condition.clone()))));
        }
    }

    /// Nothing was written yet, so a full disk is a reason to wait and not to stop for good.
    fn full(&self) {
        let free_bytes = file::free_bytes(&self.inside.dir).unwrap_or(0);
        self.inside.status.set(Condition::Full { free_bytes });
    }

    /// The first failure is the last: a page the kernel dropped is never synced by trying again.
    fn failed(&mut self, doing: &str, reason: &io::Error) {
        self.inside.status.poison(doing, reason);
        let condition = self.inside.status.get();
        self.answer(Some(&condition));
        self.group = Staging::default();
    }
}

impl Staging {
    fn stage(&mut self, draft: &Draft, log: &Log, writing: &mut Trail, open: (u32, u64)) -> Result<Ack, AppendError> {
        let tip = self.tips.get(&draft.stream).copied().unwrap_or_else(|| log.tip(draft.stream));
        if tip.version != draft.expected {
            return Err(AppendError::Conflict { expected: draft.expected, actual: tip.version });
        }
        let start = self.bytes.len();
        let time = draft.time.max(writing.time);
        let header = Header {
            length: 0,
            position: writing.position + 1,
            group: writing.group,
            index: writing.index,
            entries: writing.entries,
            time,
            chain: writing.chain,
            body_check: 0,
        };
        let (header, leaf, chain) =
            write_frame(&mut self.bytes, header, |out| write_commit(out, draft, time, &tip.leaf));
        let version = tip.version + draft.entries.len() as u64;
        let offset = u32::try_from(open.1 + start as u64).unwrap_or(u32::MAX);
        let place = Place { segment: open.0, offset, length: header.length, prev: 0, version };
        if start == 0 {
            self.published.group = Group { first: header.position, ..Group::default() };
        }
        self.published.group.note(start, header.length);
        self.published.commits.push((draft.stream, place, leaf));
        self.tips.insert(draft.stream, Tip { version, leaf, last: header.position });
        *writing = Trail {
            position: header.position,
            entries: header.entries + draft.entries.len() as u64,
            group: header.group,
            index: header.index + 1,
            time,
            chain,
            leaf,
        };
        Ok(Ack { position: header.position, version, time, leaf })
    }
}

fn refuse(drafts: &mut impl Iterator<Item = Request>, condition: &Condition) {
    for request in drafts {
        let _ = request.answer.send(Err(AppendError::Closed(condition.clone())));
    }
}
