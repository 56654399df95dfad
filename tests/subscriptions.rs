//! Subscriptions beside the broker: what a department is told it reads itself over HTTP, or is sent to an address of its own.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::hmac;
use serde_json::{Value, json};
use tests::{Ask, Http, Launch, Server, folder, until};

use crate::nats::{hand_over, in_order, readable};

/// How long it may take until a receiver has what it is to get.
pub(crate) const TOLD_WITHIN: Duration = Duration::from_secs(60);
/// Keeps the machine.
pub(crate) const KEEPER: &str = "admin-system";

pub(crate) fn served(data: &Path) -> Server {
    Launch::new(data).word("--empty").start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"))
}

/// Everything a subscription is told, page by page.
pub(crate) fn told(http: &Http, staff: &str, subscription: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let path = format!("/api/v1/subscriptions/{subscription}/facts?after={after}&limit=7");
        let page = http.get(staff, &path).expect("an answer");
        assert_eq!(page.status, 200, "{}", page.body);
        let messages = page.body["messages"].as_array().cloned().unwrap_or_default();
        after = page.body["next"].as_u64().expect("a number");
        if messages.is_empty() {
            return all;
        }
        all.extend(messages);
    }
}

pub(crate) fn register(http: &Http, staff: &str, command: &Value) -> Value {
    let done = http.post(&Ask::new(staff, "/api/v1/register", command)).expect("an answer");
    assert_eq!(done.status, 200, "{}", done.body);
    done.body
}

/// Each number once, in order, each bound to the one before.
fn is_chained(messages: &[Value]) {
    in_order(messages);
    let mut before = "0".repeat(64);
    for message in messages {
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(text("prev"), before);
        let (id, seq) = (text("id"), message["seq"].as_u64().expect("a number"));
        let previous: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&before[at * 2..at * 2 + 2], 16).expect("hex")).collect();
        let body = text("body");
        let parts =
            [&previous[..], &seq.to_be_bytes(), &(id.len() as u64).to_be_bytes(), id.as_bytes(), body.as_bytes()];
        let hash: String = digest(&SHA256, &parts.concat()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text("hash"), hash, "message {seq}");
        before = hash;
    }
}

fn fact(message: &Value) -> Value {
    serde_json::from_str(message["body"].as_str().expect("a text")).expect("JSON")
}

