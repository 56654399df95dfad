//! What all views share: the place they have read to, pages of rows, and snapshots in small chunks.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{Place, Query, ROWS_MAX, Rows, ShapeError};

/// A chunk of a snapshot is closed at this many bytes: large enough that a start does not wait for the keys of the
/// chunks, small enough for one value of the scratch.
const CHUNK_BYTES: usize = 16 << 10;

/// How far a view has read. Facts come in the order of the log, so whatever is not beyond this place was seen before.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen(u64, u16);

impl Seen {
    /// Whether a fact at this place is new; it is noted as seen.
    pub(crate) fn is_new(&mut self, place: Place) -> bool {
        let here = (place.position, place.index + 1);
        let new = here > (self.0, self.1);
        if new {
            *self = Self(here.0, here.1);
        }
        new
    }
}

/// One page out of the matching rows, which come in the order of their cursors.
///
/// Every match is counted, but only the rows of the page are written out.
pub(crate) fn page<'a, R: 'a>(
    query: &Query,
    matching: impl Iterator<Item = (String, &'a R)>,
    write: impl Fn(&R) -> Value,
) -> Rows {
    let limit = query.limit.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
    let mut page = Rows::default();
    let mut last = None;
    for (cursor, row) in matching {
        page.total += 1;
        if query.after.as_ref().is_some_and(|after| cursor <= *after) {
            continue;
        }
        if page.rows.len() < limit {
            page.rows.push(write(row));
            last = Some(cursor);
        } else if page.next.is_none() {
            page.next = last.take();
        }
    }
    page
}

/// The same of rows that do not lie in the order of their cursors.
pub(crate) fn sorted<R>(
    query: &Query,
    matching: impl Iterator<Item = (String, R)>,
    write: impl Fn(&R) -> Value,
) -> Rows {
    let mut matching: Vec<(String, R)> = matching.collect();
    matching.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    page(query, matching.iter().map(|(cursor, row)| (cursor.clone(), row)), write)
}

/// Figures that count every case: they are for whoever asks for every department's, as a count says what its parts do not.
pub(crate) fn of_all(query: &Query, figures: impl FnOnce() -> Value) -> Value {
    if query.department.is_none() { figures() } else { Value::Null }
}

/// How many rows are in each state.
pub(crate) fn counts(states: impl Iterator<Item = &'static str>) -> Value {
    let mut counts = BTreeMap::new();
    states.for_each(|state| *counts.entry(state).or_insert(0_u64) += 1);
    json!(counts)
}

/// A whole view in chunks: first its head, then its rows, one after the other. The form is binary, as a center keeps
/// every case there ever was in several views, and a start waits until all are read.
pub(crate) fn save<H: Serialize, R: Serialize>(
    head: &H,
    rows: impl Iterator<Item = R>,
) -> Result<Vec<Vec<u8>>, ShapeError> {
    let mut chunks = vec![postcard::to_stdvec(head)?];
    let mut chunk = Vec::new();
    for row in rows {
        chunk = postcard::to_extend(&row, chunk)?;
        if chunk.len() >= CHUNK_BYTES {
            chunks.push(std::mem::take(&mut chunk));
        }
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    Ok(chunks)
}

/// Head and rows of a snapshot.
pub(crate) fn load<H: DeserializeOwned, R: DeserializeOwned>(chunks: &[Vec<u8>]) -> Result<(H, Vec<R>), ShapeError> {
    let (head, rest) = chunks.split_first().map_or((&[][..], &[][..]), |(head, rest)| (head.as_slice(), rest));
    let mut rows = Vec::new();
    for chunk in rest {
        let mut left = chunk.as_slice();
        while !left.is_empty() {
            let (row, after) = postcard::take_from_bytes(left)?;
            rows.push(row);
            left = after;
        }
    }
    Ok((postcard::from_bytes(head)?, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursors(query: &Query) -> (Vec<u64>, u64, Option<String>) {
        let numbers: Vec<u64> = (1..=5).collect();
        let page = page(query, numbers.iter().map(|n| (n.to_string(), n)), |n| (*n).into());
        (page.rows.iter().filter_map(Value::as_u64).collect(), page.total, page.next)
    }

    #[test]
    fn pages_follow_each_other_and_all_know_the_total() {
        let query = |after: Option<&str>| Query { after: after.map(str::to_owned), limit: Some(2), ..Query::default() };
        assert_eq!(cursors(&query(None)), (vec![1, 2], 5, Some("2".to_owned())));
        assert_eq!(cursors(&query(Some("2"))), (vec![3, 4], 5, Some("4".to_owned())));
        assert_eq!(cursors(&query(Some("4"))), (vec![5], 5, None));
    }

    #[test]
    fn a_place_is_new_once() {
        let mut seen = Seen::default();
        let at = |position, index| Place { position, index };
        assert!(seen.is_new(at(1, 0)) && seen.is_new(at(1, 1)) && seen.is_new(at(2, 0)));
        assert!(!seen.is_new(at(2, 0)) && !seen.is_new(at(1, 1)));
    }
}
