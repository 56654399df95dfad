//! Facts of litigation.

use jiff::civil::date;
use timeline::{
    CaseFiled, CourtAnswered, CourtOutcome, DelegationReceived, DelegationReported, Event, HandOffAcknowledged,
    HandOffAssembled, HandOffPurpose, HandOffRejected, HandOffSent, LitigationEvent, PackageItem, PartyId, Procedure,
    ReferralAcknowledged, ReferralAnswered, ReferralMade, ReferralOutcome, ReferralRejected, ReferralWithdrawn,
    RejectionGround, SharingBasis, SharingGround, SuitChosen, TerminationReason,
};

use crate::cast::{APPLICANT, ARRIVAL, COURT, DOCKET, RESPONDENT, TODAY, code, department, reference};

fn litigation(fact: impl Into<LitigationEvent>) -> Event {
    Event::Litigation(fact.into())
}

/// A party went to court.
#[must_use]
pub fn suit(party: PartyId) -> Event {
    litigation(SuitChosen { party, warnings: Vec::new() })
}

/// The county court delegated the matter.
#[must_use]
pub fn delegated() -> Event {
    let (court, cause) = (department(COURT), code("labour_remuneration"));
    litigation(DelegationReceived { court, reference: reference(ARRIVAL), cause, stage: None })
}

/// The county court was told how it ended, with the papers there are.
#[must_use]
pub fn reported(ended: TerminationReason) -> Event {
    let contents = match ended {
        TerminationReason::Agreed => vec![PackageItem::MediationReport, PackageItem::Agreement],
        TerminationReason::Refused => Vec::new(),
        TerminationReason::SettledAndWithdrawn
        | TerminationReason::Unreachable
        | TerminationReason::TooFarApart
        | TerminationReason::PeriodOver
        | TerminationReason::RefusedToSign
        | TerminationReason::Other => vec![PackageItem::MediationReport],
    };
    litigation(DelegationReported { court: department(COURT), ended, contents })
}

/// A package was put together that holds this and lacks that.
#[must_use]
pub fn assembled_with(
    hand_off: u32,
    purpose: HandOffPurpose,
    contents: Vec<PackageItem>,
    missing: Vec<PackageItem>,
) -> Event {
    litigation(HandOffAssembled {
        hand_off,
        court: department(COURT),
        purpose,
        cause: None,
        contents,
        missing,
        manifest: Vec::new(),
    })
}

/// The applicant asks for it, and the law lets it name the respondent.
fn asked_by_applicant() -> Vec<SharingGround> {
    let ground = |party, basis| SharingGround { party, basis };
    vec![ground(APPLICANT, SharingBasis::Request), ground(RESPONDENT, SharingBasis::Law)]
}

/// A package went to the county court because the applicant asked.
#[must_use]
pub fn sent(hand_off: u32) -> Event {
    let (court, answer_by, shared_on) = (department(COURT), Some(date(2026, 11, 30)), asked_by_applicant());
    litigation(HandOffSent { hand_off, court, answer_by, shared_on })
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
    litigation(CourtAnswered {
        reference: reference(number),
        outcome: CourtOutcome::Judgment,
        decided_on: TODAY,
        grounds: Vec::new(),
        enforce_by: Some(date(2028, 11, 23)),
        perform_by: None,
    })
}

/// A package for filing was put together.
#[must_use]
pub fn assembled(hand_off: u32) -> Event {
    let contents = vec![PackageItem::Parties, PackageItem::Claim, PackageItem::Facts, PackageItem::ServiceAddresses];
    assembled_with(hand_off, HandOffPurpose::Filing, contents, Vec::new())
}

/// The applicant's matter was referred to a body's procedure.
#[must_use]
pub fn referred(referral: u32, procedure: Procedure, body: &str) -> Event {
    litigation(ReferralMade {
        referral,
        procedure,
        body: department(body),
        by: vec![APPLICANT],
        contents: vec![PackageItem::Parties, PackageItem::Claim, PackageItem::Facts],
        missing: Vec::new(),
        manifest: Vec::new(),
        warnings: Vec::new(),
        answer_by: None,
        shared_on: asked_by_applicant(),
    })
}

/// The body has the referral.
#[must_use]
pub fn referral_acknowledged(referral: u32, procedure: Procedure, body: &str) -> Event {
    litigation(ReferralAcknowledged { referral, procedure, body: department(body), reference: reference(ARRIVAL) })
}

/// The body sent the referral back.
#[must_use]
pub fn referral_rejected(referral: u32) -> Event {
    litigation(ReferralRejected { referral, ground: RejectionGround::Incomplete, explanation: None })
}

/// The body told how it ended.
#[must_use]
pub fn referral_answered(referral: u32, outcome: ReferralOutcome) -> Event {
    litigation(ReferralAnswered { referral, reference: None, outcome, decided_on: TODAY, enforce_by: None })
}

/// The applicant took the referral back.
#[must_use]
pub fn referral_withdrawn(referral: u32) -> Event {
    litigation(ReferralWithdrawn { referral, by: APPLICANT })
}
