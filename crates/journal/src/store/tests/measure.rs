//! The store's measures, at a small size as a test; at full size (set TMPDIR to the disk to be measured):
//! `YIDI_FULL=1 cargo test --release -p journal --lib store::tests::measure -- --nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use super::*;
use crate::DraftEntry;

/// How many entries, streams, and bytes a run: a fiftieth of the full size unless that is asked for.
fn scale() -> (u64, u64, usize) {
    if std::env::var_os("YIDI_FULL").is_some() { (1_000_000, 50_000, 32 << 20) } else { (20_000, 1_000, 1 << 20) }
}

#[test]
fn cases_of_some_weeks() {
    // a case lives while about 4,000 others do
    measure("cases of some weeks", |at, numbers| (at / 20).saturating_sub(numbers.below(4_000)));
}

#[test]
fn every_stream_in_every_run() {
    measure("every stream in every run", |at, _| at % scale().1);
}

fn measure(name: &str, pick: impl Fn(u64, &mut Numbers) -> u64) {
    let (total, _, run_size) = scale();
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), 32 << 20).unwrap();
    let mut log = Log::new(1);
    let (mut spent, mut bytes, mut run_bytes) = (Duration::ZERO, 0, 0);
    println!("== {name}; resident before {} MB", resident_mb());
    for at in 0..total {
        let number = pick(at, &mut log.numbers);
        let entry = entry(&mut log.numbers);
        log.append_entries(stream(number), vec![entry]);
        run_bytes += log.commits.last().unwrap().1.len();
        if run_bytes >= run_size || at + 1 == total {
            let start = Instant::now();
            let (run, mark) = log.run(store.mark().position);
            store.fill(&run, mark).unwrap();
            spent += start.elapsed();
            (bytes, run_bytes) = (bytes + run_bytes, 0);
            log.commits.iter_mut().for_each(|(_, bytes)| *bytes = Vec::new());
        }
    }
    let heads = log.heads.len();
    println!("fill {:.0} entries/s, {} B raw each", total as f64 / spent.as_secs_f64(), bytes as u64 / total);
    let streams: Vec<StreamId> = log.heads.keys().copied().collect();
    drop(log);
    println!("resident {} MB after fill", resident_mb());
    let start = Instant::now();
    drop(store);
    println!("close {:?}; {} B of disk an entry", start.elapsed(), disk_bytes(dir.path()) / total);
    reads(dir.path(), &streams, heads);
}

fn reads(dir: &Path, streams: &[StreamId], heads: usize) {
    let start = Instant::now();
    let store = Store::open(dir, 32 << 20).unwrap();
    println!("open {:?}, {} runs", start.elapsed(), store.covered().runs.len());
    let start = Instant::now();
    let mut found = 0;
    store.heads(&mut |_, _, _| found += 1).unwrap();
    println!("heads of {heads} streams, told {found} times: {:?}", start.elapsed());
    let mut times: Vec<Duration> =
        streams.iter().step_by(streams.len().div_ceil(2_000)).map(|stream| timed(&store, *stream)).collect();
    times.sort();
    println!("cold stream p50 {:?} p99 {:?}", times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("resident {} MB after stream reads", resident_mb());
    for _ in 0..2 {
        let (start, mut seen, mut sum) = (Instant::now(), 0u64, 0u64);
        store
            .scan(0, u64::MAX, &mut |commit| {
                (seen, sum) = (seen + 1, sum + commit.entries().map(|entry| entry.body.len() as u64).sum::<u64>());
                ControlFlow::Continue(())
            })
            .unwrap();
        println!("scan {:.0} entries/s ({sum} bytes of bodies)", seen as f64 / start.elapsed().as_secs_f64());
    }
    println!("resident {} MB after scans", resident_mb());
    let start = Instant::now();
    (0..200).for_each(|at| drop(store.scan(at * 4_000, at * 4_000 + 20, &mut |_| ControlFlow::Continue(()))));
    println!("scan of 20 positions {:?}", start.elapsed() / 200);
}

fn timed(store: &Store, stream: StreamId) -> Duration {
    let start = Instant::now();
    assert!(!store.read_stream(stream, 0).unwrap().is_empty());
    start.elapsed()
}

fn stream(number: u64) -> StreamId {
    let digest = crate::leaf_hash(&number.to_be_bytes());
    StreamId(digest.0[..16].try_into().unwrap())
}

/// About 500 bytes, of which about 40 cannot be guessed: an id, an actor, times, a sealed name.
fn entry(numbers: &mut Numbers) -> DraftEntry {
    let kinds =
        ["mediation.session_scheduled", "intake.case_registered", "triage.case_assigned", "mediation.note_taken"];
    let streets = ["Renmin Road", "Jianshe Street", "Xinhua Lane", "Heping Road", "Zhongshan Avenue"];
    let kind = kinds[numbers.below(4) as usize];
    let street = streets[numbers.below(5) as usize];
    let body = format!(
        "{{\"kind\":\"{kind}\",\"case\":\"3301{:07}\",\"window\":{},\"place\":{{\"street\":\"{street}\",\"number\":{},\"community\":\"community {}\"}},\
         \"party\":{{\"role\":\"applicant\",\"identity\":\"resident_card\",\"age_band\":\"{}\",\"name\":{{\"algorithm\":1,\"bytes\":\"{:016x}{:016x}\"}}}},\
         \"dispute\":{{\"category\":\"neighbourhood\",\"amount\":{},\"urgency\":\"ordinary\",\"people_affected\":{}}},\
         \"remark\":\"the parties agreed to meet again at the window of the center on the day named\",\"materials\":[],\"language\":\"zh-CN\"}}",
        numbers.below(4_000),
        numbers.below(12),
        numbers.below(300),
        numbers.below(40),
        numbers.below(5),
        numbers.next(),
        numbers.next(),
        numbers.below(90_000),
        numbers.below(6),
    );
    let mut envelope = vec![1, 1, 0, 4];
    envelope.extend_from_slice(&numbers.next().to_be_bytes());
    envelope.extend_from_slice(&numbers.below(1 << 40).to_be_bytes());
    envelope.extend_from_slice(&[3; 24]);
    DraftEntry { envelope, body: body.into_bytes() }
}

fn disk_bytes(dir: &Path) -> u64 {
    let files = |dir: &Path| fs::read_dir(dir).unwrap().map(|file| file.unwrap()).collect::<Vec<_>>();
    let size = |file: &fs::DirEntry| {
        if file.path().is_dir() { disk_bytes(&file.path()) } else { file.metadata().unwrap().len() }
    };
    files(dir).iter().map(size).sum()
}

fn resident_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
}
