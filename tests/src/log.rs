//! The log as a restarted program finds it: its commits, and the facts in them.

use std::ops::ControlFlow;
use std::path::Path;

use journal::{CommitView, Condition, Journal as _, Options, TapeJournal};
use serde_json::Value;
use timeline::codec::{self, Slot};
use timeline::{Entry, Event, Fingerprint, IntakeEvent, Place, StreamId};
use uuid::Uuid;

/// Position and bytes of every commit, after an ordinary opening.
///
/// # Errors
/// What the opening or the reading said; a log that opens read-only says why.
pub fn commits(data: &Path) -> Result<Vec<(u64, Vec<u8>)>, String> {
    let journal = TapeJournal::open(data, Options::small()).map_err(|error| format!("does not open: {error:?}"))?;
    let condition = journal.condition();
    let mut commits = Vec::new();
    let upto = journal.head().position;
    let read = journal.scan(0, upto, &mut |commit| {
        commits.push((commit.position(), commit.bytes().to_vec()));
        ControlFlow::Continue(())
    });
    journal.close();
    match (read, condition) {
        (Ok(last), Condition::Writable | Condition::Full { .. }) if last == upto => Ok(commits),
        (read, condition) => Err(format!("{condition:?}, read {read:?} of {upto}")),
    }
}

/// A fact, beside the JSON it is stored as.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// The fact, with its place in the log.
    pub entry: Entry,
    /// Its body as it is stored.
    pub body: Value,
}

impl Fact {
    /// Its wire name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.entry.event.kind().name
    }

    /// The stream it is on, as text.
    #[must_use]
    pub fn stream(&self) -> String {
        self.entry.stream.to_string()
    }

    /// A word of its body; empty if there is none of this name.
    #[must_use]
    pub fn word(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }
}

/// Every fact of a log, in its order.
///
/// # Panics
/// If the log cannot be read to its end.
#[must_use]
pub fn facts(data: &Path) -> Vec<Fact> {
    let commits = commits(data).expect("a log that can be read");
    let mut facts = Vec::new();
    for (position, bytes) in &commits {
        let commit = CommitView::parse(*position, bytes).expect("a commit of this program");
        let stream = StreamId::new(Uuid::from_bytes(commit.stream().0));
        for entry in commit.entries() {
            let place = Place { position: *position, index: entry.index };
            let slot = Slot { place, stream, version: entry.version, recorded_at: commit.time() };
            let envelope = codec::peek(entry.envelope).expect("an envelope");
            let body = serde_json::from_slice(entry.body).expect("JSON");
            facts.push(Fact { entry: codec::decode(slot, &envelope, entry.body).expect("a fact"), body });
        }
    }
    facts
}

/// A fact without what is computed under a key that each center draws for itself: the fingerprint of its request, and what
/// a query code is known again by.
#[must_use]
pub fn keyless(mut fact: Entry) -> Entry {
    fact.meta.fingerprint = Fingerprint::default();
    if let Event::Intake(IntakeEvent::ReceiptIssued(receipt)) = &mut fact.event {
        receipt.query_tag = None;
    }
    fact
}
