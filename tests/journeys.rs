//! Whole cases, from the door to the end, over HTTP: what every department sees on the way, what the citizen leaves with,
//! and that the log alone gives all of it again.

use serde_json::{Value, json};
use tests::{Ask, Http, Journey, Launch, Server, folder, today, yidi};

/// Dates far enough ahead that no test has to wait for them.
const SESSION: &str = "2036-03-03T01:00:00Z";
const DUE: &str = "2036-04-01";

/// An empty demonstration, its directory and a client.
fn center() -> (tempfile::TempDir, Server, Http) {
    let data = folder();
    let server =
        Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    (data, server, http)
}

fn party(role: &str, kind: &str, name: &str) -> Value {
    json!({"role": role, "kind": kind, "name": name, "phone": "00000000000", "address": "澄湾县虚构路1号"})
}

/// Every view as the auditor sees it, row by row.
fn live(http: &Http) -> Value {
    let names = http.get("auditor-1", "/api/v1/views").expect("an answer").body;
    let names = names["views"].as_array().cloned().unwrap_or_default();
    let name = |view: &Value| view["name"].as_str().unwrap_or_default().to_owned();
    names.iter().map(|view| (name(view), Value::Array(http.rows("auditor-1", &name(view), "")))).collect()
}

/// Stops the server and makes sure that log and views say the same without it.
fn ends_well(data: &tempfile::TempDir, server: Server, http: &Http) {
    let dir = data.path().to_string_lossy().into_owned();
    let seen = live(http);
    assert_eq!(server.stop(), 0);
    let replayed = yidi(["replay", "--json", "--data", &dir]).exits(0).json();
    for (name, rows) in seen.as_object().expect("views") {
        assert_eq!(&replayed["views"][name]["rows"], rows, "{name}: live and computed anew");
    }
    let verified = yidi(["verify", "--json", "--data", &dir]).exits(0).json();
    assert_eq!((&verified["ok"], &verified["store_checked"]), (&json!(true), &json!(true)), "{verified}");
}

/// Road works cracked the wall of a house. The transport bureau is asked, signs for it, and the builder repairs it.
#[test]
fn a_cracked_wall_is_repaired_by_the_builder() {
    let (data, server, http) = center();
    let parties = [party("applicant", "person", "赵房主（虚构）"), party("respondent", "organisation", "示例路桥公司")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "修路施工致房屋墙体开裂，要求修复（虚构）",
        "area": "990101001001", "parties": parties});
    let mut case = Journey::begin(&http, "clerk-1", &register);
    case.lies("center", "received");
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "damages"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "mediation"}));
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "transport", "note": "请核查施工（虚构）"}));
    case.lies("transport", "new");
    case.lies("center", "waiting");
    case.ask("transport-1", "triage", &json!({"command": "receive_assignment", "assignment": 1}));
    case.lies("transport", "received");
    assert_eq!(case.on_desk("center"), None, "the center has handed it over");
    let early = case.refused(
        "transport-1",
        "mediation",
        &json!({"command": "record_performance", "instalment": 1, "performed_on": today()}),
    );
    assert!(early.starts_with("mediation."), "{early}");
    case.mediate("transport-1", "administrative");
    case.session(1, SESSION);
    let (builder, parties) = (case.parties[1].clone(), case.parties.clone());
    let repair = json!({"command": "sign_agreement", "form": "written", "terms": "施工方一个月内修复墙体（虚构）",
        "parties": parties, "instalments": [{"by": builder, "due": DUE}]});
    case.ask("mediator-1", "mediation", &repair);
    case.ask(
        "transport-1",
        "mediation",
        &json!({"command": "record_performance", "instalment": 1, "performed_on": today()}),
    );
    let visited = json!({"command": "make_return_visit", "performed": true, "satisfied": true});
    case.ask("transport-1", "mediation", &visited);
    case.ask("transport-1", "triage", &json!({"command": "close_case", "outcome": "settled"}));
    assert_eq!(case.on_desk("transport"), None, "closed");
    let sheet = case.sheet("transport-1");
    assert_eq!((&sheet["state"], &sheet["outcome"]), (&json!("closed"), &json!("settled")), "{sheet}");
    ends_well(&data, server, &http);
}

