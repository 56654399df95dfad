//! How fast a log becomes views again, and what that costs: `cargo run --release -p center --example replay_rate DIR`.
//!
//! DIR is the directory of a center that is not running.

use std::io::Write as _;
use std::time::Instant;

use center::Until;
use journal::{Journal as _, TapeJournal};

/// Threads that decode, as a center uses them.
const DECODERS: usize = 2;

fn main() {
    let dir = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let journal = TapeJournal::open(dir, journal::Options::default()).expect("a log");
    let entries = journal.head().entries as f64;
    let opened = resident_mb();
    for round in 1..=3 {
        let (begun, cpu) = (Instant::now(), processor_seconds());
        let views = center::replay_log(&journal, Until::Position(u64::MAX), DECODERS, &mut |_, _| {}).expect("views");
        let (took, cpu) = (begun.elapsed().as_secs_f64(), processor_seconds() - cpu);
        let _ = writeln!(
            std::io::stdout(),
            "round {round}: {:.0} k entries/s, {:.2} us of processor an entry, {} MB resident ({opened} MB before)",
            entries / took / 1e3,
            cpu * 1e6 / entries,
            resident_mb()
        );
        drop(views);
    }
}

fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn resident_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or_default() / 1024
}
