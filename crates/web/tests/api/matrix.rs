//! Every address as every role, against the table a lawyer reads: `docs/access.md`. Addresses and commands come from the
//! router's own document, so a new one is asked as well.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::door::{Hall, Person};
use crate::place::{Answered, registration};
use crate::sample::{Draw, sample};

/// Acts of the table that no address needs: they are asked on the command line, or recorded by what is done at the door.
const WITHOUT_ADDRESS: [&str; 8] =
    ["change_password", "enrol_totp", "export", "issue_token", "read_condition", "remove_totp", "replay", "verify"];

/// What a department has to do with a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Relation {
    Holder,
    Involved,
    Stranger,
}

/// The table as it is printed: for each act the mark of each role.
struct Table(BTreeMap<String, BTreeMap<String, char>>);

impl Table {
    fn read() -> Self {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
        let page = std::fs::read_to_string(page).expect("the page is there");
        let mut sections = page.split("\n## ");
        let mut section = |title: &str| sections.find(|section| section.starts_with(title)).expect("a section");
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let code = |cell: &str| cell.strip_prefix('`')?.strip_suffix('`').map(str::to_owned);
        let roles: Vec<String> = section("岗位").lines().filter_map(|line| code(cells(line).get(1)?)).collect();
        let row = |line: &str| {
            let cells = cells(line);
            let marks = roles.iter().cloned().zip(cells.iter().skip(3).filter_map(|cell| cell.chars().next()));
            Some((code(cells.get(2)?)?, marks.collect()))
        };
        Table(section("事项").lines().filter_map(row).collect())
    }

    /// Whether this role may do this to a case its department has this to do with.
    fn allows(&self, role: &str, act: &str, relation: Relation) -> bool {
        match self.mark(role, act) {
            '全' => true,
            '涉' => relation != Relation::Stranger,
            '承' | '交' | '近' | '本' => relation == Relation::Holder,
            // None of the cases here was drawn.
            '—' | '抽' => false,
            other => panic!("{other} is no reach"),
        }
    }

    fn mark(&self, role: &str, act: &str) -> char {
        self.0.get(act).unwrap_or_else(|| panic!("{act} is not on the page"))[role]
    }

    /// The answer names the rule the page says, or none; a case one may not know of is answered like none.
    fn check(&self, (role, relation): (&str, Relation), act: &str, asked: &Asked<'_>, answered: &Answered) {
        let code = if answered.status.is_success() { String::new() } else { answered.code() };
        let known = self.allows(role, "read_case", relation);
        let expected = match (self.mark(role, act), self.allows(role, act, relation) || !asked.path.contains("{case}"))
        {
            ('—', _) => code == "access.not_this_role",
            // Those who watch see a part, and a file has no parts.
            (_, true) if act == "read_material" && ["supervisor", "leader"].contains(&role) => {
                code == "access.reveal_first"
            }
            (_, true) => !code.starts_with("access.") && code != "case.unknown",
            (_, false) if known => code.starts_with("access.only_the_"),
            (_, false) => code == "case.unknown",
        };
        assert!(expected, "{role} ({relation:?}) asks for {act}: {} {code}", answered.status);
    }
}

/// The pages of the console, as the table lists them: method, path, and what is needed.
pub(crate) fn pages() -> Vec<[String; 3]> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let section = page.split("\n## ").find(|section| section.starts_with("页面")).expect("a section").to_owned();
    let row = |line: &str| {
        let (address, needs) = line.strip_prefix("| `")?.split_once("` | ")?;
        let (method, path) = address.split_once(' ')?;
        Some([method, path, needs.trim_end_matches(" |")].map(str::to_owned))
    };
    section.lines().filter_map(row).collect()
}

/// Everybody, by role: those of a department, and those of the center.
struct Staffed {
    hall: Hall,
    people: Vec<(&'static str, Person)>,
    /// A case the department holds, and one the center holds.
    cases: [String; 2],
}

/// Roles that act for one department here; the others act for the center.
const OF_DEPARTMENT: [&str; 4] = ["department_handler", "mediator", "court_liaison", "leader"];
const OF_CENTER: [&str; 3] = ["window_clerk", "triage_officer", "supervisor"];
/// Whoever needs a device; the audit administrator last, because from then on two persons are needed.
const PRIVILEGED: [&str; 5] = ["overseer", "auditor", "system_administrator", "key_custodian", "audit_administrator"];

impl Staffed {
    async fn open() -> Self {
        let (hall, keeper) = Hall::open().await;
        let mut people = Vec::new();
        for role in OF_DEPARTMENT.iter().chain(&OF_CENTER).chain(&PRIVILEGED).copied() {
            let account = format!("li-{}", role.replace('_', "-"));
            let mut opening = crate::door::open_account(&account, role);
            if OF_DEPARTMENT.contains(&role) {
                opening["department"] = "transport".into();
            }
            people.push((role, hall.take_up(&keeper, &account, &opening).await));
        }
        let mut enrolled = vec![("security_administrator", keeper)];
        for (role, person) in people {
            let needs = PRIVILEGED.contains(&role) && role != "overseer";
            let account = format!("li-{}", role.replace('_', "-"));
            enrolled.push((role, if needs { hall.enrol(&account, person).await } else { person }));
        }
        let mut staffed = Staffed { hall, people: enrolled, cases: Default::default() };
        staffed.cases = [staffed.case(true).await, staffed.case(false).await];
        staffed
    }

