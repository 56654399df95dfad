//! The vault: keys, sealed values and materials behind one door.

use std::io::Read;
use std::path::Path;

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use timeline::{Algorithm, BlobName, Sealed, StreamId, SubjectId};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::key::random;
use crate::keyring::{Keyring, Status};
use crate::opening::{COMMITMENT_BYTES, Opening, commitment};
use crate::tag::{Sought, Tag};
use crate::{BLOB_BYTES_MAX, Binding, BlobError, Blobs, OpenBlob, VaultError};

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) under the subject's key: value id, nonce, sealed text. Read, and no longer
/// written.
pub const XCHACHA20_POLY1305: Algorithm = Algorithm(1);
/// The same with a commitment to the text behind the nonce, so that one value can be opened for somebody without a key
/// ([`Vault::opening`]).
pub const COMMITTED: Algorithm = Algorithm(2);

const PURPOSE: &[u8] = b"value";
const ID_BYTES: usize = 16;
pub(crate) const NONCE_BYTES: usize = 24;
/// Texts are filled up to a multiple of this: otherwise the length would tell a name of two characters from one of three.
const PAD_BYTES: usize = 32;
/// Begins the filling (ISO/IEC 7816-4): no text in UTF-8 holds it after its end.
const PAD: u8 = 0x80;

/// Keys, sealed values and materials of one center.
pub struct Vault {
    keyring: Keyring,
    materials: Blobs,
}

impl Vault {
    /// Makes a new keyring in a data directory, and the key file if there is none.
    ///
    /// # Errors
    /// There is a keyring already, or the disk failed.
    pub fn create(home: &Path, key_file: &Path) -> Result<(), VaultError> {
        Keyring::create(home, key_file)
    }

    /// Opens the vault of a data directory with the key in `key_file`. Erasures are carried out again before anything is
    /// opened, so a keyring restored from an old copy forgets whom it should.
    ///
    /// # Errors
    /// [`VaultError`] says what is missing, damaged or held by another process.
    pub fn open(home: &Path, key_file: &Path) -> Result<Self, VaultError> {
        let keyring = Keyring::open(home, key_file)?;
        let materials = Blobs::open(home, BLOB_BYTES_MAX).map_err(|error| match error {
            BlobError::Disk { path, source } => VaultError::Disk { path, source },
            other => VaultError::Disk { path: home.join("blobs"), source: std::io::Error::other(other) },
        })?;
        Ok(Self { keyring, materials })
    }

    /// Makes sure that each of these subjects has a key, on stable storage. Waits for the disk if one is new.
    ///
    /// # Errors
    /// One of them was erased, or the disk failed.
    pub fn provide(&self, subjects: &[SubjectId]) -> Result<(), VaultError> {
        self.keyring.provide(subjects)
    }

    /// Seals a text that facts on `stream` will carry; `value` tells it from the subject's other values. The subject must
    /// have been provided with a key.
    ///
    /// # Errors
    /// There is no key, or it was destroyed.
    pub fn seal(&self, stream: StreamId, subject: SubjectId, value: Uuid, text: &str) -> Result<Sealed, VaultError> {
        let key = self.keyring.key(subject)?;
        let nonce: [u8; NONCE_BYTES] = random();
        let committed = commitment(&key.salt(&nonce), text);
        let aad = self.binding(stream, subject).bytes(PURPOSE, &[value.as_bytes(), &committed[..]].concat());
        let padded = pad(text);
        let sealed = XChaCha20Poly1305::new(key.bytes().into())
            .encrypt(&nonce.into(), Payload { msg: &padded, aad: &aad })
            .map_err(|_| VaultError::DoesNotOpen { subject })?;
        let bytes = [value.as_bytes(), &nonce[..], &committed[..], &sealed[..]].concat();
        Ok(Sealed::new(COMMITTED, subject, bytes))
    }

    /// The text of a value that a fact on `stream` carries.
    ///
    /// # Errors
    /// The value was changed or belongs elsewhere, or its subject was erased.
    pub fn open_value(&self, stream: StreamId, sealed: &Sealed) -> Result<Zeroizing<String>, VaultError> {
        let subject = sealed.subject();
        let fault = || VaultError::DoesNotOpen { subject };
        let parts = Parts::of(sealed).ok_or_else(fault)?;
        let key = self.keyring.key(subject)?;
        let particular = [&parts.value[..], parts.commitment].concat();
        let aad = self.binding(stream, subject).bytes(PURPOSE, &particular);
        let cipher = XChaCha20Poly1305::new(key.bytes().into());
        let opened = cipher.decrypt(parts.nonce.into(), Payload { msg: parts.text, aad: &aad }).map_err(|_| fault())?;
        unpad(opened).ok_or_else(fault)
    }

