//! The views as they were: replayed to any moment, compared with now, and equal to those of a running server.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Dice, Http, Server, folder, sample, until, yidi};

fn replay(data: &str, words: &[&str]) -> Value {
    let words = [&["replay", "--json", "--data", data], words].concat();
    yidi(words).exits(0).json()
}

#[test]
fn a_replay_to_any_position_is_the_view_of_that_moment() {
    let data = folder();
    assert_eq!(Server::start(data.path()).stop(), 0, "a demonstration is seeded and stops");
    let log = data.path().to_string_lossy().into_owned();
    let whole = replay(&log, &[]);
    let end = whole["position"].as_u64().expect("a position");
    assert!(end > 100, "the demonstration county has a past");
    let mut dice = Dice::new("replay", 21);
    let mut before = 0;
    let mut positions: Vec<u64> = (0..sample(6, 60)).map(|_| dice.between(1, end)).collect();
    positions.sort_unstable();
    for position in positions {
        let then = replay(&log, &["--to", &position.to_string(), "--view", "case-register"]);
        assert_eq!(then["position"], position);
        let rows = then["views"]["case-register"]["total"].as_u64().expect("a total");
        assert!(rows >= before, "cases do not go away");
        before = rows;
        let at =
            yidi(["view", "case-register", "--json", "--data", &log, "--at", &position.to_string()]).exits(0).json();
        assert_eq!(at["rows"], then["views"]["case-register"]["rows"]);
        let diff = replay(&log, &["--to", &position.to_string(), "--diff", "--view", "case-register"]);
        let part = &diff["views"]["case-register"];
        let count = |name: &str| part[name].as_array().map_or(0, Vec::len) as u64;
        let (then, now) = (part["then"].as_u64().expect("a count"), part["now"].as_u64().expect("a count"));
        assert_eq!(then + count("new"), now + count("gone"), "{part}");
    }
    let same = replay(&log, &["--to", &end.to_string(), "--diff"]);
    for (name, part) in same["views"].as_object().expect("views") {
        assert_eq!((&part["gone"], &part["new"]), (&json!([]), &json!([])), "{name} at the end is as it is now");
    }
}

#[test]
fn views_of_a_running_server_equal_those_of_its_log() {
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let log = data.path().to_string_lossy().into_owned();
    let reached = http.get("auditor-1", "/api/v1/views/case-register").expect("an answer").body["as_of"].as_u64();
    // A running server writes its head file within a second.
    until("the head file", Duration::from_secs(10), || {
        (replay(&log, &["--view", "visits"])["position"].as_u64() >= reached).then_some(())
    });
    let names: Vec<String> = replay(&log, &[])["views"].as_object().expect("views").keys().cloned().collect();
    for name in names {
        let live = http.rows("auditor-1", &name, "");
        assert_eq!(replay(&log, &["--view", &name])["views"][&name]["rows"], json!(live), "{name}");
    }
}

#[test]
fn what_was_true_is_not_what_was_known() {
    let data = folder();
    assert_eq!(Server::start(data.path()).stop(), 0);
    let log = data.path().to_string_lossy().into_owned();
    let far = "2100-01-01T00:00:00Z";
    let (known, truth) = (replay(&log, &["--to", far]), replay(&log, &["--true-at", far]));
    assert_eq!(known["views"], truth["views"], "far in the future both are everything");
    let long_ago = replay(&log, &["--true-at", "1999-01-01"]);
    assert_eq!(long_ago["entries"], 0);
}
