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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accept::Number;

    fn outcome(value: f64, holds: bool, fault: Option<&str>) -> Outcome {
        let number = Number { name: "power_cuts".into(), value, must_be: "at least 1000".into(), holds };
        Outcome {
            name: "power-loss".into(),
            date: "2026-11-22".into(),
            commit: "abc1234".into(),
            seconds: 7,
            numbers: vec![number],
            fault: fault.map(Into::into),
        }
    }

    #[test]
    fn an_outcome_says_what_was_measured_and_what_it_had_to_be() {
        assert_eq!(line(&outcome(1000.0, true, None)), "power-loss passed: power_cuts = 1000 (at least 1000)");
        assert_eq!(line(&outcome(0.5, false, None)), "power-loss **failed**: power_cuts = 0.500 (at least 1000)");
        assert_eq!(line(&outcome(0.0, true, Some("no | answer"))), "power-loss **failed**: no   answer");
    }

    #[test]
    fn the_page_lists_every_item_even_those_never_run() {
        let record = Record { results: vec![outcome(1000.0, true, None)], ..Record::default() };
        let page = render(&record);
        assert_eq!(page.matches("not yet run").count(), ITEMS.len() - 1);
        assert!(page.contains("| 2026-11-22 | abc1234 | 7 | passed |"), "{page}");
    }
}
