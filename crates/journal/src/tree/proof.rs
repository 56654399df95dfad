//! Hashing and verifying: all a third party needs, pure, without a file.

use sha2::{Digest as _, Sha256};

use crate::Digest;

/// The leaf of a commit: SHA-256(0x00 ‖ commit bytes), RFC 6962 section 2.1. The prefix keeps a leaf from passing as a node.
#[must_use]
pub fn leaf_hash(commit_bytes: &[u8]) -> Digest {
    let mut hasher = Sha256::new_with_prefix([0]);
    hasher.update(commit_bytes);
    Digest(hasher.finalize().into())
}

/// The node over two subtrees: SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1.
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [1; 65];
    let (prefixed, last) = bytes.split_at_mut(33);
    if let Some(first) = prefixed.get_mut(1..) {
        first.copy_from_slice(&left.0);
    }
    last.copy_from_slice(&right.0);
    Digest(Sha256::digest(bytes).into())
}

/// The root of a tree without leaves: SHA-256 of nothing, RFC 6962 section 2.1.
pub(crate) fn empty_root() -> Digest {
    Digest(Sha256::digest([]).into())
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
