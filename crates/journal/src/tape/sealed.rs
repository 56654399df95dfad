//! Sealed segments: the frames of a full segment in independent zstd blocks.
//!
//! ```text
//! header, then for each block: block header, zstd frame of about a megabyte of whole tape frames
//! header        "YIDISEAL" | format u16 | algorithm u16 | number u32 | raw bytes u64 | trail before | trail after | crc32
//! block header  first position u64 | commits u32 | raw bytes u32 | packed bytes u32 | crc32 of those | crc32 of this
//! ```
//!
//! Both headers are wrapped in skippable zstd frames, so `zstd -dc FILE` prints the raw frames: the archive can be read
//! without this program.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;

use super::frame::{ALGORITHM, FORMAT};
use super::trail::{TRAIL_BYTES, Trail};
use super::walk::{Damage, End, Found, Frame, Harm, Meet, walk as walk_raw};
use super::window::{Bytes, Window};
use crate::Position;
use crate::file;

/// Raw bytes in a block, unless one frame is larger: small enough to read one stream's commits, large enough to compress.
const BLOCK_BYTES: usize = 1 << 20;
/// The usual compromise: a third of the time of level 9 for nine tenths of its effect.
const LEVEL: i32 = 3;
const MAGIC: &[u8; 8] = b"YIDISEAL";
const SKIPPABLE: u32 = 0x184D_2A5D;
const WRAP_BYTES: usize = 8;
const HEADER_BYTES: usize = WRAP_BYTES + 8 + 2 + 2 + 4 + 8 + 2 * TRAIL_BYTES + 4;
const BLOCK_HEADER_BYTES: usize = WRAP_BYTES + 8 + 4 * 5;
/// No block unpacks to more: a damaged length must not ask for the machine's memory.
const UNPACKED_BYTES_MAX: usize = BLOCK_BYTES + 2 * crate::COMMIT_BYTES_MAX;

/// What the first bytes of a sealed segment say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SealedHeader {
    /// The number of the segment.
    pub(crate) number: u32,
    /// Bytes of all its frames.
    pub(crate) raw_bytes: u64,
    /// The state before its first frame.
    pub(crate) before: Trail,
    /// The state behind its last.
    pub(crate) after: Trail,
}

/// Writes a sealed segment.
#[derive(Debug)]
pub(crate) struct Sealer {
    file: File,
    at: u64,
    header: SealedHeader,
    block: Vec<u8>,
    first: Position,
}

impl Sealer {
    /// Begins one in an empty file; `before` is the state before its first frame.
    pub(crate) fn new(file: File, number: u32, before: Trail) -> Sealer {
        let header = SealedHeader { number, raw_bytes: 0, before, after: before };
        Sealer { file, at: HEADER_BYTES as u64, header, block: Vec::with_capacity(BLOCK_BYTES), first: 0 }
    }

    /// Adds the next frame; `after` is the state behind it.
    pub(crate) fn push(&mut self, frame: &Frame<'_>, after: Trail) -> io::Result<()> {
        if !self.block.is_empty() && self.block.len() + frame.bytes.len() > BLOCK_BYTES {
            self.write_block()?;
        }
        if self.block.is_empty() {
            self.first = frame.header.position;
        }
        self.block.extend_from_slice(frame.bytes);
        self.header.after = after;
        Ok(())
    }

    /// Writes what is left and the header, and syncs the file.
    pub(crate) fn finish(mut self) -> io::Result<SealedHeader> {
        if !self.block.is_empty() {
            self.write_block()?;
        }
        file::write_at(&self.file, &self.header.bytes(), 0)?;
        self.file.sync_all()?;
        Ok(self.header)
    }

    fn write_block(&mut self) -> io::Result<()> {
        let packed = zstd::bulk::compress(&self.block, LEVEL)?;
        let commits = self.header.after.position + 1 - self.first;
        let header = Block {
            first: self.first,
            commits: number(commits)?,
            raw: number(self.block.len())?,
            packed: number(packed.len())?,
            check: crc32fast::hash(&packed),
        };
        file::write_at(&self.file, &header.bytes(), self.at)?;
        file::write_at(&self.file, &packed, self.at + BLOCK_HEADER_BYTES as u64)?;
        self.at += (BLOCK_HEADER_BYTES + packed.len()) as u64;
        self.header.raw_bytes += self.block.len() as u64;
        self.block.clear();
        Ok(())
    }
}

