//! What is not history and may be lost: view snapshots, rows of closed cases, sessions, sealed drafts.
//!
//! The same engine as the store, in a directory of its own and with none of its promises: a value may be gone after a
//! crash, and one that is not what was written reads as gone. Whoever keeps something here must be able to make it again
//! or to do without.
//!
//! **Never keys of the vault, never personal data in clear.** A deleted value stays in sled's file until something happens to
//! overwrite it (measured: three copies of a deleted key after 20,000 further writes), so nothing here can be erased.

mod memory;
mod on_sled;
#[cfg(test)]
mod tests;

pub use memory::MemoryScratch;
pub use on_sled::SledScratch;

use std::ops::ControlFlow;

/// A visitor of keys and values: breaks to stop the scan.
pub type VisitScratch<'a> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'a;

/// Bytes by namespace and key, which may be lost.
pub trait Scratch: Send + Sync + 'static {
    /// Keeps a value, of any size, in place of the one that was there.
    ///
    /// # Errors
    /// The scratch cannot be used; go on without it.
    fn put(&self, namespace: Namespace, key: &[u8], value: &[u8]) -> Result<(), ScratchFault>;
    /// The value of a key, if it is still there.
    ///
    /// # Errors
    /// As [`Scratch::put`].
    fn get(&self, namespace: Namespace, key: &[u8]) -> Result<Option<Vec<u8>>, ScratchFault>;
    /// Forgets a value.
    ///
    /// # Errors
    /// As [`Scratch::put`].
    fn delete(&self, namespace: Namespace, key: &[u8]) -> Result<(), ScratchFault>;
    /// Visits the values whose keys begin with `prefix`, in the order of the keys.
    ///
    /// # Errors
    /// As [`Scratch::put`].
    fn scan(&self, namespace: Namespace, prefix: &[u8], visit: &mut VisitScratch<'_>) -> Result<(), ScratchFault>;
    /// Forgets every value of a namespace.
    ///
    /// # Errors
    /// As [`Scratch::put`].
    fn clear(&self, namespace: Namespace) -> Result<(), ScratchFault>;
    /// Asks that what was put so far be written. A hint for a good moment, such as the end of a snapshot.
    ///
    /// # Errors
    /// As [`Scratch::put`].
    fn flush(&self) -> Result<(), ScratchFault>;
}

/// Whose values they are: a name such as `views`, at most 255 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Namespace(&'static str);

impl Namespace {
    /// Names a namespace. In a `const`, a name that is too long does not compile.
    ///
    /// # Panics
    /// If the name is longer than 255 bytes.
    #[must_use]
    pub const fn new(name: &'static str) -> Namespace {
        assert!(name.len() <= 255, "a namespace has at most 255 bytes");
        Namespace(name)
    }

    /// The bytes before every key of the namespace: its length and its name, so that no namespace is the prefix of another.
    fn prefix(self) -> Vec<u8> {
        let length = u8::try_from(self.0.len()).unwrap_or(u8::MAX);
        [&[length], self.0.as_bytes()].concat()
    }
}

/// The scratch cannot be used. Nobody loses anything: go on as if it were empty.
#[derive(Debug, thiserror::Error)]
#[error("the scratch cannot be used")]
pub struct ScratchFault {
    #[source]
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl From<crate::store::StoreFault> for ScratchFault {
    fn from(fault: crate::store::StoreFault) -> ScratchFault {
        ScratchFault { cause: Box::new(fault) }
    }
}

impl From<std::io::Error> for ScratchFault {
    fn from(error: std::io::Error) -> ScratchFault {
        ScratchFault { cause: Box::new(error) }
    }
}
