//! The readers that departments copy before a stream that is not as it should be: messages are dropped, doubled, come in
//! another order and come again long after. A gap is noticed, nothing is done twice, and once the center has filled the
//! stream again everything is done, in order.

use std::fs::File;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::jetstream::consumer::{FromConsumer as _, pull};
use async_nats::jetstream::{Context, stream};
use tests::{Broker, Http, folder, poll, until};

use crate::nats::{administered, served, standing};
use crate::subscribers::{READERS, Reader};

/// How long it may take until a reader has done what it can.
const DONE_WITHIN: Duration = Duration::from_secs(60);
/// How long a reader is watched for what it must not do: longer than it takes to be sent a message it did not take.
const WATCHED_FOR: Duration = Duration::from_secs(20);
/// The numbers of the messages as they lie in the stream that is not as it should be: the second comes twice, the first once
/// more, the third not before the fourth.
const SPOILT: [usize; 6] = [1, 2, 2, 1, 4, 3];

/// A message as it was captured.
struct Captured {
    subject: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// How a department's stream and its reader at the broker are set up, and everything that was told.
struct Tape {
    stream: stream::Config,
    reader: pull::Config,
    messages: Vec<Captured>,
}

async fn captured(context: &Context, department: &str) -> Tape {
    let stream = context.get_stream(format!("yidi-990101-{department}")).await.expect("a stream");
    let info = stream.cached_info().clone();
    let reader = stream.consumer_info(department).await.expect("a consumer").config;
    let mut messages = Vec::new();
    for seq in 1..=info.state.last_sequence {
        let message = stream.get_raw_message(seq).await.expect("a message");
        let (subject, mut headers) = (message.subject.to_string(), HeaderMap::new());
        // With what it was sent under the broker would take it for one that was sent twice, or refuse it in this place.
        let kept = message.headers.iter().filter(|(name, _)| !name.to_string().starts_with("Nats-"));
        kept.for_each(|(name, values)| values.iter().for_each(|value| headers.append(name.clone(), value.clone())));
        messages.push(Captured { subject, headers, body: message.payload.to_vec() });
    }
    let reader = pull::Config::try_from_consumer_config(reader).expect("it pulls");
    Tape { stream: info.config, reader, messages }
}

/// Another stream in the place of the department's, with these messages in this order.
async fn spoilt(context: &Context, tape: &Tape, numbers: &[usize]) {
    context.delete_stream(&tape.stream.name).await.expect("deleted");
    let stream = context.create_stream(tape.stream.clone()).await.expect("made");
    stream.create_consumer(tape.reader.clone()).await.expect("made");
    for number in numbers {
        let Captured { subject, headers, body } = &tape.messages[number - 1];
        let sent = context.publish_with_headers(subject.clone(), headers.clone(), body.clone().into()).await;
        sent.expect("sent").await.expect("kept");
    }
}

/// The reader, saying what it has to say into a file.
fn start(reader: &Reader, broker: &Broker, home: &Path) -> Child {
    let said = File::options().append(true).create(true).open(home.join("said")).expect("a file");
    reader.start(broker, (home, &home.join("book")), said.into())
}

fn numbers(reader: &Reader, home: &Path) -> Vec<u64> {
    (reader.done)(&home.join("book")).iter().map(|(seq, _)| *seq).collect()
}

/// A reader before such a stream, while the center is away, and after it has come back.
fn meets_a_spoilt_stream(reader: &Reader) {
    let (data, broker, home) = (folder(), Broker::start(), folder());
    let words = ["--empty", "--nats-check-seconds", "2"];
    let server = served(data.path(), &broker, &words);
    let case = reader.is_told(&Http::new(server.address()));
    let wanted = reader.wanted(&Http::new(server.address()), &case).len() as u64;
    assert!(wanted > 4, "{wanted}");
    until("the department to be told", DONE_WITHIN, || {
        standing(&broker, reader.department).filter(|(told, _)| *told == wanted)
    });
    assert_eq!(server.stop(), 0);
    administered(&broker, |context| async move {
        let tape = captured(&context, reader.department).await;
        spoilt(&context, &tape, &SPOILT).await;
    });

    let mut program = start(reader, &broker, home.path());
    let missing = || std::fs::read_to_string(home.path().join("said")).ok().filter(|said| said.contains("missing"));
    let said = until("the gap to be noticed", DONE_WITHIN, missing);
    assert!(said.contains("messages 3 to 3 are missing"), "{said}");
    let more = poll(WATCHED_FOR, || Some(numbers(reader, home.path())).filter(|done| *done != [1, 2]));
    assert_eq!(more, None, "{}: each once, and nothing behind the gap", reader.department);

    let server = served(data.path(), &broker, &words);
    let all: Vec<u64> = (1..=wanted).collect();
    let done = poll(DONE_WITHIN, || (numbers(reader, home.path()).len() as u64 >= wanted).then_some(()));
    assert!(done.is_some() || program.try_wait().is_ok_and(|ended| ended.is_some()), "it neither goes on nor ends");
    if done.is_none() {
        // Whoever runs it starts it again.
        program = start(reader, &broker, home.path());
        until("everything to be done", DONE_WITHIN, || (numbers(reader, home.path()) == all).then_some(()));
    }
    assert_eq!(numbers(reader, home.path()), all, "{}: once each, in order", reader.department);
    let _ = program.kill();
    let _ = program.wait();
    assert_eq!(server.stop(), 0);
}

#[test]
fn the_reader_in_rust_does_nothing_twice_and_notices_a_gap() {
    meets_a_spoilt_stream(&READERS[0]);
}

#[test]
fn the_reader_in_python_does_nothing_twice_and_notices_a_gap() {
    meets_a_spoilt_stream(&READERS[1]);
}

#[test]
fn the_reader_in_node_does_nothing_twice_and_notices_a_gap() {
    meets_a_spoilt_stream(&READERS[2]);
}
