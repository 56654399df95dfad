//! The same matter coming in twice: seen whenever a party comes to light, by both of two clerks, asked about once.

use std::time::Duration;

use center::{Actor, Center, Context, Done, Failure, Order};
use serde_json::{Value, json};
use timeline::{Event, IntakeEvent, StreamId};

use crate::hall::{Hall, clerk, housing, supervisor, triage};

fn party(role: &str, name: &str) -> Value {
    json!({ "role": role, "kind": "person", "name": name })
}

/// A matter somebody brings against nobody in particular.
fn matter(applicant: &str) -> Value {
    json!({
        "command": "register_case", "kind": "dispute", "claim": "楼上漏水泡坏天花板，要求修复并赔偿", "area": "990101",
        "parties": [party("applicant", applicant)],
    })
}

/// Registers it, and answers everything that is known of it when it was compared with what is there.
async fn register(hall: &Hall, body: &Value) -> Done {
    let done = hall.center.submit(hall.order(&clerk(), None, Context::Intake, body)).await.unwrap();
    assert_eq!(done.facts.len(), 2, "the registration says nothing of others");
    assert!(hall.center.followed_up(done.position, Duration::from_secs(20)).await, "it is compared");
    let facts = hall.center.history(&triage(), done.stream, 0).unwrap().entries;
    Done { facts, ..done }
}

async fn ask(hall: &Hall, case: StreamId, command: Value) -> Done {
    hall.ask(&clerk(), case, Context::Intake, command).await.unwrap()
}

/// The cases these facts suspect to be the same matter.
fn suspected(done: &Done) -> Vec<StreamId> {
    let other = |event: &Event| match event {
        Event::Intake(IntakeEvent::DuplicateSuspected(fact)) => Some(fact.other.into()),
        _ => None,
    };
    done.facts.iter().filter_map(|fact| other(&fact.event)).collect()
}

fn add(name: &str) -> Value {
    json!({ "command": "add_party", "party": party("respondent", name) })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clerks_who_register_the_same_matter_at_one_moment_see_each_other() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    for number in 0..20 {
        let body = matter(&format!("同时来的人{number}（虚构）"));
        let (one, other) = tokio::join!(register(&hall, &body), register(&hall, &body));
        let seen = [suspected(&one), suspected(&other)];
        assert_eq!(seen.iter().map(Vec::len).sum::<usize>(), 1, "one of them sees the other, and it is asked once");
        assert!(seen[0] == [other.stream] || seen[1] == [one.stream], "{seen:?}");
    }
}

#[tokio::test]
async fn a_party_that_comes_to_light_later_is_compared_like_one_at_registration() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let first = register(&hall, &matter("张三（虚构）")).await.stream;
    let second = register(&hall, &matter("李四（虚构）")).await;
    assert!(suspected(&second).is_empty(), "nobody is party to both as yet");
    let added = ask(&hall, second.stream, add("张三（虚构）")).await;
    assert_eq!(suspected(&added), [first]);

    let third = register(&hall, &matter("王武（虚构）")).await.stream;
    let wrong = hall.parties(third)[0].clone();
    let correct = json!({ "command": "correct_party", "party": wrong, "reason": "姓名写错",
        "corrected": party("applicant", "王五（虚构）") });
    let fourth = register(&hall, &matter("王五（虚构）")).await.stream;
    assert_eq!(suspected(&ask(&hall, third, correct).await), [fourth]);
    let by_the_wrong_name = register(&hall, &matter("王武（虚构）")).await;
    assert!(suspected(&by_the_wrong_name).is_empty(), "a name that was corrected is nobody's");
}

#[tokio::test]
async fn a_pair_is_asked_about_once_from_whichever_side_also_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let first = register(&hall, &matter("张三（虚构）")).await.stream;
    let second = register(&hall, &matter("李四（虚构）")).await.stream;
    let out = json!({ "command": "rule_out_duplicate", "other": second, "reason": "上下两户" });
    ask(&hall, first, out).await;
    let hall = hall.reopen(true).await;
    let added = ask(&hall, second, add("张三（虚构）")).await;
    assert!(suspected(&added).is_empty(), "it was ruled out on the page of the other one");

    let third = register(&hall, &matter("张三（虚构）")).await;
    let mut seen = suspected(&third);
    seen.sort();
    let mut expected = [first, second];
    expected.sort();
    assert_eq!(seen, expected, "the party that was added is known after the restart");
    let again = ask(&hall, first, add("赵六（虚构）")).await;
    assert!(suspected(&again).is_empty());
    let corrected = json!({ "command": "correct_party", "party": hall.parties(first)[0], "reason": "补电话",
        "corrected": { "role": "applicant", "kind": "person", "name": "张三（虚构）", "phone": "00000000009" } });
    assert!(suspected(&ask(&hall, first, corrected).await).is_empty(), "the third asks about the two already");
}

