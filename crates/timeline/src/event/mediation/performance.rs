//! Whether the agreement is kept, and who went to see.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ContactManner, EventId, PartyId, Sealed, VisitReason};

/// Body of [`crate::MediationEvent::PerformanceRecorded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PerformanceRecorded {
    /// Which instalment.
    pub instalment: u32,
    /// On which day it was performed.
    pub performed_on: Date,
}

/// Body of [`crate::MediationEvent::PerformanceCorrected`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PerformanceCorrected {
    /// The entry that was wrong.
    pub corrects: EventId,
    /// Which instalment.
    pub instalment: u32,
    /// On which day it was performed in truth; `None` if it was not.
    pub performed_on: Option<Date>,
}

/// Body of [`crate::MediationEvent::PerformanceReminded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PerformanceReminded {
    /// Which instalment.
    pub instalment: u32,
    /// Who was reminded.
    pub party: PartyId,
    /// In which way.
    pub manner: ContactManner,
}

/// Body of [`crate::MediationEvent::AgreementBreached`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgreementBreached {
    /// Which agreement.
    pub agreement: u32,
    /// Which instalment; `None` for something else that was agreed.
    pub instalment: Option<u32>,
    /// Who said so; `None` if the center found out.
    pub reported_by: Option<PartyId>,
}

/// Body of [`crate::MediationEvent::ReturnVisitScheduled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReturnVisitScheduled {
    /// Its number within the case, from 1.
    pub return_visit: u32,
    /// About which agreement.
    pub agreement: u32,
    /// By when.
    pub visit_by: Date,
}

/// Body of [`crate::MediationEvent::ReturnVisitMade`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReturnVisitMade {
    /// Whether the agreement is being kept.
    pub performed: bool,
    /// Whether the visited party is satisfied, if it said so.
    pub satisfied: Option<bool>,
    /// Whether there are signs of a new dispute.
    pub new_signs: bool,
    /// Which scheduled visit it was; `None` if none was scheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_visit: Option<u32>,
    /// Who was visited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// About which agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<u32>,
    /// Why somebody went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<VisitReason>,
    /// Whether there was a suit or a judgment since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later_suit: Option<bool>,
    /// What was done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Sealed>,
}
