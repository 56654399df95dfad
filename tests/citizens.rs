//! What a citizen does with the code of a receipt and nothing else, over the API and on the page: says how it was, has a matter
//! taken up again, has something corrected, has a person decide, sees what is held; and what an accusation is told by its own.

use serde_json::{Value, json};
use tests::{Ask, Http, Journey, Reply, Stage, party, until_true};

/// The last digits of everybody's telephone here.
const TAIL: &str = "0000";

/// A page of a citizen: the form is sent as a browser sends it.
fn sends(http: &Http, path: &str, fields: &[(&str, &str)]) -> Reply {
    http.form("nobody", path, fields).expect("an answer")
}

/// Everything a form says beside what is typed.
fn asked<'a>(code: &'a str, request: &'a str, ask: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("query_code", code), ("request_id", request), ("ask", ask)]
}

fn over_http(http: &Http, code: &str, tail: Option<&str>, asks: &Value) -> Reply {
    let body = json!({ "query_code": code, "phone_tail": tail, "asks": asks });
    http.post(&Ask::new("nobody", "/api/v1/progress/asks", &body).key(&uuid())).expect("an answer")
}

fn closed(stage: &Stage) -> Journey {
    let parties = [party("applicant", "person", "甲（虚构）"), party("respondent", "person", "乙（虚构）")];
    let mut case = stage.dispute("property_management", &parties, "mediation");
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "housing"}));
    case.answered_by("housing-1");
    case
}

fn kinds(case: &Journey) -> Vec<String> {
    case.history("director-1")
}

#[test]
fn a_citizen_says_and_asks_by_the_code_of_the_receipt() {
    let stage = Stage::empty();
    let case = closed(&stage);
    let (http, code) = (&stage.http, case.query_code());
    let evaluate = json!({"ask": "evaluate", "heard": 5, "explained": 2, "words": "说得清楚些更好（虚构）"});
    assert_eq!(over_http(http, code, None, &evaluate).status, 201);
    let twice = over_http(http, code, None, &evaluate);
    assert_eq!((twice.status, twice.body["code"].as_str()), (422, Some("oversight.already_evaluated")));
    assert!(!case.sheet("housing-1").to_string().contains("说得清楚些"), "who is evaluated does not hear of it");

    let reopen = json!({"ask": "reopen", "reason": "对方又反悔了（虚构）"});
    let without = over_http(http, code, None, &reopen);
    assert_eq!(
        (without.status, without.body["code"].as_str()),
        (422, Some("progress.phone_wrong")),
        "{}",
        without.text
    );
    assert_eq!(over_http(http, code, Some(TAIL), &reopen).status, 201);
    until_true("the case to be taken up again", || kinds(&case).iter().any(|kind| kind == "triage.case_reopened"));
    let correct = json!({"ask": "correct", "wanted": "住址应为2号（虚构）"});
    assert_eq!(over_http(http, code, Some(TAIL), &correct).status, 201);
    assert_eq!(over_http(http, code, Some(TAIL), &json!({"ask": "decide_by_person"})).status, 201);
    let all = kinds(&case);
    for kind in ["oversight.evaluation_given", "oversight.correction_requested", "oversight.human_decision_demanded"] {
        assert!(all.iter().any(|found| found == kind), "{kind}: {all:?}");
    }
    stage.ends_well();
}

#[test]
fn whoever_has_only_read_the_code_gets_nowhere() {
    let stage = Stage::empty();
    let case = closed(&stage);
    let (http, code) = (&stage.http, case.query_code());
    let own = |code: &str, tail: &str| {
        let body = json!({ "query_code": code, "phone_tail": tail });
        http.post(&Ask::new("nobody", "/api/v1/progress/own-data", &body).key(&uuid())).expect("an answer")
    };
    let given = own(code, TAIL);
    assert_eq!((given.status, &given.body["party"]["name"]), (200, &json!("甲（虚构）")), "{}", given.text);
    assert!(!given.text.contains("乙（虚构）"), "and nobody else's: {}", given.text);
    let to = |line: usize| &given.body["passed_on"][line];
    assert_eq!(
        (&to(0)["to"], &to(0)["by"], &to(0)["ground"]),
        (&json!("housing"), &json!("assignment"), &json!("duty"))
    );
    assert_eq!(to(0)["classes"], json!(["open", "internal", "sensitive"]), "{}", given.text);
    assert_eq!((&to(1)["by"], &to(1)["classes"]), (&json!("subscription"), &json!(["open"])));
    assert!(kinds(&case).iter().any(|kind| kind == "oversight.own_record_given"), "that it was given is on record");
    assert_eq!(own("AAAA-AAAA-AAAA-AAA", TAIL).status, 404);
    for _ in 0..4 {
        let wrong = own(code, "9999");
        assert_eq!((wrong.status, wrong.body["code"].as_str()), (422, Some("progress.phone_wrong")));
    }
    let early = own(code, TAIL);
    assert_eq!((early.status, early.body["code"].as_str()), (429, Some("progress.phone_later")), "{}", early.text);
    assert!(early.wait.is_some_and(|wait| (30..=61).contains(&wait)), "a minute at first: {:?}", early.wait);
    stage.ends_well();
}

