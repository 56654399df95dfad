//! `cargo xtask accept`: the acceptance items at full count, in release, with the result kept in `docs/`.
//!
//! `cargo xtask test` runs the same tests with small counts. Here `YIDI_FULL=1` asks for the counts that were promised,
//! and the benches give their numbers, as ratios against a control measured in the same run wherever one exists.

mod items;
mod page;

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::{test, workspace};
use items::{ITEMS, Item, Read, Reading, Work};

/// Everything the last runs found: one file, one entry per item.
#[derive(Default, Serialize, Deserialize)]
struct Record {
    machine: Machine,
    results: Vec<Outcome>,
}

/// What the numbers were measured on. Absolute figures mean nothing without it.
#[derive(Default, Serialize, Deserialize)]
struct Machine {
    cores: usize,
    cpu: String,
    memory_gib: u64,
    kernel: String,
}

/// One item, run once.
#[derive(Serialize, Deserialize)]
struct Outcome {
    name: String,
    date: String,
    commit: String,
    seconds: u64,
    numbers: Vec<Number>,
    /// Why it did not run to its end; absent when it did.
    fault: Option<String>,
}

/// One number that was read, and what it had to be.
#[derive(Serialize, Deserialize)]
struct Number {
    name: String,
    value: f64,
    must_be: String,
    holds: bool,
}

impl Outcome {
    fn passed(&self) -> bool {
        self.fault.is_none() && self.numbers.iter().all(|number| number.holds)
    }
}

/// Runs all items, or those named, and writes `docs/acceptance.json` and `docs/acceptance.md`.
pub(crate) fn run(only: &[String], list: bool) -> Result<()> {
    let chosen = choose(only)?;
    if list {
        chosen.iter().for_each(|item| println!("{:<24} {}", item.name, item.promise));
        return Ok(());
    }
    test::prepare_for_faults()?;
    workspace::run(workspace::cargo().args(["build", "--release", "--workspace"]))?;
    let mut record = load()?;
    record.machine = machine();
    let mut failed = Vec::new();
    for item in chosen {
        println!("accept: {}: {}", item.name, item.promise);
        let outcome = measure(item)?;
        println!("accept: {}", page::line(&outcome));
        if !outcome.passed() {
            failed.push(item.name);
        }
        record.results.retain(|old| old.name != item.name);
        record.results.push(outcome);
        save(&mut record)?;
    }
    if !failed.is_empty() {
        bail!("not accepted: {}", failed.join(", "));
    }
    Ok(())
}

fn choose(only: &[String]) -> Result<Vec<&'static Item>> {
    if let Some(unknown) = only.iter().find(|name| ITEMS.iter().all(|item| item.name != **name)) {
        bail!("no item is called `{unknown}`: see `cargo xtask accept --list`");
    }
    Ok(ITEMS.iter().filter(|item| only.is_empty() || only.iter().any(|name| name == item.name)).collect())
}

fn measure(item: &Item) -> Result<Outcome> {
    let start = Instant::now();
    let (numbers, fault) = match printed_by(item).and_then(|text| read_all(item, &text)) {
        Ok(numbers) => (numbers, None),
        Err(error) => (Vec::new(), Some(format!("{error:#}"))),
    };
    Ok(Outcome {
        name: item.name.to_owned(),
        date: said_by("date", &["-u", "+%Y-%m-%d"])?,
        commit: said_by("git", &["rev-parse", "--short", "HEAD"]).unwrap_or_default(),
        seconds: start.elapsed().as_secs(),
        numbers,
        fault,
    })
}

fn printed_by(item: &Item) -> Result<String> {
    let mut command = match item.work {
        Work::Bench(words) => {
            let mut yidi = workspace::program(workspace::root().join("target/release/yidi"));
            yidi.arg("bench").args(words);
            yidi
        }
        Work::Tests(filter) => tests_named(&["--test", "yidi"], filter),
        Work::UnitTests(filter) => tests_named(&["--lib"], filter),
        Work::TestsOf(file, filter) => tests_named(&["--test", file], filter),
    };
    let text = workspace::output(&mut command)?;
    print!("{text}");
    Ok(text)
}

