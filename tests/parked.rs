//! What a department's program cannot take: over a real broker it is set aside with its reason, other cases go on, and a
//! person decides whether it is tried again or given up.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{self, AckKind};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tests::{Broker, Http, folder, until, workspace};

use crate::nats::{block_on, client, flip_bit_of, hand_over, served};
use crate::subscribers::python;
use crate::subscriptions::{register, told};

/// How long it may take until something is set aside, or done.
const WITHIN: Duration = Duration::from_secs(60);

pub(crate) fn standing(http: &Http, department: &str) -> Value {
    let staff = format!("{department}-1");
    http.get(&staff, &format!("/api/v1/subscriptions/{department}")).expect("an answer").body["standing"].clone()
}

fn parked(http: &Http, department: &str) -> Vec<Value> {
    standing(http, department)["parked"].as_array().cloned().unwrap_or_default()
}

/// A program that takes every message but one, which it refuses for ever; ends when told to. What it took, in order.
fn refuses_one(broker: &Broker, refused: u64, stop: &AtomicBool) -> Vec<u64> {
    block_on(async {
        let context = jetstream::new(client(broker, "housing").await);
        let stream = context.get_stream_no_info("yidi-990101-housing").await.expect("a stream");
        let consumer: PullConsumer = stream.get_consumer("housing").await.expect("a consumer");
        let mut took = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let batch = consumer.fetch().max_messages(1).expires(Duration::from_millis(300)).messages().await;
            let mut batch = batch.expect("messages");
            while let Some(Ok(message)) = batch.next().await {
                let seq: u64 = header(&message, "Yidi-Seq").parse().expect("a number");
                if seq == refused {
                    message.ack_with(AckKind::Nak(None)).await.expect("said");
                } else {
                    message.ack().await.expect("said");
                    took.push(seq);
                }
            }
        }
        took
    })
}

fn header(message: &jetstream::Message, name: &str) -> String {
    let value = message.headers.as_ref().and_then(|headers| headers.get(name));
    value.unwrap_or_else(|| panic!("a message without {name}")).as_str().to_owned()
}

/// The next message of the stream of answers, taken: its number, its id and what was decided.
fn answer(broker: &Broker) -> (String, String, String) {
    until("an answer", WITHIN, || next_answer(broker))
}

/// The same, if there is one now: the stream may just be made anew.
fn next_answer(broker: &Broker) -> Option<(String, String, String)> {
    block_on(async {
        let context = jetstream::new(client(broker, "housing").await);
        let stream = context.get_stream_no_info("yidi-again-990101-housing").await.ok()?;
        let consumer: PullConsumer = stream.get_consumer("housing").await.ok()?;
        let batch = consumer.fetch().max_messages(1).expires(Duration::from_secs(1)).messages().await;
        let message = batch.ok()?.next().await?.ok()?;
        message.double_ack().await.ok()?;
        Some((header(&message, "Yidi-Seq"), header(&message, "ce-id"), header(&message, "Yidi-Again")))
    })
}

/// Whether the housing bureau can ask for messages: while its consumer is made anew it cannot.
fn is_told(broker: &Broker) -> bool {
    block_on(async {
        let context = jetstream::new(client(broker, "housing").await);
        let Ok(stream) = context.get_stream_no_info("yidi-990101-housing").await else { return false };
        stream.get_consumer::<async_nats::jetstream::consumer::pull::Config>("housing").await.is_ok()
    })
}

/// What is set aside after a program has run that refuses one message.
fn set_aside(broker: &Broker, http: &Http, refused: u64) -> Vec<Value> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let program = scope.spawn(|| refuses_one(broker, refused, &stop));
        until("the message to be set aside", WITHIN, || Some(()).filter(|()| !parked(http, "housing").is_empty()));
        stop.store(true, Ordering::Relaxed);
        program.join().expect("it ends");
    });
    parked(http, "housing")
}

