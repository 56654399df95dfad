//! What the litigation desk can be asked to do.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    AreaCode, Code, ConfirmationBar, ConfirmationDenial, CourtOutcome, DelegationStage, DepartmentCode, Form,
    HandOffPurpose, PartyId, Personal, Reference, RejectionGround, RequestId, ReturnGround, SubjectId,
};

mod referral;

pub use referral::*;

timeline::commands! {
    /// A request to the litigation desk.
    Command
    /// A party goes to court.
    FileSuit = "file_suit";
    /// A court delegates a matter.
    ReceiveDelegation = "receive_delegation";
    /// Tell the court how the delegated mediation ended.
    ReportDelegation = "report_delegation";
    /// Put a package together.
    AssembleHandOff = "assemble_hand_off";
    /// Send it.
    SendHandOff = "send_hand_off";
    /// The court has it.
    AcknowledgeHandOff = "acknowledge_hand_off";
    /// The court sends it back.
    RejectHandOff = "reject_hand_off";
    /// The court docketed the case.
    RecordFiling = "record_filing";
    /// The court told how it ended.
    RecordCourtAnswer = "record_court_answer";
    /// Put an answer of the court right that was recorded wrongly.
    CorrectCourtAnswer = "correct_court_answer";
    /// Sign for a delegated matter.
    AcceptDelegation = "accept_delegation";
    /// Decline a delegated matter.
    DeclineDelegation = "decline_delegation";
    /// Both sides give the delegated mediation more time.
    ExtendDelegation = "extend_delegation";
    /// Tell the parties whether, where and until when their agreement can be confirmed.
    AdviseConfirmation = "advise_confirmation";
    /// All parties together ask for confirmation.
    ApplyForConfirmation = "apply_for_confirmation";
    /// Refer the matter to another procedure.
    ReferCase = "refer_case";
    /// The other body has the referral.
    AcknowledgeReferral = "acknowledge_referral";
    /// The other body sends the referral back.
    RejectReferral = "reject_referral";
    /// The other body told how its procedure ended.
    RecordReferralAnswer = "record_referral_answer";
    /// The party that asked takes the referral back.
    WithdrawReferral = "withdraw_referral";
    /// Put an answer of another body right that was recorded wrongly.
    CorrectReferralAnswer = "correct_referral_answer";
}

/// A party goes to court.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileSuit {
    /// Which one.
    pub party: PartyId,
}

/// A court delegates a matter before docketing it (委派).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveDelegation {
    /// The court.
    pub court: DepartmentCode,
    /// The number it has there.
    pub reference: Reference,
    /// The cause of action, from the list of civil causes.
    pub cause: Code,
    /// Before or after docketing; left out: before.
    #[serde(default)]
    pub stage: Option<DelegationStage>,
}

/// Sign for a delegated matter: the period of the mediation begins (invited mediation, article 27).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptDelegation {}

/// Decline a delegated matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineDelegation {
    /// Why.
    pub ground: ReturnGround,
    /// In the words of whoever declines.
    #[serde(default)]
    pub explanation: Option<Personal>,
}

/// Both sides give the delegated mediation more time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendDelegation {
    /// Everybody who agrees.
    pub parties: Vec<PartyId>,
    /// The last day from now on.
    pub until: Date,
}

/// Tell the parties whether, where and until when their agreement can be confirmed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdviseConfirmation {
    /// What in the agreement speaks against it; left out: what the rule book expects of this type of dispute.
    #[serde(default)]
    pub bars: Option<Vec<ConfirmationBar>>,
    /// Where the parties live, as far as it is known: their courts are competent too.
    #[serde(default)]
    pub domiciles: Vec<AreaCode>,
    /// Whether the law gives such a matter to the intermediate court.
    #[serde(default)]
    pub intermediate: bool,
}

/// All parties together ask for confirmation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyForConfirmation {
    /// Everybody who applies.
    pub parties: Vec<PartyId>,
    /// The court they chose.
    pub court: DepartmentCode,
}

/// Tell the court how the delegated mediation ended: which court and which end follow from the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDelegation {}

/// Put a package together: what it holds and what is missing follow from the case. It gets the next number of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssembleHandOff {
    /// The court it is for.
    pub court: DepartmentCode,
    /// What is asked of the court.
    pub purpose: HandOffPurpose,
}

/// Send a package. Who chose to sue, or applied for confirmation, has asked for it already.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendHandOff {
    /// Which hand-off, from 1.
    pub hand_off: u32,
    /// The parties that ask for it now.
    #[serde(default)]
    pub by: Vec<PartyId>,
}

/// The court has the package.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeHandOff {
    /// Which hand-off, from 1.
    pub hand_off: u32,
    /// The number the court gave it on arrival.
    pub reference: Reference,
}

/// The court sends the package back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectHandOff {
    /// Which hand-off, from 1.
    pub hand_off: u32,
    /// Why.
    pub ground: RejectionGround,
    /// What the court says is to be done.
    #[serde(default)]
    pub explanation: Option<Personal>,
}

/// The court docketed the case (立案).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordFiling {
    /// Which hand-off; left out if the party filed by itself.
    #[serde(default)]
    pub hand_off: Option<u32>,
    /// The court.
    pub court: DepartmentCode,
    /// The court's case number.
    pub reference: Reference,
    /// The day it was docketed.
    pub filed_on: Date,
}

/// The court told how it ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordCourtAnswer {
    /// The court's case number, or the number it gave the package on arrival.
    pub reference: Reference,
    /// How it ended.
    pub outcome: CourtOutcome,
    /// The day it ended.
    pub decided_on: Date,
    /// Why confirmation was denied, if it was.
    #[serde(default)]
    pub grounds: Vec<ConfirmationDenial>,
    /// The last day for performance the paper names, of several parts that of the last, if it names one.
    #[serde(default)]
    pub perform_by: Option<Date>,
}

/// Put an answer of the court right that was recorded wrongly: what is recorded stays, and what is true stands beside it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectCourtAnswer {
    /// The court's number the answer was recorded under.
    pub reference: Reference,
    /// How it ended in truth.
    pub outcome: CourtOutcome,
    /// The day it ended in truth.
    pub decided_on: Date,
    /// Why confirmation was denied, if it was.
    #[serde(default)]
    pub grounds: Vec<ConfirmationDenial>,
    /// The last day for performance the paper names, of several parts that of the last, if it names one.
    #[serde(default)]
    pub perform_by: Option<Date>,
    /// How the mistake came about.
    pub reason: Personal,
}

impl Form for FileSuit {}

impl Form for ReceiveDelegation {}

impl Form for ReportDelegation {}

impl Form for AssembleHandOff {}

impl Form for SendHandOff {}

impl Form for AcknowledgeHandOff {}

impl Form for RejectHandOff {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.explanation.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for RecordFiling {}

impl Form for RecordCourtAnswer {}

impl Form for CorrectCourtAnswer {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for AcceptDelegation {}

impl Form for DeclineDelegation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.explanation.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for ExtendDelegation {}

impl Form for AdviseConfirmation {}

impl Form for ApplyForConfirmation {}
