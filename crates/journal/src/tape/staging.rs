//! Putting a group together: expected versions are checked, commits hashed, frames written into memory.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io;
use std::sync::Arc;

use tokio::sync::oneshot;

use super::frame::{Header, frame_bytes, write_frame};
use super::trail::Trail;
use super::writer::{GROUP_COMMITS_MAX, Open};
use crate::commit::commit_bytes;
use crate::file;
use crate::log::{Log, Place, Published, Tip};
use crate::{Ack, AppendError, Condition, Draft, StreamId, write_commit};

/// Bytes of one group, unless one commit is larger: at 1 GB/s the write stays in the order of the sync.
const GROUP_BYTES_MAX: usize = 2 << 20;

/// Where an answer goes.
pub(crate) type Answer = oneshot::Sender<Result<Ack, AppendError>>;

/// A caller and what it will be told.
pub(crate) type Answered = (Answer, Result<Ack, AppendError>);

/// A draft that waits for its answer.
#[derive(Debug)]
pub(crate) struct Request {
    /// What to append.
    pub(crate) draft: Draft,
    /// Where the answer goes.
    pub(crate) answer: Answer,
}

/// A group in memory, ready to be written.
#[derive(Debug)]
pub(crate) struct Staged {
    file: Arc<File>,
    at: u64,
    published: Published,
    answers: Vec<Answered>,
}

/// What the next group goes on from: written or not, the groups before it are behind it.
#[derive(Debug, Default)]
pub(crate) struct Staging {
    trail: Trail,
    /// The number of the group being put together.
    group: u64,
    /// Tips of groups that are staged and not yet published.
    tips: HashMap<StreamId, Tip>,
    /// Bytes of the group before: a good guess for the next.
    capacity: usize,
}

impl Request {
    /// Bytes it takes on the tape.
    pub(crate) fn frame_bytes(&self) -> usize {
        frame_bytes(commit_bytes(&self.draft))
    }
}

impl Staged {
    /// Bytes to be written; none if every draft was a conflict.
    pub(crate) fn bytes(&self) -> usize {
        self.published.group.bytes.len()
    }

    /// Writes and syncs it.
    pub(crate) fn write(&self) -> io::Result<()> {
        if self.bytes() == 0 {
            return Ok(());
        }
        file::write_at(&self.file, &self.published.group.bytes, self.at)?;
        file::sync(&self.file)
    }

    /// Answers every draft with the condition: none is in the log as far as anyone may say.
    pub(crate) fn refuse(self, condition: &Condition) {
        for (sender, _) in self.answers {
            let _ = sender.send(Err(AppendError::Closed(condition.clone())));
        }
    }
}

impl Staging {
    /// Goes on behind a state.
    pub(crate) fn behind(trail: Trail) -> Staging {
        Staging { trail, ..Staging::default() }
    }

    /// Takes as many drafts as fit into the open segment and one group.
    pub(crate) fn stage(&mut self, waiting: &mut VecDeque<Request>, log: &Log, open: &Open) -> Staged {
        let mut staged = Staged {
            file: Arc::clone(&open.file),
            at: open.at,
            published: Published::default(),
            answers: Vec::with_capacity(waiting.len()),
        };
        staged.published.group.bytes = Vec::with_capacity(self.capacity);
        staged.published.group.first = self.trail.position + 1;
        let left = usize::try_from(open.bytes - open.at).unwrap_or(usize::MAX);
        self.group = self.trail.group + 1;
        while let Some(request) = waiting.pop_front_if(|next| {
            let all = staged.bytes() + next.frame_bytes();
            staged.answers.len() < GROUP_COMMITS_MAX && all <= left && (staged.bytes() == 0 || all <= GROUP_BYTES_MAX)
        }) {
            let answer = self.one(&request.draft, log, open, &mut staged.published);
            staged.answers.push((request.answer, answer));
        }
        staged.published.end = (open.number, open.at + staged.bytes() as u64);
        staged.published.trail = self.trail;
        self.capacity = staged.bytes();
        staged
    }

    fn one(&mut self, draft: &Draft, log: &Log, open: &Open, into: &mut Published) -> Result<Ack, AppendError> {
        let tip = self.tips.get(&draft.stream).copied().unwrap_or_else(|| log.tip(draft.stream));
        if tip.version != draft.expected {
            return Err(AppendError::Conflict { expected: draft.expected, actual: tip.version });
        }
        let time = draft.time.max(self.trail.time);
        let start = into.group.bytes.len();
        let index = u32::try_from(into.commits.len()).unwrap_or(u32::MAX);
        let (Trail { position, entries, chain, .. }, group) = (self.trail, self.group);
        let header = Header { length: 0, position: position + 1, group, index, entries, time, chain, body_check: 0 };
        let (header, leaf, chain) =
            write_frame(&mut into.group.bytes, header, |out| write_commit(out, draft, time, &tip.leaf));
        let count = draft.entries.len() as u64;
        let (position, version) = (header.position, tip.version + count);
        let offset = u32::try_from(open.at + start as u64).unwrap_or(u32::MAX);
        let place = Place { segment: open.number, offset, length: header.length, prev: 0, version };
        into.group.note(start, header.length);
        into.commits.push((draft.stream, place, leaf));
        self.tips.insert(draft.stream, Tip { version, leaf, last: position });
        self.trail = Trail { position, entries: entries + count, group, index, time, chain, leaf };
        Ok(Ack { position, version, time, leaf })
    }

    /// Takes a written group apart: what becomes readable, and the answers. Its tips are the log's from here on.
    pub(crate) fn take_published(&mut self, staged: Staged) -> (Option<Published>, Vec<Answered>) {
        let Staged { published, answers, .. } = staged;
        if published.commits.is_empty() {
            return (None, answers);
        }
        let last = published.trail.position;
        self.tips.retain(|_, tip| tip.last > last);
        (Some(published), answers)
    }
}