#[tokio::test]
async fn a_party_that_was_refused_or_taken_out_is_nobodys_duplicate() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let closed = register(&hall, &matter("张三（虚构）")).await.stream;
    hall.ask(&triage(), closed, Context::Triage, json!({ "command": "close_case", "outcome": "withdrawn" }))
        .await
        .unwrap();
    hall.ask(&clerk(), closed, Context::Intake, add("李四（虚构）")).await.unwrap_err();
    assert!(suspected(&register(&hall, &matter("李四（虚构）")).await).is_empty());

    let open = register(&hall, &matter("赵六（虚构）")).await.stream;
    ask(&hall, open, add("钱七（虚构）")).await;
    let remove = json!({ "command": "remove_party", "party": hall.parties(open)[1], "reason": "同名的人" });
    ask(&hall, open, remove).await;
    assert!(suspected(&register(&hall, &matter("钱七（虚构）")).await).is_empty());
}

#[tokio::test]
async fn a_correction_of_the_claim_is_what_later_ones_are_compared_with() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let mut body = matter("张三（虚构）");
    body["claim"] = json!("工地拖欠工资四个月");
    let first = register(&hall, &body).await.stream;
    assert!(suspected(&register(&hall, &matter("张三（虚构）")).await).is_empty(), "one person may have two matters");
    let correct =
        json!({ "command": "correct_registration", "claim": "隔壁装修噪音，夜里不能睡", "reason": "记错了人" });
    ask(&hall, first, correct).await;
    body["claim"] = json!("隔壁装修，夜里噪音不能睡");
    assert_eq!(suspected(&register(&hall, &body).await), [first]);
}

/// How somebody counts the facts of a case: in its history, on its sheet and in the feed, which all say the same.
async fn counted(center: &Center, who: &Actor, case: StreamId) -> Vec<u64> {
    let history = center.history(who, case, 0).unwrap();
    let numbers: Vec<u64> = history.shown().iter().map(|fact| fact["version"].as_u64().unwrap()).collect();
    let sheet = center.case(who, case.into()).unwrap();
    let last = history.entries.last().unwrap();
    assert_eq!((sheet.version, sheet.changed_at), (history.version, last.recorded_at));
    assert_eq!((history.last(), numbers.last()), (Some(history.version), Some(&history.version)));
    let after = center.history(who, case, numbers[0]).unwrap();
    assert_eq!(after.entries, history.entries[1..]);
    let mut feed = center.follow(who, 0).unwrap();
    let mut heard = Vec::new();
    while heard.len() < numbers.len() {
        let told = tokio::time::timeout(Duration::from_secs(20), feed.next()).await.unwrap().unwrap();
        heard.extend((told.stream == case).then(|| told.fact["version"].as_u64().unwrap()));
    }
    assert_eq!(heard, numbers);
    numbers
}

#[tokio::test]
async fn whoever_is_not_told_that_two_may_be_one_counts_without_a_gap() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let other = register(&hall, &matter("张三（虚构）")).await.stream;
    let case = register(&hall, &matter("张三（虚构）")).await.stream;
    let assign = json!({ "command": "assign_case", "to": "housing" });
    hall.ask(&triage(), case, Context::Triage, assign).await.unwrap();
    ask(&hall, case, json!({ "command": "rule_out_duplicate", "other": other, "reason": "上下两户" })).await;

    let all = counted(&hall.center, &triage(), case).await;
    let untold = hall.facts(case).iter().filter(|kind| kind.starts_with("intake.duplicate_")).count();
    assert_eq!((all.last(), untold), (Some(&(all.len() as u64)), 2));
    let without = &all[..all.len() - untold];
    let ids = |who: &Actor| -> Vec<Value> {
        let shown = hall.center.history(who, case, 0).unwrap().shown();
        shown
            .into_iter()
            .filter(|fact| !fact["kind"].as_str().unwrap().contains("duplicate"))
            .map(|fact| fact["id"].clone())
            .collect()
    };
    for who in [housing(), supervisor()] {
        assert_eq!(ids(&who), ids(&triage()), "a fact is the same one for everybody");
        assert_eq!(counted(&hall.center, &who, case).await, without, "{}", who.id);
    }

    // What it saw is what it says it saw: nothing it is not told of makes an order stale.
    let command =
        json!({ "command": "return_assignment", "assignment": 1, "ground": "not_competent", "explanation": "属交通" });
    let last = without.len() as u64;
    let order =
        |seen| Order { seen_version: Some(seen), ..hall.order(&housing(), Some(case), Context::Triage, &command) };
    let stale = hall.center.submit(order(last - 1)).await;
    let Err(Failure::Conflict { version, since }) = stale else { panic!("{stale:?}") };
    assert_eq!((version, since.len()), (last, 1));
    let ahead = hall.center.submit(order(last + 1)).await;
    assert!(matches!(ahead, Err(Failure::Conflict { .. })), "nobody has seen what is still to come: {ahead:?}");
    let returned = hall.center.submit(order(last)).await.unwrap();
    assert_eq!((returned.version, returned.facts.len()), (last + 1, 1));
}
