//! The mediation rooms: from the request to the return visit.
//!
//! Mediation is voluntary and blocks nothing: any party may refuse it in every state of a case (people's mediation law,
//! articles 3 and 17). This desk refuses to know how a suit is filed, who holds the case, and what a session's record
//! says; it only sees to it that the record exists apart from what nobody disputes.
//!
//! Start with [`Command`] (what it can be asked), then `decide.rs` (its rules), then [`State`].

mod command;
mod concerns;
mod decide;
mod refusal;
mod state;

pub use command::{
    AbandonAppraisal, AdjournSession, AppointMediator, CertifyMediation, ChooseMediator, Command, CommissionAppraisal,
    Consent, ContactRespondent, CorrectPerformance, CorrectSession, DecideFalseMediation, DecideRecusal,
    DeclareConflict, DiscloseConflict, DrawUpAgreement, EnrolMediator, ExtendMediation, GiveSignature, HoldSession,
    INSTALMENTS_MAX, MakeConcession, MakeProposal, MakeReturnVisit, Owed, ReceiveAppraisal, RecordPerformance,
    RecordTraining, RecordUndisputedFacts, RefuseMediation, RemindPerformance, RenewTerm, ReportBreach,
    RequestMediation, RequestRecusal, ResumeMediator, ScheduleReturnVisit, ScheduleSession, ScreenViolence,
    SignAgreement, StrikeOffMediator, SuspectFalseMediation, SuspendMediator, TerminateMediation, page_of,
};
pub use concerns::concerns;
pub use decide::Mediation;
pub use refusal::Refusal;
pub use state::{Overdue, Register, State};
