//! The desk that talks to the court: suits, matters the court delegates, packages handed over, the court's answers.
//!
//! Nothing here keeps a party from court: a suit may be chosen in every state of a case, closed ones included, and a
//! package goes out with whatever it holds. This desk refuses to know what was said in a session: a package has no place
//! for it (invited mediation, article 22).
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules), then [`State`].

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::{
    AcceptDelegation, AcknowledgeHandOff, AcknowledgeReferral, AdviseConfirmation, ApplyForConfirmation,
    AssembleHandOff, Command, CorrectCourtAnswer, CorrectReferralAnswer, DeclineDelegation, ExtendDelegation, FileSuit,
    ReceiveDelegation, RecordCourtAnswer, RecordFiling, RecordReferralAnswer, ReferCase, RejectHandOff, RejectReferral,
    ReportDelegation, SendHandOff, WithdrawReferral,
};
pub use concerns::concerns;
pub use decide::Litigation;
pub use refusal::Refusal;
pub use state::State;
