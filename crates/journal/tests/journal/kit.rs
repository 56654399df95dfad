//! Drafts and reads in few words.

use std::fs;
use std::future::Future;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

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

/// A copy of a log's directory.
pub(crate) fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    copy_into(from, to.path());
    to
}

fn copy_into(from: &Path, to: &Path) {
    for name in fs::read_dir(from).unwrap() {
        let (source, target) = (name.as_ref().unwrap().path(), to.join(name.unwrap().file_name()));
        if source.is_dir() {
            fs::create_dir(&target).unwrap();
            copy_into(&source, &target);
        } else {
            fs::copy(source, target).unwrap();
        }
    }
}

/// Offset and length of every frame in a raw segment, by the layout and nothing else.
pub(crate) fn raw_frames(dir: &Path, number: u32) -> Vec<(u64, u64)> {
    let bytes = fs::read(dir.join(format!("tape/{number:010}.tape"))).unwrap();
    let (mut frames, mut at) = (Vec::new(), 0);
    while bytes.len() > at + 96 && bytes[at] == 0xF7 {
        let length = u32::from_be_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
        let len = 96 + length.next_multiple_of(8);
        frames.push((at as u64, len as u64));
        at += len;
    }
    frames
}

/// Waits until the store covers most of the log, and the segments it covers are sealed.
pub(crate) fn wait_until_sealed(journal: &TapeJournal) {
    let sealed = || {
        let names = fs::read_dir(journal.dir().join("tape")).unwrap();
        names.filter(|name| name.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "zst")).count()
    };
    eventually("two segments are sealed", || sealed() >= 2);
}

/// Looks again and again until something holds that a thread in the background brings about.
pub(crate) fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A log with sealed, full and open segments, and its last position.
pub(crate) fn sealed_log() -> (tempfile::TempDir, Position) {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    fill(&journal, 900);
    wait_until_sealed(&journal);
    (dir, 900)
}

/// CRC-32 as in zip, bit by bit: independent of the crate under test.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}
