//! Orders: from registration to return visit, given twice, given at once, given too late.

use std::sync::Arc;

use access::Rule;
use center::{Condition, Context, Failure, FollowUps, MemoryJournal};
use serde_json::json;
use timeline::{Classification, StreamId};

use crate::hall::{Hall, clerk, court, eventually, housing, mediator, registration, transport, triage};

/// Mediation up to the appointed mediator.
pub(crate) async fn mediate(hall: &Hall, case: StreamId) {
    let parties = hall.parties(case);
    hall.enrol("mediator-1").await;
    let steps = [
        json!({ "command": "request_mediation", "kind": "peoples", "by": parties[0] }),
        json!({ "command": "consent", "party": parties[1] }),
        json!({ "command": "appoint_mediator", "mediator": "mediator-1" }),
    ];
    for step in steps {
        hall.ask(&triage(), case, Context::Mediation, step).await.unwrap();
    }
}

#[tokio::test]
async fn one_visit_from_registration_to_return_visit() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let done = hall.register().await;
    let case = done.stream;
    assert_eq!((done.version, done.facts.len(), done.repeated), (2, 2, false));
    let type_and_route = [
        json!({ "command": "classify_case", "dispute_type": "neighbours" }),
        json!({ "command": "choose_route", "route": "mediation" }),
    ];
    for step in type_and_route {
        hall.ask(&triage(), case, Context::Triage, step).await.unwrap();
    }
    mediate(&hall, case).await;
    let parties = hall.parties(case);
    let steps = [
        json!({ "command": "schedule_session", "at": "2026-11-02T06:00:00Z", "place": "room-1", "form": "on_site" }),
        json!({ "command": "hold_session", "session": 1, "attended": parties, "record": "双方各让一步" }),
        json!({ "command": "sign_agreement", "form": "written", "terms": "赔偿五百元", "parties": parties,
            "instalments": [{ "by": parties[1], "due": "2026-11-30", "amount": 50000 }] }),
        json!({ "command": "record_performance", "instalment": 1, "performed_on": "2026-11-02" }),
        json!({ "command": "make_return_visit", "performed": true, "satisfied": true }),
    ];
    for step in steps {
        hall.ask(&mediator(), case, Context::Mediation, step).await.unwrap();
    }
    hall.ask(&triage(), case, Context::Mediation, json!({ "command": "terminate_mediation", "reason": "agreed" }))
        .await
        .unwrap();
    hall.ask(&triage(), case, Context::Triage, json!({ "command": "close_case", "outcome": "settled" })).await.unwrap();
    let sheet = hall.center.case(&clerk(), case.into()).unwrap();
    assert_eq!((sheet.state, sheet.number.to_string().starts_with("YD-2026-00001")), ("closed", true));
    assert_eq!(hall.facts(case).len() as u64, sheet.version);
    let session = hall.center.history(&clerk(), case, 0).unwrap();
    let classes: Vec<_> = session.entries.iter().map(|entry| entry.meta.classification).collect();
    assert_eq!(classes.iter().filter(|class| **class == Classification::Mediation).count(), 1);
}

#[tokio::test]
async fn an_order_given_twice_is_carried_out_once() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let order = hall.order(&clerk(), None, Context::Intake, &registration());
    let (one, two) = tokio::join!(hall.center.submit(order.clone()), hall.center.submit(order.clone()));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!([one.repeated, two.repeated].iter().filter(|repeated| **repeated).count(), 1);
    assert_eq!(
        (one.stream, one.version, one.position, &one.facts),
        (two.stream, two.version, two.position, &two.facts)
    );
    assert_eq!(hall.center.head().position, 1);
    let mut other = order;
    let mut body = registration();
    body["claim"] = json!("另外一件事");
    other.command = Context::Intake.read(body.to_string().as_bytes()).unwrap();
    assert_eq!(hall.center.submit(other).await, Err(Failure::RequestReused));
}

#[tokio::test]
async fn numbers_have_no_gap_when_a_registration_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let mut body = registration();
    body["parties"] = json!([]);
    let order = hall.order(&clerk(), None, Context::Intake, &body);
    let refused = hall.center.submit(order).await;
    assert!(matches!(refused, Err(Failure::Refused(refused)) if refused.code == "intake.no_applicant"));
    let case = hall.register().await.stream;
    let sheet = hall.center.case(&clerk(), case.into()).unwrap();
    assert_eq!(sheet.number.serial(), 1);
    assert_eq!(hall.center.find_number(sheet.number), Some(case.into()));
    assert_eq!(hall.center.find_number(timeline::CaseNumber::new(2026, 2)), None);
}

#[tokio::test]
async fn acts_that_do_not_touch_each_other_both_land() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    let party = |name| {
        let body = json!({ "command": "add_party",
            "party": { "role": "third_party", "kind": "person", "name": name } });
        let mut order = hall.order(&clerk(), Some(case), Context::Intake, &body);
        order.seen_version = Some(2);
        order
    };
    let (one, two) = tokio::join!(hall.center.submit(party("丙某（虚构）")), hall.center.submit(party("丁某（虚构）")));
    assert_eq!(one.unwrap().version + two.unwrap().version, 3 + 4);
}

