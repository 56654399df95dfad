//! The file of credentials: small, private, replaced as a whole and synced, or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The file below the data directory.
const FILE: &str = "credentials";
/// Where it is written before it takes the place of the old one.
const NEW: &str = "credentials.new";

/// Where credentials are kept; `None` keeps them in memory, for tests.
pub(crate) struct Store(Option<PathBuf>);

impl Store {
    pub(crate) fn new(home: Option<&Path>) -> Self {
        Self(home.map(Path::to_owned))
    }

    pub(crate) fn read(&self) -> io::Result<Option<Vec<u8>>> {
        let Some(home) = &self.0 else { return Ok(None) };
        match fs::read(home.join(FILE)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let Some(home) = &self.0 else { return Ok(()) };
        write_private(home, NEW, bytes)?;
        fs::rename(home.join(NEW), home.join(FILE))?;
        fs::File::open(home)?.sync_all()
    }
}

/// Writes a file that only its owner reads, onto stable storage. One that is there is replaced, not reused: its mode may
/// be another.
pub(crate) fn write_private(home: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    remove(home, name)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(home.join(name))?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes a file that may not be there.
pub(crate) fn remove(home: &Path, name: &str) -> io::Result<()> {
    match fs::remove_file(home.join(name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
