//! How far long work has come: a bar on a terminal, one plain line a second elsewhere. It never hides a message.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a plain line is printed, and how long work may take before anything is.
const LINE_EVERY: Duration = Duration::from_secs(1);

/// A count on its way to a total.
pub(crate) struct Progress {
    doing: &'static str,
    last: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Shows a step of whatever is being done: of new work a new line.
    pub(crate) fn show(shown: &mut Option<Progress>, doing: &'static str, done: u64, total: u64) {
        if shown.as_ref().is_none_or(|progress| progress.doing != doing) {
            *shown = Some(Progress::new(doing, total));
        }
        if done >= total {
            *shown = None;
        } else if let Some(progress) = shown {
            progress.reached(done, total);
        }
    }

    /// Begins; nothing is printed for work that ends within a second.
    pub(crate) fn new(doing: &'static str, total: u64) -> Self {
        let bar = io::stderr().is_terminal().then(|| bar(doing, total));
        Progress { doing, last: Instant::now(), bar }
    }

    /// Now so many are done.
    pub(crate) fn reached(&mut self, done: u64, total: u64) {
        match &self.bar {
            Some(bar) => bar.set_position(done),
            None if self.last.elapsed() >= LINE_EVERY => {
                self.last = Instant::now();
                eprintln!("{}: {done}/{total}", self.doing);
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

fn bar(doing: &'static str, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} {per_sec} {eta}");
    let bar = ProgressBar::new(total).with_message(doing);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
