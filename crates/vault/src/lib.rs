//! Personal data: what may be known of a person lies in the log and in files under a key of that person, and here alone
//! are the keys.
//!
//! It knows neither cases nor who may see what: `access` decides, the center asks, and this opens. A value opens only in
//! the place it was sealed for ([`Binding`]): the same log, the same stream, the same subject.
//!
//! Start reading at [`Blobs`] (materials as files).

mod binding;
mod blobs;
mod file;
mod key;

pub use binding::Binding;
pub use blobs::{BLOB_BYTES_MAX, BlobError, Blobs, Finding, OpenBlob};
pub use key::DataKey;