#[tokio::test]
async fn what_matters_and_was_not_seen_is_a_conflict() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    hall.ask(&triage(), case, Context::Triage, json!({ "command": "close_case", "outcome": "explained" }))
        .await
        .unwrap();
    let body = json!({ "command": "add_party", "party": { "role": "third_party", "kind": "person", "name": "丙某" } });
    let mut late = hall.order(&clerk(), Some(case), Context::Intake, &body);
    late.seen_version = Some(2);
    let Err(Failure::Conflict { version: 3, since }) = hall.center.submit(late.clone()).await else { panic!() };
    assert_eq!(since.iter().map(|fact| fact.event.kind().name).collect::<Vec<_>>(), ["triage.case_closed"]);
    late.seen_version = Some(9);
    assert!(matches!(hall.center.submit(late).await, Err(Failure::Conflict { version: 3, .. })));
}

#[tokio::test]
async fn who_may_not_know_of_a_case_is_told_there_is_none() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    let assign = json!({ "command": "assign_case", "to": "housing" });
    hall.ask(&triage(), case, Context::Triage, assign.clone()).await.unwrap();
    assert_eq!(hall.ask(&transport(), case, Context::Triage, assign.clone()).await, Err(Failure::NotFound));
    let denied = hall.ask(&housing(), case, Context::Triage, assign.clone()).await;
    assert_eq!(denied, Err(Failure::Denied { rule: Rule::OnlyTheHolder }));
    let nowhere = StreamId::new(uuid::Uuid::from_u128(77));
    assert_eq!(hall.ask(&triage(), nowhere, Context::Triage, assign).await, Err(Failure::NotFound));
}

#[tokio::test]
async fn nothing_is_recorded_before_it_has_happened() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let mut order = hall.order(&clerk(), None, Context::Intake, &registration());
    order.occurred_at = Some("2026-11-02T09:00:00Z".parse().unwrap());
    let refused = hall.center.submit(order.clone()).await;
    assert!(matches!(refused, Err(Failure::Refused(refused)) if refused.code == "center.not_yet_happened"));
    order.occurred_at = Some("2026-11-01T09:00:00Z".parse().unwrap());
    let done = hall.center.submit(order).await.unwrap();
    assert!(done.facts.iter().all(|fact| fact.meta.occurred_at < fact.recorded_at));
}

#[tokio::test]
async fn a_suit_ends_the_mediation_once_and_in_the_centers_name() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    mediate(&hall, case).await;
    let party = hall.parties(case)[0].clone();
    let suit = hall.ask(&clerk(), case, Context::Litigation, json!({ "command": "file_suit", "party": party })).await;
    hall.center.settled().await;
    let page = hall.center.history(&clerk(), case, suit.unwrap().version).unwrap();
    let facts: Vec<_> = page.entries.iter().map(|entry| entry.event.kind().name).collect();
    assert_eq!(facts, ["mediation.terminated", "mediation.remedies_advised"]);
    assert!(page.entries.iter().all(|entry| entry.meta.actor.as_str() == "system" && entry.meta.causation.is_some()));
    let hall = hall.reopen(true).await;
    hall.center.settled().await;
    assert_eq!(hall.facts(case).iter().filter(|name| **name == "mediation.terminated").count(), 1);
}

#[tokio::test]
async fn a_court_is_told_how_the_mediation_it_asked_for_ended() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let mut body = registration();
    body["referred_by"] = json!({ "department": "court", "reference": null });
    let case = hall.center.submit(hall.order(&clerk(), None, Context::Intake, &body)).await.unwrap().stream;
    let delegation = json!({ "command": "receive_delegation", "court": "court",
        "reference": "（2026）浙0681诉前调1号", "cause": "neighbour_relations" });
    hall.ask(&court(), case, Context::Litigation, delegation).await.unwrap();
    mediate(&hall, case).await;
    let end = json!({ "command": "terminate_mediation", "reason": "too_far_apart" });
    hall.ask(&mediator(), case, Context::Mediation, end).await.unwrap();
    hall.center.settled().await;
    assert_eq!(hall.facts(case).last(), Some(&"litigation.delegation_reported"));
}

/// A follow-up that met a full disk was given up for good.
#[tokio::test]
async fn what_follows_from_a_fact_waits_for_room_and_comes_about() {
    let (home, journal) = (tempfile::tempdir().unwrap(), Arc::new(MemoryJournal::new()));
    let hall = Hall::following_up(home.path(), journal.clone(), FollowUps::ByHand).await;
    let case = hall.register().await.stream;
    mediate(&hall, case).await;
    let party = hall.parties(case)[0].clone();
    hall.ask(&clerk(), case, Context::Litigation, json!({ "command": "file_suit", "party": party })).await.unwrap();
    hall.center.abandon();

    journal.set_condition(Condition::Full { free_bytes: 0 });
    let hall = Hall::following_up(home.path(), journal.clone(), FollowUps::Live).await;
    eventually(|| hall.center.follow_ups_stand_still()).await;
    let ended = || hall.facts(case).contains(&"mediation.terminated");
    assert!(!ended());
    journal.set_condition(Condition::Writable);
    eventually(ended).await;
    eventually(|| !hall.center.follow_ups_stand_still()).await;
}
