//! Why the store cannot serve.

use std::any::Any;

/// Why the store cannot serve. Except for `Unfit` (the caller's mistake, nothing happened), the answer is always the same:
/// the tape has everything, so set the store aside and fill a new one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum StoreFault {
    /// A value is missing or is not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// What was asked to be filled in does not fit what is there.
    #[error("the run does not fit: {0}")]
    Unfit(String),
    /// sled gave up.
    #[error("sled failed")]
    Sled(#[source] sled::Error),
    /// sled panicked, now or before; it is not called again.
    #[error("sled panicked: {0}")]
    Panicked(String),
    /// The system refused.
    #[error("cannot read or write the store")]
    Io(#[from] std::io::Error),
}

impl StoreFault {
    /// A value that is missing or not what was written.
    pub(crate) fn damaged(what: impl Into<String>) -> StoreFault {
        StoreFault::Damaged(what.into())
    }

    /// What a caught panic said.
    pub(crate) fn panicked(payload: &(dyn Any + Send)) -> StoreFault {
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        StoreFault::Panicked(text.unwrap_or_else(|| "without a word".into()))
    }
}
