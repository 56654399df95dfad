//! The tree against the recursive definition of RFC 6962, written down naively.

use super::*;
use std::fs;

fn leaf(at: u64) -> Digest {
    leaf_hash(&at.to_be_bytes())
}

fn leaves(count: u64) -> Vec<Digest> {
    (0..count).map(leaf).collect()
}

fn tree_of(dir: &Path, count: u64) -> Tree {
    let mut tree = Tree::open(dir).unwrap();
    leaves(count).iter().for_each(|leaf| tree.push(leaf).unwrap());
    tree
}

/// MTH of RFC 6962 section 2.1.
fn naive_root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => proof::empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(naive_split(leaves.len()));
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

/// PATH of RFC 6962 section 2.1.1.
fn naive_path(index: usize, leaves: &[Digest]) -> Vec<Digest> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let at = naive_split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut path, sibling) =
        if index < at { (naive_path(index, left), right) } else { (naive_path(index - at, right), left) };
    path.push(naive_root(sibling));
    path
}

/// SUBPROOF of RFC 6962 section 2.1.2.
fn naive_subproof(old: usize, leaves: &[Digest], whole: bool) -> Vec<Digest> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let at = naive_split(leaves.len());
    let (left, right) = leaves.split_at(at);
    let (mut path, sibling) = if old <= at {
        (naive_subproof(old, left, whole), right)
    } else {
        (naive_subproof(old - at, right, false), left)
    };
    path.push(naive_root(sibling));
    path
}

fn naive_split(count: usize) -> usize {
    let mut k = 1;
    while k * 2 < count {
        k *= 2;
    }
    k
}

/// A small deterministic source of numbers (xorshift): the same cases in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

#[test]
fn every_root_and_inclusion_proof_is_that_of_the_definition() {
    let dir = tempfile::tempdir().unwrap();
    let all = leaves(600);
    let tree = tree_of(dir.path(), 600);
    for size in 0..=600 {
        let part = &all[..size as usize];
        let root = naive_root(part);
        assert_eq!(tree.root(size).unwrap(), root, "root of {size}");
        let indexes = if size <= 130 || size >= 590 { (0..size).collect() } else { vec![0, size / 3, size - 1] };
        for index in indexes {
            let path = tree.inclusion(index, size).unwrap();
            assert_eq!(path, naive_path(index as usize, part), "path {index} of {size}");
            assert!(verify_inclusion(&all[index as usize], index, size, &path, &root));
        }
    }
}

#[test]
fn every_consistency_proof_is_that_of_the_definition() {
    let dir = tempfile::tempdir().unwrap();
    let all = leaves(600);
    let tree = tree_of(dir.path(), 600);
    let roots: Vec<Digest> = (0..=600).map(|size| tree.root(size).unwrap()).collect();
    for new in (0..=96).chain([127, 128, 129, 255, 256, 257, 511, 512, 513, 599, 600]) {
        for old in 0..=new {
            let path = tree.consistency(old, new).unwrap();
            let naive = if old == 0 { Vec::new() } else { naive_subproof(old as usize, &all[..new as usize], true) };
            assert_eq!(path, naive, "{old} to {new}");
            assert!(verify_consistency(old, new, &roots[old as usize], &roots[new as usize], &path));
        }
    }
}

#[test]
fn large_random_sizes_prove_too() {
    let dir = tempfile::tempdir().unwrap();
    let tree = tree_of(dir.path(), 70_000);
    let all = leaves(70_000);
    let mut numbers = Numbers(7);
    for _ in 0..40 {
        let size = 1 + numbers.below(70_000);
        let (old, index) = (numbers.below(size + 1), numbers.below(size));
        let root = naive_root(&all[..size as usize]);
        let path = tree.inclusion(index, size).unwrap();
        assert!(verify_inclusion(&all[index as usize], index, size, &path, &root));
        let path = tree.consistency(old, size).unwrap();
        assert!(verify_consistency(old, size, &naive_root(&all[..old as usize]), &root, &path));
    }
}

#[test]
fn one_changed_bit_anywhere_is_rejected() {
    let dir = tempfile::tempdir().unwrap();
    let tree = tree_of(dir.path(), 90);
    for size in [1, 2, 7, 8, 64, 73, 90] {
        let root = tree.root(size).unwrap();
        for index in 0..size {
            let path = tree.inclusion(index, size).unwrap();
            assert!(!verify_inclusion(&flip(&leaf(index), 3), index, size, &path, &root));
            assert!(!verify_inclusion(&leaf(index), index, size, &path, &flip(&root, 255)));
            assert!(!verify_inclusion(&leaf(index), (index + 1) % size, size, &path, &root) || size == 1);
            check_edited_proofs(&path, |edited| verify_inclusion(&leaf(index), index, size, edited, &root));
        }
        for old in 1..size {
            let (path, old_root) = (tree.consistency(old, size).unwrap(), tree.root(old).unwrap());
            assert!(!verify_consistency(old, size, &flip(&old_root, 9), &root, &path));
            assert!(!verify_consistency(old, size, &old_root, &flip(&root, 9), &path));
            check_edited_proofs(&path, |edited| verify_consistency(old, size, &old_root, &root, edited));
        }
    }
}

