//! The keyring: the key of every person and case, wrapped by the key in the key file.
//!
//! ```text
//! DIR/keys/ring   the keys, in slots of 128 bytes (`slot.rs`)     DIR/keys/copy   the same again
//! DIR/keys/lock   held by the process that uses them              DIR/erased      whose keys were destroyed
//! ```
//!
//! It lies outside the log, is never part of an export of the log, and is backed up apart from it and from the key file.
//! Erasing a subject overwrites its slot. That alone does not reach old copies and old blocks of the disk; the next
//! epoch does: all keys are wrapped anew under a new key, the old one is destroyed, and what it wrapped is noise.

mod files;
mod ring;
mod slot;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use timeline::SubjectId;
use uuid::Uuid;

use crate::erasures::Erasures;
use crate::key_file::{self, KeyFile};
use crate::{Blobs, SecretKey, VaultError, file};
use files::Files;
use ring::Ring;

/// What `yidi keys status` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Status {
    /// Which epoch the keyring is in.
    pub epoch: u32,
    /// Subjects with a key.
    pub keys: usize,
    /// Subjects whose key was destroyed.
    pub erased: usize,
    /// Of these, how many since all keys were last wrapped anew: an older copy of the keyring, with the key file of its time,
    /// still opens them. It is read off the keyring, so neither a failure nor a stop forgets that an epoch is owed.
    pub owed: usize,
}

/// The open keyring.
pub(crate) struct Keyring {
    ring: RwLock<Ring>,
    disk: Mutex<Disk>,
    _lock: File,
}

/// What is written, by one caller at a time.
struct Disk {
    files: Files,
    keys: KeyFile,
    erasures: Erasures,
    /// A write failed: what the disk holds is not known.
    failed: bool,
}

impl Keyring {
    /// Makes a new keyring, and the key file if there is none. Never over an old one.
    pub(crate) fn create(home: &Path, key_file: &Path) -> Result<(), VaultError> {
        let dir = home.join("keys");
        file::make_dir(&dir).map_err(VaultError::at(&dir))?;
        let _lock = files::lock(&dir)?;
        let files = Files::of(&dir);
        if files.any() {
            return Err(VaultError::KeyringThere { dir });
        }
        if Blobs::any(home) {
            return Err(VaultError::KeyringLost { dir: home.to_path_buf() });
        }
        let keys = if key_file::exists(key_file) { KeyFile::read(key_file)? } else { KeyFile::create(key_file)? };
        let ring = Ring::new(keys.epoch());
        let wrapping = keys.key(ring.epoch).ok_or(VaultError::Poisoned)?;
        files.write(&ring, wrapping)
    }

    /// Opens the keyring of a data directory, checks every slot, finishes what a crash left half done, and forgets whom
    /// the list of erasures names.
    pub(crate) fn open(home: &Path, key_file: &Path) -> Result<Self, VaultError> {
        let dir = home.join("keys");
        let files = Files::of(&dir);
        if !files.any() {
            return Err(VaultError::NoKeyring { dir });
        }
        let lock = files::lock(&dir)?;
        let mut keys = KeyFile::read(key_file)?;
        let ring = files.read(&keys)?;
        keys.end_epoch(ring.epoch)?;
        let mut erasures = Erasures::read(home)?;
        for subject in ring.erased() {
            erasures.add(subject)?;
        }
        let again: Vec<SubjectId> = erasures.subjects().collect();
        let disk = Disk { files, keys, erasures, failed: false };
        let keyring = Self { ring: RwLock::new(ring), disk: Mutex::new(disk), _lock: lock };
        again.into_iter().try_for_each(|subject| keyring.erase(subject))?;
        Ok(keyring)
    }

    /// The id of the ring, which stands for the log it belongs to.
    pub(crate) fn id(&self) -> Uuid {
        self.read(|ring| ring.id)
    }

    /// The key of the blind index.
    pub(crate) fn index(&self) -> SecretKey {
        self.read(|ring| ring.index.clone())
    }

