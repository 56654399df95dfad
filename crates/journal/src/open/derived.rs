//! Store and tree at the opening: believed as far as the tape agrees, else set aside and made again from the tape.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::survey::{Record, Survey};
use super::{Opened, file};
use crate::head::HeadRecord;
use crate::log::Log;
use crate::options::Options;
use crate::store::{Mark, RunCommit, Store, StoreFault};
use crate::tape::sealed;
use crate::tape::segments::{self, Segment};
use crate::tape::trail::Trail;
use crate::tape::walk::{Found, walk_segment};
use crate::tree::Tree;
use crate::{CommitView, Condition, Digest, Position};

/// The derived parts.
#[derive(Debug)]
pub(crate) struct Derived {
    /// The store, if it could be opened.
    pub(crate) store: Option<Store>,
    /// The tree, if it could be opened.
    pub(crate) tree: Option<Tree>,
    dir: PathBuf,
    options: Options,
    doubts: [Option<String>; 2],
}

impl Derived {
    /// Opens both as they are.
    pub(crate) fn open(dir: &Path, options: &Options) -> Derived {
        let (store, store_doubt) = told(Store::open(dir, options.cache_bytes));
        let (tree, tree_doubt) = told(Tree::open(dir));
        Derived { store, tree, dir: dir.to_owned(), options: options.clone(), doubts: [store_doubt, tree_doubt] }
    }

    /// How far the log went, as far as store and tree tell.
    pub(crate) fn witnessed(&self) -> Position {
        let mark = self.store.as_ref().map_or(0, |store| store.mark().position);
        mark.max(self.tree.as_ref().map_or(0, Tree::size))
    }

    /// Brings both in step with the tape and builds the log in memory.
    pub(crate) fn bring_in_step(
        &mut self,
        survey: &Survey,
        sworn: &HeadRecord,
        condition: Condition,
        opened: &mut Opened,
    ) -> (Log, Condition) {
        let mut condition = condition;
        self.store_in_step(survey, opened, &mut condition);
        self.tree_in_step(survey, sworn, opened, &mut condition);
        let log = self.log(survey, &mut condition);
        (log, condition)
    }

    fn store_in_step(&mut self, survey: &Survey, opened: &mut Opened, condition: &mut Condition) {
        let doubt = self.doubts[0].take().or_else(|| self.store.as_ref().and_then(|store| doubt(store.mark(), survey)));
        let Some(doubt) = doubt else { return };
        self.store = None;
        if matches!(condition, Condition::Full { .. }) {
            return; // no room to fill a new one: everything is read from the tape until there is
        }
        opened.store_rebuilt = Some(doubt);
        match refill(&self.dir, &self.options, survey.sealed.position) {
            Ok(store) => self.store = Some(store),
            Err(Refill::Damaged(position)) => degrade(condition, position, "a sealed segment is damaged"),
            Err(Refill::Fault(fault)) => tracing::error!(%fault, "no store: everything is read from the tape"),
        }
    }

    fn tree_in_step(&mut self, survey: &Survey, sworn: &HeadRecord, opened: &mut Opened, condition: &mut Condition) {
        let doubt =
            self.doubts[1].take().or_else(|| self.tree.as_mut().and_then(|tree| tree_doubt(tree, survey, sworn)));
        if let Some(doubt) = doubt {
            self.tree = None;
            let again = file::set_aside(&self.dir, &self.dir.join("tree")).and_then(|_| Tree::open(&self.dir));
            self.tree = again.inspect_err(|reason| tracing::error!(%reason, "no tree")).ok();
            opened.tree_rebuilt = Some(doubt);
        }
        let Some(tree) = self.tree.as_mut() else { return };
        if let Err(reason) = extend(tree, survey, &self.dir, &self.options) {
            tracing::error!(%reason, "the tree could not be brought up to the tape");
            self.tree = None;
            return;
        }
        let sworn_size = sworn.tree_size;
        if sworn_size > 0 && tree.size() >= sworn_size && tree.root(sworn_size).ok() != Some(sworn.tree_root) {
            degrade(condition, sworn.trail.position, "the tree over the tape is not the one the head file names");
        }
    }

