//! What can be wrong with keys and sealed values.

use std::io;
use std::path::{Path, PathBuf};

use timeline::SubjectId;

/// Why a keyring does not open, or a value is not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keyring. It is never made by itself: new keys open nothing that was sealed before.
    #[error("there is no keyring in {dir}")]
    NoKeyring {
        /// Where it should be.
        dir: PathBuf,
    },
    /// There is a keyring already, and another one would open nothing of what it sealed.
    #[error("there is a keyring in {dir} already")]
    KeyringThere {
        /// Where.
        dir: PathBuf,
    },
    /// There is no keyring, but there are materials that one has sealed: a new one would open none of them.
    #[error("the keyring of {dir} is lost: materials are there that it sealed")]
    KeyringLost {
        /// Where the materials are.
        dir: PathBuf,
    },
    /// The key file is readable by others than its owner.
    #[error("the key file {path} can be read by others (mode {mode:03o}): make it 600")]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// What should be a key file is something else.
    #[error("{path} is no key file")]
    NotAKeyFile {
        /// The file.
        path: PathBuf,
    },
    /// The key file is not the one this keyring was last wrapped with.
    #[error("the key file {path} does not open the keyring: it belongs to another one, or to another epoch")]
    WrongKeyFile {
        /// The key file.
        path: PathBuf,
    },
    /// A file of the keyring is not as it was written.
    #[error("{path} is damaged at slot {slot}: nothing was changed; put its other copy in its place")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Which slot of 128 bytes, from 0.
        slot: usize,
    },
    /// The list of erasures is not as it was written.
    #[error("{path} is damaged in line {line}: restore the list from a copy")]
    ListDamaged {
        /// The list.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
    },
    /// Another process uses the keyring.
    #[error("{path} is held by another process")]
    Locked {
        /// The lock.
        path: PathBuf,
    },
    /// The subject's key was destroyed.
    #[error("the data of {subject} was erased")]
    Erased {
        /// Whose.
        subject: SubjectId,
    },
    /// There is no key of this subject.
    #[error("there is no key of {subject}")]
    NoKey {
        /// Whose.
        subject: SubjectId,
    },
    /// The value was changed, or belongs to another place.
    #[error("a value of {subject} does not open here")]
    DoesNotOpen {
        /// Whose.
        subject: SubjectId,
    },
    /// The keyring could not be written once: what it holds is not known until it is opened again.
    #[error("the keyring takes nothing more until it is opened again")]
    Poisoned,
    /// The disk failed.
    #[error("cannot use {path}")]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl VaultError {
    /// Names the file an operation of the system failed at.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Disk { path: path.to_path_buf(), source }
    }
}
