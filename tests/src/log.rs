//! The log as a restarted program finds it.

use std::ops::ControlFlow;
use std::path::Path;

use journal::{Condition, Journal as _, Options, TapeJournal};

/// Position and bytes of every commit, after an ordinary opening.
///
/// # Errors
/// What the opening or the reading said; a log that opens read-only says why.
pub fn commits(data: &Path) -> Result<Vec<(u64, Vec<u8>)>, String> {
    let journal = TapeJournal::open(data, Options::small()).map_err(|error| format!("does not open: {error:?}"))?;
    let condition = journal.condition();
    let mut commits = Vec::new();
    let upto = journal.head().position;
    let read = journal.scan(0, upto, &mut |commit| {
        commits.push((commit.position(), commit.bytes().to_vec()));
        ControlFlow::Continue(())
    });
    journal.close();
    match (read, condition) {
        (Ok(last), Condition::Writable | Condition::Full { .. }) if last == upto => Ok(commits),
        (read, condition) => Err(format!("{condition:?}, read {read:?} of {upto}")),
    }
}
