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

/// Whether a piece of work stands still, and how patiently it is tried again.
#[derive(Default)]
pub(crate) struct Standstill(AtomicBool);

impl Standstill {
    /// It cannot go on.
    pub(crate) fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// It goes on.
    pub(crate) fn end(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Whether it cannot go on.
    pub(crate) fn is_on(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Pauses between attempts, each twice as long as the one before.
pub(crate) struct Pauses(Duration);

impl Default for Pauses {
    fn default() -> Self {
        Self(FIRST_PAUSE)
    }
}

impl Pauses {
    /// Waits before the next attempt; `false` if the center closes meanwhile.
    pub(crate) async fn wait(&mut self, stop: &mut watch::Receiver<bool>) -> bool {
        let pause = self.0;
        self.0 = (pause * 2).min(LONGEST_PAUSE);
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            _ = stop.wait_for(|stop| *stop) => false,
        }
    }
}

impl Center {
    /// Whether the views stand still: nobody sees what was recorded last, though it is in the log.
    #[must_use]
    pub fn views_stand_still(&self) -> bool {
        self.shell.views_still.is_on()
    }

    /// Whether what follows from facts waits: it is done as soon as the machine takes it.
    #[must_use]
    pub fn follow_ups_stand_still(&self) -> bool {
        self.shell.follow_ups_still.is_on()
    }
}
