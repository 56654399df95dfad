//! The next segment, made before it is needed, and the watch over the room on the disk.

use std::fs::File;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Condition;
use crate::file;
use crate::inside::Inside;
use crate::tape::segments::Segment;

/// How often the room is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A segment ready to be written from its first byte.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// Its number.
    pub(crate) number: u32,
    /// Open for writing.
    pub(crate) file: File,
    /// How long it is.
    pub(crate) bytes: u64,
}

/// Where writer and preparer meet.
#[derive(Debug, Default)]
pub(crate) struct Ahead {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    wanted: Option<u32>,
    ready: Option<Prepared>,
    stopped: bool,
}

impl Ahead {
    /// Asks for a segment to be made.
    pub(crate) fn want(&self, number: u32) {
        self.lock().wanted = Some(number);
        self.changed.notify_all();
    }

    /// The segment asked for, waiting while it is being made; `None` if the log stopped taking commits meanwhile.
    pub(crate) fn take(&self, inside: &Inside) -> Option<Prepared> {
        let mut state = self.lock();
        loop {
            if let Some(ready) = state.ready.take() {
                return Some(ready);
            }
            if state.stopped || !inside.status.is_writable() {
                return None;
            }
            (state, _) = self.changed.wait_timeout(state, LOOK_EVERY).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the preparer.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to do; `None` to stop, `Some(None)` to look at the room only.
    fn next(&self) -> Option<Option<u32>> {
        let state = self.lock();
        let idle = |state: &mut State| !state.stopped && (state.wanted.is_none() || state.ready.is_some());
        let (state, _) =
            self.changed.wait_timeout_while(state, LOOK_EVERY, idle).unwrap_or_else(PoisonError::into_inner);
        (!state.stopped).then_some(state.wanted)
    }

    fn made(&self, prepared: Prepared) {
        let mut state = self.lock();
        state.wanted = None;
        state.ready = Some(prepared);
        drop(state);
        self.changed.notify_all();
    }
}

/// The preparer: makes segments and watches the room until it is stopped.
pub(crate) fn run(inside: &Inside) {
    while let Some(wanted) = inside.ahead.next() {
        let done = match (look(inside), wanted) {
            (Ok(true), Some(number)) => make(inside, number),
            (Ok(_), _) => Ok(()),
            (Err(reason), _) => Err(reason),
        };
        match done {
            Ok(()) => {}
            Err(reason) if file::is_full(&reason) => full(inside),
            Err(reason) => inside.status.poison("preparing a segment", &reason),
        }
        if !inside.status.is_writable() && !inside.bell.wait(LOOK_EVERY) {
            return;
        }
    }
}

/// Makes the next segment, or takes over the one an earlier process had made and not begun.
fn make(inside: &Inside, number: u32) -> io::Result<()> {
    let (path, bytes) = (Segment::raw(&inside.tape(), number).path, inside.options.segment());
    let file = match file::open_rw(&path) {
        Ok(file) => file,
        Err(_) => file::create_zeroed(&path, bytes)?,
    };
    let bytes = file.metadata()?.len();
    inside.ahead.made(Prepared { number, file, bytes });
    Ok(())
}

/// Compares the free room with the low-water mark; answers whether there is enough.
fn look(inside: &Inside) -> io::Result<bool> {
    if inside.status.is_poisoned() {
        return Ok(false);
    }
    let room = crate::ballast::room(&inside.dir, &inside.options)?;
    if room < inside.options.low_water_bytes {
        full(inside);
        return Ok(false);
    }
    crate::ballast::keep(&inside.dir, &inside.options)?;
    inside.status.set(Condition::Writable);
    Ok(true)
}

fn full(inside: &Inside) {
    let free_bytes = file::free_bytes(&inside.dir).unwrap_or(0);
    inside.status.set(Condition::Full { free_bytes });
    // What is left for tree, head and store comes from the reserve.
    if free_bytes < inside.options.low_water_bytes / 2 {
        crate::ballast::release(&inside.dir);
    }
}
