//! The window console in a real browser: `tests/e2e/console.mjs` in a demonstration, `tests/e2e/signed_in.mjs` where people
//! sign in.

use serde_json::json;
use tests::{Office, PASSWORD, People, Server, day_in, folder, in_browser};

use crate::subscriptions::register;

#[test]
fn a_clerk_works_in_a_real_browser() {
    let data = folder();
    let server = Server::start(data.path());
    let worked = in_browser("console.mjs", &[("YIDI_URL", server.address())]);
    assert!(worked.is_ok(), "{}\n{}", worked.unwrap_err(), server.said());
}

#[test]
fn whoever_signs_in_chooses_a_duty_and_keeps_tokens() {
    let office = Office::new();
    let server = office.start();
    let mut people = People::set_up(server.address(), office.data());
    people.hire("li-clerk", "center", "window_clerk");
    let grant =
        json!({ "command": "grant_role", "account": "li-clerk", "role": "triage_officer", "until": day_in(200) });
    register(&people.http(), "an-ke", &grant);
    let told = [("YIDI_URL", server.address()), ("YIDI_ACCOUNT", "li-clerk"), ("YIDI_PASSWORD", PASSWORD)];
    let worked = in_browser("signed_in.mjs", &told);
    assert!(worked.is_ok(), "{}\n{}", worked.unwrap_err(), server.said());
    assert_eq!(server.stop(), 0);
}
