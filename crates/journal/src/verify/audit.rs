//! The audit of a tape: frame after frame, everything that can be computed is computed again.

use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;

use super::{FAULTS_MAX, Fault, Layer, Report};
use crate::options::Options;
use crate::tape::segments::Segment;
use crate::tape::trail::{Break, Trail};
use crate::tape::walk::{Damage, Found, Frame};
use crate::tape::{sealed, trail};
use crate::{CommitView, Digest, Position, StreamId, node_hash};

/// The complete subtrees of a tree that only grows, the largest first, with the level of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frontier(Vec<(u32, Digest)>);

impl Frontier {
    /// Adds a leaf.
    pub(crate) fn push(&mut self, leaf: Digest) {
        let (mut level, mut hash) = (0, leaf);
        while let Some((_, left)) = self.0.pop_if(|(last, _)| *last == level) {
            (level, hash) = (level + 1, node_hash(&left, &hash));
        }
        self.0.push((level, hash));
    }

    /// The root over all leaves so far.
    pub(crate) fn root(&self) -> Digest {
        let folded = self.0.iter().rev().map(|(_, hash)| *hash).reduce(|right, left| node_hash(&left, &right));
        folded.unwrap_or_else(|| crate::mth::root(&[]))
    }
}

/// What is known so far.
#[derive(Debug)]
pub(crate) struct Audit<'a> {
    trail: Trail,
    /// Since the last whole frame, something was damaged: what comes next cannot be expected to go on.
    doubtful: bool,
    /// The last position a fault was named for.
    named: Position,
    /// The last position before the first that is not whole: behind it leaves are missing.
    pub(crate) whole_until: Option<Position>,
    streams: HashMap<StreamId, (u64, Digest)>,
    frontier: Frontier,
    /// States and roots asked for before the walk.
    asked: Vec<Position>,
    answers: HashMap<Position, (Trail, Digest)>,
    commits: u64,
    entries: u64,
    faults: Vec<Fault>,
    upto: Position,
    options: &'a Options,
    total: u64,
}

