//! Snapshots of views: what makes a start short. Losing one costs a rebuild and nothing else.
//!
//! The scratch and the log are two directories, and an older copy of either may be put back beside the other. So
//! whatever says how far it has come names the commit it has come to by its leaf. A commit holds the time and the ids
//! of its facts: a log that went on otherwise has another one there, and what was kept is not believed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use journal::{Digest, Journal, Namespace, Position, Scratch, ScratchFault, leaf_hash};
use serde::{Deserialize, Serialize};
use timeline::{ShapeError, View};

use crate::projector::{Held, Views};

/// What is known of a snapshot beside its chunks. It is written last, and so makes the chunks count.
#[derive(PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Label {
    fold: u32,
    position: Position,
    /// The leaf of the commit there, hexadecimal; `None` in a label from before it was kept.
    #[serde(default)]
    leaf: Option<String>,
    chunks: usize,
}

/// Where snapshots lie in the scratch.
const VIEWS: Namespace = Namespace::new("views");
/// Where the center notes how far it has followed up.
const NOTES: Namespace = Namespace::new("center");
/// How far that is.
const FOLLOWED_UP: &[u8] = b"followed-up";

/// Why a snapshot was not kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SnapshotError {
    /// The scratch cannot be used.
    #[error("the snapshot was not kept")]
    Scratch(#[from] ScratchFault),
    /// The view cannot be written down.
    #[error("the view {view} cannot be kept")]
    View {
        /// Which one.
        view: &'static str,
        /// Why.
        #[source]
        source: ShapeError,
    },
    /// What is known of a snapshot cannot be written down.
    #[error("the label of a snapshot cannot be written down")]
    Label(#[from] serde_json::Error),
}

/// Keeps every view as it is now.
pub(crate) fn save(views: &Views, log: &dyn Journal, scratch: &dyn Scratch) -> Result<(), SnapshotError> {
    for held in views.iter() {
        let (view, position) = (held.view.name(), held.position);
        let chunks = held.view.save().map_err(|source| SnapshotError::View { view, source })?;
        let fold = held.view.fold_version();
        drop(held);
        let leaf = leaf_at(log, position).map(|leaf| leaf.hex());
        let label = Label { fold, position, leaf, chunks: chunks.len() };
        save_one(view, &label, &chunks, scratch)?;
    }
    Ok(scratch.flush()?)
}

fn save_one(view: &'static str, label: &Label, chunks: &[Vec<u8>], scratch: &dyn Scratch) -> Result<(), SnapshotError> {
    let old = read_label(view, scratch);
    if old.as_ref() == Some(label) {
        return Ok(());
    }
    for (at, chunk) in chunks.iter().enumerate() {
        scratch.put(VIEWS, &chunk_key(view, label.position, at), chunk)?;
    }
    scratch.put(VIEWS, &label_key(view), &serde_json::to_vec(label)?)?;
    if let Some(old) = old.filter(|old| old.position != label.position) {
        for at in 0..old.chunks {
            scratch.delete(VIEWS, &chunk_key(view, old.position, at))?;
        }
    }
    Ok(())
}

/// How far follow-ups have been seen to, if that is known of this log.
pub(crate) fn followed_up(log: &dyn Journal, scratch: &dyn Scratch) -> Option<Position> {
    let bytes = scratch.get(NOTES, FOLLOWED_UP).ok()??;
    let (position, leaf) = bytes.split_first_chunk()?;
    let position = Position::from_be_bytes(*position);
    (leaf_at(log, position)?.0.as_slice() == leaf).then_some(position)
}

/// Notes how far follow-ups have been seen to: the position, and the leaf of the commit there.
pub(crate) fn note_followed_up(
    log: &dyn Journal,
    scratch: &dyn Scratch,
    position: Position,
) -> Result<(), ScratchFault> {
    let Some(leaf) = leaf_at(log, position) else { return Ok(()) };
    scratch.put(NOTES, FOLLOWED_UP, &[position.to_be_bytes().as_slice(), &leaf.0].concat())
}

/// The leaf of the commit at a position; `None` where the log has none that can be read.
fn leaf_at(log: &dyn Journal, position: Position) -> Option<Digest> {
    let mut leaf = None;
    let read = log.scan(position.checked_sub(1)?, position, &mut |commit| {
        leaf = Some(leaf_hash(commit.bytes()));
        ControlFlow::Continue(())
    });
    read.ok().and(leaf)
}

/// Every view, from its snapshot if there is one that fits, else empty.
/// So many threads read them, as reading is what a start spends its time with; no more, as each takes the memory of a whole
/// snapshot while it reads.
pub(crate) fn load(log: &dyn Journal, scratch: &dyn Scratch, threads: usize) -> Views {
    let waiting = Mutex::new(views::all().into_iter().enumerate());
    let loaded = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some((at, view)) = next(&waiting) {
                    let held = load_or_begin(view, log, scratch);
                    loaded.lock().unwrap_or_else(PoisonError::into_inner).insert(at, held);
                }
            });
        }
    });
    Views::new(loaded.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect())
}

fn next<T>(waiting: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// A snapshot that was read halfway must not leave its half behind: the view then begins anew.
fn load_or_begin(mut view: Box<dyn View>, log: &dyn Journal, scratch: &dyn Scratch) -> Held {
    match load_one(view.as_mut(), log, scratch) {
        Some(position) => Held { view, position },
        None => Held { view: fresh(view.name()).unwrap_or(view), position: 0 },
    }
}

fn load_one(view: &mut dyn View, log: &dyn Journal, scratch: &dyn Scratch) -> Option<Position> {
    let label = read_label(view.name(), scratch)?;
    let leaf = leaf_at(log, label.position)?;
    if label.fold != view.fold_version() || label.leaf != Some(leaf.hex()) {
        return None;
    }
    let mut chunks = Vec::with_capacity(label.chunks);
    let keep = &mut |_: &[u8], chunk: &[u8]| {
        chunks.push(chunk.to_vec());
        ControlFlow::Continue(())
    };
    scratch.scan(VIEWS, &prefix(view.name(), label.position), keep).ok()?;
    if chunks.len() != label.chunks {
        return None;
    }
    view.load(&chunks).ok()?;
    Some(label.position)
}

/// The view of this name with nothing in it.
fn fresh(name: &str) -> Option<Box<dyn View>> {
    views::all().into_iter().find(|view| view.name() == name)
}

fn read_label(name: &str, scratch: &dyn Scratch) -> Option<Label> {
    serde_json::from_slice(&scratch.get(VIEWS, &label_key(name)).ok()??).ok()
}

fn label_key(name: &str) -> Vec<u8> {
    format!("label/{name}").into_bytes()
}

fn prefix(name: &str, position: Position) -> Vec<u8> {
    format!("view/{name}/{position:020}/").into_bytes()
}

fn chunk_key(name: &str, position: Position, at: usize) -> Vec<u8> {
    let mut key = prefix(name, position);
    key.extend_from_slice(format!("{at:08}").as_bytes());
    key
}
