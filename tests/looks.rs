//! The access log as a process keeps it: a log of its own, read beside the server, verified with the other, and whole after
//! a kill.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Ask, Http, Server, folder, key, party, yidi};

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
