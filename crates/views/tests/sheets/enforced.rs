//! What can be enforced, until when, and when nobody has to follow it any more.

use jiff::civil::Date;
use serde_json::{Value, json};
use timeline::*;
use uuid::Uuid;

use super::agreed;
use crate::{Told, date, department, reference, with_today};

fn by() -> PartyId {
    PartyId::new(Uuid::from_u128(7))
}

/// What the court said of the matter of this number, and until when it can be enforced.
fn answer(number: &str, outcome: CourtOutcome, enforce_by: Option<Date>) -> LitigationEvent {
    CourtAnswered {
        reference: reference(number),
        outcome,
        decided_on: date(2),
        grounds: Vec::new(),
        enforce_by,
        perform_by: None,
    }
    .into()
}

fn refer(referral: u32, procedure: Procedure) -> LitigationEvent {
    ReferralMade {
        referral,
        procedure,
        body: department("court"),
        by: vec![by()],
        contents: Vec::new(),
        missing: Vec::new(),
        manifest: Vec::new(),
        warnings: Vec::new(),
        answer_by: None,
        shared_on: Vec::new(),
    }
    .into()
}

fn ended(referral: u32, outcome: ReferralOutcome, enforce_by: Option<Date>) -> LitigationEvent {
    ReferralAnswered { referral, reference: None, outcome, decided_on: date(3), enforce_by }.into()
}

fn states(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["state"].as_str()).collect()
}

/// A confirmed agreement with two parts, which can be enforced until the 20th.
fn confirmed() -> Told {
    let sheet = Told::to("enforcements").registered(1, "990101").fact(1, agreed(1, 1, &[5, 6], None));
    sheet.fact(1, answer("民特1号", CourtOutcome::Confirmed, Some(date(20))))
}

#[test]
fn a_title_is_followed_until_it_is_performed() {
    let row = &confirmed().rows()[0];
    assert_eq!((&row["reference"], &row["enforce_by"]), (&json!("民特1号"), &json!("2026-12-20")));
    assert_eq!(states(&with_today(&confirmed(), 20)), ["open"]);
    assert_eq!(states(&with_today(&confirmed(), 21)), ["period_over"]);
    assert_eq!(states(&confirmed().rows()), ["open"], "who has no day learns of none");
    let breach = AgreementBreached { agreement: 1, instalment: Some(2), reported_by: None };
    let broken = confirmed().fact(1, MediationEvent::from(breach));
    assert_eq!((states(&broken.rows()), broken.figures()), (vec!["missed"], json!({ "missed": 1 })));
    let paid = |sheet: Told, instalment| {
        sheet.fact(1, MediationEvent::from(PerformanceRecorded { instalment, performed_on: date(5) }))
    };
    let half = paid(broken, 1);
    assert_eq!(states(&half.rows()), ["missed"]);
    assert_eq!(paid(half, 2).rows(), Vec::<Value>::new());
}

#[test]
fn enforcement_that_was_asked_for_is_waited_for_and_can_be_asked_for_again() {
    let asked = || confirmed().fact(1, refer(1, Procedure::Enforcement));
    assert_eq!(states(&asked().rows()), ["requested"]);
    for (outcome, left) in [
        (ReferralOutcome::NothingLeft, vec!["open"]),
        (ReferralOutcome::Enforced, vec![]),
        (ReferralOutcome::SettledThere, vec![]),
    ] {
        assert_eq!(states(&asked().fact(1, ended(1, outcome, None)).rows()), left, "{outcome}");
    }
    let back = ReferralRejected { referral: 1, ground: RejectionGround::Incomplete, explanation: None };
    assert_eq!(states(&asked().fact(1, LitigationEvent::from(back)).rows()), ["open"]);
    let withdrawn = ReferralWithdrawn { referral: 1, by: by() };
    assert_eq!(states(&asked().fact(1, LitigationEvent::from(withdrawn)).rows()), ["open"]);
}

#[test]
fn what_is_no_title_is_not_followed_and_an_award_is() {
    let sheet = Told::to("enforcements").registered(1, "990101");
    let sheet = sheet.fact(1, answer("民初1号", CourtOutcome::Dismissed, None));
    let sheet = sheet.fact(1, refer(1, Procedure::Arbitration));
    assert_eq!(sheet.rows(), Vec::<Value>::new());
    let sheet = sheet.fact(1, ended(1, ReferralOutcome::Awarded, Some(date(9))));
    assert_eq!((states(&sheet.rows()), &sheet.rows()[0]["procedure"]), (vec!["open"], &json!("arbitration")));
    let corrected = ReferralAnswerCorrected {
        corrects: EventId::new(Uuid::from_u128(3)),
        referral: 1,
        outcome: ReferralOutcome::Dismissed,
        decided_on: date(3),
        reason: crate::text(),
        enforce_by: None,
    };
    assert_eq!(sheet.fact(1, LitigationEvent::from(corrected)).rows(), Vec::<Value>::new());
}
