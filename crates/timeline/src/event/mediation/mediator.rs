//! Who mediates: choice, appointment, disclosure, recusal.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActorId, PartyId, RecusalGround, Sealed};

/// Body of [`crate::MediationEvent::MediatorChosen`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorChosen {
    /// Who chose.
    pub party: PartyId,
    /// Whom.
    pub mediator: ActorId,
}

/// Body of [`crate::MediationEvent::MediatorAppointed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorAppointed {
    /// The mediator.
    pub mediator: ActorId,
}

/// Body of [`crate::MediationEvent::ConflictDisclosed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConflictDisclosed {
    /// Who disclosed it.
    pub mediator: ActorId,
    /// What kind of nearness it is.
    pub ground: RecusalGround,
    /// What the parties were told.
    pub detail: Sealed,
}

/// Body of [`crate::MediationEvent::RecusalRequested`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecusalRequested {
    /// Who is to step back.
    pub mediator: ActorId,
    /// Who asks for it.
    pub party: PartyId,
    /// On which ground.
    pub ground: RecusalGround,
    /// What makes the party think so.
    pub detail: Option<Sealed>,
}

/// Body of [`crate::MediationEvent::RecusalDecided`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecusalDecided {
    /// Whom it is about.
    pub mediator: ActorId,
    /// Whether it steps back.
    pub granted: bool,
    /// Why, if it was written down.
    pub explanation: Option<Sealed>,
}
