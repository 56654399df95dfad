//! What was agreed, who signed it when, and from when it binds.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AgreementForm, Fen, PartyId, Sealed, SignatureManner, Signer};

/// Body of [`crate::MediationEvent::AgreementDrawnUp`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgreementDrawnUp {
    /// Its number within the case, from 1.
    pub agreement: u32,
    /// What was agreed.
    pub terms: Sealed,
    /// Whose signatures it needs.
    pub parties: Vec<PartyId>,
    /// What will be owed, part by part.
    pub instalments: Vec<Instalment>,
    /// What stays in dispute; `None` if everything is settled.
    pub left_open: Option<Sealed>,
    /// The agreement it will replace.
    pub amends: Option<u32>,
}

/// Body of [`crate::MediationEvent::SignatureGiven`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignatureGiven {
    /// Which agreement.
    pub agreement: u32,
    /// In which quality.
    pub signer: Signer,
    /// Which party, if a party signed.
    pub party: Option<PartyId>,
    /// How.
    pub manner: SignatureManner,
    /// When: the last of all required ones makes the agreement bind.
    pub at: Timestamp,
}

/// Body of [`crate::MediationEvent::AgreementSigned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgreementSigned {
    /// Written or oral.
    pub form: AgreementForm,
    /// What was agreed.
    pub terms: Sealed,
    /// Everybody who signed, or agreed before the mediator.
    pub parties: Vec<PartyId>,
    /// When the last required act was done: the agreement binds from then (people's mediation law, articles 29 and 30).
    pub effective_at: Timestamp,
    /// What is owed, part by part; empty if everything was done on the spot.
    pub instalments: Vec<Instalment>,
    /// Its number within the case; `None` stands for the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<u32>,
    /// What stays in dispute; `None` if everything is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_open: Option<Sealed>,
    /// The agreement it replaces: what was still owed under that one is owed no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<u32>,
}

/// One thing that is owed under an agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Instalment {
    /// Its number within the case, from 1: a later agreement counts on.
    pub number: u32,
    /// Who owes it.
    pub by: PartyId,
    /// The last day for it.
    pub due: Date,
    /// How much money it is, in fen; `None` for a thing to be done.
    pub amount: Option<Fen>,
}

/// Body of [`crate::MediationEvent::AgreementAmended`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AgreementAmended {
    /// The one that was replaced.
    pub agreement: u32,
    /// The one that replaces it.
    pub replaced_by: u32,
}
