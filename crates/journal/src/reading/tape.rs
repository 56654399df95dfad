//! The slow way, without a store: whole segments, one after the other.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use super::{damaged, visit_one};
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::walk::{Found, walk_segment};
use crate::{Position, ReadError, Visit};

/// Visits the commits behind `last` up to `upto` in position order, straight from the files of a tape.
pub(crate) fn scan_tape(
    tape: &Path,
    last: &mut Position,
    upto: Position,
    visit: &mut Visit<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let listed = segments::list(tape).map_err(|source| ReadError::Io { path: tape.to_owned(), source })?;
    for segment in &listed {
        if *last >= upto {
            break;
        }
        if ends_before(segment, *last + 1) {
            continue;
        }
        let mut outcome = Ok(ControlFlow::Continue(()));
        let walked = walk_segment(segment, &mut |found| {
            outcome = scan_found(&found, last, upto, visit);
            let goes_on = *last < upto && matches!(outcome, Ok(ControlFlow::Continue(())));
            if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        walked.map_err(|source| ReadError::Io { path: segment.path.clone(), source })?;
        if outcome?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn scan_found(
    found: &Found<'_>,
    last: &mut Position,
    upto: Position,
    visit: &mut Visit<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    match found {
        Found::Frame(frame) if frame.header.position <= *last => Ok(ControlFlow::Continue(())),
        Found::Frame(frame) if frame.header.position == *last + 1 && *last < upto => {
            visit_one(*last + 1, frame.commit(), last, visit)
        }
        Found::Frame(_) => Err(damaged(*last + 1, "the commit is not on the tape")),
        Found::Damage(damage) if damage.positions.is_some_and(|(_, end)| end <= *last) => Ok(ControlFlow::Continue(())),
        Found::Damage(damage) => Err(damaged(*last + 1, damage.harm.what())),
        Found::Newer(_) => Err(damaged(*last + 1, "the frame has a newer format")),
    }
}

/// Whether a sealed segment says that it ends before `position`.
fn ends_before(segment: &Segment, position: Position) -> bool {
    let header = || sealed::read_header(&File::open(&segment.path).ok()?).ok()?;
    segment.sealed && header().is_some_and(|header| header.after.position < position)
}
