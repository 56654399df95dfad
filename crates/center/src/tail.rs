//! Reading on behind the views, as the log grows.

use journal::Position;
use tokio::sync::watch;

use crate::handle::Shell;

/// How far somebody has read, and what tells it that there is more.
pub(crate) struct Tail {
    /// Everything up to here was read.
    pub(crate) after: Position,
    passed: watch::Receiver<Position>,
    stop: watch::Receiver<bool>,
}

impl Tail {
    /// Of somebody who has read up to here.
    pub(crate) fn behind(shell: &Shell, after: Position) -> Self {
        Self { after, passed: shell.passed.follow(), stop: shell.stop.subscribe() }
    }

    /// How far can be read now, as soon as that is further than was read; `None` when the center closes.
    pub(crate) async fn more(&mut self) -> Option<Position> {
        loop {
            let head = *self.passed.borrow_and_update();
            if self.after < head {
                return Some(head);
            }
            tokio::select! {
                changed = self.passed.changed() => changed.ok()?,
                _ = self.stop.wait_for(|stop| *stop) => return None,
            }
        }
    }

    /// How far can be read now.
    pub(crate) fn head(&self) -> Position {
        *self.passed.borrow()
    }

    /// Whether everything was read that the views have passed.
    pub(crate) fn is_at_the_end(&self) -> bool {
        self.after >= *self.passed.borrow()
    }

    /// Whether the center lets go.
    pub(crate) fn is_closing(&self) -> bool {
        *self.stop.borrow()
    }
}