#[test]
fn a_message_nobody_takes_is_set_aside_tried_again_and_given_up() {
    let (data, broker) = (folder(), Broker::start());
    let mut server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "1"]);
    let mut http = Http::new(server.address());
    hand_over(&http, 2);
    let messages = told(&http, "housing-1", "housing");
    until("the stream to be filled", WITHIN, || {
        (standing(&http, "housing")["handed_over"].as_u64()? == messages.len() as u64).then_some(())
    });
    let stop = AtomicBool::new(false);
    let took = std::thread::scope(|scope| {
        let program = scope.spawn(|| refuses_one(&broker, 2, &stop));
        until("the message to be set aside", WITHIN, || parked(&http, "housing").first().cloned());
        until("the others", WITHIN, || (standing(&http, "housing")["taken"] == json!(messages.len())).then_some(()));
        stop.store(true, Ordering::Relaxed);
        program.join().expect("it ends")
    });
    assert!(took.iter().copied().eq((1..=messages.len() as u64).filter(|seq| *seq != 2)), "{took:?}");
    let aside = parked(&http, "housing");
    assert_eq!((aside.len(), &aside[0]["message"], &aside[0]["tries"]), (1, &json!(2), &json!(5)), "{aside:?}");
    assert_eq!(
        (&aside[0]["case"], &aside[0]["reason"]),
        (&messages[1]["subject"], &json!("sent 5 times and never taken"))
    );
    let gauge = |http: &Http, count: u64| {
        let figures = http.get("clerk-1", "/metrics").expect("an answer").text;
        figures.lines().any(|line| {
            line.contains("parked_messages") && line.contains("\"housing\"") && line.ends_with(&format!(" {count}"))
        })
    };
    until("the figure", WITHIN, || gauge(&http, 1).then_some(()));
    // Whoever forgets everything finds it again: the broker keeps what it said.
    server.kill();
    server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "1"]);
    http = Http::new(server.address());
    until("the message to be found again", WITHIN, || (parked(&http, "housing") == aside).then_some(()));
    let of = |command: &str| json!({"command": command, "subscription": "housing", "message": 2});
    register(&http, "housing-1", &of("retry_message"));
    let id = messages[1]["id"].as_str().expect("an id").to_owned();
    assert_eq!(answer(&broker), ("2".to_owned(), id.clone(), "retry".to_owned()));
    until("nothing to be set aside", WITHIN, || parked(&http, "housing").is_empty().then_some(()));
    let mut discard = of("discard_message");
    discard["discard"] = json!("handled_otherwise");
    register(&http, "housing-1", &discard);
    assert_eq!(answer(&broker), ("2".to_owned(), id, "discard".to_owned()));
    assert_eq!(server.stop(), 0);
}

#[test]
fn what_the_broker_said_is_found_out_again_when_its_files_rot() {
    let (data, mut broker) = (folder(), Broker::start());
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "1"]);
    let http = Http::new(server.address());
    hand_over(&http, 2);
    until("the stream", WITHIN, || is_told(&broker).then_some(()));
    let number = |aside: &[Value]| aside.iter().map(|one| one["message"].clone()).collect::<Vec<_>>();
    assert_eq!(number(&set_aside(&broker, &http, 2)), [json!(2)]);
    flip_bit_of(&mut broker, "yidi-undelivered-990101");
    until("the loss to be noticed", WITHIN, || (parked(&http, "housing").is_empty() && is_told(&broker)).then_some(()));
    assert_eq!(number(&set_aside(&broker, &http, 2)), [json!(2)]);
    register(&http, "housing-1", &json!({"command": "retry_message", "subscription": "housing", "message": 2}));
    let before = answer(&broker);
    assert_eq!((before.0.as_str(), before.2.as_str()), ("2", "retry"));
    flip_bit_of(&mut broker, "yidi-again-990101-housing");
    assert_eq!(answer(&broker), before);
    assert_eq!(server.stop(), 0);
}

