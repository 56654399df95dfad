//! What can be wrong with a material.

use std::io;
use std::path::{Path, PathBuf};

use timeline::BlobName;

/// Why a material was not stored or is not handed out.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// Longer than a material may be.
    #[error("the material is longer than {bytes_max} bytes")]
    TooLong {
        /// The limit.
        bytes_max: u64,
    },
    /// Whoever sent it broke off.
    #[error("the material broke off")]
    BrokenOff(#[source] io::Error),
    /// There is no such file.
    #[error("the material {name} is not in the store")]
    Missing {
        /// Its name.
        name: BlobName,
    },
    /// The bytes of the file are not those its name vouches for: torn, cut or rotten.
    #[error("the material {name} is damaged: restore the file from a copy")]
    Damaged {
        /// Its name.
        name: BlobName,
    },
    /// The file is whole, but it was sealed under another key or for another place.
    #[error("the material {name} does not belong here")]
    Foreign {
        /// Its name.
        name: BlobName,
    },
    /// The disk failed.
    #[error("cannot use {path}")]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
}

impl BlobError {
    pub(super) fn at(path: &Path, source: io::Error) -> Self {
        Self::Disk { path: path.to_path_buf(), source }
    }
}
