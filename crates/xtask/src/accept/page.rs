//! The acceptance record as a page people read.

use super::items::ITEMS;
use super::{Outcome, Record};

const HEAD: &str = "# Acceptance\n\n\
    The last full run of every promise that can be measured, written by `cargo xtask accept`. Absolute figures belong to the\n\
    machine below and drift by up to two times between runs; ratios are against a control in the same run.\n";

/// The whole page.
pub(super) fn render(record: &Record) -> String {
    let machine = &record.machine;
    let mut page = format!(
        "{HEAD}\nMachine: {} cores, {}, {} GiB, {}.\n",
        machine.cores, machine.cpu, machine.memory_gib, machine.kernel
    );
    page.push_str("\n| item | promise | measured | date | commit | s | |\n|---|---|---|---|---|--:|---|\n");
    for item in ITEMS {
        let outcome = record.results.iter().find(|outcome| outcome.name == item.name);
        page.push_str(&format!("| {} | {} | {} |\n", item.name, item.promise, outcome.map_or_else(never, row)));
    }
    page
}

fn never() -> String {
    "not yet run | | | |".to_owned()
}

fn row(outcome: &Outcome) -> String {
    let Outcome { date, commit, seconds, .. } = outcome;
    format!("{} | {date} | {commit} | {seconds} | {}", numbers(outcome), verdict(outcome))
}

/// One outcome on one line of the terminal.
pub(super) fn line(outcome: &Outcome) -> String {
    format!("{} {}: {}", outcome.name, verdict(outcome), numbers(outcome))
}

fn numbers(outcome: &Outcome) -> String {
    if let Some(fault) = &outcome.fault {
        return fault.replace(['\n', '|'], " ");
    }
    let one = |number: &super::Number| format!("{} = {} ({})", number.name, short(number.value), number.must_be);
    outcome.numbers.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn short(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

fn verdict(outcome: &Outcome) -> &'static str {
    if outcome.passed() { "passed" } else { "**failed**" }
}
