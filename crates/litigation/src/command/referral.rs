//! What can be asked about referrals to other procedures.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    DepartmentCode, Form, PartyId, Personal, Procedure, Reference, ReferralOutcome, RejectionGround, RequestId,
    SubjectId,
};

/// Refer the matter to another procedure: what goes with it, the warnings and the day an answer is expected follow from
/// the case and the rule book. It gets the next number of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferCase {
    /// To which procedure.
    pub procedure: Procedure,
    /// The body that conducts it.
    pub body: DepartmentCode,
    /// The parties that ask for it.
    pub by: Vec<PartyId>,
}

/// The other body has the referral.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeReferral {
    /// Which referral, from 1.
    pub referral: u32,
    /// The number it has there.
    pub reference: Reference,
}

/// The other body sends the referral back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectReferral {
    /// Which referral, from 1.
    pub referral: u32,
    /// Why.
    pub ground: RejectionGround,
    /// What the body says is to be done.
    #[serde(default)]
    pub explanation: Option<Personal>,
}

/// The other body told how its procedure ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordReferralAnswer {
    /// Which referral, from 1.
    pub referral: u32,
    /// The number of the decision there.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// How it ended.
    pub outcome: ReferralOutcome,
    /// The day it ended.
    pub decided_on: Date,
}

/// The party that asked takes the referral back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawReferral {
    /// Which referral, from 1.
    pub referral: u32,
    /// The party.
    pub by: PartyId,
}

/// Put an answer of another body right that was recorded wrongly.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectReferralAnswer {
    /// Which referral, from 1.
    pub referral: u32,
    /// How it ended in truth.
    pub outcome: ReferralOutcome,
    /// The day it ended in truth.
    pub decided_on: Date,
    /// How the mistake came about.
    pub reason: Personal,
}

impl Form for ReferCase {}

impl Form for AcknowledgeReferral {}

impl Form for RejectReferral {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.explanation.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for RecordReferralAnswer {}

impl Form for WithdrawReferral {}

impl Form for CorrectReferralAnswer {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}