/// The reader in Python at a department whose own register refuses some facts, or dies of them, for as long as a file names
/// their case.
const REFUSING: &str = "import asyncio, json, os, sys, subscriber\n\
done, subscriber.AGAIN_AFTER_SECONDS = subscriber.effect, 1\n\
def effect(book, seq, text):\n\
    \x20   fact = json.loads(text)\n\
    \x20   def named(what):\n\
    \x20       path = sys.argv[5] + what\n\
    \x20       return os.path.exists(path) and fact['stream'] in open(path).read()\n\
    \x20   if fact['kind'] == 'triage.case_classified' and named('.refuses'):\n\
    \x20       raise ValueError('our register refuses it')\n\
    \x20   if fact['kind'] == 'triage.case_assigned' and named('.dies'):\n\
    \x20       os._exit(9)\n\
    \x20   if fact['kind'] == 'triage.case_assigned' and named('.stumbles'):\n\
    \x20       raise ValueError('our register knows nobody called so')\n\
    \x20   done(book, seq, text)\n\
subscriber.effect = effect\n\
asyncio.run(subscriber.main(*sys.argv[1:]))\n";

fn refusing(broker: &Broker, book: &Path) -> Child {
    let program = python(book);
    let mut python = Command::new("python3");
    let libraries =
        program.get_envs().find(|(name, _)| *name == "PYTHONPATH").and_then(|(_, path)| path).expect("a path");
    let sources = workspace().join("deploy/subscribers/python");
    python.env("PYTHONPATH", format!("{}:{}", libraries.to_string_lossy(), sources.display()));
    python.args(["-c", REFUSING, &broker.url(), "990101", "transport", &broker.key("transport")]).arg(book);
    python.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a reader can be started")
}

/// What the reader did: numbers and cases, in the order in which it did them.
fn did(book: &Path) -> Vec<(u64, String)> {
    const READ: &str = "import json, sqlite3, sys\n\
        for seq, fact in sqlite3.connect(sys.argv[1]).execute('SELECT seq, fact FROM facts ORDER BY rowid'):\n    \
            print(seq, json.loads(fact)['stream'])";
    let said = Command::new("python3").args(["-c", READ]).arg(book).output().expect("python3 can be started");
    let line = |line: &str| line.split_once(' ').map(|(seq, case)| (seq.parse().unwrap_or(0), case.to_owned()));
    String::from_utf8_lossy(&said.stdout).lines().filter_map(line).collect()
}

/// A case for the department of transport; its id.
fn handed_over(http: &Http) -> String {
    let parties = [tests::party("applicant", "person", "甲（虚构）")];
    let register = json!({"command": "register_case", "kind": "dispute", "claim": "虚构纠纷（虚构）",
        "area": "990101", "parties": parties});
    let mut case = tests::Journey::begin(http, "clerk-1", &register);
    case.ask("triage-1", "triage", &json!({"command": "classify_case", "dispute_type": "noise"}));
    case.ask("triage-1", "triage", &json!({"command": "assign_case", "to": "transport"}));
    case.case
}

