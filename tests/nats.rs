//! Departments are told over a real broker: what they may know, once, in order, whatever is killed on the way; and nobody
//! gets at what is told to another.

mod own;
mod window;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use async_nats::{Client, ConnectOptions};
use serde_json::{Value, json};
use tests::{Broker, Dice, Http, Launch, Server, binary, folder, measured, party, sample, until, yidi};
use window::Window;

use crate::asked;

/// How long it may take until a department has everything: a loss is noticed within a minute.
const TOLD_WITHIN: Duration = Duration::from_secs(90);
/// How long three commands and their answers may take on a busy machine; a wait for a broker takes longer than that.
const NOT_HELD_UP: Duration = Duration::from_secs(3);
/// How long something is waited for that must not come.
const REFUSED_WITHIN: Duration = Duration::from_millis(400);

pub(crate) fn served(data: &Path, broker: &Broker, words: &[&str]) -> Server {
    asked::served(words.iter().fold(Launch::new(data), |launch, word| launch.word(word)), broker)
}

/// How far a department was told and has taken it, as the operator sees it.
pub(crate) fn standing(broker: &Broker, department: &str) -> Option<(u64, u64)> {
    let list = yidi(["subscriptions", "list", "--json", "--nats", &broker.url(), "--nats-key", &broker.key("relay")]);
    let list: Value = serde_json::from_str(&list.stdout).ok()?;
    let look = list.as_array()?.iter().find(|look| look["department"] == department)?.clone();
    Some((look["told"].as_u64()?, look["taken"].as_u64()?))
}

/// A department's own program, writing what it is told into a file.
fn receiver(broker: &Broker, department: &str, into: &Path) -> Child {
    let mut follow = Command::new(binary());
    follow.args(["subscriptions", "follow", "--department", department, "--nats", &broker.url()]);
    follow.args(["--nats-key", &broker.key(department), "--into"]).arg(into);
    follow.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("yidi can be started")
}