impl<'a> Audit<'a> {
    /// An audit of everything up to a position; `total` is how many commits are expected, for the progress.
    pub(crate) fn new(upto: Position, options: &'a Options, total: u64) -> Audit<'a> {
        Audit {
            trail: Trail::default(),
            doubtful: false,
            named: 0,
            whole_until: None,
            streams: HashMap::new(),
            frontier: Frontier::default(),
            asked: Vec::new(),
            answers: HashMap::new(),
            commits: 0,
            entries: 0,
            faults: Vec::new(),
            upto,
            options,
            total,
        }
    }

    /// Asks for the state and the root at a position, to be known after the walk.
    pub(crate) fn at(&mut self, position: Position) {
        self.asked.push(position);
    }

    /// The state and the root at a position that was asked for, if everything up to it is whole.
    pub(crate) fn state(&self, position: Position) -> Option<(Trail, Digest)> {
        if position == 0 {
            return Some((Trail::default(), Frontier::default().root()));
        }
        self.answers.get(&position).copied()
    }

    /// The state behind the last frame.
    pub(crate) fn trail(&self) -> Trail {
        self.trail
    }

    /// Whether everything asked for was met.
    pub(crate) fn is_done(&self) -> bool {
        self.trail.position >= self.upto
    }

    /// Notes a fault.
    pub(crate) fn fault(&mut self, layer: Layer, position: Position, what: impl Into<String>) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(Fault { layer, position, what: what.into() });
        }
    }

    /// Looks at a segment before it is walked: its name must be the one it was sealed under.
    pub(crate) fn segment(&mut self, segment: &Segment) -> io::Result<()> {
        if !segment.sealed {
            return Ok(());
        }
        let header = sealed::read_header(&std::fs::File::open(&segment.path)?)?;
        if header.is_some_and(|header| header.number != segment.number) {
            self.fault(Layer::Tape, self.trail.position + 1, "a sealed segment stands under another's name");
        }
        Ok(())
    }

    /// Takes in what a walk met.
    pub(crate) fn meet(&mut self, found: &Found<'_>) -> ControlFlow<()> {
        match found {
            _ if self.is_done() => return ControlFlow::Break(()),
            Found::Frame(frame) => self.frame(frame),
            Found::Damage(damage) => self.damage(damage),
            Found::Newer(format) => {
                let what = format!("a frame of format {format}, which this program does not know");
                self.fault(Layer::Tape, self.trail.position + 1, what);
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    /// What came out.
    pub(crate) fn report(self) -> Report {
        Report {
            ok: self.faults.is_empty(),
            commits: self.commits,
            entries: self.entries,
            head: self.trail.head(),
            root: self.whole_until.is_none().then(|| self.frontier.root()),
            faults: self.faults,
            ..Report::default()
        }
    }

    fn frame(&mut self, frame: &Frame<'_>) {
        let position = frame.header.position;
        let next = match self.trail.after(frame) {
            Ok(next) => Some(next),
            Err(reason) => {
                self.broken(frame, reason);
                Trail::behind(frame)
            }
        };
        let Some((next, view)) = next else { return };
        if position <= self.trail.position {
            return; // already named; what it repeats must not count twice
        }
        self.count(next, &view);
        self.trail = next;
        self.doubtful = false;
    }

    fn count(&mut self, next: Trail, view: &CommitView<'_>) {
        self.commits += 1;
        self.entries += view.len() as u64;
        self.stream(view, next.leaf);
        if self.whole_until.is_none() {
            self.frontier.push(next.leaf);
            if self.asked.contains(&next.position) {
                self.answers.insert(next.position, (next, self.frontier.root()));
            }
        }
        if next.position.is_multiple_of(4096) {
            self.options.tell("verifying the tape", next.position, self.total.max(next.position));
        }
    }

    fn stream(&mut self, view: &CommitView<'_>, leaf: Digest) {
        let (version, last) = self.streams.get(&view.stream()).copied().unwrap_or_default();
        // Behind damage a commit of any stream may be missing; its absence was named as what it is.
        if self.whole_until.is_none() && (view.first_version() != version + 1 || view.prev() != last) {
            let what = format!("the stream {:?} does not go on from version {version}", view.stream());
            self.fault(Layer::Stream, view.position(), what);
        }
        self.streams.insert(view.stream(), (view.last_version(), leaf));
    }

    fn broken(&mut self, frame: &Frame<'_>, reason: Break) {
        let (expected, found) = (self.trail.position + 1, frame.header.position);
        self.lost_from(expected.min(found));
        match reason {
            Break::Position if found > expected && self.doubtful => {
                self.missing(expected, found); // the damage named the first of them
            }
            Break::Position if found > expected => {
                self.fault(Layer::Tape, expected, format!("commits {expected} to {} are missing", found - 1));
            }
            Break::Position => self.fault(Layer::Tape, found, "the frame is here a second time"),
            Break::Chain | Break::Count if self.doubtful => {}
            Break::Chain | Break::Count | Break::Commit => self.fault(Layer::Chain, found, reason.what()),
        }
    }

    fn missing(&mut self, expected: Position, found: Position) {
        let first = expected.max(self.named) + 1;
        if found > first {
            self.fault(Layer::Tape, first, format!("commits {first} to {} are gone with it", found - 1));
        }
    }

    fn damage(&mut self, damage: &Damage) {
        let expected = self.trail.position + 1;
        let (first, last) = damage.positions.unwrap_or((expected, expected));
        let first = if first > expected && !self.doubtful { expected } else { first };
        let what = damage.harm.what();
        let named = if last > first { format!("{what}: commits {first} to {last}") } else { what.to_owned() };
        self.fault(Layer::Tape, first, named);
        self.named = self.named.max(last);
        self.lost_from(expected);
        self.doubtful = true;
    }

    fn lost_from(&mut self, position: Position) {
        self.whole_until = Some(self.whole_until.map_or(position - 1, |until| until.min(position - 1)));
    }
}

/// Whether a state is the one a head names.
pub(crate) fn same(a: &trail::Trail, b: &trail::Trail) -> bool {
    (a.position, a.entries, a.chain, a.leaf, a.time) == (b.position, b.entries, b.chain, b.leaf, b.time)
}
