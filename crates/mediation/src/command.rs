//! What the mediation rooms can be asked to do.

mod agreeing;
mod asking;
mod choosing;
mod performing;
mod registering;
mod sitting;

pub use agreeing::{DrawUpAgreement, GiveSignature, Owed, SignAgreement};
pub use asking::{
    CertifyMediation, Consent, ContactRespondent, DecideFalseMediation, ExtendMediation, RefuseMediation,
    RequestMediation, SuspectFalseMediation, TerminateMediation,
};
pub use choosing::{AppointMediator, ChooseMediator, DecideRecusal, DiscloseConflict, RequestRecusal};
pub use performing::{
    CorrectPerformance, MakeReturnVisit, RecordPerformance, RemindPerformance, ReportBreach, ScheduleReturnVisit,
};
pub use registering::{
    DeclareConflict, EnrolMediator, RecordTraining, RenewTerm, ResumeMediator, StrikeOffMediator, SuspendMediator,
};
pub use sitting::{
    AbandonAppraisal, AdjournSession, CommissionAppraisal, CorrectSession, HoldSession, MakeConcession, MakeProposal,
    ReceiveAppraisal, RecordUndisputedFacts, ScheduleSession, ScreenViolence,
};
use timeline::{ActorId, StreamId};

use crate::state::Register;

/// Most parts one agreement may be performed in: ten years of months.
pub const INSTALMENTS_MAX: usize = 120;

timeline::commands! {
    /// A request to the mediation rooms.
    Command
    /// Ask for, or offer, mediation.
    RequestMediation = "request_mediation";
    /// Note that somebody tried to reach the other side.
    ContactRespondent = "contact_respondent";
    /// A party agrees to mediate.
    Consent = "consent";
    /// A party refuses to mediate.
    RefuseMediation = "refuse_mediation";
    /// A party chooses a mediator.
    ChooseMediator = "choose_mediator";
    /// Appoint the mediator.
    AppointMediator = "appoint_mediator";
    /// The mediator discloses a conflict.
    DiscloseConflict = "disclose_conflict";
    /// A party asks for another mediator.
    RequestRecusal = "request_recusal";
    /// Decide whether the mediator steps back.
    DecideRecusal = "decide_recusal";
    /// Record a screening for violence.
    ScreenViolence = "screen_violence";
    /// Set a session.
    ScheduleSession = "schedule_session";
    /// Put a session off.
    AdjournSession = "adjourn_session";
    /// Record a session that took place.
    HoldSession = "hold_session";
    /// Correct the record of a session.
    CorrectSession = "correct_session";
    /// Put a solution forward.
    MakeProposal = "make_proposal";
    /// A party would give way.
    MakeConcession = "make_concession";
    /// Write down what nobody disputes.
    RecordUndisputedFacts = "record_undisputed_facts";
    /// Ask an expert.
    CommissionAppraisal = "commission_appraisal";
    /// The appraisal came.
    ReceiveAppraisal = "receive_appraisal";
    /// The appraisal is no longer waited for.
    AbandonAppraisal = "abandon_appraisal";
    /// Record the agreement.
    SignAgreement = "sign_agreement";
    /// Put an agreement on paper.
    DrawUpAgreement = "draw_up_agreement";
    /// Note a signature or seal.
    GiveSignature = "give_signature";
    /// Give the mediation more time.
    ExtendMediation = "extend_mediation";
    /// End the mediation.
    TerminateMediation = "terminate_mediation";
    /// Certify from when to when was mediated.
    CertifyMediation = "certify_mediation";
    /// Note that the parties may feign a dispute.
    SuspectFalseMediation = "suspect_false_mediation";
    /// Note whether the dispute was feigned.
    DecideFalseMediation = "decide_false_mediation";
    /// Record that a part of the agreement was performed.
    RecordPerformance = "record_performance";
    /// Correct what was recorded of a performance.
    CorrectPerformance = "correct_performance";
    /// Note that somebody was reminded of what is due.
    RemindPerformance = "remind_performance";
    /// Note that the agreement is not being kept.
    ReportBreach = "report_breach";
    /// Set a day for a return visit.
    ScheduleReturnVisit = "schedule_return_visit";
    /// Record that somebody went back to see.
    MakeReturnVisit = "make_return_visit";
    /// Enter a mediator in the register.
    EnrolMediator = "enrol_mediator", begins;
    /// Renew a mediator's term.
    RenewTerm = "renew_term", begins;
    /// Suspend a mediator.
    SuspendMediator = "suspend_mediator", begins;
    /// Lift the suspension of a mediator.
    ResumeMediator = "resume_mediator", begins;
    /// Record that a mediator was trained.
    RecordTraining = "record_training", begins;
    /// A mediator declares that it stands too near to a case.
    DeclareConflict = "declare_conflict", begins;
    /// Take a mediator from the register.
    StrikeOffMediator = "strike_off_mediator", begins;
}

/// The stream of a mediator's page in the register: the same whoever asks, so that a mediator has one page.
#[must_use]
pub fn page_of(mediator: &ActorId) -> StreamId {
    StreamId::of_register("mediator", mediator.as_str())
}

impl Command {
    /// Whose page of the register it is about; `None` for everything that is about a case.
    #[must_use]
    pub const fn page(&self) -> Option<&ActorId> {
        match self {
            Self::EnrolMediator(form) => Some(&form.mediator),
            Self::RenewTerm(form) => Some(&form.mediator),
            Self::SuspendMediator(form) => Some(&form.mediator),
            Self::ResumeMediator(form) => Some(&form.mediator),
            Self::RecordTraining(form) => Some(&form.mediator),
            Self::DeclareConflict(form) => Some(&form.mediator),
            Self::StrikeOffMediator(form) => Some(&form.mediator),
            _ => None,
        }
    }

    /// The mediator whose page must be looked up before it is decided, and where to put it.
    pub const fn looks_up(&mut self) -> Option<(&ActorId, &mut Option<Register>)> {
        match self {
            Self::ChooseMediator(form) => Some((&form.mediator, &mut form.register)),
            Self::AppointMediator(form) => Some((&form.mediator, &mut form.register)),
            _ => None,
        }
    }
}
