//! A department's reader: takes what the center tells, once each and in order, and goes on after a crash.
//!
//! ```text
//! subscriber nats://127.0.0.1:4222 990101 housing keys/housing.nk book.jsonl
//! ```
//!
//! The effect here is a line in a file, which also says how far we are: one write, so both are there or neither. If yours
//! is something else, keep it and the progress in one transaction, or make it harmless when it happens twice. Beside the
//! facts it keeps the signed checkpoints of the center's log, where they are published, in `book.jsonl.checkpoints`: what it
//! has witnessed cannot be denied to it later.
//!
//! It knows nothing of the center but its messages, so it can be copied as it is; it needs `async-nats` (features
//! `jetstream` and `nkeys`), `futures-util`, `ring`, `serde_json` and `tokio`.
#![expect(clippy::print_stderr, reason = "a gap is said to whoever watches")]

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream::{self, AckKind, Message, consumer::PullConsumer};
use futures_util::StreamExt as _;
use ring::digest::{Context, SHA256};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How long the broker waits before it sends a message again that cannot be taken yet.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// How far we are.
#[derive(Clone, PartialEq)]
struct Done {
    seq: u64,
    /// In 64 hex digits; zeros before the first message.
    hash: String,
}

/// What a message is to us.
enum Place {
    /// It was taken, and the word of that was lost.
    Before,
    /// It is the next one; this is how far we are when it is taken.
    Next(Done),
    /// Messages before it are missing: the center notices within a minute, and fills the stream again.
    BehindGap,
}

