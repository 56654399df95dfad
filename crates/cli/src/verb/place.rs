//! Where the data is, how it is opened, and what the command says when it cannot be.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use journal::{Journal, MemoryJournal};
use tokio::runtime::{Builder, Runtime};

use crate::trouble::{Exit, Trouble};

/// The data directory every verb works on.
#[derive(Args)]
pub(crate) struct Place {
    /// 数据目录 / Data directory
    #[arg(long, value_name = "DIR", env = "YIDI_DATA", default_value = "./yidi-data")]
    pub(crate) data: PathBuf,
}

/// The runtime every verb that waits runs on.
pub(crate) fn runtime() -> anyhow::Result<Runtime> {
    Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}

/// Opens a log for writing.
pub(crate) fn open(_data: &Path) -> anyhow::Result<Arc<dyn Journal>> {
    Ok(Arc::new(MemoryJournal::new()))
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
