//! Reads across the mark: what the store covers from the store, what is newer from memory or the tape, and everything from
//! the tape when the store fails.

mod tape;

pub(crate) use tape::scan_tape;

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::file;
use crate::inside::Inside;
use crate::log::{Group, Log, Place, Source};
use crate::tape::frame::{FRAME_HEADER_BYTES, Header, Parsed, frame_bytes};
use crate::tape::segments::Segment;
use crate::tape::trail::Trail;
use crate::tape::walk::Frame;
use crate::{Commit, CommitView, Condition, Position, ReadError, StreamId, Visit};

/// Bytes read from the tape at once.
const READ_BYTES: u32 = 1 << 20;
/// How often a read looks again because the commit moved from tape to store under it: once is enough, twice is luck.
const STALLS_MAX: usize = 4;
/// Places looked up under one lock.
const PLACES_MAX: u64 = 4096;

/// Neighbouring frames of one segment.
#[derive(Debug)]
struct Stretch {
    first: Position,
    places: Vec<Place>,
}

/// What to read next.
#[derive(Debug)]
enum Next {
    Store(Position),
    Memory(Arc<Group>),
    Tape(Stretch),
    Hole,
    End,
}

impl Inside {
    /// The commits of a stream with entries above `after`.
    pub(crate) fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, ReadError> {
        for _ in 0..STALLS_MAX {
            if let Some(commits) = self.try_read_stream(stream, after)? {
                return self.contiguous(commits);
            }
        }
        Err(damaged(self.log().tip(stream).last, "the commit cannot be found"))
    }

    /// `None` if a segment was sealed between looking a place up and reading it: look again.
    fn try_read_stream(&self, stream: StreamId, after: u64) -> Result<Option<Vec<Commit>>, ReadError> {
        let (base, newer) = {
            let log = self.log();
            (log.base(), log.places_of(stream, after))
        };
        let mut commits = match newer.needs_store {
            true => self.stream_from_store(stream, after, base)?,
            false => Vec::new(),
        };
        for (position, place) in newer.places {
            let Some(commit) = self.one(position, place)? else { return Ok(None) };
            commits.push(commit);
        }
        Ok(Some(commits))
    }

    /// A commit of the stream that cannot be read leaves a gap in its versions: never answered as if it were not there.
    fn contiguous(&self, commits: Vec<Commit>) -> Result<Vec<Commit>, ReadError> {
        let mut next = None;
        for commit in &commits {
            let view = CommitView::parse(commit.position, &commit.bytes);
            let view = view.ok_or_else(|| damaged(commit.position, "the commit cannot be read"))?;
            if next.is_some_and(|next| next != view.first_version()) {
                let hole = match self.status.get() {
                    Condition::ReadOnly { position, .. } => position,
                    _ => commit.position,
                };
                return Err(damaged(hole, "a commit of the stream is missing"));
            }
            next = Some(view.last_version() + 1);
        }
        Ok(commits)
    }