/// The hash of a message: it binds the one before, the number, the id and the body.
fn link(prev: &str, seq: u64, id: &str, body: &[u8]) -> Result<String> {
    let mut context = Context::new(&SHA256);
    for pair in prev.as_bytes().chunks(2) {
        context.update(&[u8::from_str_radix(std::str::from_utf8(pair)?, 16)?]);
    }
    let length = (id.len() as u64).to_be_bytes();
    [&seq.to_be_bytes(), &length, id.as_bytes(), body].into_iter().for_each(|part: &[u8]| context.update(part));
    Ok(context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Where a message stands behind what is done.
fn place(message: &Message, done: &Done) -> Result<Place> {
    let header = |name: &str| {
        let value = message.headers.as_ref().and_then(|headers| headers.get(name));
        value.map(|value| value.as_str()).ok_or_else(|| format!("a message without {name} is none of the center's"))
    };
    let (prev, hash, seq) = (header("Yidi-Prev")?, header("Yidi-Hash")?, header("Yidi-Seq")?.parse::<u64>()?);
    if link(prev, seq, header("ce-id")?, &message.payload)? != hash {
        return Err(format!("message {seq} is not what its hash was made of").into());
    }
    if seq <= done.seq {
        return Ok(Place::Before);
    }
    if seq > done.seq + 1 {
        eprintln!("messages {} to {} are missing", done.seq + 1, seq - 1);
        return Ok(Place::BehindGap);
    }
    if prev != done.hash {
        return Err(format!("message {seq} does not follow on what was told before").into());
    }
    Ok(Place::Next(Done { seq, hash: hash.to_owned() }))
}

/// A file of lines that is only added to.
struct Lines {
    file: File,
    last: Value,
}

impl Lines {
    /// Goes on behind the last whole line. Half a line is what a crash left: what it was about was not acknowledged.
    fn open(path: &str) -> Result<Self> {
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        let last = text.get(..whole).and_then(|text| text.lines().last()).unwrap_or("{}");
        Ok(Self { file, last: serde_json::from_str(last)? })
    }

    fn add(&mut self, line: Value) -> Result<()> {
        writeln!(self.file, "{line}")?;
        self.file.sync_data()?;
        self.last = line;
        Ok(())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.last.get(name).and_then(Value::as_str)
    }

    fn number(&self, name: &str) -> u64 {
        self.last.get(name).and_then(Value::as_u64).unwrap_or(0)
    }
}

/// What is done, a line for each fact, and how far we are with it.
struct Book(Lines);

impl Book {
    fn done(&self) -> Done {
        let hash = self.0.text("hash").map_or_else(|| "0".repeat(64), str::to_owned);
        Done { seq: self.0.number("seq"), hash }
    }

    fn write(&mut self, here: &Done, body: &[u8]) -> Result<()> {
        let fact: Value = serde_json::from_slice(body)?;
        self.0.add(json!({ "seq": here.seq, "hash": here.hash, "fact": fact }))
    }
}

/// Keeps a signed checkpoint of the center's log, and makes sure that it does not contradict an older one.
fn witness(kept: &mut Lines, note: &str) -> Result<()> {
    let mut lines = note.lines().skip(1);
    let (size, root) = (lines.next().unwrap_or_default().parse::<u64>()?, lines.next().unwrap_or_default());
    let before = kept.number("size");
    if size < before || (size == before && kept.text("root") != Some(root)) {
        let advice = "keep both, and ask the center";
        return Err(format!("a checkpoint of {size} commits contradicts the one of {before}: {advice}").into());
    }
    if size > before { kept.add(json!({ "size": size, "root": root, "note": note })) } else { Ok(()) }
}

/// Witnesses what the center signs; where nothing is published there is nothing to keep.
async fn keep_checkpoints(streams: jetstream::Context, stream: String, department: String, path: String) -> Result<()> {
    let stream = streams.get_stream_no_info(stream).await?;
    let consumer: std::result::Result<PullConsumer, _> = stream.get_consumer(&department).await;
    let Ok(consumer) = consumer else { return Ok(()) };
    let (mut messages, mut kept) = (consumer.messages().await?, Lines::open(&path)?);
    while let Some(message) = messages.next().await {
        let message = message?;
        witness(&mut kept, std::str::from_utf8(&message.payload)?)?;
        message.ack().await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [server, center, department, key, path] = words.as_slice() else {
        return Err("subscriber SERVER CENTER DEPARTMENT KEY_FILE BOOK".into());
    };
    let mut book = Book(Lines::open(path)?);
    let seed = std::fs::read_to_string(key)?.trim().to_owned();
    let options = ConnectOptions::new().nkey(seed).custom_inbox_prefix(format!("_INBOX_{department}"));
    let context = jetstream::new(options.connect(server).await?);
    let checkpoints = (format!("yidi-checkpoints-{center}"), department.clone(), format!("{path}.checkpoints"));
    let witnessing = tokio::spawn(keep_checkpoints(context.clone(), checkpoints.0, checkpoints.1, checkpoints.2));
    let reading = read(&context, format!("yidi-{center}-{department}"), department, &mut book);
    // A contradiction, like anything that is wrong with the stream, ends the program: somebody has to look.
    tokio::select! {
        read = reading => read,
        witnessed = contradicted(witnessing) => witnessed,
    }
}

/// Why witnessing ended; where nothing is published it ends without a reason, and nobody waits for one.
async fn contradicted(witnessing: JoinHandle<Result<()>>) -> Result<()> {
    match witnessing.await? {
        Ok(()) => std::future::pending().await,
        Err(error) => Err(error),
    }
}

/// Takes one message after the other, for ever.
async fn read(context: &jetstream::Context, stream: String, department: &str, book: &mut Book) -> Result<()> {
    let stream = context.get_stream_no_info(stream).await?;
    let consumer: PullConsumer = stream.get_consumer(department).await?;
    let mut messages = consumer.messages().await?;
    while let Some(message) = messages.next().await {
        let message = message?;
        match place(&message, &book.done())? {
            Place::Next(here) => book.write(&here, &message.payload)?,
            Place::Before => {}
            Place::BehindGap => {
                message.ack_with(AckKind::Nak(Some(AGAIN_AFTER))).await?;
                continue;
            }
        }
        // The broker is told only when it is on the disk.
        message.ack().await?;
    }
    Ok(())
}
