//! What the litigation desk can be asked to do.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    Code, CourtOutcome, DepartmentCode, Form, HandOffPurpose, PartyId, Personal, Reference, RejectionGround, RequestId,
    SubjectId,
};

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

/// Send a package.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendHandOff {
    /// Which hand-off, from 1.
    pub hand_off: u32,
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
