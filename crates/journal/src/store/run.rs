//! A run: about 32 MB of commits, sorted by stream and written as values of sled.
//!
//! * `Block` 0 ..: the commits by (stream, position), about 32 KB of them in each. A stream that fits into a block is not
//!   split over two: a case is read with one decompression for each run it appears in.
//! * `Positions` 0 ..: for each position the number of its block, 8,192 positions in each.
//! * `Streams` 0 ..: the stream index (`index.rs`), and `Run` 0: the header.

use std::ops::Range;
use std::thread;

use super::block::{Packer, Unpacker};
use super::engine::{Engine, Kind};
use super::index::{RunIndex, StreamEntry};
use super::{RunCommit, StoreFault};
use crate::{CommitView, Position, StreamId};

/// A block is closed at this many bytes of commits. Smaller ones read faster and compress worse: at 32 KB half the time of
/// a cold read is the decompression.
const BLOCK_BYTES: usize = 32 << 10;
/// Positions in one piece of the position array: 16 KB before compression.
const PIECE_POSITIONS: usize = 8_192;
/// Threads that compress or decompress a run; more would wait for memory, and the writer needs a core too.
const THREADS_MAX: usize = 4;

/// The commits of a run in stream order.
struct Sorted<'a> {
    commits: Vec<(StreamId, &'a RunCommit<'a>)>,
    /// Which of them make up each block.
    blocks: Vec<Range<usize>>,
}

/// Writes a run; it counts only when the mark has moved.
pub(crate) fn write(engine: &Engine, run: &[RunCommit<'_>]) -> Result<RunIndex, StoreFault> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return Err(StoreFault::Unfit("no commit".into()));
    };
    let sorted = Sorted::of(run)?;
    let blocks = sorted.pack(first.position)?;
    let pieces = sorted.position_pieces(first.position, run.len());
    put_all(engine, Kind::Block, first.position, &blocks)?;
    let mut packer = Packer::new()?;
    let pieces: Result<Vec<_>, _> = pieces.iter().map(|piece| packer.pack(piece)).collect();
    put_all(engine, Kind::Positions, first.position, &pieces?)?;
    let blocks = u32::try_from(blocks.len()).unwrap_or(u32::MAX);
    RunIndex::write(engine, (first.position, last.position), blocks, &sorted.entries()?)
}

/// Puts numbered values. All their places are reserved first: a leaf of sled that is split when its values are in it is
/// written about five times, and the dead copies stay in the file (measured: 156 bytes of disk an entry against 293).
pub(crate) fn put_all(engine: &Engine, kind: Kind, first: Position, values: &[Vec<u8>]) -> Result<(), StoreFault> {
    for (number, _) in (0..).zip(values) {
        engine.reserve(kind, first, number)?;
    }
    (0..).zip(values).try_for_each(|(number, value)| engine.put(kind, first, number, value))
}

/// The numbers of the blocks that hold the positions `low..=high` of a run, each once, ascending.
pub(crate) fn blocks_of(
    engine: &Engine,
    run: &RunIndex,
    low: Position,
    high: Position,
) -> Result<Vec<u32>, StoreFault> {
    let mut unpacker = Unpacker::new()?;
    let mut numbers = Vec::new();
    let (from, to) = (ordinal(run.first, low), ordinal(run.first, high));
    for piece in from / PIECE_POSITIONS..=to / PIECE_POSITIONS {
        let start = piece * PIECE_POSITIONS;
        let number = u32::try_from(piece).unwrap_or(u32::MAX);
        let raw = unpacker.unpack(&engine.need(Kind::Positions, run.first, number)?)?;
        let (highs, lows) = raw.split_at(raw.len() / 2);
        let blocks = highs.iter().zip(lows).map(|(high, low)| u32::from(u16::from_be_bytes([*high, *low])));
        numbers.extend(blocks.skip(from.saturating_sub(start)).take(to + 1 - start.max(from)));
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}

/// Does `work` for equal parts of `items` on a few threads, and joins the results in order.
pub(crate) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&[T]) -> Result<Vec<R>, StoreFault> + Sync,
) -> Result<Vec<R>, StoreFault> {
    const WORTH_A_THREAD: usize = 16;
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
    if threads == 1 || items.len() <= WORTH_A_THREAD {
        return work(items);
    }
    let (mine, others) = items.split_at(items.len().div_ceil(threads));
    thread::scope(|scope| {
        let parts = others.chunks(mine.len());
        let workers: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let mut results = work(mine)?;
        for worker in workers {
            results.extend(worker.join().map_err(|payload| StoreFault::panicked(payload.as_ref()))??);
        }
        Ok(results)
    })
}

