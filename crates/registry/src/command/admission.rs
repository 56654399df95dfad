//! What can be asked about letting somebody in.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{AccessExtent, ActorId, CaseId, DangerGround, LookReason, StreamId};

/// The stream of who was let into a case.
#[must_use]
pub fn admission_stream(case: CaseId) -> StreamId {
    StreamId::of_register("admission", &case.to_string())
}

/// What a rule must know of the case and of whoever asks; looked up by the center, never sent by a client.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Threshold {
    /// Whether there is such a case.
    pub is_there: bool,
    /// Whether the asker could read it, if no fewer might know of it than usual and nobody had to stay away.
    pub is_near: bool,
    /// Whether it stays away from it, or its department is a party.
    pub stands_aside: bool,
    /// Whether the asker watches over whoever is answerable for it.
    pub watches: bool,
    /// Whether whoever is named has an account that is open.
    pub is_known: bool,
}

/// Let oneself in, for a day: what fewer may know is shown, and a supervisor is told the same day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeAccess {
    /// Into which case.
    pub case: CaseId,
    /// Why.
    pub reason: LookReason,
    /// What the center looked up.
    #[serde(skip)]
    pub threshold: Threshold,
}

/// Ask that somebody be let in, who has nothing to do with the case or is not named for it; or that somebody be invited to
/// help, as a lawyer, an expert or a social worker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestAccess {
    /// Into which case.
    pub case: CaseId,
    /// Who; left out for oneself.
    #[serde(default)]
    pub who: Option<ActorId>,
    /// Why.
    pub reason: LookReason,
    /// The last day.
    pub until: Date,
    /// How much is shown; left out, who and what it is about.
    #[serde(default)]
    pub extent: Option<AccessExtent>,
    /// What the center looked up.
    #[serde(skip)]
    pub threshold: Threshold,
}

/// Let somebody in, as the supervisor of whoever is answerable.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveAccess {
    /// Into which case.
    pub case: CaseId,
    /// Which request, from 1.
    pub admission: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub threshold: Threshold,
}

/// Do not let somebody in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectAccess {
    /// Into which case.
    pub case: CaseId,
    /// Which request, from 1.
    pub admission: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub threshold: Threshold,
}

/// Let oneself in because a life is in danger and nobody can be asked. Supervisors and auditors are told at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// Into which case.
    pub case: CaseId,
    /// Which danger.
    pub danger: DangerGround,
    /// What the center looked up.
    #[serde(skip)]
    pub threshold: Threshold,
}

/// Leave, or have somebody leave: what was shown is shown no more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAccess {
    /// Which case.
    pub case: CaseId,
    /// Which admission, from 1.
    pub admission: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub threshold: Threshold,
}