    fn person(&self, role: &str) -> &Person {
        &self.people.iter().find(|(known, _)| *known == role).expect("everybody is there").1
    }

    /// A case; sent down to the department and taken there, or left with the center.
    async fn case(&self, sent: bool) -> String {
        let begun = self.registered().await;
        let case = begun.json()["stream"].as_str().expect("a case").to_owned();
        let steps = [
            ("triage_officer", json!({ "command": "classify_case", "dispute_type": "damages" })),
            ("triage_officer", json!({ "command": "choose_route", "route": "mediation" })),
            ("triage_officer", json!({ "command": "assign_case", "to": "transport" })),
            ("department_handler", json!({ "command": "receive_assignment", "assignment": 1 })),
        ];
        let mut last = begun;
        for (role, body) in steps.iter().filter(|_| sent) {
            let (path, seen) = (format!("/api/v1/cases/{case}/triage"), last.header("etag").to_owned());
            last = self.command(self.person(role), &path, body, &seen).await;
            assert!(last.status.is_success(), "{body}: {}", last.text());
        }
        case
    }

    /// A registration that was not drawn by lot for those who oversee from outside.
    async fn registered(&self) -> Answered {
        loop {
            let begun = self.hall.ask(self.person("window_clerk"), "/api/v1/cases", &registration()).await;
            let cookie = self.person("overseer").cookie.as_str();
            let drawn = self.hall.place.get("/api/v1/sample", &[("cookie", cookie)]).await.text();
            if !drawn.contains(begun.json()["stream"].as_str().expect("a case")) {
                return begun;
            }
        }
    }

    /// A command of somebody who has seen this version.
    async fn command(&self, person: &Person, path: &str, body: &Value, seen: &str) -> Answered {
        let headers = [("cookie", person.cookie.as_str()), ("sec-fetch-site", "same-origin"), ("if-match", seen)];
        self.hall.post(path, body, &headers).await
    }

    fn relations(&self, role: &str) -> [(Relation, &str); 2] {
        let [sent, kept] = self.cases.each_ref().map(String::as_str);
        if OF_DEPARTMENT.contains(&role) {
            [(Relation::Holder, sent), (Relation::Stranger, kept)]
        } else {
            [(Relation::Involved, sent), (Relation::Holder, kept)]
        }
    }
}

/// One thing that can be asked: an address, and the act it needs.
struct Asked<'d> {
    method: &'d str,
    path: &'d str,
    operation: &'d Value,
}

fn addresses(document: &Value) -> Vec<Asked<'_>> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods");
            methods.iter().map(move |(method, operation)| Asked { method, path, operation })
        })
        .collect()
}

/// The commands an address takes, each with a body of its form that can be read.
async fn commands(staffed: &Staffed, document: &Value, asked: &Asked<'_>) -> Vec<(String, Value)> {
    let schema = &asked.operation["requestBody"]["content"]["application/json"]["schema"];
    let schema = match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("it resolves"),
        None => schema,
    };
    let mut bodies = Vec::new();
    for variant in schema["oneOf"].as_array().unwrap_or(&vec![schema.clone()]) {
        let word = variant["properties"]["command"]["const"].as_str().expect("a word").to_owned();
        let mut body = Value::Null;
        for seed in 0..200 {
            body = sample(document, variant, &mut Draw::new(seed * 2 + 1), 0);
            let path = asked.path.replace("{case}", &staffed.cases[0]);
            let answered = staffed.command(staffed.person("overseer"), &path, &body, "\"99999\"").await;
            if answered.status.is_success() || answered.code() != "request.shape" {
                break;
            }
            assert!(seed < 199, "no body for {word}: {}", answered.text());
        }
        bodies.push((word, body));
    }
    bodies
}

#[tokio::test]
async fn every_address_answers_every_role_as_the_page_says() {
    let (staffed, table, document) = (Staffed::open().await, Table::read(), web::openapi());
    let mut covered = BTreeSet::new();
    for asked in addresses(&document) {
        match asked.operation["x-action"].as_str().expect("every address names its act") {
            "public" => everybody(&staffed, &asked).await,
            "one's own account" => owners(&staffed, &asked).await,
            "the command's own" => {
                for (word, body) in commands(&staffed, &document, &asked).await {
                    each_role(&staffed, &table, &asked, &word, Some(&body)).await;
                    covered.insert(word);
                }
            }
            act => {
                each_role(&staffed, &table, &asked, act, None).await;
                covered.insert(act.to_owned());
            }
        }
    }
    let left: Vec<_> = table.0.keys().filter(|act| !covered.contains(*act)).map(String::as_str).collect();
    assert_eq!(left, WITHOUT_ADDRESS, "acts without an address");
}

