//! Reading the access log: for the auditor, for the supervisor's day, and for whoever wants to know who looked at what is
//! about them.

use std::ops::ControlFlow;

use access::Look;
use jiff::Timestamp;
use journal::{CommitView, Journal, Position, ReadError};
use serde::{Deserialize, Serialize};
use timeline::{ActorId, StreamId};

/// Which looks are wanted; whatever is left out does not matter.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Looking {
    /// Of this member of staff.
    pub actor: Option<ActorId>,
    /// At any of these cases.
    pub cases: Option<Vec<StreamId>>,
    /// Not before this.
    pub since: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
    /// Behind this one.
    pub after: Option<LookCursor>,
    /// At most so many.
    pub limit: usize,
}

/// Where a look lies in its log: position and place in the commit. Written `position.index`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct LookCursor {
    position: Position,
    index: u16,
}

/// Why a text is no cursor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a cursor looks like 120.3: take it from the page before")]
pub struct NoCursor;

impl LookCursor {
    /// The position of the commit it lies in.
    #[must_use]
    pub const fn position(self) -> Position {
        self.position
    }

    /// The last place before this position.
    #[must_use]
    pub const fn before(position: Position) -> Self {
        Self { position: position.saturating_sub(1), index: u16::MAX }
    }
}

impl From<LookCursor> for String {
    fn from(cursor: LookCursor) -> Self {
        format!("{}.{}", cursor.position, cursor.index)
    }
}

impl TryFrom<String> for LookCursor {
    type Error = NoCursor;

    fn try_from(text: String) -> Result<Self, NoCursor> {
        let (position, index) = text.split_once('.').ok_or(NoCursor)?;
        let cursor = |position, index| Self { position, index };
        Ok(cursor(position.parse().map_err(|_| NoCursor)?, index.parse().map_err(|_| NoCursor)?))
    }
}

/// A look as it lies in the log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LookedAt {
    /// Where it lies.
    pub cursor: LookCursor,
    /// The look.
    #[serde(flatten)]
    pub look: Look,
}

/// A page of looks, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct LookPage {
    /// The looks.
    pub looks: Vec<LookedAt>,
    /// Where the next page begins; `None` if this is the last.
    pub next: Option<LookCursor>,
}

impl Looking {
    /// Whether a look may be wanted, by what stands outside of it: its case.
    fn may_want(&self, envelope: &[u8]) -> bool {
        self.cases.as_ref().is_none_or(|cases| cases.iter().any(|case| envelope == case.uuid().as_bytes()))
    }

    /// Whether a commit of this time, behind one of that time, holds no look from before the end. The log never goes back, so
    /// after a clock that was ahead is put right commits have the time of the one before, whatever they hold; one that is later
    /// than the one before has the time of its looks, which differ by seconds at most, as they waited together. Those behind
    /// it are looked at all the same: the clock may have been put right since.
    fn is_over(&self, before: Option<i64>, time: i64) -> bool {
        let end = self.until.and_then(|until| until.checked_add(super::WRITE_WAIT_MAX).ok());
        let rose = before.is_some_and(|before| before < time);
        rose && end.is_some_and(|end| time > end.as_microsecond())
    }

    fn wants(&self, look: &Look) -> bool {
        self.actor.as_ref().is_none_or(|actor| *actor == look.actor)
            && self.cases.as_ref().is_none_or(|cases| look.stream.is_some_and(|stream| cases.contains(&stream)))
            && self.since.is_none_or(|since| look.at >= since)
            && self.until.is_none_or(|until| look.at < until)
    }
}

/// The looks that are wanted, of this access log.
///
/// # Errors
/// It cannot be read. A look that cannot be decoded counts as damage: no program of ours writes one.
pub fn looks_in(journal: &dyn Journal, wanted: &Looking) -> Result<LookPage, ReadError> {
    let head = journal.head().position;
    let begin = match wanted.after {
        Some(after) => after.position.saturating_sub(1),
        None => wanted.since.map_or(Ok(0), |since| before(journal, since.as_microsecond(), head))?,
    };
    let (mut page, mut fault, mut time) = (LookPage::default(), None, None);
    journal.scan(begin, head, &mut |commit| {
        let before = time.replace(commit.time());
        if wanted.is_over(before, commit.time()) {
            return ControlFlow::Continue(());
        }
        match add(&mut page, commit, wanted) {
            Ok(flow) => flow,
            Err(error) => {
                fault = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    fault.map_or(Ok(page), Err)
}

fn add(page: &mut LookPage, commit: &CommitView<'_>, wanted: &Looking) -> Result<ControlFlow<()>, ReadError> {
    for entry in commit.entries() {
        let cursor = LookCursor { position: commit.position(), index: entry.index };
        if wanted.after.is_some_and(|after| cursor <= after) || !wanted.may_want(entry.envelope) {
            continue;
        }
        let look: Look = serde_json::from_slice(entry.body)
            .map_err(|error| ReadError::Damaged { position: cursor.position, what: error.to_string() })?;
        if !wanted.wants(&look) {
            continue;
        }
        if page.looks.len() >= wanted.limit {
            page.next = page.looks.last().map(|last| last.cursor);
            return Ok(ControlFlow::Break(()));
        }
        page.looks.push(LookedAt { cursor, look });
    }
    Ok(ControlFlow::Continue(()))
}

/// A position with nothing behind it that is older than this time: found by halving, as the writer stamps times that
/// never go back. What waited for the disk was looked at a little earlier than it was written, so nothing is missed.
fn before(journal: &dyn Journal, time: i64, head: Position) -> Result<Position, ReadError> {
    let (mut low, mut high) = (0, head);
    while low < high {
        let middle = low + (high - low) / 2;
        if time_of(journal, middle + 1)? < time { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

fn time_of(journal: &dyn Journal, position: Position) -> Result<i64, ReadError> {
    let mut time = i64::MAX;
    journal.scan(position - 1, position, &mut |commit| {
        time = commit.time();
        ControlFlow::Break(())
    })?;
    Ok(time)
}
