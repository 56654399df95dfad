//! A log in memory, made of random commits: what the store is compared with.

use std::collections::HashMap;

use super::*;
use crate::{Draft, DraftEntry, leaf_hash, write_commit};

/// A small deterministic source of numbers (xorshift): the same cases in every run.
pub(super) struct Numbers(pub(super) u64);

/// Commits in position order, and what follows from them.
pub(super) struct Log {
    pub(super) numbers: Numbers,
    pub(super) commits: Vec<(Position, Vec<u8>)>,
    pub(super) leaves: Vec<Digest>,
    pub(super) heads: HashMap<StreamId, (u64, Digest)>,
}

impl Numbers {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
}

impl Log {
    pub(super) fn new(seed: u64) -> Log {
        let numbers = Numbers(seed * 0x9e37_79b9 + 1);
        Log { numbers, commits: Vec::new(), leaves: Vec::new(), heads: HashMap::new() }
    }

    /// Adds random commits to some of `streams` streams.
    pub(super) fn grow(&mut self, commits: u64, streams: u64) {
        for _ in 0..commits {
            let mut stream = StreamId::default();
            stream.0[12..].copy_from_slice(&(self.numbers.below(streams) as u32 + 1).to_be_bytes());
            let entries = self.numbers.between(1, 4);
            let bytes = self.numbers.between(0, 600) as usize;
            self.append(stream, entries, bytes);
        }
    }

    /// Adds a commit of `entries` entries, half of whose `bytes` of body compress.
    pub(super) fn append(&mut self, stream: StreamId, entries: u64, bytes: usize) {
        let body = |numbers: &mut Numbers| {
            (0..bytes).map(|at| if at % 2 == 0 { b'x' } else { numbers.next() as u8 }).collect()
        };
        let entries = (0..entries).map(|_| DraftEntry { envelope: vec![5; 20], body: body(&mut self.numbers) });
        let entries = entries.collect();
        self.append_entries(stream, entries);
    }

    pub(super) fn append_entries(&mut self, stream: StreamId, entries: Vec<DraftEntry>) {
        let (version, prev) = self.heads.get(&stream).copied().unwrap_or_default();
        let draft = Draft { stream, expected: version, time: 0, entries };
        let mut bytes = Vec::new();
        write_commit(&mut bytes, &draft, self.commits.len() as i64, &prev);
        let leaf = leaf_hash(&bytes);
        self.heads.insert(stream, (version + draft.entries.len() as u64, leaf));
        self.leaves.push(leaf);
        self.commits.push((self.commits.len() as u64 + 1, bytes));
    }

    /// What follows position `after`, as a run.
    pub(super) fn run(&self, after: Position) -> (Vec<RunCommit<'_>>, Mark) {
        let commits = self.commits.iter().zip(&self.leaves).skip(after as usize);
        let run = commits.map(|((position, bytes), leaf)| RunCommit { position: *position, bytes, leaf: *leaf });
        let position = self.commits.len() as u64;
        let leaf = *self.leaves.last().unwrap();
        (run.collect(), Mark { position, entries: position, chain: leaf, leaf, time: position as i64 })
    }

    /// Fills in what the store does not have.
    pub(super) fn fill(&self, store: &Store) {
        let (run, mark) = self.run(store.mark().position);
        store.fill(&run, mark).unwrap();
        assert_eq!(store.mark(), mark);
    }
}
