//! Facts of accusations.

use timeline::{
    AccusationAccepted, AccusationAnswered, AccusationClosed, AccusationDeclined, AccusationGround, AccusationNumber,
    AccusationOutcome, AccusationRegistered, AccusationTransferred, Accuser, AccuserStanding, AccuserUnmasked, Event,
    PetitionEvent, UnmaskingProposed,
};

use crate::cast::{department, sealed};

/// The body that receives accusations in the demonstration county.
pub const SEAT: &str = "discipline";

fn petition(fact: impl Into<PetitionEvent>) -> Event {
    Event::Petition(fact.into())
}

/// The number of every accusation of these stories.
#[must_use]
pub fn accusation_number() -> AccusationNumber {
    AccusationNumber::drawn(&[7; 32])
}

/// Somebody accused these departments; whoever shows itself is called 张三（虚构）.
#[must_use]
pub fn accused(standing: AccuserStanding, departments: &[&str], seat: &str) -> Event {
    let accuser = (standing != AccuserStanding::Anonymous)
        .then(|| Box::new(Accuser { name: sealed("张三（虚构）"), phone: None, address: None }));
    petition(AccusationRegistered {
        number: accusation_number(),
        standing,
        accuser,
        accused: departments.iter().copied().map(department).collect(),
        accused_persons: None,
        claim: sealed("审批收受好处"),
        seat: department(seat),
        query_tag: None,
    })
}

/// It went to another body.
#[must_use]
pub fn accusation_transferred(to: &str) -> Event {
    petition(AccusationTransferred { to: department(to) })
}

/// It is looked into.
#[must_use]
pub fn accusation_accepted() -> Event {
    petition(AccusationAccepted {})
}

/// It is not.
#[must_use]
pub fn accusation_declined(ground: AccusationGround, note: &str) -> Event {
    petition(AccusationDeclined { ground, note: sealed(note) })
}

/// Whoever accused was told.
#[must_use]
pub fn accusation_answered(answer: &str) -> Event {
    petition(AccusationAnswered { answer: sealed(answer) })
}

/// It is closed.
#[must_use]
pub fn accusation_closed(outcome: AccusationOutcome) -> Event {
    petition(AccusationClosed { outcome })
}

/// Somebody says why the name is needed.
#[must_use]
pub fn unmasking_proposed(reason: &str) -> Event {
    petition(UnmaskingProposed { reason: sealed(reason) })
}

/// A second person agreed.
#[must_use]
pub fn unmasked() -> Event {
    petition(AccuserUnmasked {})
}
