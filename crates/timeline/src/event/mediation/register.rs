//! The register of mediators. Each mediator has a stream of its own.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ActorId, CaseId, Code, Language, MediationKind, Qualification, RecusalGround, Sealed, StrikeOffGround};

/// Body of [`crate::MediationEvent::MediatorEnrolled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorEnrolled {
    /// Under which id it works.
    pub mediator: ActorId,
    /// What it is called.
    pub name: Sealed,
    /// What it may mediate.
    pub kinds: Vec<MediationKind>,
    /// What makes it fit for that (invited mediation, articles 6 and 7).
    pub qualification: Qualification,
    /// The committee or body that keeps it.
    pub committee: Code,
    /// First day of its term.
    pub term_from: Date,
    /// Last day of its term (people's mediation law, article 13: three years).
    pub term_until: Date,
    /// The languages and dialects it mediates in.
    pub languages: Vec<Language>,
}

/// Body of [`crate::MediationEvent::MediatorTermRenewed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorTermRenewed {
    /// Last day of the new term.
    pub term_until: Date,
}

/// Body of [`crate::MediationEvent::MediatorSuspended`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorSuspended {
    /// Why.
    pub explanation: Sealed,
    /// Last day; `None` until it is lifted.
    pub until: Option<Date>,
}

/// Body of [`crate::MediationEvent::MediatorResumed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorResumed {}

/// Body of [`crate::MediationEvent::MediatorTrained`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorTrained {
    /// Which course.
    pub course: Code,
    /// How many hours.
    pub hours: u16,
    /// On which day.
    pub trained_on: Date,
}

/// Body of [`crate::MediationEvent::ConflictDeclared`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConflictDeclared {
    /// Which case.
    pub case: CaseId,
    /// What kind of nearness it is.
    pub ground: RecusalGround,
}

/// Body of [`crate::MediationEvent::MediatorStruckOff`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MediatorStruckOff {
    /// On which ground.
    pub ground: StrikeOffGround,
}
