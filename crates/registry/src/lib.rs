//! The registry of the center itself: who has an account, in which role, until when; who stands in for whom; which window
//! is staffed and which department can be reached.
//!
//! It refuses to know a password, a secret or a session: they are kept apart from the log, which is for ever. It does not
//! know what a role may do, either: that is the table of `access`.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` and the files below it, then [`Account`].

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::{
    ApproveErasure, Around, ArrangeResidency, CarryOutErasure, ChangePassword, CloseAccount, CloseShift, Command, ConfirmRole, DelegateDuty, Dossier,
    EndDelegation, EnrolTotp, GrantRole, IssueToken, LiftLegalHold, PlaceLegalHold, RejectErasure, RequestErasure, WithdrawErasure, OpenAccount, OpenShift, RemoveTotp, ReopenAccount, RevokeRole,
    RevokeToken, account_stream, erasure_stream,
};
pub use concerns::concerns;
pub use decide::{GRANT_DAYS_MAX, Registry, TOKEN_DAYS_MAX, is_privileged};
pub use refusal::Refusal;
pub use state::{Account, Delegation, Grant, Standing, State, Token};
