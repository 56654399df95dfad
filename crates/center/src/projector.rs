//! The way of a fact: one thread follows the journal and tells every view, in the order of the log.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use journal::{Journal, Position};
use serde::de::DeserializeOwned;
use timeline::{Entry, Query, View};

use crate::progress::Passed;
use crate::stored::{self, StoredError};

/// Commits applied before the waiting are woken: bounds both the wait of the first and the cost of waking.
const BATCH_COMMITS: u64 = 256;

/// Every view, each behind its own lock, and which kinds each reads.
pub(crate) struct Views {
    slots: Vec<RwLock<Held>>,
    /// For a wire name, a bit for each view that reads it.
    readers: HashMap<&'static str, u64>,
}

/// A view and how far it has come.
pub(crate) struct Held {
    pub(crate) view: Box<dyn View>,
    pub(crate) position: Position,
}

impl Views {
    /// These views, each as far as it says.
    pub(crate) fn new(views: Vec<Held>) -> Self {
        let mut readers: HashMap<&'static str, u64> = HashMap::new();
        for (at, held) in views.iter().enumerate() {
            for kind in held.view.reads() {
                *readers.entry(kind.name).or_default() |= 1 << at;
            }
        }
        Self { slots: views.into_iter().map(RwLock::new).collect(), readers }
    }

    /// All views, empty.
    pub(crate) fn empty() -> Self {
        Self::new(views::all().into_iter().map(|view| Held { view, position: 0 }).collect())
    }

    /// Whether any view reads this kind.
    pub(crate) fn wants(&self, kind: &str) -> bool {
        self.readers.contains_key(kind)
    }

    /// The view of this name, to be read.
    pub(crate) fn get(&self, name: &str) -> Option<RwLockReadGuard<'_, Held>> {
        self.iter().find(|held| held.view.name() == name)
    }

    /// Each view, to be read.
    pub(crate) fn iter(&self) -> impl Iterator<Item = RwLockReadGuard<'_, Held>> {
        self.slots.iter().map(|slot| slot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every row of a view that the query asks for, page by page; one that cannot be read as such a row is left out.
    pub(crate) fn all_rows<T: DeserializeOwned>(&self, name: &str, mut query: Query) -> Vec<T> {
        let mut all = Vec::new();
        let Some(held) = self.get(name) else { return all };
        loop {
            let page = held.view.rows(&query);
            all.extend(page.rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()));
            query.after = page.next;
            if query.after.is_none() {
                return all;
            }
        }
    }

    /// How far the view that lags most has come.
    pub(crate) fn position(&self) -> Position {
        self.iter().map(|held| held.position).min().unwrap_or_default()
    }

    /// Tells every view these facts; everything up to `position` is then told.
    pub(crate) fn tell(&self, entries: &[Entry], position: Position) {
        let readers: Vec<u64> = entries
            .iter()
            .map(|entry| self.readers.get(entry.event.kind().name).copied().unwrap_or_default())
            .collect();
        for (at, slot) in self.slots.iter().enumerate() {
            let mut held: RwLockWriteGuard<'_, Held> = slot.write().unwrap_or_else(PoisonError::into_inner);
            let told = entries.iter().zip(&readers).filter(|(_, readers)| **readers & (1 << at) != 0);
            told.for_each(|(entry, _)| held.view.apply(entry));
            held.position = held.position.max(position);
        }
    }
}

/// Brings the views up to `head`, a portion at a time, and wakes whoever waits for each.
pub(crate) fn catch_up(
    journal: &dyn Journal,
    views: &Views,
    passed: &Passed,
    head: Position,
) -> Result<(), StoredError> {
    while passed.position() < head {
        let span = (passed.position(), head);
        let (entries, reached) = stored::read_portion(journal, span, BATCH_COMMITS, &|kind| views.wants(kind))?;
        views.tell(&entries, reached);
        passed.reach(reached);
    }
    Ok(())
}
