//! The libraries that the readers under `deploy/subscribers` are built on, in the versions these name themselves.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::needs::{apt, npm};
use crate::workspace;

/// What names the versions, and is kept beside what was installed from it.
const LISTS: [&str; 2] = ["python/requirements.txt", "node/package.json"];

fn sources() -> PathBuf {
    workspace::root().join("deploy/subscribers")
}

/// Outside the tree that is committed.
fn folder() -> PathBuf {
    workspace::root().join("target/subscribers")
}

/// Whether both are there, from the lists of today.
pub(super) fn are_installed() -> bool {
    let same = |list: &str| {
        let [wanted, there] = [sources(), folder()].map(|place| fs::read(place.join(list)).ok());
        wanted.is_some() && wanted == there
    };
    LISTS.into_iter().all(same)
}

/// Installs both, and notes from which lists.
pub(super) fn install() -> Result<()> {
    let (python, node) = (folder().join("python"), folder().join("node"));
    for place in [&python, &node] {
        fs::create_dir_all(place).with_context(|| format!("cannot create {}", place.display()))?;
    }
    if !workspace::on_path("python3") {
        apt(&["python3", "python3-pip"])?;
    }
    let mut pip = workspace::program("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(&python).arg("-r");
    workspace::run(pip.arg(sources().join("python/requirements.txt")))?;
    note("python/requirements.txt")?;
    // npm installs what the list beside it names.
    note("node/package.json")?;
    let installed = workspace::run(&mut npm(&node));
    if installed.is_err() {
        forget(&node.join("package.json"))?;
    }
    installed
}

fn note(list: &str) -> Result<()> {
    fs::copy(sources().join(list), folder().join(list)).with_context(|| format!("cannot note {list}"))?;
    Ok(())
}

fn forget(list: &Path) -> Result<()> {
    fs::remove_file(list).with_context(|| format!("cannot remove {}", list.display()))
}
