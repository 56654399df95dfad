//! The way back over the broker: a department receives, returns, answers and reads under its own credentials, once each
//! however often it asks, under a number of its own; and gets as far as over HTTP and no further.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    Ask, Broker, Department, Dice, Http, Journey, Launch, Office, People, Question, Said, Server, day_in, folder, key,
    measured, party, percent, sample, until, yidi,
};

/// The number the housing department keeps its matter under.
const NUMBER: &str = "澄建信〔2026〕7号";
/// How long it may take until questions are answered again.
const BACK_WITHIN: Duration = Duration::from_secs(60);
/// How long an answer is waited for while something is being killed.
const ASKED_FOR: Duration = Duration::from_secs(3);

/// A center with this broker.
pub(crate) fn served(launch: Launch, broker: &Broker) -> Server {
    let launch = launch.word("--nats").word(&broker.url()).word("--nats-key").word(&broker.key("relay"));
    launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"))
}

/// A case the housing department is asked to take.
fn assigned(http: &Http) -> Journey {
    let parties = [party("applicant", "person", "甲（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）",
        "area": "990101", "parties": parties});
    let mut case = Journey::begin(http, "clerk-1", &register);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "property_management"}));
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "housing"}));
    case
}

/// What is asked about this case in the name of `housing-1`.
fn about<'a>(case: &str, desk: &str, command: &str, body: &'a str) -> Question<'a> {
    Question::new(desk, command, body).with("Yidi-Case", case).with("Yidi-Staff", "housing-1")
}

fn code(said: &Said) -> (u16, &str) {
    (said.status, said.body["code"].as_str().unwrap_or_default())
}

/// Waits until somebody listens: the center and the broker come up in their own time.
fn answered(department: &Department) {
    let nothing = Question::new("case", "read", "");
    until("somebody to answer", BACK_WITHIN, || department.asked("housing", &nothing, ASKED_FOR));
}

const RECEIVE: &str = r#"{"command": "receive_assignment", "assignment": 1}"#;

#[test]
fn a_department_answers_over_the_broker_as_over_http() {
    let (data, broker) = (folder(), Broker::start());
    let server = served(Launch::new(data.path()).word("--empty"), &broker);
    let http = Http::new(server.address());
    let case = assigned(&http);
    let housing = Department::at(&broker, "housing");
    answered(&housing);

    let receive = about(&case.number, "triage", "receive_assignment", RECEIVE).with("Yidi-Reference", NUMBER);
    let said = housing.asks(&receive);
    assert_eq!((said.status, said.repeated), (200, false), "{}", said.body);
    assert_eq!(said.body["facts"][0]["reference"], NUMBER);
    let again = housing.asks(&receive);
    assert_eq!((again.status, again.repeated), (200, true), "the same key finds its first answer");
    assert_eq!(again.body, said.body);
    let other = about(&case.number, "triage", "receive_assignment", RECEIVE);
    assert_eq!(code(&housing.asks(&other)), (422, "triage.assignment_answered"), "another key asks anew");
    case.lies("housing", "received");

    let found = |staff: &str| {
        let path = format!("/api/v1/cases?reference={}", percent(NUMBER));
        http.get(staff, &path).expect("an answer").body["rows"].as_array().cloned().unwrap_or_default()
    };
    assert_eq!(found("housing-1")[0]["case"], case.case.as_str());
    assert!(found("transport-1").is_empty() && found("clerk-1").is_empty(), "a number is its department's own");
    assert_eq!(case.sheet("clerk-1")["references"], json!([{"department": "housing", "reference": NUMBER}]));
    let page = http.page("housing-1", &format!("/cases/{}", case.case)).expect("a page");
    assert!(page.text.contains(NUMBER), "it stands on the case's page");

    let read = housing.asks(&about(&case.case, "case", "read", ""));
    assert_eq!(read.status, 200, "{}", read.body);
    assert_eq!(read.body["parties"][0]["name"], "甲（虚构）", "who works on a case reads whom it is about");
    assert_eq!(server.stop(), 0);
}

