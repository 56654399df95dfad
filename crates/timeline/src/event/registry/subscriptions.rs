//! How a department is told: bodies of the facts of one subscription.
//!
//! Where in the log a subscription was opened, changed or asked to try again is where its fact lies; no body repeats it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Code, DepartmentCode, DiscardGround, Endpoint, FactName, HaltGround, StartingPoint, Transport};

/// Body of [`RegistryEvent::SubscriptionOpened`](crate::RegistryEvent::SubscriptionOpened).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionOpened {
    /// Its name, given once.
    pub subscription: Code,
    /// Who is told.
    pub department: DepartmentCode,
    /// By which way.
    pub transport: Transport,
    /// With what it begins. `now` is everything behind this fact.
    pub from: StartingPoint,
    /// The number of the first message that is delivered, if it begins with one.
    pub sequence: Option<u64>,
    /// The kinds it is told; empty for all.
    pub fact_names: Vec<FactName>,
    /// Where a webhook listens.
    pub endpoint: Option<Endpoint>,
}

/// Body of [`RegistryEvent::SubscriptionChanged`](crate::RegistryEvent::SubscriptionChanged): what holds from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionChanged {
    /// The kinds it is told; empty for all.
    pub fact_names: Vec<FactName>,
    /// Where a webhook listens.
    pub endpoint: Option<Endpoint>,
}

/// Body of [`RegistryEvent::SubscriptionPaused`](crate::RegistryEvent::SubscriptionPaused).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionPaused {
    /// Why.
    pub halt: HaltGround,
}

/// Body of [`RegistryEvent::SubscriptionResumed`](crate::RegistryEvent::SubscriptionResumed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionResumed {}

/// Body of [`RegistryEvent::SubscriptionClosed`](crate::RegistryEvent::SubscriptionClosed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionClosed {
    /// Why.
    pub halt: HaltGround,
}

/// Body of [`RegistryEvent::SecretRotated`](crate::RegistryEvent::SecretRotated).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SecretRotated {}

/// Body of [`RegistryEvent::MessageRetried`](crate::RegistryEvent::MessageRetried).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MessageRetried {
    /// Its number in the subscription, from 1.
    pub message: u64,
}

/// Body of [`RegistryEvent::MessageDiscarded`](crate::RegistryEvent::MessageDiscarded).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MessageDiscarded {
    /// Its number in the subscription, from 1.
    pub message: u64,
    /// Why.
    pub discard: DiscardGround,
}
