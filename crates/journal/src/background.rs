//! The threads behind the writer: none of them is waited for by a commit.

mod filler;
mod scrub;

pub(crate) use filler::write_sealed;

use std::time::Duration;

use crate::ahead;
use crate::file;
use crate::inside::Inside;

/// How often the head is written, if it moved: well within the promised second.
const HEAD_EVERY: Duration = Duration::from_millis(500);

/// The name of a thread (at most 15 bytes show in `top`) and its work.
pub(crate) type Thread = (&'static str, fn(&Inside));

/// Every background thread.
pub(crate) const ALL: [Thread; 4] =
    [("tape ahead", ahead::run), ("tape head", clerk), ("tape filler", filler::run), ("tape scrub", scrub::run)];

/// Brings head and tree to the disk whenever they moved.
fn clerk(inside: &Inside) {
    let mut written = inside.log().trail.position;
    while inside.bell.wait(HEAD_EVERY) {
        let now = inside.log().trail.position;
        if now == written || inside.status.is_poisoned() {
            continue;
        }
        match inside.write_head() {
            Ok(()) => written = now,
            // What was sworn before still holds; the next look tries again.
            Err(reason) if file::is_full(&reason) => {}
            Err(reason) => inside.status.poison("writing the head", &reason),
        }
    }
}
