//! What the petition desk records of accusations (检举控告). Each has a stream of its own, in a log of its own: nobody whom it
//! is about may learn from anything that it exists (petition regulation of 2022, article 30).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccusationGround, AccusationNumber, AccusationOutcome, AccuserStanding, DepartmentCode, QueryTag, Sealed};

crate::event::facts! {
    /// A fact that the petition desk owns.
    PetitionEvent

    @aside petition_aside
    /// Somebody accuses.
    AccusationRegistered = "petition.accusation_registered", version 1, Accusation;
    /// It was transferred to the body that is competent.
    AccusationTransferred = "petition.accusation_transferred", version 1, Accusation;
    /// It is looked into.
    AccusationAccepted = "petition.accusation_accepted", version 1, Accusation;
    /// It is not, and why.
    AccusationDeclined = "petition.accusation_declined", version 1, Accusation;
    /// Whoever accused was told what came of it.
    AccusationAnswered = "petition.accusation_answered", version 1, Accusation;
    /// Nothing is left to do about it.
    AccusationClosed = "petition.accusation_closed", version 1, Accusation;
    /// Somebody needs to know who accused, and says why; a second person opens it or does not.
    UnmaskingProposed = "petition.unmasking_proposed", version 1, Accusation;
    /// A second person agreed: these two may know who accused.
    AccuserUnmasked = "petition.accuser_unmasked", version 1, Accusation;
}

/// Body of [`AccusationRegistered`](PetitionEvent::AccusationRegistered).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccusationRegistered {
    /// The number it is known by.
    pub number: AccusationNumber,
    /// How much whoever accuses shows of itself.
    pub standing: AccuserStanding,
    /// Who accuses; `None` if nobody may ever know.
    pub accuser: Option<Box<Accuser>>,
    /// The departments it is about, or that those work for it is about. None of them ever sees it.
    pub accused: Vec<DepartmentCode>,
    /// Whom it is about, by name.
    pub accused_persons: Option<Sealed>,
    /// What is told.
    pub claim: Sealed,
    /// The seat that receives it.
    pub seat: DepartmentCode,
    /// What is kept of the query code.
    pub query_tag: Option<QueryTag>,
}

/// Who accuses.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Accuser {
    /// Name.
    pub name: Sealed,
    /// Where it can be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Sealed>,
    /// Where papers reach it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Sealed>,
}

/// Body of [`AccusationTransferred`](PetitionEvent::AccusationTransferred).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccusationTransferred {
    /// To which body: never one it is about.
    pub to: DepartmentCode,
}

/// Body of [`AccusationAccepted`](PetitionEvent::AccusationAccepted).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccusationAccepted {}

/// Body of [`AccusationDeclined`](PetitionEvent::AccusationDeclined).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccusationDeclined {
    /// Why.
    pub ground: AccusationGround,
    /// In words, and where else it could be brought.
    pub note: Sealed,
}

/// Body of [`AccusationAnswered`](PetitionEvent::AccusationAnswered).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccusationAnswered {
    /// What whoever accused was told.
    pub answer: Sealed,
}

/// Body of [`AccusationClosed`](PetitionEvent::AccusationClosed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccusationClosed {
    /// How it ended.
    pub outcome: AccusationOutcome,
}

/// Body of [`UnmaskingProposed`](PetitionEvent::UnmaskingProposed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UnmaskingProposed {
    /// Why the name is needed.
    pub reason: Sealed,
}

/// Body of [`AccuserUnmasked`](PetitionEvent::AccuserUnmasked).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccuserUnmasked {}
