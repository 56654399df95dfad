//! The bytes of a frame.
//!
//! ```text
//!  0 magic        8   what a search for later frames looks for
//!  8 length       u32 commit bytes
//! 12 format       u16
//! 14 algorithm    u16 of every hash here: 1 is SHA-256
//! 16 position     u64
//! 24 group        u64 which write it was part of, counted from 1
//! 32 index        u32 its place in the group, from 0: so a frame alone tells where its group began
//! 36 zero         u32
//! 40 entries      u64 in all commits before it
//! 48 time         i64
//! 56 chain        32  over everything before it
//! 88 body check   u32 CRC-32 of commit bytes and padding
//! 92 header check u32 CRC-32 of the 92 bytes before
//! 96 commit bytes, zeros to the next multiple of 8            (all numbers big-endian)
//! ```
//!
//! The link of the chain behind a frame is `SHA-256(0x02 ‖ bytes 8..88 of the header ‖ leaf of the commit)`: it covers
//! the header and, through the leaf, the commit. Two checks, because they answer two questions: whether there is a frame
//! here, and whether its body is what was written; a body gone bad then costs one commit and not the way to the next.

use crate::hash::sha256;
use crate::{Digest, Micros, Position, leaf_hash};

/// Bytes before the commit bytes.
pub(crate) const FRAME_HEADER_BYTES: usize = 96;
/// Every frame begins at a multiple of this.
pub(crate) const ALIGNMENT: usize = 8;
/// The format this code writes, and the highest it reads.
pub(crate) const FORMAT: u16 = 1;
/// SHA-256 for leaf, chain and tree.
pub(crate) const ALGORITHM: u16 = 1;
/// The first bytes of a frame. Not valid UTF-8, so no text body contains it by chance.
pub(crate) const MAGIC: [u8; 8] = [0xF7, b'Y', b'D', b'T', b'A', b'P', b'E', 0xA1];

const CHAINED: std::ops::Range<usize> = 8..88;
const BODY_CHECK: usize = 88;
const HEADER_CHECK: usize = 92;

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// Commit bytes behind it.
    pub(crate) length: u32,
    /// Its commit's place in the global order.
    pub(crate) position: Position,
    /// Which write it was part of.
    pub(crate) group: u64,
    /// Its place in that group.
    pub(crate) index: u32,
    /// Entries in all commits before it.
    pub(crate) entries: u64,
    /// What the writer stamped on the commit.
    pub(crate) time: Micros,
    /// Over everything before it.
    pub(crate) chain: Digest,
    /// CRC-32 of commit bytes and padding.
    pub(crate) body_check: u32,
}

/// What 96 bytes turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parsed {
    /// A header whose own check holds.
    Header(Header),
    /// Zeros: nothing was written here.
    Blank,
    /// A header of a format this code does not know.
    Newer(u16),
    /// Something else.
    Garbage,
}

impl Header {
    /// Reads a header and checks it against its own sum.
    pub(crate) fn parse(bytes: &[u8]) -> Parsed {
        let Some(bytes) = bytes.first_chunk::<FRAME_HEADER_BYTES>() else { return Parsed::Garbage };
        if bytes.iter().all(|byte| *byte == 0) {
            return Parsed::Blank;
        }
        let sound =
            bytes.starts_with(&MAGIC) && u32_at(bytes, HEADER_CHECK) == crc32fast::hash(part(bytes, 0..HEADER_CHECK));
        if !sound {
            return Parsed::Garbage;
        }
        let format = (u32_at(bytes, 12) >> 16) as u16;
        if format > FORMAT { Parsed::Newer(format) } else { Parsed::Header(Header::read(bytes)) }
    }

    fn read(bytes: &[u8; FRAME_HEADER_BYTES]) -> Header {
        let mut chain = Digest::default();
        chain.0.copy_from_slice(part(bytes, 56..88));
        Header {
            length: u32_at(bytes, 8),
            position: u64_at(bytes, 16),
            group: u64_at(bytes, 24),
            index: u32_at(bytes, 32),
            entries: u64_at(bytes, 40),
            time: u64_at(bytes, 48).cast_signed(),
            chain,
            body_check: u32_at(bytes, BODY_CHECK),
        }
    }

    /// The bytes of the header.
    pub(crate) fn bytes(&self) -> [u8; FRAME_HEADER_BYTES] {
        let mut bytes = [0; FRAME_HEADER_BYTES];
        put(&mut bytes, 0, &MAGIC);
        put(&mut bytes, 8, &self.length.to_be_bytes());
        put(&mut bytes, 12, &FORMAT.to_be_bytes());
        put(&mut bytes, 14, &ALGORITHM.to_be_bytes());
        put(&mut bytes, 16, &self.position.to_be_bytes());
        put(&mut bytes, 24, &self.group.to_be_bytes());
        put(&mut bytes, 32, &self.index.to_be_bytes());
        put(&mut bytes, 40, &self.entries.to_be_bytes());
        put(&mut bytes, 48, &self.time.to_be_bytes());
        put(&mut bytes, 56, &self.chain.0);
        put(&mut bytes, BODY_CHECK, &self.body_check.to_be_bytes());
        let check = crc32fast::hash(part(&bytes, 0..HEADER_CHECK));
        put(&mut bytes, HEADER_CHECK, &check.to_be_bytes());
        bytes
    }

    /// The link of the chain behind this frame.
    pub(crate) fn link(&self, leaf: &Digest) -> Digest {
        sha256(&[&[2], part(&self.bytes(), CHAINED), &leaf.0])
    }

    /// Bytes from the first of this frame to the first of the next.
    pub(crate) fn frame_bytes(&self) -> u64 {
        frame_bytes(self.length as usize) as u64
    }

    /// Whether `body` (commit bytes and padding) is what was written.
    pub(crate) fn holds(&self, body: &[u8]) -> bool {
        crc32fast::hash(body) == self.body_check
    }
}

/// Bytes a commit of `length` bytes takes on the tape.
pub(crate) fn frame_bytes(length: usize) -> usize {
    FRAME_HEADER_BYTES + length.next_multiple_of(ALIGNMENT)
}

/// Writes a frame behind what `out` holds: the caller writes the commit bytes, the header is filled in around them.
/// Answers the leaf and the link behind the frame.
pub(crate) fn write_frame(
    out: &mut Vec<u8>,
    mut header: Header,
    commit: impl FnOnce(&mut Vec<u8>),
) -> (Header, Digest, Digest) {
    let start = out.len();
    out.resize(start + FRAME_HEADER_BYTES, 0);
    commit(out);
    let body = start + FRAME_HEADER_BYTES;
    let leaf = leaf_hash(out.get(body..).unwrap_or_default());
    header.length = u32::try_from(out.len() - body).unwrap_or(u32::MAX);
    out.resize(start + frame_bytes(out.len() - body), 0);
    header.body_check = crc32fast::hash(out.get(body..).unwrap_or_default());
    put(out, start, &header.bytes());
    (header, leaf, header.link(&leaf))
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    if let Some(target) = bytes.get_mut(at..at + value.len()) {
        target.copy_from_slice(value);
    }
}

fn part(bytes: &[u8], range: std::ops::Range<usize>) -> &[u8] {
    bytes.get(range).unwrap_or_default()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|part| part.try_into().ok()).map_or(0, u32::from_be_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|part| part.try_into().ok()).map_or(0, u64::from_be_bytes)
}
