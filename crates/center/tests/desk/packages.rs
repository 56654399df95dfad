//! Packages: every part gets a case of its own, its end is told to the package, and a part that fails wedges nothing.

use std::time::Duration;

use center::{Context, Failure, Feed};
use serde_json::{Value, json};
use timeline::StreamId;

use crate::hall::{Hall, clerk, housing, refused, transport, triage};

/// How long something the center does by itself may take on a busy machine.
const BY_ITSELF: Duration = Duration::from_secs(60);

/// Waits until this fact came on this stream.
async fn comes(feed: &mut Feed, stream: StreamId, kind: &str) {
    let until = async {
        while let Some(told) = feed.next().await {
            if told.stream == stream && told.kind == kind {
                return;
            }
        }
        panic!("the feed ended before {kind}");
    };
    tokio::time::timeout(BY_ITSELF, until).await.unwrap_or_else(|_| panic!("{kind} does not come"));
}

async fn asked(hall: &Hall, who: &access::Actor, case: StreamId, command: Value) {
    let done = hall.ask(who, case, Context::Triage, command.clone()).await;
    assert!(done.is_ok(), "{command}: {done:?}");
}

fn open_for(department: &str) -> Value {
    json!({ "command": "open_sub_case", "department": department, "task": "请修好屋顶", "dispute_type": "water_leak" })
}

fn close() -> Value {
    json!({ "command": "close_case", "outcome": "explained" })
}

#[tokio::test]
async fn a_package_ends_when_its_parts_have_and_hears_of_them_by_itself() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::sealed(home.path()).await;
    let mut feed = hall.center.follow(&clerk(), 0).unwrap();
    let package = hall.register().await.stream;
    asked(&hall, &triage(), package, open_for("housing")).await;
    asked(&hall, &triage(), package, open_for("transport")).await;
    let parts = hall.center.case(&triage(), package.into()).unwrap().parts;
    let roof: StreamId = parts[0].case.into();
    comes(&mut feed, roof, "triage.case_assigned").await;

    let whole = hall.center.case(&triage(), package.into()).unwrap().shown();
    let part = hall.center.case(&housing(), roof.into()).unwrap();
    assert_eq!((part.part_of, part.state), (Some(package.into()), "assigned"));
    assert_eq!(part.dispute_type.as_ref().map(|code| code.as_str()), Some("water_leak"));
    assert_eq!(part.shown()["claim"], json!("请修好屋顶"));
    assert_eq!(part.shown()["parties"][0]["name"], whole["parties"][0]["name"], "sealed anew, and opened");
    assert_ne!(part.shown()["parties"][0]["id"], whole["parties"][0]["id"], "a key of its own");

    assert_eq!(refused(&hall.ask(&triage(), package, Context::Triage, close()).await), "triage.sub_cases_open");
    asked(&hall, &housing(), roof, json!({ "command": "receive_assignment", "assignment": 1 })).await;
    asked(&hall, &housing(), roof, close()).await;
    comes(&mut feed, package, "triage.sub_case_concluded").await;
    asked(&hall, &triage(), roof, json!({ "command": "reopen_case", "reason": "又漏了" })).await;
    comes(&mut feed, package, "triage.sub_case_reopened").await;
    asked(&hall, &housing(), roof, close()).await;
    comes(&mut feed, package, "triage.sub_case_concluded").await;

    assert_eq!(refused(&hall.ask(&triage(), package, Context::Triage, close()).await), "triage.sub_cases_open");
    let dropped = json!({ "command": "drop_sub_case", "sub_case": 2, "reason": "与漏水无关" });
    asked(&hall, &triage(), package, dropped).await;
    asked(&hall, &triage(), package, close()).await;
    let states: Vec<&str> =
        hall.center.case(&triage(), package.into()).unwrap().parts.iter().map(|part| part.state).collect();
    assert_eq!(states, ["concluded", "dropped"]);
    let other = hall.center.case(&transport(), parts[1].case).unwrap();
    assert_eq!(other.state, "assigned", "a dropped part goes its own way");
}

#[tokio::test]
async fn nobody_outside_begins_a_stream_of_its_choosing() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let chosen = timeline::CaseId::derive(uuid::Uuid::nil(), "chosen").into();
    let begun = hall.ask(&clerk(), chosen, Context::Intake, crate::hall::registration()).await;
    assert_eq!(begun, Err(Failure::NotFound));
}
