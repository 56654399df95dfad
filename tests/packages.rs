//! One matter for the citizen, a part for each department; and what was closed is taken up again.

use serde_json::{Value, json};
use tests::{Ask, Journey, Stage, key, party, until_true};

fn close(outcome: &str) -> Value {
    json!({"command": "close_case", "outcome": outcome})
}

fn split(department: &str, dispute_type: &str) -> Value {
    json!({"command": "open_sub_case", "department": department, "task": "核查本部门职责内的部分（虚构）",
        "dispute_type": dispute_type})
}

/// A matter that needs two departments, split.
fn package(stage: &Stage) -> (Journey, [Journey; 2]) {
    let two = [party("applicant", "person", "许申请（虚构）"), party("respondent", "organisation", "示例建设公司")];
    let mut case = stage.dispute("noise", &two, "other");
    assert_eq!(case.refused("housing-1", "triage", &split("housing", "noise")), "case.unknown");
    assert_eq!(case.refused("clerk-1", "triage", &split("housing", "noise")), "access.not_this_role");
    assert_eq!(case.refused("triage-1", "triage", &split("court", "noise")), "triage.court_needs_hand_off");
    assert_eq!(case.refused("triage-1", "triage", &split("housing", "no_such")), "triage.unknown_dispute_type");
    let parts = [split("housing", "property_management"), split("transport", "noise")];
    let parts = parts.map(|part| {
        let opened = case.ask("triage-1", "triage", &part);
        let id = opened["facts"][0]["body"]["case"].as_str().expect("an id").to_owned();
        case.part(&id)
    });
    (case, parts)
}

/// The row of a package on the board of packages.
fn row(stage: &Stage, staff: &str, case: &Journey) -> Option<Value> {
    stage.http.rows(staff, "packages", "").into_iter().find(|row| row["case"] == case.case.as_str())
}

/// How a package stands, and the parts it waits for.
fn stands(stage: &Stage, case: &Journey) -> (String, Value) {
    let row = row(stage, "director-1", case).expect("a package");
    (row["state"].as_str().unwrap_or_default().to_owned(), row["blocked_by"].clone())
}

/// A package closes when all of its parts have; a part that is taken up again is waited for again.
#[test]
fn a_package_closes_when_every_part_has() {
    let stage = Stage::empty();
    let (mut case, [mut first, mut second]) = package(&stage);
    first.lies("housing", "new");
    second.lies("transport", "new");
    first.is_known_to(&["housing-1"]);
    second.is_known_to(&["transport-1"]);
    case.is_known_to(&["housing-1", "transport-1"]);
    assert_eq!(first.sheet("housing-1")["part_of"], json!(case.case), "the part names its package");
    assert_eq!(first.refused("triage-1", "triage", &split("transport", "noise")), "triage.part_has_no_parts");
    assert_eq!(stands(&stage, &case), ("blocked".to_owned(), json!([1, 2])));
    assert_eq!(case.refused("triage-1", "triage", &close("explained")), "triage.sub_cases_open");
    assert_eq!(case.refused("housing-1", "triage", &close("explained")), "access.only_the_holder");

    first.answered_by("housing-1");
    until_true("the package hears of it", || stands(&stage, &case).1 == json!([2]));
    second.answered_by("transport-1");
    until_true("the package can close", || stands(&stage, &case).0 == "ready");
    first.ask("housing-1", "triage", &json!({"command": "reopen_case", "reason": "申请人补充了材料（虚构）"}));
    until_true("the package waits again", || stands(&stage, &case).1 == json!([1]));
    case.catches_up();
    assert_eq!(case.refused("triage-1", "triage", &close("explained")), "triage.sub_cases_open");
    first.ask("housing-1", "triage", &close("explained"));
    until_true("the package can close", || stands(&stage, &case).0 == "ready");
    case.catches_up();
    case.ask("triage-1", "triage", &close("explained"));
    assert_eq!(stands(&stage, &case).0, "closed");
    case.citizen_reads("closed", "center");
    stage.ends_well();
}

