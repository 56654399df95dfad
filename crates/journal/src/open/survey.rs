//! What the tape holds: read whole where it is raw, by header where it is sealed. Changes nothing.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use crate::log::Place;
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::trail::{Break, Trail};
use crate::tape::walk::{Damage, Found, Frame, Harm, walk_segment};
use crate::{CommitView, Position, StreamId};

/// A commit of a raw segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    /// Its stream.
    pub(crate) stream: StreamId,
    /// Where it lies.
    pub(crate) place: Place,
    /// The state behind it.
    pub(crate) trail: Trail,
}

/// Something that does not go on from what is before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Anomaly {
    /// The position that should be here.
    pub(crate) position: Position,
    /// Whether bytes are there, or only missing.
    pub(crate) missing: bool,
    /// In words.
    pub(crate) what: &'static str,
    /// The segment and the offset in it.
    pub(crate) at: (u32, u64),
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The segments.
    pub(crate) segments: Vec<Segment>,
    /// The state behind the last sealed segment.
    pub(crate) sealed: Trail,
    /// The commits of the raw segments that can be read, in position order.
    pub(crate) records: Vec<Record>,
    /// The state behind the last commit.
    pub(crate) trail: Trail,
    /// Segment and offset behind it.
    pub(crate) end: (u32, u64),
    /// What does not fit, in order.
    pub(crate) anomalies: Vec<Anomaly>,
    /// A format this program does not know.
    pub(crate) newer: Option<u16>,
}

impl Survey {
    /// Reads the tape's directory.
    pub(crate) fn take(tape: &Path) -> io::Result<Survey> {
        let mut survey = Survey { segments: segments::list(tape)?, ..Survey::default() };
        let mut expected = 1;
        for segment in survey.segments.clone() {
            let gap = segment.number != expected;
            expected = segment.number + 1;
            if segment.sealed {
                survey.sealed_segment(&segment, gap)?;
            } else {
                survey.raw_segment(&segment, gap)?;
            }
            if survey.newer.is_some() {
                break;
            }
        }
        Ok(survey)
    }

    /// The commit at a position, where it is in a raw segment or the last of the sealed ones.
    pub(crate) fn at(&self, position: Position) -> Option<&Record> {
        let at = self.records.partition_point(|record| record.trail.position < position);
        self.records.get(at).filter(|record| record.trail.position == position)
    }

    /// The state behind a position, as far as it is known without unpacking sealed segments.
    pub(crate) fn trail_at(&self, position: Position) -> Option<Trail> {
        if position == 0 {
            return Some(Trail::default());
        }
        if position == self.sealed.position {
            return Some(self.sealed);
        }
        self.at(position).map(|record| record.trail)
    }

    fn sealed_segment(&mut self, segment: &Segment, gap: bool) -> io::Result<()> {
        let header = sealed::read_header(&File::open(&segment.path)?)?;
        let Some(header) = header else {
            self.anomaly(false, Harm::SealedHeader.what(), (segment.number, 0));
            return Ok(());
        };
        let goes_on = (header.before.position, header.before.chain) == (self.trail.position, self.trail.chain);
        if gap && header.before.position > self.trail.position {
            self.anomaly(true, "a segment is missing", (segment.number, 0));
        } else if !goes_on {
            self.anomaly(false, "the sealed segment does not go on from the one before it", (segment.number, 0));
        }
        (self.trail, self.sealed, self.end) = (header.after, header.after, (segment.number, header.raw_bytes));
        Ok(())
    }

    fn raw_segment(&mut self, segment: &Segment, gap: bool) -> io::Result<()> {
        let mut doubtful = self.anomalies.last().is_some_and(|last| last.position > self.trail.position);
        let end = walk_segment(segment, &mut |found| {
            match found {
                Found::Frame(frame) => self.frame(segment.number, &frame, gap, doubtful),
                Found::Damage(damage) => self.damage(segment.number, &damage),
                Found::Newer(format) => self.newer = Some(format),
            }
            doubtful = matches!(found, Found::Damage(_));
            if self.newer.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        // The prepared segment that nothing was written to leaves the end where it is; the first one begins the tape.
        if end.offset > 0 || self.end.0 == 0 {
            self.end = (segment.number, end.offset);
        }
        Ok(())
    }

    fn frame(&mut self, segment: u32, frame: &Frame<'_>, gap: bool, doubtful: bool) {
        let next = self.trail.after(frame);
        if let Err(reason) = next {
            let ahead = frame.header.position > self.trail.position + 1;
            match reason {
                Break::Position if ahead && doubtful => {} // the damage before it was already noted
                Break::Position if ahead => {
                    self.anomaly(gap || !doubtful, "commits are missing here", (segment, frame.offset));
                }
                Break::Chain | Break::Count if doubtful => {}
                other => self.anomaly(false, other.what(), (segment, frame.offset)),
            }
        }
        let Some((trail, view)) = next.ok().or_else(|| Trail::behind(frame)) else { return };
        if trail.position > self.trail.position {
            self.keep(segment, frame, trail, &view);
        }
    }

    fn keep(&mut self, segment: u32, frame: &Frame<'_>, trail: Trail, view: &CommitView<'_>) {
        let offset = u32::try_from(frame.offset).unwrap_or(u32::MAX);
        let place = Place { segment, offset, length: frame.header.length, prev: 0, version: view.last_version() };
        self.records.push(Record { stream: view.stream(), place, trail });
        self.trail = trail;
    }

    fn damage(&mut self, segment: u32, damage: &Damage) {
        self.anomaly(damage.harm == Harm::Cut, damage.harm.what(), (segment, damage.offset));
    }

    fn anomaly(&mut self, missing: bool, what: &'static str, at: (u32, u64)) {
        self.anomalies.push(Anomaly { position: self.trail.position + 1, missing, what, at });
    }
}
