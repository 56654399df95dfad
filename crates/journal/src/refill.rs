//! From the tape into the store: commits gathered into runs, and a whole store made again.

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use crate::ballast;
use crate::options::Options;
use crate::partial;
use crate::store::{Mark, RunCommit, Store, StoreFault};
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::trail::Trail;
use crate::tape::walk::{Found, walk_segment};
use crate::{CommitView, Digest, Position};

/// How much room a store takes, measured by the sealed segments: its blocks are smaller and pack less well, and sled
/// keeps for a while what it has replaced. (With runs as small as those of tests it is more: then the filling waits on
/// its way.)
const OF_SEALED: u64 = 2;

/// Why the store was not filled again. What there is of it is gone on with the next time.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refill {
    /// The tape is damaged here.
    #[error("the tape is damaged at position {0}")]
    Damaged(Position),
    /// A new store cannot be filled either.
    #[error(transparent)]
    Fault(StoreFault),
    /// The disk has no room for it.
    #[error("no room for a store: {room} bytes may be taken, {needed} are needed")]
    NoRoom {
        /// Bytes the log may still take.
        room: u64,
        /// Bytes it would take about, with the reserve.
        needed: u64,
    },
    /// The log is being closed.
    #[error("the log is being closed")]
    Stopped,
}

/// A new store, filled from the tape up to a position at least. A part of one is gone on with, if the tape agrees and
/// it can be filled; else it is removed. What was whole once is set aside.
pub(crate) fn refill(
    dir: &Path,
    options: &Options,
    upto: Position,
    stopped: &dyn Fn() -> bool,
) -> Result<Store, Refill> {
    let filling = Filling { dir, options, upto, stopped };
    if let Some(store) = filling.part() {
        tracing::warn!(from = store.mark().position, upto, "filling a new store from the tape goes on");
        match filling.go_on(&store) {
            Err(Walk::Foreign | Walk::Fault(_)) => {}
            outcome => return filling.done(store, outcome),
        }
    }
    let moved = partial::put_away(dir)?;
    partial::mark(dir)?;
    filling.has_room()?;
    tracing::warn!(set_aside = ?moved, upto, "filling a new store from the tape");
    let store = Store::open(dir, options.cache_bytes).map_err(Refill::Fault)?;
    let outcome = filling.go_on(&store);
    filling.done(store, outcome)
}

/// A store on its way to being whole.
struct Filling<'a> {
    dir: &'a Path,
    options: &'a Options,
    upto: Position,
    stopped: &'a dyn Fn() -> bool,
}

impl Filling<'_> {
    /// What an earlier filling left, if it opens.
    fn part(&self) -> Option<Store> {
        let is_there = partial::is_marked(self.dir) && self.dir.join("store").is_dir();
        is_there.then(|| Store::open(self.dir, self.options.cache_bytes).ok()).flatten()
    }

    /// Whether there is about as much room as it will take.
    fn has_room(&self) -> Result<(), Refill> {
        let mut needed = self.options.low_water_bytes;
        for segment in segments::list(&self.dir.join("tape"))?.iter().filter(|segment| segment.sealed) {
            needed = needed.saturating_add(OF_SEALED.saturating_mul(fs::metadata(&segment.path)?.len()));
        }
        let room = ballast::room(self.dir, self.options)?;
        if room >= needed { Ok(()) } else { Err(Refill::NoRoom { room, needed }) }
    }

    /// Fills a store from its mark on, if its last commit is the one on the tape.
    fn go_on(&self, store: &Store) -> Result<(), Walk> {
        let (mark, mut run) = (store.mark(), Run::default());
        if mark.position > self.upto {
            return Err(Walk::Foreign);
        }
        each_commit(self.dir, mark.position.saturating_sub(1), self.upto, &mut |view, trail| {
            if (self.stopped)() {
                return Err(Walk::Stopped);
            }
            if trail.position == mark.position {
                let same = (trail.chain, trail.leaf) == (mark.chain, mark.leaf);
                return if same { Ok(()) } else { Err(Walk::Foreign) };
            }
            run.add(view, trail);
            if run.bytes >= self.options.run_bytes || trail.position == self.upto {
                self.options.tell("filling the store from the tape", trail.position, self.upto);
                return self.flush(&mut run, store);
            }
            Ok(())
        })
    }

    /// Up to a run more is written than there was room for: the reserve is larger.
    fn flush(&self, run: &mut Run, store: &Store) -> Result<(), Walk> {
        let (room, needed) = (ballast::room(self.dir, self.options).map_err(Walk::Io)?, self.options.low_water_bytes);
        if room < needed {
            return Err(Walk::NoRoom { room, needed });
        }
        run.flush(store).map_err(Walk::Fault)
    }

    fn done(&self, store: Store, outcome: Result<(), Walk>) -> Result<Store, Refill> {
        match outcome {
            Ok(()) => {
                partial::unmark(self.dir)?;
                Ok(store)
            }
            Err(Walk::Damaged(position)) => Err(Refill::Damaged(position)),
            Err(Walk::Io(reason)) => Err(reason.into()),
            Err(Walk::Fault(fault)) => Err(Refill::Fault(fault)),
            Err(Walk::NoRoom { room, needed }) => Err(Refill::NoRoom { room, needed }),
            Err(Walk::Stopped) => Err(Refill::Stopped),
            Err(Walk::Foreign) => Err(Refill::Fault(StoreFault::damaged("the tape is not the one it was filled from"))),
        }
    }
}

