//! Every address as every role and in every relation to a case, against the table a lawyer reads: `docs/access.md`. Addresses
//! and commands come from the router's own document, so a new one is asked as well.

mod discretion;
mod lists;
mod shown;
mod staffed;
mod table;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::door::Person;
use crate::place::Answered;
use crate::sample::{Draw, sample};
use staffed::Staffed;
use table::Table;
pub(crate) use table::pages;

/// Acts of the table that no address needs: they are asked on the command line, or recorded by what is done at the door.
const WITHOUT_ADDRESS: [&str; 8] =
    ["change_password", "enrol_totp", "export", "issue_token", "read_condition", "remove_totp", "replay", "verify"];

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
async fn commands(staffed: &Staffed, document: &Value, asked: &Asked<'_>, case: &str) -> Vec<(String, Value)> {
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
            let path = asked.path.replace("{case}", case);
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
                for (word, body) in commands(&staffed, &document, &asked, &staffed.case("sent").id).await {
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
    let left: Vec<_> = table.acts.keys().filter(|act| !covered.contains(*act)).map(String::as_str).collect();
    assert_eq!(left, WITHOUT_ADDRESS, "acts without an address");
}

#[tokio::test]
async fn every_page_turns_away_the_roles_the_table_says() {
    let (staffed, table, pages) = (Staffed::open().await, Table::read(), pages());
    assert!(pages.len() > 30, "{pages:?}");
    for [method, path, needs] in &pages {
        let Some(act) = needs.strip_prefix('`').and_then(|needs| needs.strip_suffix('`')) else { continue };
        for (role, person) in staffed.at_their_desks() {
            let path = path.replace("{case}", &staffed.case("sent").id).replace("{name}", "work-list");
            let path = path.replace("{number}", "1").replace("{record}", "1").replace("{mediator}", "mediator-1");
            let cookie = ("cookie", person.cookie.as_str());
            let answered = if method == "GET" {
                let request = Request::get(&path).header(cookie.0, cookie.1).body(Body::empty()).expect("a request");
                staffed.hall.place.begin(request).await
            } else {
                staffed.hall.post(&path, &json!({}), &[cookie, ("sec-fetch-site", "same-origin")]).await
            };
            // A copy is for whoever is shown everything; those who watch say first why they need one.
            let masked = act == "read_material" && ["supervisor", "leader"].contains(&role);
            // What was not drawn by lot is not there for those who see what was.
            let hidden = table.mark(role, act) == '抽' && path.starts_with("/cases/");
            assert!(!hidden || answered.status == 404, "{role} at {method} {path}: {}", answered.status);
            let turned_away = table.mark(role, act) == '—' || masked;
            assert_eq!(answered.status == 403, turned_away, "{role} at {method} {path}: {}", answered.status);
        }
    }
}

/// One act, asked by everybody in each relation to a case there is for them.
async fn each_role(staffed: &Staffed, table: &Table, asked: &Asked<'_>, act: &str, body: Option<&Value>) {
    for member in &staffed.members {
        for (relation, case) in staffed.relations(member) {
            let answered = send(staffed, &member.person, asked, &address(asked, &case.id), body).await;
            table.check((member, relation, case), act, asked, &answered);
        }
    }
    let nobody = Person { cookie: "__Host-yidi=nobody".to_owned() };
    let path = address(asked, &staffed.case("sent").id);
    assert_eq!(send(staffed, &nobody, asked, &path, body).await.status, 401, "{act} without a session");
}

/// The address with this case in it, and the first of whatever else it names.
fn address(asked: &Asked<'_>, case: &str) -> String {
    address_of(asked.path, case)
}

/// The same of a path as it stands in a table.
fn address_of(path: &str, case: &str) -> String {
    let path = path.replace("{case}", case).replace("{hand_off}", "1").replace("{referral}", "1");
    let path = path.replace("{name}", "work-list").replace("{account}", "li-window-clerk");
    path.replace("{material}", "1").replace("{record}", "1")
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
    for member in &staffed.members {
        let answered = send(staffed, &member.person, asked, asked.path, None).await;
        let (role, status) = (member.role, answered.status);
        assert!(![401, 403].contains(&status.as_u16()), "{role} {}: {status}", asked.path);
    }
}
