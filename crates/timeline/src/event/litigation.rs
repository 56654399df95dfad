//! What the litigation desk records: the citizen's suit, matters the court delegated, packages sent to it, its answers.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Code, CourtOutcome, DepartmentCode, HandOffPurpose, PackageItem, PartyId, Reference, RejectionGround, Sealed,
    TerminationReason,
};

crate::event::facts! {
    /// A fact that litigation owns.
    LitigationEvent
    /// A party went to court. Nothing blocks this: mediation is no condition of a suit (people's mediation law, article 3).
    SuitChosen = "litigation.suit_chosen", version 1;
    /// A court delegated a matter to the center before docketing it (civil procedure law, article 125).
    DelegationReceived = "litigation.delegation_received", version 1;
    /// The package went to the court.
    HandOffSent = "litigation.hand_off_sent", version 1;
    /// The court has the package.
    HandOffAcknowledged = "litigation.hand_off_acknowledged", version 1;
    /// The court sent the package back, with a ground.
    HandOffRejected = "litigation.hand_off_rejected", version 1;
    /// The court docketed the case (立案).
    CaseFiled = "litigation.case_filed", version 1;
    /// The court told how it ended.
    CourtAnswered = "litigation.court_answered", version 1;

    @aside litigation_aside
    /// The center told the court how the delegated mediation ended (invited mediation, article 26).
    DelegationReported = "litigation.delegation_reported", version 1;
    /// A package for the court was put together. What is missing is said and blocks nothing.
    HandOffAssembled = "litigation.hand_off_assembled", version 1;
}

/// Body of [`LitigationEvent::SuitChosen`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SuitChosen {
    /// Who went to court.
    pub party: PartyId,
}

/// Body of [`LitigationEvent::DelegationReceived`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationReceived {
    /// The court.
    pub court: DepartmentCode,
    /// The number it has there.
    pub reference: Reference,
    /// The cause of action, from the list of civil causes.
    pub cause: Code,
}

/// Body of [`LitigationEvent::DelegationReported`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationReported {
    /// The court.
    pub court: DepartmentCode,
    /// How the mediation ended.
    pub ended: TerminationReason,
}

/// Body of [`LitigationEvent::HandOffAssembled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffAssembled {
    /// The number of the hand-off within the case, from 1.
    pub hand_off: u32,
    /// The court it is for.
    pub court: DepartmentCode,
    /// What is asked of the court.
    pub purpose: HandOffPurpose,
    /// What the package holds. The record of a session can never be among it.
    pub contents: Vec<PackageItem>,
    /// What would belong in it and is not there.
    pub missing: Vec<PackageItem>,
}

/// Body of [`LitigationEvent::HandOffSent`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffSent {
    /// Which hand-off.
    pub hand_off: u32,
    /// The court it went to.
    pub court: DepartmentCode,
}

/// Body of [`LitigationEvent::HandOffAcknowledged`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffAcknowledged {
    /// Which hand-off.
    pub hand_off: u32,
    /// The number the court gave it on arrival.
    pub reference: Reference,
}

/// Body of [`LitigationEvent::HandOffRejected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HandOffRejected {
    /// Which hand-off.
    pub hand_off: u32,
    /// Why.
    pub ground: RejectionGround,
    /// What the court says is to be done.
    pub explanation: Option<Sealed>,
}

/// Body of [`LitigationEvent::CaseFiled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseFiled {
    /// Which hand-off; `None` if the party filed by itself.
    pub hand_off: Option<u32>,
    /// The court.
    pub court: DepartmentCode,
    /// The court's case number.
    pub reference: Reference,
    /// The day it was docketed.
    pub filed_on: Date,
}

/// Body of [`LitigationEvent::CourtAnswered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CourtAnswered {
    /// The court's case number.
    pub reference: Reference,
    /// How it ended.
    pub outcome: CourtOutcome,
    /// The day it ended.
    pub decided_on: Date,
}