/// Nine workers are owed 20,680 yuan. The court delegates the filing to the center; they are paid; the court is told.
#[test]
fn nine_workers_get_their_wages_and_the_court_is_told() {
    let (data, server, http) = center();
    let mut parties: Vec<Value> = (1..=9).map(|n| party("applicant", "person", &format!("工友{n}（虚构）"))).collect();
    parties.push(party("respondent", "organisation", "示例建筑劳务公司"));
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "九名工人被拖欠工资20680元（虚构）",
        "area": "990101002", "amount": 2_068_000, "parties": parties,
        "referred_by": {"department": "court", "reference": "（2026）虚构诉前调9号"}});
    let mut case = Journey::begin(&http, "litigation-1", &register);
    let delegated = json!({"command": "receive_delegation", "court": "court", "reference": "（2026）虚构诉前调9号",
        "cause": "labour"});
    case.ask("litigation-1", "litigation", &delegated);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "migrant_wages"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "mediation"}));
    case.lies("center", "received");
    case.mediate("triage-1", "judicial");
    case.session(1, SESSION);
    let (company, everybody) = (case.parties[9].clone(), case.parties.clone());
    let paid = json!({"command": "sign_agreement", "form": "written", "terms": "分两笔付清20680元（虚构）",
        "parties": everybody, "instalments": [{"by": company, "due": DUE, "amount": 1_068_000},
                                              {"by": company, "due": DUE, "amount": 1_000_000}]});
    case.ask("mediator-1", "mediation", &paid);
    case.comes_by_itself("litigation.delegation_reported");
    for part in [1, 2] {
        let body = json!({"command": "record_performance", "instalment": part, "performed_on": today()});
        case.ask("triage-1", "mediation", &body);
    }
    case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "settled"}));
    let sheet = case.sheet("clerk-1");
    assert_eq!(sheet["amount"], 2_068_000);
    assert_eq!((&sheet["mediation"]["owed"], &sheet["mediation"]["performed"]), (&json!(2), &json!(2)), "{sheet}");
    assert_eq!(case.history("director-1").iter().filter(|kind| *kind == "litigation.delegation_reported").count(), 1);
    ends_well(&data, server, &http);
}

/// D1: water from upstairs. One visit, one place, a mediator the same day, paid, visited.
#[test]
fn a_leak_from_upstairs_takes_one_visit() {
    let (data, server, http) = center();
    let parties = [party("applicant", "person", "钱楼下（虚构）"), party("respondent", "person", "孙楼上（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "楼上漏水，要求赔偿（虚构）",
        "area": "990101001", "amount": 80_000, "parties": parties});
    let mut case = Journey::begin(&http, "clerk-1", &register);
    let visit =
        json!({"command": "record_visit", "place": "hall", "purpose": "register", "visitors": 1, "case": case.case});
    let came = http.post(&Ask::new("clerk-1", "/api/v1/visits", &visit)).expect("an answer");
    assert_eq!(came.status, 201, "{}", came.body);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "neighbours"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "mediation"}));
    case.mediate("triage-1", "peoples");
    case.session(1, SESSION);
    let (upstairs, both) = (case.parties[1].clone(), case.parties.clone());
    let agreed = json!({"command": "sign_agreement", "form": "oral", "terms": "赔偿800元（虚构）", "parties": both,
        "instalments": [{"by": upstairs, "due": DUE, "amount": 80_000}]});
    case.ask("mediator-1", "mediation", &agreed);
    let paid = json!({"command": "record_performance", "instalment": 1, "performed_on": today()});
    case.ask("mediator-1", "mediation", &paid);
    case.ask("mediator-1", "mediation", &json!({"command": "make_return_visit", "performed": true, "satisfied": true}));
    case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "settled"}));
    let visits = http.rows("director-1", "visits", "");
    let row = visits.iter().find(|row| row["case"] == case.case.as_str());
    assert_eq!(row.map(|row| &row["visits"]), Some(&json!(1)), "one visit: {visits:?}");
    let heard = case.sheet("mediator-1");
    assert_eq!(heard["state"], "closed", "{heard}");
    ends_well(&data, server, &http);
}

