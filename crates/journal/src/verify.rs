//! Verification: everything recomputed from the bytes, every fault named, nothing repaired.

mod audit;
mod parts;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::head::{self, HeadFound, HeadRecord};
use crate::lock::{self, Locking};
use crate::options::Progress;
use crate::tape::segments;
use crate::tape::walk::walk_segment;
use crate::{Digest, Head, Options, Position};

pub(crate) use audit::{Audit, same};

/// Faults kept in a report; a log with more is beyond reading a list.
pub const FAULTS_MAX: usize = 10_000;

/// How long the write of a head may take: 4 KiB, and a processor that is busy with something else.
const HEAD_WRITTEN_WITHIN: Duration = Duration::from_millis(50);

/// Which part of a log a fault is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layer {
    /// The bytes of the tape: a frame, a block or a segment is damaged or missing.
    Tape,
    /// Frames are whole, but one does not go on from those before it: somebody changed the tape.
    Chain,
    /// A stream's versions or previous hashes do not go on.
    Stream,
    /// The tree is not the one over the leaves of the tape.
    Tree,
    /// The store holds something else than the tape.
    Store,
    /// The head file is damaged, or the tape is not the one it was written for.
    Head,
    /// A signed checkpoint does not fit the log, or its signature does not hold.
    Checkpoint,
    /// A bundle's list of contents does not fit its contents.
    Manifest,
}

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub layer: Layer,
    /// The first position affected.
    pub position: Position,
    /// What was found, in words.
    pub what: String,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Whether there is no fault.
    pub ok: bool,
    /// Commits whose frames hold.
    pub commits: u64,
    /// Entries in them.
    pub entries: u64,
    /// How far the tape goes.
    pub head: Head,
    /// The root of the tree over all leaves, if no leaf is missing.
    pub root: Option<Digest>,
    /// All faults in the order of the checks, at most [`FAULTS_MAX`].
    pub faults: Vec<Fault>,
    /// Whether the store was compared with the tape. Not while a server is running: the store is its own.
    pub store_checked: bool,
    /// What earlier openings set aside: no fault, but worth a look.
    pub aside: Vec<PathBuf>,
}

/// Verifies the log in `dir`: every frame, the chain, every stream, the tree, the head, and the store if no server is
/// running. Nothing is repaired; the tape is not written to.
///
/// # Errors
/// The system's refusal to read. Damage is not an error here but a fault in the report.
pub fn verify(dir: &Path, progress: Option<Progress>) -> io::Result<Report> {
    let options = Options { progress, ..Options::default() };
    // Held until the end: a server started meanwhile would change what is compared.
    let lock = if dir.join("lock").exists() { lock::take(dir).ok() } else { None };
    let (ours, running) = (matches!(lock, Some(Locking::Held(_))), matches!(lock, Some(Locking::Taken(_))));
    let found = read_head(dir, running)?;
    let record = if let HeadFound::Record { record, .. } = found { record } else { HeadRecord::default() };
    let upto = if running { record.trail.position } else { Position::MAX };
    let mut audit = Audit::new(upto, &options, record.trail.position);
    audit.at(record.trail.position);
    audit.at(record.tree_size);
    let tree = if ours { parts::open_tree(dir, &mut audit) } else { None };
    let store = if ours { parts::open_store(dir, &options, &mut audit) } else { None };
    walk_tape(dir, &mut audit)?;
    parts::check_head(&found, &record, &mut audit);
    if let Some(tree) = &tree {
        parts::check_tree(tree, &found, &mut audit);
    }
    let store_checked = match (&store, &tree) {
        (Some(store), Some(tree)) => parts::check_store(store, tree, &options, &mut audit),
        _ => false,
    };
    Ok(Report { store_checked, aside: parts::set_aside(dir)?, ..audit.report() })
}

/// The head file. One that a running server writes at this moment may look damaged; a moment later it does not.
fn read_head(dir: &Path, running: bool) -> io::Result<HeadFound> {
    match head::read(dir)? {
        HeadFound::Record { damaged: true, .. } | HeadFound::Damaged if running => {
            std::thread::sleep(HEAD_WRITTEN_WITHIN);
            head::read(dir)
        }
        found => Ok(found),
    }
}

fn walk_tape(dir: &Path, audit: &mut Audit<'_>) -> io::Result<()> {
    for segment in segments::list(&dir.join("tape"))? {
        if audit.is_done() {
            break;
        }
        audit.segment(&segment)?;
        walk_segment(&segment, &mut |found| audit.meet(&found))?;
    }
    Ok(())
}
