//! Nobody gets at what is told to another, and nobody writes where it may not by asking.

use std::time::{Duration, Instant};

use async_nats::Client;
use tests::{Broker, Http, folder, until, yidi};

use super::{
    NOT_HELD_UP, REFUSED_WITHIN, TOLD_WITHIN, answer, block_on, client, expected, hand_over, served, standing,
};

#[test]
fn a_department_gets_at_nothing_but_its_own() {
    let (stage_data, broker) = (folder(), Broker::start());
    let server = served(stage_data.path(), &broker, &["--empty"]);
    hand_over(&Http::new(server.address()), 1);
    until("the department to be told", TOLD_WITHIN, || standing(&broker, "housing").filter(|(told, _)| *told > 0));
    block_on(async {
        let (housing, transport) = (client(&broker, "housing").await, client(&broker, "transport").await);
        for subject in [
            "$JS.API.STREAM.INFO.yidi-990101-housing",
            "$JS.API.STREAM.NAMES",
            "$JS.API.STREAM.MSG.GET.yidi-990101-housing",
            "$JS.API.DIRECT.GET.yidi-990101-housing",
            "$JS.API.STREAM.DELETE.yidi-990101-housing",
            "$JS.API.STREAM.PURGE.yidi-990101-housing",
            "$JS.API.CONSUMER.MSG.NEXT.yidi-990101-housing.housing",
            "$JS.API.CONSUMER.CREATE.yidi-990101-housing",
            "$JS.API.CONSUMER.CREATE.yidi-990101-housing.mine.yidi.990101.housing.>",
            "$JS.API.CONSUMER.DURABLE.CREATE.yidi-990101-housing.mine",
            "$JS.API.CONSUMER.DELETE.yidi-990101-housing.housing",
            "yidi-ask.990101.housing.case.read",
            "yidi-ask.990101.housing.triage.receive_assignment",
            "yidi-ask.990102.transport.case.read",
        ] {
            assert!(answer(&transport, subject, REFUSED_WITHIN).await.is_none(), "transport asks {subject}");
        }
        // An acknowledgement that asks for the next message, made to look like one of transport's own.
        let (inbox, next) = ("_INBOX_transport.stolen", "+NXT");
        let mut stolen = transport.subscribe(inbox).await.expect("its own inbox");
        for subject in [
            "$JS.ACK.yidi-990101-housing.housing.1.1.1.1.0",
            "$JS.ACK.yidi-990101-housing.housing.yidi-990101-transport.transport.1.1.1",
            "$JS.ACK.yidi-990101-housing.housing.1.transport.1.1.1",
        ] {
            transport.publish_with_reply(subject, inbox, next.into()).await.expect("sent");
        }
        transport.flush().await.expect("sent");
        let came = tokio::time::timeout(REFUSED_WITHIN, futures_util::StreamExt::next(&mut stolen)).await;
        assert!(came.is_err(), "an acknowledgement hands out another department's message");
        for subject in ["yidi.990101.housing.triage.case_assigned", "yidi.990101.court.litigation.case_filed"] {
            assert!(answer(&housing, subject, REFUSED_WITHIN).await.is_none(), "housing forges {subject}");
        }
        for subject in [
            "yidi.>",
            "yidi.990101.court.>",
            "yidi-ask.>",
            "yidi-ask.990101.transport.>",
            "_INBOX_relay.>",
            "_INBOX_housing.>",
            "$JS.>",
            ">",
        ] {
            assert!(hears_nothing(&transport, subject, &housing).await, "transport listens to {subject}");
        }
    });
    let told = standing(&broker, "housing").expect("a stream").0;
    assert_eq!(told, expected(&Http::new(server.address())), "nothing was forged");
    assert_eq!(server.stop(), 0);
}

#[test]
fn whoever_reads_with_anothers_key_is_told_that_the_broker_refuses_it() {
    let (data, broker, books) = (folder(), Broker::start(), folder());
    let server = served(data.path(), &broker, &["--empty"]);
    hand_over(&Http::new(server.address()), 1);
    until("the department to be told", TOLD_WITHIN, || standing(&broker, "housing").filter(|(told, _)| *told > 0));
    let into = books.path().join("book").to_string_lossy().into_owned();
    let (url, key, begun) = (broker.url(), broker.key("transport"), Instant::now());
    let follow = ["subscriptions", "follow", "--department", "housing", "--nats", &url, "--nats-key", &key, "--into"];
    let said = yidi([&follow[..], &[&into]].concat());
    assert!(begun.elapsed() < Duration::from_secs(10), "it took {:?}", begun.elapsed());
    assert!(said.stderr.to_lowercase().contains("permissions violation"), "{}", said.stderr);

    let mut python = crate::subscribers::python(books.path());
    python.args([&url, "990101", "housing", &key]).arg(books.path().join("rows"));
    let said = python.output().expect("python3 can be started");
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.contains("does not let housing in") && !said.contains("Traceback"), "{said}");
    assert_eq!(server.stop(), 0);
}

