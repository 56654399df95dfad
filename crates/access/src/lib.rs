//! Who may do what, and who may see what. Pure: an actor, an action and what is known of the case go in, a decision that
//! names its rule comes out.
//!
//! It does not know how a case is stored, what a command says, or who is logged in. Start with [`Action`] and [`Role`],
//! then read the table in `action.rs`; [`disclose`] is the one step every value passes on its way out, and a [`Look`] is what
//! is written down before it does.

mod action;
mod decide;
mod disclose;
mod look;
mod mask;
mod people;
mod reach;
mod relation;
mod shown;
mod told;
mod watch;

pub use action::{Action, reach};
pub use decide::{CaseFacts, Decision, Rule, decide, discloses};
pub use disclose::{
    Open, Viewer, disclose, disclose_part, in_clear, is_told_of_other_cases, keeps_confidences, personal_in,
};
pub use look::{Basis, Listed, Look, Outcome};
pub use mask::{FieldClass, FieldKind, MASK, Mask, masked, pseudonym};
pub use people::Actor;
pub use reach::{Purpose, Reach};
pub use relation::Relation;
pub use shown::mask_of;
pub use timeline::Role;
pub use told::{is_for_departments, may_be_told};
pub use watch::{People, Seen, Signal, Watched, watched};
