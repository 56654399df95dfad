//! One sample a fact of litigation.

use jiff::civil::date;
use timeline::{
    CaseFiled, CompetentCourt, ConfirmationAdvised, ConfirmationApplied, ConfirmationBar, ConfirmationDenial,
    CourtAnswerCorrected, CourtAnswered, CourtLink, CourtOutcome, DelegationAccepted, DelegationDeclined,
    DelegationExtended, DelegationReceived, DelegationReported, Event, EventId, HandOffAcknowledged, HandOffAssembled,
    HandOffPurpose, HandOffRejected, HandOffSent, LitigationEvent, ManifestLine, PackageItem, Procedure,
    ReferralAcknowledged, ReferralAnswerCorrected, ReferralAnswered, ReferralMade, ReferralOutcome, ReferralRejected,
    ReferralWithdrawn, RejectionGround, ReturnGround, SuitChosen, TerminationReason, Warning,
};
use uuid::Uuid;

use super::{PARTY, code, department, reference, sealed};

const ENTRY: EventId = EventId::new(Uuid::from_u128(0xe7));

pub(super) fn all() -> Vec<Event> {
    [with_the_court(), confirmation(), delegation(), referrals()].concat()
}

fn with_the_court() -> Vec<Event> {
    let court = || department("court");
    let (arrival, docket) = (|| reference("（2026）澄0101收1号"), || reference("（2026）澄0101民初7号"));
    let (contents, missing) = (vec![PackageItem::Parties, PackageItem::Claim], vec![PackageItem::ServiceAddresses]);
    let (ground, explanation) = (RejectionGround::Incomplete, Some(sealed()));
    let (outcome, day) = (CourtOutcome::Judgment, date(2026, 12, 23));
    vec![
        litigation(SuitChosen { party: PARTY, warnings: Vec::new() }),
        litigation(DelegationReceived {
            court: court(),
            reference: arrival(),
            cause: code("labour_remuneration"),
            stage: None,
        }),
        litigation(DelegationReported { court: court(), ended: TerminationReason::Agreed, contents: Vec::new() }),
        litigation(HandOffAssembled {
            hand_off: 1,
            court: court(),
            purpose: HandOffPurpose::Filing,
            cause: None,
            contents,
            missing,
            manifest: Vec::new(),
        }),
        litigation(HandOffSent { hand_off: 1, court: court(), answer_by: None, shared_on: Vec::new() }),
        litigation(HandOffAcknowledged { hand_off: 1, reference: arrival() }),
        litigation(HandOffRejected { hand_off: 1, ground, explanation }),
        litigation(CaseFiled { hand_off: Some(1), court: court(), reference: docket(), filed_on: day }),
        litigation(CourtAnswered {
            reference: docket(),
            outcome,
            decided_on: day,
            grounds: Vec::new(),
            enforce_by: None,
            perform_by: None,
        }),
    ]
}

fn confirmation() -> Vec<Event> {
    let competent = CompetentCourt { court: department("court"), link: CourtLink::Domicile };
    vec![
        litigation(ConfirmationAdvised {
            bars: vec![ConfirmationBar::OwnershipConfirmation],
            courts: vec![competent],
            apply_by: Some(date(2026, 12, 25)),
        }),
        litigation(ConfirmationApplied {
            parties: vec![PARTY],
            court: department("court"),
            warnings: vec![Warning::PeriodOver],
        }),
        litigation(CourtAnswerCorrected {
            corrects: ENTRY,
            reference: reference("（2026）澄0101民特3号"),
            outcome: CourtOutcome::NotConfirmed,
            decided_on: date(2026, 12, 24),
            grounds: vec![ConfirmationDenial::Unclear],
            reason: sealed(),
            enforce_by: None,
            perform_by: None,
        }),
    ]
}

fn delegation() -> Vec<Event> {
    let (court, until) = (|| department("court"), date(2026, 12, 24));
    vec![
        litigation(DelegationAccepted { court: court(), until: Some(until) }),
        litigation(DelegationDeclined {
            court: court(),
            ground: ReturnGround::NotCompetent,
            explanation: Some(sealed()),
        }),
        litigation(DelegationExtended { parties: vec![PARTY], until }),
    ]
}

fn referrals() -> Vec<Event> {
    let (body, number) = (|| department("labour_arbitration"), || reference("澄劳人仲案〔2026〕9号"));
    let (procedure, outcome, day) = (Procedure::Arbitration, ReferralOutcome::Awarded, date(2027, 1, 8));
    vec![
        litigation(ReferralMade {
            referral: 1,
            procedure,
            body: body(),
            by: vec![PARTY],
            contents: vec![PackageItem::Claim],
            missing: vec![PackageItem::Evidence],
            manifest: vec![ManifestLine { item: PackageItem::Claim, entry: ENTRY }],
            warnings: vec![Warning::PeriodsKeepRunning],
            answer_by: Some(day),
            shared_on: Vec::new(),
        }),
        litigation(ReferralAcknowledged { referral: 1, procedure, body: body(), reference: number() }),
        litigation(ReferralRejected { referral: 1, ground: RejectionGround::Incomplete, explanation: Some(sealed()) }),
        litigation(ReferralAnswered {
            referral: 1,
            reference: Some(number()),
            outcome,
            decided_on: day,
            enforce_by: None,
        }),
        litigation(ReferralAnswerCorrected {
            corrects: ENTRY,
            referral: 1,
            outcome,
            decided_on: day,
            reason: sealed(),
            enforce_by: None,
        }),
        litigation(ReferralWithdrawn { referral: 1, by: PARTY }),
    ]
}

fn litigation(fact: impl Into<LitigationEvent>) -> Event {
    Event::Litigation(fact.into())
}
