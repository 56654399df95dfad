//! Facts of litigation.

use timeline::{
    CaseFiled, CourtAnswered, CourtOutcome, DelegationReceived, DelegationReported, Event, HandOffAcknowledged,
    HandOffAssembled, HandOffPurpose, HandOffRejected, HandOffSent, LitigationEvent, PackageItem, PartyId,
    RejectionGround, SuitChosen, TerminationReason,
};

use crate::cast::{ARRIVAL, COURT, DOCKET, TODAY, code, department, reference};

fn litigation(fact: impl Into<LitigationEvent>) -> Event {
    Event::Litigation(fact.into())
}

/// A party went to court.
#[must_use]
pub fn suit(party: PartyId) -> Event {
    litigation(SuitChosen { party })
}

/// The county court delegated the matter.
#[must_use]
pub fn delegated() -> Event {
    let (court, cause) = (department(COURT), code("labour_remuneration"));
    litigation(DelegationReceived { court, reference: reference(ARRIVAL), cause })
}

/// The county court was told how it ended.
#[must_use]
pub fn reported(ended: TerminationReason) -> Event {
    litigation(DelegationReported { court: department(COURT), ended })
}

/// A package was put together that holds this and lacks that.
#[must_use]
pub fn assembled_with(
    hand_off: u32,
    purpose: HandOffPurpose,
    contents: Vec<PackageItem>,
    missing: Vec<PackageItem>,
) -> Event {
    litigation(HandOffAssembled { hand_off, court: department(COURT), purpose, contents, missing })
}

/// A package went to the county court.
#[must_use]
pub fn sent(hand_off: u32) -> Event {
    litigation(HandOffSent { hand_off, court: department(COURT) })
}

/// The court has a package.
#[must_use]
pub fn acknowledged(hand_off: u32) -> Event {
    litigation(HandOffAcknowledged { hand_off, reference: reference(ARRIVAL) })
}

/// The court sent a package back.
#[must_use]
pub fn rejected(hand_off: u32) -> Event {
    litigation(HandOffRejected { hand_off, ground: RejectionGround::Incomplete, explanation: None })
}

/// The court docketed the case.
#[must_use]
pub fn filed(hand_off: Option<u32>) -> Event {
    let (court, reference) = (department(COURT), reference(DOCKET));
    litigation(CaseFiled { hand_off, court, reference, filed_on: TODAY })
}

/// The court told how the matter of this number ended.
#[must_use]
pub fn answered(number: &str) -> Event {
    litigation(CourtAnswered { reference: reference(number), outcome: CourtOutcome::Judgment, decided_on: TODAY })
}

/// A package for filing was put together.
#[must_use]
pub fn assembled(hand_off: u32) -> Event {
    let contents = vec![PackageItem::Parties, PackageItem::Claim, PackageItem::Facts, PackageItem::ServiceAddresses];
    assembled_with(hand_off, HandOffPurpose::Filing, contents, Vec::new())
}
