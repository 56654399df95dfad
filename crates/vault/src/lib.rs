//! Personal data: what may be known of a person lies in the log and in files under a key of that person, and here alone
//! are the keys. Erasing a person destroys the key; the log, its hashes and its proofs stay as they are.
//!
//! It knows neither cases nor who may see what: `access` decides, the center asks, and this opens. A value opens only in
//! the place it was sealed for ([`Binding`]): the same log, the same stream, the same subject.
//!
//! Start reading at [`Vault`] (what a caller may rely on), then `keyring.rs` (how keys are kept, wrapped anew and
//! destroyed) and [`Blobs`] (materials as files).

mod binding;
mod blobs;
mod erasures;
mod fault;
mod file;
mod key;
mod key_file;
mod keyring;
mod opening;
mod tag;
mod vault;

pub use binding::Binding;
pub use blobs::{BLOB_BYTES_MAX, BlobError, Blobs, Finding, OpenBlob};
pub use fault::VaultError;
pub use key::SecretKey;
pub use keyring::Status;
pub use opening::{Opening, SALT_BYTES, is_opened_by};
pub use tag::{Sought, Tag};
pub use vault::{COMMITTED, MaterialError, Vault, XCHACHA20_POLY1305};