/// A package goes to the court, comes back once, goes again, is docketed and answered.
#[test]
fn a_package_the_court_sends_back_is_sent_again() {
    let (data, server, http) = center();
    let parties = [party("applicant", "person", "周原告（虚构）"), party("respondent", "organisation", "示例商贸公司")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "货款纠纷（虚构）", "area": "990101",
        "amount": 5_000_000, "parties": parties});
    let mut case = Journey::begin(&http, "clerk-2", &register);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "contract"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "litigation"}));
    let package = json!({"command": "assemble_hand_off", "court": "court", "purpose": "filing"});
    case.ask("litigation-1", "litigation", &package);
    case.ask("litigation-1", "litigation", &json!({"command": "send_hand_off", "hand_off": 1}));
    let back = json!({"command": "reject_hand_off", "hand_off": 1, "ground": "incomplete", "explanation": "缺送达地址（虚构）"});
    case.ask("court-1", "litigation", &back);
    case.ask("litigation-1", "litigation", &package);
    case.ask("litigation-1", "litigation", &json!({"command": "send_hand_off", "hand_off": 2}));
    let reference = "（2026）虚构民初1号";
    let taken = json!({"command": "acknowledge_hand_off", "hand_off": 2, "reference": "（2026）虚构收1号"});
    case.ask("court-1", "litigation", &taken);
    let waiting = http.rows("court-1", "hand-offs", "");
    assert!(waiting.iter().any(|row| row["case"] == case.case.as_str() && row["hand_off"] == 2), "{waiting:?}");
    let filed = json!({"command": "record_filing", "hand_off": 2, "court": "court", "reference": reference, "filed_on": today()});
    case.ask("court-1", "litigation", &filed);
    case.lies("center", "waiting");
    let answer =
        json!({"command": "record_court_answer", "reference": reference, "outcome": "judgment", "decided_on": today()});
    case.ask("court-1", "litigation", &answer);
    case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "to_court"}));
    let kinds = case.history("director-1");
    let of = |kind: &str| kinds.iter().filter(|found| *found == kind).count();
    assert_eq!((of("litigation.hand_off_sent"), of("litigation.hand_off_rejected")), (2, 1), "{kinds:?}");
    ends_well(&data, server, &http);
}

/// The other side refuses to mediate; the applicant sues. Nothing stands in the way of either.
#[test]
fn who_refuses_mediation_is_free_and_who_sues_too() {
    let (data, server, http) = center();
    let parties = [party("applicant", "person", "吴申请（虚构）"), party("respondent", "person", "郑对方（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "借款纠纷（虚构）", "area": "990101",
        "parties": parties});
    let mut case = Journey::begin(&http, "clerk-1", &register);
    let (applicant, respondent) = (case.parties[0].clone(), case.parties[1].clone());
    case.ask("triage-1", "mediation", &json!({"command": "request_mediation", "kind": "peoples", "by": applicant}));
    case.ask("triage-1", "mediation", &json!({"command": "refuse_mediation", "party": respondent}));
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": applicant}));
    case.comes_by_itself("mediation.terminated");
    let filed =
        json!({"command": "record_filing", "court": "court", "reference": "（2026）虚构民初2号", "filed_on": today()});
    case.ask("clerk-1", "litigation", &filed);
    case.lies("center", "waiting");
    let kinds = case.history("director-1");
    let place =
        |kind: &str| kinds.iter().position(|found| found == kind).unwrap_or_else(|| panic!("{kind} in {kinds:?}"));
    assert!(place("mediation.refused") < place("litigation.suit_chosen"), "{kinds:?}");
    assert!(place("mediation.terminated") < place("mediation.remedies_advised"), "{kinds:?}");
    ends_well(&data, server, &http);
}
