//! Every touch of the file system by the tape goes through here: plain `pwrite`, `pread` and `fdatasync`, so that a fault
//! injected from outside at one of them meets all the code there is.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Bytes written or read at once where whole files are gone through.
pub(crate) const STEP_BYTES: usize = 1 << 20;
/// Zeros written between two syncs of a file in preparation: a larger backlog would delay the sync of a waiting commit.
const ZERO_SYNC_BYTES: u64 = 4 << 20;

/// Opens an existing file for reading and writing.
pub(crate) fn open_rw(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(path)
}

/// Opens or creates a file that only its owner may read, without touching what it holds.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// Creates an empty file that only its owner may read, in the place of one that is there.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    // One that an earlier process left may have been made for others to read.
    remove(path)?;
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Writes at an offset, all of it.
pub(crate) fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    file.write_all_at(bytes, offset)
}

/// Reads at an offset, exactly as many bytes as `bytes` takes.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(bytes, offset)
}

/// Brings a file's data to stable storage. A failure is final: it is never tried again, and whatever its reason, it does
/// not pass for a disk that is full.
pub(crate) fn sync(file: &File) -> io::Result<()> {
    file.sync_data().map_err(io::Error::other)
}

/// Brings a directory's entries to stable storage.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Creates a directory that only its owner may enter, and brings its entry to stable storage; one that exists is left
/// alone.
pub(crate) fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    match dir.parent() {
        Some(above) if above.as_os_str().is_empty() => sync_dir(Path::new(".")),
        Some(above) => sync_dir(above),
        None => Ok(()),
    }
}

/// Creates a file of `bytes` written zeros under its final name only when it is whole and synced. Overwriting written
/// blocks later changes no metadata, so the sync of a commit need not wait for the file system's own journal.
pub(crate) fn create_zeroed(path: &Path, bytes: u64) -> io::Result<File> {
    let fresh = beside(path, "new");
    let file = create_private(&fresh)?;
    let made = write_zeros(&file, 0, bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&fresh, path));
    if let Err(reason) = made {
        // On a full disk the half-made file would keep the room that is missing.
        let _ = fs::remove_file(&fresh);
        return Err(reason);
    }
    sync_dir(path.parent().unwrap_or(path))?;
    Ok(file)
}

/// Writes zeros from `from` to `upto`, with a sync now and then.
pub(crate) fn write_zeros(file: &File, from: u64, upto: u64) -> io::Result<()> {
    let zeros = vec![0; STEP_BYTES];
    let mut at = from;
    while at < upto {
        let step = usize::try_from(upto - at).unwrap_or(STEP_BYTES).min(STEP_BYTES);
        write_at(file, zeros.get(..step).unwrap_or(&zeros), at)?;
        at += step as u64;
        if at.is_multiple_of(ZERO_SYNC_BYTES) {
            sync(file)?;
        }
    }
    sync(file)
}

/// Puts `bytes` in the place of a file, all or nothing.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = beside(path, "new");
    let mut file = File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    sync_dir(path.parent().unwrap_or(path))
}

/// Removes a file; one that is not there is no fault.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => Err(reason),
        _ => Ok(()),
    }
}

/// Moves a file or directory into `dir/aside/` under the first free name `name`, `name-2`, ...; answers the new path,
/// or `None` if there was nothing to move. Nothing that was once part of a log is ever deleted to repair it.
pub(crate) fn set_aside(dir: &Path, path: &Path) -> io::Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let target = aside_path(dir, &name)?;
    fs::rename(path, &target)?;
    sync_dir(&dir.join("aside"))?;
    sync_dir(path.parent().unwrap_or(dir))?;
    Ok(Some(target))
}

/// The first free name in `dir/aside/`.
pub(crate) fn aside_path(dir: &Path, name: &str) -> io::Result<PathBuf> {
    let aside = dir.join("aside");
    make_dir(&aside)?;
    let numbered = |n: u32| if n == 1 { aside.join(name) } else { aside.join(format!("{name}-{n}")) };
    (1..).map(numbered).find(|path| !path.exists()).ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

/// The path with a further ending.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Bytes an unprivileged process may still write to the file system that holds `path`.
pub(crate) fn free_bytes(path: &Path) -> io::Result<u64> {
    let room = rustix::fs::statvfs(path)?;
    Ok(room.f_bavail.saturating_mul(room.f_frsize))
}

/// Whether an error says that the disk is full.
pub(crate) fn is_full(reason: &io::Error) -> bool {
    matches!(reason.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}
