//! What the reception desk can be asked to do.

mod cases;
mod matters;
mod papers;
mod people;

pub use cases::*;
pub use matters::*;
pub use papers::*;
pub use people::*;

/// Most parties one request may name, so that one commit stays small. A matter may have more: [`AddParty`] has no limit,
/// and five representatives limit a joint visit, never the number of parties (petition regulation of 2022, article 20).
pub const PARTIES_MAX: usize = 200;

timeline::commands! {
    /// A request to the reception desk.
    Command
    /// Note that somebody came in person.
    RecordVisit = "record_visit", begins;
    /// Note a question and what was answered.
    AnswerEnquiry = "answer_enquiry", begins;
    /// Register a case and hand out its receipt.
    RegisterCase = "register_case", begins;
    /// Confirm what a citizen registered online.
    ConfirmRegistration = "confirm_registration";
    /// Correct what was registered.
    CorrectRegistration = "correct_registration";
    /// Name a further party.
    AddParty = "add_party";
    /// Correct how a party was noted.
    CorrectParty = "correct_party";
    /// Take out somebody who is no party.
    RemoveParty = "remove_party";
    /// Note that it was verified who a party is.
    VerifyIdentity = "verify_identity";
    /// Name who looks after somebody who cannot act alone.
    NameGuardian = "name_guardian";
    /// Note a power of attorney.
    AuthorizeAgent = "authorize_agent";
    /// Note that a power to act ended.
    DismissAgent = "dismiss_agent";
    /// Note who speaks for those who came together.
    DesignateRepresentatives = "designate_representatives";
    /// Write down what somebody says.
    TakeStatement = "take_statement";
    /// Note that a notice reached a party.
    ServeNotice = "serve_notice";
    /// Note what a party agrees to.
    RecordConsent = "record_consent";
    /// Note that a party takes its consent back.
    WithdrawConsent = "withdraw_consent";
    /// Take in a paper or file.
    SubmitMaterial = "submit_material";
    /// Ask for everything that is missing, at once.
    RequestMaterials = "request_materials";
    /// Note that somebody about this case called, wrote or came.
    NoteContact = "note_contact";
    /// Hand out a receipt with a query code.
    IssueReceipt = "issue_receipt";
    /// Say that another case may be the same matter.
    SuspectDuplicate = "suspect_duplicate";
    /// Say that another case is the same matter.
    ConfirmDuplicate = "confirm_duplicate";
    /// Say that another case is another matter.
    RuleOutDuplicate = "rule_out_duplicate";
    /// Say that something bad may happen if nobody acts at once.
    ReportUrgentRisk = "report_urgent_risk";
    /// Note that a body was told what it must be told.
    MakeReport = "make_report";
}
