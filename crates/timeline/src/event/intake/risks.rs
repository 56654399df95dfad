//! What cannot wait, and who must be told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Code, DepartmentCode, PartyId, Reference, Sealed, UrgentRisk};

/// Body of [`UrgentRiskReported`](crate::IntakeEvent::UrgentRiskReported).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UrgentRiskReported {
    /// The number of the alert within the case, from 1.
    pub alert: u32,
    /// What may happen.
    pub risk: UrgentRisk,
    /// Who is in danger, if it is a party.
    pub party: Option<PartyId>,
    /// What was seen or heard.
    pub note: Sealed,
}

/// Body of [`ReportRequired`](crate::IntakeEvent::ReportRequired), recorded with the risk it follows from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportRequired {
    /// The number of the duty within the case, from 1.
    pub duty: u32,
    /// The alert it follows from.
    pub alert: u32,
    /// Who must be told.
    pub to: DepartmentCode,
    /// The rule of the pack that says so.
    pub rule: Code,
}

/// Body of [`ReportMade`](crate::IntakeEvent::ReportMade).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReportMade {
    /// Which duty is fulfilled.
    pub duty: u32,
    /// Who was told.
    pub to: DepartmentCode,
    /// The number it has there.
    pub reference: Option<Reference>,
    /// What was told.
    pub note: Option<Sealed>,
}
