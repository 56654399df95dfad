//! Which streams a run holds, and in which of its blocks.
//!
//! In memory: 16 bytes for each stream of each run, so that a read touches only the blocks it needs. On disk, in pieces of
//! 256 streams sorted by id, compressed column by column:
//!
//! ```text
//! count u32 | ids 16 each | first block, as difference to the one before, u16 each | blocks u16 each
//!           | last version u64 each | last leaf 32 each
//! ```

use super::StoreFault;
use super::block::{Packer, Unpacker};
use super::engine::{Engine, Kind};
use super::run::put_all;
use crate::{Digest, Position, StreamId};

/// Streams in one piece: about 13 KB, of which ids and leaves do not compress.
const PIECE_STREAMS: usize = 256;

/// One stream of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StreamEntry {
    /// The stream.
    pub(crate) stream: StreamId,
    /// The block with its first commit of the run.
    pub(crate) block: u16,
    /// In how many blocks, from that one on, its commits lie.
    pub(crate) blocks: u16,
    /// How many entries it holds after the run.
    pub(crate) version: u64,
    /// The leaf of its last commit of the run.
    pub(crate) leaf: Digest,
}

/// What a reader must know of a run without reading it.
#[derive(Debug)]
pub(crate) struct RunIndex {
    /// Its first position.
    pub(crate) first: Position,
    /// Its last position.
    pub(crate) last: Position,
    /// How many blocks it has.
    pub(crate) blocks: u32,
    pieces: u32,
    /// Sorted by `fold`.
    places: Vec<Place>,
}

/// Where a stream lies in a run, 16 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The stream's id folded to 8 bytes: two streams may share it, the block tells them apart.
    fold: u64,
    /// As in [`StreamEntry`].
    pub(crate) block: u16,
    /// As in [`StreamEntry`].
    pub(crate) blocks: u16,
    /// As in [`StreamEntry`]; `u32::MAX` stands for that or more.
    version: u32,
}

impl RunIndex {
    /// Writes the stream index and the header of a run; `entries` are sorted by stream.
    pub(crate) fn write(
        engine: &Engine,
        positions: (Position, Position),
        blocks: u32,
        entries: &[StreamEntry],
    ) -> Result<RunIndex, StoreFault> {
        let (first, last) = positions;
        let mut packer = Packer::new()?;
        let pieces: Result<Vec<_>, _> =
            entries.chunks(PIECE_STREAMS).map(|piece| packer.pack(&encode(piece))).collect();
        let values = pieces?;
        put_all(engine, Kind::Streams, first, &values)?;
        let pieces = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let header = [last.to_be_bytes().as_slice(), &blocks.to_be_bytes(), &pieces.to_be_bytes()].concat();
        engine.put(Kind::Run, first, 0, &header)?;
        Ok(RunIndex { first, last, blocks, pieces, places: sorted(entries.iter().map(Place::of).collect()) })
    }

    /// Loads what is in memory of a run from its header and its stream index.
    pub(crate) fn load(engine: &Engine, first: Position, header: &[u8]) -> Result<RunIndex, StoreFault> {
        let fields = decode_header(header).filter(|(last, ..)| *last >= first);
        let (last, blocks, pieces) = fields.ok_or_else(|| StoreFault::damaged("the header of a run cannot be read"))?;
        let mut index = RunIndex { first, last, blocks, pieces, places: Vec::new() };
        let mut places = Vec::new();
        index.for_each_stream(engine, &mut |entry| places.push(Place::of(&entry)))?;
        places.shrink_to_fit();
        index.places = sorted(places);
        Ok(index)
    }

    /// Reads the stream index again, in the order of the ids.
    pub(crate) fn for_each_stream(&self, engine: &Engine, each: &mut dyn FnMut(StreamEntry)) -> Result<(), StoreFault> {
        let mut unpacker = Unpacker::new()?;
        for piece in 0..self.pieces {
            let raw = unpacker.unpack(&engine.need(Kind::Streams, self.first, piece)?)?;
            decode(&raw, each).ok_or_else(|| StoreFault::damaged("a stream index cannot be read"))?;
        }
        Ok(())
    }

