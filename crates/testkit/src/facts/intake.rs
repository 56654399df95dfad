//! Facts of intake.

use timeline::{
    CaseKind, CaseRegistered, ConsentForm, ConsentPurpose, ConsentRecorded, ConsentWithdrawn, Event, IntakeEvent,
    Party, PartyAdded, PartyId, PartyKind, PartyRole,
};

use crate::cast::{APPLICANT, NUMBER, RESPONDENT, area, department, sealed};

fn intake(fact: impl Into<IntakeEvent>) -> Event {
    Event::Intake(fact.into())
}

/// A party with a name and an address.
#[must_use]
pub fn party(id: PartyId, role: PartyRole) -> Party {
    Party { address: Some(sealed("柳湾村1号")), ..Party::named(id, role, PartyKind::Person, sealed("某某")) }
}

/// The case was registered with these parties.
#[must_use]
pub fn registered_with(parties: Vec<Party>) -> Event {
    intake(CaseRegistered {
        number: NUMBER,
        kind: CaseKind::Dispute,
        claim: sealed("楼上漏水"),
        area: area("990101001002"),
        amount: None,
        parties,
        referred_by: None,
        letter: None,
        part_of: None,
        self_registered: false,
    })
}

/// A further party was named.
#[must_use]
pub fn added(id: PartyId, role: PartyRole) -> Event {
    intake(PartyAdded { party: party(id, role) })
}

/// The case was registered with an applicant and a respondent.
#[must_use]
pub fn registered() -> Event {
    registered_with(vec![party(APPLICANT, PartyRole::Applicant), party(RESPONDENT, PartyRole::Respondent)])
}

/// A person agreed that these bodies are told, and no other.
#[must_use]
pub fn may_be_told(party: PartyId, bodies: &[&str]) -> Event {
    let (recipients, form) = (bodies.iter().map(|body| department(body)).collect(), ConsentForm::Written);
    intake(ConsentRecorded { party, purpose: ConsentPurpose::Sharing, recipients, form })
}

/// A person took that back.
#[must_use]
pub fn may_not_be_told(party: PartyId) -> Event {
    intake(ConsentWithdrawn { party, purpose: ConsentPurpose::Sharing })
}
