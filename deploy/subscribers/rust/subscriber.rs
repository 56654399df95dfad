//! A department's reader: takes what the center tells, once each and in order, and goes on after a crash.
//!
//! ```text
//! subscriber nats://127.0.0.1:4222 990101 housing keys/housing.nk book.jsonl [VERIFIER]
//! ```
//!
//! The effect here is a line in a file, which also says how far we are: one write, so both are there or neither. If yours
//! is something else, keep it and the progress in one transaction, or make it harmless when it happens twice. With the
//! center's public key (VERIFIER, as `yidi checkpoint` prints it) it also keeps the signed checkpoints of the center's log
//! in `book.jsonl.checkpoints`, and stops if one contradicts what it kept: what it has witnessed cannot be denied to it later.
//!
//! It knows nothing of the center but its messages, so it can be copied as it is; it needs `async-nats` (features
//! `jetstream` and `nkeys`), `base64`, `futures-util`, `ring`, `serde_json` and `tokio`.
#![expect(clippy::print_stderr, reason = "a gap is said to whoever watches")]

use std::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::time::Duration;

use async_nats::ConnectOptions;
use async_nats::jetstream::consumer::{PullConsumer, pull};
use async_nats::jetstream::{self, AckKind, Message};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::StreamExt as _;
use ring::digest::{Context, SHA256};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How long the broker waits before it sends a message again that is behind a gap: five times that is more than the minute
/// in which the center fills one, so nothing is passed over meanwhile.
const AGAIN_AFTER: Duration = Duration::from_secs(15);

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
    context.update(&from_hex(prev)?);
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
    /// The lines that were there.
    all: Vec<Value>,
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
        let read = text.get(..whole).unwrap_or_default().lines().map(serde_json::from_str);
        let all = read.collect::<std::result::Result<Vec<Value>, _>>()?;
        Ok(Self { file, last: all.last().cloned().unwrap_or_default(), all })
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

    fn write(&mut self, here: &Done, body: Option<&[u8]>) -> Result<()> {
        let fact: Option<Value> = body.map(serde_json::from_slice).transpose()?;
        self.0.add(json!({ "seq": here.seq, "hash": here.hash, "fact": fact }))
    }
}

/// What a signed checkpoint says: how many commits, and the root over them.
#[derive(Clone, PartialEq)]
struct Word {
    size: u64,
    root: Vec<u8>,
}

/// Reads a checkpoint (C2SP tlog-checkpoint in a C2SP signed note), if the center signed it.
fn word(note: &str, verifier: &str) -> Result<Word> {
    let mut parts = verifier.splitn(3, '+');
    let (Some(name), Some(ident), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err("the center's public key is <name>+<id>+<key>".into());
    };
    let (text, signatures) = note.rsplit_once("\n\n").ok_or("it is no signed note")?;
    let (text, key) = (format!("{text}\n"), STANDARD.decode(key)?);
    let center = UnparsedPublicKey::new(&ED25519, key.get(1..).unwrap_or_default());
    let signed = signatures.lines().any(|line| {
        let theirs = line.strip_prefix("— ").and_then(|line| line.strip_prefix(name)).map(str::trim);
        let bytes = theirs.and_then(|signature| STANDARD.decode(signature).ok()).unwrap_or_default();
        let hex: String = bytes.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        hex == ident && center.verify(text.as_bytes(), bytes.get(4..).unwrap_or_default()).is_ok()
    });
    let mut lines = text.lines();
    match (lines.next(), lines.next(), lines.next()) {
        (Some(origin), Some(size), Some(root)) if signed && origin == name => {
            Ok(Word { size: size.parse()?, root: STANDARD.decode(root)? })
        }
        _ => Err("the center did not sign it".into()),
    }
}

/// A node of the tree over all commits (RFC 6962, section 2.1).
fn node(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    [&[1], left, right].into_iter().for_each(|part| context.update(part));
    context.finish().as_ref().to_vec()
}