/// The tests of that name, one at a time: they measure, and a neighbour would be measured with them. They are chosen out of
/// the whole workspace, as a selection of packages has features of its own and compiles everything again.
fn tests_named(target: &[&str], filter: &str) -> Command {
    let mut command = workspace::cargo();
    command.args(["test", "--release", "--workspace"]).args(target);
    command.args(["--", "--nocapture", "--test-threads=1", filter]);
    command.envs(test::environment()).env("YIDI_BIN", workspace::root().join("target/release/yidi"));
    command.env("YIDI_FULL", "1");
    command
}

fn read_all(item: &Item, text: &str) -> Result<Vec<Number>> {
    item.readings.iter().map(|reading| read(reading, text)).collect()
}

fn read(reading: &Reading, text: &str) -> Result<Number> {
    let found = match reading.read {
        Read::Json(pointer) => in_json(text, pointer),
        Read::Line => in_line(text, reading.name),
    };
    let value = found.with_context(|| format!("the output holds no `{}`", reading.name))?;
    let (name, must_be) = (reading.name.to_owned(), reading.must_be.to_string());
    Ok(Number { name, value, must_be, holds: reading.must_be.holds(value) })
}

/// The number at this place of the last line (or the whole text) that is a JSON object.
fn in_json(text: &str, pointer: &str) -> Option<f64> {
    let lines = text.lines().rev().chain([text]);
    let object =
        lines.filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find(|v| v.is_object())?;
    object.pointer(pointer)?.as_f64()
}

/// The number on the last line `measured NAME NUMBER`; libtest may have put the test's name in front of it.
fn in_line(text: &str, name: &str) -> Option<f64> {
    let wanted = format!("measured {name} ");
    let rest = text.lines().rev().find_map(|line| line.split_once(&wanted))?.1;
    rest.split_whitespace().next()?.parse().ok()
}

fn load() -> Result<Record> {
    let path = workspace::root().join("docs/acceptance.json");
    if !path.exists() {
        return Ok(Record::default());
    }
    serde_json::from_str(&workspace::read(&path)?).context("docs/acceptance.json is damaged")
}

fn save(record: &mut Record) -> Result<()> {
    let place = |name: &str| ITEMS.iter().position(|item| item.name == name);
    record.results.retain(|outcome| place(&outcome.name).is_some());
    record.results.sort_by_key(|outcome| place(&outcome.name));
    let docs = workspace::root().join("docs");
    workspace::write(&docs.join("acceptance.json"), &format!("{}\n", serde_json::to_string_pretty(record)?))?;
    workspace::write(&docs.join("acceptance.md"), &page::render(record))
}

fn machine() -> Machine {
    let field = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let kib: u64 = field("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or_default();
    Machine {
        cores: std::thread::available_parallelism().map_or(0, usize::from),
        cpu: field("/proc/cpuinfo", "model name"),
        memory_gib: kib.div_ceil(1024 * 1024),
        kernel: said_by("uname", &["-sr"]).unwrap_or_default(),
    }
}

fn said_by(name: &str, arguments: &[&str]) -> Result<String> {
    Ok(workspace::output(workspace::program(name).args(arguments))?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_from_the_last_json_object() {
        let text = "warming up\n{\"ratio\": 0.1}\n{\"ratio\": 0.8, \"p50\": {\"us\": 7}}\ndone\n";
        assert_eq!(in_json(text, "/ratio"), Some(0.8));
        assert_eq!(in_json(text, "/p50/us"), Some(7.0));
        assert_eq!(in_json("{\n  \"ratio\": 0.8\n}\n", "/ratio"), Some(0.8));
        assert_eq!(in_json(text, "/other"), None);
    }

    #[test]
    fn a_number_is_read_from_a_measured_line() {
        let text = "test power_loss ... measured power_cuts 12\nmeasured power_cuts 1000 cuts\nok\n";
        assert_eq!(in_line(text, "power_cuts"), Some(1000.0));
        assert_eq!(in_line(text, "power"), None);
    }

    #[test]
    fn item_names_are_unique_and_every_item_reads_something() {
        for (index, item) in ITEMS.iter().enumerate() {
            assert!(ITEMS.iter().skip(index + 1).all(|other| other.name != item.name), "{} twice", item.name);
            assert!(!item.readings.is_empty(), "{} promises nothing", item.name);
        }
    }
}