    /// The text of a value with what proves it to somebody who holds the sealed value and no key: for the receipt of
    /// whoever said it. It opens this value alone. `None` for a value from before there were commitments.
    ///
    /// # Errors
    /// As for [`Vault::open_value`].
    pub fn opening(&self, stream: StreamId, sealed: &Sealed) -> Result<Option<Opening>, VaultError> {
        let text = self.open_value(stream, sealed)?;
        let parts = Parts::of(sealed).filter(|parts| !parts.commitment.is_empty());
        let key = self.keyring.key(sealed.subject())?;
        Ok(parts.map(|parts| Opening { text, salt: key.salt(parts.nonce) }))
    }

    /// Receives a material for a subject and answers its name, under which a fact on `stream` may name it. Waits for the
    /// disk.
    ///
    /// # Errors
    /// It is too long, it broke off, there is no key, or the disk failed.
    pub fn put(&self, stream: StreamId, subject: SubjectId, from: &mut dyn Read) -> Result<BlobName, MaterialError> {
        self.keyring.provide(&[subject])?;
        let key = self.keyring.key(subject)?;
        Ok(self.materials.put(&key, &self.binding(stream, subject), from)?)
    }

    /// Opens a material that a fact on `stream` names. Reads it once to its end to compare it with its name.
    ///
    /// # Errors
    /// It is missing, damaged or belongs elsewhere, or its subject was erased.
    pub fn get(&self, stream: StreamId, subject: SubjectId, name: BlobName) -> Result<OpenBlob, MaterialError> {
        let key = self.keyring.key(subject)?;
        Ok(self.materials.open_blob(name, &key, &self.binding(stream, subject))?)
    }

    /// The store of materials, to be checked.
    #[must_use]
    pub fn materials(&self) -> &Blobs {
        &self.materials
    }

    /// The mark of a text in the blind index: equal for texts that mean the same, and telling nothing to whoever has no
    /// key. It changes with every epoch.
    #[must_use]
    pub fn tag(&self, sought: Sought, text: &str) -> Tag {
        Tag::of(&self.keyring.index(), sought, text)
    }

    /// Destroys the key of a subject for good. It is listed first, so a restore of an old keyring forgets it again.
    ///
    /// # Errors
    /// The disk failed: open the vault again, which finishes what was begun.
    pub fn erase(&self, subject: SubjectId) -> Result<(), VaultError> {
        self.keyring.erase(subject)
    }

    /// Wraps all keys anew and destroys the key that wrapped them before: old copies of the keyring are noise from now
    /// on. Answers the new epoch.
    ///
    /// # Errors
    /// The keyring or the key file cannot be written.
    pub fn next_epoch(&self) -> Result<u32, VaultError> {
        self.keyring.next_epoch()
    }

    /// Whether the keyring could not be written once: whoever has a key keeps it, and nobody gets one until the process is
    /// started again.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.keyring.has_failed()
    }

    /// How many keys there are, and in which epoch.
    #[must_use]
    pub fn status(&self) -> Status {
        self.keyring.status()
    }

    fn binding(&self, stream: StreamId, subject: SubjectId) -> Binding {
        Binding { log: self.keyring.id(), stream, subject }
    }
}

/// Why a material was not stored or is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum MaterialError {
    /// Its key.
    #[error(transparent)]
    Key(#[from] VaultError),
    /// Its file.
    #[error(transparent)]
    File(#[from] BlobError),
}

/// A sealed value, taken apart.
struct Parts<'a> {
    value: &'a [u8; ID_BYTES],
    nonce: &'a [u8; NONCE_BYTES],
    /// Empty in a value from before there were commitments.
    commitment: &'a [u8],
    text: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a Sealed) -> Option<Self> {
        let committed = match sealed.algorithm() {
            XCHACHA20_POLY1305 => 0,
            COMMITTED => COMMITMENT_BYTES,
            _ => return None,
        };
        let (value, rest) = sealed.bytes().split_first_chunk()?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let (commitment, text) = rest.split_at_checked(committed)?;
        Some(Self { value, nonce, commitment, text })
    }
}

/// The commitment in a sealed value, if it has one.
pub(crate) fn commitment_in(sealed: &Sealed) -> Option<&[u8]> {
    Parts::of(sealed).map(|parts| parts.commitment).filter(|commitment| !commitment.is_empty())
}

fn pad(text: &str) -> Zeroizing<Vec<u8>> {
    let length = (text.len() + 1).next_multiple_of(PAD_BYTES);
    let mut padded = Zeroizing::new(Vec::with_capacity(length));
    padded.extend_from_slice(text.as_bytes());
    padded.push(PAD);
    padded.resize(length, 0);
    padded
}

fn unpad(padded: Vec<u8>) -> Option<Zeroizing<String>> {
    let mut padded = Zeroizing::new(padded);
    let end = padded.iter().rposition(|byte| *byte != 0).filter(|at| padded.get(*at) == Some(&PAD))?;
    padded.truncate(end);
    let text = std::str::from_utf8(&padded).ok()?;
    Some(Zeroizing::new(text.to_owned()))
}
