//! The table: everything that can be asked of the center, who may ask it, and about which cases. One line an action, one
//! column a role. A route or a verb without a line does not exist.

use serde::{Deserialize, Serialize};

use crate::Role;
use crate::reach::{Purpose, Reach};

use Reach::{Asked, Every, Held, Involved, Near, None as No, Own, Sampled};

macro_rules! actions {
    ($($(#[doc = $doc:literal])* $Action:ident = $wire:literal, $purpose:ident, $reach:expr;)*) => {
        /// What somebody wants to do.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Action {
            $($(#[doc = $doc])* #[serde(rename = $wire)] $Action,)*
        }

        impl Action {
            /// Every action, desk by desk.
            pub const ALL: &'static [Self] = &[$(Self::$Action),*];

            /// Its name: for a command, the word the command carries.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Action => $wire),* }
            }

            /// The action of this name: a command is found by its word.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($wire => Some(Self::$Action),)*
                    _ => None,
                }
            }

            /// Whether there is an action of this name; for checks while the program is compiled.
            #[must_use]
            pub const fn lists(name: &str) -> bool {
                $(same(name.as_bytes(), $wire.as_bytes()))||*
            }

            /// Whether it acts, looks or runs the center.
            #[must_use]
            pub const fn purpose(self) -> Purpose {
                match self { $(Self::$Action => Purpose::$purpose),* }
            }

            /// The reach of each role, in the order of [`Role::ALL`].
            const fn line(self) -> [Reach; Role::ALL.len()] {
                match self { $(Self::$Action => $reach),* }
            }
        }
    };
}

/// Whether two names are the same, in a constant function.
const fn same(mut one: &[u8], mut other: &[u8]) -> bool {
    while let (Some((a, ones)), Some((b, others))) = (one.split_first(), other.split_first()) {
        if *a != *b {
            return false;
        }
        (one, other) = (ones, others);
    }
    one.is_empty() && other.is_empty()
}

/// How far this role reaches with this action: the table's own answer, before any case is looked at.
#[must_use]
pub fn reach(role: Role, action: Action) -> Reach {
    let column = Role::ALL.iter().position(|other| *other == role);
    column.and_then(|column| action.line().get(column).copied()).unwrap_or(No)
}

