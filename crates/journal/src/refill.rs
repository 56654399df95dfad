//! From the tape into the store: commits gathered into runs, and a whole store made again.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use crate::file;
use crate::options::Options;
use crate::store::{Mark, RunCommit, Store, StoreFault};
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::trail::Trail;
use crate::tape::walk::{Found, walk_segment};
use crate::{CommitView, Digest, Position};

/// Why the store was not filled again.
#[derive(Debug)]
pub(crate) enum Refill {
    /// The tape is damaged here.
    Damaged(Position),
    /// A new store cannot be filled either.
    Fault(StoreFault),
}

/// Sets a store aside and fills a new one from the tape, up to a position at least.
pub(crate) fn refill(dir: &Path, options: &Options, upto: Position) -> Result<Store, Refill> {
    let moved = file::set_aside(dir, &dir.join("store")).map_err(|reason| Refill::Fault(StoreFault::Io(reason)))?;
    tracing::warn!(set_aside = ?moved, upto, "filling a new store from the tape");
    let store = Store::open(dir, options.cache_bytes).map_err(Refill::Fault)?;
    let mut run = Run::default();
    each_commit(dir, 0, upto, &mut |view, trail| {
        run.add(view, trail);
        if run.bytes >= options.run_bytes || trail.position == upto {
            options.tell("filling the store from the tape", trail.position, upto);
            return run.flush(&store);
        }
        Ok(())
    })
    .map_err(|stop| match stop {
        Walk::Damaged(position) => Refill::Damaged(position),
        Walk::Io(reason) => Refill::Fault(StoreFault::Io(reason)),
        Walk::Fault(fault) => Refill::Fault(fault),
    })?;
    Ok(store)
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
    pub(crate) fn flush(&mut self, store: &Store) -> Result<(), Walk> {
        let run = std::mem::take(self);
        let commits: Vec<_> = run
            .commits
            .iter()
            .map(|(position, bytes, leaf)| RunCommit { position: *position, bytes, leaf: *leaf })
            .collect();
        let Trail { position, entries, chain, leaf, time, .. } = run.last;
        store.fill(&commits, Mark { position, entries, chain, leaf, time }).map_err(Walk::Fault)
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
