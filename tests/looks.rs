//! The access log as a process keeps it: a log of its own, read beside the server, verified with the other, and whole after
//! a kill.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Ask, Http, Launch, Server, folder, key, party, until_true, yidi};

fn register(http: &Http) -> String {
    let body = json!({"command": "register_case", "kind": "dispute", "claim": "楼上漏水（虚构）", "area": "990101001",
        "parties": [party("applicant", "person", "何留痕（虚构）")]});
    let reply = http.post(&Ask::new("clerk-1", "/api/v1/cases", &body).key(&key())).expect("an answer");
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body["stream"].as_str().expect("an id").to_owned()
}

fn log(data: &Path, words: &[&str]) -> Value {
    let data = data.to_string_lossy().into_owned();
    yidi([&["access", "log", "--json", "--data", &data], words].concat()).exits(0).json()
}

fn looks_at(data: &Path, case: &str) -> usize {
    log(data, &["--case", case])["looks"].as_array().map_or(0, Vec::len)
}

#[test]
fn what_was_shown_is_in_the_access_log_after_a_kill() {
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let case = register(&http);
    for _ in 0..20 {
        let shown = http.get("clerk-1", &format!("/api/v1/cases/{case}")).expect("an answer");
        assert_eq!(shown.status, 200);
    }
    server.kill();
    // The head file is a second behind a process that was killed; a start reads the tape to its end and writes it anew.
    let server = Server::start(data.path());
    assert_eq!(server.stop(), 0);
    assert_eq!(looks_at(data.path(), &case), 20);
    let text = log(data.path(), &[]).to_string();
    assert!(!text.contains("何留痕"), "a look says nothing of whom it was at");
}

#[test]
fn the_access_log_is_asked_by_person_by_officer_and_by_time() {
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let case = register(&http);
    let sheet = http.get("clerk-1", &format!("/api/v1/cases/{case}")).expect("an answer").body;
    let party = sheet["parties"][0]["id"].as_str().expect("a party").to_owned();
    assert_eq!(http.get("housing-1", &format!("/api/v1/cases/{case}")).expect("an answer").status, 404);
    assert_eq!(server.stop(), 0);
    let outcomes = |words: &[&str]| -> Vec<String> {
        let looks = log(data.path(), words)["looks"].as_array().cloned().unwrap_or_default();
        looks.iter().map(|look| look["outcome"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(outcomes(&["--person", &party]), ["shown", "missing"]);
    assert_eq!(outcomes(&["--actor", "housing-1"]), ["missing"]);
    assert_eq!(outcomes(&["--since", "2099-01-01"]), Vec::<String>::new());
    let place = data.path().to_string_lossy().into_owned();
    let _ = yidi(["access", "log", "--data", &place, "--person", "00000000-0000-0000-0000-000000000001"]).exits(5);
}

/// The words for whom a breach concerns.
fn affected(data: &Path, words: &[&str]) -> Value {
    let data = data.to_string_lossy().into_owned();
    yidi([&["access", "affected", "--json", "--data", &data], words].concat()).exits(0).json()
}

#[test]
fn whom_a_breach_concerns_is_told_by_case_and_class_and_without_names() {
    let data = folder();
    let server = Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(_, said)| panic!("{said}"));
    let http = Http::new(server.address());
    let (first, second) = (register(&http), register(&http));
    let sheet = http.get("clerk-1", &format!("/api/v1/cases/{first}")).expect("an answer").body;
    assert_eq!(server.stop(), 0);

    let all = affected(data.path(), &["--from", "1", "--to", "1000"]);
    let rows = all["affected"].as_array().expect("rows").clone();
    let of = |case: &str| rows.iter().filter(|row| row["stream"] == case).cloned().collect::<Vec<_>>();
    assert_eq!((all["persons"].as_u64(), of(&first).len(), of(&second).len()), (Some(2), 2, 2), "{all}");
    let party = of(&first).into_iter().find(|row| row["role"] == "applicant").expect("the applicant");
    assert_eq!((&party["subject"], &party["number"]), (&sheet["parties"][0]["id"], &sheet["number"]));
    assert!(party["classes"].to_string().contains("internal"), "{party}");
    assert!(!all.to_string().contains("何留痕"), "nobody is named");

    assert_eq!(affected(data.path(), &["--from", "900", "--to", "1000"])["persons"], 0, "nothing lies there");
    let looked = affected(data.path(), &["--looks", "--from", "1", "--to", "1000"]);
    let seen: Vec<&str> =
        looked["affected"].as_array().expect("rows").iter().flat_map(|row| row["stream"].as_str()).collect();
    assert_eq!(seen, [first.as_str()], "one of the two was looked at: {looked}");
    let nobody = affected(data.path(), &["--looks", "--actor", "housing-1", "--from", "1", "--to", "1000"]);
    assert_eq!(nobody["persons"], 0);
    let place = data.path().to_string_lossy().into_owned();
    let _ = yidi(["access", "affected", "--data", &place, "--from", "3", "--to", "2"]).exits(2);
}

#[test]
fn somebody_is_told_that_looks_are_out_of_the_usual_and_not_whose() {
    const FIGURE: &str = "yidi_looks_out_of_the_usual_staff";
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let figures = |http: &Http| http.get("nobody", "/metrics").expect("an answer").text;
    assert!(figures(&http).contains(&format!("{FIGURE} 0")), "nothing is out of the usual");
    for case in 0..11 {
        let denied = http.get("housing-1", &format!("/api/v1/cases/00000000-0000-7000-8000-0000000000{case:02}"));
        assert_eq!(denied.expect("an answer").status, 404);
    }
    assert_eq!(server.stop(), 0);
    // The day is weighed when a server starts, and every five minutes.
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    until_true("the figure to rise", || figures(&http).contains(&format!("{FIGURE} 1")));
    let said = server.said();
    let line = said.lines().find(|line| line.contains("out of the usual")).expect("a line");
    assert!(!line.contains("housing-1"), "{line}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_look_that_was_changed_afterwards_is_found() {
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let case = register(&http);
    http.get("clerk-1", &format!("/api/v1/cases/{case}")).expect("an answer");
    assert_eq!(server.stop(), 0);
    let place = data.path().to_string_lossy().into_owned();
    let verify = || yidi(["verify", "--json", "--data", &place]);
    let whole = verify().exits(0).json();
    assert!(whole["looks"].as_u64().is_some_and(|looks| looks > 0), "{whole}");
    let tape = data.path().join("access/tape");
    let segment = fs::read_dir(&tape).expect("a tape").next().expect("a segment").expect("an entry").path();
    let mut bytes = fs::read(&segment).expect("it can be read");
    let at = bytes.windows(7).position(|part| part == b"clerk-1").expect("the name of who looked");
    bytes[at..at + 7].copy_from_slice(b"clerk-2");
    fs::write(&segment, bytes).expect("it can be written");
    let changed = verify().exits(3).json();
    assert!(changed["faults"][0]["layer"].as_str().is_some_and(|layer| layer.starts_with("access_")), "{changed}");
}
