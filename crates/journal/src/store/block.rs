//! A block: about 32 KB of commits next to each other in stream order, compressed as one.
//!
//! ```text
//! packed    raw length u32 | zstd frame
//! raw       count u32 | count times (position - first position of the run u32 | length u32) | commit bytes, joined
//! ```

use super::{RunCommit, StoreFault};
use crate::{CommitView, Position};

/// Fast, and within a few percent of the slower levels on commits sorted by stream.
const ZSTD_LEVEL: i32 = 1;
/// No block is longer: what a damaged length field may ask for. A block's target and one commit fit many times.
const RAW_BYTES_MAX: usize = 64 << 20;
const ROW_BYTES: usize = 8;

/// A decompressor, kept for the next block.
pub(crate) struct Unpacker(zstd::bulk::Decompressor<'static>);

/// A compressor, kept for the next block.
pub(crate) struct Packer(zstd::bulk::Compressor<'static>);

/// A decompressed block.
#[derive(Debug)]
pub(crate) struct Block {
    raw: Vec<u8>,
    rows: Vec<Row>,
}

/// Where a commit lies in a block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    /// Position minus the first position of the run.
    pub(crate) ordinal: u32,
    start: u32,
    len: u32,
}

impl Packer {
    /// A compressor of its own for each thread.
    pub(crate) fn new() -> Result<Packer, StoreFault> {
        Ok(Packer(zstd::bulk::Compressor::new(ZSTD_LEVEL)?))
    }

    /// Compresses any bytes.
    pub(crate) fn pack(&mut self, raw: &[u8]) -> Result<Vec<u8>, StoreFault> {
        let packed = self.0.compress(raw)?;
        Ok([&u32::try_from(raw.len()).unwrap_or(u32::MAX).to_be_bytes(), packed.as_slice()].concat())
    }

    /// Compresses the commits of a block; `first` is the first position of the run.
    pub(crate) fn pack_block<'a>(
        &mut self,
        first: Position,
        commits: impl ExactSizeIterator<Item = &'a RunCommit<'a>> + Clone,
    ) -> Result<Vec<u8>, StoreFault> {
        let mut raw = narrow(commits.len() as u64).to_be_bytes().to_vec();
        for commit in commits.clone() {
            raw.extend_from_slice(&narrow(commit.position - first).to_be_bytes());
            raw.extend_from_slice(&narrow(commit.bytes.len() as u64).to_be_bytes());
        }
        commits.for_each(|commit| raw.extend_from_slice(commit.bytes));
        self.pack(&raw)
    }
}

impl Unpacker {
    /// A decompressor of its own for each thread.
    pub(crate) fn new() -> Result<Unpacker, StoreFault> {
        Ok(Unpacker(zstd::bulk::Decompressor::new()?))
    }

    /// Decompresses what [`Packer::pack`] made.
    pub(crate) fn unpack(&mut self, packed: &[u8]) -> Result<Vec<u8>, StoreFault> {
        self.unpack_into(packed, Vec::new())
    }

    /// Decompresses a block and finds its commits. The block keeps `buffer`, whose old content is dropped.
    pub(crate) fn unpack_block(&mut self, packed: &[u8], buffer: Vec<u8>) -> Result<Block, StoreFault> {
        let raw = self.unpack_into(packed, buffer)?;
        let rows = read_rows(&raw).ok_or_else(|| StoreFault::damaged("the rows of a block cannot be read"))?;
        Ok(Block { raw, rows })
    }

    fn unpack_into(&mut self, packed: &[u8], mut buffer: Vec<u8>) -> Result<Vec<u8>, StoreFault> {
        let broken = || StoreFault::damaged("a value cannot be decompressed");
        let (length, frame) = packed.split_first_chunk().ok_or_else(broken)?;
        let length = u32::from_be_bytes(*length) as usize;
        if length > RAW_BYTES_MAX {
            return Err(broken());
        }
        buffer.clear();
        buffer.reserve_exact(length);
        self.0.decompress_to_buffer(frame, &mut buffer).map_err(|_| broken())?;
        if buffer.len() == length { Ok(buffer) } else { Err(broken()) }
    }
}

impl Block {
    /// Its commits, in stream order.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Its buffer, for the next block.
    pub(crate) fn into_buffer(self) -> Vec<u8> {
        self.raw
    }

    /// The bytes of a commit.
    pub(crate) fn bytes(&self, row: Row) -> &[u8] {
        let start = row.start as usize;
        self.raw.get(start..start + row.len as usize).unwrap_or_default()
    }

    /// A commit; `first` is the first position of the run.
    pub(crate) fn commit(&self, first: Position, row: Row) -> Result<CommitView<'_>, StoreFault> {
        let position = first + u64::from(row.ordinal);
        CommitView::parse(position, self.bytes(row))
            .ok_or_else(|| StoreFault::damaged(format!("the commit at position {position} cannot be read")))
    }
}

fn read_rows(raw: &[u8]) -> Option<Vec<Row>> {
    let (count, rest) = raw.split_first_chunk()?;
    let table_bytes = (u32::from_be_bytes(*count) as usize).checked_mul(ROW_BYTES)?;
    let (table, commits) = rest.split_at_checked(table_bytes)?;
    let mut start = raw.len() - commits.len();
    let mut rows = Vec::with_capacity(table_bytes / ROW_BYTES);
    for cells in table.as_chunks::<ROW_BYTES>().0 {
        let (ordinal, len) = cells.split_first_chunk()?;
        let (ordinal, len) = (u32::from_be_bytes(*ordinal), u32::from_be_bytes(len.try_into().ok()?));
        rows.push(Row { ordinal, start: u32::try_from(start).ok()?, len });
        start += len as usize;
    }
    (start == raw.len()).then_some(rows)
}

/// Runs, blocks and commits are far below 4 GB; what is not would be found when it is read back.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpacker")
    }
}
