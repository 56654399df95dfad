//! The tree over the leaves of all commits, in position order: RFC 6962 section 2.1 (the same tree as RFC 9162).
//!
//! It answers two questions an outsider may ask: is this commit in the log (inclusion), and has anything before this
//! checkpoint been changed since (consistency). It is derived data: every hash in it can be computed again from the tape.
//!
//! Every third level is stored (see `tree/file.rs`), the two between are hashed again when a proof asks for them: 36.6
//! bytes on disk for each leaf, about 50 small reads for a proof. The frontier (the roots of the complete subtrees that
//! make up the whole tree) is in memory, so that a push is one hash on average and reads nothing.

mod file;
mod proof;
#[cfg(test)]
mod tests;

pub use proof::{leaf_hash, node_hash, verify_consistency, verify_inclusion};

use std::io;
use std::path::Path;

use crate::Digest;
use file::{LEVEL_STEP, NodeFile};

/// A persisted, append-only hash tree.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: NodeFile,
    size: u64,
    /// Roots of the complete subtrees, the largest first: one for each set bit of `size`.
    frontier: Vec<Digest>,
}

impl Tree {
    /// Opens the tree under `dir` (the log's directory), or begins an empty one. It takes the largest size whose hashes
    /// are all in the file; whether they are the right ones is for the caller to compare (`root` against the head), who
    /// then truncates to what was synced and pushes the rest again.
    ///
    /// # Errors
    /// `InvalidData` if the file says it is something else: throw it away and push every leaf again. Otherwise the
    /// system's refusal.
    pub(crate) fn open(dir: &Path) -> io::Result<Tree> {
        let nodes = NodeFile::open(&dir.join("tree"))?;
        let mut tree = Tree { size: 0, nodes, frontier: Vec::new() };
        let size = largest_size(tree.nodes.len());
        tree.truncate(size)?;
        Ok(tree)
    }

    /// How many leaves it has.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf. Buffered: on disk only after [`Tree::sync`], but seen by every read at once.
    ///
    /// # Errors
    /// The system's refusal to write; the tree must then be opened again.
    pub(crate) fn push(&mut self, leaf: &Digest) -> io::Result<()> {
        let (mut hash, mut index, mut level) = (*leaf, self.size, 0);
        self.nodes.push(&hash)?;
        while index & 1 == 1 {
            let left = self.frontier.pop().ok_or_else(|| damaged("the frontier is short"))?;
            hash = node_hash(&left, &hash);
            (index, level) = (index >> 1, level + 1);
            if level % LEVEL_STEP == 0 {
                self.nodes.push(&hash)?;
            }
        }
        self.frontier.push(hash);
        self.size += 1;
        Ok(())
    }

    /// The root over the first `size` leaves; of none, the hash of nothing.
    ///
    /// # Errors
    /// `InvalidInput` if there are fewer leaves; damage; the system's refusal.
    pub(crate) fn root(&self, size: u64) -> io::Result<Digest> {
        self.holds(size)?;
        if size == 0 {
            return Ok(proof::empty_root());
        }
        if size < self.size {
            return self.range(0, size);
        }
        let folded = self.frontier.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        folded.ok_or_else(|| damaged("the frontier is short"))
    }

    /// The leaf at `index`, counted from 0 (the commit at position `index + 1`).
    ///
    /// # Errors
    /// `InvalidInput` if there is no such leaf; the system's refusal.
    pub(crate) fn leaf(&self, index: u64) -> io::Result<Digest> {
        self.holds(index.saturating_add(1))?;
        self.node(0, index)
    }

    /// The proof that the leaf at `index` (from 0) is in the tree over the first `size` leaves, lowest sibling first
    /// (RFC 6962 section 2.1.1). It is checked before it is given away: a damaged file yields an error, never a proof that
    /// fails at the citizen's.
    ///
    /// # Errors
    /// `InvalidInput` if there is no such leaf; `InvalidData` if the stored hashes contradict each other; the system's
    /// refusal.
    pub(crate) fn inclusion(&self, index: u64, size: u64) -> io::Result<Vec<Digest>> {
        self.holds(size)?;
        if index >= size {
            return Err(out_of_range(index, size));
        }
        let (mut low, mut high, mut path) = (0, size, Vec::new());
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        path.reverse();
        let sound = verify_inclusion(&self.leaf(index)?, index, size, &path, &self.root(size)?);
        sound.then_some(path).ok_or_else(|| damaged("a proof does not lead to the root"))
    }

