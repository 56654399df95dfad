//! What intake records: visits, registration, parties, receipts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AreaCode, CaseId, CaseKind, CaseNumber, DepartmentCode, Fen, PartyId, PartyKind, PartyRole, PlaceCode, Reference,
    Sealed, VisitPurpose,
};

crate::event::facts! {
    /// A fact that intake owns.
    IntakeEvent
    /// A case was registered: from now on one holder is answerable for it at every instant.
    CaseRegistered = "intake.case_registered", version 1;
    /// A further party was found or came forward.
    PartyAdded = "intake.party_added", version 1;

    @aside intake_aside
    /// Somebody came in person. A visit has a stream of its own: most visits never become a case.
    VisitRecorded = "intake.visit_recorded", version 1;
    /// The applicant left with a receipt: what was submitted, and when.
    ReceiptIssued = "intake.receipt_issued", version 1;
}

/// Body of [`IntakeEvent::VisitRecorded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct VisitRecorded {
    /// Where they came to.
    pub place: PlaceCode,
    /// What for.
    pub purpose: VisitPurpose,
    /// How many persons.
    pub visitors: u16,
    /// The case it is about, if it is about one.
    pub case: Option<CaseId>,
}

/// Body of [`IntakeEvent::CaseRegistered`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseRegistered {
    /// The number it is known by.
    pub number: CaseNumber,
    /// What kind of matter it is.
    pub kind: CaseKind,
    /// What it is about and what is asked for, as the applicant told it (petition regulation of 2022, article 19:
    /// an oral claim is recorded truthfully).
    pub claim: Sealed,
    /// Where it arose.
    pub area: AreaCode,
    /// The amount in dispute, in fen.
    pub amount: Option<Fen>,
    /// Everybody named at registration, at least one applicant.
    pub parties: Vec<Party>,
    /// Who turned the matter over, with the number it has there; `None` if the citizen came by itself.
    pub referred_by: Option<Referral>,
}

/// A body that turned a matter over to the center.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Referral {
    /// The body.
    pub department: DepartmentCode,
    /// The number it has there.
    pub reference: Option<Reference>,
}

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
}

/// Body of [`IntakeEvent::PartyAdded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PartyAdded {
    /// The party.
    pub party: Party,
}

/// Body of [`IntakeEvent::ReceiptIssued`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptIssued {
    /// Who got it.
    pub party: PartyId,
    /// The number printed on it.
    pub number: CaseNumber,
}