/// What a department has taken, line by line, whole lines only.
pub(crate) fn taken(into: &Path) -> Vec<Value> {
    let text = fs::read_to_string(into).unwrap_or_default();
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Receives until everything is there that a department was told by a center at rest.
fn receives_all(broker: &Broker, department: &str, into: &Path) -> Vec<Value> {
    let told = until("the department to be told", TOLD_WITHIN, || {
        standing(broker, department).filter(|(told, _)| *told > 0).map(|(told, _)| told)
    });
    let mut program = receiver(broker, department, into);
    until("everything to be taken", TOLD_WITHIN, || (taken(into).len() as u64 >= told).then_some(()));
    let _ = program.kill();
    let _ = program.wait();
    taken(into)
}

/// Every number once, in order, each behind the one before.
pub(crate) fn in_order(facts: &[Value]) {
    for (at, line) in facts.iter().enumerate() {
        assert_eq!(line["seq"], json!(at + 1), "{line}");
    }
}

#[test]
fn a_new_department_is_told_all_it_may_know_and_nothing_else() {
    let (data, broker, books) = (folder(), Broker::start(), folder());
    let server = served(data.path(), &broker, &[]);
    let http = Http::new(server.address());
    let into = books.path().join("housing");
    until("everything to be told", TOLD_WITHIN, || (standing(&broker, "housing")?.0 == expected(&http)).then_some(()));
    let facts = receives_all(&broker, "housing", &into);
    in_order(&facts);
    let told: BTreeSet<&str> = facts.iter().filter_map(|line| line["fact"]["stream"].as_str()).collect();
    let readable = readable(&http);
    let seen: BTreeSet<&str> = readable.iter().map(|(case, _)| case.as_str()).collect();
    assert!(!seen.is_empty() && told == seen, "told of {} cases, may read {}", told.len(), seen.len());
    assert_eq!(facts.len() as u64, expected(&http));
    for line in &facts {
        let fact = line["fact"].as_object().expect("a fact");
        assert!(["position", "index", "version"].iter().all(|name| !fact.contains_key(*name)), "{line}");
        assert_eq!(fact["classification"], "internal", "{line}");
    }
    let bytes = fs::read_to_string(&into).expect("the book");
    assert!(!bytes.contains("（虚构）"), "every invented name and text is marked so, and none of them travels");
    assert_eq!(server.stop(), 0);
}

#[test]
fn what_a_department_was_told_is_told_once_whatever_is_killed() {
    let mut dice = Dice::new("relay", 5);
    let (data, mut broker, books) = (folder(), Broker::start(), folder());
    let into = books.path().join("housing");
    let (kills, mut server, mut program) =
        (sample(6, 100), served(data.path(), &broker, &["--empty"]), receiver(&broker, "housing", &into));
    let mut acknowledged = BTreeSet::new();
    for _ in 0..kills {
        let window = Window::open(server.address());
        // It falls into the middle of whatever is recorded, told and taken.
        std::thread::sleep(Duration::from_millis(dice.between(0, 80)));
        match dice.below(3) {
            0 => {
                broker.kill();
                std::thread::sleep(Duration::from_millis(dice.between(0, 80)));
                broker.up();
            }
            1 => {
                server.kill();
                server = served(data.path(), &broker, &["--empty"]);
            }
            _ => {
                let _ = program.kill();
            }
        }
        acknowledged.extend(window.close());
        // A program that lost its broker ends, as it may; whoever runs it starts it again.
        let _ = program.kill();
        let _ = program.wait();
        program = receiver(&broker, "housing", &into);
    }
    let _ = program.kill();
    let _ = program.wait();
    until("the relay to have told everything", TOLD_WITHIN, || {
        let told = standing(&broker, "housing")?.0;
        (told >= expected(&Http::new(server.address()))).then_some(())
    });
    let facts = receives_all(&broker, "housing", &into);
    in_order(&facts);
    let cases: BTreeSet<&str> = facts.iter().filter_map(|line| line["fact"]["stream"].as_str()).collect();
    let missing = acknowledged.iter().find(|case| !cases.contains(case.as_str()));
    assert!(missing.is_none() && !acknowledged.is_empty(), "{missing:?} was acknowledged at the window");
    let ids: BTreeSet<&str> = facts.iter().filter_map(|line| line["fact"]["id"].as_str()).collect();
    let wanted = expected(&Http::new(server.address()));
    measured("relay_kills", kills);
    measured("relay_lost", wanted.saturating_sub(ids.len() as u64));
    measured("relay_doubled", facts.len() - ids.len());
    assert_eq!((facts.len(), ids.len() as u64), (ids.len(), wanted), "each once, and all of them");
    assert_eq!(server.stop(), 0);
}

/// Registers cases and asks the housing department to take them.
pub(crate) fn hand_over(http: &Http, cases: u64) {
    for _ in 0..cases {
        let parties = [party("applicant", "person", "甲（虚构）")];
        let register = json!({"command": "register_case", "kind": "dispute", "claim": "物业纠纷（虚构）",
            "area": "990101", "parties": parties});
        let mut case = tests::Journey::begin(http, "clerk-1", &register);
        case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "property_management"}));
        case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "housing"}));
    }
}

/// Every case whose history the API shows to the housing department, and how many of its facts are no secret there.
pub(crate) fn readable(http: &Http) -> Vec<(String, u64)> {
    let rows = http.rows("director-1", "case-register", "");
    let cases = rows.iter().filter_map(|row| row["case"].as_str());
    let shown = |case: &str| {
        let page = http.get("housing-1", &format!("/api/v1/cases/{case}/events?limit=200")).expect("an answer");
        let facts = page.body["facts"].as_array()?.iter().filter(|fact| fact["classification"] == "internal").count();
        (page.status == 200).then(|| (case.to_owned(), facts as u64))
    };
    cases.filter_map(shown).collect()
}

/// How many facts the housing department may be told.
fn expected(http: &Http) -> u64 {
    readable(http).iter().map(|(_, facts)| facts).sum()
}

#[test]
fn a_broker_that_lost_everything_is_filled_again() {
    let (data, mut broker, books) = (folder(), Broker::start(), folder());
    let server = served(data.path(), &broker, &["--empty"]);
    let http = Http::new(server.address());
    hand_over(&http, 5);
    let into = books.path().join("housing");
    let before = receives_all(&broker, "housing", &into);
    let disasters = sample(1, 20);
    for _ in 0..disasters {
        broker.kill();
        broker.lose_everything();
        hand_over(&http, 1);
        broker.up();
        until("the broker to be filled again", TOLD_WITHIN, || {
            (standing(&broker, "housing")?.0 >= expected(&http)).then_some(())
        });
    }
    let after = receives_all(&broker, "housing", &into);
    in_order(&after);
    assert_eq!(after.len() as u64, expected(&http), "what was taken before is passed over, what is new is taken");
    assert_eq!(&after[..before.len()], &before[..]);
    assert!(refilled(&http) >= disasters, "each is counted");
    measured("broker_disasters", disasters);
    assert_eq!(server.stop(), 0);
}