#[test]
fn the_same_is_done_on_the_page_without_signing_in() {
    let stage = Stage::empty();
    let case = closed(&stage);
    let (http, code) = (&stage.http, case.query_code());
    let page = sends(http, "/progress", &[("query_code", code)]);
    for ask in ["evaluate", "reopen", "correct", "decide_by_person", "own"] {
        assert!(page.text.contains(&format!("id=\"ask-{ask}\"")), "{ask} has a form: {}", page.text);
    }
    assert!(!page.text.contains("（虚构）"), "nothing personal stands on it: {}", page.text);

    let (first, second) = (uuid(), uuid());
    let empty = sends(http, "/progress/asks", &asked(code, &first, "evaluate"));
    assert_eq!(empty.status, 422, "nothing was answered: {}", empty.text);
    let marked = [asked(code, &first, "evaluate"), vec![("heard", "4"), ("words", "谢谢（虚构）")]].concat();
    assert_eq!(sends(http, "/progress/asks", &marked).status, 201);
    assert_eq!(sends(http, "/progress/asks", &marked).status, 201, "sent twice, and done once");
    let marks = kinds(&case).iter().filter(|kind| *kind == "oversight.evaluation_given").count();
    assert_eq!(marks, 1);

    let wrong = [asked(code, &second, "reopen"), vec![("phone_tail", "9999"), ("reason", "另有隐情（虚构）")]].concat();
    let back = sends(http, "/progress/asks", &wrong);
    assert!(back.status == 422 && back.text.contains("另有隐情（虚构）"), "what was typed is kept: {}", back.text);
    let right = [asked(code, &second, "reopen"), vec![("phone_tail", TAIL), ("reason", "另有隐情（虚构）")]].concat();
    assert_eq!(sends(http, "/progress/asks", &right).status, 201);
    until_true("the case to be taken up again", || kinds(&case).iter().any(|kind| kind == "triage.case_reopened"));

    let third = uuid();
    let record = [asked(code, &third, "own"), vec![("phone_tail", TAIL)]].concat();
    let record = sends(http, "/progress/own-data", &record);
    assert!(record.status == 200 && record.text.contains("data-print"), "{}", record.text);
    assert!(record.text.contains("甲（虚构）") && !record.text.contains("乙（虚构）"), "{}", record.text);
    assert!(record.text.contains("另有隐情（虚构）"), "what it asked is on its record: {}", record.text);
    let nobody = sends(http, "/progress/asks", &asked("AAAA-AAAA-AAAA-AAA", &uuid(), "decide_by_person"));
    assert_eq!(nobody.status, 404);
    stage.ends_well();
}

/// An id for the request of a form.
fn uuid() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// What the discipline seat receives it handles on its pages; whoever took it down, and whoever it is about, sees nothing.
#[test]
fn an_accusation_is_handled_on_pages_of_its_own() {
    let stage = Stage::empty();
    let http = &stage.http;
    let told = "收受礼金（虚构）";
    let accuse = [
        ("request-id", uuid()),
        ("standing", "anonymous".to_owned()),
        ("accused", "housing".to_owned()),
        ("claim", told.to_owned()),
    ];
    let accuse: Vec<(&str, &str)> = accuse.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let taken = http.form("clerk-1", "/accusations/new", &accuse).expect("an answer");
    assert_eq!(taken.status, 201, "{}", taken.text);
    assert!(!taken.text.contains(told), "no form keeps what was told");
    let code = code_in(&taken.text);
    assert_eq!(http.page("clerk-1", "/accusations").expect("a page").status, 403, "who took it down does not find it");

    let list = http.page("discipline-1", "/accusations").expect("a page");
    let path = list.text.split("class=\"case-no\" href=\"/accusations/").nth(1).and_then(|rest| rest.split('"').next());
    let path = format!("/accusations/{}", path.expect("it lies on the desk that receives it"));
    let page = http.page("discipline-1", &path).expect("a page");
    assert!(page.status == 200 && page.text.contains(told), "{}", page.text);
    for staff in ["housing-1", "transport-1"] {
        let other = http.page(staff, &path).expect("a page");
        assert!(other.status == 404 && !other.text.contains(told), "{staff}: {}", other.status);
        assert!(!http.page(staff, "/accusations").expect("a page").text.contains(&path));
    }
    assert_eq!(http.page("director-1", "/accusations").expect("a page").status, 403);

    let version = value_in(&page.text, "version");
    let act = |word: &str, version: &str, fields: &[(&str, &str)]| {
        let request = uuid();
        let fields = [&[("request-id", request.as_str()), ("version", version)], fields].concat();
        http.form("discipline-1", &format!("{path}/acts/{word}"), &fields).expect("an answer")
    };
    assert_eq!(act("accept_accusation", &version, &[]).status, 303);
    let stale = act("answer_accusation", &version, &[("answer", "已核查（虚构）")]);
    assert_eq!(stale.status, 412, "{}", stale.text);
    let version = value_in(&http.page("discipline-1", &path).expect("a page").text, "version");
    assert_eq!(act("answer_accusation", &version, &[("answer", "已核查（虚构）")]).status, 303);
    let progress = http.post(&Ask::new("nobody", "/api/v1/progress", &json!({ "query_code": code })));
    let progress = progress.expect("an answer");
    assert_eq!((progress.status, progress.body["answer"].as_str()), (200, Some("已核查（虚构）")), "{}", progress.text);
    let page = sends(http, "/progress", &[("query_code", &code)]);
    assert!(page.status == 200 && page.text.contains("已核查（虚构）"), "{}", page.text);
    stage.ends_well();
}

/// The code on the note that is shown once.
fn code_in(page: &str) -> String {
    let behind = page.split("查询码 ").nth(1).expect("a code");
    behind.split('。').next().expect("a sentence").trim().to_owned()
}

/// What a hidden field of the page holds.
fn value_in(page: &str, name: &str) -> String {
    let behind = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a hidden field");
    behind.split('"').next().expect("its value").to_owned()
}
