//! Store and tree at the opening: believed as far as the tape agrees, else set aside and made again from the tape.

use std::io;
use std::path::{Path, PathBuf};

use super::survey::{Record, Survey};
use super::{Opened, file};
use crate::head::HeadRecord;
use crate::log::Log;
use crate::options::Options;
use crate::partial;
use crate::refill::{Refill, Walk, each_commit, refill};
use crate::store::{Mark, Store};
use crate::tree::Tree;
use crate::{Condition, Position};

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
        let Some(doubt) = doubt else {
            // A filling may have been cut off right behind its end.
            if let Err(reason) = partial::unmark(&self.dir) {
                tracing::warn!(%reason, "the store is whole, and counts as a part of one");
            }
            return;
        };
        self.store = None;
        if matches!(condition, Condition::Full { .. }) {
            return; // no room to fill a new one: everything is read from the tape until there is
        }
        opened.store_rebuilt = Some(doubt);
        // A signal ends the process at this time of its life, and the next start goes on from here.
        match refill(&self.dir, &self.options, survey.sealed.position, &|| false) {
            Ok(store) => self.store = Some(store),
            Err(Refill::Damaged(position)) => degrade(condition, position, "a sealed segment is damaged"),
            Err(reason) => tracing::error!(%reason, "no store: everything is read from the tape"),
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

/// Why a store is not to be believed.
fn doubt(mark: Mark, survey: &Survey) -> Option<String> {
    let sealed = survey.sealed.position;
    match survey.trail_at(mark.position) {
        _ if mark.position < sealed => Some(format!("it covers {} commits, {sealed} are sealed", mark.position)),
        Some(trail) if (trail.chain, trail.leaf) == (mark.chain, mark.leaf) => None,
        Some(_) => Some(format!("its commit {} is not the one on the tape", mark.position)),
        None => Some(format!("its mark {} is not on the tape", mark.position)),
    }
}

/// Why a tree is not to be believed. First it is cut to what the head swears to: hashes behind that were not synced, and a
/// power cut may have kept the last of them and lost others. Those are computed again from the tape.
fn tree_doubt(tree: &mut Tree, survey: &Survey, sworn: &HeadRecord) -> Option<String> {
    let end = whole_until(survey).min(sworn.tree_size);
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