#[test]
fn what_cannot_be_done_is_answered_and_says_why() {
    let (data, broker) = (folder(), Broker::start());
    let server = served(Launch::new(data.path()).word("--empty"), &broker);
    let http = Http::new(server.address());
    let case = assigned(&http);
    let (housing, transport) = (Department::at(&broker, "housing"), Department::at(&broker, "transport"));
    answered(&housing);
    let of_transport = |desk: &str, command: &str| {
        let body = if desk == "case" { "" } else { RECEIVE };
        about(&case.number, desk, command, body).with("Yidi-Staff", "transport-1")
    };
    assert_eq!(code(&transport.asks(&of_transport("case", "read"))), (404, "case.unknown"));
    assert_eq!(code(&transport.asks(&of_transport("triage", "receive_assignment"))), (404, "case.unknown"));
    let stolen = about(&case.number, "triage", "receive_assignment", RECEIVE);
    assert_eq!(transport.asks(&stolen).status, 401, "who asks is of the department whose key it is");
    let tries = [
        (about(&case.number, "triage", "return_assignment", RECEIVE), (400, "request.shape")),
        (about(&case.number, "triage", "receive_assignment", "{"), (400, "request.not_json")),
        (about(&case.number, "triage", "receive_assignment", "[]"), (400, "request.shape")),
        (about(&case.number, "registry", "close_account", "{}"), (404, "route.unknown")),
        (about(&case.number, "triage", "erase_everything", "{}"), (400, "request.shape")),
        (about("../../accounts", "case", "read", ""), (400, "request.header")),
        (
            Question::new("triage", "receive_assignment", RECEIVE).with("Yidi-Staff", "housing-1"),
            (400, "request.header"),
        ),
        (about("00000000-0000-7000-8000-000000000001", "case", "read", ""), (404, "case.unknown")),
        (
            about(&case.number, "triage", "receive_assignment", RECEIVE).with("If-Match", "\"1\""),
            (412, "request.stale"),
        ),
        (
            about(&case.number, "triage", "receive_assignment", RECEIVE).with("Idempotency-Key", ""),
            (400, "request.idempotency_key"),
        ),
        (
            about(&case.number, "triage", "receive_assignment", RECEIVE).with("Yidi-Reference", "%E4"),
            (400, "request.header"),
        ),
        (
            about(&case.number, "triage", "receive_assignment", RECEIVE).with("Yidi-Staff", "nobody-here"),
            (401, "staff.unknown"),
        ),
    ];
    for (question, wanted) in &tries {
        assert_eq!(code(&housing.asks(question)), *wanted, "{question:?}");
    }
    let long =
        format!("{{\"command\": \"receive_assignment\", \"assignment\": 1, \"x\": \"{}\"}}", "x".repeat(950_000));
    assert_eq!(code(&housing.asks(&about(&case.number, "triage", "receive_assignment", &long))).0, 400);
    case.lies("housing", "new");
    let ground = json!({"command": "return_assignment", "assignment": 1, "ground": "not_competent",
        "explanation": "不属本部门职责（虚构）"})
    .to_string();
    let back = housing.asks(&about(&case.number, "triage", "return_assignment", &ground));
    assert_eq!(back.status, 200, "{}", back.body);
    assert_eq!(server.stop(), 0);
}

#[test]
fn what_was_asked_is_done_once_whatever_is_killed() {
    let mut dice = Dice::new("asked", 11);
    let (data, mut broker) = (folder(), Broker::start());
    let start = |broker: &Broker| served(Launch::new(data.path()).word("--empty"), broker);
    let mut server = start(&broker);
    let (kills, mut done) = (sample(3, 60), 0);
    for _ in 0..kills {
        let case = assigned(&Http::new(server.address()));
        let question = about(&case.case, "triage", "receive_assignment", RECEIVE).with("Idempotency-Key", &key());
        let housing = Department::at(&broker, "housing");
        answered(&housing);
        // Whether it was carried out before the fall nobody can tell: it is asked again, with the same key.
        let _ = housing.asked("housing", &question, Duration::from_millis(dice.between(1, 12)));
        match dice.below(2) {
            0 => {
                server.kill();
                server = start(&broker);
            }
            _ => {
                broker.kill();
                broker.up();
            }
        }
        let housing = Department::at(&broker, "housing");
        let said = until("the answer", BACK_WITHIN, || housing.asked("housing", &question, ASKED_FOR));
        assert_eq!(said.status, 200, "{}", said.body);
        let history = history(&Http::new(server.address()), &case.case);
        done += history.iter().filter(|kind| *kind == "triage.assignment_received").count() as u64;
    }
    measured("ask_kills", kills);
    measured("ask_undone", kills.saturating_sub(done));
    measured("ask_doubled", done.saturating_sub(kills));
    assert_eq!(done, kills, "each once");
    assert_eq!(server.stop(), 0);
}

fn history(http: &Http, case: &str) -> Vec<String> {
    let page = http.get("director-1", &format!("/api/v1/cases/{case}/events?limit=200")).expect("an answer").body;
    let kinds = page["facts"].as_array().cloned().unwrap_or_default();
    kinds.iter().filter_map(|fact| fact["kind"].as_str().map(str::to_owned)).collect()
}

/// Whoever takes a case in, passes it on and works on it in two departments.
pub(crate) fn hire(people: &mut People) {
    for (account, department, role) in [
        ("li-clerk", "center", "window_clerk"),
        ("tang-triage", "center", "triage_officer"),
        ("gao-house", "housing", "department_handler"),
        ("lu-road", "transport", "department_handler"),
    ] {
        people.hire(account, department, role);
    }
}

