//! The registry of the center itself: who has an account, in which role, until when; who stands in for whom; which window
//! is staffed, which department can be reached, and how departments are told.
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
    ApproveErasure, Around, ArrangeResidency, CarryOutErasure, ChangePassword, ChangeSubscription, CloseAccount,
    CloseShift, CloseSubscription, Command, ConfirmRole, DelegateDuty, DiscardMessage, Dossier, EndDelegation,
    EnrolTotp, GrantRole, IssueToken, LiftLegalHold, OpenAccount, OpenShift, OpenSubscription, PauseSubscription,
    PlaceLegalHold, RejectErasure, RemoveTotp, ReopenAccount, RequestErasure, ResumeSubscription, RetryMessage,
    RevokeRole, RevokeToken, RotateSecret, WithdrawErasure, account_stream, erasure_stream, subscription_stream,
};
pub use concerns::concerns;
pub use decide::{GRANT_DAYS_MAX, Registry, TOKEN_DAYS_MAX, is_privileged};
pub use refusal::Refusal;
pub use state::{Account, Delegation, Grant, Phase, Standing, State, Subscription, Token};
