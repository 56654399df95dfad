//! Everything that can be asked of the center, in one list. A route or a verb without an action does not exist.

use serde::{Deserialize, Serialize};

/// What an action is for: an act puts a fact on a timeline, a look does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// It records something on a case or a visit.
    Act,
    /// It shows something.
    Look,
    /// It keeps the center running.
    Run,
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])* $Action:ident = $wire:literal, $purpose:ident;)*) => {
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

            /// Whether it acts, looks or runs the center.
            #[must_use]
            pub const fn purpose(self) -> Purpose {
                match self { $(Self::$Action => Purpose::$purpose),* }
            }
        }
    };
}

actions! {
    /// Somebody came; note it.
    RecordVisit = "record_visit", Act;
    /// Open a case.
    RegisterCase = "register_case", Act;
    /// Name a further party.
    AddParty = "add_party", Act;
    /// Say what type of dispute it is.
    ClassifyCase = "classify_case", Act;
    /// Choose the way it is taken.
    ChooseRoute = "choose_route", Act;
    /// Ask a department to take it.
    AssignCase = "assign_case", Act;
    /// Sign for it.
    ReceiveAssignment = "receive_assignment", Act;
    /// Hand it back with a ground.
    ReturnAssignment = "return_assignment", Act;
    /// Close it.
    CloseCase = "close_case", Act;
    /// Take it up again.
    ReopenCase = "reopen_case", Act;
    /// Ask for, or offer, mediation.
    RequestMediation = "request_mediation", Act;
    /// Note that a party agrees to mediate.
    Consent = "consent", Act;
    /// Note that a party refuses.
    RefuseMediation = "refuse_mediation", Act;
    /// Appoint the mediator.
    AppointMediator = "appoint_mediator", Act;
    /// Set a session.
    ScheduleSession = "schedule_session", Act;
    /// Record a session.
    HoldSession = "hold_session", Act;
    /// Record the agreement.
    SignAgreement = "sign_agreement", Act;
    /// End the mediation.
    TerminateMediation = "terminate_mediation", Act;
    /// Record that a part was performed.
    RecordPerformance = "record_performance", Act;
    /// Record a return visit.
    MakeReturnVisit = "make_return_visit", Act;
    /// Note that a party goes to court.
    FileSuit = "file_suit", Act;
    /// Take a matter the court delegates.
    ReceiveDelegation = "receive_delegation", Act;
    /// Tell the court how it ended.
    ReportDelegation = "report_delegation", Act;
    /// Put a package together.
    AssembleHandOff = "assemble_hand_off", Act;
    /// Send it.
    SendHandOff = "send_hand_off", Act;
    /// Note that the court has it.
    AcknowledgeHandOff = "acknowledge_hand_off", Act;
    /// Note that the court sent it back.
    RejectHandOff = "reject_hand_off", Act;
    /// Note that the court docketed the case.
    RecordFiling = "record_filing", Act;
    /// Note how the court's business ended.
    RecordCourtAnswer = "record_court_answer", Act;
    /// See where a case stands.
    ReadCase = "read_case", Look;
    /// Read its timeline.
    ReadHistory = "read_history", Look;
    /// Find a case by its number.
    FindCase = "find_case", Look;
    /// Read a view.
    ReadView = "read_view", Look;
    /// Follow new facts as they come.
    FollowFacts = "follow_facts", Look;
    /// Read the views as they were.
    Replay = "replay", Look;
    /// Check the log.
    Verify = "verify", Run;
    /// Take a copy out.
    Export = "export", Run;
    /// See whether the center is well.
    ReadCondition = "read_condition", Run;
}