/// How often the center says that a stream had lost something and was filled again.
fn refilled(http: &Http) -> u64 {
    http.figure("yidi_broker_streams_refilled_total").unwrap_or(0)
}

/// What can become of a stream while nobody looks.
#[derive(Clone, Copy, Debug)]
enum Disaster {
    /// The machine lost what was not yet on its disk: the broker comes back with an older state of its files.
    UnsyncedLoss,
    /// Somebody deleted the stream.
    Deleted,
    /// Somebody deleted it and made another of the same name, with a message of its own.
    Recreated,
    /// A bit flipped in the file of messages.
    FlippedBit,
    /// Somebody purged it, against its own settings.
    Purged,
}

const DISASTERS: [Disaster; 5] =
    [Disaster::UnsyncedLoss, Disaster::Deleted, Disaster::Recreated, Disaster::FlippedBit, Disaster::Purged];

/// How soon a loss must be noticed and healed, whatever it was.
const HEALED_WITHIN: Duration = Duration::from_secs(60);

#[test]
fn whatever_becomes_of_a_stream_is_noticed_and_healed() {
    let (data, mut broker, books) = (folder(), Broker::start(), folder());
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "2"]);
    let http = Http::new(server.address());
    hand_over(&http, 3);
    let into = books.path().join("housing");
    let before = receives_all(&broker, "housing", &into);
    let rounds = sample(1, 4);
    for round in 0..rounds {
        for disaster in DISASTERS {
            let old = folder();
            if matches!(disaster, Disaster::UnsyncedLoss) {
                broker.kill();
                tests::copy_tree(&broker.store(), &old.path().join("store"));
                broker.up();
            }
            hand_over(&http, 1);
            let told = expected(&http);
            until("the broker to have all", TOLD_WITHIN, || (standing(&broker, "housing")?.0 == told).then_some(()));
            let before = refilled(&http);
            befall(disaster, &mut broker, old.path());
            until(&format!("{disaster:?} to be healed in round {round}"), HEALED_WITHIN, || {
                (standing(&broker, "housing")?.0 == told && is_whole(&broker)).then_some(())
            });
            until(&format!("{disaster:?} to be counted"), HEALED_WITHIN, || (refilled(&http) > before).then_some(()));
        }
    }
    let after = receives_all(&broker, "housing", &into);
    in_order(&after);
    assert_eq!(after.len() as u64, expected(&http));
    assert_eq!(&after[..before.len()], &before[..]);
    measured("stream_disasters", rounds * DISASTERS.len() as u64);
    assert_eq!(server.stop(), 0);
}

/// Flips a bit in the middle of a stream's file of messages, while the broker is away.
pub(crate) fn flip_bit_of(broker: &mut Broker, stream: &str) {
    broker.kill();
    let is_block = |path: &PathBuf| {
        let text = path.to_string_lossy();
        text.contains(&format!("/{stream}/")) && text.ends_with(".blk") && tests::length(path) > 0
    };
    let block = tests::files_below(&broker.store()).into_iter().find(is_block).expect("a file of messages");
    tests::flip_bit(&block, tests::length(&block) / 2, 3);
    broker.up();
}

fn befall(disaster: Disaster, broker: &mut Broker, old: &Path) {
    const STREAM: &str = "yidi-990101-housing";
    match disaster {
        Disaster::UnsyncedLoss => {
            broker.kill();
            broker.lose_everything();
            tests::copy_tree(&old.join("store"), &broker.store());
            broker.up();
        }
        Disaster::FlippedBit => flip_bit_of(broker, STREAM),
        Disaster::Deleted => administered(broker, |context| async move {
            context.delete_stream(STREAM).await.expect("deleted");
        }),
        Disaster::Recreated => administered(broker, |context| async move {
            context.delete_stream(STREAM).await.expect("deleted");
            let subjects = vec!["yidi.990101.housing.>".to_owned()];
            let config = async_nats::jetstream::stream::Config { name: STREAM.into(), subjects, ..Default::default() };
            context.create_stream(config).await.expect("made");
            let sent = context.publish("yidi.990101.housing.triage.case_assigned", "{}".into()).await.expect("sent");
            sent.await.expect("kept");
        }),
        Disaster::Purged => administered(broker, |context| async move {
            // The stream forbids it; its files do not.
            assert!(context.get_stream(STREAM).await.expect("a stream").purge().await.is_err());
        }),
    }
    if matches!(disaster, Disaster::Purged) {
        broker.kill();
        for path in tests::files_below(&broker.store()) {
            let text = path.to_string_lossy().into_owned();
            if text.contains(STREAM) && text.contains("msgs") {
                fs::remove_file(&path).expect("removed");
            }
        }
        broker.up();
    }
}