#[test]
fn a_new_department_rebuilds_from_nothing_what_the_center_has_of_it() {
    let data = folder();
    let server = Launch::new(data.path()).start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    let messages = told(&http, "housing-1", "housing");
    is_chained(&messages);
    let readable = readable(&http);
    let own: BTreeSet<&str> = readable.iter().map(|(case, _)| case.as_str()).collect();
    let cases: BTreeSet<String> =
        messages.iter().map(|message| message["subject"].as_str().unwrap_or_default().to_owned()).collect();
    assert!(!own.is_empty() && cases.iter().map(String::as_str).eq(own.iter().copied()), "the same cases");
    let facts: u64 = readable.iter().map(|(_, facts)| facts).sum();
    assert_eq!(messages.len() as u64, facts, "and every fact of them, once");
    let all = messages.iter().map(|message| fact(message).to_string()).collect::<String>();
    assert!(!all.contains("（虚构）"), "every invented name and text is marked so, and none of them travels");
    for name in ["\"position\"", "\"version\"", "\"causation\""] {
        assert!(!all.contains(name), "{name} would tell how much there is beside");
    }
    assert_eq!(told(&http, "housing-1", "housing"), messages, "the same again");
    let nobody = http.get("transport-1", "/api/v1/subscriptions/housing/facts").expect("an answer");
    let nothing = http.get("transport-1", "/api/v1/subscriptions/nothing/facts").expect("an answer");
    assert_eq!((nobody.status, nobody.body["code"].as_str()), (404, nothing.body["code"].as_str()));
    assert_eq!(http.get(KEEPER, "/api/v1/subscriptions/housing/facts").expect("an answer").status, 403);
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_filter_is_no_gap_and_from_now_on_is_exact() {
    let data = folder();
    let server = served(data.path());
    let http = Http::new(server.address());
    hand_over(&http, 2);
    let open = |name: &str, from: &str, names: &[&str]| {
        let open = json!({"command": "open_subscription", "subscription": name, "department": "housing",
            "transport": "sse", "from": from, "fact_names": names});
        register(&http, KEEPER, &open);
    };
    open("assignments", "beginning", &["triage.case_assigned"]);
    open("from-now", "now", &[]);
    assert_eq!(told(&http, "housing-1", "from-now"), Vec::<Value>::new());
    hand_over(&http, 1);
    let assigned = told(&http, "housing-1", "assignments");
    is_chained(&assigned);
    assert_eq!(assigned.len(), 3);
    assert!(assigned.iter().all(|message| message["type"] == "cn.yidi.triage.case_assigned.v1"), "{assigned:?}");
    let late = told(&http, "housing-1", "from-now");
    is_chained(&late);
    let cases: BTreeSet<&str> = late.iter().filter_map(|message| message["subject"].as_str()).collect();
    assert_eq!(cases.len(), 1, "what was there before is not told");
    let pause = json!({"command": "pause_subscription", "subscription": "from-now", "halt": "maintenance"});
    register(&http, "housing-1", &pause);
    let paused = http.get("housing-1", "/api/v1/subscriptions/from-now/facts").expect("an answer");
    assert_eq!((paused.status, paused.body["code"].as_str()), (409, Some("subscription.paused")));
    register(&http, "housing-1", &json!({"command": "resume_subscription", "subscription": "from-now"}));
    assert_eq!(told(&http, "housing-1", "from-now"), late, "nothing is lost by a pause");
    assert_eq!(server.stop(), 0);
}

/// A receiver: keeps what it took, and refuses what it is told to refuse.
pub(crate) struct Receiver {
    pub(crate) address: String,
    took: Arc<Mutex<Vec<Call>>>,
    refuses: Arc<Mutex<Option<(u64, u16)>>>,
    refused: Arc<Mutex<u64>>,
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Call {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    pub(crate) fn seq(&self) -> u64 {
        self.header("yidi-seq").parse().unwrap_or_default()
    }

    pub(crate) fn is_signed(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.trim_start_matches("whsec_")).expect("base64");
        let head = format!("{}.{}.", self.header("webhook-id"), self.header("webhook-timestamp"));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &[head.as_bytes(), &self.body].concat());
        self.header("webhook-signature").split(' ').any(|one| one == format!("v1,{}", STANDARD.encode(tag)))
    }
}

impl Receiver {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let receiver = Receiver { address, took: Arc::default(), refuses: Arc::default(), refused: Arc::default() };
        let (took, refuses, refused) = (receiver.took.clone(), receiver.refuses.clone(), receiver.refused.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if answer(stream, &took, &refuses) {
                    *refused.lock().expect("nobody panics with this lock") += 1;
                }
            }
        });
        receiver
    }

    pub(crate) fn took(&self) -> Vec<Call> {
        self.took.lock().expect("nobody panics with this lock").clone()
    }

    /// How often it refused; nothing as long as it did not.
    fn refused(&self) -> Option<u64> {
        Some(*self.refused.lock().expect("nobody panics with this lock")).filter(|refused| *refused > 0)
    }

    pub(crate) fn refuse(&self, message: Option<(u64, u16)>) {
        *self.refuses.lock().expect("nobody panics with this lock") = message;
    }
}

/// Answers one request; whether it was refused.
fn answer(mut stream: TcpStream, took: &Mutex<Vec<Call>>, refuses: &Mutex<Option<(u64, u16)>>) -> bool {
    let Some(call) = read(&mut stream) else { return false };
    let refused = *refuses.lock().expect("nobody panics with this lock");
    let status = refused.filter(|(seq, _)| *seq == call.seq()).map_or(200, |(_, status)| status);
    if status == 200 {
        took.lock().expect("nobody panics with this lock").push(call);
    }
    let _ = write!(stream, "HTTP/1.1 {status} Said\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    status != 200
}

fn read(stream: &mut TcpStream) -> Option<Call> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let pair = |line: &str| line.split_once(": ").map(|(name, text)| (name.to_ascii_lowercase(), text.to_owned()));
        let headers: Vec<(String, String)> = head.lines().skip(1).filter_map(pair).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse::<usize>().ok()?;
        if bytes.len() >= end + 4 + length {
            return Some(Call { headers, body: bytes[end + 4..end + 4 + length].to_vec() });
        }
    }
}