/// Whether a checkpoint only adds to another (RFC 9162, section 2.1.4.2).
fn adds(old: &Word, new: &Word, proof: &[Vec<u8>]) -> bool {
    let (mut at, mut last) = (old.size - 1, new.size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let whole = Some(&old.root).filter(|_| at == 0);
    let mut path = whole.into_iter().chain(proof);
    let Some(first) = path.next() else { return false };
    let (mut before, mut after) = (first.clone(), first.clone());
    for other in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            (before, after) = (node(other, &before), node(other, &after));
            while at != 0 && at & 1 == 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            after = node(&after, other);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && before == old.root && after == new.root
}

/// The checkpoints that were kept.
struct Kept {
    lines: Lines,
    words: Vec<Word>,
    verifier: String,
    /// Where one that contradicts them is laid down.
    evidence: String,
}

impl Kept {
    fn open(path: &str, verifier: &str) -> Result<Self> {
        let lines = Lines::open(&format!("{path}.checkpoints"))?;
        let notes = lines.all.iter().filter_map(|line| line.get("note")?.as_str());
        let words = notes.map(|note| word(note, verifier)).collect::<Result<_>>()?;
        Ok(Self { lines, words, verifier: verifier.to_owned(), evidence: format!("{path}.contradiction") })
    }

    /// Keeps one, unless it was kept before. What contradicts those before is laid down beside them: somebody has to look.
    fn witness(&mut self, message: &Message) -> Result<()> {
        let note = std::str::from_utf8(&message.payload)?;
        match word(note, &self.verifier).and_then(|came| self.judge(&came, message).map(|new| new.then_some(came))) {
            Ok(None) => Ok(()),
            Ok(Some(came)) => {
                self.lines.add(json!({ "size": came.size, "note": note }))?;
                self.words.push(came);
                Ok(())
            }
            Err(against) => {
                let mut file = OpenOptions::new().create(true).append(true).open(&self.evidence)?;
                writeln!(file, "{against}\n\n{}\n{note}", self.lines.text("note").unwrap_or_default())?;
                let advice = format!("see {}, and ask the center", self.evidence);
                Err(format!("a checkpoint is refused, {against}: {advice}").into())
            }
        }
    }

    /// Whether it is a new one that only adds to what was kept.
    fn judge(&self, came: &Word, message: &Message) -> Result<bool> {
        if let Some(same) = self.words.iter().find(|word| word.size == came.size) {
            return if same == came { Ok(false) } else { Err("another of as many commits was kept".into()) };
        }
        let Some(last) = self.words.last() else { return Ok(true) };
        let header = |name: &str| message.headers.as_ref()?.get(name).map(|value| value.as_str());
        let follows = came.size > last.size && header("Yidi-From") == Some(last.size.to_string().as_str());
        let proof = header("Yidi-Proof").unwrap_or_default().split_whitespace().map(from_hex);
        if follows && adds(last, came, &proof.collect::<Result<Vec<_>>>()?) {
            return Ok(true);
        }
        Err(format!("it does not add to the one of {} commits", last.size).into())
    }
}

fn from_hex(text: &str) -> Result<Vec<u8>> {
    let byte = |pair: &[u8]| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?);
    text.as_bytes().chunks(2).map(byte).collect()
}

/// Witnesses what the center signs, until something contradicts it. Without its public key there is nothing to believe.
async fn keep_checkpoints(
    streams: &jetstream::Context,
    stream: String,
    department: &str,
    kept: Option<Kept>,
) -> Result<()> {
    let Some(mut kept) = kept else { return std::future::pending().await };
    let mut messages = messages(streams, stream, department).await?;
    while let Some(message) = messages.next().await {
        let message = message?;
        kept.witness(&message)?;
        message.ack().await?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [server, center, department, key, path, verifier @ ..] = words.as_slice() else {
        return Err("subscriber SERVER CENTER DEPARTMENT KEY_FILE BOOK [VERIFIER]".into());
    };
    let mut book = Book(Lines::open(path)?);
    let kept = verifier.first().map(|verifier| Kept::open(path, verifier)).transpose()?;
    let seed = std::fs::read_to_string(key)?.trim().to_owned();
    let options = ConnectOptions::new().nkey(seed).custom_inbox_prefix(format!("_INBOX_{department}"));
    let context = jetstream::new(options.connect(server).await?);
    let own = format!("{center}-{department}");
    // A contradiction, like anything that is wrong with the stream, ends the program: somebody has to look.
    tokio::select! {
        read = read(&context, &own, department, &mut book) => read,
        kept = keep_checkpoints(&context, format!("yidi-checkpoints-{center}"), department, kept) => kept,
    }
}

/// Takes one message after the other, for ever. What we did not take, though it was sent five times, comes again on a stream
/// of its own when somebody has decided so.
async fn read(context: &jetstream::Context, place: &str, department: &str, book: &mut Book) -> Result<()> {
    let (mut messages, mut again) = (
        messages(context, format!("yidi-{place}"), department).await?,
        messages(context, format!("yidi-again-{place}"), department).await?,
    );
    loop {
        let message = tokio::select! {
            message = messages.next() => message,
            message = again.next() => message,
        };
        take(&message.ok_or("the stream of messages ended")??, book).await?;
    }
}

async fn messages(context: &jetstream::Context, stream: String, department: &str) -> Result<pull::Stream> {
    let consumer: PullConsumer = context.get_stream_no_info(stream).await?.get_consumer(department).await?;
    Ok(consumer.messages().await?)
}

/// Takes one message; the broker is told only when it is on the disk.
async fn take(message: &Message, book: &mut Book) -> Result<()> {
    let again = message.headers.as_ref().and_then(|headers| headers.get("Yidi-Again")).map(|value| value.as_str());
    let here = if again == Some("none") { Place::Before } else { place(message, &book.done())? };
    match here {
        Place::Next(here) => book.write(&here, Some(&*message.payload).filter(|_| again != Some("discard")))?,
        Place::Before => {}
        Place::BehindGap => return message.ack_with(AckKind::Nak(Some(AGAIN_AFTER))).await,
    }
    message.ack().await
}