impl<'a> Sorted<'a> {
    fn of(run: &'a [RunCommit<'a>]) -> Result<Sorted<'a>, StoreFault> {
        let mut commits = Vec::with_capacity(run.len());
        for commit in run {
            commits.push((view(commit)?.stream(), commit));
        }
        commits.sort_unstable_by_key(|(stream, commit)| (*stream, commit.position));
        let blocks = cut(&commits);
        if blocks.len() > usize::from(u16::MAX) {
            return Err(StoreFault::Unfit(format!("a run of {} blocks", blocks.len())));
        }
        Ok(Sorted { commits, blocks })
    }

    fn pack(&self, first: Position) -> Result<Vec<Vec<u8>>, StoreFault> {
        in_parallel(&self.blocks, |part| {
            let mut packer = Packer::new()?;
            let commits = |block: &Range<usize>| self.commits.get(block.clone()).unwrap_or_default().iter();
            part.iter().map(|block| packer.pack_block(first, commits(block).map(|(_, commit)| *commit))).collect()
        })
    }

    /// The block of each position, high bytes before low bytes: the high ones compress.
    fn position_pieces(&self, first: Position, count: usize) -> Vec<Vec<u8>> {
        let mut numbers = vec![0u16; count];
        for (number, block) in (0u16..).zip(&self.blocks) {
            for (_, commit) in self.commits.get(block.clone()).unwrap_or_default() {
                if let Some(slot) = numbers.get_mut(ordinal(first, commit.position)) {
                    *slot = number;
                }
            }
        }
        let planes = |piece: &[u16]| {
            let (highs, lows) = (piece.iter().map(|n| (n >> 8) as u8), piece.iter().map(|n| *n as u8));
            highs.chain(lows).collect()
        };
        numbers.chunks(PIECE_POSITIONS).map(planes).collect()
    }

    /// One entry for each stream: its blocks, and its last commit.
    fn entries(&self) -> Result<Vec<StreamEntry>, StoreFault> {
        let mut entries: Vec<StreamEntry> = Vec::new();
        for (number, block) in (0u16..).zip(&self.blocks) {
            for (stream, commit) in self.commits.get(block.clone()).unwrap_or_default() {
                let (version, leaf) = (view(commit)?.last_version(), commit.leaf);
                match entries.last_mut().filter(|entry| entry.stream == *stream) {
                    Some(entry) => {
                        (entry.version, entry.leaf, entry.blocks) = (version, leaf, number - entry.block + 1);
                    }
                    None => entries.push(StreamEntry { stream: *stream, block: number, blocks: 1, version, leaf }),
                }
            }
        }
        Ok(entries)
    }
}

/// Cuts commits in stream order into blocks: at the end of a stream where the next one would not fit, inside a stream only
/// when it alone is longer than a block.
fn cut(commits: &[(StreamId, &RunCommit<'_>)]) -> Vec<Range<usize>> {
    let (mut blocks, mut start, mut end, mut bytes) = (Vec::new(), 0, 0, 0);
    for stream in commits.chunk_by(|left, right| left.0 == right.0) {
        let stream_bytes: usize = stream.iter().map(|(_, commit)| commit.bytes.len()).sum();
        if end > start && bytes + stream_bytes > BLOCK_BYTES {
            blocks.push(start..end);
            (start, bytes) = (end, 0);
        }
        for (_, commit) in stream {
            (end, bytes) = (end + 1, bytes + commit.bytes.len());
            if bytes >= BLOCK_BYTES {
                blocks.push(start..end);
                (start, bytes) = (end, 0);
            }
        }
    }
    if end > start {
        blocks.push(start..end);
    }
    blocks
}

fn view<'a>(commit: &RunCommit<'a>) -> Result<CommitView<'a>, StoreFault> {
    CommitView::parse(commit.position, commit.bytes)
        .ok_or_else(|| StoreFault::Unfit(format!("the commit at position {} cannot be read", commit.position)))
}

fn ordinal(first: Position, position: Position) -> usize {
    usize::try_from(position.saturating_sub(first)).unwrap_or(usize::MAX)
}
