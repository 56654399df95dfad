//! A whole center as it is run, with a year of a county behind it and everybody listening: in nothing it writes, says or tells
//! is a name, and whoever is forgotten by the commands of the house stays forgotten, while every proof holds.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use center::{Actor, Center, Context, MemoryScratch, Options, Order, Role, Rulebook, Vault};
use jiff::{SignedDuration, Timestamp};
use journal::TapeJournal;
use serde_json::{Value, json};
use tests::{Ask, Broker, Http, Journey, Office, Server, copy_tree, files_below, measured, sample, until, yidi};
use timeline::{ActorId, CaseId, Channel, DepartmentCode, Query, RequestId, StreamId};

use crate::asked;
use crate::nats::standing;
use crate::sealed::{CANARIES, heard, live_through, sings, staffed};
use crate::subscriptions::{Receiver, TOLD_WITHIN, hook, secret_of, told};

/// Who keeps the accounts and subscriptions of a center that was set up.
const KEEPER: &str = "an-ke";
/// Whose data the archive has destroyed.
const FORGOTTEN: usize = 3;
/// What marks every name of the invented county.
const INVENTED: &str = "（虚构）";

/// A center with a year of cases whose time to be kept is over, sealed.
fn county() -> Office {
    let office = Office::new();
    let (data, key) = (office.data_word(), office.word("yidi.key"));
    let (cases, until) = (sample(20, 400).to_string(), "2012-11-20T10:00:00Z");
    let words = ["generate", "--data", &data, "--key-file", &key, "--cases", &cases, "--days", "365", "--until", until];
    let _ = yidi(words).exits(0);
    office
}

/// The center, with a broker, and let out to webhooks on this machine.
fn served(office: &Office, broker: &Broker) -> Server {
    asked::served(office.launch().word("--webhook-allow").word("127.0.0.0/8"), broker)
}

/// Somebody accuses, and the body that receives it works on it.
fn accuse(http: &Http) {
    let accuse = json!({ "command": "register_accusation", "standing": "confidential", "name": CANARIES[0],
        "accused": ["transport"], "claim": CANARIES[4] });
    let done = http.post(&Ask::new("clerk-1", "/api/v1/accusations", &accuse)).expect("an answer");
    assert_eq!(done.status, 201, "{}", done.text);
    let path = format!("/api/v1/accusations/{}", done.body["accusation"].as_str().expect("an id"));
    let accept = json!({ "command": "accept_accusation" });
    let taken = http.post(&Ask::new("discipline-1", &format!("{path}/petition"), &accept).seen(Some(1)));
    let taken = taken.expect("an answer");
    assert_eq!(taken.status, 200, "{}", taken.text);
    let read = http.get("discipline-1", &path).expect("an answer");
    assert!(read.text.contains(CANARIES[4]), "who handles it reads it: {}", read.text);
}

/// What the center answers to whoever asks for something it cannot do, with canaries in every place of the question.
fn errors(http: &Http, case: &str) -> String {
    let malformed = json!({ "command": "register_case", "kind": CANARIES[0], "claim": CANARIES[4] });
    let refused = json!({ "command": "close_case", "outcome": "settled", "note": CANARIES[4] });
    let triage = format!("/api/v1/cases/{case}/triage");
    let asked = [
        http.post(&Ask::new("clerk-1", "/api/v1/cases", &json!([CANARIES[1]]))),
        http.post(&Ask::new("clerk-1", &triage, &refused).seen(Some(1))),
        http.post(&Ask::new("nobody", &triage, &refused)),
        http.get("clerk-1", "/api/v1/cases/0"),
        http.get("auditor-1", &format!("/api/v1/cases/{case}/materials/1")),
    ];
    // What is of no kind is named as it was sent: whoever sent it knows it, and only the text of its claim must not come back.
    let named = http.post(&Ask::new("clerk-1", "/api/v1/cases", &malformed)).expect("an answer");
    assert!(named.status >= 400 && !named.text.contains(CANARIES[4]), "{}", named.text);
    asked
        .into_iter()
        .map(|reply| reply.expect("an answer"))
        .inspect(|reply| assert!(reply.status >= 400, "{}", reply.text))
        .map(|reply| reply.text)
        .collect()
}

