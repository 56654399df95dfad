//! What is said, told, agreed and handed in.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    BlobName, ConsentForm, ConsentPurpose, DepartmentCode, MaterialKind, MediaType, NoticeKind, PartyId, ReadBack,
    Sealed, ServiceManner,
};

/// Body of [`StatementTaken`](crate::IntakeEvent::StatementTaken).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StatementTaken {
    /// Who spoke.
    pub party: PartyId,
    /// What was said, as it was said.
    pub statement: Sealed,
    /// How it was confirmed.
    pub read_back: ReadBack,
    /// Who interpreted.
    pub interpreter: Option<Sealed>,
    /// What the person wanted changed when it heard or read it.
    pub objections: Option<Sealed>,
}

/// Body of [`NoticeServed`](crate::IntakeEvent::NoticeServed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NoticeServed {
    /// What it tells.
    pub notice: NoticeKind,
    /// Whom it reached.
    pub party: PartyId,
    /// How.
    pub manner: ServiceManner,
    /// On which day it reached them.
    pub served_on: Date,
    /// The last day printed on it: that date stands, whatever is computed later.
    pub printed_due: Option<Date>,
    /// The material that proves the service.
    pub material: Option<u32>,
}

/// Body of [`ConsentRecorded`](crate::IntakeEvent::ConsentRecorded). A later one for the same purpose replaces it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentRecorded {
    /// Who agreed.
    pub party: PartyId,
    /// To what.
    pub purpose: ConsentPurpose,
    /// Who may be told; only for sharing, and then at least one.
    pub recipients: Vec<DepartmentCode>,
    /// How.
    pub form: ConsentForm,
}

/// Body of [`ConsentWithdrawn`](crate::IntakeEvent::ConsentWithdrawn).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ConsentWithdrawn {
    /// Who took it back.
    pub party: PartyId,
    /// Which consent.
    pub purpose: ConsentPurpose,
}

/// Body of [`MaterialSubmitted`](crate::IntakeEvent::MaterialSubmitted).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MaterialSubmitted {
    /// The number of the material within the case, from 1.
    pub material: u32,
    /// What it is.
    pub kind: MaterialKind,
    /// What is written on it.
    pub title: Sealed,
    /// Where it lies.
    pub blob: BlobName,
    /// Its length in bytes, before it was sealed.
    pub bytes: u64,
    /// Its form.
    pub media_type: MediaType,
    /// How many pages it has, if it has pages.
    pub pages: Option<u32>,
    /// Who handed it in; `None` if the center got it otherwise.
    pub party: Option<PartyId>,
}

/// Body of [`MaterialsRequested`](crate::IntakeEvent::MaterialsRequested).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MaterialsRequested {
    /// Who is asked.
    pub party: PartyId,
    /// What is missing.
    pub items: Vec<MaterialKind>,
    /// What exactly, and what happens if it does not come.
    pub note: Option<Sealed>,
    /// The last day for it.
    pub due: Option<Date>,
    /// Why something is asked for again.
    pub repeat_reason: Option<Sealed>,
}