/// The header of a sealed segment; `None` if it does not match its check.
pub(crate) fn read_header(file: &File) -> io::Result<Option<SealedHeader>> {
    let mut window = Window::new(file)?;
    Ok(SealedHeader::parse(window.at(0, HEADER_BYTES)?))
}

/// Walks through all frames of a sealed segment. A damaged block is unpacked as far as possible, to name the first
/// frame that is gone and not only the block.
pub(crate) fn walk(file: &File, meet: &mut Meet<'_>) -> io::Result<End> {
    let mut window = Window::new(file)?;
    let header = SealedHeader::parse(window.at(0, HEADER_BYTES)?);
    let mut walker = Walker { raw: 0, next: header.map_or(0, |header| header.before.position + 1), stopped: false };
    if header.is_none() {
        walker.report(Harm::SealedHeader, None, meet);
    }
    let mut at = HEADER_BYTES as u64;
    while at < window.len() && !walker.stopped {
        let block = Block::parse(window.at(at, BLOCK_HEADER_BYTES)?);
        at += BLOCK_HEADER_BYTES as u64;
        let Some(block) = block else {
            let last = header.map(|header| (walker.next, header.after.position));
            walker.report(Harm::Block, last, meet);
            let end = End { offset: walker.raw, len: walker.raw };
            return Ok(end);
        };
        walker.block(&block, window.at(at, block.packed as usize)?, meet)?;
        at += u64::from(block.packed);
    }
    if let Some(header) = header.filter(|header| !walker.stopped && walker.next <= header.after.position) {
        walker.report(Harm::Cut, Some((walker.next, header.after.position)), meet);
    }
    Ok(End { offset: walker.raw, len: walker.raw })
}

/// Compares every block with its check without unpacking it: what the background scrub does. Answers the first position
/// of the first block that is damaged.
pub(crate) fn scrub(file: &File, pause: &mut dyn FnMut(u64)) -> io::Result<Option<Position>> {
    let mut window = Window::new(file)?;
    let Some(header) = SealedHeader::parse(window.at(0, HEADER_BYTES)?) else { return Ok(Some(0)) };
    let (mut at, mut next) = (HEADER_BYTES as u64, header.before.position + 1);
    while at < window.len() {
        let Some(block) = Block::parse(window.at(at, BLOCK_HEADER_BYTES)?) else { return Ok(Some(next)) };
        at += BLOCK_HEADER_BYTES as u64;
        if !block.holds(window.at(at, block.packed as usize)?) {
            return Ok(Some(next));
        }
        at += u64::from(block.packed);
        next = block.first + u64::from(block.commits);
        pause(u64::from(block.packed));
    }
    Ok((next <= header.after.position).then_some(next))
}

#[derive(Debug)]
struct Walker {
    raw: u64,
    next: Position,
    stopped: bool,
}

impl Walker {
    fn block(&mut self, block: &Block, packed: &[u8], meet: &mut Meet<'_>) -> io::Result<()> {
        let last = block.first + u64::from(block.commits) - 1;
        let unpacked = zstd::bulk::decompress(packed, (block.raw as usize).min(UNPACKED_BYTES_MAX)).unwrap_or_default();
        let whole = block.holds(packed) && unpacked.len() == block.raw as usize;
        let base = self.raw;
        let mut harmed = false;
        walk_raw(&mut unpacked.as_slice(), 0, &mut |found| {
            let moved = match found {
                Found::Frame(frame) => {
                    self.next = frame.header.position + 1;
                    Found::Frame(Frame { offset: base + frame.offset, ..frame })
                }
                Found::Damage(damage) => {
                    harmed = true;
                    let positions = damage.positions.or(Some((self.next, self.next)));
                    Found::Damage(Damage {
                        offset: base + damage.offset,
                        upto: base + damage.upto,
                        positions,
                        ..damage
                    })
                }
                Found::Newer(format) => Found::Newer(format),
            };
            let flow = meet(moved);
            self.stopped |= flow == ControlFlow::Break(());
            flow
        })?;
        if !self.stopped && (self.next <= last || (!whole && !harmed)) {
            self.report(Harm::Block, Some((self.next.min(last), last)), meet);
        }
        self.next = last + 1;
        self.raw = base + u64::from(block.raw);
        Ok(())
    }