    /// The key of a subject.
    pub(crate) fn key(&self, subject: SubjectId) -> Result<SecretKey, VaultError> {
        match self.read(|ring| ring.get(subject).map(|key| key.cloned())) {
            Some(Some(key)) => Ok(key),
            Some(None) => Err(VaultError::Erased { subject }),
            None => Err(VaultError::NoKey { subject }),
        }
    }

    /// Makes sure that each of these subjects has a key, on stable storage before anything is sealed with it.
    pub(crate) fn provide(&self, subjects: &[SubjectId]) -> Result<(), VaultError> {
        if subjects.iter().all(|subject| self.key(*subject).is_ok()) {
            return Ok(());
        }
        let mut disk = self.disk()?;
        if let Some(subject) = subjects.iter().find(|subject| disk.erasures.contains(**subject)) {
            return Err(VaultError::Erased { subject: *subject });
        }
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        let before = ring.len();
        for subject in subjects {
            ring.push(*subject, Some(SecretKey::fresh()));
        }
        let written = disk.write(&ring, |disk, wrapping| disk.files.write_slots(&ring, before, wrapping));
        if written.is_err() {
            ring.truncate(before);
        }
        written
    }

    /// Destroys the key of a subject: first the list says so, then both copies are overwritten. Old copies and old
    /// blocks of the disk are reached by the next [`Keyring::next_epoch`].
    pub(crate) fn erase(&self, subject: SubjectId) -> Result<(), VaultError> {
        let mut disk = self.disk()?;
        let listed = disk.erasures.add(subject);
        disk.note(listed)?;
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        if ring.get(subject).flatten().is_none() {
            return Ok(());
        }
        let Some(at) = ring.forget(subject) else { return Ok(()) };
        disk.write(&ring, |disk, wrapping| disk.files.write_slot(&ring, at, wrapping))
    }

    /// Wraps all keys anew under a new key and destroys the old one. The key of the blind index is drawn anew too: tags
    /// live in memory and are computed again. A key file that cannot be written changes nothing: the ring goes on as it is,
    /// and the epoch is owed as before. So it is, until it is opened again, if the ring itself cannot be written.
    pub(crate) fn next_epoch(&self) -> Result<u32, VaultError> {
        let mut disk = self.disk()?;
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        // Until the ring is written, a key too many in the key file harms nothing: it wraps nothing.
        let epoch = disk.keys.begin_epoch(ring.epoch)?;
        let before =
            (std::mem::replace(&mut ring.epoch, epoch), std::mem::replace(&mut ring.index, SecretKey::fresh()));
        let settled = ring.settle();
        let written = disk.write(&ring, |disk, wrapping| disk.files.write(&ring, wrapping));
        if written.is_err() {
            (ring.epoch, ring.index) = before;
            ring.owe(settled);
            return written.map(|()| epoch);
        }
        // Nor does an old key after that, but what it wrapped is not noise yet.
        disk.keys.end_epoch(ring.epoch).inspect_err(|_| ring.owe(settled))?;
        Ok(ring.epoch)
    }

    pub(crate) fn status(&self) -> Status {
        self.read(|ring| {
            let erased = ring.erased().count();
            Status { epoch: ring.epoch, keys: ring.len() - erased, erased, owed: ring.owed() }
        })
    }

    /// Whether a write failed, after which nothing more is taken until the ring is opened again.
    pub(crate) fn has_failed(&self) -> bool {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner).failed
    }

    fn read<T>(&self, look: impl FnOnce(&Ring) -> T) -> T {
        look(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn disk(&self) -> Result<MutexGuard<'_, Disk>, VaultError> {
        let disk = self.disk.lock().unwrap_or_else(PoisonError::into_inner);
        if disk.failed { Err(VaultError::Poisoned) } else { Ok(disk) }
    }
}

impl Disk {
    /// Writes with the key of the ring's epoch. After the first failure nothing is written any more.
    fn write(
        &mut self,
        ring: &Ring,
        write: impl FnOnce(&Self, &SecretKey) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let wrapping = self.keys.key(ring.epoch).ok_or(VaultError::Poisoned)?;
        let written = write(self, wrapping);
        self.note(written)
    }

    fn note<T>(&mut self, outcome: Result<T, VaultError>) -> Result<T, VaultError> {
        self.failed |= outcome.is_err();
        outcome
    }
}
