//! One sample a fact of intake.

use timeline::{
    AreaCode, CaseKind, CaseRegistered, Event, Fen, IntakeEvent, Party, PartyAdded, PartyKind, PartyRole, PlaceCode,
    ReceiptIssued, Referral, VisitPurpose, VisitRecorded,
};

use super::{CASE, NUMBER, PARTY, department, parsed, reference, sealed};

/// The fact inside the frozen envelope.
pub(crate) fn first() -> Event {
    intake(VisitRecorded {
        place: parsed::<PlaceCode>("hall"),
        purpose: VisitPurpose::Enquiry,
        visitors: 2,
        case: Some(CASE),
    })
}

pub(super) fn all() -> Vec<Event> {
    let referral = Referral { department: department("hotline"), reference: Some(reference("12345-7")) };
    vec![
        first(),
        intake(CaseRegistered {
            number: NUMBER,
            kind: CaseKind::Dispute,
            claim: sealed(),
            area: parsed::<AreaCode>("990101001002"),
            amount: Some(Fen::new(2_068_000).expect("an amount")),
            parties: vec![party()],
            referred_by: Some(referral),
        }),
        intake(PartyAdded { party: party() }),
        intake(ReceiptIssued { party: PARTY, number: NUMBER }),
    ]
}

fn party() -> Party {
    Party {
        id: PARTY,
        role: PartyRole::Applicant,
        kind: PartyKind::Person,
        name: sealed(),
        phone: Some(sealed()),
        address: Some(sealed()),
    }
}

fn intake(fact: impl Into<IntakeEvent>) -> Event {
    Event::Intake(fact.into())
}
