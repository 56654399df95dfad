//! What the center does by itself and cannot go on with at present. The machine may come round, so it is tried again, and
//! said meanwhile: a center that stands still in silence would look well.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::handle::Center;

/// How long the first failure is waited out.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest wait: whoever made room sees it go on within this time.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Whether a piece of work stands still.
#[derive(Default)]
pub(crate) struct Standstill(AtomicBool);

/// The attempts at a piece of work, each failure waited out twice as long as the one before.
pub(crate) struct Attempts<'a> {
    at: &'a Standstill,
    pause: Duration,
}

impl Standstill {
    /// Nothing was tried yet.
    pub(crate) const fn attempts(&self) -> Attempts<'_> {
        Attempts { at: self, pause: FIRST_PAUSE }
    }
}

impl Attempts<'_> {
    /// It cannot go on: waits before the next attempt; `false` if the center closes meanwhile.
    pub(crate) async fn failed(&mut self, stop: &mut watch::Receiver<bool>) -> bool {
        self.at.0.store(true, Ordering::Relaxed);
        let pause = self.pause;
        self.pause = (pause * 2).min(LONGEST_PAUSE);
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            _ = stop.wait_for(|stop| *stop) => false,
        }
    }

    /// It goes on.
    pub(crate) fn succeeded(&mut self) {
        self.at.0.store(false, Ordering::Relaxed);
        self.pause = FIRST_PAUSE;
    }
}

impl Center {
    /// Whether the views stand still: nobody sees what was recorded last, though it is in the log.
    #[must_use]
    pub fn views_stand_still(&self) -> bool {
        self.shell.views_still.0.load(Ordering::Relaxed)
    }

    /// Whether what follows from facts waits: it is done as soon as the machine takes it.
    #[must_use]
    pub fn follow_ups_stand_still(&self) -> bool {
        self.shell.follow_ups_still.0.load(Ordering::Relaxed)
    }
}
