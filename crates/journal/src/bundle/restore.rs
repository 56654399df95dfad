//! From a bundle back to a log: into an empty directory, or in the place of a damaged tape.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::check::{Checked, check, each_whole_frame};
use crate::file;
use crate::head::{self, HeadFile, HeadFound, HeadRecord};
use crate::lock::{self, Lock, Locking};
use crate::options::Progress;
use crate::partial;
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::{Position, Report};

/// Why a bundle was not restored. The log in the directory is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// The bundle itself is damaged.
    #[error("the bundle has {} faults", .0.faults.len())]
    Bundle(Box<Report>),
    /// A process owns the directory.
    #[error("the log is in use by process {pid}")]
    Locked {
        /// The process; 0 if it did not say.
        pid: u32,
    },
    /// The log holds, or swore to hold, more than the bundle brings.
    #[error("the bundle ends at {bundle}, the log goes to {log}: restoring it would lose commits")]
    Short {
        /// The last position in the bundle.
        bundle: Position,
        /// The last position known of the log.
        log: Position,
    },
    /// Bundle and log are different at this position.
    #[error("the bundle holds another commit at {position} than the log")]
    Diverges {
        /// The first position that differs.
        position: Position,
    },
    /// The system refused.
    #[error("cannot restore: {doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restored {
    /// The log now holds these commits; the tape that was there before, if any, was set aside.
    Written {
        /// Commits in it.
        commits: u64,
        /// Where the former tape is.
        set_aside: Option<PathBuf>,
    },
    /// The log held all of them, undamaged: nothing was changed.
    AlreadyThere {
        /// Commits in it.
        commits: u64,
    },
}

/// Restores a bundle into `dir`. Commits keep their bytes, positions, leaves and chain. Store and tree are made again at
/// the next start. Doing it again, also after a crash in between, comes to the same.
///
/// # Errors
/// The bundle is damaged, ends before what the log swore to hold, or contradicts a commit that is whole in the log; the log
/// is in use; or the system refuses.
pub fn restore(bundle: &Path, dir: &Path, progress: Option<Progress>) -> Result<Restored, RestoreError> {
    let checked = check(bundle, None, progress).map_err(refused("reading the bundle"))?;
    if !checked.report.ok {
        return Err(RestoreError::Bundle(Box::new(checked.report)));
    }
    file::make_dir(dir).map_err(refused("making the directory"))?;
    let _lock = take_lock(dir)?;
    let head = head::read(dir).map_err(refused("reading the head"))?;
    let record = if let HeadFound::Record { record, .. } = head { record } else { HeadRecord::default() };
    if matches!(compare(dir, &record, &checked)?, Compared::Same) {
        return Ok(Restored::AlreadyThere { commits: checked.trail.position });
    }
    let set_aside = write(dir, &checked).map_err(refused("writing the tape"))?;
    write_head(dir, record, &checked).map_err(refused("writing the head"))?;
    Ok(Restored::Written { commits: checked.trail.position, set_aside })
}

#[derive(Debug)]
enum Compared {
    Same,
    Missing,
}

/// The bundle must continue everything that is whole in the log, and reach what the head swore.
fn compare(dir: &Path, record: &HeadRecord, checked: &Checked) -> Result<Compared, RestoreError> {
    let bundle = checked.trail.position;
    let sworn = record.trail.position;
    if sworn > bundle {
        return Err(RestoreError::Short { bundle, log: sworn });
    }
    if leaf(checked, sworn).is_some_and(|leaf| leaf != record.trail.leaf) {
        return Err(RestoreError::Diverges { position: sworn });
    }
    let there = segments::list(&dir.join("tape")).map_err(refused("reading the tape"))?;
    let (mut next, mut problem) = (1, None);
    let _stopped = each_whole_frame(&there, &mut |trail| {
        let position = trail.position;
        problem = match leaf(checked, position) {
            None => Some(RestoreError::Short { bundle, log: position }),
            Some(leaf) if leaf != trail.leaf => Some(RestoreError::Diverges { position }),
            Some(_) => None,
        };
        next += Position::from(position == next);
        if problem.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .map_err(refused("reading the tape"))?;
    match problem {
        Some(problem) => Err(problem),
        None if next > bundle && sworn == bundle && is_whole(dir)? => Ok(Compared::Same),
        None => Ok(Compared::Missing),
    }
}

/// Whether the tape opens without a complaint: every frame there is one, and nothing else is.
fn is_whole(dir: &Path) -> Result<bool, RestoreError> {
    let there = segments::list(&dir.join("tape")).map_err(refused("reading the tape"))?;
    let walked = super::check::walk(&there, 0, &crate::Options::default()).map_err(refused("reading the tape"))?;
    Ok(walked.report.ok)
}

fn leaf(checked: &Checked, position: Position) -> Option<crate::Digest> {
    checked.leaves.get(usize::try_from(position.checked_sub(1)?).ok()?).copied()
}

/// Puts the bundle's segments in the place of the tape. The new tape is whole on the disk before the old one moves.
fn write(dir: &Path, checked: &Checked) -> io::Result<Option<PathBuf>> {
    let (tape, fresh) = (dir.join("tape"), dir.join("tape.new"));
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?; // ours, of a restore that did not finish
    }
    file::make_dir(&fresh)?;
    for segment in &checked.segments {
        let copy = Segment::sealed(&fresh, segment.number).path;
        fs::copy(&segment.path, &copy)?;
        fs::File::open(&copy)?.sync_all()?;
    }
    file::sync_dir(&fresh)?;
    let set_aside = file::set_aside(dir, &tape)?;
    fs::rename(&fresh, &tape)?;
    file::sync_dir(dir)?;
    partial::put_away(dir)?;
    file::set_aside(dir, &dir.join("tree"))?;
    Ok(set_aside)
}

fn write_head(dir: &Path, old: HeadRecord, checked: &Checked) -> io::Result<()> {
    let Some(last) = checked.segments.last() else { return Ok(()) };
    let header = sealed::read_header(&fs::File::open(Segment::sealed(&dir.join("tape"), last.number).path)?)?;
    let record = HeadRecord {
        epoch: old.epoch,
        segment: last.number,
        offset: header.map_or(0, |header| header.raw_bytes),
        trail: checked.trail,
        tree_size: checked.trail.position,
        tree_root: checked.report.root.unwrap_or_default(),
    };
    let mut head = HeadFile::open(dir, old)?;
    head.write(record)?;
    head.write(record) // both slots: what was there before may be what was damaged
}

fn take_lock(dir: &Path) -> Result<Lock, RestoreError> {
    match lock::take(dir).map_err(refused("taking the lock"))? {
        Locking::Held(lock) => Ok(lock),
        Locking::Taken(owner) => Err(RestoreError::Locked { pid: owner.pid }),
    }
}

fn refused(doing: &'static str) -> impl FnOnce(io::Error) -> RestoreError {
    move |source| RestoreError::Io { doing, source }
}
