//! One sample a fact of litigation.

use jiff::civil::date;
use timeline::{
    CaseFiled, CourtAnswered, CourtOutcome, DelegationReceived, DelegationReported, Event, HandOffAcknowledged,
    HandOffAssembled, HandOffPurpose, HandOffRejected, HandOffSent, LitigationEvent, PackageItem, RejectionGround,
    SuitChosen, TerminationReason,
};

use super::{PARTY, code, department, reference, sealed};

pub(super) fn all() -> Vec<Event> {
    let court = || department("court");
    let (arrival, docket) = (|| reference("（2026）澄0101收1号"), || reference("（2026）澄0101民初7号"));
    let (contents, missing) = (vec![PackageItem::Parties, PackageItem::Claim], vec![PackageItem::ServiceAddresses]);
    let (ground, explanation) = (RejectionGround::Incomplete, Some(sealed()));
    let (outcome, day) = (CourtOutcome::Judgment, date(2026, 12, 23));
    vec![
        litigation(SuitChosen { party: PARTY }),
        litigation(DelegationReceived { court: court(), reference: arrival(), cause: code("labour_remuneration") }),
        litigation(DelegationReported { court: court(), ended: TerminationReason::Agreed }),
        litigation(HandOffAssembled {
            hand_off: 1,
            court: court(),
            purpose: HandOffPurpose::Filing,
            contents,
            missing,
        }),
        litigation(HandOffSent { hand_off: 1, court: court() }),
        litigation(HandOffAcknowledged { hand_off: 1, reference: arrival() }),
        litigation(HandOffRejected { hand_off: 1, ground, explanation }),
        litigation(CaseFiled { hand_off: Some(1), court: court(), reference: docket(), filed_on: day }),
        litigation(CourtAnswered { reference: docket(), outcome, decided_on: day }),
    ]
}

fn litigation(fact: impl Into<LitigationEvent>) -> Event {
    Event::Litigation(fact.into())
}
