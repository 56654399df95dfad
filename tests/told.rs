//! What departments are told, taken and put right in the other ways: over an open line that goes on where it broke, and with
//! `yidi subscriptions` at a running center; and what an operator makes for several brokers is what a broker takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::{Value, json};
use tests::{Answer, Http, Office, People, Told, folder, until, yidi};

use crate::asked::{hire, in_hand, token};
use crate::nats::hand_over;
use crate::subscriptions::{KEEPER, Receiver, TOLD_WITHIN, hook, register, secret, served, told};

const LINE: &str = "/api/v1/subscriptions/housing/events";

/// The line tells exactly these messages, each under its number.
fn tells(line: &[Told], messages: &[Value]) {
    let data: Vec<&Value> = line.iter().map(|told| &told.data).collect();
    assert_eq!(data, messages.iter().collect::<Vec<_>>());
    for told in line {
        assert_eq!((told.event.as_str(), told.id.parse().ok()), ("message", told.data["seq"].as_u64()), "{told:?}");
    }
}

#[test]
fn an_open_line_goes_on_behind_the_last_message_that_was_taken() {
    let data = folder();
    let server = served(data.path());
    let http = Http::new(server.address());
    hand_over(&http, 2);
    let all = told(&http, "housing-1", "housing");
    tells(&http.line("housing-1", LINE, None, all.len()), &all);
    tells(&http.line("housing-1", LINE, Some(3), all.len() - 3), &all[3..]);
    tells(&http.line("housing-1", &format!("{LINE}?after=2"), None, all.len() - 2), &all[2..]);
    let last = all.len() as u64;
    let later = thread::scope(|scope| {
        let line = scope.spawn(|| http.line("housing-1", LINE, Some(last), 1));
        hand_over(&http, 1);
        line.join().expect("the line is heard")
    });
    tells(&later, &told(&http, "housing-1", "housing")[all.len()..=all.len()]);
    // A log that was put back knows fewer messages than the reader.
    let ahead = http.line("housing-1", LINE, Some(last + 1_000), 1);
    assert_eq!((ahead[0].event.as_str(), ahead[0].id.as_str()), ("resync", ""));

    for (staff, path, wanted) in [
        ("transport-1", LINE, (404, "subscription.unknown")),
        (KEEPER, LINE, (403, "access.not_this_role")),
        ("housing-1", "/api/v1/subscriptions/housing/events?after=x", (400, "request.query")),
    ] {
        let reply = http.get(staff, path).expect("an answer");
        assert_eq!((reply.status, reply.body["code"].as_str()), (wanted.0, Some(wanted.1)), "{staff} {path}");
    }
    let pause = json!({"command": "pause_subscription", "subscription": "housing", "halt": "maintenance"});
    register(&http, "housing-1", &pause);
    let paused = http.get("housing-1", LINE).expect("an answer");
    assert_eq!((paused.status, paused.body["code"].as_str()), (409, Some("subscription.paused")));
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_new_secret_signs_beside_the_old_one() {
    let (data, receiver) = (folder(), Receiver::start());
    let server = served(data.path());
    let http = Http::new(server.address());
    hook(&http, KEEPER, "housing", &receiver);
    let anew = || secret(&http, "housing-1");
    let (first, second) = (anew(), anew());
    hand_over(&http, 1);
    let call = until("a message", TOLD_WITHIN, || receiver.took().last().cloned());
    assert!(call.is_signed(&first) && call.is_signed(&second), "for a day a receiver may use either");
    let third = anew();
    let before = receiver.took().len();
    hand_over(&http, 1);
    let call = until("a message", TOLD_WITHIN, || receiver.took().get(before).cloned());
    assert!(call.is_signed(&second) && call.is_signed(&third) && !call.is_signed(&first), "two at most");
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_department_makes_the_secret_anew_on_the_page_of_its_webhook() {
    let (data, receiver) = (folder(), Receiver::start());
    let server = served(data.path());
    let http = Http::new(server.address());
    hook(&http, KEEPER, "housing", &receiver);
    let page = "/subscriptions/housing-hook";
    let form = http.page("housing-1", page).expect("a page").text;
    assert!(form.contains("id=\"act-rotate_secret\"") && !form.contains("whsec_"), "{form}");
    let own = http.page("housing-1", "/subscriptions/housing").expect("a page").text;
    assert!(!own.contains("act-rotate_secret"), "what goes over the broker is signed by nobody");
    assert!(!http.page("director-1", page).expect("a page").text.contains("act-rotate_secret"));
    for (staff, status) in [("transport-1", 404), ("director-1", 403)] {
        assert_eq!(http.form(staff, page, &[]).expect("an answer").status, status, "{staff}");
    }
    let made = http.form("housing-1", page, &[]).expect("an answer");
    let secret = made.text.split("<code class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
    let secret = secret.unwrap_or_else(|| panic!("{}: {}", made.status, made.text));
    hand_over(&http, 1);
    let call = until("a message", TOLD_WITHIN, || receiver.took().last().cloned());
    assert!(call.is_signed(secret), "{secret}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn what_was_set_aside_is_put_right_on_the_page_of_the_subscription() {
    let (data, receiver) = (folder(), Receiver::start());
    let server = served(data.path());
    let http = Http::new(server.address());
    hook(&http, KEEPER, "housing", &receiver);
    secret(&http, "housing-1");
    receiver.refuse(Some((1, 400)));
    hand_over(&http, 1);
    let page = |staff: &str| http.page(staff, "/subscriptions/housing-hook").expect("a page").text;
    until("the form", TOLD_WITHIN, || page("housing-1").contains("id=\"act-discard_message\"").then_some(()));
    assert!(!page("director-1").contains("id=\"act-"), "who watches over the center looks, and asks for nothing");
    assert_eq!(http.page("transport-1", "/subscriptions/housing-hook").expect("a page").status, 404);
    let discard = |fields: &[(&str, &str)]| {
        http.form("housing-1", "/subscriptions/housing-hook/acts/discard_message", fields).expect("an answer")
    };
    let (request, number) = (uuid::Uuid::now_v7().to_string(), ("message", "1"));
    let without = discard(&[("request-id", request.as_str()), number]);
    assert_eq!(without.status, 422, "not without a ground: {}", without.text);
    assert_eq!(discard(&[("request-id", request.as_str()), number, ("discard", "superseded")]).status, 303);
    until("it to be given up", TOLD_WITHIN, || (!page("housing-1").contains("act-discard_message")).then_some(()));
    assert_eq!(server.stop(), 0);
}

/// `yidi subscriptions` of whoever has the token in this file.
struct Desk<'a> {
    address: &'a str,
    token: PathBuf,
}

impl Desk<'_> {
    fn asks(&self, words: &[&str]) -> Answer {
        let token = self.token.to_string_lossy().into_owned();
        let (verb, rest) = words.split_first().expect("a verb");
        let server = ["--json", "--server", self.address, "--token-file", &token];
        yidi([&["subscriptions", verb][..], &server, rest].concat())
    }

    fn state(&self, words: &[&str]) -> Value {
        self.asks(words).exits(0).json()["state"].clone()
    }

    /// The numbers of what is set aside.
    fn parked(&self) -> Vec<u64> {
        let parked = self.asks(&["parked", "housing-hook"]).exits(0).json();
        let parked = parked["parked"].as_array().expect("a list").clone();
        parked.iter().filter_map(|one| one["message"].as_u64()).collect()
    }

    fn set_aside(&self, message: u64) {
        until("the message to be set aside", TOLD_WITHIN, || (self.parked() == [message]).then_some(()));
    }
}

fn kept(path: &Path, token: &str) -> PathBuf {
    fs::write(path, token).expect("a file can be written");
    path.to_path_buf()
}

#[test]
fn a_department_looks_after_its_subscriptions_at_the_command_line() {
    let (office, receiver) = (Office::new(), Receiver::start());
    let launch = office.launch().word("--webhook-allow").word("127.0.0.0/8");
    let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let mut people = People::set_up(server.address(), office.data());
    hire(&mut people);
    hook(&people.http(), "an-ke", "housing", &receiver);
    secret(&people.http(), "gao-house");
    let verbs = ["read_subscriptions", "pause_subscription", "resume_subscription", "retry_message", "discard_message"];
    let desk = |who: &str| Desk {
        address: server.address(),
        token: kept(&office.path(&format!("{who}.token")), &token(&people, who, &verbs)),
    };
    let (housing, transport) = (desk("gao-house"), desk("lu-road"));

    let list = housing.asks(&["list"]).exits(0).json();
    let names = list["subscriptions"].as_array().expect("a list").iter();
    let names: Vec<&str> = names.filter_map(|sheet| sheet["subscription"].as_str()).collect();
    assert_eq!(names, ["housing", "housing-hook"], "its own, and nobody else's");
    assert_eq!(housing.state(&["show", "housing-hook"]), "open");
    assert_eq!(housing.state(&["pause", "housing-hook", "--ground", "fault"]), "paused");
    assert_eq!(housing.asks(&["pause", "housing-hook"]).code, 4, "refused: it rests already");
    assert_eq!(housing.state(&["resume", "housing-hook"]), "open");

    receiver.refuse(Some((1, 400)));
    in_hand(&people);
    housing.set_aside(1);
    receiver.refuse(None);
    assert_eq!(housing.state(&["retry", "housing-hook", "1"]), "open");
    until("the message to be taken", TOLD_WITHIN, || housing.parked().is_empty().then_some(()));
    let next = until("the whole case", TOLD_WITHIN, || {
        let sheet = housing.asks(&["show", "housing-hook"]).exits(0).json();
        (sheet["standing"]["lag"] == 0).then(|| sheet["standing"]["told"].as_u64().expect("a number") + 1)
    });
    receiver.refuse(Some((next, 400)));
    in_hand(&people);
    housing.set_aside(next);
    assert_eq!(transport.asks(&["discard", "housing-hook", &next.to_string(), "--ground", "superseded"]).code, 4);
    housing.set_aside(next);
    housing.state(&["discard", "housing-hook", &next.to_string(), "--ground", "handled_otherwise"]);
    until("it to be given up", TOLD_WITHIN, || housing.parked().is_empty().then_some(()));
    assert!(receiver.took().iter().all(|call| call.seq() != next), "and it never came");

    assert_eq!(transport.asks(&["show", "housing-hook"]).code, 5, "what is another's is not there");
    assert_eq!(housing.asks(&["show", "nothing"]).code, 5);
    assert_eq!(yidi(["subscriptions", "list", "--server", server.address()]).code, 2, "somebody must ask");
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_broker_takes_each_of_the_configurations_that_are_made() {
    let program = std::env::var_os("YIDI_NATS_SERVER").map(PathBuf::from);
    let program = program.expect("nats-server: run `cargo xtask test`, which installs it");
    let make = |listen: &str, servers: &str, more: &[&str]| {
        let home = folder();
        let (out, store) = (home.path().join("nats"), home.path().join("store"));
        let (out_word, store) = (out.to_string_lossy().into_owned(), store.to_string_lossy().into_owned());
        let words = ["subscriptions", "nats-config", "--out", &out_word, "--store", &store, "--listen", listen];
        (home, out, yidi([&words, &["--servers", servers][..], more].concat()))
    };
    for (listen, servers, more) in
        [("127.0.0.1:4222", 1, &[][..]), ("127.0.0.1:4222", 3, &[]), ("0.0.0.0:4222", 5, &["--without-tls"])]
    {
        let (_home, out, made) = make(listen, &servers.to_string(), more);
        let _ = made.exits(0);
        let names = match servers {
            1 => vec!["nats.conf".to_owned()],
            _ => (1..=servers).map(|number| format!("nats-{number}.conf")).collect(),
        };
        for name in names {
            let tried = Command::new(&program).arg("-t").arg("-c").arg(out.join(&name)).output().expect("a broker");
            assert!(tried.status.success(), "{name}: {}", String::from_utf8_lossy(&tried.stderr));
        }
    }
    assert_eq!(make("10.1.0.5:4222", "1", &[]).2.code, 78, "tokens would travel in the clear");
    assert_eq!(make("127.0.0.1:65000", "3", &[]).2.code, 2, "there are no ports for the brokers to reach each other");
}
