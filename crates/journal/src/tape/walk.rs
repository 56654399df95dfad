//! Going through bytes frame by frame. Damage does not stop the walk: it is reported and the next frame is looked for,
//! because whether something valid follows is what tells a torn write from rot.

use std::io;
use std::ops::ControlFlow;

use super::frame::{ALIGNMENT, FRAME_HEADER_BYTES, Header, MAGIC, Parsed};
use super::sealed;
use super::segments::Segment;
use super::window::{Bytes, Window};
use crate::Position;
use crate::file::STEP_BYTES;

/// A frame whose checks hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// Its header.
    pub(crate) header: Header,
    /// Where it begins in the raw segment.
    pub(crate) offset: u64,
    /// The whole frame: header, commit bytes, padding.
    pub(crate) bytes: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The commit bytes.
    pub(crate) fn commit(&self) -> &'a [u8] {
        let end = FRAME_HEADER_BYTES + self.header.length as usize;
        self.bytes.get(FRAME_HEADER_BYTES..end).unwrap_or_default()
    }
}

/// Bytes that are no frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Damage {
    /// Where they begin in the raw segment.
    pub(crate) offset: u64,
    /// Where they end: at the next frame, or with the segment.
    pub(crate) upto: u64,
    /// The positions they held, where a header or a block still tells.
    pub(crate) positions: Option<(Position, Position)>,
    /// What is wrong.
    pub(crate) harm: Harm,
}

/// What is wrong with bytes that are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Harm {
    /// The header does not match its check.
    Header,
    /// The commit bytes do not match theirs.
    Body,
    /// The file ends inside a frame.
    Cut,
    /// Zeros, and then something.
    Hole,
    /// A block of a sealed segment does not match its check, or cannot be unpacked.
    Block,
    /// The header of a sealed segment does not match its check.
    SealedHeader,
}

/// What a walk meets.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found<'a> {
    /// A frame.
    Frame(Frame<'a>),
    /// Damage.
    Damage(Damage),
    /// A frame of a format this code does not know; the walk ends here.
    Newer(u16),
}

/// A visitor of what a walk meets: breaks to stop it.
pub(crate) type Meet<'a> = dyn FnMut(Found<'_>) -> ControlFlow<()> + 'a;

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// Behind the last thing met: where zeros begin, or the file ends.
    pub(crate) offset: u64,
    /// How long the raw segment is.
    pub(crate) len: u64,
}

impl Harm {
    /// In words.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Harm::Header => "the header of the frame does not match its check",
            Harm::Body => "the bytes of the commit do not match their check",
            Harm::Cut => "the file ends inside the frame",
            Harm::Hole => "there are zeros where a frame should be",
            Harm::Block => "a block of the sealed segment does not match its check",
            Harm::SealedHeader => "the header of the sealed segment does not match its check",
        }
    }
}

/// Walks through a segment, raw or sealed, as it is when the walk begins.
pub(crate) fn walk_segment(segment: &Segment, meet: &mut Meet<'_>) -> io::Result<End> {
    let (segment, file) = segment.open()?;
    if segment.sealed {
        return sealed::walk(&file, meet);
    }
    walk(&mut Window::new(&file)?, 0, meet)
}

/// Walks through raw bytes from `from` on.
pub(crate) fn walk<B: Bytes>(bytes: &mut B, from: u64, meet: &mut Meet<'_>) -> io::Result<End> {
    let (mut at, len) = (from, bytes.len());
    while at < len {
        if len - at < FRAME_HEADER_BYTES as u64 && is_blank(bytes, at)? {
            break; // too short for a header and nothing in it: the ordinary end of a full segment
        }
        let (found, next) = match Header::parse(bytes.at(at, FRAME_HEADER_BYTES)?) {
            Parsed::Header(header) => (frame_at(bytes, at, header)?, at + header.frame_bytes()),
            Parsed::Newer(format) => (Found::Newer(format), len),
            Parsed::Garbage => damage_at(bytes, at, Harm::Header)?,
            Parsed::Blank if is_blank(bytes, at)? => return Ok(End { offset: at, len }),
            Parsed::Blank => damage_at(bytes, at, Harm::Hole)?,
        };
        if meet(found) == ControlFlow::Break(()) {
            return Ok(End { offset: next.min(len), len });
        }
        at = next;
    }
    Ok(End { offset: at.min(len), len })
}

fn frame_at<B: Bytes>(bytes: &mut B, at: u64, header: Header) -> io::Result<Found<'_>> {
    let (len, total) = (bytes.len(), header.frame_bytes());
    let positions = Some((header.position, header.position));
    if at + total > len {
        return Ok(Found::Damage(Damage { offset: at, upto: len, positions, harm: Harm::Cut }));
    }
    let frame = bytes.at(at, usize::try_from(total).unwrap_or(usize::MAX))?;
    if header.holds(frame.get(FRAME_HEADER_BYTES..).unwrap_or_default()) {
        return Ok(Found::Frame(Frame { header, offset: at, bytes: frame }));
    }
    Ok(Found::Damage(Damage { offset: at, upto: at + total, positions, harm: Harm::Body }))
}

fn damage_at<'a, B: Bytes>(bytes: &mut B, at: u64, harm: Harm) -> io::Result<(Found<'a>, u64)> {
    let len = bytes.len();
    let harm = if len - at < FRAME_HEADER_BYTES as u64 { Harm::Cut } else { harm };
    let upto = next_header(bytes, at + ALIGNMENT as u64)?;
    Ok((Found::Damage(Damage { offset: at, upto, positions: None, harm }), upto))
}

/// Where the next header begins whose check holds, or the end.
fn next_header<B: Bytes>(bytes: &mut B, from: u64) -> io::Result<u64> {
    let (mut at, len) = (from.next_multiple_of(ALIGNMENT as u64), bytes.len());
    while at + (FRAME_HEADER_BYTES as u64) <= len {
        let step = bytes.at(at, STEP_BYTES)?;
        let Some(ahead) = step.chunks_exact(ALIGNMENT).position(|eight| eight == MAGIC) else {
            at += (step.len() as u64).next_multiple_of(ALIGNMENT as u64);
            continue;
        };
        at += (ahead * ALIGNMENT) as u64;
        if matches!(Header::parse(bytes.at(at, FRAME_HEADER_BYTES)?), Parsed::Header(_) | Parsed::Newer(_)) {
            return Ok(at);
        }
        at += ALIGNMENT as u64;
    }
    Ok(len)
}

/// Whether there are only zeros from here to the end.
pub(crate) fn is_blank<B: Bytes>(bytes: &mut B, from: u64) -> io::Result<bool> {
    let (mut at, len) = (from, bytes.len());
    while at < len {
        let step = bytes.at(at, STEP_BYTES)?;
        if step.iter().fold(0, |seen, byte| seen | byte) != 0 {
            return Ok(false);
        }
        at += step.len() as u64;
    }
    Ok(true)
}
