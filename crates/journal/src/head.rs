//! The head file: what the log swore to hold. It tells a lost tail from a torn one.
//!
//! ```text
//! DIR/head: two slots of 4096 bytes, written in turn, so that a torn write costs one of them and never both
//! slot: "YIDIHEAD" | format u16 | least format a reader must know u16 | epoch u64 | segment u32 | offset u64
//!       | trail | tree size u64 | tree root | zeros | crc32 of the 4092 bytes before it
//! ```

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::Digest;
use crate::file;
use crate::tape::frame::FORMAT;
use crate::tape::trail::Trail;

const MAGIC: &[u8; 8] = b"YIDIHEAD";
const SLOT_BYTES: usize = 4096;
const SLOTS: u64 = 2;

/// What a slot holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeadRecord {
    /// Counts the writes of the head; the slot with the higher one is newer.
    pub(crate) epoch: u64,
    /// The segment that holds the last commit.
    pub(crate) segment: u32,
    /// The offset behind its frame.
    pub(crate) offset: u64,
    /// The state behind it.
    pub(crate) trail: Trail,
    /// Leaves in the tree: as many as commits.
    pub(crate) tree_size: u64,
    /// Its root.
    pub(crate) tree_root: Digest,
}

/// What the head file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadFound {
    /// There is none: a new log, or one whose head was deleted.
    Missing,
    /// The newest slot that holds. `damaged` if the other one was written and does not.
    Record {
        /// What it says.
        record: HeadRecord,
        /// Whether the other slot is damaged.
        damaged: bool,
    },
    /// Something was written, and no slot holds.
    Damaged,
    /// Written by a newer program that says this one must not touch the log.
    Newer(u16),
}

/// Reads the head file in a log's directory, changing nothing.
pub(crate) fn read(dir: &Path) -> io::Result<HeadFound> {
    let bytes = match fs::read(dir.join("head")) {
        Ok(bytes) => bytes,
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(HeadFound::Missing),
        Err(reason) => return Err(reason),
    };
    if bytes.iter().all(|byte| *byte == 0) {
        return Ok(HeadFound::Missing);
    }
    let slots: Vec<_> = bytes.chunks(SLOT_BYTES).map(parse).collect();
    if let Some(Slot::Newer(format)) = slots.iter().find(|slot| matches!(slot, Slot::Newer(_))) {
        return Ok(HeadFound::Newer(*format));
    }
    let damaged = slots.contains(&Slot::Damaged);
    let records = slots.iter().filter_map(|slot| if let Slot::Record(record) = slot { Some(*record) } else { None });
    let newest = records.max_by_key(|record| record.epoch);
    Ok(newest.map_or(HeadFound::Damaged, |record| HeadFound::Record { record, damaged }))
}

/// The head file, open for writing.
#[derive(Debug)]
pub(crate) struct HeadFile {
    file: File,
    epoch: u64,
}

impl HeadFile {
    /// Opens or creates it; `last` is what was read from it.
    pub(crate) fn open(dir: &Path, last: HeadRecord) -> io::Result<HeadFile> {
        let path = dir.join("head");
        if fs::metadata(&path).map_or(0, |found| found.len()) < SLOTS * SLOT_BYTES as u64 {
            let keep = fs::read(&path).unwrap_or_default();
            file::create_zeroed(&path, SLOTS * SLOT_BYTES as u64)?;
            file::write_at(&file::open_rw(&path)?, &keep, 0)?;
        }
        Ok(HeadFile { file: file::open_rw(&path)?, epoch: last.epoch })
    }

    /// Writes the record into the older slot and syncs it. What did not get there is tried in the same slot again: the other
    /// one holds.
    pub(crate) fn write(&mut self, record: HeadRecord) -> io::Result<()> {
        let epoch = self.epoch + 1;
        let slot = HeadRecord { epoch, ..record }.bytes();
        file::write_at(&self.file, &slot, epoch % SLOTS * SLOT_BYTES as u64)?;
        file::sync(&self.file)?;
        self.epoch = epoch;
        Ok(())
    }
}

