//! `yidi bench replay`: how fast a log becomes views again, and how fast one case is found, beside reading the same bytes.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use center::Until;
use clap::Args;
use journal::{Journal as _, TapeJournal};
use serde::Serialize;

use super::fill;
use super::spread::{Spread, micros_since, share};
use super::started::Started;
use crate::meaning;
use crate::say::Voice;
use crate::trouble::Exit;
use crate::verb::place::{Place, Workbench};

/// Cases loaded cold.
const COLD_CASES: usize = 1_000;
/// Threads that decode, as a center uses them.
const DECODERS: usize = 2;

/// Which log.
#[derive(Args)]
pub(crate) struct Replay {
    /// 测量已有日志的副本；不写则新建 / Measure a copy of this log of a demonstration; without it one is filled and removed
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 新建日志的记录数 / Entries of a log that is filled
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(1_000..=100_000_000))]
    entries: u64,
}

/// What was measured, and on what.
#[derive(Serialize)]
struct Measured {
    /// Where the entries came from.
    log: String,
    entries: u64,
    commits: u64,
    bytes_per_entry_on_tape: f64,
    bytes_per_entry_in_all: f64,
    scan_entries_per_s: f64,
    views_entries_per_s: f64,
    /// From the start of a server to its first answer, all views computed anew.
    start_without_snapshots_s: f64,
    /// The same with the snapshots the first one left.
    start_with_snapshots_s: f64,
    cold_case_p50_us: u64,
    cold_case_p99_us: u64,
    /// What that server holds at rest, all views in memory.
    memory_mb: u64,
    /// The most it held while it started.
    memory_peak_mb: u64,
    limit: Limit,
    /// Scanning as a share of reading the same bytes.
    scan_ratio: f64,
}

/// Reading the tape's files from end to end.
#[derive(Serialize)]
struct Limit {
    read_bytes_per_s: f64,
    entries_per_s: f64,
}

impl Replay {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let bench = Workbench::new(None)?;
        let dir = bench.path().join("data");
        let log = match &self.data {
            Some(from) => {
                copy(from, &dir).with_context(|| format!("cannot copy {}", from.display()))?;
                format!("a copy of the log in {}", from.display())
            }
            None => {
                fill::fill(&dir, self.entries)?;
                "synthetic cases of 20 facts of the desks' own kinds, written straight to the journal".to_owned()
            }
        };
        let measured = measure(&dir, log)?;
        voice.answer(&measured, Measured::lines)?;
        Ok(Exit::Ok)
    }
}

fn measure(dir: &Path, log: String) -> anyhow::Result<Measured> {
    let journal = Place::at(dir).open()?;
    let head = journal.head();
    let scan = scan(&journal)?;
    let cold = cold(&journal)?;
    let views = views(&journal)?;
    journal.close();
    drop(journal);
    forget_snapshots(dir)?;
    let (first, again) = (Started::measure(dir)?, Started::measure(dir)?);
    let (tape, read) = read_all(&dir.join("tape"))?;
    let entries = head.entries as f64;
    let figures = cold.figures();
    let per_s = |time: Duration| (entries / time.as_secs_f64().max(f64::EPSILON)).round();
    Ok(Measured {
        log,
        entries: head.entries,
        commits: head.position,
        bytes_per_entry_on_tape: share(written_below(&dir.join("tape"))? as f64, entries),
        bytes_per_entry_in_all: share(written_below(dir)? as f64, entries),
        scan_entries_per_s: per_s(scan),
        views_entries_per_s: per_s(views),
        start_without_snapshots_s: first.seconds,
        start_with_snapshots_s: again.seconds,
        cold_case_p50_us: figures.p50_us,
        cold_case_p99_us: figures.p99_us,
        memory_mb: again.resident_mb,
        memory_peak_mb: again.peak_mb,
        scan_ratio: share(read.as_secs_f64(), scan.as_secs_f64()),
        limit: Limit { read_bytes_per_s: share(tape as f64, read.as_secs_f64()), entries_per_s: per_s(read) },
    })
}

