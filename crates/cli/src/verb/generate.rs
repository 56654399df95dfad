//! `yidi generate`: records an invented county into an empty directory, and says how near it came to the published one.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use center::{Center, FollowUps, MemoryScratch, Rulebook, Vault};
use clap::Args;
use county::{Clock, CountyError, Figure, Report, Wish};
use jiff::Timestamp;
use journal::{Journal as _, TapeJournal};
use serde::Serialize;
use tokio::runtime::Builder;

use super::beside::not_shown;
use super::keys::KeyFile;
use super::place::Place;
use crate::meaning;
use crate::progress::Progress;
use crate::say::{Voice, table};
use crate::trouble::{Exit, Trouble};

/// Which county, and where.
#[derive(Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    place: Place,
    /// 案件数 / How many cases
    #[arg(long, value_name = "N", default_value = "4000")]
    cases: usize,
    /// 种子：相同的种子得到相同的县 / The same seed gives the same county
    #[arg(long, value_name = "S", default_value = "1")]
    seed: u64,
    /// 截止时刻 / The last moment of the county
    #[arg(long, value_name = "TIME", default_value = "2026-11-20T10:00:00Z")]
    until: Timestamp,
    /// 天数 / Over how many days
    #[arg(long, value_name = "DAYS", default_value = "365", value_parser = clap::value_parser!(i64).range(1..=3_650))]
    days: i64,
    #[command(flatten)]
    key: KeyFile,
}

/// What was recorded.
#[derive(Serialize)]
struct Generated {
    cases: usize,
    seed: u64,
    commits: u64,
    entries: u64,
    seconds: f64,
    /// Published beside recorded, figure by figure.
    report: Vec<Figure>,
}

impl Generate {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let started = Instant::now();
        let journal = self.place.open()?;
        if journal.head().position > 0 {
            journal.close();
            return Err(not_empty(&self.place.data).into());
        }
        let wish = Wish { cases: self.cases, seed: self.seed, until: self.until, days: self.days, fresh: false };
        // With keys it is a county like a real one: what is personal lies sealed.
        let vault = self.key.vault_if_named(&self.place.data)?;
        let (head, report) = populate(journal, (&self.place.data, vault), &wish)?;
        let generated = Generated {
            cases: self.cases,
            seed: self.seed,
            commits: head.position,
            entries: head.entries,
            seconds: started.elapsed().as_secs_f64(),
            report: report.figures.clone(),
        };
        voice.answer(&generated, |got| {
            let Generated { cases, seed, commits, entries, seconds, report } = got;
            let done =
                format!("{cases} 件案件 / cases (seed {seed}): {commits} commits, {entries} entries, {seconds:.1} s");
            format!("{done}\n{}", lines(report))
        })?;
        Ok(if report.holds() { Exit::Ok } else { Exit::Failed })
    }
}

/// The report for a person.
fn lines(report: &[Figure]) -> String {
    let row = |figure: &Figure| {
        let Figure { name, wanted, got, tolerance, among, fits } = figure;
        let verdict = if *fits { "符合 / fits" } else { "不符 / off" };
        [
            name.clone(),
            format!("{wanted:.2}"),
            format!("{got:.2}"),
            format!("±{tolerance:.2}"),
            among.to_string(),
            verdict.to_owned(),
        ]
    };
    table(["", "应为 / wanted", "实为 / got", "容差 / tolerance", "件数 / of", ""], report.iter().map(row))
}

/// Records a county into an empty log, compares it with the one that was wanted, and closes it.
pub(crate) fn populate(
    journal: Arc<TapeJournal>,
    (data, vault): (&Path, Option<Arc<Vault>>),
    wish: &Wish,
) -> anyhow::Result<(journal::Head, Report)> {
    // One thread takes the orders in turn, so that they reach the log in the order in which they were given.
    let runtime = Builder::new_current_thread().enable_all().build().context("cannot start the runtime")?;
    let clock = Clock::default();
    let options = center::Options {
        demo: vault.is_none(),
        vault,
        follow_ups: FollowUps::ByHand,
        home: Some(std::path::absolute(data)?),
        ..center::Options::new(clock.read())
    };
    runtime.block_on(async {
        let scratch = Arc::new(MemoryScratch::default());
        let opened = Center::open(journal, scratch, Rulebook::demo(), options).await;
        let center = opened.map_err(meaning::of_center)?;
        let mut progress = Progress::new("recording the county", 0);
        let recorded = county::record(&center, &clock, wish, &mut |done, total| progress.reached(done, total)).await;
        let (head, report) = (center.head(), county::report(&center));
        center.close().await;
        recorded.map_err(not_recorded)?;
        Ok((head, report.map_err(not_shown)?))
    })
}

/// The machine broke, which has a code of its own; or the county asks for what its center does not take.
fn not_recorded(error: CountyError) -> anyhow::Error {
    match error {
        CountyError::Failed(failure) => meaning::of_failure(failure).into(),
        step @ CountyError::Step { .. } => anyhow::Error::from(step).context("the county could not be recorded"),
    }
}

fn not_empty(data: &Path) -> Trouble {
    let at = data.display();
    let trouble = Trouble::new(Exit::Conflict, format!("{at} 中已有记录。"), format!("there are facts in {at}."));
    trouble.next("请用 --data 另指定一个空目录。", "name an empty directory with --data")
}