fn hooked(http: &Http, receiver: &Receiver) -> String {
    hook(http, KEEPER, "housing", receiver);
    secret(http, "housing-1")
}

/// The webhook of a department, opened by whoever keeps subscriptions.
pub(crate) fn hook(http: &Http, keeper: &str, department: &str, receiver: &Receiver) {
    let webhook = format!("{department}-hook");
    let open = json!({"command": "open_subscription", "subscription": webhook, "department": department,
        "transport": "webhook", "from": "beginning", "endpoint": receiver.address});
    register(http, keeper, &open);
}

/// A secret for it, made anew.
pub(crate) fn secret(http: &Http, staff: &str) -> String {
    secret_of(http, staff, "housing-hook")
}

/// A secret for a webhook, made anew: before it has one nothing is sent.
pub(crate) fn secret_of(http: &Http, staff: &str, webhook: &str) -> String {
    let made = http.post(&Ask::new(staff, &format!("/api/v1/subscriptions/{webhook}/secret"), &json!({})));
    made.expect("an answer").body["secret"].as_str().expect("a secret").to_owned()
}

fn parked(http: &Http) -> Vec<Value> {
    let sheet = http.get("housing-1", "/api/v1/subscriptions/housing-hook").expect("an answer").body;
    sheet["standing"]["parked"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_webhook_gets_the_same_messages_signed_once_and_in_order() {
    let (data, receiver) = (folder(), Receiver::start());
    let mut server = served(data.path());
    let http = Http::new(server.address());
    let secret = hooked(&http, &receiver);
    hand_over(&http, 2);
    let messages = told(&http, "housing-1", "housing-hook");
    until("the webhook to have all", TOLD_WITHIN, || (receiver.took().len() >= messages.len()).then_some(()));
    for (call, message) in receiver.took().iter().zip(&messages) {
        assert!(call.is_signed(&secret) && !call.is_signed("whsec_AAAA"), "{call:?}");
        assert_eq!(call.body, message["body"].as_str().expect("a text").as_bytes(), "byte for byte");
        assert_eq!((call.header("webhook-id"), call.header("yidi-hash")), (text(message, "id"), text(message, "hash")));
        assert_eq!(
            (call.header("ce-type"), call.header("ce-subject")),
            (text(message, "type"), text(message, "subject"))
        );
    }
    server.kill();
    server = served(data.path());
    let http = Http::new(server.address());
    hand_over(&http, 1);
    let messages = told(&http, "housing-1", "housing-hook");
    let last = messages.len() as u64;
    until("the rest", TOLD_WITHIN, || (receiver.took().last()?.seq() == last).then_some(()));
    let mut numbers: Vec<u64> = receiver.took().iter().map(Call::seq).collect();
    // The one whose answer the killed center could not keep comes once more, under the id it had.
    let sent = numbers.len();
    numbers.dedup();
    assert!(sent - numbers.len() <= 1 && numbers.iter().copied().eq(1..=last), "nothing left out: {numbers:?}");
    assert_eq!(server.stop(), 0);
}

fn text<'a>(message: &'a Value, name: &str) -> &'a str {
    message[name].as_str().unwrap_or_default()
}

