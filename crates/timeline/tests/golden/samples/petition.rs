//! One sample a fact of accusations.

use timeline::{
    AccusationAccepted, AccusationAnswered, AccusationClosed, AccusationDeclined, AccusationGround, AccusationNumber,
    AccusationOutcome, AccusationRegistered, AccusationTransferred, Accuser, AccuserStanding, AccuserUnmasked, Event,
    PetitionEvent, QueryTag, UnmaskingProposed,
};

use super::{department, sealed};

pub(super) fn all() -> Vec<Event> {
    vec![
        petition(AccusationRegistered {
            number: AccusationNumber::drawn(&[7; 32]),
            standing: AccuserStanding::Confidential,
            accuser: Some(Box::new(Accuser { name: sealed(), phone: Some(sealed()), address: Some(sealed()) })),
            accused: vec![department("housing")],
            accused_persons: Some(sealed()),
            claim: sealed(),
            seat: department("discipline"),
            query_tag: Some(QueryTag::new([7; 32])),
        }),
        petition(AccusationTransferred { to: department("procuratorate") }),
        petition(AccusationAccepted {}),
        petition(AccusationDeclined { ground: AccusationGround::NotCompetent, note: sealed() }),
        petition(AccusationAnswered { answer: sealed() }),
        petition(AccusationClosed { outcome: AccusationOutcome::PartlySubstantiated }),
        petition(UnmaskingProposed { reason: sealed() }),
        petition(AccuserUnmasked {}),
    ]
}

fn petition(fact: impl Into<PetitionEvent>) -> Event {
    Event::Petition(fact.into())
}
