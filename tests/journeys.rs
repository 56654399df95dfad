//! Whole cases, from the door to the end, over HTTP: what every department sees on the way, what the citizen leaves with,
//! and that the log alone gives all of it again.

use serde_json::{Value, json};
use tests::{Ask, Http, Journey, Stage, party, today};

/// Dates far enough ahead that no test has to wait for them.
const SESSION: &str = "2036-03-03T01:00:00Z";
const DUE: &str = "2036-04-01";

/// Road works cracked the wall of a house. The transport bureau is asked, signs for it, and the builder repairs it.
#[test]
fn a_cracked_wall_is_repaired_by_the_builder() {
    let stage = Stage::empty();
    let http = &stage.http;
    let parties = [party("applicant", "person", "赵房主（虚构）"), party("respondent", "organisation", "示例路桥公司")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "修路施工致房屋墙体开裂，要求修复（虚构）",
        "area": "990101001001", "parties": parties});
    let mut case = Journey::begin(http, "clerk-1", &register);
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
    stage.ends_well();
}

/// Nine workers are owed 20,680 yuan. The court delegates the filing to the center; they are paid; the court is told.
#[test]
fn nine_workers_get_their_wages_and_the_court_is_told() {
    let stage = Stage::empty();
    let http = &stage.http;
    let mut parties: Vec<Value> = (1..=9).map(|n| party("applicant", "person", &format!("工友{n}（虚构）"))).collect();
    parties.push(party("respondent", "organisation", "示例建筑劳务公司"));
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "九名工人被拖欠工资20680元（虚构）",
        "area": "990101002", "amount": 2_068_000, "parties": parties,
        "referred_by": {"department": "court", "reference": "（2026）虚构诉前调9号"}});
    let mut case = Journey::begin(http, "litigation-1", &register);
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
    stage.ends_well();
}

/// D1: water from upstairs. One visit, one place, a mediator the same day, paid, visited: the papers move, the citizen does
/// not, and reads at every step where the case stands.
#[test]
fn a_leak_from_upstairs_takes_one_visit() {
    let stage = Stage::empty();
    let http = &stage.http;
    let parties = [party("applicant", "person", "钱楼下（虚构）"), party("respondent", "person", "孙楼上（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "楼上漏水，要求赔偿（虚构）",
        "area": "990101001", "amount": 80_000, "parties": parties});
    let mut case = Journey::begin(http, "clerk-1", &register);
    case.citizen_reads("registered", "center");
    case.is_known_to(&[]);
    let visit =
        json!({"command": "record_visit", "place": "hall", "purpose": "register", "visitors": 1, "case": case.case});
    let came = http.post(&Ask::new("clerk-1", "/api/v1/visits", &visit)).expect("an answer");
    assert_eq!(came.status, 201, "{}", came.body);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "water_leak"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "mediation"}));
    let arrived = case.progress()["registered_at"].clone();
    case.mediate("triage-1", "peoples");
    case.is_known_to(&["mediator-1"]);
    case.session(1, SESSION);
    case.citizen_reads("registered", "center");
    let (upstairs, both) = (case.parties[1].clone(), case.parties.clone());
    let agreed = json!({"command": "sign_agreement", "form": "oral", "terms": "赔偿800元（虚构）", "parties": both,
        "instalments": [{"by": upstairs, "due": DUE, "amount": 80_000}]});
    case.ask("mediator-1", "mediation", &agreed);
    case.comes_by_itself("mediation.return_visit_scheduled");
    let paid = json!({"command": "record_performance", "instalment": 1, "performed_on": today()});
    case.ask("mediator-1", "mediation", &paid);
    case.citizen_reads("registered", "center");
    case.ask("mediator-1", "mediation", &json!({"command": "make_return_visit", "performed": true, "satisfied": true}));
    case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "settled"}));
    case.citizen_reads("closed", "center");
    let read = case.progress();
    assert_eq!((&read["outcome"], &read["registered_at"]), (&json!("settled"), &arrived), "{read}");
    one_visit_and_no_hop(http, &case);
    stage.ends_well();
}

