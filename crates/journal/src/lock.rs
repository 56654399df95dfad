//! One owner: a lock on `DIR/lock`, held as long as the process lives, with the process named inside for the second one.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::file;

/// The held lock; letting go of it gives the directory free.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// What came of trying.
#[derive(Debug)]
pub(crate) enum Locking {
    /// It is ours.
    Held(Lock),
    /// It is another's.
    Taken(Owner),
}

/// Who holds the lock, as far as the file tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The process id; 0 if unknown.
    pub(crate) pid: u32,
    /// When it took the lock, seconds since 1970; 0 if unknown.
    pub(crate) since: u64,
}

/// Room for "pid start", padded with blanks: the file is overwritten in place, which needs no room on a full disk.
const LINE_BYTES: usize = 32;
/// `NFS_SUPER_MAGIC` of statfs(2): locks and `fdatasync` over NFS do not keep what this crate promises.
const NFS_MAGIC: i128 = 0x6969;

/// Tries to take the lock of a log's directory without waiting.
pub(crate) fn take(dir: &Path) -> io::Result<Locking> {
    let file = file::open_private(&dir.join("lock"))?;
    if i128::from(rustix::fs::fstatfs(&file)?.f_type) == NFS_MAGIC {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "a log on a network file system"));
    }
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Locking::Taken(read_owner(&file))),
        Err(TryLockError::Error(reason)) => return Err(reason),
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let line = format!("{} {since}", std::process::id());
    // Only a courtesy to the second process: on a full disk the lock holds without it.
    let _ = file::write_at(&file, format!("{line:<width$}\n", width = LINE_BYTES - 1).as_bytes(), 0);
    Ok(Locking::Held(Lock { _file: file }))
}

/// Who owns a directory now, without trying to own it for longer than a moment; `None` if nobody does.
pub(crate) fn owner(dir: &Path) -> Option<Owner> {
    let file = File::open(dir.join("lock")).ok()?;
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)).then(|| read_owner(&file))
}

fn read_owner(file: &File) -> Owner {
    let mut line = [0; LINE_BYTES];
    let _ = file::read_at(file, &mut line, 0);
    let text = String::from_utf8_lossy(&line);
    let mut words = text.split_whitespace();
    let pid = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    Owner { pid, since: words.next().and_then(|word| word.parse().ok()).unwrap_or(0) }
}
