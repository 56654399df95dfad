//! A file of nothing: room held in reserve, so that a disk filled by a neighbour still lets the log shut down, start and
//! be read.

use std::fs;
use std::io;
use std::path::Path;

use crate::file;
use crate::options::Options;

/// Bytes the log may still take: what is free, less what the ballast needs to come back.
pub(crate) fn room(dir: &Path, options: &Options) -> io::Result<u64> {
    Ok(file::free_bytes(dir)?.saturating_sub(missing(dir, options)))
}

/// Makes the ballast if it is not there.
pub(crate) fn keep(dir: &Path, options: &Options) -> io::Result<()> {
    if missing(dir, options) > 0 {
        file::create_zeroed(&dir.join("ballast"), options.ballast_bytes)?;
    }
    Ok(())
}

/// Gives the ballast's room back.
pub(crate) fn release(dir: &Path) {
    if let Err(reason) = file::remove(&dir.join("ballast")) {
        tracing::warn!(%reason, "the ballast could not be released");
    }
}

fn missing(dir: &Path, options: &Options) -> u64 {
    let there = fs::metadata(dir.join("ballast")).map_or(0, |found| found.len());
    options.ballast_bytes.saturating_sub(there)
}