/// Everything that leaves a running center for somebody who may know nobody's name, by the name of the way.
fn leaving(http: &Http, (broker, receiver): (&Broker, &Receiver), case: &Journey) -> Vec<(&'static str, Vec<u8>)> {
    let messages = told(http, "transport-1", "transport");
    assert!(messages.len() > 3, "{messages:?}");
    let count = messages.len() as u64;
    until("the broker to have all", TOLD_WITHIN, || (standing(broker, "transport")?.0 == count).then_some(()));
    until("the webhook to have all", TOLD_WITHIN, || (receiver.took().last()?.seq() == count).then_some(()));
    let hooked: Vec<u8> = receiver
        .took()
        .into_iter()
        .flat_map(|call| [call.body, format!("{:?}", call.headers).into()].concat())
        .collect();
    let line = http.line("transport-1", "/api/v1/subscriptions/transport/events", None, messages.len());
    vec![
        ("errors", errors(http, &case.case).into()),
        ("figures", http.get("nobody", "/metrics").expect("an answer").text.into()),
        ("readiness", http.get("nobody", "/readyz").expect("an answer").text.into()),
        ("feed of an auditor", http.feed("auditor-1").into()),
        ("messages over HTTP", json!(messages).to_string().into()),
        ("messages as they come", format!("{line:?}").into()),
        ("messages to a webhook", hooked),
        (
            "the broker's files",
            files_below(&broker.store()).iter().flat_map(|file| fs::read(file).expect("a file")).collect(),
        ),
    ]
}

/// Receipts of what the clerk has taken down, as they are taken at the window: today's, and of old cases.
fn receipts(http: &Http, office: &Office, cases: &[String]) -> Vec<(String, String)> {
    let take = |(at, case): (usize, &String)| {
        let taken = http.get("clerk-1", &format!("/api/v1/cases/{case}/receipt")).expect("an answer");
        let name = format!("receipt-{at}.json");
        fs::write(office.path(&name), &taken.text).expect("a file can be written");
        (taken.status == 200).then(|| (office.word(&name), taken.body["verifier"].as_str().expect("a key").to_owned()))
    };
    cases.iter().enumerate().filter_map(take).collect()
}

fn actor(id: &str, role: Role) -> Actor {
    let department = DepartmentCode::parse("center").expect("a code");
    Actor { id: ActorId::parse(id).expect("an id"), department, role }
}

/// Four days ago the archive asked for it and a second person agreed: the hours in which it can be taken back are over.
fn decided_four_days_ago(office: &Office) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let then = Timestamp::now() - SignedDuration::from_hours(96);
    let journal = Arc::new(TapeJournal::open(office.data(), journal::Options::default()).expect("the log opens"));
    let vault = Arc::new(Vault::open(office.data(), &office.path("yidi.key")).expect("the keys open"));
    runtime.block_on(async {
        let options = Options {
            vault: Some(vault),
            home: Some(office.data().to_path_buf()),
            follow_ups: center::FollowUps::ByHand,
            ..Options::new(Arc::new(move || then))
        };
        let scratch = Arc::new(MemoryScratch::default());
        let center = Center::open(journal, scratch, Rulebook::demo(), options).await.expect("it opens");
        let (clerk, supervisor) = (actor("clerk-1", Role::WindowClerk), actor("supervisor-1", Role::Supervisor));
        let due = center.due_for_appraisal(&supervisor, &Query::default()).expect("a list").rows;
        let cases: Vec<String> =
            due.iter().filter_map(|row| row["case"].as_str()).take(FORGOTTEN).map(str::to_owned).collect();
        assert_eq!(cases.len(), FORGOTTEN, "the time of all of them is over: {due:?}");
        for case in &cases {
            let request = json!({ "command": "request_erasure", "case": case, "ground": "appraised" });
            let approve = json!({ "command": "approve_erasure", "case": case, "erasure": 1 });
            for (who, body) in [(&clerk, request), (&supervisor, approve)] {
                let command = Context::Registry.read(body.to_string().as_bytes()).expect("a command");
                let id: CaseId = case.parse().expect("an id");
                let request = RequestId::derive(StreamId::from(id).uuid(), who.id.as_str());
                center
                    .submit(Order::new(who.clone(), request, Channel::Window, command))
                    .await
                    .expect("it is recorded");
            }
        }
        center.close().await;
        cases
    })
}

/// The names of a case as triage reads them.
fn names(http: &Http, case: &str) -> Vec<String> {
    let sheet = http.get("triage-1", &format!("/api/v1/cases/{case}")).expect("an answer").body;
    let parties = sheet["parties"].as_array().cloned().unwrap_or_default();
    parties.iter().filter_map(|party| party["name"].as_str()).map(str::to_owned).collect()
}

fn are_forgotten(http: &Http, cases: &[String]) {
    for case in cases {
        let names = names(http, case);
        assert!(!names.is_empty() && names.iter().all(|name| !name.contains(INVENTED)), "{names:?}");
    }
}

