//! Reading the whole log fast: one thread reads, some decode, the caller folds in the order of the log.
//!
//! Decoding JSON costs a core about 0.7 million entries a second, folding far less, so decoding is what is shared out.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use journal::{CommitView, Journal, Position};
use timeline::Entry;

use crate::stored::{self, StoredError};

/// Bytes of commits handed to a decoding thread at once: enough to make the hand-over cheap, little enough to stay in a
/// cache.
const CHUNK_BYTES: usize = 256 << 10;
/// Chunks that wait between two stages: bounds the memory of a scan.
const CHUNKS_WAITING: usize = 4;

/// What is to be read.
pub(crate) struct Scan<'a> {
    pub(crate) journal: &'a dyn Journal,
    /// Commits after this position …
    pub(crate) after: Position,
    /// … up to this one.
    pub(crate) upto: Position,
    /// Entries of these kinds; the bodies of others are not looked at.
    pub(crate) wanted: &'a (dyn Fn(&str) -> bool + Sync),
    /// Threads that decode.
    pub(crate) decoders: usize,
}

/// Commits on their way to a decoding thread.
struct Chunk {
    number: u64,
    bytes: Vec<u8>,
    commits: Vec<(Position, Range<usize>)>,
}

impl Chunk {
    fn new(number: u64) -> Self {
        Self { number, bytes: Vec::with_capacity(CHUNK_BYTES + (CHUNK_BYTES >> 3)), commits: Vec::new() }
    }

    fn add(&mut self, commit: &CommitView<'_>) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(commit.bytes());
        self.commits.push((commit.position(), from..self.bytes.len()));
    }

    fn decode(&self, wanted: &(dyn Fn(&str) -> bool + Sync)) -> Result<Decoded, StoredError> {
        let mut entries = Vec::new();
        for (position, range) in &self.commits {
            let bytes = self.bytes.get(range.clone()).unwrap_or_default();
            if let Some(commit) = CommitView::parse(*position, bytes) {
                stored::decode(&commit, wanted, &mut entries)?;
            }
        }
        Ok(Decoded { last: self.commits.last().map_or(0, |commit| commit.0), entries })
    }
}

/// A chunk, decoded.
struct Decoded {
    last: Position,
    entries: Vec<Entry>,
}

/// Hands every wanted entry to `fold`, in order and in portions, with the position that is then done.
pub(crate) fn each(scan: &Scan<'_>, fold: &mut dyn FnMut(&[Entry], Position)) -> Result<(), StoredError> {
    let (to_decode, chunks) = sync_channel(CHUNKS_WAITING);
    let (to_fold, decoded) = sync_channel(CHUNKS_WAITING);
    let chunks = Mutex::new(chunks);
    std::thread::scope(|threads| {
        let reader = threads.spawn(|| read(scan, to_decode));
        for _ in 0..scan.decoders.max(1) {
            let to_fold = to_fold.clone();
            threads.spawn(|| decode(&chunks, scan.wanted, to_fold));
        }
        drop(to_fold);
        let folded = fold_in_order(&decoded, fold);
        // Whoever still decodes or reads finds nobody listening, and stops.
        drop(decoded);
        folded.and(reader.join().unwrap_or(Ok(())))
    })
}

fn read(scan: &Scan<'_>, to_decode: SyncSender<Chunk>) -> Result<(), StoredError> {
    let mut chunk = Chunk::new(0);
    let scanned = scan.journal.scan(scan.after, scan.upto, &mut |commit| {
        chunk.add(commit);
        if chunk.bytes.len() < CHUNK_BYTES {
            return ControlFlow::Continue(());
        }
        let next = Chunk::new(chunk.number + 1);
        match to_decode.send(std::mem::replace(&mut chunk, next)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    // What came before damage is told all the same. If nobody listens any more, the fold has failed and says so.
    let _ = to_decode.send(chunk);
    // The decoding threads stop when they have what was sent.
    drop(to_decode);
    scanned.map(drop).map_err(StoredError::from)
}

fn decode(
    chunks: &Mutex<Receiver<Chunk>>,
    wanted: &(dyn Fn(&str) -> bool + Sync),
    to_fold: SyncSender<(u64, Result<Decoded, StoredError>)>,
) {
    loop {
        let chunk = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(chunk) = chunk else { break };
        if to_fold.send((chunk.number, chunk.decode(wanted))).is_err() {
            break;
        }
    }
    // The fold ends when the last of these threads has let go of its end.
    drop(to_fold);
}

fn fold_in_order(
    decoded: &Receiver<(u64, Result<Decoded, StoredError>)>,
    fold: &mut dyn FnMut(&[Entry], Position),
) -> Result<(), StoredError> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    while let Ok((number, chunk)) = decoded.recv() {
        early.insert(number, chunk?);
        while let Some(chunk) = early.remove(&next) {
            fold(&chunk.entries, chunk.last);
            next += 1;
        }
    }
    Ok(())
}
