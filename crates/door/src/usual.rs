//! Where each account comes in from day by day, kept over a restart: without it everybody would be a stranger then, and whoever
//! guesses would keep them waiting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::delays::Pair;
use crate::{Shelf, Source};

/// What the key of a place begins with, beside the digests that are keys of sessions.
const PLACE: &str = "place/";

/// A place, as it lies on the shelf.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    account: String,
    source: Source,
    came_in: Timestamp,
}

/// Every place that was kept.
pub(crate) fn places(shelf: &dyn Shelf) -> impl Iterator<Item = (Pair, Timestamp)> {
    let kept = shelf.all().into_iter().filter(|(key, _)| key.starts_with(PLACE.as_bytes()));
    let read = kept.filter_map(|(_, value)| serde_json::from_slice(&value).ok());
    read.map(|Place { account, source, came_in }| ((account, source), came_in))
}

/// Somebody came in.
pub(crate) fn keep(shelf: &dyn Shelf, (account, source): Pair, came_in: Timestamp) {
    let key = key_of(&account, source);
    if let Ok(value) = serde_json::to_vec(&Place { account, source, came_in }) {
        shelf.put(&key, &value);
    }
}

/// There is no room for a place any more.
pub(crate) fn forget(shelf: &dyn Shelf, (account, source): &Pair) {
    shelf.remove(&key_of(account, *source));
}

fn key_of(account: &str, source: Source) -> Vec<u8> {
    format!("{PLACE}{account}/{source}").into_bytes()
}