/// The plan is changed with a reason: the package waits for the part no more, whose own case goes on.
#[test]
fn a_part_is_dropped_and_goes_its_own_way() {
    let stage = Stage::empty();
    let (mut case, [first, mut second]) = package(&stage);
    let drop = |part: u32| json!({"command": "drop_sub_case", "sub_case": part, "reason": "经查无需该部门（虚构）"});
    assert_eq!(case.refused("triage-1", "triage", &drop(3)), "triage.no_such_sub_case");
    assert_eq!(case.refused("transport-1", "triage", &drop(2)), "access.only_the_holder");
    case.ask("triage-1", "triage", &drop(1));
    assert_eq!(case.refused("triage-1", "triage", &drop(1)), "triage.sub_case_done");
    assert_eq!(stands(&stage, &case), ("blocked".to_owned(), json!([2])));
    second.answered_by("transport-1");
    until_true("the package can close", || stands(&stage, &case).0 == "ready");
    case.catches_up();
    case.ask("triage-1", "triage", &close("explained"));
    first.lies("housing", "new");
    let by_itself = json!({"command": "conclude_sub_case", "case": first.case, "outcome": "explained"});
    assert_eq!(case.refused("triage-1", "triage", &by_itself), "access.not_this_role");
    stage.ends_well();
}

/// A closed case is taken up again by whoever was answerable: it lies on the same desk, and the first end stays told.
#[test]
fn a_closed_case_is_taken_up_again() {
    let stage = Stage::empty();
    let two = [party("applicant", "person", "吕申请（虚构）"), party("respondent", "person", "施对方（虚构）")];
    let mut case = stage.dispute("noise", &two, "other");
    let again = json!({"command": "reopen_case", "reason": "申请人不服答复（虚构）"});
    assert_eq!(case.refused("clerk-1", "triage", &again), "triage.case_open");
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "wangxi"}));
    case.ask("wangxi-1", "triage", &json!({"command": "receive_assignment", "assignment": 1}));
    case.ask("wangxi-1", "triage", &close("explained"));
    assert_eq!(case.refused("wangxi-1", "triage", &close("explained")), "triage.case_closed");
    case.citizen_reads("closed", "wangxi");
    assert_eq!(case.refused("shiqiao-1", "triage", &again), "case.unknown");
    assert_eq!(case.refused("mediator-1", "triage", &again), "access.not_this_role");
    case.ask("clerk-1", "triage", &again);
    case.lies("wangxi", "received");
    case.citizen_reads("received", "wangxi");
    assert_eq!(case.sheet("clerk-1")["outcome"], Value::Null, "it has not ended");
    let figures = stage.http.figures("director-1", "center-board");
    assert_eq!((&figures["reopened"], &figures["closed"]), (&json!(1), &json!(0)), "{figures}");
    case.ask("wangxi-1", "triage", &close("withdrawn"));
    let history = case.history("director-1");
    assert_eq!(history.iter().filter(|kind| *kind == "triage.case_closed").count(), 2, "{history:?}");
    twice_by_one_key_is_once(&stage, &mut case, &again);
    stage.ends_well();
}

/// A request that is sent twice takes the case up once.
fn twice_by_one_key_is_once(stage: &Stage, case: &mut Journey, again: &Value) {
    let (path, key) = (format!("/api/v1/cases/{}/triage", case.case), key());
    let seen = case.sheet("director-1")["version"].as_u64();
    let ask = Ask::new("director-1", &path, again).key(&key).seen(seen);
    let sent = [1, 2].map(|_| stage.http.post(&ask).expect("an answer"));
    assert_eq!((sent[0].status, sent[1].status), (200, 200), "{} {}", sent[0].text, sent[1].text);
    assert_eq!(sent[0].body["facts"], sent[1].body["facts"], "the second is told what the first was");
    case.catches_up();
    case.lies("wangxi", "received");
}
