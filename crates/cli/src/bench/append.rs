//! `yidi bench append`: durable commits of many writers, as a share of what the machine can do at all.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::contest::{self, Load, Side};
use super::load::Shape;
use super::raw::Raw;
use super::spread::{Figures, share};
use crate::say::Voice;
use crate::trouble::Exit;
use crate::verb::place::{self, Place};
use journal::Journal as _;

/// The load.
#[derive(Args)]
pub(crate) struct Append {
    /// 并发写入者 / Writers at once, each waiting for its acknowledgement
    #[arg(long, default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..=4096))]
    writers: u16,
    /// 每次提交的记录数 / Entries in one commit
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    events: u16,
    /// 每条记录的字节数 / Bytes of one entry
    #[arg(long, default_value_t = 540, value_parser = clap::value_parser!(u32).range(1..=4000))]
    bytes: u32,
    /// 每一方的测量秒数 / Seconds for each side
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=3600))]
    seconds: u16,
    /// 空目录，用后删除 / An empty directory, removed afterwards; must be on the disk that is meant
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// What was measured, and the limit measured in the same run.
#[derive(Serialize)]
struct Measured {
    /// What was done, on either side.
    measured: &'static str,
    writers: u16,
    entries_per_commit: u16,
    bytes_per_entry: u32,
    commits_per_s: f64,
    p50_us: u64,
    p99_us: u64,
    limit: Limit,
    /// Commits a second as a share of the limit.
    ratio: f64,
    /// The median wait over the limit's.
    p50_ratio: f64,
}

#[derive(Serialize)]
struct Limit {
    commits_per_s: f64,
    p50_us: u64,
    p99_us: u64,
}

impl Append {
    pub(crate) fn run(self, voice: &Voice) -> anyhow::Result<Exit> {
        let bench = place::Workbench::new(self.data.as_deref())?;
        let load = Load {
            writers: usize::from(self.writers),
            shape: Shape { entries: usize::from(self.events), bytes: self.bytes as usize },
            time: Duration::from_secs(u64::from(self.seconds)),
        };
        let raw = Side::Raw(Arc::new(Raw::create(&bench.path().join("raw-limit"))?));
        let opened = Place::at(&bench.path().join("data")).open()?;
        let runtime = place::runtime()?;
        let figures = runtime.block_on(contest::run([Side::Journal(opened.clone()), raw], load))?;
        opened.close();
        voice.answer(&self.measured(figures), Measured::lines)?;
        Ok(Exit::Ok)
    }

    fn measured(&self, [ours, limit]: [Figures; 2]) -> Measured {
        Measured {
            measured: "durable commits, each acknowledged after its sync; beside one preallocated file in the same run",
            writers: self.writers,
            entries_per_commit: self.events,
            bytes_per_entry: self.bytes,
            commits_per_s: ours.per_s,
            p50_us: ours.p50_us,
            p99_us: ours.p99_us,
            ratio: share(ours.per_s, limit.per_s),
            p50_ratio: share(ours.p50_us as f64, limit.p50_us as f64),
            limit: Limit { commits_per_s: limit.per_s, p50_us: limit.p50_us, p99_us: limit.p99_us },
        }
    }
}

impl Measured {
    fn lines(&self) -> String {
        let Measured { writers, entries_per_commit, bytes_per_entry, limit, .. } = self;
        format!(
            "{writers} 个写入者，每次 {entries_per_commit} 条、每条 {bytes_per_entry} 字节 / writers, entries, bytes\n\
             日志 / journal   {:>9.0} 次每秒 / commits/s   p50 {} us   p99 {} us\n\
             裸文件 / raw     {:>9.0} 次每秒 / commits/s   p50 {} us   p99 {} us\n\
             比值 / ratio     {:.3}   p50 {:.3}",
            self.commits_per_s,
            self.p50_us,
            self.p99_us,
            limit.commits_per_s,
            limit.p50_us,
            limit.p99_us,
            self.ratio,
            self.p50_ratio
        )
    }
}
