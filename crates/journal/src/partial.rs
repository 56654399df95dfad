//! A store that is not whole yet, and a store that is to be out of the way.
//!
//! Filling a new store takes as long as reading the tape, and as much room as the tape takes packed. So what there is
//! of one is marked as a part, and gone on with: after a stop, after a kill, after a disk that was full. What never was
//! whole is no evidence of anything, and of what was whole one is kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::file;

/// Whether the store in this log's directory is a part of one, if it is there at all.
pub(crate) fn is_marked(dir: &Path) -> bool {
    marker(dir).exists()
}

/// Marks the store, also one that is still to come, as a part, on stable storage.
pub(crate) fn mark(dir: &Path) -> io::Result<()> {
    if is_marked(dir) { Ok(()) } else { file::replace(&marker(dir), b"") }
}

/// The store is whole. After a crash before this it is looked at again, and found whole.
pub(crate) fn unmark(dir: &Path) -> io::Result<()> {
    if !is_marked(dir) {
        return Ok(());
    }
    file::remove(&marker(dir))?;
    file::sync_dir(dir)
}

/// Puts the store out of the way: a part is removed; one that was whole is set aside, in the place of the one before.
/// Answers where it is.
pub(crate) fn put_away(dir: &Path) -> io::Result<Option<PathBuf>> {
    let store = dir.join("store");
    if !store.exists() {
        return Ok(None);
    }
    if is_marked(dir) {
        fs::remove_dir_all(&store)?;
        return file::sync_dir(dir).map(|()| None);
    }
    set_aside_before(dir)?.iter().try_for_each(fs::remove_dir_all)?;
    file::set_aside(dir, &store)
}

/// The stores in `DIR/aside`: `store`, `store-2` and so on.
fn set_aside_before(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir.join("aside")) {
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| is_store(path)).collect())
}

fn is_store(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let number = name.and_then(|name| name.strip_prefix("store"));
    let is_number = |ending: &str| ending.strip_prefix('-').is_some_and(|digits| digits.parse::<u32>().is_ok());
    number.is_some_and(|number| number.is_empty() || is_number(number)) && path.is_dir()
}

fn marker(dir: &Path) -> PathBuf {
    dir.join("store.partial")
}
