//! A center that was closed, or that died: nothing is done twice and nothing is forgotten.

use center::{Context, Order, Until};
use serde_json::{Value, json};
use timeline::{Query, RequestId};

use crate::hall::{Hall, clerk, leader, registration, triage};
use crate::orders::mediate;

fn rows(hall: &Hall) -> Vec<Value> {
    let rows = |view: center::ViewTitle| json!(hall.center.view(&leader(), view.name, &Query::default()).unwrap());
    center::Center::views().into_iter().map(rows).collect()
}

#[tokio::test]
async fn a_retry_after_a_restart_gets_the_first_answer() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let order = hall.order(&clerk(), None, Context::Intake, &registration());
    let first = hall.center.submit(order.clone()).await.unwrap();
    let hall = hall.reopen(false).await;
    let again = hall.center.submit(order).await.unwrap();
    assert!(again.repeated);
    assert_eq!((again.position, &again.facts), (first.position, &first.facts));
    assert_eq!(hall.center.head().position, 1);
}

#[tokio::test]
async fn views_are_the_same_live_from_snapshots_rebuilt_and_replayed() {
    let home = tempfile::tempdir().unwrap();
    let mut hall = Hall::open(home.path()).await;
    for turn in 0..3 {
        let case = hall.register().await.stream;
        mediate(&hall, case).await;
        hall.center.settled().await;
        let live = rows(&hall);
        let replayed = hall.center.replay(&leader(), Until::Position(u64::MAX)).unwrap();
        let views = center::Center::views();
        let again = views.iter().map(|view| {
            json!(replayed.view(&leader(), hall.center.rulebook().center(), view.name, &Query::default()).unwrap())
        });
        assert_eq!(again.collect::<Vec<_>>(), live);
        hall = hall.reopen(turn % 2 == 0).await;
        assert_eq!(rows(&hall), live, "turn {turn}");
    }
}

#[tokio::test]
async fn known_then_and_true_then_differ_by_what_was_told_late() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let mut late = hall.order(&clerk(), None, Context::Intake, &registration());
    late.occurred_at = Some("2026-10-30T02:00:00Z".parse().unwrap());
    hall.register().await;
    hall.center.submit(late).await.unwrap();
    let at = "2026-10-31T00:00:00Z".parse().unwrap();
    let cases = |until| {
        let replayed = hall.center.replay(&leader(), until).unwrap();
        let center = hall.center.rulebook().center();
        replayed.view(&leader(), center, "case-register", &Query::default()).unwrap().total
    };
    assert_eq!((cases(Until::KnownAt(at)), cases(Until::TrueAt(at)), cases(Until::Position(1))), (0, 1, 1));
}

#[tokio::test]
async fn what_was_true_then_is_what_was_put_right_since() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    hall.pass(60);
    let registered = hall.center.now();
    hall.pass(24 * 60);
    let added = json!({ "command": "add_party", "party": { "role": "third_party", "kind": "person", "name": "丙某" } });
    hall.ask(&clerk(), case, Context::Intake, added).await.unwrap();
    let with_a_third = hall.center.now();
    hall.pass(24 * 60);
    let corrected = json!({ "command": "correct_registration", "kind": "petition", "reason": "是信访（虚构）" });
    hall.ask(&clerk(), case, Context::Intake, corrected).await.unwrap();
    let removed = json!({ "command": "remove_party", "party": hall.parties(case)[2], "reason": "同名的人" });
    let mut removed = hall.order(&clerk(), Some(case), Context::Intake, &removed);
    removed.occurred_at = Some(registered);
    hall.center.submit(removed).await.unwrap();
    let listed = |until| {
        let replayed = hall.center.replay(&leader(), until).unwrap();
        let center = hall.center.rulebook().center();
        let rows = replayed.view(&leader(), center, "case-register", &Query::default()).unwrap().rows;
        rows.iter().map(|row| (row["kind"].clone(), row["parties"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(listed(Until::KnownAt(with_a_third)), [(json!("dispute"), json!(3))]);
    assert_eq!(listed(Until::TrueAt(with_a_third)), [(json!("petition"), json!(2))]);
    assert_eq!(listed(Until::TrueAt(registered)), [(json!("petition"), json!(2))], "nobody goes who never came");
}

#[tokio::test]
async fn numbers_go_on_where_they_were() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    hall.register().await;
    let hall = hall.reopen(true).await;
    hall.pass(1);
    let order = hall.order(&triage(), None, Context::Intake, &registration());
    let case = hall.center.submit(order).await.unwrap().stream;
    assert_eq!(hall.center.case(&clerk(), case.into()).unwrap().number.serial(), 2);
}

#[tokio::test]
async fn a_closed_center_keeps_its_views_for_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    hall.register().await;
    let live = rows(&hall);
    hall.center.close().await;
    let hall = hall.reopen(false).await;
    assert_eq!(rows(&hall), live);
    assert!(hall.loaded_from_snapshots());
}

/// An older copy of the log is put back beside a newer scratch, and has gone further than what is kept there when it is
/// looked at: what happened on the log that is gone is in no view, and what follows from the new facts is seen to.
#[tokio::test]
async fn what_was_kept_of_a_log_that_was_put_back_is_not_believed() {
    let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let hall = Hall::open(home.path()).await;
    let order = hall.order(&clerk(), None, Context::Intake, &registration());
    // The other log gives the same requests, and a case is known by the one that began it.
    let request = RequestId::derive(order.request.uuid(), "of the log that is gone");
    let gone = hall.center.submit(Order { request, ..order }).await.unwrap().stream;
    hall.center.settled().await;

    let other = Hall::open(elsewhere.path()).await;
    other.pass(1);
    let mediated = other.register().await.stream;
    mediate(&other, mediated).await;
    other.register().await;
    other.center.settled().await;
    let (live, log) = (rows(&other), other.journal.clone());
    assert!(log.head().position > hall.journal.head().position);
    other.center.abandon();

    let hall = hall.reopen_with_other_log(log).await;
    hall.center.settled().await;
    assert!(!hall.loaded_from_snapshots());
    assert_eq!(rows(&hall), live);
    assert!(hall.center.case(&clerk(), gone.into()).is_err());
}
