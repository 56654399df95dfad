//! Two cases that may be one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CaseId, DuplicateReason, Sealed};

/// Body of [`DuplicateSuspected`](crate::IntakeEvent::DuplicateSuspected).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DuplicateSuspected {
    /// The other case.
    pub other: CaseId,
    /// What they have in common, without a name.
    pub reasons: Vec<DuplicateReason>,
}

/// Body of [`DuplicateConfirmed`](crate::IntakeEvent::DuplicateConfirmed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DuplicateConfirmed {
    /// The other case.
    pub other: CaseId,
    /// Why they are one matter.
    pub reason: Sealed,
}

/// Body of [`DuplicateRuledOut`](crate::IntakeEvent::DuplicateRuledOut).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DuplicateRuledOut {
    /// The other case.
    pub other: CaseId,
    /// Why they are two matters.
    pub reason: Sealed,
}