fn check_edited_proofs(path: &[Digest], verifies: impl Fn(&[Digest]) -> bool) {
    for at in 0..path.len() {
        let mut edited = path.to_vec();
        edited[at] = flip(&path[at], at * 31 % 256);
        assert!(!verifies(&edited), "a changed bit in hash {at}");
        edited.remove(at);
        assert!(!verifies(&edited), "hash {at} left out");
    }
    let longer = [path, &[Digest::default()]].concat();
    assert!(!verifies(&longer), "a hash too many");
}

fn flip(hash: &Digest, bit: usize) -> Digest {
    let mut flipped = *hash;
    flipped.0[bit / 8] ^= 1 << (bit % 8);
    flipped
}

#[test]
fn the_empty_tree_proves_nothing_but_itself() {
    let root = proof::empty_root();
    assert_eq!(root.hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert!(!verify_inclusion(&leaf(0), 0, 0, &[], &root));
    assert!(verify_consistency(0, 5, &root, &leaf(1), &[]));
    assert!(!verify_consistency(0, 5, &leaf(0), &leaf(1), &[]));
    assert!(!verify_consistency(5, 4, &leaf(0), &leaf(0), &[]));
}

#[test]
fn a_truncated_tree_is_the_smaller_tree_and_grows_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut tree = tree_of(dir.path(), 3_000);
    let all = leaves(3_000);
    for size in [2_999, 2_048, 1_801, 512, 511, 9, 8, 1, 0] {
        tree.truncate(size).unwrap();
        assert_eq!(tree.root(size).unwrap(), naive_root(&all[..size as usize]));
        tree.check(tree.size()).unwrap();
    }
    all.iter().for_each(|leaf| tree.push(leaf).unwrap());
    assert_eq!(tree.root(3_000).unwrap(), naive_root(&all));
    assert!(tree.truncate(3_001).is_err());
}

#[test]
fn a_reopened_tree_holds_what_was_synced() {
    let dir = tempfile::tempdir().unwrap();
    let mut tree = tree_of(dir.path(), 4_321);
    tree.sync().unwrap();
    tree.push(&leaf(4_321)).unwrap();
    drop(tree);
    let tree = Tree::open(dir.path()).unwrap();
    assert_eq!(tree.size(), 4_321);
    assert_eq!(tree.root(4_321).unwrap(), naive_root(&leaves(4_321)));
    tree.check(tree.size()).unwrap();
}

#[test]
fn a_file_cut_anywhere_opens_as_a_smaller_tree() {
    let dir = tempfile::tempdir().unwrap();
    tree_of(dir.path(), 600).sync().unwrap();
    let path = dir.path().join("tree/hashes");
    let whole = fs::read(&path).unwrap();
    for cut in (0..whole.len()).step_by(53) {
        fs::write(&path, &whole[..cut]).unwrap();
        let tree = Tree::open(dir.path()).unwrap();
        assert!(stored_nodes(tree.size()) * 32 <= cut as u64);
        assert_eq!(tree.root(tree.size()).unwrap(), naive_root(&leaves(tree.size())));
        drop(tree);
        assert!(Tree::open(dir.path()).is_ok());
    }
}

#[test]
fn a_damaged_file_gives_no_wrong_proof() {
    let dir = tempfile::tempdir().unwrap();
    tree_of(dir.path(), 600).sync().unwrap();
    let path = dir.path().join("tree/hashes");
    let whole = fs::read(&path).unwrap();
    let root = naive_root(&leaves(600));
    for at in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&path, &bytes).unwrap();
        let Ok(tree) = Tree::open(dir.path()) else {
            assert!(at < 64, "only the header refuses to open");
            continue;
        };
        assert!(tree.check(tree.size()).is_err(), "byte {at}");
        for index in 0..600 {
            let proof = tree.inclusion(index, 600).map(|path| (tree.root(600).unwrap(), path));
            // what disagrees with the head's root is found when the log opens; what agrees must prove
            if let Ok((found, path)) = proof
                && found == root
                && tree.leaf(index).unwrap() == leaf(index)
            {
                assert!(verify_inclusion(&leaf(index), index, 600, &path, &root));
            }
        }
    }
}
