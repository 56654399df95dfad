//! Text messages through an operator's gateway: a number and a fixed text, to whoever asked for it, and nothing else.

use std::fs;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::{Http, Journey, Launch, Server, folder, until};

use crate::subscriptions::Receiver;

/// How long a message may take.
const TOLD_WITHIN: Duration = Duration::from_secs(30);
/// The number that is told, and what must not be.
const PHONE: &str = "13900001111";
const CANARIES: [&str; 3] = ["周短信（虚构）", "楼上漏水（虚构）", "YD-"];

fn secret() -> String {
    format!("whsec_{}", STANDARD.encode([7_u8; 32]))
}

fn served(data: &Path, gateway: &Receiver) -> Server {
    let file = data.join("text.secret");
    fs::write(&file, secret()).expect("a file can be written");
    let launch = Launch::new(&data.join("data")).word("--empty").word("--text-gateway").word(&gateway.address);
    let launch = launch.word("--text-secret-file").word(&file.to_string_lossy());
    launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"))
}

/// Registers a matter of somebody who wants to be reached like this, and gives it to the housing bureau.
fn hand_over(http: &Http, contact: &Value) -> String {
    let body = json!({"command": "register_case", "kind": "dispute", "claim": CANARIES[1], "area": "990101001",
        "parties": [{"role": "applicant", "kind": "person", "name": CANARIES[0], "phone": PHONE, "contact": contact}]});
    let mut case = Journey::begin(http, "clerk-1", &body);
    for step in [
        json!({"command": "classify_case", "dispute_type": "damages"}),
        json!({"command": "choose_route", "route": "mediation"}),
        json!({"command": "assign_case", "to": "housing"}),
    ] {
        case.ask("triage-1", "triage", &step);
    }
    case.case
}

fn contacts(http: &Http, case: &str) -> Vec<Value> {
    let history = http.get("clerk-1", &format!("/api/v1/cases/{case}/events?limit=200")).expect("an answer").body;
    let facts = history["facts"].as_array().cloned().unwrap_or_default();
    facts.into_iter().filter(|fact| fact["kind"] == "intake.contact_noted").collect()
}

#[test]
fn a_text_message_says_that_there_is_news_and_nothing_else() {
    let (data, gateway) = (folder(), Receiver::start());
    let server = served(data.path(), &gateway);
    let http = Http::new(server.address());
    let silent = hand_over(&http, &Value::Null);
    let letter = hand_over(&http, &json!({"manner": "letter"}));
    let told = hand_over(&http, &json!({"manner": "text_message"}));
    let abroad = hand_over(&http, &json!({"manner": "text_message", "language": "english"}));
    until("both messages", TOLD_WITHIN, || (gateway.took().len() >= 2).then_some(()));
    for (call, begins) in gateway.took().iter().zip(["您在一地中心", "There is news"]) {
        assert!(call.is_signed(&secret()), "{call:?}");
        let body: Value = serde_json::from_slice(&call.body).expect("JSON");
        assert_eq!(body.as_object().map(serde_json::Map::len), Some(2), "{body}");
        assert_eq!(body["phone"], PHONE);
        assert!(body["text"].as_str().is_some_and(|text| text.starts_with(begins)), "{body}");
        let all = format!("{:?}{body}", call.headers);
        for canary in CANARIES.iter().chain([&told.as_str(), &abroad.as_str()]) {
            assert!(!all.contains(canary), "{canary} left the center: {all}");
        }
    }
    let noted = until("a note on the case", TOLD_WITHIN, || contacts(&http, &told).first().cloned());
    assert_eq!((&noted["channel"], &noted["body"]["reached"]), (&json!("system"), &json!(false)), "it is no service");
    assert_eq!(noted["body"]["note"], "短信网关已接收进展提示，不是送达");
    for case in [&silent, &letter] {
        assert_eq!(contacts(&http, case), Vec::<Value>::new(), "nobody who did not ask is told");
    }
    assert_eq!(server.stop(), 0);

    let server = served(data.path(), &gateway);
    let http = Http::new(server.address());
    gateway.refuse(Some((0, 400)));
    let refused = hand_over(&http, &json!({"manner": "text_message"}));
    let noted = until("a note of the refusal", TOLD_WITHIN, || contacts(&http, &refused).first().cloned());
    assert_eq!(noted["body"]["note"], "短信网关未接收进展提示");
    assert_eq!(gateway.took().len(), 2, "a restart tells nothing twice");
    assert!(!server.said().contains(PHONE), "a number is not for a log");
    assert_eq!(server.stop(), 0);
}