#[tokio::test]
async fn every_page_turns_away_the_roles_the_table_says() {
    let (staffed, table, pages) = (Staffed::open().await, Table::read(), pages());
    assert!(pages.len() > 30, "{pages:?}");
    for [method, path, needs] in &pages {
        let Some(act) = needs.strip_prefix('`').and_then(|needs| needs.strip_suffix('`')) else { continue };
        for (role, person) in &staffed.people {
            let path = path.replace("{case}", &staffed.cases[0]).replace("{name}", "work-list");
            let path = path.replace("{number}", "1").replace("{record}", "1").replace("{mediator}", "mediator-1");
            let cookie = ("cookie", person.cookie.as_str());
            let answered = if method == "GET" {
                let request = Request::get(&path).header(cookie.0, cookie.1).body(Body::empty()).expect("a request");
                staffed.hall.place.begin(request).await
            } else {
                staffed.hall.post(&path, &json!({}), &[cookie, ("sec-fetch-site", "same-origin")]).await
            };
            // A copy is for whoever is shown everything; those who watch say first why they need one.
            let masked = act == "read_material" && ["supervisor", "leader"].contains(role);
            // What was not drawn by lot is not there for those who see what was.
            let hidden = table.mark(role, act) == '抽' && path.starts_with("/cases/");
            assert!(!hidden || answered.status == 404, "{role} at {method} {path}: {}", answered.status);
            let turned_away = table.mark(role, act) == '—' || masked;
            assert_eq!(answered.status == 403, turned_away, "{role} at {method} {path}: {}", answered.status);
        }
    }
}

/// One act, asked by each role of each kind of case.
async fn each_role(staffed: &Staffed, table: &Table, asked: &Asked<'_>, act: &str, body: Option<&Value>) {
    for (role, person) in &staffed.people {
        for (relation, case) in staffed.relations(role) {
            let path = asked
                .path
                .replace("{case}", case)
                .replace("{hand_off}", "1")
                .replace("{referral}", "1")
                .replace("{name}", "work-list");
            let path = path.replace("{account}", "li-window-clerk").replace("{material}", "1").replace("{record}", "1");
            let answered = send(staffed, person, asked, &path, body).await;
            table.check((role, relation), act, asked, &answered);
        }
    }
    let path = asked.path.replace("{case}", &staffed.cases[0]);
    let nobody = Person { cookie: "__Host-yidi=nobody".to_owned() };
    assert_eq!(send(staffed, &nobody, asked, &path, body).await.status, 401, "{act} without a session");
}

/// Asks so that nothing is recorded: having seen more than there is, at a time that has not come.
async fn send(staffed: &Staffed, person: &Person, asked: &Asked<'_>, path: &str, body: Option<&Value>) -> Answered {
    let cookie = ("cookie", person.cookie.as_str());
    if asked.method == "get" {
        let request = Request::get(path).header(cookie.0, cookie.1).body(Body::empty()).expect("a request");
        return staffed.hall.place.begin(request).await;
    }
    let later = [("yidi-occurred-at", "2030-01-01T00:00:00Z"), ("if-match", "\"99999\"")];
    let headers = [[cookie, ("sec-fetch-site", "same-origin")], later].concat();
    let content = asked.operation["requestBody"]["content"].as_object().into_iter().flatten();
    if let Some((form, _)) = content.into_iter().find(|(form, _)| *form != "application/json") {
        let request = headers.iter().fold(Request::post(path), |request, (name, value)| request.header(*name, *value));
        let request = request.header("content-type", form).header("idempotency-key", "a-file");
        return staffed.hall.place.begin(request.body(Body::from("no such file")).expect("a request")).await;
    }
    let nothing = json!({ "nothing": "of the kind" });
    staffed.hall.post(path, body.unwrap_or(&nothing), &headers).await
}

/// What is public asks for no session.
async fn everybody(staffed: &Staffed, asked: &Asked<'_>) {
    let path = asked.path.replace("{code}", "case.unknown").replace("{position}", "1");
    let answered = match asked.method {
        "get" => staffed.hall.place.get(&path, &[]).await,
        _ => staffed.hall.post(&path, &json!({ "nothing": "of the kind" }), &[]).await,
    };
    assert!(![401, 403].contains(&answered.status.as_u16()), "{path}: {}", answered.status);
}

/// One's own affairs are everybody's, and nobody's without a session.
async fn owners(staffed: &Staffed, asked: &Asked<'_>) {
    let nobody = Person { cookie: "__Host-yidi=nobody".to_owned() };
    assert_eq!(send(staffed, &nobody, asked, asked.path, None).await.status, 401, "{}", asked.path);
    for (role, person) in &staffed.people {
        let answered = send(staffed, person, asked, asked.path, None).await;
        assert!(![401, 403].contains(&answered.status.as_u16()), "{role} {}: {}", asked.path, answered.status);
    }
}
