//! Signing in at the real server: what opens it, what no longer does, also after a restart; and accounts from the command
//! line.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Ask, Http, Office, PASSWORD, People, day_in, yidi};

/// A token of somebody for these acts, put into a file.
fn token(people: &People, (who, role): (&str, &str), verbs: &[&str], file: &Path) {
    let wanted = json!({ "role": role, "verbs": verbs, "until": day_in(60) });
    let issued = people.http().post(&Ask::new(who, "/api/v1/tokens", &wanted)).expect("an answer");
    assert_eq!(issued.status, 201, "{}", issued.text);
    fs::write(file, issued.body["secret"].as_str().expect("a token")).expect("a file can be written");
}

fn status(http: &Http, who: &str) -> u16 {
    http.get(who, "/api/v1/views").expect("an answer").status
}

#[test]
fn what_was_ended_opens_nothing_also_after_a_restart() {
    let office = Office::new();
    let server = office.start();
    let mut people = People::set_up(server.address(), office.data());
    for account in ["li-clerk", "zhao-clerk", "sun-clerk"] {
        people.hire(account, "center", "window_clerk");
    }
    let http = people.http();
    assert!(["li-clerk", "zhao-clerk", "sun-clerk"].iter().all(|who| status(&http, who) == 200));
    let ended = http.post(&Ask::new("li-clerk", "/api/v1/session/end", &json!({}))).expect("an answer");
    assert_eq!((ended.status, status(&http, "li-clerk")), (200, 401));
    let close = json!({ "command": "close_account", "account": "zhao-clerk" });
    let closed = http.post(&Ask::new("an-ke", "/api/v1/register", &close)).expect("an answer");
    assert_eq!((closed.status, status(&http, "zhao-clerk")), (200, 401), "{}", closed.text);
    let stranger = Http::new(server.address());
    assert_eq!(stranger.get("clerk-1", "/api/v1/views").expect("an answer").body["code"], "staff.not_taken");
    assert_eq!(server.stop(), 0);

    let server = office.start();
    people.move_to(server.address());
    let http = people.http();
    assert_eq!(status(&http, "sun-clerk"), 200, "a session outlasts a restart");
    assert_eq!((status(&http, "li-clerk"), status(&http, "zhao-clerk")), (401, 401));
    people.sign_in("li-clerk");
    assert_eq!(status(&people.http(), "li-clerk"), 200);
    assert!(!office.data().join("setup-token").exists(), "it is set up once");
    assert_eq!(server.stop(), 0);
}

#[test]
fn accounts_are_kept_from_the_command_line_with_a_token() {
    let office = Office::new();
    let server = office.start();
    let mut people = People::set_up(server.address(), office.data());
    people.hire("li-clerk", "center", "window_clerk");
    people.hire("he-audit", "center", "auditor");
    let keeper = ("an-ke", "security_administrator");
    token(&people, keeper, &["read_accounts", "open_account", "close_account"], &office.path("keeper"));
    token(&people, keeper, &["read_accounts"], &office.path("reader"));
    let address = server.address().to_owned();
    let keep = |words: &[&str]| office.at(&address, "keeper", words);

    let listed = keep(&["list"]).exits(0).json();
    assert_eq!(listed["accounts"].as_array().map(Vec::len), Some(3), "{listed}");
    assert_eq!(keep(&["show", "li-clerk"]).exits(0).json()["state"], "open");
    assert_eq!(keep(&["show", "nobody-here"]).code, 5);
    let until = day_in(200);
    let new = ["invite", "sun-clerk", "--role", "window_clerk", "--until", &until];
    assert_eq!(office.at(&address, "reader", &new).code, 77, "the token is not for that");
    let invited = keep(&new).exits(0).json();
    take_up(&people, "sun-clerk", &invited);
    people.sign_in("sun-clerk");
    assert_eq!(keep(&["reset", "he-audit"]).code, 4, "nobody takes the device off an auditor alone");
    let again = keep(&["reset", "li-clerk"]).exits(0).json();
    assert_eq!(status(&people.http(), "li-clerk"), 401, "whoever is reset is out");
    take_up(&people, "li-clerk", &again);
    people.sign_in("li-clerk");
    assert_eq!(keep(&["close", "li-clerk"]).exits(0).json()["state"], "closed");
    assert_eq!(status(&people.http(), "li-clerk"), 401);
    assert_eq!(keep(&["close", "li-clerk"]).code, 4);

    assert_eq!(office.here(&["close", "sun-clerk"]).code, 2, "without a token nobody is asked");
    assert_eq!(office.here(&["invite", "sun-clerk"]).code, 75, "the center runs");
    assert_eq!(server.stop(), 0);
    assert_eq!(keep(&["list"]).code, 75, "nobody answers");
    assert_eq!(office.here(&["show", "li-clerk"]).exits(0).json()["state"], "closed", "read beside");
}