/// Waits until nothing is owed: the keys are destroyed, and the others wrapped anew.
fn is_carried_out(http: &Http) {
    until("the erasures to be carried out", Duration::from_secs(60), || {
        let list = http.get("auditor-1", "/api/v1/erasures").expect("an answer").body;
        let rows: Vec<Value> = list["rows"].as_array().cloned().unwrap_or_default();
        let settled = http.figure("yidi_keyring_epoch_owed") == Some(0);
        (rows.len() == FORGOTTEN && rows.iter().all(|row| row["state"] == "erased") && settled).then_some(())
    });
}

fn keys(office: &Office) -> Value {
    let (data, key) = (office.data_word(), office.word("yidi.key"));
    yidi(["keys", "status", "--json", "--data", &data, "--key-file", &key]).exits(0).json()
}

#[test]
fn nothing_a_center_writes_says_or_tells_holds_a_name_and_who_is_forgotten_stays_so() {
    let (office, broker, receiver) = (county(), Broker::start(), Receiver::start());
    let server = served(&office, &broker);
    let mut people = staffed(&server, office.data());
    people.hire("discipline-1", "discipline", "department_handler");
    let http = people.http();
    hook(&http, KEEPER, "transport", &receiver);
    let _ = secret_of(&http, KEEPER, "transport-hook");
    let case = live_through(&http);
    accuse(&http);
    for (way, bytes) in leaving(&http, (&broker, &receiver), &case) {
        assert!(!bytes.is_empty() && !sings(&bytes), "{way}: {}", String::from_utf8_lossy(&bytes));
    }
    let rows = http.rows("clerk-1", "case-register", "");
    let all: Vec<String> = rows.iter().filter_map(|row| row["case"].as_str()).map(str::to_owned).collect();
    assert!(
        all.contains(&case.case)
            && all.iter().any(|case| names(&http, case).iter().any(|name| name.contains(INVENTED)))
    );
    let receipts = receipts(&http, &office, &all);
    assert!(receipts.len() > 2, "{}", receipts.len());
    let said = server.said();
    assert_eq!(server.stop(), 0);
    assert!(!sings(said.as_bytes()), "the lines of the log: {said}");
    assert_eq!(heard(office.data()), Vec::<&str>::new());

    // D7: by the commands of the house, four days ago; the program itself carries it out.
    let old = office.path("old");
    copy_tree(&office.data().join("keys"), &old);
    fs::copy(office.path("yidi.key"), office.path("old.key")).expect("a copy");
    let forgotten = decided_four_days_ago(&office);
    let server = served(&office, &broker);
    people.move_to(server.address());
    is_carried_out(&people.http());
    are_forgotten(&people.http(), &forgotten);
    assert!(names(&people.http(), &case.case).contains(&CANARIES[0].to_owned()), "nobody else is");
    assert_eq!(server.stop(), 0);
    let mut after = keys(&office);
    if after["owed"] != 0 {
        // The stop came between the last key and the epoch: it is turned after the next start.
        let server = served(&office, &broker);
        people.move_to(server.address());
        is_carried_out(&people.http());
        assert_eq!(server.stop(), 0);
        after = keys(&office);
    }
    assert!(after["epoch"].as_u64() > Some(1) && after["owed"] == 0, "{after}");
    assert!(after["erased"].as_u64().is_some_and(|erased| erased >= FORGOTTEN as u64 * 2), "{after}");
    proofs_hold(&office, &receipts);

    // An old keyring is noise. With the key file of its time it opens, and forgets again before anybody is served.
    fs::remove_dir_all(office.data().join("keys")).expect("the keyring is there");
    copy_tree(&old, &office.data().join("keys"));
    assert!(Vault::open(office.data(), &office.path("yidi.key")).is_err(), "noise");
    fs::copy(office.path("old.key"), office.path("yidi.key")).expect("a copy");
    let server = served(&office, &broker);
    people.move_to(server.address());
    are_forgotten(&people.http(), &forgotten);
    is_carried_out(&people.http());
    assert_eq!(server.stop(), 0);
    assert!(keys(&office)["epoch"].as_u64() > Some(1), "and what it held is noise again");
    proofs_hold(&office, &receipts);
    measured("canary_receipts", receipts.len());
}

/// The log is what it was, and every receipt that was taken home still proves what it says.
fn proofs_hold(office: &Office, receipts: &[(String, String)]) {
    let data = office.data_word();
    let verified = yidi(["verify", "--json", "--data", &data]).exits(0).json();
    assert_eq!(verified["ok"], true, "{verified}");
    for (file, verifier) in receipts {
        let _ = yidi(["receipt", "verify", "--json", file, "--verifier", verifier]).exits(0);
    }
}
