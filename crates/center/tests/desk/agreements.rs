//! After the agreement: who may mediate at all, who goes back to see, what is overdue, and the paper about a visit.

use access::Actor;
use center::{Context, Failure};
use serde_json::{Value, json};
use timeline::{Query, StreamId};

use crate::hall::{Hall, auditor, clerk, court, housing, leader, mediator, triage};
use crate::orders::mediate;

/// An agreement with a part due in a week and one due in five weeks; answers its case.
async fn agreed(hall: &Hall) -> StreamId {
    let case = hall.register().await.stream;
    mediate(hall, case).await;
    let parties = hall.parties(case);
    let owed = |due: &str| json!({ "by": parties[1], "due": due, "amount": 50_000 });
    let signed = json!({ "command": "sign_agreement", "form": "written", "terms": "分两次付清", "parties": parties,
        "instalments": [owed("2026-11-09"), owed("2026-12-09")] });
    hall.ask(&mediator(), case, Context::Mediation, signed).await.unwrap();
    hall.center.settled().await;
    case
}

fn rows(hall: &Hall, view: &str, today: &str) -> Vec<Value> {
    let query = Query { today: Some(today.parse().unwrap()), ..Query::default() };
    hall.center.view(&leader(), view, &query).unwrap().rows
}

fn states(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["state"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_agreement_is_watched_over_from_the_moment_it_binds() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = agreed(&hall).await;
    let visits = rows(&hall, "return-visits", "2026-11-02");
    let due: Vec<_> = visits.iter().map(|row| row["due"].clone()).collect();
    assert_eq!(due, [json!("2026-11-16"), json!("2026-12-16")], "a week after each day on which something is due");
    assert_eq!(states(&rows(&hall, "return-visits", "2026-11-17")), ["overdue", "due"]);
    let hall = hall.reopen(true).await;
    hall.center.settled().await;
    let set = hall.facts(case).iter().filter(|name| **name == "mediation.return_visit_scheduled").count();
    assert_eq!(set, 2, "it follows once");
}

#[tokio::test]
async fn what_is_overdue_opens_every_way_with_its_reason() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = agreed(&hall).await;
    let sheet = || hall.center.case(&clerk(), case.into()).unwrap();
    assert!(sheet().overdue.is_empty(), "nothing is due yet");
    let days = |days: i64| hall.pass(days * 24 * 60);
    days(9);
    let open = |sheet: &center::CaseSheet| -> Vec<&str> {
        let [part] = &sheet.overdue[..] else { panic!("{:?}", sheet.overdue) };
        part.ways.iter().map(|way| way.command).collect()
    };
    assert_eq!(open(&sheet()), ["remind_performance", "apply_for_confirmation", "refer_case", "file_suit"]);
    let shown = sheet().shown();
    let ways = shown["overdue"][0]["ways"].as_array().unwrap();
    assert!(ways.iter().all(|way| way["reason"]["zh"].is_string() && way["source"].is_string()), "{ways:?}");
    assert_eq!(states(&rows(&hall, "performances", "2026-11-11")), ["overdue", "due"]);
    days(27);
    assert_eq!(open(&sheet()), ["remind_performance", "refer_case", "file_suit"], "the 30 days are over");
    let paid = json!({ "command": "record_performance", "instalment": 1, "performed_on": "2026-12-01" });
    hall.ask(&mediator(), case, Context::Mediation, paid).await.unwrap();
    assert!(sheet().overdue.is_empty());
    assert_eq!(states(&rows(&hall, "performances", "2026-12-08")), ["late", "due"]);
}

/// Counted from the last part, also while only the first is overdue (civil procedure law, article 250): two years after
/// 2026-12-09 is a Saturday.
#[tokio::test]
async fn the_sheet_and_the_list_say_the_same_last_day_for_enforcement() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = agreed(&hall).await;
    let reference = "（2026）虚构民特1号";
    for body in [
        json!({ "command": "record_filing", "court": "court", "reference": reference, "filed_on": "2026-11-02" }),
        json!({ "command": "record_court_answer", "reference": reference, "outcome": "confirmed", "decided_on": "2026-11-02" }),
    ] {
        hall.ask(&triage(), case, Context::Litigation, body).await.unwrap();
    }
    hall.center.settled().await;
    hall.pass(9 * 24 * 60);
    let sheet = hall.center.case(&clerk(), case.into()).unwrap().shown();
    let ways = sheet["overdue"][0]["ways"].as_array().unwrap();
    let enforcement = ways.iter().find(|way| way["way"] == "enforcement").unwrap();
    let listed = &rows(&hall, "enforcements", "2026-11-11")[0];
    assert_eq!((&enforcement["until"], &listed["enforce_by"]), (&json!("2028-12-11"), &json!("2028-12-11")));
}

