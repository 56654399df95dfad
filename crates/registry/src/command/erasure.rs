//! What can be asked about forgetting somebody.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{CaseId, ErasureGround, ErasureRejection, HoldGround, PartyId};

/// What a rule must know of the case, or of whatever else holds something personal; looked up by the center, never sent by a
/// client.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Dossier {
    /// Whether there is such a case.
    pub is_there: bool,
    /// Everybody who is, or ever was, a party of it.
    pub parties: Vec<PartyId>,
    /// The day it was closed; `None` while it is open.
    pub closed_on: Option<Date>,
    /// Whether whoever asks has to stay away from the case.
    pub stands_aside: bool,
}

impl Dossier {
    /// It is there, and over with this day.
    pub fn is_over_on(&mut self, day: Date) {
        (self.is_there, self.closed_on) = (true, Some(day));
    }
}

/// Ask that what is known of a party, or of a whole case, be destroyed. What must still be kept is kept, and no longer
/// shown, from that moment on (个人信息保护法第四十七条).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestErasure {
    /// Of which case; or of which enquiry, or page of the register of mediators, by its id.
    pub case: CaseId,
    /// Who is to be forgotten; left out for the whole case with everybody in it.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// Why.
    pub ground: ErasureGround,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}

/// Take a request back, until it is carried out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawErasure {
    /// Of which case.
    pub case: CaseId,
    /// Which request, from 1.
    pub erasure: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}

/// Say that it will not be done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectErasure {
    /// Of which case.
    pub case: CaseId,
    /// Which request, from 1.
    pub erasure: u32,
    /// Why not.
    pub reason: ErasureRejection,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}

/// Agree to a request, as the second person. It is carried out some days later.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveErasure {
    /// Of which case.
    pub case: CaseId,
    /// Which request, from 1.
    pub erasure: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}

/// Destroy the keys. There is no way back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CarryOutErasure {
    /// Of which case.
    pub case: CaseId,
    /// Which request, from 1.
    pub erasure: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}

/// See to it that nothing of a case is destroyed for now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceLegalHold {
    /// Of which case.
    pub case: CaseId,
    /// Why.
    pub ground: HoldGround,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}

/// Lift a hold: somebody else than who placed it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftLegalHold {
    /// Of which case.
    pub case: CaseId,
    /// Which hold, from 1.
    pub hold: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub dossier: Dossier,
}
