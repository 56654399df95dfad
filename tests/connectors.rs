//! The connector kits: a counterpart made from each contract under `deploy/connectors` reads its stream, asks and is
//! answered, against a real center over a real broker; the case goes where it must, and a second run changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tests::{
    Broker, Department, Http, Journey, Launch, Question, Said, Server, folder, key, party, percent, today, until,
    workspace,
};

/// How long a stream must be silent until a counterpart has heard everything.
const SILENT_FOR: Duration = Duration::from_secs(3);
/// How long it may take until questions are answered.
const BACK_WITHIN: Duration = Duration::from_secs(60);

/// A contract, as it lies in the folder of a kit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    department: String,
    zh: String,
    en: String,
    staff: String,
    reference: String,
    verbs: Vec<String>,
    opens: Option<Opening>,
    #[serde(default)]
    answers: Vec<Answering>,
    #[serde(default)]
    results: Vec<Noting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    desk: String,
    command: String,
    channel: String,
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answering {
    on: String,
    #[serde(default, rename = "where")]
    wanted: BTreeMap<String, Value>,
    desk: String,
    command: String,
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Noting {
    on: String,
    field: String,
}

const KITS: [&str; 5] = ["court", "hotline", "labour_arbitration", "justice", "petition_office"];

fn contract(name: &str) -> Contract {
    let path = workspace().join("deploy/connectors").join(name).join("contract.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The program of a body, made of its contract and nothing else.
struct Counterpart {
    contract: Contract,
    department: Department,
    /// Everything it was told.
    book: Vec<Value>,
    /// Its own number of each case it has heard of.
    numbers: BTreeMap<String, String>,
    /// What it noted, by case.
    results: BTreeMap<String, Value>,
}

impl Counterpart {
    fn of(name: &str, broker: &Broker) -> Self {
        let (contract, department) = (contract(name), Department::at(broker, name));
        let nothing = Question::new("case", "read", "");
        until("somebody to answer", BACK_WITHIN, || department.asked(name, &nothing, SILENT_FOR));
        let (book, numbers, results) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        Counterpart { contract, department, book, numbers, results }
    }

    fn number(&mut self, case: &str) -> String {
        let next = self.contract.reference.replace("{n}", &(self.numbers.len() + 1).to_string());
        self.numbers.entry(case.to_owned()).or_insert(next).clone()
    }

    /// Begins what it begins by itself, and answers which case it has become.
    fn opens(&mut self) -> (String, Said) {
        let number = self.contract.reference.replace("{n}", "1");
        let opening = self.contract.opens.as_ref().expect("it begins something");
        let body = filled(&opening.body, &Value::Null, &number, &opening.command).to_string();
        let own = opaque(&[&self.contract.department, &number]);
        let question = Question::new(&opening.desk, &opening.command, &body)
            .with("Yidi-Staff", &self.contract.staff)
            .with("Yidi-Channel", &opening.channel)
            .with("Yidi-Reference", &number)
            .with("Idempotency-Key", &own);
        let said = self.department.asks(&question);
        assert_eq!(said.status, 201, "{}", said.body);
        let case = said.body["stream"].as_str().expect("a case").to_owned();
        self.numbers.insert(case.clone(), number);
        (case, said)
    }

    /// Takes what it is told, and answers it, until it hears nothing more.
    fn works(&mut self) {
        let mut next = until("something to be told", BACK_WITHIN, || self.department.takes(SILENT_FOR).map(Some));
        while let Some(fact) = next {
            let said = self.does(&fact);
            assert!(said.iter().all(|said| !said.repeated), "{}: each fact comes once", self.contract.department);
            self.book.push(fact);
            next = self.department.takes(SILENT_FOR);
        }
    }

    /// As after a crash that took its books: everything once more.
    fn works_again(&mut self) {
        for fact in self.book.clone() {
            let said = self.does(&fact);
            assert!(
                said.iter().all(|said| said.repeated),
                "{}: every answer was given before",
                self.contract.department
            );
        }
        assert!(self.department.takes(SILENT_FOR).is_none(), "{}: nothing new came of it", self.contract.department);
    }

    fn does(&mut self, fact: &Value) -> Vec<Said> {
        let (kind, case) = (fact["kind"].clone(), fact["stream"].as_str().expect("a case").to_owned());
        let number = self.number(&case);
        for noting in self.contract.results.iter().filter(|noting| kind == noting.on) {
            self.results.insert(case.clone(), fact["body"][&noting.field].clone());
        }
        let fits = |answering: &&Answering| {
            kind == answering.on && answering.wanted.iter().all(|(name, value)| fact["body"][name] == *value)
        };
        self.contract
            .answers
            .iter()
            .filter(fits)
            .map(|answering| self.answers(fact, answering, (&case, &number)))
            .collect()
    }

    fn answers(&self, fact: &Value, answering: &Answering, (case, number): (&str, &str)) -> Said {
        let body = filled(&answering.body, &fact["body"], number, &answering.command).to_string();
        let id = fact["id"].as_str().expect("an id");
        let question = Question::new(&answering.desk, &answering.command, &body)
            .with("Yidi-Case", case)
            .with("Yidi-Staff", &self.contract.staff)
            .with("Yidi-Reference", number)
            .with("Idempotency-Key", &opaque(&[&self.contract.department, id, &answering.command]));
        let said = self.department.asks(&question);
        assert_eq!(said.status, 200, "{} asks {body}: {}", self.contract.department, said.body);
        said
    }
}

/// A key of these parts: one UUID, however long they are and whatever they are written in.
fn opaque(parts: &[&str]) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, parts.join(":").as_bytes()).to_string()
}

/// A body with what stands for something replaced.
fn filled(template: &Value, fact: &Value, number: &str, command: &str) -> Value {
    let mut body = replaced(template, fact, number);
    body["command"] = json!(command);
    body
}

fn replaced(template: &Value, fact: &Value, number: &str) -> Value {
    match template {
        Value::String(text) => match text.strip_prefix('$') {
            Some("reference") => json!(number),
            Some("today") => json!(today()),
            Some(field) => fact[field].clone(),
            None => template.clone(),
        },
        Value::Array(items) => items.iter().map(|item| replaced(item, fact, number)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), replaced(field, fact, number))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => template.clone(),
    }
}