/// What the board says of a county with this one case, and the one timeline everything stands on.
fn one_visit_and_no_hop(http: &Http, case: &Journey) {
    let visits = http.rows("director-1", "visits", "");
    let row = visits.iter().find(|row| row["case"] == case.case.as_str()).expect("a row");
    assert_eq!((&row["visits"], &row["place"]), (&json!(1), &json!("hall")), "{row}");
    let rate = |view: &str, name: &str| {
        let rate = http.figures("director-1", view)["rates"][name].clone();
        (rate["numerator"].as_u64(), rate["denominator"].as_u64())
    };
    let all = (Some(1), Some(1));
    let none = (Some(0), Some(1));
    for (view, name, wanted) in [
        ("visits", "one_place", all),
        ("visits", "one_visit", all),
        ("visits", "zero_visit", none),
        ("center-board", "hops", none),
        ("center-board", "hand_offs", none),
        ("center-board", "terminal", all),
        ("center-board", "agreed_of_ended", all),
    ] {
        assert_eq!(rate(view, name), wanted, "{name}");
    }
    let told = [
        "intake.case_registered",
        "intake.receipt_issued",
        "triage.case_classified",
        "triage.route_chosen",
        "mediation.requested",
        "mediation.consented",
        "mediation.consented",
        "mediation.mediator_appointed",
        "mediation.session_scheduled",
        "mediation.session_held",
        "mediation.agreement_signed",
        "mediation.return_visit_scheduled",
        "mediation.performance_recorded",
        "mediation.return_visit_made",
        "triage.case_closed",
    ];
    assert_eq!(case.history("director-1"), told, "one timeline, and everything on it");
}

/// A package goes to the court, comes back once, goes again, is docketed and answered.
#[test]
fn a_package_the_court_sends_back_is_sent_again() {
    let stage = Stage::empty();
    let http = &stage.http;
    let parties = [party("applicant", "person", "周原告（虚构）"), party("respondent", "organisation", "示例商贸公司")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "货款纠纷（虚构）", "area": "990101",
        "amount": 5_000_000, "parties": parties});
    let mut case = Journey::begin(http, "clerk-2", &register);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "contract"}));
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "litigation"}));
    let package = json!({"command": "assemble_hand_off", "court": "court", "purpose": "filing"});
    case.ask("litigation-1", "litigation", &package);
    case.ask(
        "litigation-1",
        "litigation",
        &json!({"command": "send_hand_off", "hand_off": 1, "by": [case.parties[0]]}),
    );
    let back = json!({"command": "reject_hand_off", "hand_off": 1, "ground": "incomplete", "explanation": "缺送达地址（虚构）"});
    case.ask("court-1", "litigation", &back);
    case.ask("litigation-1", "litigation", &package);
    case.ask(
        "litigation-1",
        "litigation",
        &json!({"command": "send_hand_off", "hand_off": 2, "by": [case.parties[0]]}),
    );
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
    stage.ends_well();
}

/// The other side refuses to mediate; the applicant sues. Nothing stands in the way of either.
#[test]
fn who_refuses_mediation_is_free_and_who_sues_too() {
    let stage = Stage::empty();
    let http = &stage.http;
    let parties = [party("applicant", "person", "吴申请（虚构）"), party("respondent", "person", "郑对方（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "借款纠纷（虚构）", "area": "990101",
        "parties": parties});
    let mut case = Journey::begin(http, "clerk-1", &register);
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
    stage.ends_well();
}

/// What a side would give way on, said in the room and nowhere else.
const CONCESSION: &str = "最低可以接受三千元整（虚构）";