actions! {
    //                                                  clerk     triage    handler   mediator  court     superv    leader    auditor   sysadm    secadm    audadm    custodian overseer  program
    /// Somebody came; note it.
    RecordVisit = "record_visit", Act,                [Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Answer a question; note it.
    AnswerEnquiry = "answer_enquiry", Act,            [Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Open a case.
    RegisterCase = "register_case", Act,              [Every,    Every,    Every,    No,       Every,    No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Confirm what a citizen registered online.
    ConfirmRegistration = "confirm_registration", Act,[Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Correct what was registered.
    CorrectRegistration = "correct_registration", Act,[Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Name a further party.
    AddParty = "add_party", Act,                      [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Correct how a party was noted.
    CorrectParty = "correct_party", Act,              [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Take out somebody who is no party.
    RemoveParty = "remove_party", Act,                [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that it was verified who a party is.
    VerifyIdentity = "verify_identity", Act,          [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Name who looks after somebody.
    NameGuardian = "name_guardian", Act,              [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note a power of attorney.
    AuthorizeAgent = "authorize_agent", Act,          [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that a power ended.
    DismissAgent = "dismiss_agent", Act,              [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note who speaks for those who came together.
    DesignateRepresentatives = "designate_representatives", Act,[Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Write down what somebody says.
    TakeStatement = "take_statement", Act,            [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that a notice reached a party.
    ServeNotice = "serve_notice", Act,                [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note what a party agrees to.
    RecordConsent = "record_consent", Act,            [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that it takes that back.
    WithdrawConsent = "withdraw_consent", Act,        [Every,    Every,    Involved, Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Take in a paper or file.
    SubmitMaterial = "submit_material", Act,          [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Bring the file of a paper into the store.
    StoreFile = "store_file", Act,                    [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Ask for everything that is missing.
    RequestMaterials = "request_materials", Act,      [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that somebody called, wrote or came.
    NoteContact = "note_contact", Act,                [Every,    Every,    Involved, Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Hand out a receipt.
    IssueReceipt = "issue_receipt", Act,              [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Say that two cases may be one.
    SuspectDuplicate = "suspect_duplicate", Act,      [Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Say that they are one.
    ConfirmDuplicate = "confirm_duplicate", Act,      [Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Say that they are two.
    RuleOutDuplicate = "rule_out_duplicate", Act,     [Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Say that something bad may happen.
    ReportUrgentRisk = "report_urgent_risk", Act,     [Every,    Every,    Involved, Own,      Involved, Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Note that a body was told.
    MakeReport = "make_report", Act,                  [Every,    Every,    Involved, Own,      No,       Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Say what type of dispute it is.
    ClassifyCase = "classify_case", Act,              [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Say how urgent it is.
    AssessRisk = "assess_risk", Act,                  [Every,     Every,     Held,      Own,       No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Show a party the ways that are open.
    ExplainOptions = "explain_options", Act,          [Every,     Every,     Held,      Own,       No,        No,        No,        No,        No,        No,        No,        No,        No,        No];
    /// Choose the way it is taken.
    ChooseRoute = "choose_route", Act,                [Every,    Every,    Held,     No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No];
    /// Ask a department to take it.
    AssignCase = "assign_case", Act,                  [Every,    Every,    Held,     No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       Every];
    /// Take an unanswered assignment back.
    WithdrawAssignment = "withdraw_assignment", Act,  [Every,     Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Sign for it.
    ReceiveAssignment = "receive_assignment", Act,    [No,       Asked,    Asked,    Asked,    Asked,    No,       Asked,    No,       No,       No,       No,       No,       No,       No];
    /// Hand it back with a ground.
    ReturnAssignment = "return_assignment", Act,      [No,       Asked,    Asked,    Asked,    Asked,    No,       Asked,    No,       No,       No,       No,       No,       No,       No];
    /// Object to a petition that was sent.
    RaiseObjection = "raise_objection", Act,          [No,        Asked,     Asked,     Asked,     No,        No,        Asked,     No,        No,        No,        No,        No,        No,        No];
    /// Decide an objection.
    DecideObjection = "decide_objection", Act,        [No,        Every,     Involved,  No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Ask a department nearer to the parties.
    DelegateDown = "delegate_down", Act,              [No,        Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Ask a department a level up.
    EscalateCase = "escalate_case", Act,              [No,        Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Note that departments disagree on competence.
    DisputeCompetence = "dispute_competence", Act,    [Every,     Every,     Asked,     No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Hand a dispute over competence to who decides it.
    ReferCompetence = "refer_competence", Act,        [No,        Every,     Involved,  No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Record which department has the lead.
    DetermineLead = "determine_lead", Act,            [No,        Every,     Involved,  No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Ask a department to help.
    AddCoHandler = "add_co_handler", Act,             [No,        Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Tell what was done to help.
    ReportCoHandling = "report_co_handling", Act,     [No,        Every,     Involved,  Involved,  No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Release a department that helps.
    ReleaseCoHandler = "release_co_handler", Act,     [No,        Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Give a part of the case to a department.
    OpenSubCase = "open_sub_case", Act,               [No,        Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Do not wait for a part any more.
    DropSubCase = "drop_sub_case", Act,               [No,        Every,     Held,      No,        No,        No,        Involved,  No,        No,        No,        No,        No,        No,        No];
    /// Note that a part ended.
    ConcludeSubCase = "conclude_sub_case", Act,       [No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        Every];
    /// Note that a part was taken up again.
    ResumeSubCase = "resume_sub_case", Act,           [No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        No,        Every];
    /// Let fewer know what a case says.
    NarrowSecrecy = "narrow_secrecy", Act,            [Every,    Every,    Held,     Own,      Involved, Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Let more know again.
    WidenSecrecy = "widen_secrecy", Act,              [No,       No,       No,       No,       No,       Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Have nothing more to do with a case.
    StepAside = "step_aside", Act,                    [Every,    Every,    Involved, No,       Involved, Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Say that somebody has nothing more to do with it.
    RecuseOfficer = "recuse_officer", Act,            [No,       No,       No,       No,       No,       Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Close it.
    CloseCase = "close_case", Act,                    [No,       Every,    Held,     Own,      No,       No,       Involved, No,       No,       No,       No,       No,       No,       No];
    /// Take it up again.
    ReopenCase = "reopen_case", Act,                  [Every,    Every,    Held,     No,       No,       Involved, Involved, No,       No,       No,       No,       No,       No,       Every];
    /// Ask for, or offer, mediation.
    RequestMediation = "request_mediation", Act,      [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that a party agrees to mediate.
    Consent = "consent", Act,                         [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that a party refuses.
    RefuseMediation = "refuse_mediation", Act,        [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Appoint the mediator.
    AppointMediator = "appoint_mediator", Act,        [No,       Every,    Held,     Own,      Involved, No,       Involved, No,       No,       No,       No,       No,       No,       No];
    /// Set a session.
    ScheduleSession = "schedule_session", Act,        [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Record a session.
    HoldSession = "hold_session", Act,                [No,       No,       Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Record the agreement.
    SignAgreement = "sign_agreement", Act,            [No,       No,       Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// End the mediation.
    TerminateMediation = "terminate_mediation", Act,  [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Record that a part was performed.
    RecordPerformance = "record_performance", Act,    [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Record a return visit.
    MakeReturnVisit = "make_return_visit", Act,       [Every,    Every,    Held,     Own,      No,       Involved, No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that somebody tried to reach the other side.
    ContactRespondent = "contact_respondent", Act,    [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note whom a party chooses.
    ChooseMediator = "choose_mediator", Act,          [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Disclose a conflict to the parties.
    DiscloseConflict = "disclose_conflict", Act,      [No,       No,       No,       Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that a party wants another mediator.
    RequestRecusal = "request_recusal", Act,          [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Decide whether the mediator steps back.
    DecideRecusal = "decide_recusal", Act,            [No,       Every,    Held,     No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No];
    /// Record a screening for violence.
    ScreenViolence = "screen_violence", Act,          [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Put a session off.
    AdjournSession = "adjourn_session", Act,          [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Correct the record of a session.
    CorrectSession = "correct_session", Act,          [No,       No,       Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Put a solution forward.
    MakeProposal = "make_proposal", Act,              [No,       No,       No,       Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note on what a party would give way.
    MakeConcession = "make_concession", Act,          [No,       No,       No,       Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Write down what nobody disputes.
    RecordUndisputedFacts = "record_undisputed_facts", Act,[No,       No,       Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Ask an expert.
    CommissionAppraisal = "commission_appraisal", Act,[No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the appraisal came.
    ReceiveAppraisal = "receive_appraisal", Act,      [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Wait for it no longer.
    AbandonAppraisal = "abandon_appraisal", Act,      [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Put an agreement on paper.
    DrawUpAgreement = "draw_up_agreement", Act,       [No,       No,       Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note a signature or seal.
    GiveSignature = "give_signature", Act,            [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Give the mediation more time.
    ExtendMediation = "extend_mediation", Act,        [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Certify from when to when was mediated.
    CertifyMediation = "certify_mediation", Act,      [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the dispute may be feigned.
    SuspectFalseMediation = "suspect_false_mediation", Act,[No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Decide whether the dispute was feigned.
    DecideFalseMediation = "decide_false_mediation", Act,[No,       Every,    Held,     No,       Involved, No,       Involved, No,       No,       No,       No,       No,       No,       No];
    /// Correct what was recorded of a performance.
    CorrectPerformance = "correct_performance", Act,  [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note a reminder.
    RemindPerformance = "remind_performance", Act,    [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the agreement is not kept.
    ReportBreach = "report_breach", Act,              [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Set a day for a return visit.
    ScheduleReturnVisit = "schedule_return_visit", Act,[Every,    Every,    Held,     Own,      No,       Involved, No,       No,       No,       No,       No,       No,       No,       Every];
    /// Enter a mediator in the register.
    EnrolMediator = "enrol_mediator", Act,            [No,       Every,    No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Renew a mediator's term.
    RenewTerm = "renew_term", Act,                    [No,       Every,    No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Suspend a mediator.
    SuspendMediator = "suspend_mediator", Act,        [No,       Every,    No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Lift a suspension.
    ResumeMediator = "resume_mediator", Act,          [No,       Every,    No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Record a training.
    RecordTraining = "record_training", Act,          [No,       Every,    No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Declare a conflict in a case.
    DeclareConflict = "declare_conflict", Act,        [No,       Every,    No,       Every,    No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Take a mediator from the register.
    StrikeOffMediator = "strike_off_mediator", Act,   [No,       Every,    No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No];
    /// Note that a party goes to court.
    FileSuit = "file_suit", Act,                      [Every,    Every,    Involved, Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Take a matter the court delegates.
    ReceiveDelegation = "receive_delegation", Act,    [Every,    Every,    No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Tell the court how it ended.
    ReportDelegation = "report_delegation", Act,      [No,       Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Put a package together.
    AssembleHandOff = "assemble_hand_off", Act,       [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Send it.
    SendHandOff = "send_hand_off", Act,               [No,       Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the court has it.
    AcknowledgeHandOff = "acknowledge_hand_off", Act, [No,       No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the court sent it back.
    RejectHandOff = "reject_hand_off", Act,           [No,       No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the court docketed the case.
    RecordFiling = "record_filing", Act,              [Every,    Every,    No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note how the court's business ended.
    RecordCourtAnswer = "record_court_answer", Act,   [No,       Every,    No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Put an answer of the court right.
    CorrectCourtAnswer = "correct_court_answer", Act, [No,       Every,    No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Sign for a delegated matter.
    AcceptDelegation = "accept_delegation", Act,      [Every,    Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Decline a delegated matter.
    DeclineDelegation = "decline_delegation", Act,    [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that both sides give a delegated mediation more time.
    ExtendDelegation = "extend_delegation", Act,      [No,       Every,    Held,     Own,      No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Tell the parties about confirmation.
    AdviseConfirmation = "advise_confirmation", Act,  [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the parties ask for confirmation together.
    ApplyForConfirmation = "apply_for_confirmation", Act,[Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Refer the matter to another procedure.
    ReferCase = "refer_case", Act,                    [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the other body has a referral.
    AcknowledgeReferral = "acknowledge_referral", Act,[No,       Every,    Involved, No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that the other body sent a referral back.
    RejectReferral = "reject_referral", Act,          [No,       Every,    Involved, No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note how the other procedure ended.
    RecordReferralAnswer = "record_referral_answer", Act,[No,       Every,    Involved, No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note that a party takes a referral back.
    WithdrawReferral = "withdraw_referral", Act,      [Every,    Every,    Held,     Own,      Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Put an answer of another body right.
    CorrectReferralAnswer = "correct_referral_answer", Act,[No,       Every,    Involved, No,       Involved, No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Note how somebody was served.
    NoteEvaluation = "note_evaluation", Act, [Every,    Every,    No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       Every];
    /// Note what came of going back to somebody who was dissatisfied.
    FollowUpEvaluation = "follow_up_evaluation", Act, [Every,    Every,    No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No,       No];
    /// Say that an evaluation is not about this department.
    AppealEvaluation = "appeal_evaluation", Act, [No,       Every,    Involved, No,       No,       No,       Involved, No,       No,       No,       No,       No,       No,       No];
    /// Decide whose evaluation it is.
    DecideEvaluationAppeal = "decide_evaluation_appeal", Act, [No,       No,       No,       No,       No,       Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Note that a party wants its closed case taken up again.
    RequestReopening = "request_reopening", Act, [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Note that a party does not want programs alone to decide.
    DemandHumanDecision = "demand_human_decision", Act, [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Note that a party took a copy of what is held about it.
    GiveOwnRecord = "give_own_record", Act, [Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Note that a party says something held about it is wrong.
    RequestCorrection = "request_correction", Act, [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Decide whether it is corrected.
    DecideCorrection = "decide_correction", Act, [Every,    Every,    Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Take down an accusation.
    RegisterAccusation = "register_accusation", Act, [Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Hand an accusation to the body that is competent.
    TransferAccusation = "transfer_accusation", Act, [No,       No,       Held,     No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Look into an accusation.
    AcceptAccusation = "accept_accusation", Act, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Do not look into an accusation.
    DeclineAccusation = "decline_accusation", Act, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Tell whoever accused what came of it.
    AnswerAccusation = "answer_accusation", Act, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Close an accusation.
    CloseAccusation = "close_accusation", Act, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Say why the name of whoever accused is needed.
    ProposeUnmasking = "propose_unmasking", Act, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Agree, as the second person, that it is opened.
    ConfirmUnmasking = "confirm_unmasking", Act, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Open an account.
    OpenAccount = "open_account", Run,                [No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       No,       Every];
    /// Grant or propose a role.
    GrantRole = "grant_role", Run,                    [No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       No,       Every];
    /// Confirm a role as the second person.
    ConfirmRole = "confirm_role", Run,                [No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    Every,    No,       No,       No];
    /// Take a role back.
    RevokeRole = "revoke_role", Run,                  [No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       No,       No];
    /// Close an account.
    CloseAccount = "close_account", Run,              [No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       No,       No];
    /// Use an account again.
    ReopenAccount = "reopen_account", Run,            [No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       No,       No];
    /// Change one's password.
    ChangePassword = "change_password", Run,          [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No];
    /// Enrol a device for the second factor.
    EnrolTotp = "enrol_totp", Run,                    [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No];
    /// Do without the device.
    RemoveTotp = "remove_totp", Run,                  [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No];
    /// Issue a token for a program.
    IssueToken = "issue_token", Run,                  [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No];
    /// Take a token back.
    RevokeToken = "revoke_token", Run,                [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No];
    /// Let a colleague stand in.
    DelegateDuty = "delegate_duty", Run,              [Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No];
    /// Take the duty back.
    EndDelegation = "end_delegation", Run,            [Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No];
    /// Sit down at a window.
    OpenShift = "open_shift", Run,                    [Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Leave a window.
    CloseShift = "close_shift", Run,                  [Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No,       No];
    /// Arrange how a department is present.
    ArrangeResidency = "arrange_residency", Run,      [No,       No,       No,       No,       No,       No,       Every,    No,       No,       Every,    No,       No,       No,       No];
    /// Ask that somebody be forgotten, on the person's or the archive's behalf.
    RequestErasure = "request_erasure", Run,          [Every,    Every,    No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No,       No];
    /// Take such a request back.
    WithdrawErasure = "withdraw_erasure", Run,        [Every,    Every,    No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No,       No];
    /// Say that it will not be done.
    RejectErasure = "reject_erasure", Run,            [No,       No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       Every,    No,       No];
    /// Agree to it, as the second person.
    ApproveErasure = "approve_erasure", Run,          [No,       No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       Every,    No,       No];
    /// Destroy the keys of whoever is to be forgotten.
    CarryOutErasure = "carry_out_erasure", Run,       [No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       Every,    No,       Every];
    /// Let nothing of a case be destroyed for now.
    PlaceLegalHold = "place_legal_hold", Run,         [No,       No,       No,       No,       No,       Every,    Every,    Every,    No,       No,       Every,    Every,    No,       No];
    /// Let it be destroyed again.
    LiftLegalHold = "lift_legal_hold", Run,           [No,       No,       No,       No,       No,       Every,    Every,    Every,    No,       No,       Every,    Every,    No,       No];
    /// See who is to be forgotten, and what is due for it.
    ReadErasures = "read_erasures", Run,              [Every,    Every,    No,       No,       No,       Every,    Every,    Every,    No,       No,       Every,    Every,    No,       Every];
    /// Let oneself into a case, for a day.
    ChallengeAccess = "challenge_access", Run,        [Every,    Every,    Every,    No,       Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No];
    /// Ask that somebody be let into a case.
    RequestAccess = "request_access", Run,            [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No];
    /// Let somebody in who asked.
    ApproveAccess = "approve_access", Run,            [No,       No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No,       No];
    /// Do not let it in.
    RejectAccess = "reject_access", Run,              [No,       No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       No,       No,       No];
    /// Let oneself in because a life is in danger.
    BreakGlass = "break_glass", Run,                  [Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No,       No];
    /// Leave, or have somebody leave.
    EndAccess = "end_access", Run,                    [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       No];
    /// See who was let into which case, and why.
    ReadAdmissions = "read_admissions", Run,          [No,       No,       No,       No,       No,       Every,    No,       Every,    No,       No,       Every,    No,       No,       Every];
    /// Open a way in which a department is told.
    OpenSubscription = "open_subscription", Run, [No,       No,       No,       No,       No,       No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// Change what a department is told in that way, or where.
    ChangeSubscription = "change_subscription", Run, [No,       No,       No,       No,       No,       No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// Pause a subscription, a department its own.
    PauseSubscription = "pause_subscription", Run, [No,       No,       Every,    No,       Every,    No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// Go on with it.
    ResumeSubscription = "resume_subscription", Run, [No,       No,       Every,    No,       Every,    No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// End it for good; the program does so when a receiver says that it is gone.
    CloseSubscription = "close_subscription", Run, [No,       No,       No,       No,       No,       No,       No,       No,       Every,    Every,    No,       No,       No,       Every];
    /// Make the secret of a webhook anew, a department its own.
    RotateSecret = "rotate_secret", Run, [No,       No,       Every,    No,       Every,    No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// Try a message again that was set aside.
    RetryMessage = "retry_message", Run, [No,       No,       Every,    No,       Every,    No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// Deliver a message no more that was set aside.
    DiscardMessage = "discard_message", Run, [No,       No,       Every,    No,       Every,    No,       No,       No,       Every,    Every,    No,       No,       No,       No];
    /// See how departments are told and how far, a department its own.
    ReadSubscriptions = "read_subscriptions", Run, [No,       No,       Every,    No,       Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       Every];
    /// See who has an account, in which roles.
    ReadAccounts = "read_accounts", Run,              [No,       No,       No,       No,       No,       No,       No,       Every,    No,       Every,    Every,    No,       No,       Every];
    /// Read the access log: who looked at what.
    ReadLooks = "read_looks", Run,                    [No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       Every,    No,       No,       Every];
    /// Read the list of who looked on a day, whoever stands out first.
    WatchLooks = "watch_looks", Run,                  [No,       No,       No,       No,       No,       Every,    No,       Every,    No,       No,       Every,    No,       No,       Every];
    /// Tell a party which offices looked at its case, and why.
    ReadLooksAtCase = "read_looks_at_case", Look,     [Every,    Every,    Involved, No,       No,       Involved, Involved, Every,    No,       No,       No,       No,       No,       Every];
    /// See where a case stands.
    ReadCase = "read_case", Look,                     [Every,    Every,    Involved, Near,     Involved, Involved, Involved, Every,    No,       No,       No,       No,       Sampled,  Every];
    /// Read its timeline.
    ReadHistory = "read_history", Look,               [Every,    Every,    Involved, Near,     Involved, Involved, Involved, Every,    No,       No,       No,       No,       Sampled,  Every];
    /// Read a package for a court.
    ReadHandOff = "read_hand_off", Look,              [Every,    Every,    Involved, Near,     Involved, Involved, Involved, Every,    No,       No,       No,       No,       No,       Every];
    /// Take a copy of a paper or file of a case: for those who may read what is personal.
    ReadMaterial = "read_material", Look,             [Every,    Every,    Involved, Near,     Involved, Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Take the receipt of what was handed in, with the applicant's own words: for those at whose counter it was.
    ReadReceipt = "read_receipt", Look,               [Every,    Every,    Involved, Near,     No,       No,       No,       No,       No,       No,       No,       No,       No,       Every];
    /// Have names, numbers and addresses shown in full for a while, for a reason.
    Reveal = "reveal", Look,                          [Every,    Every,    Involved, Near,     Involved, Involved, Involved, No,       No,       No,       No,       No,       No,       No];
    /// Read the record of a return visit.
    ReadReturnVisit = "read_return_visit", Look,      [Every,    Every,    Involved, Near,     No,       Involved, Involved, Every,    No,       No,       No,       No,       No,       Every];
    /// Read accusations: for the seat that receives them and the body they went to.
    ReadAccusation = "read_accusation", Look, [No,       No,       Asked,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Find a case by its number.
    FindCase = "find_case", Look,                     [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       Every];
    /// Find the cases of whoever stands at the window, by the number or telephone it shows: for reception alone.
    FindParty = "find_party", Look,                   [Every,    No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// See which cases were drawn for those who oversee from outside.
    ReadSample = "read_sample", Look,                 [No,       No,       No,       No,       No,       Every,    Every,    Every,    No,       No,       No,       No,       Every,    Every];
    /// Read a view.
    ReadView = "read_view", Look,                     [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       Every];
    /// Follow new facts as they come.
    FollowFacts = "follow_facts", Look,               [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    No,       No,       No,       No,       No,       Every];
    /// Read what one's own department is told.
    ReadTold = "read_told", Look, [No,       No,       Every,    No,       Every,    No,       No,       No,       No,       No,       No,       No,       No,       No];
    /// Read the views as they were.
    Replay = "replay", Look,                          [No,       No,       No,       No,       No,       Every,    Every,    Every,    No,       No,       No,       No,       No,       Every];
    /// Check the log.
    Verify = "verify", Run,                           [No,       No,       No,       No,       No,       No,       No,       Every,    Every,    No,       Every,    No,       No,       Every];
    /// Read the last signed checkpoint, which says how much there is.
    ReadCheckpoint = "read_checkpoint", Run,          [No,       No,       No,       No,       No,       No,       No,       Every,    Every,    No,       Every,    No,       No,       Every];
    /// Take a copy out.
    Export = "export", Run,                           [No,       No,       No,       No,       No,       No,       No,       Every,    No,       No,       No,       No,       No,       Every];
    /// See whether the center is well.
    ReadCondition = "read_condition", Run,            [Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every,    Every];
}
