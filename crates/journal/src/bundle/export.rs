//! Making a bundle, also beside a running server.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::check::{self, Checked};
use super::{BundleFile, Manifest};
use crate::background::write_sealed;
use crate::file;
use crate::head::{self, HeadFound};
use crate::options::{Options, Progress};
use crate::tape::frame::FORMAT;
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::trail::Trail;
use crate::verify::same;
use crate::{CheckpointKey, Position, Report};

/// Writes everything the head file in `dir` swears to into a new bundle. With a key, the root over it is signed.
///
/// The bundle is checked as a reader of it would before it gets its name; a damaged log is not exported, nor one that
/// ends before its head or is not the one the head was written for.
///
/// # Errors
/// `AlreadyExists` if there is something at `bundle`; `InvalidData` if the log is damaged, with the first fault; else the
/// system's refusal.
pub fn export(
    dir: &Path,
    bundle: &Path,
    key: Option<&CheckpointKey>,
    progress: Option<Progress>,
) -> io::Result<Manifest> {
    if bundle.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let HeadFound::Record { record, .. } = head::read(dir)? else {
        return Err(io::Error::new(io::ErrorKind::NotFound, "there is no head file that says what was acknowledged"));
    };
    let fresh = file::beside(bundle, "new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?; // ours, of an export that did not finish
    }
    file::make_dir(&fresh)?;
    let files = copy_tape(dir, &fresh, record.trail.position)?;
    let options = Options { progress, ..Options::default() };
    let checked = check::walk(&files, record.trail.position, &options)?;
    if let Some(what) = fault_of(&checked, &record.trail) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    let manifest = write_manifest(&fresh, &files, &checked.report, key)?;
    file::sync_dir(&fresh)?;
    fs::rename(&fresh, bundle)?;
    file::sync_dir(bundle.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    Ok(manifest)
}

/// Why a copy is no bundle of what was sworn to. It may go further: a running server seals segments meanwhile.
fn fault_of(checked: &Checked, sworn: &Trail) -> Option<String> {
    if let Some(fault) = checked.report.faults.first() {
        return Some(format!("{:?} fault at position {}: {}", fault.layer, fault.position, fault.what));
    }
    let (first, last) = (checked.trail.position + 1, sworn.position);
    match &checked.expected {
        None => Some(format!("acknowledged commits {first} to {last} are missing")),
        Some(found) if !same(found, sworn) => {
            Some(format!("the tape is not the one the head file was written for, at position {last}"))
        }
        Some(_) => None,
    }
}

/// Sealed segments as they are, raw ones sealed on the way.
fn copy_tape(dir: &Path, target: &Path, upto: Position) -> io::Result<Vec<Segment>> {
    let (mut files, mut trail) = (Vec::new(), Trail::default());
    for segment in segments::list(&dir.join("tape"))? {
        let copy = Segment::sealed(target, segment.number);
        let after = one(&segment, &copy.path, trail, upto)?;
        if after.position > trail.position {
            trail = after;
            files.push(copy);
        } else {
            file::remove(&copy.path)?; // prepared, nothing in it
        }
    }
    Ok(files)
}

fn one(segment: &Segment, copy: &PathBuf, before: Trail, upto: Position) -> io::Result<Trail> {
    let damaged = || {
        let what = format!("{} is damaged behind position {}: verify the log", segment.path.display(), before.position);
        io::Error::new(io::ErrorKind::InvalidData, what)
    };
    if !segment.sealed {
        return Ok(write_sealed(segment, copy, before, upto)?.ok_or_else(damaged)?.after);
    }
    fs::copy(&segment.path, copy)?;
    let written = fs::File::open(copy)?;
    written.sync_all()?;
    Ok(sealed::read_header(&written)?.ok_or_else(damaged)?.after)
}

fn write_manifest(
    bundle: &Path,
    files: &[Segment],
    report: &Report,
    key: Option<&CheckpointKey>,
) -> io::Result<Manifest> {
    let root = report.root.unwrap_or_default();
    if let Some(key) = key {
        let note = key.sign(report.head.position, root).map_err(io::Error::other)?;
        file::replace(&bundle.join("checkpoint.txt"), note.as_bytes())?;
        file::replace(&bundle.join("verifier.txt"), format!("{}\n", key.verifier()).as_bytes())?;
    }
    let manifest = Manifest {
        format: FORMAT,
        algorithm: "sha256".to_owned(),
        origin: key.and_then(|key| key.verifier().split('+').next().map(str::to_owned)),
        commits: report.commits,
        entries: report.entries,
        time: report.head.time,
        chain: report.head.chain.hex(),
        root: root.hex(),
        segments: files.iter().map(|file| BundleFile::of(&file.path)).collect::<io::Result<_>>()?,
    };
    let json = serde_json::to_vec_pretty(&manifest)?;
    file::replace(&bundle.join("manifest.json"), &json)?;
    Ok(manifest)
}
