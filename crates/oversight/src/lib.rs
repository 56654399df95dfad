//! What comes back from the people served: how it was, what is done about it, and what they ask about themselves.
//!
//! This desk refuses to know who said what of whom: an evaluation has a voice without a name. It does not reopen a case or
//! correct a fact, either: it records that somebody asked, and the desk whose matter that is acts.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules), then [`State`].

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::*;
pub use concerns::concerns;
pub use decide::Oversight;
pub use refusal::Refusal;
pub use state::State;
