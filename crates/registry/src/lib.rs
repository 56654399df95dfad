//! The registry of the center itself: who has an account, in which role, until when; who stands in for whom; which window
//! is staffed, which department can be reached, and how departments are told.
//!
//! It refuses to know a password, a secret or a session: they are kept apart from the log, which is for ever. It does not
//! know what a role may do, either: that is the table of `access`.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` and the files below it, then [`Account`].

mod capacity;
mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use capacity::Capacity;
pub use command::*;
pub use concerns::concerns;
pub use decide::{CONFIRMERS, GRANT_DAYS_MAX, Registry, TOKEN_DAYS_MAX, is_privileged};
pub use refusal::Refusal;
pub use state::{
    Account, Admission, Admissions, Delegation, Grant, Manner, Phase, Standing, State, Subscription, Token,
};
