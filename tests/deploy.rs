//! What lies in `deploy/`, started for real: the words of the compose file as processes, a broker of three of which one
//! dies, and a Prometheus that asks what the dashboard and the alerts ask.

use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Http, Journey, binary, copy_tree, folder, party, percent, until, workspace};

const WITHIN: Duration = Duration::from_secs(90);

/// A program, gone with its handle.
struct Process(Child);

impl Process {
    fn start(program: &Path, words: &[String], data: &Path) -> Self {
        let mut command = Command::new(program);
        command.args(words).env("YIDI_DATA", data).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display())))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The words each service of the compose file is started with. They stand on one line, as in JSON.
fn words() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(workspace().join("deploy/compose.yaml")).expect("the compose file is there");
    let (mut service, mut all) = (String::new(), BTreeMap::new());
    for line in text.lines() {
        if let Some(name) =
            line.strip_prefix("  ").and_then(|line| line.strip_suffix(':')).filter(|name| !name.starts_with(' '))
        {
            service = name.to_owned();
        } else if let Some(words) = line.trim().strip_prefix("command: ") {
            all.insert(service.clone(), serde_json::from_str(words).expect("words on one line"));
        }
    }
    all
}

/// A port of this machine that is free, as are the two behind it.
fn ports() -> u16 {
    let free = |port: u16| TcpListener::bind(("127.0.0.1", port)).is_ok();
    (20_000..60_000).step_by(7).find(|port| (0..3).all(|more| free(port + more))).expect("free ports")
}

fn listens(port: u16) {
    until("a program to listen", WITHIN, || TcpStream::connect(("127.0.0.1", port)).ok());
}

/// The words of the compose file, on ports and in directories of this test.
struct Stage {
    words: BTreeMap<String, Vec<String>>,
    replaced: Vec<(String, String)>,
    data: PathBuf,
}

impl Stage {
    fn words(&self, service: &str) -> Vec<String> {
        let put = |word: &String| self.replaced.iter().fold(word.clone(), |word, (from, to)| word.replace(from, to));
        self.words.get(service).unwrap_or_else(|| panic!("no service {service}")).iter().map(put).collect()
    }

    fn start(&self, program: &Path, service: &str) -> Process {
        Process::start(program, &self.words(service), &self.data)
    }
}

fn hand_over(http: &Http) {
    let parties = [party("applicant", "person", "甲（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）", "area": "990101",
        "parties": parties});
    let mut case = Journey::begin(http, "clerk-1", &register);
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "housing"}));
}

/// What Prometheus answers to a question; `None` while it has nothing to say.
fn asked(prometheus: &Http, expression: &str) -> Option<Vec<Value>> {
    let reply = prometheus.get("nobody", &format!("/api/v1/query?query={}", percent(expression))).ok()?;
    assert_eq!(reply.body["status"], "success", "{expression}: {}", reply.text);
    reply.body["data"]["result"].as_array().filter(|rows| !rows.is_empty()).cloned()
}

/// Every question of the dashboard.
fn questions() -> Vec<String> {
    let text = fs::read_to_string(workspace().join("deploy/grafana/dashboards/yidi.json")).expect("the dashboard");
    let board: Value = serde_json::from_str(&text).expect("a dashboard is JSON");
    let panels = board["panels"].as_array().expect("panels");
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().expect("targets"));
    targets.map(|target| target["expr"].as_str().expect("a question").to_owned()).collect()
}

/// A copy of what watches over the center, in a hurry: it looks every second and not every quarter of a minute.
fn watchers(home: &Path, center: u16) -> PathBuf {
    let watchers = home.join("watchers");
    copy_tree(&workspace().join("deploy/prometheus"), &watchers);
    let path = watchers.join("prometheus.yml");
    let text = fs::read_to_string(&path).expect("its configuration");
    fs::write(&path, text.replace(": 15s", ": 1s").replace("7300", &center.to_string())).expect("written");
    watchers
}

#[test]
fn the_compose_file_starts_three_brokers_a_center_and_what_watches_over_them() {
    let home = folder();
    let at = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let (brokers, center, watch) = (ports(), ports() + 10, ports() + 20);
    let watchers = watchers(home.path(), center);
    // Ports first: digits may stand in the name of a directory too.
    let replaced = [
        (":4222", format!(":{brokers}")),
        (":4223", format!(":{}", brokers + 1)),
        (":4224", format!(":{}", brokers + 2)),
        (":7300", format!(":{center}")),
        (":9090", format!(":{watch}")),
        ("/etc/prometheus", watchers.to_string_lossy().into_owned()),
        ("/nats", at("nats")),
        ("/data", at("broker")),
        ("=/prometheus", format!("={}", at("figures"))),
    ];
    let replaced = replaced.map(|(from, to)| (from.to_owned(), to)).to_vec();
    let stage = Stage { words: words(), replaced, data: home.path().join("center") };

    let nats = std::env::var_os("YIDI_NATS_SERVER").map(PathBuf::from);
    let nats = nats.expect("nats-server: run `cargo xtask test`, which installs it");
    let mut prepared = stage.start(binary(), "nats-config");
    assert!(prepared.0.wait().expect("it ends").success(), "{:?}", stage.words("nats-config"));
    let mut three: Vec<Process> =
        ["nats-1", "nats-2", "nats-3"].iter().map(|service| stage.start(&nats, service)).collect();
    (0..3).for_each(|more| listens(brokers + more));
    let _center = stage.start(binary(), "yidi");
    listens(center);
    let http = Http::new(&format!("127.0.0.1:{center}"));
    until("the center to be ready", WITHIN, || http.get("clerk-1", "/readyz").ok().filter(|reply| reply.status == 200));

    let _prometheus = stage.start(Path::new("prometheus"), "prometheus");
    listens(watch);
    let prometheus = Http::new(&format!("127.0.0.1:{watch}"));
    let answers = "yidi_broker_connected == 1";
    until("the three brokers to answer", WITHIN, || asked(&prometheus, answers));
    let lag = || asked(&prometheus, "yidi_subscription_lag_messages{subscription=\"housing\"} > 0");
    until("the housing department to have something to take", WITHIN, || {
        hand_over(&http);
        lag()
    });

    for question in questions() {
        until(&question, WITHIN, || asked(&prometheus, &question));
    }
    let rules = prometheus.get("nobody", "/api/v1/rules").expect("an answer").body;
    let rules = rules["data"]["groups"][0]["rules"].as_array().expect("rules").clone();
    assert_eq!(rules.len(), 8);

    // One of three dies, and departments are told as before; then all are gone, and it is said.
    three.truncate(2);
    let before = http.views("director-1");
    hand_over(&http);
    until("two of three to keep it", WITHIN, || asked(&prometheus, answers));
    assert_ne!(http.views("director-1"), before, "and the window goes on");
    three.clear();
    until("somebody to say that the broker is gone", WITHIN, || asked(&prometheus, "yidi_broker_connected == 0"));
    let waits = "ALERTS{alertname=\"BrokerGone\"}";
    until("the alert to be raised", WITHIN, || asked(&prometheus, waits));
    hand_over(&http);
}

#[test]
fn the_alerts_fire_on_what_they_are_for() {
    let rules = workspace().join("deploy/prometheus/alerts_test.yml");
    let tool = Command::new("promtool").args(["test", "rules"]).arg(&rules).output();
    let tool = tool.expect("promtool: run `cargo xtask test`, which installs it");
    assert!(tool.status.success(), "{}", String::from_utf8_lossy(&tool.stderr));
}
