//! Torn, rotten or lost: what an anomaly of the tape means, given what the head swore.

use std::fs::File;
use std::io;
use std::path::Path;

use super::survey::{Anomaly, Survey};
use super::{OpenError, Torn};
use crate::Position;
use crate::file;
use crate::head::HeadRecord;
use crate::tape::window::{Bytes, Window};

/// What is to be done with a tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Go on behind its end.
    Sound,
    /// Its last write did not finish: keep the commits that are whole, set the rest aside, go on.
    Torn,
    /// Something that was whole is not any more: read only.
    Rot {
        /// The first position that is damaged.
        position: Position,
        /// What was found.
        what: String,
    },
}

/// Judges a survey against what was sworn.
pub(crate) fn judge(survey: &Survey, sworn: &HeadRecord) -> Result<Verdict, OpenError> {
    let head = sworn.trail.position;
    let Some(anomaly) = survey.anomalies.first() else { return judge_end(survey, sworn) };
    let first = anomaly.position;
    let later = survey.records.iter().find(|record| record.trail.position >= first);
    // Whole commits of a group that began behind the damage were written after the damaged ones had been synced.
    let later_group =
        survey.records.iter().any(|record| group_start(record.trail) > first) || survey.sealed.position >= first;
    let what = anomaly.what.to_owned();
    match later {
        Some(later) if later_group && anomaly.missing => {
            Err(OpenError::Lost { first, last: later.trail.position.saturating_sub(1).max(first) })
        }
        _ if later_group => Ok(Verdict::Rot { position: first, what }),
        _ if first > head => Ok(Verdict::Torn),
        _ if anomaly.missing || survey.trail.position.max(first) < head => Err(OpenError::Lost { first, last: head }),
        _ => Ok(Verdict::Rot { position: first, what }),
    }
}

/// A tape without an anomaly must reach the head, and must be the one the head was written for.
fn judge_end(survey: &Survey, sworn: &HeadRecord) -> Result<Verdict, OpenError> {
    let (head, end) = (sworn.trail.position, survey.trail.position);
    if end < head {
        return Err(OpenError::Lost { first: end + 1, last: head });
    }
    match survey.trail_at(head) {
        Some(trail) if trail.chain != sworn.trail.chain => {
            let what = "the chain is not the one the head file names: the tape was replaced or rewritten".to_owned();
            Ok(Verdict::Rot { position: head, what })
        }
        _ => Ok(Verdict::Sound),
    }
}

fn group_start(trail: crate::tape::trail::Trail) -> Position {
    trail.position.saturating_sub(u64::from(trail.index))
}

/// Moves everything from the first anomaly on out of the tape into `DIR/aside/`, and takes it out of the survey. Doing it
/// again after a crash in between changes nothing more.
pub(crate) fn set_aside(dir: &Path, survey: &mut Survey) -> io::Result<Option<Torn>> {
    let Some(anomaly) = survey.anomalies.first().copied() else { return Ok(None) };
    let path = keep_copy(dir, survey, &anomaly)?;
    let (number, from) = anomaly.at;
    let segment = survey.segments.iter().find(|segment| segment.number == number).ok_or(io::ErrorKind::NotFound)?;
    let file = file::open_rw(&segment.path)?;
    let len = file.metadata()?.len();
    file::write_zeros(&file, from, len)?;
    survey.records.retain(|record| record.trail.position < anomaly.position);
    survey.trail = survey.records.last().map_or(survey.sealed, |record| record.trail);
    survey.end = if from > 0 || number == 1 { (number, from) } else { previous_end(survey, number) };
    survey.anomalies.clear();
    let bytes = path.metadata()?.len();
    Ok(Some(Torn { position: anomaly.position, bytes, path }))
}

/// The end of the tape when the torn write was the first of its segment: that segment stays prepared.
fn previous_end(survey: &Survey, torn: u32) -> (u32, u64) {
    let behind = survey.records.last().map(|record| {
        let frame = crate::tape::frame::frame_bytes(record.place.length as usize) as u64;
        (record.place.segment, u64::from(record.place.offset) + frame)
    });
    behind.unwrap_or((torn - 1, 0))
}

fn keep_copy(dir: &Path, survey: &Survey, anomaly: &Anomaly) -> io::Result<std::path::PathBuf> {
    let (number, from) = anomaly.at;
    let segment = survey.segments.iter().find(|segment| segment.number == number).ok_or(io::ErrorKind::NotFound)?;
    let source = File::open(&segment.path)?;
    let mut window = Window::new(&source)?;
    let rest = usize::try_from(window.len() - from).unwrap_or(usize::MAX);
    let bytes = window.at(from, rest)?;
    let used = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let path = file::aside_path(dir, &format!("torn-at-{}.bin", anomaly.position))?;
    file::replace(&path, bytes.get(..used).unwrap_or_default())?;
    let reason = format!(
        "A write had not finished when the process or the machine stopped; none of its commits was acknowledged.\n\
         position {}, segment {number}, offset {from}, {used} bytes: {}\n",
        anomaly.position, anomaly.what
    );
    file::replace(&file::beside(&path, "reason.txt"), reason.as_bytes())?;
    Ok(path)
}
