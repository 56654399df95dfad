//! Whether the log takes commits: one value that gets worse by itself and better only from `Full`.

use tokio::sync::watch;

use crate::Condition;

/// The condition, watched by callers.
#[derive(Debug)]
pub(crate) struct Status(watch::Sender<Condition>);

impl Status {
    /// Begins with what the opening found.
    pub(crate) fn new(condition: Condition) -> Status {
        Status(watch::Sender::new(condition))
    }

    /// As it is now.
    pub(crate) fn get(&self) -> Condition {
        self.0.borrow().clone()
    }

    /// Whether commits are taken.
    pub(crate) fn is_writable(&self) -> bool {
        *self.0.borrow() == Condition::Writable
    }

    /// Whether a write or sync failed.
    pub(crate) fn is_poisoned(&self) -> bool {
        matches!(*self.0.borrow(), Condition::Poisoned { .. })
    }

    /// As it changes.
    pub(crate) fn watch(&self) -> watch::Receiver<Condition> {
        self.0.subscribe()
    }

    /// Takes over a new condition, unless the present one is worse and lasting.
    pub(crate) fn set(&self, new: Condition) {
        self.0.send_if_modified(|now| {
            let healed = matches!((&*now, &new), (Condition::Full { .. }, Condition::Writable));
            let changes = healed || rank(&new) > rank(now);
            if changes {
                tracing::warn!(condition = ?new, "the log's condition changed");
                *now = new;
            }
            changes
        });
    }

    /// The first failed write or sync: nothing is acknowledged from here on.
    pub(crate) fn poison(&self, doing: &str, reason: &std::io::Error) {
        self.set(Condition::Poisoned { what: format!("{doing}: {reason}") });
    }
}

fn rank(condition: &Condition) -> u8 {
    match condition {
        Condition::Writable => 0,
        Condition::Full { .. } => 1,
        Condition::ReadOnly { .. } => 2,
        Condition::Poisoned { .. } => 3,
    }
}
