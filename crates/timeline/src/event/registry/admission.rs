//! Letting somebody in who would not be shown a case otherwise: for a reason, for a time, and never in secret.
//!
//! On a stream of its own for each case, never on the timeline of the case: whoever follows a case is not told who looked
//! into it; those who watch over looks are.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccessExtent, ActorId, CaseId, DangerGround, LookReason};

/// Body of [`super::RegistryEvent::AccessChallenged`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessChallenged {
    /// Its number within the case, from 1.
    pub admission: u32,
    /// The case.
    pub case: CaseId,
    /// Why.
    pub reason: LookReason,
    /// Until when it holds.
    pub until: Timestamp,
}

/// Body of [`super::RegistryEvent::AccessRequested`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessRequested {
    /// Its number within the case, from 1.
    pub admission: u32,
    /// The case.
    pub case: CaseId,
    /// Who is to be let in.
    pub who: ActorId,
    /// Why.
    pub reason: LookReason,
    /// Until when it would hold.
    pub until: Timestamp,
    /// How much is shown. Whoever was let in before this was asked is shown everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<AccessExtent>,
}

/// Body of [`super::RegistryEvent::AccessApproved`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessApproved {
    /// Which request.
    pub admission: u32,
}

/// Body of [`super::RegistryEvent::AccessRejected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessRejected {
    /// Which request.
    pub admission: u32,
}

/// Body of [`super::RegistryEvent::GlassBroken`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GlassBroken {
    /// Its number within the case, from 1.
    pub admission: u32,
    /// The case.
    pub case: CaseId,
    /// Which danger.
    pub danger: DangerGround,
    /// Until when it holds.
    pub until: Timestamp,
}

/// Body of [`super::RegistryEvent::AccessEnded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccessEnded {
    /// Which admission.
    pub admission: u32,
}