/// What a client of the broker does, done.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(work)
}

/// With the relay's own rights, which are those of whoever got hold of its key.
pub(crate) fn administered<F: Future<Output = ()>>(
    broker: &Broker,
    work: impl FnOnce(async_nats::jetstream::Context) -> F,
) {
    block_on(async { work(async_nats::jetstream::new(client(broker, "relay").await)).await });
}

/// Whether every message of the housing department can be read and is what its hash says.
fn is_whole(broker: &Broker) -> bool {
    block_on(async {
        let context = async_nats::jetstream::new(client(broker, "relay").await);
        let Ok(stream) = context.get_stream("yidi-990101-housing").await else { return false };
        let state = stream.cached_info().state.clone();
        for seq in 1..=state.last_sequence {
            let Ok(message) = stream.get_raw_message(seq).await else { return false };
            if message.headers.get("Yidi-Seq").is_none_or(|text| text.as_str() != seq.to_string()) {
                return false;
            }
        }
        state.messages == state.last_sequence
    })
}

pub(crate) async fn client(broker: &Broker, department: &str) -> Client {
    let seed = fs::read_to_string(broker.key(department)).expect("a key");
    let options =
        ConnectOptions::new().nkey(seed.trim().to_owned()).custom_inbox_prefix(format!("_INBOX_{department}"));
    options.connect(broker.url()).await.expect("a department is let in")
}

/// What the broker answers in this time; nothing if it refuses.
pub(crate) async fn answer(client: &Client, subject: &str, within: Duration) -> Option<Vec<u8>> {
    let asking = client.request(subject.to_owned(), "{}".into());
    tokio::time::timeout(within, asking).await.ok()?.ok().map(|message| message.payload.to_vec())
}

/// A broker that died says so by its closed lines; one that stands still, or whose net was cut, says nothing at all.
#[test]
fn a_broker_that_stands_still_holds_nobody_up_and_is_told_everything_when_it_goes_on() {
    let (data, broker, books) = (folder(), Broker::start(), folder());
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "2"]);
    let http = Http::new(server.address());
    let into = books.path().join("housing");
    hand_over(&http, 1);
    let before = receives_all(&broker, "housing", &into);
    broker.stand_still();
    for _ in 0..10 {
        let begun = Instant::now();
        hand_over(&http, 1);
        assert!(begun.elapsed() < NOT_HELD_UP, "a window waited {:?} for a broker", begun.elapsed());
        assert_eq!(http.get("nobody", "/readyz").expect("an answer").status, 200);
    }
    until("somebody to say that the broker does not answer", TOLD_WITHIN, || {
        (http.figure("yidi_broker_connected") == Some(0)).then_some(())
    });
    broker.go_on();
    until("the broker to have all", TOLD_WITHIN, || (standing(&broker, "housing")?.0 == expected(&http)).then_some(()));
    let after = receives_all(&broker, "housing", &into);
    in_order(&after);
    assert_eq!((after.len() as u64, &after[..before.len()]), (expected(&http), &before[..]));
    assert_eq!(server.stop(), 0);
}

#[test]
fn a_center_without_its_broker_serves_as_ever() {
    let (data, mut broker) = (folder(), Broker::start());
    broker.kill();
    let server = served(data.path(), &broker, &["--empty"]);
    hand_over(&Http::new(server.address()), 3);
    broker.up();
    until("the broker to be filled", TOLD_WITHIN, || {
        (standing(&broker, "housing")?.0 == expected(&Http::new(server.address()))).then_some(())
    });
    // It ends in order, too, when its broker went away before it.
    broker.kill();
    assert_eq!(server.stop(), 0);
}