/// A center with a broker, and everybody who works there.
struct County {
    data: tempfile::TempDir,
    broker: Broker,
    server: Server,
    http: Http,
}

impl County {
    fn new() -> Self {
        let (data, broker) = (folder(), Broker::start());
        let launch = Launch::new(data.path()).word("--empty").word("--nats").word(&broker.url());
        let launch = launch.word("--nats-key").word(&broker.key("relay"));
        let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
        let http = Http::new(server.address());
        County { data, broker, server, http }
    }

    /// A dispute of this type.
    fn dispute(&self, dispute_type: &str) -> Journey {
        let parties = [party("applicant", "person", "甲（虚构）"), party("respondent", "organisation", "示例公司")];
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "要求对方履行义务（虚构）",
            "area": "990101001", "amount": 900_000, "parties": parties});
        let mut case = Journey::begin(&self.http, "clerk-1", &register);
        case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": dispute_type}));
        case
    }

    fn history(&self, case: &str) -> Vec<String> {
        let path = format!("/api/v1/cases/{case}/events?limit=200");
        let page = self.http.get("director-1", &path).expect("an answer").body;
        let facts = page["facts"].as_array().cloned().unwrap_or_default();
        facts.iter().map(|fact| fact["kind"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The case this body finds by a number of its own.
    fn found(&self, staff: &str, number: &str) -> Value {
        let path = format!("/api/v1/cases?reference={}", percent(number));
        self.http.get(staff, &path).expect("an answer").body["rows"][0]["case"].clone()
    }

    /// A clerk does something to a case that somebody else registered.
    fn does(&self, staff: &str, case: &str, desk: &str, body: &Value) {
        let version = self.http.get(staff, &format!("/api/v1/cases/{case}")).expect("an answer").version;
        let path = format!("/api/v1/cases/{case}/{desk}");
        let ask = tests::Ask::new(staff, &path, body).key(&key()).seen(version);
        let reply = self.http.post(&ask).expect("an answer");
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    /// The counterpart is run a second time, and nothing happens.
    fn stays(&self, counterpart: &mut Counterpart, case: &str) {
        let before = self.history(case);
        counterpart.works_again();
        assert_eq!(self.history(case), before, "run twice is run once");
        let (staff, number) = (counterpart.contract.staff.clone(), counterpart.numbers[case].clone());
        assert_eq!(self.found(&staff, &number), case, "{staff} finds it by {number}");
    }

    fn ends(self) {
        assert_eq!(self.server.stop(), 0);
        let dir = self.data.path().to_string_lossy().into_owned();
        let _ = tests::yidi(["verify", "--json", "--data", &dir]).exits(0);
    }
}

#[test]
fn every_contract_speaks_of_facts_that_are_told_and_commands_there_are() {
    let read = |path: &str| -> Value {
        let text =
            fs::read_to_string(workspace().join("docs").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        serde_json::from_str(&text).expect("JSON")
    };
    let api = read("openapi.json").to_string();
    for contract in KITS.map(contract) {
        let kinds =
            contract.answers.iter().map(|answer| &answer.on).chain(contract.results.iter().map(|noting| &noting.on));
        for kind in kinds {
            let schema = read(&format!("schemas/{}.v1.json", kind.replace('.', "/")));
            assert_eq!(schema["x-told"], true, "{}: {kind}", contract.en);
        }
        let opened = contract.opens.iter().map(|opening| &opening.command);
        for command in opened.chain(contract.answers.iter().map(|answer| &answer.command)) {
            assert!(
                api.contains(&format!("{{\"const\":\"{command}\"")),
                "{}: there is no command {command}",
                contract.en
            );
            assert!(contract.verbs.contains(command), "{}: its token does not reach {command}", contract.en);
        }
        assert!(!contract.zh.is_empty() && contract.reference.contains("{n}"), "{}", contract.en);
    }
}

#[test]
fn the_court_takes_a_package_dockets_it_and_answers() {
    let county = County::new();
    let mut court = Counterpart::of("court", &county.broker);
    let mut case = county.dispute("contract");
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "litigation"}));
    let package = json!({"command": "assemble_hand_off", "court": "court", "purpose": "filing"});
    case.ask("litigation-1", "litigation", &package);
    let send = json!({"command": "send_hand_off", "hand_off": 1, "by": [case.parties[0]]});
    case.ask("litigation-1", "litigation", &send);
    court.works();
    let history = county.history(&case.case);
    for kind in ["litigation.hand_off_acknowledged", "litigation.case_filed", "litigation.court_answered"] {
        assert_eq!(history.iter().filter(|found| *found == kind).count(), 1, "{kind}: {history:?}");
    }
    case.lies("center", "received");
    county.stays(&mut court, &case.case);
    county.ends();
}

/// A counterpart hands a matter in, hears how it ended, and finds it again when it hands the same one in.
fn hands_in_and_hears(name: &str) {
    let county = County::new();
    let mut counterpart = Counterpart::of(name, &county.broker);
    let (case, _) = counterpart.opens();
    let classify = json!({"command": "classify_case", "dispute_type": "property_management"});
    county.does("triage-1", &case, "triage", &classify);
    county.does("triage-1", &case, "triage", &json!({"command": "close_case", "outcome": "explained"}));
    counterpart.works();
    assert_eq!(counterpart.results[&case], "explained");
    let (again, said) = counterpart.opens();
    assert_eq!((again.as_str(), said.repeated), (case.as_str(), true), "its own number is one case");
    county.stays(&mut counterpart, &case);
    county.ends();
}

#[test]
fn the_hotline_hands_a_call_in_and_hears_how_it_ended() {
    hands_in_and_hears("hotline");
}

#[test]
fn labour_arbitration_takes_a_referral_and_answers_with_the_award() {
    let county = County::new();
    let mut arbitration = Counterpart::of("labour_arbitration", &county.broker);
    let mut case = county.dispute("unpaid_wages");
    case.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "other"}));
    let refer = json!({"command": "refer_case", "procedure": "arbitration", "body": "labour_arbitration",
        "by": [case.parties[0]]});
    case.ask("litigation-1", "litigation", &refer);
    arbitration.works();
    assert!(county.history(&case.case).contains(&"litigation.referral_answered".to_owned()));
    case.lies("center", "received");
    county.stays(&mut arbitration, &case.case);
    county.ends();
}

#[test]
fn the_justice_bureau_takes_a_matter_and_helps_with_another() {
    let county = County::new();
    let mut justice = Counterpart::of("justice", &county.broker);
    let mut own = county.dispute("noise");
    own.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "justice"}));
    let mut other = county.dispute("noise");
    other.ask("triage-1", "triage", &json!({"command": "choose_route", "route": "other"}));
    let help = json!({"command": "add_co_handler", "department": "justice", "task": "请协助释法（虚构）"});
    other.ask("triage-1", "triage", &help);
    justice.works();
    assert_eq!(own.sheet("clerk-1")["outcome"], "explained");
    assert_eq!(justice.results[&own.case], "explained");
    assert!(county.history(&other.case).contains(&"triage.co_handler_reported".to_owned()));
    assert_ne!(justice.numbers[&own.case], justice.numbers[&other.case], "each matter has its own number there");
    county.stays(&mut justice, &other.case);
    county.ends();
}

#[test]
fn the_petition_system_passes_a_petition_in_and_hears_its_outcome() {
    hands_in_and_hears("petition_office");
}
