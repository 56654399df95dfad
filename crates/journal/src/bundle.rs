//! A bundle: the whole log in a directory of its own, which anybody can check offline, without this program's database.
//!
//! ```text
//! BUNDLE/manifest.json          what it holds, with a hash of every file
//! BUNDLE/0000000001.tape.zst    the sealed segments, as in the log itself: `zstd -dc` prints the frames
//! BUNDLE/checkpoint.txt         signed: this many commits, this root (C2SP tlog-checkpoint in a C2SP signed note)
//! BUNDLE/verifier.txt           the public key it is signed with
//! ```
//!
//! A checker trusts `verifier.txt` no further than it came with the rest: who has the key from elsewhere gives that one.

mod check;
mod export;
mod restore;

pub use check::verify_bundle;
pub use export::export;
pub use restore::{RestoreError, Restored, restore};

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::file::STEP_BYTES;
use crate::hash::Hasher;
use crate::tape::window::{Bytes, Window};
use crate::{Micros, Position};

/// What a bundle holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the frames; a reader that knows only lower ones must stop.
    pub format: u16,
    /// The algorithm of every hash here: `sha256`.
    pub algorithm: String,
    /// Whose log; the origin of the checkpoint.
    pub origin: Option<String>,
    /// The last position, and so the number of commits.
    pub commits: Position,
    /// Entries in them.
    pub entries: u64,
    /// The time of the last commit.
    pub time: Micros,
    /// The chain over everything, hexadecimal.
    pub chain: String,
    /// The root of the tree over all leaves, hexadecimal.
    pub root: String,
    /// The segment files in order.
    pub segments: Vec<BundleFile>,
}

/// A segment file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleFile {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its hash, hexadecimal.
    pub sha256: String,
}

impl BundleFile {
    /// Describes a file of a bundle.
    fn of(path: &Path) -> io::Result<BundleFile> {
        let file = std::fs::File::open(path)?;
        let (mut window, mut hasher, mut at) = (Window::new(&file)?, Hasher::new(), 0);
        while at < window.len() {
            let step = window.at(at, STEP_BYTES)?;
            hasher.update(step);
            at += step.len() as u64;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(BundleFile { name, bytes: at, sha256: hasher.finish().hex() })
    }
}