/// In real use a token says in whose name is asked; what is masked in the stream is read in the case, with that token.
#[test]
fn a_token_says_who_asks_and_how_far_it_reaches() {
    let (office, broker) = (Office::new(), Broker::start());
    let server = served(office.launch(), &broker);
    let mut people = People::set_up(server.address(), office.data());
    hire(&mut people);
    let case = in_hand(&people);
    let token = |who: &str, verbs: &[&str]| token(&people, who, verbs);
    let (house, road) = (token("gao-house", &["receive_assignment", "read_case"]), token("lu-road", &["read_case"]));
    let (housing, transport) = (Department::at(&broker, "housing"), Department::at(&broker, "transport"));
    answered(&housing);
    let by = |token: &str, desk: &str, command: &str, body: &'static str| {
        Question::new(desk, command, body).with("Yidi-Case", &case).with("Yidi-Token", token)
    };
    let read = housing.asks(&by(&house, "case", "read", ""));
    assert_eq!((read.status, &read.body["parties"][0]["name"]), (200, &json!("甲（虚构）")), "{}", read.body);
    assert_eq!(transport.asks(&by(&road, "case", "read", "")).status, 404);
    assert_eq!(housing.asks(&by(&road, "case", "read", "")).status, 401, "a token of another department");
    assert_eq!(transport.asks(&by(&house, "case", "read", "")).status, 401, "a stolen token");
    assert_eq!(housing.asks(&by("yidi_nothing", "case", "read", "")).status, 401);
    let word = Question::new("case", "read", "").with("Yidi-Case", &case).with("Yidi-Staff", "gao-house");
    assert_eq!(housing.asks(&word).status, 401, "nobody is taken at their word");
    assert_eq!(code(&housing.asks(&by(&house, "triage", "return_assignment", "{}"))).0, 400);
    let back = r#"{"command": "return_assignment", "assignment": 1, "ground": "not_competent", "explanation": "虚构"}"#;
    assert_eq!(code(&housing.asks(&by(&house, "triage", "return_assignment", back))), (403, "token.scope"));
    asked_from_the_command_line(&office, &broker, (&case, &house));
    assert_eq!(server.stop(), 0);
}

/// A case with the housing department, in a center that seals.
pub(crate) fn in_hand(people: &People) -> String {
    let http = people.http();
    let said = |who: &str, path: &str, body: &Value, seen: Option<u64>| {
        let reply = http.post(&Ask::new(who, path, body).seen(seen)).expect("an answer");
        assert!(reply.status < 300, "{who} {path}: {}", reply.text);
        (reply.body["stream"].as_str().expect("a case").to_owned(), reply.version)
    };
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）",
        "area": "990101", "parties": [party("applicant", "person", "甲（虚构）")]});
    let (case, seen) = said("li-clerk", "/api/v1/cases", &register, None);
    let path = format!("/api/v1/cases/{case}/triage");
    let classify = json!({"command": "classify_case", "dispute_type": "property_management"});
    let (_, seen) = said("tang-triage", &path, &classify, seen);
    said("tang-triage", &path, &json!({"command": "assign_case", "to": "housing"}), seen);
    case
}

pub(crate) fn token(people: &People, who: &str, verbs: &[&str]) -> String {
    let wanted = json!({ "role": "department_handler", "verbs": verbs, "until": day_in(60) });
    let issued = people.http().post(&Ask::new(who, "/api/v1/tokens", &wanted)).expect("an answer");
    assert_eq!(issued.status, 201, "{}", issued.text);
    issued.body["secret"].as_str().expect("a token").to_owned()
}

/// The same by `yidi subscriptions ask`.
fn asked_from_the_command_line(office: &Office, broker: &Broker, (case, token): (&str, &str)) {
    fs::write(office.path("housing.token"), token).expect("a file can be written");
    let (url, key, file) = (broker.url(), broker.key("housing"), office.word("housing.token"));
    let ask = |words: &[&str]| {
        let asked = ["subscriptions", "ask", "--json", "--department", "housing", "--nats", &url, "--nats-key", &key];
        yidi([&asked, &["--token-file", &file, "--case", case][..], words].concat())
    };
    let once = ["--reference", NUMBER, "--key", "once", "triage", "receive_assignment", RECEIVE];
    let said = ask(&once).exits(0).json();
    assert_eq!(said["body"]["facts"][0]["reference"], NUMBER, "{said}");
    let again = ask(&once).exits(0).json();
    assert_eq!(again["headers"]["Idempotent-Replayed"], "true", "{again}");
    assert_eq!(ask(&["case", "read"]).exits(0).json()["body"]["parties"][0]["name"], "甲（虚构）");
    assert_eq!(ask(&["triage", "no_such_command"]).code, 1);
}
