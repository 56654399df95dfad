//! The house rules as a program: `cargo xtask <verb>`.
//!
//! A rule that is only written down is a wish. Everything this workspace asks of its code, of its generated files and of
//! the machine that tests it is asked here, so what runs on a laptop is what runs in `.ci/run`.
//!
//! This crate refuses to know what a case is: it reads source text, `cargo metadata` and the output of other programs.
//! Start reading at [`Verb`], the one list of what can be done; each verb has a file of its own.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a task runner talks to the person who started it")]

mod accept;
mod bless;
mod ci;
mod graph;
mod house;
mod supply;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The house rules as a program.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Xtask {
    #[command(subcommand)]
    verb: Verb,
}

/// Every verb there is.
#[derive(Subcommand)]
enum Verb {
    /// Check who knows whom, and draw the picture into docs/architecture.md
    Graph {
        /// Only verify; write nothing
        #[arg(long)]
        check: bool,
    },
    /// Check what comes from elsewhere: licences, where from, and what we do without
    Supply,
    /// Check the house rules that the compiler does not know
    Tidy {
        /// Print the rules instead of checking them
        #[arg(long)]
        list: bool,
    },
    /// Rewrite generated files: API description, event list, golden files
    Bless {
        /// Only the product of this name
        #[arg(long)]
        only: Option<String>,
    },
    /// Install what the tests need, then run them all
    Test {
        /// Only prepare the machine
        #[arg(long)]
        prepare: bool,
        /// Passed on to `cargo test`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        rest: Vec<String>,
    },
    /// Run the acceptance items at full count and keep the result in docs/
    Accept {
        /// Only the items of these names
        #[arg(long)]
        only: Vec<String>,
        /// Print the items instead of running them
        #[arg(long)]
        list: bool,
    },
    /// Everything that must pass before a change is taken
    Ci {
        /// The house rules without the tests
        #[arg(long)]
        rules: bool,
    },
}

fn main() -> ExitCode {
    match run(Xtask::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain without a backtrace: what failed is a rule or another program, never a place in this one.
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> Result<()> {
    match verb {
        Verb::Graph { check } => graph::run(check),
        Verb::Supply => supply::run(),
        Verb::Tidy { list } => tidy::run(list),
        Verb::Bless { only } => bless::run(only.as_deref()),
        Verb::Test { prepare, rest } => test::run(prepare, &rest),
        Verb::Accept { only, list } => accept::run(&only, list),
        Verb::Ci { rules } => ci::run(rules),
    }
}