/// A question names where its answer goes. Whoever answers has rights of their own, and none of them are the asker's.
#[test]
fn what_a_department_asks_is_answered_to_it_and_nowhere_else() {
    let (data, broker) = (folder(), Broker::start());
    let server = served(data.path(), &broker, &["--empty", "--nats-check-seconds", "1"]);
    let http = Http::new(server.address());
    hand_over(&http, 1);
    until("the department to be told", TOLD_WITHIN, || standing(&broker, "housing").filter(|(told, _)| *told > 0));
    let streams = ["yidi-990101-housing", "yidi-990101-court", "yidi-checkpoints-990101", "yidi-again-990101-court"];
    let held = || {
        block_on(async {
            let context = async_nats::jetstream::new(client(&broker, "relay").await);
            let mut held = Vec::new();
            for name in streams {
                let info = context.get_stream(name).await.expect("a stream").cached_info().clone();
                held.push((info.created, info.state.messages));
            }
            held
        })
    };
    let before = held();
    let asked = |foreign: &'static str| {
        block_on(async {
            let housing = client(&broker, "housing").await;
            let mut own = housing.subscribe("_INBOX_housing.own").await.expect("its own inbox");
            for (subject, body) in [
                ("yidi-ask.990101.housing.case.read", "{}"),
                ("$JS.API.CONSUMER.INFO.yidi-990101-housing.housing", ""),
                ("$JS.API.CONSUMER.MSG.NEXT.yidi-990101-housing.housing", r#"{"batch":1,"no_wait":true}"#),
                ("$JS.API.CONSUMER.MSG.NEXT.yidi-again-990101-housing.housing", r#"{"batch":1,"no_wait":true}"#),
                ("$JS.ACK.yidi-990101-housing.housing.1.1.1.1.0", "+NXT"),
            ] {
                housing.publish_with_reply(subject, foreign, body.into()).await.expect("sent");
            }
            housing
                .publish_with_reply("yidi-ask.990101.housing.case.read", "_INBOX_housing.own", "{}".into())
                .await
                .expect("sent");
            let came = tokio::time::timeout(TOLD_WITHIN, futures_util::StreamExt::next(&mut own)).await;
            assert!(came.expect("in time").is_some(), "a department is answered in its own inbox");
        });
    };
    for foreign in [
        "yidi-checkpoints.990101",
        "yidi.990101.court.triage.case_assigned",
        "yidi-again.990101.court",
        "$JS.API.STREAM.DELETE.yidi-990101-court",
        "$JS.API.CONSUMER.DELETE.yidi-990101-court.court",
    ] {
        asked(foreign);
        assert_eq!(held(), before, "housing has its answers put into {foreign}");
    }
    for (asker, inbox) in [("court", "_INBOX_court.one"), ("relay", "_INBOX_relay.one")] {
        let (ready, listening) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let hears = scope.spawn(|| {
                block_on(async {
                    let client = client(&broker, asker).await;
                    let mut inbox = client.subscribe(inbox).await.expect("its own inbox");
                    client.flush().await.expect("said");
                    ready.send(()).expect("somebody waits");
                    let wait = NOT_HELD_UP + REFUSED_WITHIN;
                    tokio::time::timeout(wait, futures_util::StreamExt::next(&mut inbox)).await.ok().flatten().is_some()
                })
            });
            listening.recv().expect("it listens");
            asked(inbox);
            assert!(!hears.join().expect("it ends"), "housing has its answers put into {inbox}");
        });
    }
    assert_eq!(server.stop(), 0);
}

/// Whether nothing comes while another department asks for its own messages.
async fn hears_nothing(client: &Client, subject: &str, other: &Client) -> bool {
    let Ok(mut listening) = client.subscribe(subject.to_owned()).await else { return true };
    let own = "$JS.API.CONSUMER.INFO.yidi-990101-housing.housing";
    assert!(answer(other, own, TOLD_WITHIN).await.is_some(), "a department sees how far it is");
    tokio::time::timeout(REFUSED_WITHIN, futures_util::StreamExt::next(&mut listening)).await.ok().flatten().is_none()
}
