//! The file of credentials: small, private, sealed, replaced as a whole and synced, or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use timeline::Sealed;
use zeroize::Zeroizing;

/// The file below the data directory.
const FILE: &str = "credentials";
/// Where it is written before it takes the place of the old one.
const NEW: &str = "credentials.new";

/// The center's keys, lent to the door. The secret of a device can be read back, unlike a password: whoever copies the disk
/// must not be able to.
pub trait Safe: Send + Sync + 'static {
    /// Seals a text.
    ///
    /// # Errors
    /// There is no key for it, or the disk failed.
    fn seal(&self, text: &str) -> io::Result<Sealed>;

    /// Opens what was sealed here.
    ///
    /// # Errors
    /// It was changed, or sealed with keys that are gone.
    fn open(&self, sealed: &Sealed) -> io::Result<Zeroizing<String>>;
}

/// Where credentials are kept; without a home in memory, for tests.
pub(crate) struct Store {
    home: Option<PathBuf>,
    safe: Arc<dyn Safe>,
}

impl Store {
    pub(crate) fn new(home: Option<&Path>, safe: Arc<dyn Safe>) -> Self {
        Self { home: home.map(Path::to_owned), safe }
    }

    pub(crate) fn read(&self) -> io::Result<Option<Zeroizing<String>>> {
        let Some(home) = &self.home else { return Ok(None) };
        match fs::read(home.join(FILE)) {
            Ok(bytes) => self.safe.open(&serde_json::from_slice(&bytes)?).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn write(&self, text: &str) -> io::Result<()> {
        let Some(home) = &self.home else { return Ok(()) };
        write_private(home, NEW, &serde_json::to_vec(&self.safe.seal(text)?)?)?;
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
