//! The tape's files from outside: where the frames lie, by the layout that `docs/operations.md` and the journal state.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::files_below;

/// Bytes before a frame's commit bytes.
const FRAME_HEADER_BYTES: usize = 96;
/// The first bytes of every frame.
const MAGIC: [u8; 8] = [0xF7, b'Y', b'D', b'T', b'A', b'P', b'E', 0xA1];

/// Bytes of a sealed segment before its first block.
const SEALED_HEADER_BYTES: usize = 236;
/// Bytes of a block's header: a skippable frame of zstd around a position and five numbers.
const BLOCK_HEADER_BYTES: usize = 36;

/// A block of a sealed segment, its header included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The segment file.
    pub file: PathBuf,
    /// Where it lies.
    pub bytes: Range<u64>,
    /// The positions of its commits.
    pub positions: Range<u64>,
}

/// The blocks of all sealed segments, in order.
///
/// # Panics
/// If the tape cannot be read.
#[must_use]
pub fn blocks(data: &Path) -> Vec<Block> {
    sealed_segments(data).iter().flat_map(|file| blocks_of(file)).collect()
}

/// A frame in a raw segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The segment file.
    pub file: PathBuf,
    /// Where it lies.
    pub bytes: Range<u64>,
    /// The position of its commit.
    pub position: u64,
    /// Which write it was part of.
    pub group: u64,
}

/// The frames of all raw segments, in order.
///
/// # Panics
/// If the tape cannot be read.
#[must_use]
pub fn frames(data: &Path) -> Vec<Frame> {
    segments(data, "tape").iter().flat_map(|file| frames_of(file)).collect()
}

/// The compressed segments, in order.
///
/// # Panics
/// If the tape cannot be listed.
#[must_use]
pub fn sealed_segments(data: &Path) -> Vec<PathBuf> {
    segments(data, "zst")
}

fn segments(data: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = files_below(&data.join("tape"));
    files.retain(|file| file.extension().is_some_and(|found| found == ending));
    files
}

fn blocks_of(file: &Path) -> Vec<Block> {
    let bytes = fs::read(file).expect("a segment can be read");
    let (mut blocks, mut at) = (Vec::new(), SEALED_HEADER_BYTES);
    while let Some(header) = bytes.get(at..at + BLOCK_HEADER_BYTES) {
        let number = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().expect("four bytes"));
        let first = u64::from_be_bytes(header[8..16].try_into().expect("eight bytes"));
        let end = at + BLOCK_HEADER_BYTES + number(24) as usize;
        let positions = first..first + u64::from(number(16));
        blocks.push(Block { file: file.to_path_buf(), bytes: at as u64..end as u64, positions });
        at = end;
    }
    blocks
}

fn frames_of(file: &Path) -> Vec<Frame> {
    let bytes = fs::read(file).expect("a segment can be read");
    let (mut frames, mut at) = (Vec::new(), 0);
    while let Some(header) = bytes.get(at..at + FRAME_HEADER_BYTES).filter(|header| header.starts_with(&MAGIC)) {
        let length = u32::from_be_bytes(header[8..12].try_into().expect("four bytes")) as usize;
        let number = |at: usize| u64::from_be_bytes(header[at..at + 8].try_into().expect("eight bytes"));
        let end = at + (FRAME_HEADER_BYTES + length).next_multiple_of(8);
        let frame =
            Frame { file: file.to_path_buf(), bytes: at as u64..end as u64, position: number(16), group: number(24) };
        frames.push(frame);
        at = end;
    }
    frames
}
