//! Hashing and verifying: all a third party needs, pure, without a file.

use crate::Digest;
use crate::hash::sha256;

/// The leaf of a commit: SHA-256(0x00 ‖ commit bytes), RFC 6962 section 2.1. The prefix keeps a leaf from passing as a node.
#[must_use]
pub fn leaf_hash(commit_bytes: &[u8]) -> Digest {
    sha256(&[&[0], commit_bytes])
}

/// The node over two subtrees: SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1.
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    sha256(&[&[1], &left.0, &right.0])
}

/// The root of a tree without leaves: SHA-256 of nothing, RFC 6962 section 2.1.
pub(crate) fn empty_root() -> Digest {
    sha256(&[])
}

/// Whether `proof` shows that `leaf` is at `index` (from 0) in the tree of `size` leaves with this `root`
/// (RFC 9162 section 2.1.3.2).
#[must_use]
pub fn verify_inclusion(leaf: &Digest, index: u64, size: u64, proof: &[Digest], root: &Digest) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            (node, last) = climb_to_right_child(node, last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether `proof` shows that the tree of `new` leaves with `new_root` begins with the tree of `old` leaves with
/// `old_root` (RFC 9162 section 2.1.4.2). Of an empty old tree, and of equal sizes, the empty proof is the only one.
#[must_use]
pub fn verify_consistency(old: u64, new: u64, old_root: &Digest, new_root: &Digest, proof: &[Digest]) -> bool {
    if old == 0 || old >= new {
        let roots_agree = if old == 0 { *old_root == empty_root() } else { old == new && old_root == new_root };
        return proof.is_empty() && roots_agree;
    }
    let (seed, rest) = match proof.split_first() {
        _ if old.is_power_of_two() && !proof.is_empty() => (old_root, proof),
        Some((first, rest)) => (first, rest),
        None => return false,
    };
    let shift = (old - 1).trailing_ones();
    let (mut node, mut last) = ((old - 1) >> shift, (new - 1) >> shift);
    let (mut old_hash, mut new_hash) = (*seed, *seed);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            (node, last) = climb_to_right_child(node, last);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// At the right edge a node without a sibling is its own parent: skip those levels.
fn climb_to_right_child(mut node: u64, mut last: u64) -> (u64, u64) {
    while node & 1 == 0 && node != 0 {
        (node, last) = (node >> 1, last >> 1);
    }
    (node, last)
}
