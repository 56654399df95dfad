//! A material on its way in: first received to its end under a key that lives as long as the request, then sealed for
//! good. Nothing of it is on the disk in clear, at no moment.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};

use ring::hmac;
use timeline::{BlobName, StreamId, SubjectId};
use uuid::Uuid;

use super::BlobError;
use super::stream::{self, CHUNK_BYTES, NONCE_BYTES, OpenBlob};
use crate::key::random;
use crate::{Binding, SecretKey, file};

/// Removes what the last process left behind.
pub(super) fn clean(dir: &Path) -> Result<(), BlobError> {
    let remove = || {
        for entry in fs::read_dir(dir)? {
            fs::remove_file(entry?.path())?;
        }
        Ok(())
    };
    remove().map_err(|source| BlobError::at(dir, source))
}

/// A material that was received to its end.
pub(super) struct Incoming {
    spool: Temporary,
    key: SecretKey,
    nonce: [u8; NONCE_BYTES],
}

/// A material that is sealed and synced, and has no name in the store yet.
pub(super) struct SealedFile {
    pub(super) name: BlobName,
    pub(super) path: PathBuf,
    _file: Temporary,
}

impl Incoming {
    pub(super) fn receive(
        dir: &Path,
        (subject, binding): (&SecretKey, &Binding),
        bytes_max: u64,
        from: &mut dyn Read,
    ) -> Result<Self, BlobError> {
        let spool = Temporary::new(dir)?;
        let key = SecretKey::fresh();
        let mut mac = hmac::Context::with_key(&subject.derive("nonce of a material").mac());
        // Two places must never share a nonce, so the place is part of what it is drawn from.
        mac.update(&binding.bytes(b"nonce", &[]));
        let mut metered = Metered { from, bytes: 0, bytes_max, mac, failed: None };
        let sealed = spool.write(|to| stream::seal((&key, &[0; NONCE_BYTES]), &nowhere(), &mut metered, to));
        if let Some(failed) = metered.failed {
            return Err(failed);
        }
        sealed?;
        let mut nonce = [0; NONCE_BYTES];
        nonce.iter_mut().zip(metered.mac.sign().as_ref()).for_each(|(to, from)| *to = *from);
        Ok(Self { spool, key, nonce })
    }

    pub(super) fn seal(self, subject: &SecretKey, binding: &Binding) -> Result<SealedFile, BlobError> {
        let dir = self.spool.path.parent().unwrap_or(&self.spool.path);
        let fresh = Temporary::new(dir)?;
        let received = File::open(&self.spool.path).map_err(|source| BlobError::at(&self.spool.path, source))?;
        let mut received = OpenBlob::begin(received, BlobName::new([0; 32]), &self.key, &nowhere())?;
        let mut file = fresh.write(|to| stream::seal((subject, &self.nonce), binding, &mut received, to))?;
        let at = |source| BlobError::at(&fresh.path, source);
        file.sync_all().map_err(at)?;
        let name = stream::name_of(&mut file).map_err(at)?;
        Ok(SealedFile { name, path: fresh.path.clone(), _file: fresh })
    }
}

/// A spool belongs nowhere: its key is forgotten with it.
fn nowhere() -> Binding {
    Binding { log: Uuid::nil(), stream: StreamId::new(Uuid::nil()), subject: SubjectId::new(Uuid::nil()) }
}

/// Counts and hashes what passes, and remembers why it stopped.
struct Metered<'a> {
    from: &'a mut dyn Read,
    bytes: u64,
    bytes_max: u64,
    mac: hmac::Context,
    failed: Option<BlobError>,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match self.from.read(into) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => return self.fail(BlobError::BrokenOff(error)),
        };
        self.bytes += read as u64;
        if self.bytes > self.bytes_max {
            return self.fail(BlobError::TooLong { bytes_max: self.bytes_max });
        }
        self.mac.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl Metered<'_> {
    fn fail(&mut self, why: BlobError) -> io::Result<usize> {
        self.failed = Some(why);
        Err(io::ErrorKind::Other.into())
    }
}

/// A file that is removed when nobody needs it any more, unless it has got another name.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn new(dir: &Path) -> Result<Self, BlobError> {
        let path = dir.join(format!("{:032x}", u128::from_be_bytes(random())));
        Ok(Self { path })
    }

    fn write(&self, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<File, BlobError> {
        let written = file::create_new(&self.path).and_then(|file| {
            let mut to = BufWriter::with_capacity(CHUNK_BYTES, file);
            fill(&mut to)?;
            to.flush()?;
            to.into_inner().map_err(io::IntoInnerError::into_error)
        });
        written.map_err(|source| BlobError::at(&self.path, source))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed now is removed at the next start.
        let _ = fs::remove_file(&self.path);
    }
}
