//! Bodies of the facts about referrals to other procedures. A referral is never just a note: it goes with a package, and
//! an answer is expected.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ManifestLine, SharingGround};
use crate::{
    DepartmentCode, EventId, PackageItem, PartyId, Procedure, Reference, ReferralOutcome, RejectionGround, Sealed,
    Warning,
};

/// Body of [`LitigationEvent::ReferralMade`](super::LitigationEvent::ReferralMade).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReferralMade {
    /// The number of the referral within the case, from 1.
    pub referral: u32,
    /// To which procedure.
    pub procedure: Procedure,
    /// The body that conducts it.
    pub body: DepartmentCode,
    /// The parties that asked for it.
    pub by: Vec<PartyId>,
    /// What went with it.
    pub contents: Vec<PackageItem>,
    /// What would belong with it and is not there.
    pub missing: Vec<PackageItem>,
    /// Which entries of the timeline each item was taken from.
    pub manifest: Vec<ManifestLine>,
    /// What whoever asked was told beforehand. A warning blocks nothing.
    pub warnings: Vec<Warning>,
    /// By when the letter that went with it expects an answer; `None` where the law sets no period.
    pub answer_by: Option<Date>,
    /// On what basis each person's data went along; empty in facts from before this was noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_on: Vec<SharingGround>,
}

/// Body of [`LitigationEvent::ReferralAcknowledged`](super::LitigationEvent::ReferralAcknowledged).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReferralAcknowledged {
    /// Which referral.
    pub referral: u32,
    /// The procedure it is in now.
    pub procedure: Procedure,
    /// The body that has it.
    pub body: DepartmentCode,
    /// The number it has there.
    pub reference: Reference,
}

/// Body of [`LitigationEvent::ReferralRejected`](super::LitigationEvent::ReferralRejected).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReferralRejected {
    /// Which referral.
    pub referral: u32,
    /// Why.
    pub ground: RejectionGround,
    /// What the body says is to be done.
    pub explanation: Option<Sealed>,
}

/// Body of [`LitigationEvent::ReferralAnswered`](super::LitigationEvent::ReferralAnswered).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReferralAnswered {
    /// Which referral.
    pub referral: u32,
    /// The number of the decision there.
    pub reference: Option<Reference>,
    /// How it ended.
    pub outcome: ReferralOutcome,
    /// The day it ended.
    pub decided_on: Date,
    /// Until when enforcement can be asked for, as the parties were told; `None` if this is no title, and in facts from before
    /// this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforce_by: Option<Date>,
}

/// Body of [`LitigationEvent::ReferralAnswerCorrected`](super::LitigationEvent::ReferralAnswerCorrected).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReferralAnswerCorrected {
    /// The entry that is put right.
    pub corrects: EventId,
    /// Which referral.
    pub referral: u32,
    /// How it ended in truth.
    pub outcome: ReferralOutcome,
    /// The day it ended in truth.
    pub decided_on: Date,
    /// How the mistake came about.
    pub reason: Sealed,
    /// Until when enforcement can be asked for, as the parties were told; `None` if this is no title, and in facts from before
    /// this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforce_by: Option<Date>,
}

/// Body of [`LitigationEvent::ReferralWithdrawn`](super::LitigationEvent::ReferralWithdrawn).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReferralWithdrawn {
    /// Which referral.
    pub referral: u32,
    /// The party that took it back.
    pub by: PartyId,
}
