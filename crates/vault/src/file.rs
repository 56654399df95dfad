//! Files that only their owner reads, on stable storage before anybody relies on them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Creates a directory that only its owner may enter, and brings its entry to stable storage.
pub(crate) fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    sync_dir(folder(dir))
}

/// The directory a file lies in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Brings a directory's entries to stable storage.
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Creates a file that was not there, for its owner alone.
pub(crate) fn create_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Gives a synced file its final name, and brings the name to stable storage.
pub(crate) fn name(fresh: &Path, path: &Path) -> io::Result<()> {
    fs::rename(fresh, path)?;
    sync_dir(folder(path))
}

/// Where a file's successor is written until it is whole.
pub(crate) fn successor(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Puts `bytes` in the place of a file, all or nothing. What the file held before is written over: it is a secret that
/// was meant to end. A disk that keeps old blocks is why keys are wrapped anew and not only removed.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = successor(path);
    let _ = fs::remove_file(&fresh);
    let mut file = create_new(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let before = OpenOptions::new().write(true).open(path).ok();
    name(&fresh, path)?;
    before.map_or(Ok(()), |file| scrub(&file))
}

fn scrub(file: &File) -> io::Result<()> {
    let bytes = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    file.write_all_at(&vec![0; bytes], 0)?;
    file.sync_all()
}
