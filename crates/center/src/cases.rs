//! Cases that are worked on now, folded and at hand: one command at a time each, and no second reading of the log.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use journal::Journal;
use timeline::{DepartmentCode, StreamId};
use tokio::sync::{Mutex as Turn, MutexGuard};

use crate::folded::Folded;

/// Locks over the whole cache: so many that two commands rarely meet at one.
const SHARDS: usize = 64;
/// Commands that may wait for one stream: more than a busy window makes, few enough to be answered in seconds.
const WAITING_MAX: usize = 256;

/// The cache. It forgets the cases that were not asked for longest, never one that is in use: the lock of a stream lives
/// in here, and there must be one only.
pub(crate) struct HotCases {
    shards: Vec<Mutex<Shard>>,
    per_shard: usize,
    center: DepartmentCode,
    log: Arc<dyn Journal>,
}

#[derive(Default)]
struct Shard {
    seats: HashMap<StreamId, Seat>,
    clock: u64,
}

struct Seat {
    case: Arc<HotCase>,
    used: u64,
}

/// One stream: its turn, and who waits for it.
pub(crate) struct HotCase {
    folded: Turn<Folded>,
    waiting: AtomicUsize,
}

impl HotCases {
    /// Room for about so many cases of this center, from this log.
    pub(crate) fn new(cases: usize, center: DepartmentCode, log: Arc<dyn Journal>) -> Self {
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self { shards, per_shard: (cases / SHARDS).max(1), center, log }
    }

    /// The center whose cases these are.
    pub(crate) const fn center(&self) -> &DepartmentCode {
        &self.center
    }

    /// The log they are read from, and appended to.
    pub(crate) fn log(&self) -> &Arc<dyn Journal> {
        &self.log
    }

    /// The stream, folded or to be folded.
    pub(crate) fn seat(&self, stream: StreamId) -> Arc<HotCase> {
        let at = usize::from(stream.uuid().as_bytes().last().copied().unwrap_or_default()) % SHARDS;
        match self.shards.get(at) {
            Some(shard) => shard.lock().unwrap_or_else(PoisonError::into_inner).seat(stream, self),
            None => HotCase::new(&self.center, &self.log),
        }
    }
}

impl Shard {
    fn seat(&mut self, stream: StreamId, all: &HotCases) -> Arc<HotCase> {
        self.clock += 1;
        let used = self.clock;
        if self.seats.len() >= all.per_shard && !self.seats.contains_key(&stream) {
            self.make_room();
        }
        match self.seats.entry(stream) {
            Slot::Occupied(mut seat) => {
                seat.get_mut().used = used;
                seat.get().case.clone()
            }
            Slot::Vacant(seat) => seat.insert(Seat { case: HotCase::new(&all.center, &all.log), used }).case.clone(),
        }
    }

    /// Forgets an eighth of the cases: one look through the shard makes room for several to come.
    fn make_room(&mut self) {
        let idle = self.seats.iter().filter(|(_, seat)| Arc::strong_count(&seat.case) == 1);
        let mut idle: Vec<_> = idle.map(|(stream, seat)| (seat.used, *stream)).collect();
        idle.sort_unstable();
        for (_, stream) in idle.iter().take((self.seats.len() / 8).max(1)) {
            self.seats.remove(stream);
        }
    }
}

impl HotCase {
    fn new(center: &DepartmentCode, log: &Arc<dyn Journal>) -> Arc<Self> {
        Arc::new(Self { folded: Turn::new(Folded::new(center, log.clone())), waiting: AtomicUsize::new(0) })
    }

    /// Waits for its turn; `None` if too many wait already.
    pub(crate) async fn turn(&self) -> Option<MutexGuard<'_, Folded>> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING_MAX {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        let folded = self.folded.lock().await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        Some(folded)
    }
}

#[cfg(test)]
mod tests {
    use journal::MemoryJournal;

    use super::*;

    #[tokio::test]
    async fn what_is_in_use_is_not_forgotten() {
        let cases =
            HotCases::new(SHARDS * 2, DepartmentCode::parse("center").unwrap(), Arc::new(MemoryJournal::default()));
        let stream = |n: u128| StreamId::new(uuid::Uuid::from_u128(n << 8));
        let held = cases.seat(stream(1));
        held.turn().await.unwrap().version = 7;
        for other in 2..10 {
            drop(cases.seat(stream(other)));
        }
        assert_eq!(cases.seat(stream(1)).turn().await.unwrap().version, 7);
        drop(held);
        for other in 2..10 {
            drop(cases.seat(stream(other)));
        }
        assert_eq!(cases.seat(stream(1)).turn().await.unwrap().version, 0);
    }
}
