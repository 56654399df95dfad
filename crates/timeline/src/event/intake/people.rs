//! Who speaks for a party.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AgentKind, AgentScope, DepartmentCode, GuardianKind, PartyId, Sealed, VisitId};

/// Body of [`GuardianNamed`](crate::IntakeEvent::GuardianNamed). A later one for the same ward replaces it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GuardianNamed {
    /// Who is looked after.
    pub ward: PartyId,
    /// What the guardian is.
    pub kind: GuardianKind,
    /// The guardian, if it is itself a party.
    pub guardian: Option<PartyId>,
    /// The body that looks after the ward, if a body does.
    pub body: Option<DepartmentCode>,
    /// The name, if it is neither.
    pub name: Option<Sealed>,
    /// Where the guardian can be called.
    pub phone: Option<Sealed>,
    /// Whether it may act for the ward in this case: not if it stands on the other side (civil code, article 35).
    pub may_act: bool,
}

/// Body of [`AgentAuthorized`](crate::IntakeEvent::AgentAuthorized).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgentAuthorized {
    /// The number of the agent within the case, from 1.
    pub agent: u32,
    /// For whom it acts.
    pub party: PartyId,
    /// What it is.
    pub kind: AgentKind,
    /// Its name.
    pub name: Sealed,
    /// Where it can be called.
    pub phone: Option<Sealed>,
    /// How far its power goes.
    pub scope: AgentScope,
    /// The last day of its power; `None` until it is dismissed.
    pub until: Option<Date>,
    /// The material that shows the power of attorney.
    pub material: Option<u32>,
}

/// Body of [`AgentDismissed`](crate::IntakeEvent::AgentDismissed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgentDismissed {
    /// Which agent.
    pub agent: u32,
    /// Why, if it was said.
    pub reason: Option<Sealed>,
}

/// Body of [`RepresentativesDesignated`](crate::IntakeEvent::RepresentativesDesignated). A later one replaces it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RepresentativesDesignated {
    /// Who speaks for the others: 1 to 5.
    pub representatives: Vec<PartyId>,
    /// The joint visit, if it was noted.
    pub visit: Option<VisitId>,
}
