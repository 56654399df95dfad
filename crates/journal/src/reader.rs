//! Reading a log beside the process that owns it: straight from the tape, up to the head file, taking nothing.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::head::{self, HeadFound};
use crate::open::OpenError;
use crate::reading::{damaged, scan_tape};
use crate::tape::frame::FORMAT;
use crate::{Commit, Head, Position, ReadError, StreamId, Visit, lock};

/// A log that is only read. It takes no lock and changes no byte, so it may be used beside a running server, on a copy,
/// or on a medium that cannot be written.
///
/// It knows the tape and nothing else: the store is not looked at, so whether the store agrees is not known
/// ([`Reader::store_checked`]). It sees what the head file has sworn, which a running server writes within a second.
#[derive(Debug)]
pub struct Reader {
    dir: PathBuf,
    head: Head,
    owner: Option<u32>,
}

impl Reader {
    /// Looks at the head file of the log in `dir`.
    ///
    /// # Errors
    /// There is no head file that holds, it was written by a newer program, or the system refuses.
    pub fn open(dir: impl AsRef<Path>) -> Result<Reader, OpenError> {
        let dir = dir.as_ref().to_owned();
        let io = |source| OpenError::Io { doing: "reading the head".to_owned(), source };
        let head = match head::read(&dir).map_err(io)? {
            HeadFound::Record { record, .. } => record.trail.head(),
            HeadFound::Newer(format) => return Err(OpenError::Newer { format, known: FORMAT }),
            HeadFound::Missing => return Err(io(io::ErrorKind::NotFound.into())),
            HeadFound::Damaged => return Err(io(io::ErrorKind::InvalidData.into())),
        };
        let owner = lock::owner(&dir).map(|owner| owner.pid);
        Ok(Reader { dir, head, owner })
    }

    /// How far the log went when the head file was last written.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// The process that had the log open when this reader looked; 0 if it did not say.
    #[must_use]
    pub fn owner(&self) -> Option<u32> {
        self.owner
    }

    /// Whether the store was compared with the tape: never by a reader, so that it can say so.
    #[must_use]
    pub fn store_checked(&self) -> bool {
        false
    }

    /// As [`crate::Journal::scan`], at the speed of unpacking the tape from the segment that holds `after` on.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    pub fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        let (mut last, upto) = (after, upto.min(self.head.position));
        let flow = scan_tape(&self.dir.join("tape"), &mut last, upto, visit)?;
        if flow.is_continue() && last < upto {
            return Err(damaged(last + 1, "the tape ends before the head"));
        }
        Ok(last)
    }

    /// As [`crate::Journal::read_stream`], by reading the whole tape.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    pub fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, ReadError> {
        let mut commits = Vec::new();
        self.scan(0, Position::MAX, &mut |view| {
            if view.stream() == stream && view.last_version() > after {
                commits.push(Commit { position: view.position(), bytes: Arc::from(view.bytes()) });
            }
            ControlFlow::Continue(())
        })?;
        Ok(commits)
    }
}
