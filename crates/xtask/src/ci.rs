//! `cargo xtask ci`: everything that must pass before a change is taken, cheapest first.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::{bless, graph, supply, test, tidy, workspace};

/// One step.
struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
}

/// The house rules. The tests come after them, because they take longest.
const RULES: &[Step] = &[
    Step { name: "fmt", run: || cargo(&["fmt", "--all", "--", "--check"]) },
    Step { name: "graph", run: || graph::run(true) },
    Step { name: "supply", run: supply::run },
    Step { name: "tidy", run: || tidy::run(false) },
    Step {
        name: "clippy",
        run: || cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    },
    // Nothing else sees whether it compiles without the part that talks to a provider of identities.
    Step { name: "lean", run: || cargo(&["check", "--quiet", "--workspace", "--no-default-features"]) },
    Step { name: "doc", run: doc },
    Step { name: "frozen", run: bless::check_frozen },
];

/// Runs the rules, then unless only those were wanted, the tests. Says how long each step took.
pub(crate) fn run(only_rules: bool) -> Result<()> {
    for step in RULES {
        timed(step)?;
    }
    if only_rules { Ok(()) } else { timed(&Step { name: "test", run: || test::run(false, &[]) }) }
}

fn timed(step: &Step) -> Result<()> {
    println!("ci: {}", step.name);
    let start = Instant::now();
    (step.run)().with_context(|| format!("`{}` did not pass", step.name))?;
    println!("ci: {} passed in {} s", step.name, start.elapsed().as_secs());
    Ok(())
}

fn cargo(arguments: &[&str]) -> Result<()> {
    workspace::run(workspace::cargo().args(arguments))
}

fn doc() -> Result<()> {
    let mut command = workspace::cargo();
    workspace::run(command.args(["doc", "--quiet", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings"))
}