#[test]
fn a_message_that_is_refused_holds_its_case_and_no_other() {
    let (data, receiver) = (folder(), Receiver::start());
    let server = served(data.path());
    let http = Http::new(server.address());
    hand_over(&http, 1);
    let first = told(&http, "housing-1", "housing");
    receiver.refuse(Some((2, 500)));
    hooked(&http, &receiver);
    let waiting = until("the message to be set aside", TOLD_WITHIN, || parked(&http).first().cloned());
    assert_eq!((&waiting["message"], &waiting["tries"]), (&json!(2), &json!(5)), "{waiting}");
    assert_eq!(waiting["case"], first[1]["subject"]);
    hand_over(&http, 1);
    let all = told(&http, "housing-1", "housing-hook");
    let of_others = all.iter().filter(|message| message["subject"] != waiting["case"]).count();
    until("the other case", TOLD_WITHIN, || (receiver.took().len() > of_others).then_some(()));
    assert_eq!(parked(&http)[0]["held"].as_u64(), Some(first.len() as u64 - 2), "the rest of the case waits");
    receiver.refuse(None);
    let retry = json!({"command": "retry_message", "subscription": "housing-hook", "message": 2});
    register(&http, "housing-1", &retry);
    until("everything", TOLD_WITHIN, || (receiver.took().len() == all.len()).then_some(()));
    let of_case: Vec<u64> = receiver.took().iter().map(Call::seq).filter(|seq| *seq <= first.len() as u64).collect();
    assert!(of_case.iter().copied().eq(1..=first.len() as u64), "in the order of the case: {of_case:?}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_message_that_is_refused_does_not_delay_other_cases() {
    let (data, receiver) = (folder(), Receiver::start());
    let server = served(data.path());
    let http = Http::new(server.address());
    hand_over(&http, 1);
    receiver.refuse(Some((1, 500)));
    hooked(&http, &receiver);
    until("the first refusal", TOLD_WITHIN, || receiver.refused());
    hand_over(&http, 3);
    let all = told(&http, "housing-1", "housing-hook");
    let case = all[0]["subject"].clone();
    let of_others = all.iter().filter(|message| message["subject"] != case).count();
    until("the other cases", TOLD_WITHIN, || (receiver.took().len() == of_others).then_some(()));
    assert_eq!(parked(&http), Vec::<Value>::new(), "it is still being tried, and nobody waited for it");
    receiver.refuse(None);
    until("the case itself", TOLD_WITHIN, || (receiver.took().len() == all.len()).then_some(()));
    let of_case: Vec<u64> =
        receiver.took().iter().filter(|call| call.header("ce-subject") == case).map(Call::seq).collect();
    assert!(of_case.is_sorted() && of_case[0] == 1, "in the order of the case: {of_case:?}");
    assert_eq!(server.stop(), 0);
}

#[test]
fn what_is_given_up_lets_its_case_go_on_and_a_receiver_that_is_gone_is_closed() {
    let (data, receiver) = (folder(), Receiver::start());
    let server = served(data.path());
    let http = Http::new(server.address());
    hand_over(&http, 1);
    receiver.refuse(Some((1, 400)));
    hooked(&http, &receiver);
    until("the message to be set aside", TOLD_WITHIN, || parked(&http).first().cloned());
    let discard = json!({"command": "discard_message", "subscription": "housing-hook", "message": 1,
        "discard": "handled_otherwise"});
    let foreign = http.post(&Ask::new("transport-1", "/api/v1/register", &discard)).expect("an answer");
    assert_eq!(foreign.body["code"], "registry.no_such_subscription");
    register(&http, "housing-1", &discard);
    let all = told(&http, "housing-1", "housing-hook").len();
    until("the rest of the case", TOLD_WITHIN, || (receiver.took().len() == all - 1).then_some(()));
    assert!(receiver.took().iter().all(|call| call.seq() > 1));
    receiver.refuse(Some((all as u64 + 1, 410)));
    hand_over(&http, 1);
    until("the webhook to be closed", TOLD_WITHIN, || {
        let sheet = http.get(KEEPER, "/api/v1/subscriptions/housing-hook").expect("an answer").body;
        (sheet["state"] == "closed").then_some(())
    });
    assert_eq!(server.stop(), 0);
}

#[test]
fn nobody_is_woken_for_a_subscription_that_was_closed() {
    let data = folder();
    let server = served(data.path());
    let http = Http::new(server.address());
    let open = json!({"command": "open_subscription", "subscription": "housing-hook", "department": "housing",
        "transport": "webhook", "from": "beginning", "endpoint": "https://housing.invalid/hook"});
    register(&http, KEEPER, &open);
    hand_over(&http, 1);
    let lag = || http.figure("yidi_subscription_lag_messages{subscription=\"housing-hook\"}");
    until("something to wait", TOLD_WITHIN, || lag().filter(|lag| *lag > 0));
    let close = json!({"command": "close_subscription", "subscription": "housing-hook", "halt": "not_needed"});
    register(&http, KEEPER, &close);
    until("nothing to wait any more", TOLD_WITHIN, || (lag() == Some(0)).then_some(()));
    assert_eq!(server.stop(), 0);
}
