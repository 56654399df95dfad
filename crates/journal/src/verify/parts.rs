//! The parts beside the tape, compared with it.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Layer;
use super::audit::{Audit, same};
use crate::head::{HeadFound, HeadRecord};
use crate::options::Options;
use crate::partial;
use crate::store::Store;
use crate::tree::Tree;
use crate::{Position, leaf_hash};

/// Opens the tree, if there is one, and has the audit note the state at its size.
pub(crate) fn open_tree(dir: &Path, audit: &mut Audit<'_>) -> Option<Tree> {
    if !dir.join("tree").is_dir() {
        return None;
    }
    match Tree::open(dir) {
        Ok(tree) => {
            audit.at(tree.size());
            Some(tree)
        }
        Err(reason) => {
            audit.fault(Layer::Tree, 0, reason.to_string());
            None
        }
    }
}

/// Opens the store, if there is a whole one, and has the audit note the state at its mark.
pub(crate) fn open_store(dir: &Path, options: &Options, audit: &mut Audit<'_>) -> Option<Store> {
    if !dir.join("store").is_dir() || partial::is_marked(dir) {
        return None;
    }
    match Store::open(dir, options.cache_bytes) {
        Ok(store) => {
            audit.at(store.mark().position);
            Some(store)
        }
        Err(fault) => {
            audit.fault(Layer::Store, 0, fault.to_string());
            None
        }
    }
}

/// The tape must reach the head, and be the one the head was written for.
pub(crate) fn check_head(found: &HeadFound, record: &HeadRecord, audit: &mut Audit<'_>) {
    let (end, sworn) = (audit.trail().position, record.trail.position);
    match found {
        HeadFound::Missing if end > 0 => audit.fault(Layer::Head, end, "there is no head file beside the tape"),
        HeadFound::Missing => {}
        HeadFound::Damaged => audit.fault(Layer::Head, end, "no slot of the head file matches its check"),
        HeadFound::Newer(format) => audit.fault(Layer::Head, end, format!("the head file asks for format {format}")),
        HeadFound::Record { damaged: true, .. } => {
            audit.fault(Layer::Head, sworn, "a slot of the head file is damaged");
        }
        HeadFound::Record { .. } => {}
    }
    if end < sworn {
        audit.fault(Layer::Tape, end + 1, format!("acknowledged commits {} to {sworn} are missing", end + 1));
    }
    if let Some((trail, _)) = audit.state(sworn)
        && !same(&trail, &record.trail)
    {
        audit.fault(Layer::Head, sworn, "the tape is not the one the head file was written for");
    }
    if let Some((_, root)) = audit.state(record.tree_size)
        && record.tree_size > 0
        && root != record.tree_root
    {
        audit.fault(Layer::Head, record.tree_size, "the root in the head file is not the one over the tape");
    }
}

/// The tree must be consistent in itself and have the root of the tape, as far as the head swears to it: hashes behind that
/// were not synced, and the next start computes them again.
pub(crate) fn check_tree(tree: &Tree, head: &HeadFound, audit: &mut Audit<'_>) {
    let size = trusted(tree, head);
    if size > audit.trail().position && audit.whole_until.is_none() {
        let end = audit.trail().position;
        audit.fault(Layer::Tree, end + 1, format!("the tree has {size} leaves, the tape {end} commits"));
    }
    if let Err(reason) = tree.check(size) {
        audit.fault(Layer::Tree, size, reason.to_string());
    } else if let (Some((_, expected)), Ok(root)) = (audit.state(size), tree.root(size))
        && expected != root
    {
        audit.fault(Layer::Tree, size, "the root of the tree is not the one over the tape");
    }
}

/// How much of a tree counts: what the head swears to, or all of it where no head tells.
fn trusted(tree: &Tree, head: &HeadFound) -> u64 {
    match head {
        HeadFound::Record { record, .. } => tree.size().min(record.tree_size),
        HeadFound::Missing | HeadFound::Damaged | HeadFound::Newer(_) => tree.size(),
    }
}

/// The store must hold commit for commit what the tape holds; the leaves come from the tree, which was compared before.
/// Answers whether all of it could be compared.
pub(crate) fn check_store(store: &Store, tree: &Tree, options: &Options, audit: &mut Audit<'_>) -> bool {
    let mark = store.mark();
    match audit.state(mark.position) {
        Some((trail, _)) if (trail.chain, trail.leaf) != (mark.chain, mark.leaf) && mark.position > 0 => {
            audit.fault(Layer::Store, mark.position, "the store was filled from another tape");
        }
        Some(_) => {}
        None if audit.whole_until.is_none() => {
            audit.fault(Layer::Store, mark.position, "the store goes further than the tape");
        }
        None => {}
    }
    let upto = mark.position.min(tree.size());
    let mut wrong: Vec<Position> = Vec::new();
    let scanned = store.scan(0, upto, &mut |view| {
        if tree.leaf(view.position() - 1).ok() != Some(leaf_hash(view.bytes())) && wrong.len() < super::FAULTS_MAX {
            wrong.push(view.position());
        }
        if view.position().is_multiple_of(4096) {
            options.tell("verifying the store", view.position(), upto);
        }
        ControlFlow::Continue(())
    });
    for position in wrong {
        audit.fault(Layer::Store, position, "the store holds another commit than the tape");
    }
    match scanned {
        Ok(last) if last < upto => audit.fault(Layer::Store, last + 1, "the store ends before its mark"),
        Ok(_) => {}
        Err(fault) => audit.fault(Layer::Store, 0, fault.to_string()),
    }
    upto == mark.position
}

/// What earlier openings set aside.
pub(crate) fn set_aside(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let names = match fs::read_dir(dir.join("aside")) {
        Ok(names) => names,
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(reason) => return Err(reason),
    };
    let mut paths = names.map(|name| name.map(|name| name.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