/// D12: a delegated mediation fails when its time is over. The court learns that, and gets a package without a word of
/// what was offered in the room; it dockets the matter, and its answer comes back.
#[test]
fn a_delegated_mediation_fails_and_the_court_gets_the_package() {
    let stage = Stage::empty();
    let http = &stage.http;
    let parties = [party("applicant", "person", "蒋原告（虚构）"), party("respondent", "person", "韦被告（虚构）")];
    let mut case = stage.dispute("private_loan", &parties, "mediation");
    let entrusted = json!({"command": "receive_delegation", "court": "court", "reference": "（2026）虚构诉前调12号",
        "cause": "private_loan"});
    case.ask("litigation-1", "litigation", &entrusted);
    case.ask("triage-1", "litigation", &json!({"command": "accept_delegation"}));
    case.asked_for_mediation_at("2026-01-05T01:00:00Z");
    case.mediate("triage-1", "judicial");
    case.session(1, SESSION);
    let agreed_on = json!({"command": "record_undisputed_facts", "undisputed_facts": "借款本金五千元无争议（虚构）",
        "confirmed_by": case.parties});
    case.mediator_says(&agreed_on);
    case.mediator_says(&json!({"command": "make_concession", "by": case.parties[1], "concession": CONCESSION}));
    case.mediator_says(&json!({"command": "terminate_mediation", "reason": "period_over"}));
    case.comes_by_itself("litigation.delegation_reported");
    case.ask("clerk-1", "litigation", &json!({"command": "file_suit", "party": case.parties[0]}));
    let package = json!({"command": "assemble_hand_off", "court": "court", "purpose": "filing"});
    case.ask("litigation-1", "litigation", &package);
    case.ask("litigation-1", "litigation", &json!({"command": "send_hand_off", "hand_off": 1}));
    let read = http.get("court-1", &format!("/api/v1/cases/{}/hand-offs/1", case.case)).expect("an answer");
    assert_eq!(read.status, 200, "{}", read.body);
    assert!(read.text.contains("借款本金五千元无争议"), "what nobody disputes goes along: {}", read.body);
    assert!(!read.body["mediation_report"].is_null(), "{}", read.body);
    let lacks = read.body["missing"].as_array().expect("a list");
    assert_eq!(lacks, &[json!("evidence")], "what is missing is said, and blocks nobody");
    case.ask(
        "court-1",
        "litigation",
        &json!({"command": "acknowledge_hand_off", "hand_off": 1, "reference": "（2026）虚构收12号"}),
    );
    let number = "（2026）虚构民初12号";
    let docketed =
        json!({"command": "record_filing", "hand_off": 1, "court": "court", "reference": number, "filed_on": today()});
    case.ask("court-1", "litigation", &docketed);
    let answer =
        json!({"command": "record_court_answer", "reference": number, "outcome": "judgment", "decided_on": today()});
    case.ask("court-1", "litigation", &answer);
    case.ask("triage-1", "triage", &json!({"command": "close_case", "outcome": "to_court"}));
    nobody_else_reads_the_concession(http, &case);
    stage.ends_well();
}

/// Whoever is not the mediator does not find it: not on the case, not in its history, the package, a view or the feed.
fn nobody_else_reads_the_concession(http: &Http, case: &Journey) {
    let views = http.get("auditor-1", "/api/v1/views").expect("an answer").body;
    let views = views["views"].as_array().expect("views").iter().filter_map(|view| view["name"].as_str());
    let mut ways: Vec<String> = views.map(|name| format!("/api/v1/views/{name}?limit=200")).collect();
    let of_case = |rest: &str| format!("/api/v1/cases/{}{rest}", case.case);
    ways.extend(["", "/events?limit=200", "/hand-offs/1"].map(of_case));
    ways.push("/api/v1/facts?limit=1000".to_owned());
    for staff in ["court-1", "clerk-1", "triage-1", "director-1", "auditor-1", "petition-1", "mediator-2"] {
        for way in &ways {
            let read = http.get(staff, way).expect("an answer");
            assert!(!read.text.contains(CONCESSION), "{staff} reads it at {way}");
        }
        assert!(!http.feed(staff).contains(CONCESSION), "{staff} reads it in the feed");
    }
    let history = http.get("mediator-1", &format!("/api/v1/cases/{}/events?limit=200", case.case)).expect("an answer");
    assert!(history.text.contains(CONCESSION), "the mediator wrote it down, and reads it: {}", history.body);
}