impl From<io::Error> for Refill {
    fn from(reason: io::Error) -> Self {
        Refill::Fault(StoreFault::Io(reason))
    }
}

/// Commits gathered for the store.
#[derive(Debug, Default)]
pub(crate) struct Run {
    commits: Vec<(Position, Box<[u8]>, Digest)>,
    last: Trail,
    /// Commit bytes in it.
    pub(crate) bytes: u64,
}

impl Run {
    /// Adds the next commit; `trail` is the state behind it.
    pub(crate) fn add(&mut self, view: &CommitView<'_>, trail: Trail) {
        self.bytes += view.bytes().len() as u64;
        self.commits.push((view.position(), Box::from(view.bytes()), trail.leaf));
        self.last = trail;
    }

    /// The last position in it.
    pub(crate) fn last(&self) -> Position {
        self.last.position
    }

    /// Fills it in and begins the next.
    pub(crate) fn flush(&mut self, store: &Store) -> Result<(), StoreFault> {
        let run = std::mem::take(self);
        let commits: Vec<_> = run
            .commits
            .iter()
            .map(|(position, bytes, leaf)| RunCommit { position: *position, bytes, leaf: *leaf })
            .collect();
        let Trail { position, entries, chain, leaf, time, .. } = run.last;
        store.fill(&commits, Mark { position, entries, chain, leaf, time })
    }
}

/// Why a walk over the tape ended early.
#[derive(Debug)]
pub(crate) enum Walk {
    /// The tape is damaged here.
    Damaged(Position),
    /// The system refused.
    Io(io::Error),
    /// The store failed.
    Fault(StoreFault),
    /// The disk has no room.
    NoRoom {
        /// Bytes the log may still take.
        room: u64,
        /// Bytes it needs.
        needed: u64,
    },
    /// The store was filled from another tape.
    Foreign,
    /// The log is being closed.
    Stopped,
}

/// Every commit with `after < position <= upto`, read from the tape and checked against the chain.
pub(crate) fn each_commit(
    dir: &Path,
    after: Position,
    upto: Position,
    each: &mut dyn FnMut(&CommitView<'_>, Trail) -> Result<(), Walk>,
) -> Result<(), Walk> {
    let mut trail = Trail::default();
    for segment in segments::list(&dir.join("tape")).map_err(Walk::Io)? {
        if trail.position >= upto {
            break;
        }
        if let Some(behind) = sealed_before(&segment, after) {
            trail = behind;
            continue;
        }
        let mut outcome = Ok(());
        walk_segment(&segment, &mut |found| {
            outcome = step(&found, &mut trail, (after, upto), each);
            if outcome.is_err() || trail.position >= upto { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .map_err(Walk::Io)?;
        outcome?;
    }
    if trail.position >= upto { Ok(()) } else { Err(Walk::Damaged(trail.position + 1)) }
}

/// The state behind a sealed segment that ends at or before `after`: it need not be unpacked.
fn sealed_before(segment: &Segment, after: Position) -> Option<Trail> {
    let header = || sealed::read_header(&File::open(&segment.path).ok()?).ok()?;
    let behind = if segment.sealed { header()?.after } else { return None };
    (behind.position <= after).then_some(behind)
}

fn step(
    found: &Found<'_>,
    trail: &mut Trail,
    (after, upto): (Position, Position),
    each: &mut dyn FnMut(&CommitView<'_>, Trail) -> Result<(), Walk>,
) -> Result<(), Walk> {
    let Found::Frame(frame) = found else { return Err(Walk::Damaged(trail.position + 1)) };
    let Ok((next, view)) = trail.after(frame) else { return Err(Walk::Damaged(trail.position + 1)) };
    *trail = next;
    if next.position > after && next.position <= upto { each(&view, next) } else { Ok(()) }
}
