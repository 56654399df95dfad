//! Reads the whole tape again and again, slowly, and compares it with its checks: rot is found while a good copy may still
//! exist, and not years later by the one who needs the commit.

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::thread;
use std::time::{Duration, Instant};

use crate::inside::Inside;
use crate::tape::sealed;
use crate::tape::segments::Segment;
use crate::tape::walk::{Found, walk};
use crate::tape::window::Window;
use crate::{Condition, Position};

/// How long one pause of the scrub lasts at most, so that it can be stopped.
const PAUSE_MAX: Duration = Duration::from_millis(200);

/// The scrub steps back behind everybody.
const NICENESS: i32 = 15;
/// How long one way through the tape takes at most: with the pause before it, rot is found within a minute, however long
/// the tape has grown.
const PASS_WITHIN: Duration = Duration::from_secs(25);

/// Works until it is stopped, or until it has found damage: one finding closes the log.
pub(crate) fn run(inside: &Inside) {
    let _ = rustix::process::nice(NICENESS);
    let mut begun = Instant::now();
    while inside.bell.wait(inside.options.scrub_every.saturating_sub(begun.elapsed())) {
        begun = Instant::now();
        match Pass::begin(inside).finish() {
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

/// Damage: the first position concerned, and what it is.
type Finding = (Position, &'static str);

/// One way through the tape, segment by segment. It goes as far as the log did when it began, for behind that the writer
/// is at work; and it looks for each segment under the name it has by then, for segments are sealed meanwhile.
struct Pass<'a> {
    inside: &'a Inside,
    /// The last position to be read, and the segment that holds it.
    head: Position,
    last: u32,
    /// The position and the segment whose turn it is.
    next: Position,
    number: u32,
    /// Bytes a second.
    rate: f64,
}

impl<'a> Pass<'a> {
    fn begin(inside: &'a Inside) -> Pass<'a> {
        let log = inside.log();
        let (head, last) = (log.trail.position, log.end.0);
        let tape = f64::from(last) * inside.options.segment_bytes as f64;
        let rate = (inside.options.scrub_bytes_per_second as f64).max(tape / PASS_WITHIN.as_secs_f64());
        Pass { inside, head, last, next: 1, number: 1, rate }
    }

    /// Goes on to the end, to the first finding, or until the scrub is stopped.
    fn finish(&mut self) -> io::Result<Option<Finding>> {
        while self.number <= self.last && !self.inside.bell.is_stopped() {
            let found = self.step()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Reads one segment.
    fn step(&mut self) -> io::Result<Option<Finding>> {
        let found = match Segment::find(&self.inside.tape(), self.number)? {
            None => Some((self.next, "a segment is missing")),
            Some((segment, file)) if segment.sealed => self.sealed(&file)?,
            Some((_, file)) => self.raw(&file)?,
        };
        self.number += 1;
        Ok(found)
    }

    fn sealed(&mut self, file: &File) -> io::Result<Option<Finding>> {
        // What lies on the disk is asked for, not what the kernel still remembers.
        let _ = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
        let header = sealed::read_header(file)?;
        let damaged = sealed::scrub(file, &mut |bytes| rest(self.inside, self.rate, bytes))?;
        let damaged = damaged.map(|position| position.max(self.next));
        self.next = header.map_or(self.next, |header| header.after.position + 1);
        Ok(damaged.map(|position| (position, "a sealed segment does not match its checks")))
    }

    fn raw(&mut self, file: &File) -> io::Result<Option<Finding>> {
        let mut damaged = None;
        walk(&mut Window::new(file)?, 0, &mut |found| {
            if self.next > self.head {
                return ControlFlow::Break(());
            }
            damaged = self.look(&found);
            let goes_on = damaged.is_none() && !self.inside.bell.is_stopped();
            if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let ends_early = self.number == self.last && self.next <= self.head && !self.inside.bell.is_stopped();
        Ok(damaged.or_else(|| ends_early.then_some((self.next, "the tape ends before the head"))))
    }

    /// What is wrong with the next thing of a raw segment.
    fn look(&mut self, found: &Found<'_>) -> Option<Finding> {
        let what = match found {
            Found::Frame(frame) => {
                rest(self.inside, self.rate, frame.bytes.len() as u64);
                let missing = frame.header.position > self.next;
                self.next += Position::from(frame.header.position == self.next);
                missing.then_some("a commit is missing")
            }
            Found::Damage(damage) => Some(damage.harm.what()),
            Found::Newer(_) => Some("a frame of a newer format"),
        };
        what.map(|what| (self.next, what))
    }
}

/// Sleeps long enough to keep the rate.
fn rest(inside: &Inside, rate: f64, bytes: u64) {
    thread_local! { static OWED: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) }; }
    let owed = OWED.get() + bytes as f64 / rate.max(1.0);
    let pause = Duration::from_secs_f64(owed);
    if pause < PAUSE_MAX / 20 || inside.bell.is_stopped() {
        return OWED.set(owed);
    }
    thread::sleep(pause.min(PAUSE_MAX));
    OWED.set((owed - PAUSE_MAX.as_secs_f64()).max(0.0));
}
