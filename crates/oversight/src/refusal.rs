//! Why oversight says no.

use jiff::civil::Date;
use timeline::{DepartmentCode, Outcome, PartyId};

timeline::refusals! {
    /// There is no such case.
    NotRegistered = "oversight.not_registered", "the case is not registered";
    /// Only who is party to the case speaks of how it was served, or asks about itself.
    NotAParty {
        /// Who was named.
        party: PartyId,
    } = "oversight.not_a_party", "{party} is no party of this case";
    /// An evaluation has at least one mark.
    NothingAnswered = "oversight.nothing_answered", "no question was answered: give at least one mark";
    /// The center says whose voice it is, so that none is heard twice.
    VoiceNotKnown = "oversight.voice_not_known", "the center has not said whose voice it is";
    /// Each voice is heard once at the center and once later.
    AlreadyEvaluated = "oversight.already_evaluated", "this party has evaluated the service already";
    /// Those whose work is evaluated do not write the evaluation down.
    NotByTheEvaluated {
        /// Whose work it is about.
        department: DepartmentCode,
    } = "oversight.not_by_the_evaluated", "it is about the work of {department}, which therefore does not record it";
    /// There is none of this number.
    NoSuchEvaluation {
        /// The number.
        evaluation: u32,
    } = "oversight.no_such_evaluation", "there is no evaluation {evaluation}";
    /// Nobody is to go back, or somebody did.
    NothingToFollowUp {
        /// The number.
        evaluation: u32,
    } = "oversight.nothing_to_follow_up", "nothing is open after evaluation {evaluation}";
    /// Only the department it is about appeals.
    NotTheEvaluated {
        /// Whose work it is about.
        department: DepartmentCode,
    } = "oversight.not_the_evaluated", "the evaluation is about {department}, which alone may appeal";
    /// An evaluation that was moved away is nobody's here any more.
    NobodyIsEvaluated {
        /// The number.
        evaluation: u32,
    } = "oversight.nobody_is_evaluated", "evaluation {evaluation} is about the work of nobody here any more";
    /// One appeal each.
    AlreadyAppealed {
        /// The number.
        evaluation: u32,
    } = "oversight.already_appealed", "evaluation {evaluation} was appealed already";
    /// The time for it has passed.
    AppealTooLate {
        /// The last day there was.
        until: Date,
    } = "oversight.appeal_too_late", "an appeal was possible until {until}";
    /// Nothing is to be decided.
    NoAppeal {
        /// The number.
        evaluation: u32,
    } = "oversight.no_appeal", "no appeal about evaluation {evaluation} is open";
    /// Who appeals does not decide.
    DecidedByTheEvaluated = "oversight.decided_by_the_evaluated", "the department that appeals does not decide";
    /// Whose it becomes is said only of an appeal that was right.
    DepartmentWithoutGrant = "oversight.department_without_grant",
        "an appeal that was not right moves nothing: leave the department out";
    /// It would stay where it is.
    SameDepartment {
        /// Where it is.
        department: DepartmentCode,
    } = "oversight.same_department", "the evaluation is about {department} already";
    /// Not in the rule book.
    UnknownDepartment {
        /// What was named.
        department: DepartmentCode,
    } = "oversight.unknown_department", "there is no department {department}";
    /// There is nothing to take up again.
    CaseOpen = "oversight.case_open", "the case is open: say at the window what is missing";
    /// It goes on elsewhere, and nothing here can be taken up again.
    MatterElsewhere {
        /// How it was closed.
        outcome: Outcome,
    } = "oversight.matter_elsewhere", "the case was closed as {outcome}: it goes on elsewhere";
    /// The time for it has passed.
    ReopeningTooLate {
        /// The last day there was.
        until: Date,
    } = "oversight.reopening_too_late", "the case could be taken up again until {until}; a new one can always be registered";
    /// One request is enough.
    AlreadyRequested = "oversight.already_requested", "a party has asked for this already";
    /// There is none of this number.
    NoSuchCorrection {
        /// The number.
        correction: u32,
    } = "oversight.no_such_correction", "there is no request for correction {correction}";
    /// It is decided once.
    CorrectionDecided {
        /// The number.
        correction: u32,
    } = "oversight.correction_decided", "request {correction} was decided already";
}
