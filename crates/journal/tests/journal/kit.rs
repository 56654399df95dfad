//! Drafts and reads in few words.

use std::future::Future;
use std::ops::ControlFlow;
use std::path::Path;

use journal::{Ack, CommitView, Draft, DraftEntry, Journal, Options, Position, StreamId, TapeJournal};

/// Runs a future to its end on this thread.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// The stream with this number.
pub(crate) fn stream(number: u64) -> StreamId {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&number.to_be_bytes());
    StreamId(id)
}

/// An entry of about two hundred bytes.
pub(crate) fn entry(number: u64) -> DraftEntry {
    DraftEntry { envelope: format!("envelope {number}").into_bytes(), body: format!("{number:0200}").into_bytes() }
}

/// A draft of `count` entries.
pub(crate) fn draft(stream: StreamId, expected: u64, count: usize) -> Draft {
    Draft { stream, expected, time: 0, entries: (0..count as u64).map(entry).collect() }
}

/// Appends and waits for the answer.
pub(crate) fn append(journal: &dyn Journal, stream: StreamId, expected: u64, count: usize) -> Ack {
    run(journal.append(draft(stream, expected, count))).unwrap()
}

/// Appends `count` commits, one after the other, to seven streams.
pub(crate) fn fill(journal: &dyn Journal, count: u64) {
    for _ in 0..count {
        let to = stream(journal.head().position % 7);
        append(journal, to, journal.version(to), 1);
    }
}

/// The last version of each commit read.
pub(crate) fn versions(journal: &dyn Journal, stream: StreamId, after: u64) -> Vec<u64> {
    let commits = journal.read_stream(stream, after).unwrap();
    commits.iter().map(|commit| CommitView::parse(commit.position, &commit.bytes).unwrap().last_version()).collect()
}

/// The positions a scan visits.
pub(crate) fn positions(journal: &dyn Journal, after: Position, upto: Position) -> Vec<Position> {
    let mut seen = Vec::new();
    let last = journal.scan(after, upto, &mut |view| {
        seen.push(view.position());
        ControlFlow::Continue(())
    });
    assert_eq!(last.unwrap(), seen.last().copied().unwrap_or(after));
    seen
}

/// Everything in a journal: position and bytes.
pub(crate) fn everything(journal: &dyn Journal) -> Vec<(Position, Vec<u8>)> {
    let mut seen = Vec::new();
    let all = journal.scan(0, u64::MAX, &mut |view| {
        seen.push((view.position(), view.bytes().to_vec()));
        ControlFlow::Continue(())
    });
    all.unwrap();
    seen
}

/// Opens a log with small segments.
pub(crate) fn open(dir: &Path) -> TapeJournal {
    TapeJournal::open(dir, Options::small()).unwrap()
}
