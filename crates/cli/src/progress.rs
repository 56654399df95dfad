//! How far long work has come: a bar on a terminal, one plain line a second elsewhere. It never hides a message.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a plain line is printed.
const LINE_EVERY: Duration = Duration::from_secs(1);
/// How many steps pass between two looks at the clock.
const LOOK_EVERY: u64 = 256;

/// A count on its way to a total.
pub(crate) struct Progress {
    label: &'static str,
    total: u64,
    done: u64,
    looked: u64,
    last: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begins; nothing is printed for work that ends within a second.
    pub(crate) fn new(label: &'static str, total: u64) -> Self {
        let bar = io::stderr().is_terminal().then(|| bar(label, total));
        Progress { label, total, done: 0, looked: 0, last: Instant::now(), bar }
    }

    /// Now so many are done.
    pub(crate) fn reached(&mut self, done: u64) {
        self.done = done;
        if done.saturating_sub(self.looked) < LOOK_EVERY {
            return;
        }
        self.looked = done;
        match &self.bar {
            Some(bar) => bar.set_position(done),
            None if self.last.elapsed() >= LINE_EVERY => {
                self.last = Instant::now();
                eprintln!("{}: {done}/{}", self.label, self.total);
            }
            None => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(label: &'static str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {per_sec} {eta}");
    let bar = ProgressBar::new(total).with_message(label);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