/// Starts are measured on a copy: what is measured is not changed.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to)?;
        } else if path.is_file() {
            fs::copy(&path, &to)?;
        }
    }
    Ok(())
}

fn forget_snapshots(dir: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(dir.join("scratch")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Every commit is visited and every envelope seen; no body is decoded.
fn scan(journal: &TapeJournal) -> anyhow::Result<Duration> {
    let (start, mut bytes) = (Instant::now(), 0);
    let upto = journal.head().position;
    journal
        .scan(0, upto, &mut |commit| {
            bytes += commit.entries().map(|entry| entry.envelope.len()).sum::<usize>();
            ControlFlow::Continue(())
        })
        .map_err(meaning::of_reading)?;
    std::hint::black_box(bytes);
    Ok(start.elapsed())
}

/// Whole cases, one after the other, spread over the log so that none is near another.
fn cold(journal: &TapeJournal) -> anyhow::Result<Spread> {
    let (mut streams, mut seen) = (Vec::new(), 0_u64);
    let head = journal.head().position;
    let step = (head / COLD_CASES as u64).max(1);
    journal
        .scan(0, head, &mut |commit| {
            seen += 1;
            if seen % step == 0 {
                streams.push(commit.stream());
            }
            ControlFlow::Continue(())
        })
        .map_err(meaning::of_reading)?;
    let mut times = Vec::new();
    for stream in streams {
        let start = Instant::now();
        std::hint::black_box(journal.read_stream(stream, 0).map_err(meaning::of_reading)?);
        times.push(micros_since(start));
    }
    let mut spread = Spread::new()?;
    spread.take(&times, Duration::from_secs(1));
    Ok(spread)
}

fn views(journal: &TapeJournal) -> anyhow::Result<Duration> {
    let start = Instant::now();
    center::replay_log(journal, Until::Position(u64::MAX), DECODERS, &mut |_, _| {})?;
    Ok(start.elapsed())
}

/// Reads every file of a folder from end to end; answers its bytes and the time.
fn read_all(dir: &Path) -> anyhow::Result<(u64, Duration)> {
    let (mut bytes, mut buffer, start) = (0, vec![0; 1 << 20], Instant::now());
    for entry in fs::read_dir(dir)? {
        let mut file = File::open(entry?.path())?;
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => bytes += read as u64,
            }
        }
    }
    Ok((bytes, start.elapsed()))
}

/// Bytes of the files in a folder and below, without the zeros at the end of files that were prepared and not written.
fn written_below(dir: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        bytes += if path.is_dir() { written_below(&path)? } else { written(&fs::read(&path)?) };
    }
    Ok(bytes)
}

fn written(file: &[u8]) -> u64 {
    file.iter().rposition(|byte| *byte != 0).map_or(0, |last| last as u64 + 1)
}

impl Measured {
    fn lines(&self) -> String {
        format!(
            "{}\n{} 条记录，{} 次提交 / entries, commits\n\
             扫描 / scan                {:>12.0} 条每秒 / entries/s（裸读 / raw read {:.0}，比值 / ratio {:.3}）\n\
             全部视图 / all views       {:>12.0} 条每秒 / entries/s\n\
             启动 / start               {:.2} s 无快照 / without, {:.2} s 有快照 / with snapshots\n\
             冷读一案 / one case, cold  p50 {} us, p99 {} us\n\
             磁盘 / disk                {:.0} 字节每条（磁带）/ bytes an entry (tape), {:.0} 全部 / in all\n\
             内存 / memory              {} MB，最多 / at most {} MB",
            self.log,
            self.entries,
            self.commits,
            self.scan_entries_per_s,
            self.limit.entries_per_s,
            self.scan_ratio,
            self.views_entries_per_s,
            self.start_without_snapshots_s,
            self.start_with_snapshots_s,
            self.cold_case_p50_us,
            self.cold_case_p99_us,
            self.bytes_per_entry_on_tape,
            self.bytes_per_entry_in_all,
            self.memory_mb,
            self.memory_peak_mb,
        )
    }
}
