//! The reception desk: who came, what was registered, who is party to it, and the receipt the applicant leaves with.
//!
//! It never turns a matter away: whether the center is competent is found out afterwards, by triage. It refuses to know
//! how a dispute is solved, how often somebody has come before, and who may see the case.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules).

mod command;
mod decide;
mod refusal;
mod state;

pub use command::{AddParty, Command, NewParty, PARTIES_MAX, RecordVisit, RegisterCase};
pub use decide::{Intake, concerns};
pub use refusal::Refusal;
pub use state::State;
