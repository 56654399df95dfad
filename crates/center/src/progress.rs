//! How far the views have come, and who waits for them to come further.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use journal::Position;
use tokio::sync::{oneshot, watch};

/// The position all views have passed. Each waiter is woken once, for its own position: waking all of them for every
/// commit would cost more than the commits.
#[derive(Debug)]
pub(crate) struct Passed {
    position: watch::Sender<Position>,
    waiting: Mutex<BinaryHeap<Waiter>>,
}

#[derive(Debug)]
struct Waiter {
    position: Position,
    wake: oneshot::Sender<()>,
}

impl Passed {
    /// Everything up to here is in the views.
    pub(crate) fn at(position: Position) -> Self {
        Self { position: watch::Sender::new(position), waiting: Mutex::default() }
    }

    /// The position.
    pub(crate) fn position(&self) -> Position {
        *self.position.borrow()
    }

    /// The position, as it moves.
    pub(crate) fn follow(&self) -> watch::Receiver<Position> {
        self.position.subscribe()
    }

    /// The views have come to here.
    pub(crate) fn reach(&self, position: Position) {
        self.position.send_replace(position);
        let mut ready = Vec::new();
        let mut waiting = self.waiting();
        while waiting.peek().is_some_and(|waiter| waiter.position <= position) {
            ready.extend(waiting.pop());
        }
        drop(waiting);
        for waiter in ready {
            // Whoever no longer waits need not be told.
            let _ = waiter.wake.send(());
        }
    }

    /// Waits until the views have come to here.
    pub(crate) async fn wait(&self, position: Position) {
        if let Some(woken) = self.enlist(position) {
            // The sender lives in the heap until the position is reached.
            let _ = woken.await;
        }
    }

    fn enlist(&self, position: Position) -> Option<oneshot::Receiver<()>> {
        let mut waiting = self.waiting();
        // Asked under the lock: `reach` moves the position before it looks for waiters.
        if self.position() >= position {
            return None;
        }
        let (wake, woken) = oneshot::channel();
        waiting.push(Waiter { position, wake });
        Some(woken)
    }

    fn waiting(&self) -> MutexGuard<'_, BinaryHeap<Waiter>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The smallest position first, as a heap gives its greatest.
impl Ord for Waiter {
    fn cmp(&self, other: &Self) -> Ordering {
        other.position.cmp(&self.position)
    }
}

impl PartialOrd for Waiter {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiter {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl Eq for Waiter {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everybody_is_woken_at_its_own_position() {
        let passed = std::sync::Arc::new(Passed::at(1));
        passed.wait(1).await;
        let (early, late) = (tokio::spawn(wait(&passed, 2)), tokio::spawn(wait(&passed, 5)));
        passed.reach(3);
        early.await.unwrap();
        assert!(!late.is_finished());
        passed.reach(7);
        late.await.unwrap();
    }

    fn wait(passed: &std::sync::Arc<Passed>, position: Position) -> impl Future<Output = ()> + use<> {
        let passed = passed.clone();
        async move { passed.wait(position).await }
    }
}
