//! What triage can be asked to do.

mod assignment;
mod competence;
mod discretion;
mod package;
mod way;

pub use assignment::*;
pub use competence::*;
pub use discretion::*;
pub use package::*;
pub use way::*;

timeline::commands! {
    /// A request to triage.
    Command
    /// Say what type of dispute it is.
    ClassifyCase = "classify_case";
    /// Say how urgent the case is.
    AssessRisk = "assess_risk";
    /// Show a party the ways that are open.
    ExplainOptions = "explain_options";
    /// Choose the way it is taken further.
    ChooseRoute = "choose_route";
    /// Ask a department to take it.
    AssignCase = "assign_case";
    /// Take an unanswered assignment back.
    WithdrawAssignment = "withdraw_assignment";
    /// Sign for it.
    ReceiveAssignment = "receive_assignment";
    /// Hand it back.
    ReturnAssignment = "return_assignment";
    /// Object to a petition that was sent.
    RaiseObjection = "raise_objection";
    /// Decide an objection.
    DecideObjection = "decide_objection";
    /// Ask a department nearer to the parties.
    DelegateDown = "delegate_down";
    /// Ask a department a level up.
    EscalateCase = "escalate_case";
    /// Note a dispute over competence.
    DisputeCompetence = "dispute_competence";
    /// Hand a dispute over competence to who decides it.
    ReferCompetence = "refer_competence";
    /// Record which department has the lead.
    DetermineLead = "determine_lead";
    /// Ask a department to help.
    AddCoHandler = "add_co_handler";
    /// Tell what was done to help.
    ReportCoHandling = "report_co_handling";
    /// Release a department that helps.
    ReleaseCoHandler = "release_co_handler";
    /// Give a part to a department.
    OpenSubCase = "open_sub_case";
    /// Do not wait for a part any more.
    DropSubCase = "drop_sub_case";
    /// Note that a part ended.
    ConcludeSubCase = "conclude_sub_case";
    /// Note that a part was taken up again.
    ResumeSubCase = "resume_sub_case";
    /// Let fewer know what it says.
    NarrowSecrecy = "narrow_secrecy";
    /// Let more know again.
    WidenSecrecy = "widen_secrecy";
    /// Have nothing more to do with it.
    StepAside = "step_aside";
    /// Say that somebody has nothing more to do with it.
    RecuseOfficer = "recuse_officer";
    /// Close it.
    CloseCase = "close_case";
    /// Take it up again.
    ReopenCase = "reopen_case";
}