    /// The proof that the tree over the first `new` leaves begins with the tree over the first `old` (RFC 6962 section
    /// 2.1.2), checked before it is given away. Empty if `old` is 0 or equals `new`.
    ///
    /// # Errors
    /// As [`Tree::inclusion`].
    pub(crate) fn consistency(&self, old: u64, new: u64) -> io::Result<Vec<Digest>> {
        self.holds(new)?;
        if old > new {
            return Err(out_of_range(old, new));
        }
        let path = if old == 0 { Vec::new() } else { self.consistency_path(old, new)? };
        let sound = verify_consistency(old, new, &self.root(old)?, &self.root(new)?, &path);
        sound.then_some(path).ok_or_else(|| damaged("a proof does not lead to the root"))
    }

    /// Forgets every leaf from index `size` on: what a lost tail of the tape requires.
    ///
    /// # Errors
    /// `InvalidInput` if there are fewer leaves; the system's refusal.
    pub(crate) fn truncate(&mut self, size: u64) -> io::Result<()> {
        self.nodes.truncate(stored_nodes(size))?;
        self.frontier.clear();
        let mut start = 0;
        for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
            self.frontier.push(self.node(level, start >> level)?);
            start += 1 << level;
        }
        self.size = size;
        Ok(())
    }

    /// Brings everything pushed to stable storage.
    ///
    /// # Errors
    /// The system's refusal. A failed sync is not tried again: open the tree again, it is derived data.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.nodes.sync()
    }

    /// Hashes the tree over the first `size` leaves again and compares every stored hash: the tree's part of `verify`. Half a
    /// microsecond a leaf.
    ///
    /// # Errors
    /// `InvalidData` naming the first leaf whose subtree does not agree; `InvalidInput` if there are fewer leaves; the
    /// system's refusal.
    pub(crate) fn check(&self, size: u64) -> io::Result<()> {
        self.holds(size)?;
        let mut frontier: Vec<Digest> = Vec::new();
        for leaf in 0..size {
            let (mut hash, mut index, mut level) = (self.node(0, leaf)?, leaf, 0);
            while index & 1 == 1 {
                let left = frontier.pop().ok_or_else(|| damaged("the frontier is short"))?;
                hash = node_hash(&left, &hash);
                (index, level) = (index >> 1, level + 1);
                if level % LEVEL_STEP == 0 && self.node(level, index)? != hash {
                    return Err(damaged(&format!("the level {level} hash that ends at leaf {leaf} is wrong")));
                }
            }
            frontier.push(hash);
        }
        (size < self.size || frontier == self.frontier).then_some(()).ok_or_else(|| damaged("the frontier is wrong"))
    }

    fn consistency_path(&self, old: u64, new: u64) -> io::Result<Vec<Digest>> {
        let (mut low, mut high, mut path) = (0, new, Vec::new());
        while high != old {
            let middle = low + split(high - low);
            if old <= middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        if low > 0 {
            path.push(self.range(low, high)?); // the verifier has the old root only when the old tree is a subtree
        }
        path.reverse();
        Ok(path)
    }

    /// The root over the leaves `low..high`, where `low` is a multiple of the largest power of two that fits: the only
    /// ranges the definition asks for.
    fn range(&self, low: u64, high: u64) -> io::Result<Digest> {
        let count = high - low;
        if count.is_power_of_two() {
            let level = count.trailing_zeros();
            return self.node(level, low >> level);
        }
        let middle = low + split(count);
        Ok(node_hash(&self.range(low, middle)?, &self.range(middle, high)?))
    }

    /// The root of the complete subtree of 2^level leaves that is the `index`th of its size.
    fn node(&self, level: u32, index: u64) -> io::Result<Digest> {
        if level.is_multiple_of(LEVEL_STEP) {
            let last_leaf = ((index + 1) << level) - 1;
            return self.nodes.read(stored_nodes(last_leaf) + u64::from(level / LEVEL_STEP));
        }
        Ok(node_hash(&self.node(level - 1, index * 2)?, &self.node(level - 1, index * 2 + 1)?))
    }

    fn holds(&self, size: u64) -> io::Result<()> {
        if size <= self.size { Ok(()) } else { Err(out_of_range(size, self.size)) }
    }
}

/// How many hashes the file holds when the tree has `size` leaves: those of level 0, 3, 6 ...
fn stored_nodes(size: u64) -> u64 {
    (0..u64::BITS).step_by(LEVEL_STEP as usize).map(|level| size >> level).sum()
}

/// The largest size whose hashes number at most `nodes`: what a file cut anywhere still holds.
fn largest_size(nodes: u64) -> u64 {
    let (mut low, mut high) = (0, nodes);
    while low < high {
        let middle = high - (high - low) / 2;
        if stored_nodes(middle) <= nodes {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// The largest power of two below `count` (RFC 6962: "k"); `count` is at least 2.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the tree file is damaged: {what}"))
}

fn out_of_range(asked: u64, holds: u64) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("leaf or size {asked} asked of a tree of {holds} leaves"))
}
