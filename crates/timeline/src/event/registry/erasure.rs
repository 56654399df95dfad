//! Erasing what is known of a person: asked for, held up, approved by somebody else, carried out after a time.
//!
//! On a stream of its own for each case, never on the timeline of the case: whoever may follow a case is not told who
//! wants to be forgotten.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{CaseId, ErasureGround, ErasureRejection, HoldGround, PartyId, SubjectId};

/// Body of [`super::RegistryEvent::ErasureRequested`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ErasureRequested {
    /// Its number within the case, from 1.
    pub erasure: u32,
    /// The case.
    pub case: CaseId,
    /// Who is to be forgotten; `None` for the whole case with everybody in it.
    pub party: Option<PartyId>,
    /// Why.
    pub ground: ErasureGround,
}

/// Body of [`super::RegistryEvent::ProcessingRestricted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProcessingRestricted {
    /// Which request.
    pub erasure: u32,
    /// Whose data is only kept, and no longer shown.
    pub subjects: Vec<SubjectId>,
    /// The last day it has to be kept; `None` while the case is open.
    pub kept_until: Option<Date>,
}

/// Body of [`super::RegistryEvent::ErasureWithdrawn`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ErasureWithdrawn {
    /// Which request.
    pub erasure: u32,
    /// Whose data is shown again.
    pub subjects: Vec<SubjectId>,
}

/// Body of [`super::RegistryEvent::ErasureRejected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ErasureRejected {
    /// Which request.
    pub erasure: u32,
    /// Why not.
    pub reason: ErasureRejection,
    /// Whose data is shown again.
    pub subjects: Vec<SubjectId>,
}

/// Body of [`super::RegistryEvent::ErasureApproved`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ErasureApproved {
    /// Which request.
    pub erasure: u32,
    /// From when it may be carried out; until then it can be taken back.
    pub not_before: Timestamp,
}

/// Body of [`super::RegistryEvent::SubjectsErased`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubjectsErased {
    /// Which request.
    pub erasure: u32,
    /// Whose keys are destroyed: from here on no start, no restore and no copy of the keyring brings them back.
    pub subjects: Vec<SubjectId>,
}

/// Body of [`super::RegistryEvent::LegalHoldPlaced`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LegalHoldPlaced {
    /// Its number within the case, from 1.
    pub hold: u32,
    /// The case.
    pub case: CaseId,
    /// Why nothing of it may be destroyed.
    pub ground: HoldGround,
}

/// Body of [`super::RegistryEvent::LegalHoldLifted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LegalHoldLifted {
    /// Which hold.
    pub hold: u32,
}
