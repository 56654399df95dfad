//! What was written down without a network is handed in later, by the real command, to a real server: once, however often.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Answer, Ask, Http, Launch, Server, folder, until_true, yidi};

/// Matters a grid worker brings home from a week in the villages.
const CAPTURED: usize = 50;

fn start(data: &Path) -> Server {
    Launch::new(data).word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"))
}

fn captured(number: usize) -> Value {
    json!({
        "key": format!("018f0000-0000-7000-8000-{number:012x}"), "staff": "wangxi-1", "channel": "grid",
        "occurred_at": "2026-01-05T01:00:00Z", "path": "/api/v1/cases",
        "command": {
            "command": "register_case", "kind": "dispute", "area": "990101",
            "claim": format!("第{number}件事，与别人的都不相干"),
            "parties": [{ "role": "applicant", "kind": "person", "name": format!("网格来人{number}（虚构）") }],
        },
    })
}

fn write(path: &Path, lines: &[Value]) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(path, text).expect("a file can be written");
}

fn sync(address: &str, file: &Path) -> Answer {
    yidi(["sync", "--json", "--server", address.trim_start_matches("http://"), &file.to_string_lossy()])
}

/// How many lines were recorded, and how many were known already.
fn counted(answer: Answer) -> (Value, Value) {
    let said = answer.exits(0).json();
    assert_eq!(said["refused"], json!([]));
    (said["recorded"].clone(), said["repeated"].clone())
}

/// A clerk registers the same matter.
fn at_the_window(http: &Http, line: &Value) -> String {
    let reply = http.post(&Ask::new("clerk-1", "/api/v1/cases", &line["command"])).expect("an answer");
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.body["stream"].as_str().expect("a stream").to_owned()
}

/// The cases that a case is suspected to repeat.
fn suspects_of(http: &Http, case: &str) -> Vec<String> {
    suspected(&http.get("triage-1", &format!("/api/v1/cases/{case}/events")).expect("an answer").body["facts"])
}

fn suspected(facts: &Value) -> Vec<String> {
    let facts = facts.as_array().expect("facts").iter();
    let suspicions = facts.filter(|fact| fact["kind"] == "intake.duplicate_suspected");
    suspicions.filter_map(|fact| fact["body"]["other"].as_str()).map(str::to_owned).collect()
}

/// Every case that came in through the grid, with the cases it is suspected to repeat, by the number of its line.
fn from_the_grid(http: &Http) -> Vec<(String, Vec<String>)> {
    let mut found = vec![(String::new(), Vec::new()); CAPTURED];
    for row in http.rows("clerk-1", "case-register", "") {
        let case = row["case"].as_str().expect("a case");
        let facts = &http.get("triage-1", &format!("/api/v1/cases/{case}/events")).expect("an answer").body["facts"];
        if facts[0]["channel"] == "grid" {
            let name = facts[0]["body"]["parties"][0]["name"].as_str().expect("a name");
            let number = name.trim_start_matches("网格来人").trim_end_matches("（虚构）").parse::<usize>();
            found[number.expect("a number")] = (case.to_owned(), suspected(facts));
        }
    }
    found
}

#[test]
fn a_week_of_notes_is_handed_in_twice_and_recorded_once() {
    let (data, notes) = (folder(), folder());
    let server = start(data.path());
    let http = Http::new(server.address());
    let (file, lines) = (notes.path().join("week.jsonl"), (0..CAPTURED).map(captured).collect::<Vec<_>>());
    write(&file, &lines);
    let before = at_the_window(&http, &lines[0]);

    assert_eq!(counted(sync(server.address(), &file)), (json!(CAPTURED), json!(0)));
    until_true("the notes to be compared with the window", || from_the_grid(&http)[0].1 == [before.clone()]);
    assert!(suspects_of(&http, &before).is_empty(), "it was the first");
    let position = || http.get("clerk-1", "/api/v1/views/case-register").expect("an answer").position;
    let then = position();
    assert_eq!(counted(sync(server.address(), &file)), (json!(0), json!(CAPTURED)));
    assert_eq!(position(), then, "nothing was recorded the second time");
    assert_eq!(http.rows("clerk-1", "case-register", "").len(), CAPTURED + 1);

    let grid = from_the_grid(&http);
    assert_eq!(grid[0].1, [before], "the notes repeat what the window had");
    assert!(grid[1..].iter().all(|(case, suspected)| !case.is_empty() && suspected.is_empty()));
    let again = at_the_window(&http, &lines[1]);
    until_true("the window to be told what was in the notes", || suspects_of(&http, &again) == [grid[1].0.clone()]);
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_line_that_is_refused_keeps_no_other_line_from_being_recorded() {
    let (data, notes) = (folder(), folder());
    let server = start(data.path());
    let (file, mut lines) = (notes.path().join("day.jsonl"), (0..3).map(captured).collect::<Vec<_>>());
    lines[1]["command"]["parties"][0]["role"] = json!("respondent");
    write(&file, &lines);
    let said = sync(server.address(), &file).exits(4).json();
    assert_eq!((&said["recorded"], &said["repeated"]), (&json!(2), &json!(0)));
    assert_eq!(said["refused"], json!([{ "line": 2, "status": 422, "code": "intake.no_applicant" }]));
    lines[1]["command"]["parties"][0]["role"] = json!("applicant");
    write(&file, &lines);
    assert_eq!(counted(sync(server.address(), &file)), (json!(1), json!(2)), "once it is right, it alone is new");
    let address = server.address().to_owned();
    assert_eq!(server.stop(), 0);
    assert_eq!(sync(&address, &file).code, 75, "later, with the same file");
}