    fn report(&mut self, harm: Harm, positions: Option<(Position, Position)>, meet: &mut Meet<'_>) {
        let flow = meet(Found::Damage(Damage { offset: self.raw, upto: self.raw, positions, harm }));
        self.stopped |= flow == ControlFlow::Break(());
    }
}

#[derive(Clone, Copy, Debug)]
struct Block {
    first: Position,
    commits: u32,
    raw: u32,
    packed: u32,
    check: u32,
}

impl Block {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.first.to_be_bytes().to_vec();
        for number in [self.commits, self.raw, self.packed, self.check] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        wrap(bytes)
    }

    fn parse(bytes: &[u8]) -> Option<Block> {
        let content = unwrap(bytes, BLOCK_HEADER_BYTES)?;
        let (first, rest) = content.split_first_chunk::<8>()?;
        let mut numbers = rest.chunks_exact(4).filter_map(|four| four.try_into().ok()).map(u32::from_be_bytes);
        let mut next = || numbers.next();
        let block = Block {
            first: u64::from_be_bytes(*first),
            commits: next()?,
            raw: next()?,
            packed: next()?,
            check: next()?,
        };
        (block.commits > 0).then_some(block)
    }

    fn holds(&self, packed: &[u8]) -> bool {
        packed.len() == self.packed as usize && crc32fast::hash(packed) == self.check
    }
}

impl SealedHeader {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&FORMAT.to_be_bytes());
        bytes.extend_from_slice(&ALGORITHM.to_be_bytes());
        bytes.extend_from_slice(&self.number.to_be_bytes());
        bytes.extend_from_slice(&self.raw_bytes.to_be_bytes());
        self.before.write(&mut bytes);
        self.after.write(&mut bytes);
        wrap(bytes)
    }

    fn parse(bytes: &[u8]) -> Option<SealedHeader> {
        let content = unwrap(bytes, HEADER_BYTES)?.strip_prefix(MAGIC)?;
        let (_format_and_algorithm, rest) = content.split_first_chunk::<4>()?;
        let (number, rest) = rest.split_first_chunk()?;
        let (raw_bytes, rest) = rest.split_first_chunk()?;
        let (before, rest) = Trail::read(rest)?;
        let (after, _) = Trail::read(rest)?;
        Some(SealedHeader {
            number: u32::from_be_bytes(*number),
            raw_bytes: u64::from_be_bytes(*raw_bytes),
            before,
            after,
        })
    }
}

/// A skippable zstd frame around `content` and its check.
fn wrap(mut content: Vec<u8>) -> Vec<u8> {
    let check = crc32fast::hash(&content);
    content.extend_from_slice(&check.to_be_bytes());
    let mut bytes = SKIPPABLE.to_le_bytes().to_vec();
    bytes.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(&content);
    bytes
}

/// The content of a skippable frame of `total` bytes whose wrapping and check hold.
fn unwrap(bytes: &[u8], total: usize) -> Option<&[u8]> {
    let size = u32::try_from(total.checked_sub(WRAP_BYTES)?).ok()?;
    let framed = bytes.get(..total)?.strip_prefix(&SKIPPABLE.to_le_bytes())?.strip_prefix(&size.to_le_bytes())?;
    let (content, check) = framed.split_last_chunk::<4>()?;
    (crc32fast::hash(content) == u32::from_be_bytes(*check)).then_some(content)
}

fn number<N: TryInto<u32>>(value: N) -> io::Result<u32> {
    value.try_into().map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))
}
