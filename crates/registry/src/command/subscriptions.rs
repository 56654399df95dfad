//! What can be asked about how departments are told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    Code, DepartmentCode, DiscardGround, Endpoint, FactName, HaltGround, StartingPoint, StreamId, Transport,
};

/// The stream of a subscription.
#[must_use]
pub fn subscription_stream(subscription: &Code) -> StreamId {
    StreamId::of_register("subscription", subscription.as_str())
}

/// Open a subscription for a department. What it is told without one goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSubscription {
    /// Its name, given once; no department is called so.
    pub subscription: Code,
    /// Who is told.
    pub department: DepartmentCode,
    /// By which way.
    pub transport: Transport,
    /// With what it begins.
    pub from: StartingPoint,
    /// The number of the first message, if it begins with one.
    #[serde(default)]
    pub sequence: Option<u64>,
    /// Desks or kinds of facts, as `triage` or `triage.case_assigned`; empty for all.
    #[serde(default)]
    pub fact_names: Vec<FactName>,
    /// Where a webhook listens.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
}

/// Change what a subscription is told, or where. What was told stays told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSubscription {
    /// Which one.
    pub subscription: Code,
    /// Desks or kinds of facts from now on; empty for all.
    #[serde(default)]
    pub fact_names: Vec<FactName>,
    /// Where a webhook listens from now on.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
}

/// Send nothing for the time being. Nothing is lost by it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseSubscription {
    /// Which one.
    pub subscription: Code,
    /// Why.
    pub halt: HaltGround,
    /// Whether the asker keeps the subscriptions of all departments; looked up by the center.
    #[serde(skip)]
    pub keeper: bool,
}

/// Go on where it stood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeSubscription {
    /// Which one.
    pub subscription: Code,
    /// Whether the asker keeps the subscriptions of all departments; looked up by the center.
    #[serde(skip)]
    pub keeper: bool,
}

/// End a subscription for good. Its name is not given again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseSubscription {
    /// Which one.
    pub subscription: Code,
    /// Why.
    pub halt: HaltGround,
}

/// Note that the secret of a webhook was made anew.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateSecret {
    /// Which one.
    pub subscription: Code,
    /// Whether the asker keeps the subscriptions of all departments; looked up by the center.
    #[serde(skip)]
    pub keeper: bool,
}

/// Try a message again that was set aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryMessage {
    /// Of which subscription.
    pub subscription: Code,
    /// Its number there.
    pub message: u64,
    /// Whether the asker keeps the subscriptions of all departments; looked up by the center.
    #[serde(skip)]
    pub keeper: bool,
}

/// Deliver a message no more that was set aside. What waited behind it goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardMessage {
    /// Of which subscription.
    pub subscription: Code,
    /// Its number there.
    pub message: u64,
    /// Why.
    pub discard: DiscardGround,
    /// Whether the asker keeps the subscriptions of all departments; looked up by the center.
    #[serde(skip)]
    pub keeper: bool,
}
