//! A center with a vault: who may see names reads them, the log does not hold them, and what was erased stays gone.

use std::ops::ControlFlow;
use std::sync::Arc;

use access::MASK;
use center::{Center, Context, Failure, MemoryJournal, MemoryScratch, OpenError, Options, Rulebook};
use journal::Journal;
use serde_json::{Value, json};
use timeline::{PartyId, Query, StreamId};

use crate::hall::{Hall, auditor, clerk, housing, leader, triage};

/// Every byte of the log, as text where it is text.
fn log(journal: &dyn Journal) -> String {
    let mut bytes = Vec::new();
    let read = journal.scan(0, journal.head().position, &mut |commit| {
        bytes.extend_from_slice(commit.bytes());
        ControlFlow::Continue(())
    });
    read.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn name(hall: &Hall, case: StreamId, party: usize) -> Value {
    hall.center.case(&clerk(), case.into()).unwrap().shown()["parties"][party]["name"].clone()
}

#[tokio::test]
async fn names_are_opened_for_whoever_may_see_them_and_lie_sealed_in_the_log() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    let assign = json!({ "command": "assign_case", "to": "housing", "note": "请到现场看看（虚构）" });
    let done = hall.ask(&triage(), case, Context::Triage, assign).await.unwrap();
    assert!(hall.center.projected(done.position, center::VIEW_WAIT_MAX).await);
    assert_eq!(name(&hall, case, 0), json!("甲某（虚构）"));
    let masked = hall.center.case(&auditor(), case.into()).unwrap().shown();
    assert_eq!(masked["claim"], json!(MASK));
    assert!(masked["parties"][0]["name"].as_str().is_some_and(|name| name.starts_with("P-")), "a pseudonym");
    let history = serde_json::to_string(&hall.center.history(&housing(), case, 0).unwrap().shown()).unwrap();
    assert!(history.contains("楼上漏水") && history.contains("请到现场看看"));
    let rows = hall.center.view(&housing(), "work-list", &Query::default()).unwrap().rows;
    assert_eq!(rows[0]["applicant"], json!("甲某（虚构）"));
    let told = hall.center.follow(&clerk(), 0).unwrap().next().await.unwrap().fact;
    assert_eq!(told["body"]["claim"], json!("楼上漏水，要求赔偿"));
    let log = log(hall.journal.as_ref());
    assert!(log.contains("intake.case_registered"));
    assert!(!log.contains("虚构") && !log.contains("楼上漏水") && !log.contains("00000000001"));
}

#[tokio::test]
async fn a_retry_is_known_though_sealing_is_never_twice_the_same() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let order = hall.order(&clerk(), None, Context::Intake, &crate::hall::registration());
    let first = hall.center.submit(order.clone()).await.unwrap();
    let again = hall.center.submit(order).await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.facts, first.facts);
}

#[tokio::test]
async fn an_erased_party_is_masked_everywhere_and_nothing_else_changes() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    hall.center.settled().await;
    let rows = |hall: &Hall| hall.center.view(&leader(), "center-board", &Query::default()).unwrap();
    let (before, head) = (rows(&hall), hall.center.head());
    let party: PartyId = hall.parties(case)[0].parse().unwrap();
    let vault = hall.vault.clone().unwrap();
    vault.erase(party.into()).unwrap();
    vault.next_epoch().unwrap();
    let hall = hall.reopen(true).await;
    assert_eq!((name(&hall, case, 0), name(&hall, case, 1)), (json!(MASK), json!("乙某（虚构）")));
    let history = serde_json::to_string(&hall.center.history(&leader(), case, 0).unwrap().shown()).unwrap();
    assert!(!history.contains("甲某") && history.contains("乙某"));
    assert_eq!(json!(rows(&hall)), json!(before), "no figure changes");
    assert_eq!(hall.center.head().position, head.position);
    let root = |position| hall.journal.root(position).unwrap();
    assert_eq!(root(head.position), root(hall.center.head().position), "the log is as it was");
}

#[tokio::test]
async fn nothing_personal_is_recorded_where_it_was_erased() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let case = hall.register().await.stream;
    hall.vault.clone().unwrap().erase(timeline::CaseId::from(case).into()).unwrap();
    let noted = json!({ "command": "assign_case", "to": "housing", "note": "请到现场看看（虚构）" });
    let refused = hall.ask(&triage(), case, Context::Triage, noted).await;
    assert!(matches!(refused, Err(Failure::Refused(refused)) if refused.code == "center.data_erased"));
    let plain = json!({ "command": "assign_case", "to": "housing" });
    assert!(hall.ask(&triage(), case, Context::Triage, plain).await.is_ok(), "the case goes on");
}

#[tokio::test]
async fn a_real_center_does_not_open_without_a_vault() {
    let clock = Arc::new(jiff::Timestamp::now);
    let opened = Center::open(
        Arc::new(MemoryJournal::new()),
        Arc::new(MemoryScratch::default()),
        Rulebook::demo(),
        Options::new(clock),
    );
    assert!(matches!(opened.await.err(), Some(OpenError::NoVault)));
}