    /// The log in memory: tips from the store, or the long way from the tape, then the commits beyond the mark.
    fn log(&mut self, survey: &Survey, condition: &mut Condition) -> Log {
        let mut log = Log::default();
        if let Some(store) = &self.store {
            log = Log::covered_to(store.mark().position);
            if let Err(fault) = store.heads(&mut |stream, version, leaf| log.set_tip(stream, version, leaf)) {
                tracing::error!(%fault, "the store cannot tell its streams: everything is read from the tape");
                self.store = None;
            }
        }
        if self.store.is_none() {
            log = Log::covered_to(survey.sealed.position);
            let tips = each_commit(&self.dir, 0, survey.sealed.position, &mut |view, trail| {
                self.options.tell("reading the streams from the tape", trail.position, survey.sealed.position);
                log.set_tip(view.stream(), view.last_version(), trail.leaf);
                Ok(())
            });
            if let Err(Walk::Damaged(position)) = tips {
                degrade(condition, position, "a sealed segment is damaged");
            }
        }
        add_records(&mut log, survey);
        log
    }
}

/// Why the store was not filled again.
#[derive(Debug)]
pub(crate) enum Refill {
    /// The tape is damaged here.
    Damaged(Position),
    /// A new store cannot be filled either.
    Fault(StoreFault),
}

/// Sets a store aside and fills a new one from the tape, up to a position at least.
pub(crate) fn refill(dir: &Path, options: &Options, upto: Position) -> Result<Store, Refill> {
    let moved = file::set_aside(dir, &dir.join("store")).map_err(|reason| Refill::Fault(StoreFault::Io(reason)))?;
    tracing::warn!(set_aside = ?moved, upto, "filling a new store from the tape");
    let store = Store::open(dir, options.cache_bytes).map_err(Refill::Fault)?;
    let mut run = Run::default();
    each_commit(dir, 0, upto, &mut |view, trail| {
        run.add(view, trail);
        if run.bytes >= options.run_bytes || trail.position == upto {
            options.tell("filling the store from the tape", trail.position, upto);
            return run.flush(&store);
        }
        Ok(())
    })
    .map_err(|stop| match stop {
        Walk::Damaged(position) => Refill::Damaged(position),
        Walk::Io(reason) => Refill::Fault(StoreFault::Io(reason)),
        Walk::Fault(fault) => Refill::Fault(fault),
    })?;
    Ok(store)
}

/// Commits gathered for the store.
#[derive(Debug, Default)]
pub(crate) struct Run {
    commits: Vec<(Position, Box<[u8]>, Digest)>,
    last: Trail,
    /// Commit bytes in it.
    pub(crate) bytes: u64,
}

impl Run {
    /// Adds the next commit; `trail` is the state behind it.
    pub(crate) fn add(&mut self, view: &CommitView<'_>, trail: Trail) {
        self.bytes += view.bytes().len() as u64;
        self.commits.push((view.position(), Box::from(view.bytes()), trail.leaf));
        self.last = trail;
    }

    /// The last position in it.
    pub(crate) fn last(&self) -> Position {
        self.last.position
    }

    /// Fills it in and begins the next.
    pub(crate) fn flush(&mut self, store: &Store) -> Result<(), Walk> {
        let run = std::mem::take(self);
        let commits: Vec<_> = run
            .commits
            .iter()
            .map(|(position, bytes, leaf)| RunCommit { position: *position, bytes, leaf: *leaf })
            .collect();
        let Trail { position, entries, chain, leaf, time, .. } = run.last;
        store.fill(&commits, Mark { position, entries, chain, leaf, time }).map_err(Walk::Fault)
    }
}

/// Why a walk over the tape ended early.
#[derive(Debug)]
pub(crate) enum Walk {
    /// The tape is damaged here.
    Damaged(Position),
    /// The system refused.
    Io(io::Error),
    /// The store failed.
    Fault(StoreFault),
}