    /// Visits commits in position order.
    pub(crate) fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        let upto = upto.min(self.log().trail.position);
        let (mut last, mut stalls) = (after, 0);
        while last < upto && stalls < STALLS_MAX {
            let before = last;
            let flow = match self.next(last + 1, upto) {
                Next::End => break,
                Next::Hole => return Err(damaged(last + 1, "the tape is damaged here")),
                Next::Store(base) => self.scan_store(&mut last, base, visit)?,
                Next::Memory(group) => scan_group(&group, &mut last, upto, visit),
                Next::Tape(stretch) => self.scan_stretch(&stretch, &mut last, visit)?,
            };
            if flow.is_break() {
                break;
            }
            stalls = if last == before { stalls + 1 } else { 0 };
        }
        if stalls < STALLS_MAX { Ok(last) } else { Err(damaged(last + 1, "the commit cannot be found")) }
    }

    fn next(&self, position: Position, upto: Position) -> Next {
        let log = self.log();
        match log.source(position) {
            None => Next::End,
            Some(Source::Store) => Next::Store(log.base().min(upto)),
            Some(Source::Memory(group)) => Next::Memory(group),
            Some(Source::Tape(first)) if first.length == 0 => Next::Hole,
            Some(Source::Tape(_)) => Next::Tape(stretch(&log, position, upto)),
        }
    }

    /// Every frame behind `after`, a position beyond the mark, from the tape itself: what the store is filled from.
    pub(crate) fn scan_frames(
        &self,
        after: Position,
        upto: Position,
        each: &mut dyn FnMut(&CommitView<'_>, Trail) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let mut last = after;
        while last < upto {
            let stretch = stretch(&self.log(), last + 1, upto);
            let begin = stretch.places.first().map_or(0, |first| first.offset);
            let lost = || damaged(last + 1, "the tape is damaged here");
            let bytes = self.frames(&stretch.places)?.filter(|bytes| !bytes.is_empty()).ok_or_else(lost)?;
            for (position, place) in (stretch.first..).zip(&stretch.places) {
                self.checked(position, *place, begin, &bytes)?;
                let (view, trail) =
                    frame_at(&bytes, *place, begin).ok_or_else(|| damaged(position, "the commit cannot be read"))?;
                last = position;
                if each(&view, trail).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn one(&self, position: Position, place: Place) -> Result<Option<Commit>, ReadError> {
        if let Some(group) = self.log().group(position) {
            let bytes = group.commit(position).unwrap_or_default();
            return Ok(Some(Commit { position, bytes: Arc::from(bytes) }));
        }
        if place.length == 0 {
            return Err(damaged(position, "the tape is damaged here"));
        }
        let Some(bytes) = self.frames(&[place])? else { return Ok(None) };
        let commit = self.checked(position, place, place.offset, &bytes)?;
        Ok(Some(Commit { position, bytes: Arc::from(commit) }))
    }

    /// The raw bytes of neighbouring places; `None` if their segment was sealed since they were looked up.
    fn frames(&self, places: &[Place]) -> Result<Option<Vec<u8>>, ReadError> {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Ok(Some(Vec::new())) };
        let end = last.offset as usize + frame_bytes(last.length as usize);
        let mut bytes = vec![0; end.saturating_sub(first.offset as usize)];
        let read = self.file(first.segment).and_then(|file| file::read_at(&file, &mut bytes, u64::from(first.offset)));
        match read {
            Ok(()) => Ok(Some(bytes)),
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ReadError::Io { path: Segment::raw(&self.tape(), first.segment).path, source }),
        }
    }

    fn scan_stretch(
        &self,
        stretch: &Stretch,
        last: &mut Position,
        visit: &mut Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        let Some(bytes) = self.frames(&stretch.places)? else { return Ok(ControlFlow::Continue(())) };
        let begin = stretch.places.first().map_or(0, |first| first.offset);
        for (position, place) in (stretch.first..).zip(&stretch.places) {
            let commit = self.checked(position, *place, begin, &bytes)?;
            if visit_one(position, commit, last, visit)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The commit bytes at a place, if the frame there is still the one that was written. Damage closes the log.
    fn checked<'a>(&self, at: Position, place: Place, begin: u32, bytes: &'a [u8]) -> Result<&'a [u8], ReadError> {
        let from = place.offset.saturating_sub(begin) as usize;
        let frame = bytes.get(from..from + frame_bytes(place.length as usize)).unwrap_or_default();
        let body = frame.get(FRAME_HEADER_BYTES..).unwrap_or_default();
        match Header::parse(frame) {
            Parsed::Header(header) if header.position == at && header.length == place.length && header.holds(body) => {
                Ok(body.get(..place.length as usize).unwrap_or_default())
            }
            _ => {
                let what = "the tape holds something else than was written";
                self.status.set(Condition::ReadOnly { position: at, what: what.to_owned() });
                Err(damaged(at, what))
            }
        }
    }

    fn stream_from_store(&self, stream: StreamId, after: u64, upto: Position) -> Result<Vec<Commit>, ReadError> {
        if let Some(store) = self.store() {
            match store.read_stream(stream, after) {
                Ok(commits) => return Ok(commits.into_iter().filter(|commit| commit.position <= upto).collect()),
                Err(fault) => self.store_failed(&fault),
            }
        }
        let mut commits = Vec::new();
        let upto = upto.min(self.log().trail.position);
        let mut last = 0;
        let flow = scan_tape(&self.tape(), &mut last, upto, &mut |view| {
            if view.stream() == stream && view.last_version() > after {
                commits.push(Commit { position: view.position(), bytes: Arc::from(view.bytes()) });
            }
            ControlFlow::Continue(())
        })?;
        if flow.is_continue() && last < upto { Err(damaged(last + 1, "the tape ends here")) } else { Ok(commits) }
    }

    fn scan_store(
        &self,
        last: &mut Position,
        upto: Position,
        visit: &mut Visit<'_>,
    ) -> Result<ControlFlow<()>, ReadError> {
        if let Some(store) = self.store() {
            let mut flow = ControlFlow::Continue(());
            let scanned = store.scan(*last, upto, &mut |view| {
                flow = visit(view);
                *last = view.position();
                flow
            });
            match scanned {
                Ok(_) => return Ok(flow),
                Err(fault) => self.store_failed(&fault),
            }
        }
        scan_tape(&self.tape(), last, upto, visit)
    }

    /// A store that failed once is not asked again; the filling thread makes a new one.
    pub(crate) fn store_failed(&self, fault: &crate::store::StoreFault) {
        if self.swap_store(None).is_some() {
            tracing::error!(fault = %fault, "the store failed: reading from the tape, and filling a new one");
        }
    }
}

/// A place and its neighbours, as far as they can be read at once.
fn stretch(log: &Log, position: Position, upto: Position) -> Stretch {
    let begin = log.place(position).unwrap_or_default();
    let range = position..=upto.min(position + PLACES_MAX);
    let places = range.map_while(|at| log.place(at)).take_while(|place| {
        let near = place.offset.saturating_sub(begin.offset) < READ_BYTES;
        place.segment == begin.segment && place.length > 0 && near
    });
    Stretch { first: position, places: places.collect() }
}

fn frame_at(bytes: &[u8], place: Place, begin: u32) -> Option<(CommitView<'_>, Trail)> {
    let from = place.offset.saturating_sub(begin) as usize;
    let bytes = bytes.get(from..from + frame_bytes(place.length as usize))?;
    let Parsed::Header(header) = Header::parse(bytes) else { return None };
    let (trail, view) = Trail::behind(&Frame { header, offset: u64::from(place.offset), bytes })?;
    Some((view, trail))
}

fn scan_group(group: &Group, last: &mut Position, upto: Position, visit: &mut Visit<'_>) -> ControlFlow<()> {
    while let Some(bytes) = group.commit(*last + 1).filter(|_| *last < upto) {
        let Ok(ControlFlow::Continue(())) = visit_one(*last + 1, bytes, last, visit) else {
            return ControlFlow::Break(());
        };
    }
    ControlFlow::Continue(())
}

pub(crate) fn visit_one(
    position: Position,
    bytes: &[u8],
    last: &mut Position,
    visit: &mut Visit<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let view = CommitView::parse(position, bytes).ok_or_else(|| damaged(position, "the commit cannot be read"))?;
    *last = position;
    Ok(visit(&view))
}

pub(crate) fn damaged(position: Position, what: &str) -> ReadError {
    ReadError::Damaged { position, what: what.to_owned() }
}
