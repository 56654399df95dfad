//! Materials as sealed files: scans, photographs, signed agreements.
//!
//! ```text
//! DIR/blobs/<64 hexadecimal digits>   one sealed file, named by the SHA-256 of its bytes
//! DIR/blobs/incoming/                 what is being received; emptied at every start
//! ```
//!
//! The name is handed out when file and directory are synced, never before: a fact that carries it can rely on it. The
//! same file received twice for one subject gets one name, because its nonce is drawn from what it says (as in SIV, RFC
//! 5297) and not from chance: so a retried upload stores nothing twice. Whoever has no key learns from two names only
//! whether they are the same.

mod check;
mod fault;
mod incoming;
mod stream;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use timeline::BlobName;

use crate::{Binding, SecretKey, file};
pub use check::Finding;
pub use fault::BlobError;
use incoming::Incoming;
pub use stream::OpenBlob;

/// Longest material, in bytes: a hundred scanned pages in colour have about 50 MB; a film is handed in on a medium.
pub const BLOB_BYTES_MAX: u64 = 64 << 20;

/// The store of sealed files. It holds no key: whoever asks brings it.
#[derive(Clone, Debug)]
pub struct Blobs {
    dir: PathBuf,
    bytes_max: u64,
}

impl Blobs {
    /// Opens the store in `home`, the data directory, or begins one. What was being received when the last process ended
    /// is removed: nobody was told its name.
    ///
    /// # Errors
    /// The directory cannot be made, read or cleaned.
    pub fn open(home: &Path, bytes_max: u64) -> Result<Self, BlobError> {
        let blobs = Self { dir: home.join("blobs"), bytes_max };
        for dir in [&blobs.dir, &blobs.incoming()] {
            file::make_dir(dir).map_err(|source| BlobError::at(dir, source))?;
        }
        incoming::clean(&blobs.incoming())?;
        Ok(blobs)
    }

    /// The store in `home` as it is, to be looked through: nothing is made, cleaned or received. `None` where there is none.
    #[must_use]
    pub fn as_it_is(home: &Path) -> Option<Self> {
        let blobs = Self { dir: home.join("blobs"), bytes_max: 0 };
        blobs.dir.is_dir().then_some(blobs)
    }

    /// Whether there is a material in a data directory.
    pub(crate) fn any(home: &Path) -> bool {
        let mut files = std::fs::read_dir(home.join("blobs")).into_iter().flatten().flatten();
        files.any(|file| file.file_name() != "incoming")
    }

    /// Receives a material to its end, seals it and answers its name. A second call with the same content, key and
    /// binding answers the same name.
    ///
    /// # Errors
    /// It is too long, it broke off, or the disk failed: then nothing is kept.
    pub fn put(&self, key: &SecretKey, binding: &Binding, from: &mut dyn Read) -> Result<BlobName, BlobError> {
        let received = Incoming::receive(&self.incoming(), (key, binding), self.bytes_max, from)?;
        let sealed = received.seal(key, binding)?;
        let path = self.path(sealed.name);
        file::name(&sealed.path, &path).map_err(|source| BlobError::at(&path, source))?;
        Ok(sealed.name)
    }

    /// Opens a material for reading. Its bytes are compared with its name first, so nothing is handed out of a file that
    /// is not the one a fact names.
    ///
    /// # Errors
    /// It is missing, damaged, or under another key or binding.
    pub fn open_blob(&self, name: BlobName, key: &SecretKey, binding: &Binding) -> Result<OpenBlob, BlobError> {
        let file = self.checked(name)?;
        OpenBlob::begin(file, name, key, binding)
    }

    /// The file of this name, if its bytes are those that the name vouches for.
    fn checked(&self, name: BlobName) -> Result<File, BlobError> {
        let path = self.path(name);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(BlobError::Missing { name }),
            Err(source) => return Err(BlobError::at(&path, source)),
        };
        let found = stream::name_of(&mut file).map_err(|source| BlobError::at(&path, source))?;
        if found == name { Ok(file) } else { Err(BlobError::Damaged { name }) }
    }

    fn path(&self, name: BlobName) -> PathBuf {
        self.dir.join(name.to_string())
    }

    fn incoming(&self) -> PathBuf {
        self.dir.join("incoming")
    }
}
