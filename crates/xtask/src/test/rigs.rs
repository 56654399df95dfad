//! Builds the power-cut rig and makes it prove itself before anybody trusts it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::workspace;

/// The library to put into `LD_PRELOAD`.
pub(super) fn powercut() -> PathBuf {
    workspace::root().join("target/rigs/powercut.so")
}

fn source(name: &str) -> PathBuf {
    workspace::root().join("tests/rigs").join(name)
}

/// Whether the library is there and younger than what it is made of.
pub(super) fn powercut_is_built() -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let sources = [source("powercut.c"), source("powercut_check.c")];
    let built = powercut();
    built.exists() && sources.iter().all(|path| changed(path) < changed(&built))
}

/// Compiles the library and its self-check, and runs the check: a rig that forgets nothing would pass every test.
pub(super) fn build_powercut() -> Result<()> {
    let folder = workspace::root().join("target/rigs");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let (fresh, check) = (folder.join("powercut.fresh.so"), folder.join("powercut_check"));
    let flags = ["-O2", "-Wall", "-Wextra", "-Werror"];
    let mut library = workspace::program("gcc");
    library.args(flags).args(["-shared", "-fPIC", "-o"]).arg(&fresh).arg(source("powercut.c"));
    workspace::run(library.args(["-ldl", "-lpthread"]))?;
    let mut checker = workspace::program("gcc");
    checker.args(flags).arg("-o").arg(&check).arg(source("powercut_check.c"));
    workspace::run(checker.arg("-lpthread"))?;
    workspace::run(workspace::program(&check).arg(&fresh)).context("the power-cut rig fails its own check")?;
    fs::rename(&fresh, powercut()).context("cannot put the power-cut rig in place")
}