/// Every commit with `after < position <= upto`, read from the tape and checked against the chain.
pub(crate) fn each_commit(
    dir: &Path,
    after: Position,
    upto: Position,
    each: &mut dyn FnMut(&CommitView<'_>, Trail) -> Result<(), Walk>,
) -> Result<(), Walk> {
    let mut trail = Trail::default();
    for segment in segments::list(&dir.join("tape")).map_err(Walk::Io)? {
        if trail.position >= upto {
            break;
        }
        if let Some(behind) = sealed_before(&segment, after) {
            trail = behind;
            continue;
        }
        let mut outcome = Ok(());
        walk_segment(&segment, &mut |found| {
            outcome = step(&found, &mut trail, (after, upto), each);
            if outcome.is_err() || trail.position >= upto { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .map_err(Walk::Io)?;
        outcome?;
    }
    if trail.position >= upto { Ok(()) } else { Err(Walk::Damaged(trail.position + 1)) }
}

/// The state behind a sealed segment that ends at or before `after`: it need not be unpacked.
fn sealed_before(segment: &Segment, after: Position) -> Option<Trail> {
    let header = || sealed::read_header(&File::open(&segment.path).ok()?).ok()?;
    let behind = if segment.sealed { header()?.after } else { return None };
    (behind.position <= after).then_some(behind)
}

fn step(
    found: &Found<'_>,
    trail: &mut Trail,
    (after, upto): (Position, Position),
    each: &mut dyn FnMut(&CommitView<'_>, Trail) -> Result<(), Walk>,
) -> Result<(), Walk> {
    let Found::Frame(frame) = found else { return Err(Walk::Damaged(trail.position + 1)) };
    let Ok((next, view)) = trail.after(frame) else { return Err(Walk::Damaged(trail.position + 1)) };
    *trail = next;
    if next.position > after && next.position <= upto { each(&view, next) } else { Ok(()) }
}

/// Why a store is not to be believed.
fn doubt(mark: Mark, survey: &Survey) -> Option<String> {
    match survey.trail_at(mark.position) {
        Some(trail) if mark.position < survey.sealed.position => {
            let sealed = survey.sealed.position;
            Some(format!("it covers {} commits, {sealed} are sealed", trail.position))
        }
        Some(trail) if (trail.chain, trail.leaf) == (mark.chain, mark.leaf) => None,
        Some(_) => Some(format!("its commit {} is not the one on the tape", mark.position)),
        None => Some(format!("its mark {} is not on the tape", mark.position)),
    }
}

/// Why a tree is not to be believed; cuts it to the tape's end first.
fn tree_doubt(tree: &mut Tree, survey: &Survey, sworn: &HeadRecord) -> Option<String> {
    let end = whole_until(survey);
    if tree.size() > end
        && let Err(reason) = tree.truncate(end)
    {
        return Some(reason.to_string());
    }
    if let Some(record) =
        survey.at(tree.size()).filter(|record| tree.leaf(record.trail.position - 1).ok() != Some(record.trail.leaf))
    {
        return Some(format!("its leaf {} is not the one on the tape", record.trail.position));
    }
    let size = sworn.tree_size;
    let differs = size > 0 && tree.size() >= size && tree.root(size).ok() != Some(sworn.tree_root);
    differs.then(|| format!("its root over {size} commits is not the one the head file names"))
}

/// The last position before the first damage.
fn whole_until(survey: &Survey) -> Position {
    survey.anomalies.first().map_or(survey.trail.position, |anomaly| anomaly.position - 1)
}

fn extend(tree: &mut Tree, survey: &Survey, dir: &Path, options: &Options) -> io::Result<()> {
    let (sealed, end) = (survey.sealed.position, whole_until(survey));
    if tree.size() < sealed.min(end) {
        let walked = each_commit(dir, tree.size(), sealed.min(end), &mut |_, trail| {
            options.tell("computing the tree", trail.position, end);
            tree.push(&trail.leaf).map_err(Walk::Io)
        });
        if let Err(stop) = walked {
            return Err(io::Error::other(format!("{stop:?}")));
        }
    }
    let missing = survey.records.iter().map(|record| record.trail).skip_while(|trail| trail.position <= tree.size());
    let leaves: Vec<_> = missing.take_while(|trail| trail.position <= end).map(|trail| trail.leaf).collect();
    leaves.iter().try_for_each(|leaf| tree.push(leaf))
}

fn add_records(log: &mut Log, survey: &Survey) {
    let mut next = log.base() + 1;
    for Record { stream, place, trail } in &survey.records {
        if trail.position < next {
            continue;
        }
        while next < trail.position {
            log.add_hole();
            next += 1;
        }
        log.add(*stream, *place, trail.leaf);
        next += 1;
    }
    (log.trail, log.end) = (survey.trail, survey.end);
}

fn degrade(condition: &mut Condition, position: Position, what: &str) {
    if !matches!(condition, Condition::ReadOnly { .. }) {
        *condition = Condition::ReadOnly { position, what: what.to_owned() };
    }
}

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> (Option<T>, Option<String>) {
    match result {
        Ok(value) => (Some(value), None),
        Err(reason) => (None, Some(reason.to_string())),
    }
}
