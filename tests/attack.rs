//! Markup that citizens bring in their names and words runs in no browser: `tests/e2e/attack.mjs`. What can be tried without
//! one is in `crates/web/tests/api/attack.rs`; the list of what is tried is `docs/security.md`.

use serde_json::json;
use tests::{Ask, Http, Server, folder, in_browser, key, sample, yidi};

#[test]
fn markup_runs_in_no_browser() {
    let data = folder();
    let server = Server::start(data.path());
    let payloads = sample(25, 230).to_string();
    let worked = in_browser("attack.mjs", &[("YIDI_URL", server.address()), ("YIDI_PAYLOADS", &payloads)]);
    assert!(worked.is_ok(), "{}\n{}", worked.unwrap_err(), server.said());
}

#[test]
fn a_name_moves_no_cursor_on_a_terminal() {
    let data = folder();
    let server = Server::start(data.path());
    let http = Http::new(server.address());
    let register = |name: &str| {
        let body = json!({"command": "register_case", "kind": "dispute", "claim": "漏水（虚构）", "area": "990101001",
            "parties": [{"role": "applicant", "kind": "person", "name": name}]});
        http.post(&Ask::new("clerk-1", "/api/v1/cases", &body).key(&key())).expect("an answer")
    };
    for control in ["\u{1b}[2J张三（虚构）", "张三\u{7}（虚构）", "张三\u{9b}31m（虚构）"] {
        assert_eq!(register(control).status, 400, "{control:?}: a control character is no part of a name");
    }
    let reordered = register("\u{202e}（虚构）三张");
    assert_eq!(reordered.status, 201, "{}", reordered.body);
    let case = reordered.body["stream"].as_str().expect("an id").to_owned();
    assert_eq!(server.stop(), 0);
    let place = data.path().to_string_lossy().into_owned();
    let said = yidi(["case", "show", &case, "--as", "clerk-1", "--data", &place]).exits(0);
    assert!(said.stdout.contains("三张") && !said.stdout.contains('\u{202e}'), "{}", said.stdout);
}
