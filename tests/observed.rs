//! What a running center tells its operator: the figures its page lists, and a line a request that holds nothing personal;
//! and what the benches say, which others script against.

use serde_json::{Value, json};
use tests::{Ask, Http, Launch, folder, until_true, workspace, yidi};

/// The names in the table of figures.
fn figures() -> Vec<String> {
    let page = std::fs::read_to_string(workspace().join("docs/http.md")).expect("the page is there");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `yidi_")?.split_once('`'));
    rows.map(|(name, _)| format!("yidi_{name}")).collect()
}

#[test]
fn every_figure_of_the_page_is_served() {
    let data = folder();
    let server =
        Launch::new(data.path()).word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    let visit = json!({ "command": "record_visit", "place": "hall", "purpose": "enquiry", "visitors": 1 });
    assert_eq!(http.post(&Ask::new("clerk-1", "/api/v1/visits", &visit)).expect("an answer").status, 201);
    let served = http.get("clerk-1", "/metrics").expect("an answer").text;
    let figures = figures();
    assert!(figures.len() >= 7, "{figures:?}");
    let missing: Vec<&String> = figures.iter().filter(|name| !served.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?} in\n{served}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_request_is_one_line_with_its_id_and_nothing_of_what_was_asked() {
    let data = folder();
    let launch = Launch::new(data.path()).word("--empty");
    let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    http.get("clerk-1", "/find?number=YD-2026-77777-7").expect("an answer");
    let answered = http.get("clerk-1", "/api/v1/cases/YD-2026-77777-7").expect("an answer");
    let id = answered.body["instance"].as_str().expect("an id").to_owned();
    // A line is written after its answer has gone.
    until_true("the line of the request", || server.said().contains(&id));
    let said = server.said();
    let lines: Vec<&str> = said.lines().filter(|line| line.contains(&id)).collect();
    assert_eq!(lines.len(), 1, "{said}");
    assert!(lines[0].contains("/api/v1/cases/{case}") && lines[0].contains("status="), "{}", lines[0]);
    assert!(!said.contains("77777"), "{said}");
}

/// Whether there is a number at each of these places.
fn has_numbers(measured: &Value, places: &[&str]) {
    for place in places {
        assert!(measured.pointer(place).is_some_and(Value::is_number), "{place} in {measured}");
    }
}

#[test]
fn the_benches_say_what_others_script_against() {
    let data = folder();
    let words =
        ["bench", "append", "--writers", "2", "--events", "1", "--bytes", "200", "--seconds", "1", "--json", "--data"];
    let append = yidi([&words[..], &[&data.path().to_string_lossy()]].concat()).exits(0).json();
    let of_limit = ["/limit/commits_per_s", "/limit/p50_us", "/limit/p99_us"];
    has_numbers(&append, &[&["/commits_per_s", "/p50_us", "/p99_us", "/ratio"][..], &of_limit].concat());
    let replay = yidi(["bench", "replay", "--entries", "2000", "--json"]).exits(0).json();
    let speeds = ["/views_entries_per_s", "/scan_entries_per_s", "/cold_case_p50_us", "/start_with_snapshots_s"];
    has_numbers(&replay, &[&speeds[..], &["/memory_mb", "/memory_peak_mb", "/limit/entries_per_s"]].concat());
    let http = yidi(["bench", "http", "--connections", "2", "--seconds", "1", "--json"]).exits(0).json();
    has_numbers(&http, &["/commands_per_s"]);
}
