//! The desk that finds the right hands: type, risk, way, assignment, receipt, return, levels, competence, helpers, the parts
//! of a package, closing and reopening.
//!
//! Being asked is not holding: whoever has a case stays answerable until another department has signed for it. This desk
//! refuses to know what is said in a mediation and whether a court was right; it only sees that they began and ended.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules), then [`State`].

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::*;
pub use concerns::concerns;
pub use decide::Triage;
pub use refusal::Refusal;
pub use state::State;
