//! Who may do what, and who may see what. Pure: an actor, an action and what is known of the case go in, a decision that
//! names its rule comes out.
//!
//! It does not know how a case is stored, what a command says, or who is logged in. Start with [`Action`] and [`Role`],
//! then read the table in `action.rs`; [`disclose`] is the one step every value passes on its way out.

mod action;
mod decide;
mod disclose;
mod people;

pub use action::{Action, Purpose, Reach, reach};
pub use decide::{CaseFacts, Decision, Rule, decide};
pub use disclose::{MASK, Open, Viewer, disclose, disclose_part, in_clear};
pub use people::Actor;
pub use timeline::Role;