#[test]
fn a_case_waits_behind_what_its_department_refuses_and_no_other_does() {
    let (data, home, broker) = (folder(), folder(), Broker::start());
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "1"]);
    let http = Http::new(server.address());
    let book = home.path().join("book");
    let (first, second) = (handed_over(&http), handed_over(&http));
    fs::write(home.path().join("book.refuses"), format!("{first} {second}")).expect("written");
    until("the stream to be filled", WITHIN, || {
        (standing(&http, "transport")["handed_over"].as_u64()? > 0).then_some(())
    });
    let mut program = refusing(&broker, &book);
    let aside = until("both to be set aside", WITHIN, || Some(parked(&http, "transport")).filter(|all| all.len() == 2));
    let said = |one: &Value| format!("message {}: ValueError", one["message"]);
    assert!(aside.iter().all(|one| one["reason"] == said(one) && one["tries"] == 5), "{aside:?}");
    let (third, since) = (handed_over(&http), Instant::now());
    let all = told(&http, "transport-1", "transport");
    let of = |case: &str| -> Vec<u64> {
        let own = all.iter().filter(|message| message["subject"] == case);
        own.map(|message| message["seq"].as_u64().expect("a number")).collect()
    };
    let done =
        |case: &str| -> Vec<u64> { did(&book).into_iter().filter(|(_, of)| of == case).map(|(seq, _)| seq).collect() };
    until("another case", WITHIN, || (done(&third) == of(&third)).then_some(()));
    println!("\nanother case took {:?}", since.elapsed());
    assert!(done(&first).len() < of(&first).len(), "the first waits behind what was refused");
    // The department mends its register for one; the other is given up.
    let number = |case: &str| aside.iter().find(|one| one["case"] == case).expect("set aside")["message"].clone();
    fs::write(home.path().join("book.refuses"), &second).expect("written");
    register(
        &http,
        "transport-1",
        &json!({"command": "retry_message", "subscription": "transport", "message": number(&first)}),
    );
    let given_up = number(&second);
    register(
        &http,
        "transport-1",
        &json!({"command": "discard_message", "subscription": "transport", "message": given_up,
        "discard": "handled_otherwise"}),
    );
    until("the first case", WITHIN, || (done(&first) == of(&first)).then_some(()));
    let rest: Vec<u64> = of(&second).into_iter().filter(|seq| json!(seq) != given_up).collect();
    until("the rest of the second", WITHIN, || (done(&second) == rest).then_some(()));
    until("nothing to be set aside", WITHIN, || parked(&http, "transport").is_empty().then_some(()));
    let _ = program.kill();
    let _ = program.wait();
    assert_eq!(server.stop(), 0);
}

/// A reader that died in the middle of taking a case up had done the message it was sent again, and forgot the rest.
#[test]
fn a_case_whose_taking_up_was_interrupted_is_taken_up_all_the_same() {
    let (data, home, broker) = (folder(), folder(), Broker::start());
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "1"]);
    let http = Http::new(server.address());
    let (book, case) = (home.path().join("book"), handed_over(&http));
    let file = |what: &str| home.path().join(format!("book.{what}"));
    fs::write(file("refuses"), &case).expect("written");
    let mut program = refusing(&broker, &book);
    let aside = until("it to be set aside", WITHIN, || parked(&http, "transport").first().cloned());
    let told = told(&http, "transport-1", "transport");
    let all: Vec<u64> = told.iter().map(|message| message["seq"].as_u64().expect("a number")).collect();
    let taken = || (standing(&http, "transport")["taken"] == json!(all.len())).then_some(());
    until("the rest to be laid down", WITHIN, taken);
    let done = || -> Vec<u64> { did(&book).into_iter().map(|(seq, _)| seq).collect() };
    let again = json!({"command": "retry_message", "subscription": "transport", "message": aside["message"]});

    fs::remove_file(file("refuses")).expect("removed");
    fs::write(file("dies"), &case).expect("written");
    register(&http, "transport-1", &again);
    until("the reader to die", WITHIN, || program.try_wait().ok().flatten());
    assert!(done().len() < all.len() && done().contains(&aside["message"].as_u64().expect("a number")));
    fs::remove_file(file("dies")).expect("removed");

    // What fails then is said to the center, by its own number and without a word of the register's.
    fs::write(file("stumbles"), &case).expect("written");
    program = refusing(&broker, &book);
    let assigned = told.iter().find(|message| message["type"] == "cn.yidi.triage.case_assigned.v1").expect("a fact");
    let reason = json!(format!("message {}: ValueError", assigned["seq"]));
    until("it to be set aside again", WITHIN, || {
        parked(&http, "transport").iter().any(|one| one["reason"] == reason).then_some(())
    });
    fs::remove_file(file("stumbles")).expect("removed");
    register(&http, "transport-1", &again);
    until("everything to be done", WITHIN, || (done() == all).then_some(()));
    until("nothing to be set aside", WITHIN, || parked(&http, "transport").is_empty().then_some(()));
    let _ = program.kill();
    let _ = program.wait();
    assert_eq!(server.stop(), 0);
}
