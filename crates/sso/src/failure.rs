//! Why a sign-in elsewhere came to nothing.

use std::error::Error;

/// What brought it about. It is for the log of the operator, never for whoever signs in.
pub(crate) type Cause = Box<dyn Error + Send + Sync>;

/// Why a sign-in elsewhere came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Nobody answers there, or the provider itself has failed: another time it may go well.
    #[error("the identity provider is away")]
    Away(#[source] Cause),
    /// It answered, and said no.
    #[error("the identity provider said no: {0}")]
    Refused(String),
    /// What it says does not hold: another issuer, another audience, another key, too old, or not for this round.
    #[error("what the identity provider says does not hold")]
    NotValid(#[source] Cause),
}
