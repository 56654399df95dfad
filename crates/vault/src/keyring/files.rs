//! The two copies of the keyring on the disk, and what their differences mean.
//!
//! Everything is written and synced in `ring` before it is written in `copy`. So `copy` may lag behind after a crash and
//! is then made again; a `ring` that lags behind, or a slot that is broken where none was being written, is damage, and
//! damage is reported and never repaired by guessing.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use super::ring::{Read, Ring, Unreadable};
use super::slot::SLOT_BYTES;
use crate::key_file::KeyFile;
use crate::{SecretKey, VaultError, file};

/// Where the two copies lie.
pub(super) struct Files {
    ring: PathBuf,
    copy: PathBuf,
}

impl Files {
    pub(super) fn of(dir: &Path) -> Self {
        Self { ring: dir.join("ring"), copy: dir.join("copy") }
    }

    /// Whether there is a keyring, or what is left of one.
    pub(super) fn any(&self) -> bool {
        self.ring.exists() || self.copy.exists()
    }

    /// Reads both copies, and brings the second one up to the first.
    pub(super) fn read(&self, keys: &KeyFile) -> Result<Ring, VaultError> {
        [&self.ring, &self.copy].into_iter().for_each(|path| drop(fs::remove_file(file::successor(path))));
        let (first, second) = (image(&self.ring)?, image(&self.copy)?);
        let Some(first) = first else { return Err(self.damaged(&self.ring, 0)) };
        let second = second.map(|second| Ring::read(&second, keys)).transpose();
        let first = match (Ring::read(&first, keys), &second) {
            (Ok(first), _) => first,
            (Err(Unreadable::Slot(slot)), _) => return Err(self.damaged(&self.ring, slot)),
            (Err(Unreadable::Locked), Ok(Some(_))) => return Err(self.damaged(&self.ring, 0)),
            (Err(Unreadable::Locked), Ok(None) | Err(_)) => {
                return Err(VaultError::WrongKeyFile { path: keys.path().to_path_buf() });
            }
        };
        let second = match second {
            Ok(second) => second,
            Err(Unreadable::Slot(slot)) => return Err(self.damaged(&self.copy, slot)),
            Err(Unreadable::Locked) => return Err(self.damaged(&self.copy, 0)),
        };
        self.reconcile(first, second, keys)
    }

    fn reconcile(&self, first: Read, second: Option<Read>, keys: &KeyFile) -> Result<Ring, VaultError> {
        let mut ring = first.ring;
        let wrapping = keys.key(ring.epoch).ok_or(VaultError::Poisoned)?;
        let Some(second) = second else {
            self.rewrite(&self.copy, &ring, wrapping)?;
            return Ok(ring);
        };
        let behind = ring.len() < second.ring.len() || (first.torn.is_some() && second.torn.is_some());
        if second.ring.id != ring.id || second.ring.epoch > ring.epoch || behind {
            return Err(self.damaged(&self.ring, first.torn.unwrap_or(ring.len() + 1)));
        }
        // An erasure that reached one copy is carried to its end.
        let erased: Vec<_> = second.ring.erased().collect();
        let mut late = false;
        for subject in erased {
            late |= ring.get(subject).flatten().is_some();
            ring.forget(subject);
        }
        if late || first.torn.is_some() {
            self.rewrite(&self.ring, &ring, wrapping)?;
        }
        if second.torn.is_some() || !ring.same(&second.ring) {
            self.rewrite(&self.copy, &ring, wrapping)?;
        }
        Ok(ring)
    }

    /// Writes both copies as a whole.
    pub(super) fn write(&self, ring: &Ring, wrapping: &SecretKey) -> Result<(), VaultError> {
        self.rewrite(&self.ring, ring, wrapping)?;
        self.rewrite(&self.copy, ring, wrapping)
    }

    /// Writes the slots of the subjects from `from` to the end, in both copies, on stable storage.
    pub(super) fn write_slots(&self, ring: &Ring, from: usize, wrapping: &SecretKey) -> Result<(), VaultError> {
        let slots = (from..ring.len()).filter_map(|at| ring.slot(at, wrapping));
        self.write_at(&slots.flatten().collect::<Vec<u8>>(), from)
    }

    /// Writes the slot of one subject over what it was, in both copies, on stable storage.
    pub(super) fn write_slot(&self, ring: &Ring, at: usize, wrapping: &SecretKey) -> Result<(), VaultError> {
        self.write_at(&ring.slot(at, wrapping).unwrap_or([0; SLOT_BYTES]), at)
    }

    fn write_at(&self, bytes: &[u8], at: usize) -> Result<(), VaultError> {
        // Slot 0 is the ring itself.
        let offset = (at as u64 + 1) * SLOT_BYTES as u64;
        for path in [&self.ring, &self.copy] {
            let write = || -> io::Result<()> {
                let file = OpenOptions::new().write(true).open(path)?;
                file.write_all_at(bytes, offset)?;
                file.sync_all()
            };
            write().map_err(VaultError::at(path))?;
        }
        Ok(())
    }

    fn rewrite(&self, path: &Path, ring: &Ring, wrapping: &SecretKey) -> Result<(), VaultError> {
        file::replace(path, &ring.image(wrapping)).map_err(VaultError::at(path))
    }

    fn damaged(&self, path: &Path, slot: usize) -> VaultError {
        VaultError::Damaged { path: path.to_path_buf(), slot }
    }
}

fn image(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    match fs::read(path) {
        Ok(image) => Ok(Some(image)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(VaultError::Disk { path: path.to_path_buf(), source }),
    }
}

/// Takes the lock of the keyring: two processes that append to it would write into the same slot.
pub(super) fn lock(dir: &Path) -> Result<File, VaultError> {
    let path = dir.join("lock");
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(VaultError::at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(VaultError::Locked { path }),
        Err(fs::TryLockError::Error(source)) => Err(VaultError::Disk { path, source }),
    }
}
