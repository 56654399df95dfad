//! `cargo xtask graph`: who may know whom, checked against `cargo metadata` and drawn into `docs/architecture.md`.

mod picture;
mod rules;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace;

/// What `cargo metadata` says about the members of this workspace; everything else in it is ignored.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
}

/// One crate of ours.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line of its dependency tables.
#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for a normal dependency, else `dev` or `build`.
    pub(crate) kind: Option<String>,
}

impl Dependency {
    /// Whether only tests, examples and benches see it.
    pub(crate) fn is_dev(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

/// Checks every edge, then writes the picture, or with `check` verifies that it is the one already written.
pub(crate) fn run(check: bool) -> Result<()> {
    let metadata = metadata()?;
    let faults = rules::faults(&metadata);
    for fault in &faults {
        println!("graph: {fault}");
    }
    if !faults.is_empty() {
        bail!("{} edge(s) the house does not allow; a new edge needs a decision record", faults.len());
    }
    publish(&picture::draw(&metadata), check)
}

fn metadata() -> Result<Metadata> {
    let text = workspace::output(workspace::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).context("cargo metadata changed its format")
}

fn publish(drawing: &str, check: bool) -> Result<()> {
    let path = workspace::root().join("docs/architecture.md");
    let old = if path.exists() { workspace::read(&path)? } else { String::new() };
    let new = picture::place(&old, drawing);
    if check && new != old {
        bail!("docs/architecture.md shows an old picture: run `cargo xtask graph`");
    }
    if !check {
        workspace::write(&path, &new)?;
    }
    println!("graph: every edge is allowed");
    Ok(())
}
