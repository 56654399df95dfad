//! Fills the store behind the tape, and seals segments the store covers.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::time::Duration;

use crate::file;
use crate::inside::Inside;
use crate::refill::{Refill, Run, refill};
use crate::tape::sealed::{self, SealedHeader, Sealer};
use crate::tape::segments::{self, Segment};
use crate::tape::trail::Trail;
use crate::tape::walk::{Found, walk_segment};
use crate::{CommitView, Condition, Position};

/// How often the filler looks for work. At the highest rate measured, a run fills in less than a second.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long after a store that could not be filled the next is begun.
const AGAIN_AFTER: Duration = Duration::from_secs(10);

/// How far behind commits and reads this thread stands in line for a processor.
const NICENESS: i32 = 10;

/// Works until it is stopped, after everything else: on Linux niceness is a thread's own.
pub(crate) fn run(inside: &Inside) {
    let _ = rustix::process::nice(NICENESS);
    while inside.bell.wait(LOOK_EVERY) {
        if !inside.status.is_writable() {
            continue;
        }
        if inside.store().is_none() {
            new_store(inside);
        }
        let filled = fill(inside).and_then(|()| seal_covered(inside));
        match filled {
            Ok(()) => {}
            Err(reason) if file::is_full(&reason) => {
                let free_bytes = file::free_bytes(&inside.dir).unwrap_or(0);
                inside.status.set(Condition::Full { free_bytes });
            }
            Err(reason) => inside.status.poison("filling the store", &reason),
        }
    }
}

/// Fills one run after the other while there is a whole one.
fn fill(inside: &Inside) -> io::Result<()> {
    while inside.log().waiting_bytes >= inside.options.run_bytes && !inside.bell.is_stopped() {
        let Some(store) = inside.store() else { return Ok(()) };
        // What the store covers must be covered by the head too, or a lost tail would look like a foreign store.
        inside.write_head()?;
        let mut run = gather(inside)?;
        let mark = run.last();
        match run.flush(&store) {
            Ok(()) => inside.log_mut().covered(mark),
            // It is given up, and a new one filled as soon as there is room.
            Err(fault) => {
                inside.store_failed(&fault);
                return Ok(());
            }
        }
    }
    Ok(())
}

/// About `run_bytes` of commits from the mark on, checked once more on their way.
fn gather(inside: &Inside) -> io::Result<Run> {
    let (base, head) = (inside.log().base(), inside.log().trail.position);
    let mut run = Run::default();
    let scanned = inside.scan_frames(base, head, &mut |view: &CommitView<'_>, trail: Trail| {
        run.add(view, trail);
        if run.bytes >= inside.options.run_bytes { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    scanned.map_err(io::Error::other)?;
    Ok(run)
}

/// Makes a new store in the place of one that failed. A log that is closed meanwhile does not wait for it.
fn new_store(inside: &Inside) {
    let base = inside.log().base();
    match refill(&inside.dir, &inside.options, base, &|| inside.bell.is_stopped()) {
        Ok(store) => {
            let mark = store.mark().position;
            inside.swap_store(Some(store));
            inside.log_mut().covered(mark);
        }
        Err(Refill::Damaged(position)) => {
            let what = "the tape cannot be read here".to_owned();
            inside.status.set(Condition::ReadOnly { position, what });
        }
        Err(Refill::Stopped) => {}
        Err(reason @ (Refill::Fault(_) | Refill::NoRoom { .. })) => {
            tracing::error!(%reason, "no store: everything is read from the tape");
            inside.bell.wait(AGAIN_AFTER);
        }
    }
}

/// Seals every full segment whose commits the store covers.
fn seal_covered(inside: &Inside) -> io::Result<()> {
    let (base, open) = (inside.log().base(), inside.log().end.0);
    for segment in segments::list(&inside.tape())? {
        if segment.sealed || inside.bell.is_stopped() {
            continue;
        }
        if segment.number >= open || inside.store().is_none() {
            break;
        }
        let before = state_before(inside, &segment)?;
        if !seal(inside, &segment, before, base)? {
            break;
        }
    }
    Ok(())
}

/// The state behind the segment before this one, which is sealed, or the beginning.
fn state_before(inside: &Inside, segment: &Segment) -> io::Result<Option<Trail>> {
    if segment.number == 1 {
        return Ok(Some(Trail::default()));
    }
    let before = Segment::sealed(&inside.tape(), segment.number - 1);
    Ok(sealed::read_header(&File::open(before.path)?)?.map(|header| header.after))
}

/// Seals one segment; answers `false` if its time has not come. The raw file goes only when the sealed one is whole and
/// its name is on the disk.
fn seal(inside: &Inside, segment: &Segment, before: Option<Trail>, base: Position) -> io::Result<bool> {
    let Some(before) = before else { return Ok(false) };
    if last_position(segment)? > base {
        return Ok(false);
    }
    let target = Segment::sealed(&inside.tape(), segment.number);
    let fresh = file::beside(&target.path, "new");
    let Some(_header) = write_sealed(segment, &fresh, before, Position::MAX)? else {
        let what = "the segment to be sealed is damaged".to_owned();
        inside.status.set(Condition::ReadOnly { position: before.position + 1, what });
        return Ok(false);
    };
    std::fs::rename(&fresh, &target.path)?;
    file::sync_dir(&inside.tape())?;
    file::remove(&segment.path)?;
    inside.forget_file(segment.number);
    file::sync_dir(&inside.tape())?;
    Ok(true)
}

fn last_position(segment: &Segment) -> io::Result<Position> {
    let mut last = 0;
    walk_segment(segment, &mut |found| {
        if let Found::Frame(frame) = found {
            last = frame.header.position;
        }
        ControlFlow::Continue(())
    })?;
    Ok(last)
}

/// Writes the frames of a raw segment up to a position as a sealed one; `None` (and no file) if one of them is damaged.
pub(crate) fn write_sealed(
    segment: &Segment,
    target: &std::path::Path,
    before: Trail,
    upto: Position,
) -> io::Result<Option<SealedHeader>> {
    let file = file::create_private(target)?;
    let (mut sealer, mut trail, mut outcome) = (Sealer::new(file, segment.number, before), before, Some(Ok(())));
    walk_segment(segment, &mut |found| {
        let next = match &found {
            // What is behind is none of our business: a running server may be in the middle of writing it.
            _ if trail.position >= upto => return ControlFlow::Break(()),
            Found::Frame(frame) => trail.after(frame).ok().map(|(next, _)| (frame, next)),
            Found::Damage(_) | Found::Newer(_) => None,
        };
        outcome = next.map(|(frame, next)| {
            trail = next;
            sealer.push(frame, next)
        });
        if matches!(outcome, Some(Ok(()))) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    match outcome {
        Some(result) => result.and_then(|()| sealer.finish()).map(Some),
        None => file::remove(target).map(|()| None),
    }
}