impl HeadRecord {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&FORMAT.to_be_bytes());
        bytes.extend_from_slice(&FORMAT.to_be_bytes());
        bytes.extend_from_slice(&self.epoch.to_be_bytes());
        bytes.extend_from_slice(&self.segment.to_be_bytes());
        bytes.extend_from_slice(&self.offset.to_be_bytes());
        self.trail.write(&mut bytes);
        bytes.extend_from_slice(&self.tree_size.to_be_bytes());
        bytes.extend_from_slice(&self.tree_root.0);
        bytes.resize(SLOT_BYTES - 4, 0);
        let check = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&check.to_be_bytes());
        bytes
    }

    fn parse(content: &[u8]) -> Option<HeadRecord> {
        let (epoch, rest) = content.split_first_chunk()?;
        let (segment, rest) = rest.split_first_chunk()?;
        let (offset, rest) = rest.split_first_chunk()?;
        let (trail, rest) = Trail::read(rest)?;
        let (tree_size, rest) = rest.split_first_chunk()?;
        let tree_root = Digest(*rest.first_chunk()?);
        let (epoch, tree_size) = (u64::from_be_bytes(*epoch), u64::from_be_bytes(*tree_size));
        let (segment, offset) = (u32::from_be_bytes(*segment), u64::from_be_bytes(*offset));
        Some(HeadRecord { epoch, segment, offset, trail, tree_size, tree_root })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Blank,
    Record(HeadRecord),
    Newer(u16),
    Damaged,
}

fn parse(slot: &[u8]) -> Slot {
    if slot.iter().all(|byte| *byte == 0) {
        return Slot::Blank;
    }
    let content = slot
        .split_last_chunk::<4>()
        .filter(|(content, check)| slot.len() == SLOT_BYTES && crc32fast::hash(content) == u32::from_be_bytes(**check));
    let content = content.and_then(|(content, _)| content.strip_prefix(MAGIC));
    let Some(([_, _, high, low], rest)) = content.and_then(|content| content.split_first_chunk::<4>()) else {
        return Slot::Damaged;
    };
    let least = u16::from_be_bytes([*high, *low]);
    if least > FORMAT {
        return Slot::Newer(least);
    }
    HeadRecord::parse(rest).map_or(Slot::Damaged, Slot::Record)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(position: u64) -> HeadRecord {
        HeadRecord { trail: Trail { position, ..Trail::default() }, tree_size: position, ..HeadRecord::default() }
    }

    fn position(dir: &Path) -> Option<u64> {
        match read(dir).unwrap() {
            HeadFound::Record { record, .. } => Some(record.trail.position),
            _ => None,
        }
    }

    #[test]
    fn every_flipped_bit_costs_one_slot_and_never_both() {
        let dir = tempfile::tempdir().unwrap();
        let mut head = HeadFile::open(dir.path(), HeadRecord::default()).unwrap();
        head.write(record(7)).unwrap();
        head.write(record(8)).unwrap();
        let path = dir.path().join("head");
        let whole = fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(&path, bytes).unwrap();
            let expected = if at < SLOT_BYTES { 7 } else { 8 }; // epoch 2 is in slot 0
            assert_eq!(position(dir.path()), Some(expected), "bit at byte {at}");
        }
    }

    #[test]
    fn a_head_by_a_newer_program_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let mut bytes = record(7).bytes();
        bytes[11] = 9;
        let check = crc32fast::hash(&bytes[..SLOT_BYTES - 4]);
        bytes[SLOT_BYTES - 4..].copy_from_slice(&check.to_be_bytes());
        fs::write(dir.path().join("head"), bytes).unwrap();
        assert_eq!(read(dir.path()).unwrap(), HeadFound::Newer(9));
    }
}