#[tokio::test]
async fn the_record_of_a_return_visit_is_a_document() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = agreed(&hall).await;
    let read = |actor: Actor, record| hall.center.return_visit(&actor, case.into(), record).unwrap();
    assert!(read(clerk(), 1).is_none(), "nobody went yet");
    let party = hall.parties(case)[0].clone();
    let visited = json!({ "command": "make_return_visit", "performed": true, "satisfied": true, "party": party,
        "new_signs": true, "measures": "已上门劝导", "reason": "asked" });
    hall.ask(&mediator(), case, Context::Mediation, visited).await.unwrap();
    let shown = read(clerk(), 1).unwrap().shown();
    assert_eq!((&shown["record"], &shown["agreement"], &shown["due"]), (&json!(1), &json!(1), &json!("2026-11-16")));
    assert_eq!((&shown["made_on"], &shown["visitor"]), (&json!("2026-11-02"), &json!("mediator-1")));
    assert_eq!((&shown["party"], &shown["measures"]), (&json!(party), &json!("已上门劝导")));
    assert_eq!(read(auditor(), 1).unwrap().shown()["measures"], "＊＊＊", "who checks needs no names");
    assert!(hall.center.return_visit(&court(), case.into(), 1).is_err());
    assert!(read(clerk(), 0).is_none() && read(clerk(), 2).is_none());
}

#[tokio::test]
async fn who_is_not_in_the_register_is_not_appointed() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    let case = hall.register().await.stream;
    let party = hall.parties(case)[0].clone();
    let asked = json!({ "command": "request_mediation", "kind": "peoples", "by": party });
    hall.ask(&triage(), case, Context::Mediation, asked).await.unwrap();
    let keeper = triage();
    let appoint = || {
        let appoint = json!({ "command": "appoint_mediator", "mediator": "mediator-2" });
        hall.ask(&keeper, case, Context::Mediation, appoint)
    };
    let code = |answer: Result<_, Failure>| match answer {
        Err(Failure::Refused(refused)) => refused.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(appoint().await), "mediation.not_a_mediator");
    assert!(hall.center.enrolled_mediators().is_empty());
    hall.enrol("mediator-2").await;
    let suspend = json!({ "command": "suspend_mediator", "mediator": "mediator-2", "explanation": "核查中" });
    hall.of_register(suspend).await.unwrap();
    assert_eq!(code(appoint().await), "mediation.mediator_suspended");
    hall.of_register(json!({ "command": "resume_mediator", "mediator": "mediator-2" })).await.unwrap();
    let near = json!({ "command": "declare_conflict", "mediator": "mediator-2", "case": case, "ground": "kin" });
    hall.of_register(near).await.unwrap();
    assert_eq!(code(appoint().await), "mediation.mediator_conflicted");
    hall.enrol("mediator-1").await;
    let free: Vec<_> = hall.center.enrolled_mediators().into_iter().map(|enrolled| enrolled.mediator).collect();
    assert_eq!(free.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["mediator-1", "mediator-2"]);
    mediate(&hall, hall.register().await.stream).await;
}

#[tokio::test]
async fn a_last_day_that_can_still_move_says_so() {
    let home = tempfile::tempdir().unwrap();
    let hall = Hall::open(home.path()).await;
    for (days, until, provisional) in [(0, "2026-12-02", false), (38, "2027-01-11", true)] {
        hall.pass(days * 24 * 60);
        let case = hall.register().await.stream;
        let assign = json!({ "command": "assign_case", "to": "housing" });
        hall.ask(&triage(), case, Context::Triage, assign).await.unwrap();
        let receive = json!({ "command": "receive_assignment", "assignment": 1 });
        hall.ask(&housing(), case, Context::Triage, receive).await.unwrap();
        let request = json!({ "command": "request_mediation", "kind": "administrative", "by": hall.parties(case)[0] });
        hall.ask(&housing(), case, Context::Mediation, request).await.unwrap();
        let sheet = hall.center.case(&clerk(), case.into()).unwrap();
        let mediation = sheet.shown()["mediation"].clone();
        assert_eq!((&mediation["until"], &mediation["provisional"]), (&json!(until), &json!(provisional)));
        let next = json!(sheet.next_step());
        assert_eq!((&next["until"], next.get("provisional")), (&json!(until), provisional.then_some(&json!(true))));
    }
}
