//! Whom a case is about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AccuserStanding, AgeBand, Code, ContactManner, DepartmentCode, EventId, IdentityKind, NumberCheck, PartyId,
    PartyKind, PartyRole, Sealed, VerificationManner,
};

/// Somebody a case is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Its id, which is also the subject its personal values are sealed under.
    pub id: PartyId,
    /// Which side it is on.
    pub role: PartyRole,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Its name.
    pub name: Sealed,
    /// Where it can be called.
    pub phone: Option<Sealed>,
    /// Where papers reach it.
    pub address: Option<Sealed>,
    /// How old it is, as far as rules ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<AgeBand>,
    /// What it showed or told to say who it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// The unified social credit code of an organisation (GB 32100).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_number: Option<CheckedNumber>,
    /// Whether the phone number has the form of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_check: Option<NumberCheck>,
    /// How it wants to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactWish>,
    /// Whether no paper the other side may read tells where it lives or is called: it is under protection
    /// (anti-domestic-violence law, articles 5 and 29).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub address_protected: bool,
    /// How much it shows of itself, unless that is its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<AccuserStanding>,
    /// The body of the county it is, if it is one: that body cannot handle the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentCode>,
}

impl Party {
    /// A party of which nothing but the name is known.
    #[must_use]
    pub const fn named(id: PartyId, role: PartyRole, kind: PartyKind, name: Sealed) -> Self {
        Self {
            id,
            role,
            kind,
            name,
            phone: None,
            address: None,
            age_band: None,
            identity: None,
            organisation_number: None,
            phone_check: None,
            contact: None,
            address_protected: false,
            standing: None,
            department: None,
        }
    }

    /// Whether its name is known to few, or to nobody.
    #[must_use]
    pub fn is_unnamed(&self) -> bool {
        matches!(self.standing, Some(AccuserStanding::Confidential | AccuserStanding::Anonymous))
    }

    /// Whether it cannot act without a guardian.
    #[must_use]
    pub fn is_minor(&self) -> bool {
        self.age_band.is_some_and(AgeBand::is_minor)
    }
}

/// What somebody showed or told to say who they are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// Which paper.
    pub kind: IdentityKind,
    /// The number on it.
    pub number: Sealed,
    /// What the check of the number found when it was noted.
    pub check: NumberCheck,
}

/// A number as it was told, right or wrong, with what a check of it found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CheckedNumber {
    /// The number.
    pub number: Sealed,
    /// What the check found when it was noted.
    pub check: NumberCheck,
}

/// How a party wants to be reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContactWish {
    /// Through what.
    pub manner: ContactManner,
    /// In which language, as `zh`, `wuu` or `sign`.
    #[serde(default)]
    pub language: Option<Code>,
}

/// Body of [`PartyAdded`](crate::IntakeEvent::PartyAdded).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PartyAdded {
    /// The party.
    pub party: Party,
}

/// Body of [`PartyCorrected`](crate::IntakeEvent::PartyCorrected).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PartyCorrected {
    /// The entry that is corrected.
    pub entry: EventId,
    /// The party as it is right, under the id it has.
    pub party: Party,
    /// How the mistake came about.
    pub reason: Sealed,
}

/// Body of [`PartyRemoved`](crate::IntakeEvent::PartyRemoved).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PartyRemoved {
    /// The entry that named it.
    pub entry: EventId,
    /// Who is no party.
    pub party: PartyId,
    /// Why it was noted, and why it is none.
    pub reason: Sealed,
}

/// Body of [`IdentityVerified`](crate::IntakeEvent::IdentityVerified).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct IdentityVerified {
    /// Who.
    pub party: PartyId,
    /// By which paper.
    pub kind: IdentityKind,
    /// How.
    pub manner: VerificationManner,
}