    /// Where commits of `stream` with versions above `after` may lie: usually one place or none.
    pub(crate) fn places(&self, stream: StreamId, after: u64) -> impl Iterator<Item = Place> + '_ {
        let fold = fold(stream);
        let from = self.places.partition_point(|place| place.fold < fold);
        let equal = self.places.iter().skip(from).take_while(move |place| place.fold == fold);
        equal.filter(move |place| place.version == u32::MAX || u64::from(place.version) > after).copied()
    }

    /// How many commits it has.
    pub(crate) fn commits(&self) -> u64 {
        self.last - self.first + 1
    }
}

impl Place {
    fn of(entry: &StreamEntry) -> Place {
        let version = u32::try_from(entry.version).unwrap_or(u32::MAX);
        Place { fold: fold(entry.stream), block: entry.block, blocks: entry.blocks, version }
    }
}

fn sorted(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable_by_key(|place| place.fold);
    places
}

/// Both halves count: ids made from a time differ in the first bytes, ids made from a counter in the last.
fn fold(stream: StreamId) -> u64 {
    let number = u128::from_be_bytes(stream.0);
    (number >> 64) as u64 ^ number as u64
}

fn decode_header(header: &[u8]) -> Option<(Position, u32, u32)> {
    let (last, rest) = header.split_first_chunk()?;
    let (blocks, pieces) = rest.split_first_chunk()?;
    Some((u64::from_be_bytes(*last), u32::from_be_bytes(*blocks), u32::from_be_bytes(pieces.try_into().ok()?)))
}

fn encode(entries: &[StreamEntry]) -> Vec<u8> {
    let mut raw = u32::try_from(entries.len()).unwrap_or(u32::MAX).to_be_bytes().to_vec();
    entries.iter().for_each(|entry| raw.extend_from_slice(&entry.stream.0));
    let mut before = 0;
    for entry in entries {
        raw.extend_from_slice(&entry.block.wrapping_sub(before).to_be_bytes());
        before = entry.block;
    }
    entries.iter().for_each(|entry| raw.extend_from_slice(&entry.blocks.to_be_bytes()));
    entries.iter().for_each(|entry| raw.extend_from_slice(&entry.version.to_be_bytes()));
    entries.iter().for_each(|entry| raw.extend_from_slice(&entry.leaf.0));
    raw
}

fn decode(raw: &[u8], each: &mut dyn FnMut(StreamEntry)) -> Option<()> {
    let (count, rest) = raw.split_first_chunk()?;
    let count = u32::from_be_bytes(*count) as usize;
    let (ids, rest) = column::<16>(rest, count)?;
    let (firsts, rest) = column::<2>(rest, count)?;
    let (blocks, rest) = column::<2>(rest, count)?;
    let (versions, rest) = column::<8>(rest, count)?;
    let (leaves, rest) = column::<32>(rest, count)?;
    let mut block = 0u16;
    for ((((id, first), blocks), version), leaf) in ids.iter().zip(firsts).zip(blocks).zip(versions).zip(leaves) {
        block = block.wrapping_add(u16::from_be_bytes(*first));
        each(StreamEntry {
            stream: StreamId(*id),
            block,
            blocks: u16::from_be_bytes(*blocks),
            version: u64::from_be_bytes(*version),
            leaf: Digest(*leaf),
        });
    }
    rest.is_empty().then_some(())
}

fn column<const N: usize>(raw: &[u8], count: usize) -> Option<(&[[u8; N]], &[u8])> {
    let (cells, rest) = raw.split_at_checked(count.checked_mul(N)?)?;
    Some((cells.as_chunks().0, rest))
}
