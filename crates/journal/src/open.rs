//! Opening a log: look first, judge, repair only what a torn write explains, then bring the derived parts in step.

mod derived;
mod judge;
mod survey;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::ballast;
use crate::file;
use crate::head::{self, HeadFile, HeadFound, HeadRecord};
use crate::inside::{Inside, Parts};
use crate::lock::{self, Lock, Locking};
use crate::options::Options;
use crate::status::Status;
use crate::tape::frame::FORMAT;
use crate::tape::trail::Trail;
use crate::tape::writer::Open;
use crate::{Condition, Position};
use derived::Derived;
use judge::Verdict;
use survey::Survey;

/// Why a log was not opened. Nothing was changed, except that derived parts may have been set aside.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another process owns the directory.
    #[error("{dir} is in use by process {pid}")]
    Locked {
        /// The log's directory.
        dir: PathBuf,
        /// The other process; 0 if it did not say.
        pid: u32,
        /// When it took the lock, in seconds since 1970; 0 if it did not say.
        since: u64,
    },
    /// The log was written by a newer program.
    #[error("the log has format {format}, this program knows up to {known}: a newer program is needed")]
    Newer {
        /// The format needed.
        format: u16,
        /// The highest this program knows.
        known: u16,
    },
    /// Acknowledged commits are gone. A restore from a bundle that reaches the head brings them back.
    #[error("acknowledged commits {first} to {last} are missing: the head says {last}, the tape goes on only to {}", first - 1)]
    Lost {
        /// The first position missing.
        first: Position,
        /// The last position missing.
        last: Position,
    },
    /// The system refused.
    #[error("cannot open the log: {doing}")]
    Io {
        /// What was being done.
        doing: String,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

/// What the opening found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// The last write had not finished when the process or the machine stopped: what was cut, and where it is kept.
    pub torn: Option<Torn>,
    /// Why the store was set aside and filled again.
    pub store_rebuilt: Option<String>,
    /// Why the tree was set aside and computed again.
    pub tree_rebuilt: Option<String>,
    /// A slot of the head file was damaged, or the whole file missing beside a log.
    pub head_damaged: bool,
}

/// A write that had not finished. None of its commits was acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The position of the first commit that was not whole.
    pub position: Position,
    /// Bytes set aside.
    pub bytes: u64,
    /// The file that keeps them.
    pub path: PathBuf,
}

/// An opened log, before its threads run.
#[derive(Debug)]
pub(crate) struct Found {
    /// What the threads share.
    pub(crate) inside: Inside,
    /// Held while the log is open.
    pub(crate) lock: Lock,
    /// What happened.
    pub(crate) opened: Opened,
    /// Where the writer goes on.
    pub(crate) open: Option<Open>,
    /// The segment to prepare.
    pub(crate) next: u32,
    /// The state the writer goes on from.
    pub(crate) trail: Trail,
}

/// Opens the log in `dir`, or begins one.
pub(crate) fn open(dir: &Path, options: Options) -> Result<Found, OpenError> {
    let head = read_head(dir)?;
    let tape = dir.join("tape");
    file::make_dir(dir).map_err(io_error("making its directory"))?;
    let lock = take_lock(dir)?;
    let mut survey = Survey::take(&tape).map_err(io_error("reading the tape"))?;
    if let Some(format) = survey.newer {
        return Err(OpenError::Newer { format, known: FORMAT });
    }
    file::make_dir(&tape).map_err(io_error("making the tape's directory"))?;
    let condition = room(dir, &options);
    let mut derived = Derived::open(dir, &options);
    let sworn = sworn(&head, &derived, &survey);
    let verdict = judge::judge(&survey, &sworn)?;
    let mut opened = Opened { head_damaged: head_damaged(&head, &survey), ..Opened::default() };
    let condition = match verdict {
        Verdict::Sound => condition,
        Verdict::Torn => {
            opened.torn = judge::set_aside(dir, &mut survey).map_err(io_error("setting a torn write aside"))?;
            condition
        }
        Verdict::Rot { position, what } => Condition::ReadOnly { position, what },
    };
    let (log, condition) = derived.bring_in_step(&survey, &sworn, condition, &mut opened);
    let writes = !matches!(condition, Condition::ReadOnly { .. });
    let head = if writes { Some(HeadFile::open(dir, sworn).map_err(io_error("opening the head"))?) } else { None };
    let open = if writes { open_last(&survey, &options) } else { None };
    let parts = Parts { head, tree: derived.tree, store: derived.store, log, status: Status::new(condition) };
    let inside = Inside::new(dir.to_owned(), options, parts);
    Ok(Found { inside, lock, opened, open, next: survey.end.0 + 1, trail: survey.trail })
}

fn read_head(dir: &Path) -> Result<HeadFound, OpenError> {
    match head::read(dir).map_err(io_error("reading the head"))? {
        HeadFound::Newer(format) => Err(OpenError::Newer { format, known: FORMAT }),
        found => Ok(found),
    }
}

fn head_damaged(head: &HeadFound, survey: &Survey) -> bool {
    match head {
        HeadFound::Record { damaged, .. } => *damaged,
        HeadFound::Missing => survey.trail.position > 0,
        HeadFound::Damaged | HeadFound::Newer(_) => true,
    }
}

/// What the log swore to hold. Without a head, tree and store are the witnesses: only acknowledged commits are in them.
fn sworn(head: &HeadFound, derived: &Derived, survey: &Survey) -> HeadRecord {
    if let HeadFound::Record { record, .. } = head {
        return *record;
    }
    let position = derived.witnessed();
    let known = survey.at(position).map(|record| record.trail);
    HeadRecord { trail: known.unwrap_or(Trail { position, ..Trail::default() }), ..HeadRecord::default() }
}

fn take_lock(dir: &Path) -> Result<Lock, OpenError> {
    match lock::take(dir).map_err(io_error("taking the lock"))? {
        Locking::Held(lock) => Ok(lock),
        Locking::Taken(owner) => Err(OpenError::Locked { dir: dir.to_owned(), pid: owner.pid, since: owner.since }),
    }
}

/// A full disk does not keep a log from being opened and read; it only takes no commits.
fn room(dir: &Path, options: &Options) -> Condition {
    let room = ballast::room(dir, options).unwrap_or(0);
    if room >= options.low_water_bytes {
        return Condition::Writable;
    }
    let free_bytes = file::free_bytes(dir).unwrap_or(0);
    if free_bytes < options.low_water_bytes / 2 {
        ballast::release(dir);
    }
    Condition::Full { free_bytes }
}

/// The raw segment to go on in, with its whole length there to be written.
fn open_last(survey: &Survey, options: &Options) -> Option<Open> {
    let (number, at) = survey.end;
    let segment = survey.segments.iter().find(|segment| segment.number == number && !segment.sealed)?;
    let file = file::open_rw(&segment.path).ok()?;
    let mut bytes = file.metadata().ok()?.len();
    if bytes < options.segment() && file::write_zeros(&file, bytes, options.segment()).is_ok() {
        bytes = options.segment();
    }
    Some(Open { number, file: Arc::new(file), at, bytes })
}

fn io_error(doing: &'static str) -> impl FnOnce(io::Error) -> OpenError {
    move |source| OpenError::Io { doing: doing.to_owned(), source }
}
