//! The reception desk: who came, what was asked and registered, who is party to it and who speaks for whom, what was handed
//! in, what looks like the same matter, what cannot wait, and the receipt the applicant leaves with.
//!
//! It never turns a matter away: whether the center is competent is found out afterwards, by triage. It refuses to know
//! how a dispute is solved, how often somebody has come before, and who may see the case.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules, one file a topic).

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::*;
pub use concerns::concerns;
pub use decide::Intake;
pub use refusal::Refusal;
pub use state::State;
