//! Where the data is and how it is opened.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use journal::{Options, TapeJournal};
use tokio::runtime::{Builder, Runtime};

use super::export::telling;
use crate::meaning;
use crate::trouble::{Exit, Trouble};

/// The directory of the log of accusations, below that of the data.
pub(crate) const ACCUSATIONS: &str = "accusations";

/// The data directory every verb works on.
#[derive(Args, Clone)]
pub(crate) struct Place {
    /// 数据目录 / Data directory
    #[arg(long, value_name = "DIR", env = "YIDI_DATA", default_value = "./yidi-data")]
    pub(crate) data: PathBuf,
    /// Segments, runs and reserves so small that a test meets many of them.
    #[arg(long, hide = true)]
    small: bool,
    /// Bytes gathered before the store is filled.
    #[arg(long, hide = true, env = "YIDI_STORE_RUN_BYTES", value_name = "BYTES")]
    run_bytes: Option<u64>,
}

impl Place {
    /// A directory with the usual sizes.
    pub(crate) fn at(data: &Path) -> Self {
        Place { data: data.to_path_buf(), small: false, run_bytes: None }
    }

    /// Opens the log for writing, or begins one.
    pub(crate) fn open(&self) -> anyhow::Result<Arc<TapeJournal>> {
        self.open_with(self.options())
    }

    fn open_with(&self, options: Options) -> anyhow::Result<Arc<TapeJournal>> {
        // The journal syncs the parent of what it makes, and a bare name has none.
        let data = std::path::absolute(&self.data).context("the present directory is gone")?;
        let opened = TapeJournal::open(data, options);
        let journal = opened.map_err(|error| meaning::of_opening(&self.data, error))?;
        report(&journal);
        Ok(Arc::new(journal))
    }

    /// Opens the access log for writing, or begins one.
    pub(crate) fn open_looks(&self) -> anyhow::Result<Arc<TapeJournal>> {
        let all = self.options();
        self.open_looks_with(Options {
            segment_bytes: all.segment_bytes.min(LOOKS_SEGMENT_BYTES),
            run_bytes: all.run_bytes.min(LOOKS_RUN_BYTES),
            cache_bytes: all.cache_bytes.min(LOOKS_CACHE_BYTES),
            ..all
        })
    }

    fn open_looks_with(&self, options: Options) -> anyhow::Result<Arc<TapeJournal>> {
        let dir = std::path::absolute(&self.data).context("the present directory is gone")?.join(LOOKS);
        // A disk that fills up refuses commands first: looks go on for as long as a segment of them can be made, and only
        // then is nothing personal shown any more.
        let options = Options { low_water_bytes: 0, ballast_bytes: 0, ..options };
        let opened = TapeJournal::open(&dir, options);
        let journal = opened.map_err(|error| meaning::of_opening(&dir, error))?;
        report(&journal);
        Ok(Arc::new(journal))
    }

    /// Opens the log of accusations, which lies beside the center's own (decision 0013). It is there from the first start on,
    /// so that nothing tells whether anybody ever accused.
    pub(crate) fn open_accusations(&self) -> anyhow::Result<Arc<TapeJournal>> {
        self.apart().open_with(Options { progress: None, ..Options::for_few() })
    }

    /// Opens the access log of the accusations: below theirs, as the center's is below its own (decision 0017).
    pub(crate) fn open_accusation_looks(&self) -> anyhow::Result<Arc<TapeJournal>> {
        self.apart().open_looks_with(Options { progress: None, ..Options::for_few() })
    }

    fn apart(&self) -> Place {
        Place { data: self.data.join(ACCUSATIONS), ..self.clone() }
    }

    fn options(&self) -> Options {
        let sizes = if self.small { Options::small() } else { Options::default() };
        let run_bytes = self.run_bytes.unwrap_or(sizes.run_bytes);
        Options { run_bytes, progress: Some(telling()), ..sizes }
    }
}

/// Where the access log lies, below the data directory: a log of its own, of the same make.
pub(crate) const LOOKS: &str = "access";

/// Bytes of a segment of the access log: it grows by a megabyte or two a day.
const LOOKS_SEGMENT_BYTES: u64 = 16 << 20;
/// Bytes gathered before its store is filled.
const LOOKS_RUN_BYTES: u64 = 4 << 20;
/// Bytes its sled may cache: it is written all day and read now and then.
const LOOKS_CACHE_BYTES: u64 = 4 << 20;

/// Makes sure that there is a log to read.
pub(crate) fn must_exist(data: &Path) -> anyhow::Result<()> {
    if data.join("tape").is_dir() {
        return Ok(());
    }
    let at = data.display();
    let trouble = Trouble::new(Exit::NotFound, format!("{at} 中没有日志。"), format!("there is no log in {at}."));
    Err(trouble.next("请用 --data 指定数据目录。", "name the data directory with --data").into())
}

/// What the opening found and did, for the operator.
fn report(journal: &TapeJournal) {
    let opened = journal.opened();
    if let Some(torn) = &opened.torn {
        let (position, bytes, path) = (torn.position, torn.bytes, torn.path.display());
        tracing::warn!(position, bytes, %path, "the last write was torn and set aside; none of it was acknowledged");
    }
    if let Some(why) = &opened.store_rebuilt {
        tracing::warn!(%why, "the store was set aside and filled again from the tape");
    }
    if let Some(why) = &opened.tree_rebuilt {
        tracing::warn!(%why, "the tree was set aside and computed again from the tape");
    }
    if opened.head_damaged {
        tracing::warn!("the head file was damaged or missing and is written again");
    }
}

/// The runtime every verb that waits runs on.
pub(crate) fn runtime() -> anyhow::Result<Runtime> {
    Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}

/// A directory for a measurement: empty when it begins, removed when it ends. A log that somebody needs is never
/// measured on.
pub(crate) struct Workbench {
    dir: PathBuf,
}

impl Workbench {
    /// In `dir`, which must be empty or missing, or in a new directory below the present one: a directory for temporary
    /// files may lie in memory, where a sync costs nothing.
    pub(crate) fn new(dir: Option<&Path>) -> anyhow::Result<Self> {
        let dir = dir.map_or_else(|| PathBuf::from(format!("yidi-bench-{}", std::process::id())), Path::to_path_buf);
        if fs::read_dir(&dir).is_ok_and(|mut entries| entries.next().is_some()) {
            let (zh, en) = (format!("{} 不是空目录。", dir.display()), format!("{} is not empty.", dir.display()));
            let trouble = Trouble::new(Exit::Conflict, zh, en);
            return Err(trouble.next("请另给一个空目录。", "name an empty directory: it is removed afterwards").into());
        }
        fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        Ok(Workbench { dir })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.dir
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        // What cannot be removed stays visible under its own name.
        let _ = fs::remove_dir_all(&self.dir);
    }
}
