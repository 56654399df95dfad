//! How fast commits are acknowledged, beside a raw preallocated file with the same group commit in the same run:
//! `cargo run --release -p journal --example append_rate [DIR] [SECONDS] [bare|full] [256x1]`.
//!
//! Absolute figures depend on the disk and drift by a factor of two; the ratio is what to look at.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use journal::{Draft, DraftEntry, Journal, Options, StreamId, TapeJournal};
use tokio::sync::{mpsc, oneshot};

const ENTRY_BYTES: usize = 440;
const ROUNDS: usize = 3;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let dir = arguments.next().unwrap_or_else(|| ".".to_owned());
    let seconds = arguments.next().and_then(|word| word.parse().ok()).unwrap_or(3);
    let mut out = std::io::stdout();
    let bare = arguments.next().is_some_and(|word| word == "bare"); // without the store and the sealing behind the tape
    for (writers, entries) in cases(arguments.next().as_deref()) {
        let (mut raw, mut tape) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let place = tempfile::tempdir_in(&dir).expect("a directory to write in");
            raw.push(measure(&Raw::start(place.path()), writers, entries, seconds));
            let journal = TapeJournal::open(place.path().join("log"), options(bare)).expect("a new log");
            tape.push(measure(&Tape(Arc::new(journal)), writers, entries, seconds));
        }
        let (raw, tape) = (median(raw), median(tape));
        let line = writeln!(
            out,
            "{writers:4} writers, {entries} entries: raw {:8.0}/s p50 {:5} us p99 {:6} us | tape {:8.0}/s p50 {:5} us p99 {:6} us | rate x{:.2} p50 x{:.2}",
            raw.0,
            raw.1,
            raw.2,
            tape.0,
            tape.1,
            tape.2,
            tape.0 / raw.0,
            tape.1 as f64 / raw.1 as f64
        );
        line.expect("standard output");
    }
}

trait Log: Clone + Send + Sync + 'static {
    fn append(&self, draft: Draft) -> impl Future<Output = ()> + Send;
}

#[derive(Clone)]
struct Tape(Arc<TapeJournal>);

impl Log for Tape {
    async fn append(&self, draft: Draft) {
        self.0.append(draft).await.expect("an acknowledged commit");
    }
}

/// The limit: one pwrite and one fdatasync a group, nothing else.
#[derive(Clone)]
struct Raw(mpsc::Sender<(Draft, oneshot::Sender<()>)>);

impl Raw {
    fn start(dir: &Path) -> Raw {
        let file = File::create(dir.join("raw")).expect("a file");
        let bytes = 256 << 20;
        (0..256).for_each(|at| file.write_all_at(&vec![0; 1 << 20], at << 20).expect("room"));
        file.sync_all().expect("a sync");
        let (sender, mut receiver) = mpsc::channel::<(Draft, oneshot::Sender<()>)>(2048);
        std::thread::spawn(move || {
            let (mut waiting, mut buffer, mut at) = (Vec::new(), Vec::new(), 0);
            while receiver.blocking_recv_many(&mut waiting, 1024) > 0 {
                buffer.clear();
                for (draft, _) in &waiting {
                    draft.entries.iter().for_each(|entry| {
                        buffer.extend_from_slice(&entry.envelope);
                        buffer.extend_from_slice(&entry.body);
                    });
                }
                at = if at + buffer.len() as u64 > bytes { 0 } else { at };
                file.write_all_at(&buffer, at).expect("a write");
                file.sync_data().expect("a sync");
                at += buffer.len() as u64;
                for (_, answer) in waiting.drain(..) {
                    let _ = answer.send(());
                }
            }
        });
        Raw(sender)
    }
}

impl Log for Raw {
    async fn append(&self, draft: Draft) {
        let (answer, answered) = oneshot::channel();
        self.0.send((draft, answer)).await.expect("a writer");
        answered.await.expect("an answer");
    }
}

/// Commits per second, median and 99th percentile of the latency in microseconds.
fn measure(log: &impl Log, writers: u64, entries: u64, seconds: u64) -> (f64, u64, u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let (log, stop) = (log.clone(), Arc::clone(&stop));
            runtime.spawn(async move {
                let (mut stream, mut version, mut taken) = (writer << 32, 0, Vec::new());
                while !stop.load(Ordering::Relaxed) {
                    let asked = Instant::now();
                    log.append(draft(stream, version, entries)).await;
                    taken.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
                    version += entries;
                    if version >= 20 {
                        (stream, version) = (stream + 1, 0);
                    }
                }
                taken
            })
        })
        .collect();
    std::thread::sleep(Duration::from_secs(seconds));
    stop.store(true, Ordering::Relaxed);
    let mut taken: Vec<u64> = tasks.into_iter().flat_map(|task| runtime.block_on(task).expect("a writer")).collect();
    let rate = taken.len() as f64 / begun.elapsed().as_secs_f64();
    taken.sort_unstable();
    let at = |share: f64| taken.get((taken.len() as f64 * share) as usize).copied().unwrap_or(0);
    (rate, at(0.5), at(0.99))
}

fn draft(stream: u64, expected: u64, entries: u64) -> Draft {
    let mut id = [0; 16];
    id.iter_mut().zip(stream.to_be_bytes()).for_each(|(to, from)| *to = from);
    let entry = DraftEntry { envelope: vec![1; 100], body: vec![b'x'; ENTRY_BYTES] };
    let entries = (0..entries).map(|_| entry.clone()).collect();
    Draft { stream: StreamId(id), expected, time: 0, entries }
}

fn median(mut runs: Vec<(f64, u64, u64)>) -> (f64, u64, u64) {
    runs.sort_by(|a, b| a.0.total_cmp(&b.0));
    runs.get(runs.len() / 2).copied().unwrap_or_default()
}

fn options(bare: bool) -> Options {
    let run_bytes = if bare { u64::MAX } else { Options::default().run_bytes };
    Options { run_bytes, ..Options::default() }
}

/// Writers and entries per commit: all cases, or one such as `256x8`.
fn cases(asked: Option<&str>) -> Vec<(u64, u64)> {
    let one = asked.and_then(|case| case.split_once('x'));
    match one.and_then(|(writers, entries)| Some((writers.parse().ok()?, entries.parse().ok()?))) {
        Some(case) => vec![case],
        None => vec![(1, 1), (16, 1), (64, 1), (256, 1), (16, 8), (256, 8)],
    }
}
