//! Reads the whole tape again and again, slowly, and compares it with its checks: rot is found while a good copy may still
//! exist, and not years later by the one who needs the commit.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::thread;
use std::time::{Duration, Instant};

use crate::inside::Inside;
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::walk::{Found, walk_segment};
use crate::{Condition, Position};

/// How long one pause of the scrub lasts at most, so that it can be stopped.
const PAUSE_MAX: Duration = Duration::from_millis(200);

/// The scrub has all day.
const NICENESS: i32 = 15;

/// Works until it is stopped, or until it has found damage: one finding closes the log.
pub(crate) fn run(inside: &Inside) {
    let _ = rustix::process::nice(NICENESS);
    let mut begun = Instant::now();
    while inside.bell.wait(inside.options.scrub_every.saturating_sub(begun.elapsed())) {
        begun = Instant::now();
        match pass(inside) {
            Ok(None) => {}
            Ok(Some((position, what))) => {
                tracing::error!(position, what, "the scrub found damage");
                inside.status.set(Condition::ReadOnly { position, what: what.to_owned() });
                return;
            }
            Err(reason) => tracing::warn!(%reason, "the scrub could not read the tape"),
        }
    }
}

fn pass(inside: &Inside) -> io::Result<Option<(Position, &'static str)>> {
    let mut next = 1;
    for segment in segments::list(&inside.tape())? {
        if inside.bell.is_stopped() {
            break;
        }
        let found = match one(inside, &segment, &mut next) {
            // Sealed, or begun, while we were on our way to it.
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => None,
            found => found?,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn one(inside: &Inside, segment: &Segment, next: &mut Position) -> io::Result<Option<(Position, &'static str)>> {
    let mut pause = |bytes: u64| rest(inside, bytes);
    if segment.sealed {
        let file = File::open(&segment.path)?;
        // What lies on the disk is asked for, not what the kernel still remembers.
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
        let header = sealed::read_header(&file)?;
        let damaged = sealed::scrub(&file, &mut pause)?.map(|position| position.max(*next));
        *next = header.map_or(*next, |header| header.after.position + 1);
        return Ok(damaged.map(|position| (position, "a sealed segment does not match its checks")));
    }
    raw(inside, segment, next, &mut pause)
}

/// Frames up to the head as it was before the walk: behind it the writer is at work.
fn raw(
    inside: &Inside,
    segment: &Segment,
    next: &mut Position,
    pause: &mut dyn FnMut(u64),
) -> io::Result<Option<(Position, &'static str)>> {
    let (head, end) = (inside.log().trail.position, inside.log().end);
    if segment.number > end.0 {
        return Ok(None);
    }
    let mut damaged = None;
    walk_segment(segment, &mut |found| {
        match found {
            _ if *next > head => return ControlFlow::Break(()),
            Found::Frame(frame) if frame.header.position == *next => *next += 1,
            Found::Frame(frame) if frame.header.position < *next => {}
            Found::Frame(_) => damaged = Some((*next, "a commit is missing")),
            Found::Damage(damage) => damaged = Some((*next, damage.harm.what())),
            Found::Newer(_) => damaged = Some((*next, "a frame of a newer format")),
        }
        if let Found::Frame(frame) = found {
            pause(frame.bytes.len() as u64);
        }
        if damaged.is_some() || inside.bell.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let ends_early = damaged.is_none() && segment.number == end.0 && *next <= head && !inside.bell.is_stopped();
    Ok(if ends_early { Some((*next, "the tape ends before the head")) } else { damaged })
}

/// Sleeps long enough to keep the rate.
fn rest(inside: &Inside, bytes: u64) {
    thread_local! { static OWED: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) }; }
    let rate = inside.options.scrub_bytes_per_second.max(1) as f64;
    let owed = OWED.get() + bytes as f64 / rate;
    let pause = Duration::from_secs_f64(owed);
    if pause < PAUSE_MAX / 20 || inside.bell.is_stopped() {
        return OWED.set(owed);
    }
    thread::sleep(pause.min(PAUSE_MAX));
    OWED.set((owed - PAUSE_MAX.as_secs_f64()).max(0.0));
}
