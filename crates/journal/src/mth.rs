//! The Merkle tree of RFC 6962, section 2.1, word for word: recursive, over leaves in memory.

use crate::hash::sha256;
use crate::{Digest, node_hash};

/// `MTH(D[n])`; the hash of nothing for an empty tree.
pub(crate) fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = split(leaves);
            node_hash(&root(left), &root(right))
        }
    }
}

/// `PATH(m, D[n])`: the audit path of the leaf with this index, from the bottom up.
pub(crate) fn inclusion(leaves: &[Digest], index: usize) -> Vec<Digest> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = split(leaves);
    let (mut path, sibling) = match index.checked_sub(left.len()) {
        None => (inclusion(left, index), root(right)),
        Some(index) => (inclusion(right, index), root(left)),
    };
    path.push(sibling);
    path
}

/// `PROOF(m, D[n])`: that the first `old` leaves are a prefix. Empty for the empty tree and for the whole one.
pub(crate) fn consistency(leaves: &[Digest], old: usize) -> Vec<Digest> {
    if old == 0 || old >= leaves.len() { Vec::new() } else { subproof(leaves, old, true) }
}

fn subproof(leaves: &[Digest], old: usize, whole: bool) -> Vec<Digest> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let (left, right) = split(leaves);
    let (mut proof, sibling) = match old.checked_sub(left.len()) {
        None | Some(0) => (subproof(left, old, whole), root(right)),
        Some(old) => (subproof(right, old, false), root(left)),
    };
    proof.push(sibling);
    proof
}

/// At the largest power of two below the length.
fn split(leaves: &[Digest]) -> (&[Digest], &[Digest]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;

    #[test]
    fn a_known_tree_has_its_known_root() {
        // The root of the leaves "", 00 and 10: the first test vectors of the certificate-transparency library.
        let leaves = [leaf_hash(b""), leaf_hash(&[0x00]), leaf_hash(&[0x10])];
        assert_eq!(root(&leaves).hex(), "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
        assert_eq!(inclusion(&leaves, 2), vec![node_hash(&leaf_hash(b""), &leaf_hash(&[0x00]))]);
    }
}
