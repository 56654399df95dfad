//! The file of hashes: append-only, each hash written once, in the order in which it becomes known.
//!
//! ```text
//! header[64]: "YIDITREE" | format u16 | algorithm u16 | level step u16 | zero ... | crc32 of the 60 bytes before it
//! then 32 bytes a hash: leaf, and behind it the stored nodes of level 3, 6 ... which that leaf completes
//! ```
//!
//! Because a node is written directly behind the last leaf below it, its place is a sum of shifts (no index), and
//! forgetting leaves at the end is cutting the file. The file's own bytes carry no checksum: a wrong hash shows as a proof
//! or a root that does not agree, and the tape can compute it again.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::Digest;
use crate::file::{is_full, sync};

/// Levels from one stored level to the next: 3 stores 8/7 hashes a leaf and reads at most 4 for one that is not stored.
pub(crate) const LEVEL_STEP: u32 = 3;

const MAGIC: &[u8; 8] = b"YIDITREE";
/// The layout above.
const FORMAT: u16 = 1;
/// SHA-256 with the prefixes of RFC 6962.
const ALGORITHM: u16 = 1;
const HEADER_BYTES: usize = 64;
const HASH_BYTES: usize = 32;
/// Bytes of hashes held back before they are written: a write for about every 1,800 leaves.
const BUFFER_BYTES: usize = 64 << 10;

/// Hashes numbered from 0, some of them not yet written.
#[derive(Debug)]
pub(crate) struct NodeFile {
    file: File,
    /// Hashes in the file.
    written: u64,
    /// Hashes behind those, not yet written.
    pending: Vec<u8>,
}

impl NodeFile {
    /// Opens the file in `dir`, or begins one. The directory entry is synced when it is new.
    pub(crate) fn open(dir: &Path) -> io::Result<NodeFile> {
        crate::file::make_dir(dir)?;
        let path = dir.join("hashes");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        let bytes = file.metadata()?.len();
        if bytes < HEADER_BYTES as u64 {
            file.set_len(0)?;
            file.write_all_at(&header(), 0)?;
            file.sync_all()?;
            File::open(dir)?.sync_all()?;
        } else {
            check_header(&file)?;
        }
        let written = bytes.saturating_sub(HEADER_BYTES as u64) / HASH_BYTES as u64;
        Ok(NodeFile { file, written, pending: Vec::new() })
    }

    /// How many hashes there are, written or not.
    pub(crate) fn len(&self) -> u64 {
        self.written + (self.pending.len() / HASH_BYTES) as u64
    }

    /// Adds a hash. While the disk is full they are held back: no commit is taken then, so they are few.
    pub(crate) fn push(&mut self, hash: &Digest) -> io::Result<()> {
        self.pending.extend_from_slice(&hash.0);
        if self.pending.len() < BUFFER_BYTES {
            return Ok(());
        }
        self.write().or_else(|reason| if is_full(&reason) { Ok(()) } else { Err(reason) })
    }

    /// The hash numbered `slot`.
    pub(crate) fn read(&self, slot: u64) -> io::Result<Digest> {
        let mut hash = Digest::default();
        if slot < self.written {
            self.file.read_exact_at(&mut hash.0, offset(slot))?;
            return Ok(hash);
        }
        let at = usize::try_from(slot - self.written).unwrap_or(usize::MAX).saturating_mul(HASH_BYTES);
        let pending = self.pending.get(at..).and_then(|rest| rest.first_chunk());
        hash.0 = *pending.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(hash)
    }

    /// Forgets every hash from `count` on.
    pub(crate) fn truncate(&mut self, count: u64) -> io::Result<()> {
        if count > self.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the tree has fewer leaves than it shall keep"));
        }
        if count <= self.written {
            self.pending.clear();
            self.written = count;
            return self.file.set_len(offset(count));
        }
        self.pending.truncate(usize::try_from(count - self.written).unwrap_or(usize::MAX).saturating_mul(HASH_BYTES));
        Ok(())
    }

    /// Writes what is pending and brings the file to stable storage. What a full disk did not take is still pending.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.write()?;
        sync(&self.file)
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.write_all_at(&self.pending, offset(self.written))?;
        self.written = self.len();
        self.pending.clear();
        Ok(())
    }
}

fn offset(slot: u64) -> u64 {
    HEADER_BYTES as u64 + slot * HASH_BYTES as u64
}

fn header() -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for number in [FORMAT, ALGORITHM, LEVEL_STEP as u16] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    bytes.resize(HEADER_BYTES - 4, 0);
    let sum = crc32fast::hash(&bytes);
    bytes.extend_from_slice(&sum.to_be_bytes());
    bytes
}

fn check_header(file: &File) -> io::Result<()> {
    let mut found = [0; HEADER_BYTES];
    file.read_exact_at(&mut found, 0)?;
    let expected = header();
    if found.as_slice() == expected.as_slice() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        "the tree file has another format or algorithm, or a damaged header",
    ))
}
