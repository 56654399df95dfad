//! `cargo xtask test`: makes the machine fit for the tests, then runs them all.
//!
//! Anything missing is installed or named with the command that installs it. A test is never skipped because a tool is
//! not there: a skipped fault rig reads exactly like a passed one.

mod needs;
mod rigs;
mod subscribers;

use anyhow::{Context, Result};

use crate::workspace;
use needs::{NEEDS, Need};

/// Prepares the machine; then, unless only that was wanted, builds the binary and runs every test of the workspace.
pub(crate) fn run(only_prepare: bool, rest: &[String]) -> Result<()> {
    prepare(|_| true)?;
    if only_prepare {
        return Ok(());
    }
    // One command builds the product and the tests with the same features; `cargo test` then finds everything built.
    workspace::run(workspace::cargo().args(["build", "--workspace", "--bins", "--tests"]))?;
    let mut command = workspace::cargo();
    // One that fails does not hide the others.
    command.args(["test", "--workspace", "--no-fail-fast"]).args(rest);
    command.envs(environment());
    workspace::run(&mut command)
}

/// Prepares the machine for what acceptance measures: faults and figures, nothing in a browser.
pub(crate) fn prepare_for_faults() -> Result<()> {
    prepare(|need| !need.browser)
}

fn prepare(wanted: impl Fn(&Need) -> bool) -> Result<()> {
    for need in NEEDS.iter().filter(|need| wanted(need)) {
        need.meet().with_context(|| format!("the tests need {}: {}", need.name, need.why))?;
    }
    Ok(())
}

/// What a test may rely on: where the binary and the browser are. The places of the rig and of the browser driver are the
/// same on every machine and stand in `.cargo/config.toml`, as `YIDI_POWERCUT` and `YIDI_E2E`.
pub(crate) fn environment() -> Vec<(&'static str, std::path::PathBuf)> {
    vec![
        ("YIDI_BIN", workspace::root().join("target/debug/yidi")),
        ("YIDI_CHROMIUM", needs::chromium().unwrap_or_default()),
    ]
}