#[test]
fn notes_are_handed_in_with_a_token_on_behalf_of_who_wrote_them() {
    let office = Office::new();
    let server = office.start();
    let mut people = People::set_up(server.address(), office.data());
    people.hire("li-clerk", "center", "window_clerk");
    token(&people, ("li-clerk", "window_clerk"), &["record_visit"], &office.path("clerk"));
    let visit = json!({ "key": "00000000-0000-7000-8000-000000000007", "staff": "zhao-grid", "occurred_at": "2026-11-20T01:00:00Z",
        "channel": "grid", "path": "/api/v1/visits", "command": { "command": "record_visit", "place": "hall", "purpose": "register", "visitors": 1 } });
    fs::write(office.path("notes"), visit.to_string()).expect("a file can be written");
    let (notes, clerk) = (office.word("notes"), office.word("clerk"));
    let address = server.address().trim_start_matches("http://");
    let sync = |more: &[&str]| yidi([&["sync", "--json", "--server", address, &notes], more].concat());
    assert_eq!(sync(&[]).exits(4).json()["refused"][0]["code"], "staff.not_taken", "nobody is taken at their word");
    let handed = sync(&["--token-file", &clerk]).exits(0).json();
    assert_eq!(handed["recorded"], 1, "{handed}");
    assert_eq!(sync(&["--token-file", &clerk]).exits(0).json()["repeated"], 1);
    assert_eq!(server.stop(), 0);
}

#[test]
fn whoever_holds_the_machine_and_its_keys_lets_somebody_in_again() {
    let office = Office::new();
    let server = office.start();
    let mut people = People::set_up(server.address(), office.data());
    people.hire("he-audit", "center", "audit_administrator");
    assert_eq!(server.stop(), 0);
    let new = office.here(&["invite", "wei-ke"]).exits(0).json();
    assert_eq!(new["opened"], true);
    let server = office.start();
    people.move_to(server.address());
    take_up(&people, "wei-ke", &new);
    let body = json!({ "account": "wei-ke", "password": PASSWORD });
    let early = people.http().post(&Ask::new("nobody", "/api/v1/session", &body)).expect("an answer");
    assert_eq!(early.status, 401, "the machine alone makes no administrator where somebody checks");
    people.sign_in("he-audit");
    let confirm = json!({ "command": "confirm_role", "account": "wei-ke", "grant": 1 });
    let confirmed = people.http().post(&Ask::new("he-audit", "/api/v1/register", &confirm)).expect("an answer");
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    people.sign_in("wei-ke");
    let seat = people.http().get("wei-ke", "/api/v1/session").expect("an answer").body;
    assert_eq!((&seat["role"], &seat["totp_due"]), (&json!("security_administrator"), &json!(true)));
    assert_eq!(server.stop(), 0);
}

#[test]
fn where_nobody_checks_the_machine_alone_lets_somebody_in_again() {
    let office = Office::new();
    let server = office.start();
    let mut people = People::set_up(server.address(), office.data());
    assert_eq!(server.stop(), 0);
    let new = office.here(&["invite", "wei-ke"]).exits(0).json();
    let server = office.start();
    people.move_to(server.address());
    take_up(&people, "wei-ke", &new);
    people.sign_in("wei-ke");
    assert_eq!(server.stop(), 0);
}

fn take_up(people: &People, account: &str, invited: &Value) {
    let accept = json!({ "account": account, "invitation": invited["invitation"], "password": PASSWORD });
    let accepted = people.http().post(&Ask::new("nobody", "/api/v1/invitation", &accept)).expect("an answer");
    assert_eq!(accepted.status, 200, "{}", accepted.text);
}
