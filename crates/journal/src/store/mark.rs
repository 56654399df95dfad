//! The mark: how far the store is complete.

use crate::{Digest, Micros, Position};

/// How far the store is complete: the last commit it covers. All zero for an empty store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The last commit covered.
    pub(crate) position: Position,
    /// Entries in all commits up to it.
    pub(crate) entries: u64,
    /// The chain over everything up to it.
    pub(crate) chain: Digest,
    /// Its leaf: compared with the tape's tree, so that the store of another log, or of another past, is not believed.
    pub(crate) leaf: Digest,
    /// Its time.
    pub(crate) time: Micros,
}

impl Mark {
    /// position u64 | entries u64 | time i64 | chain [32] | leaf [32], big-endian.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let numbers = [self.position.to_be_bytes(), self.entries.to_be_bytes(), self.time.to_be_bytes()];
        [numbers.as_flattened(), &self.chain.0, &self.leaf.0].concat()
    }

    /// The inverse of [`Mark::encode`]; `None` for anything else.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Mark> {
        let (position, rest) = bytes.split_first_chunk()?;
        let (entries, rest) = rest.split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let (chain, leaf) = rest.split_first_chunk()?;
        Some(Mark {
            position: u64::from_be_bytes(*position),
            entries: u64::from_be_bytes(*entries),
            time: i64::from_be_bytes(*time),
            chain: Digest(*chain),
            leaf: Digest(leaf.try_into().ok()?),
        })
    }
}
