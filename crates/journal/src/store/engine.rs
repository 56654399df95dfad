//! sled, held at arm's length: the only file that calls it for the store.
//!
//! ```text
//! key    kind u8 | first position of the run u64 | number u32 | part u16                           (big-endian)
//! value  crc32 of key and the rest u32 | parts u16 | bytes
//! ```
//!
//! Inserts go in key order, one by one: sled's batch is a hash map, and a random order makes it split and rewrite its leaves
//! more than twice as often. That a run is all or nothing is the mark's doing, not sled's.

use std::fs::File;
use std::io;
use std::path::Path;

use super::StoreFault;
use super::guarded::Guarded;
use crate::Position;

/// sled writes a segment at a time, and puts whatever is larger than a quarter of one into a file it never syncs.
const SEGMENT_BYTES: usize = 8 << 20;
/// The largest value: a leaf of sled holds 17 of them before it splits, and 17 of these stay below a quarter of a segment.
const PART_BYTES: usize = 64 << 10;
const KEY_BYTES: usize = 1 + 8 + 4 + 2;
const VALUE_HEADER_BYTES: usize = 4 + 2;

/// What a value is. The letters are the first bytes of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Commits, sorted by stream.
    Block = b'b',
    /// The store's format.
    Format = b'f',
    /// How far it is complete.
    Mark = b'm',
    /// A piece of a run's position array.
    Positions = b'p',
    /// A run's header.
    Run = b'r',
    /// A piece of a run's stream index.
    Streams = b's',
}

/// One sled tree of checked values, with a sync that is one.
#[derive(Debug)]
pub(crate) struct Engine {
    db: Guarded,
    /// Our own handle of sled's file: `fdatasync` counts for the file, whoever wrote it.
    file: File,
}

type Key = [u8; KEY_BYTES];

impl Engine {
    /// Opens or creates the database, and syncs the files and directories sled made.
    pub(crate) fn open(dir: &Path, cache_bytes: u64) -> Result<Engine, StoreFault> {
        crate::file::make_dir(dir)?;
        let config = sled::Config::new().path(dir).segment_size(SEGMENT_BYTES);
        let config = config.flush_every_ms(None).cache_capacity(cache_bytes);
        let db = Guarded::open(&config)?;
        sync_entries(dir)?;
        let file = File::options().read(true).write(true).open(dir.join("db"))?;
        Ok(Engine { db, file })
    }

    /// Whether nothing was ever put into it.
    pub(crate) fn is_new(&self) -> Result<bool, StoreFault> {
        self.db.call(|db| Ok(db.iter().next().transpose()?.is_none()))
    }

    /// Puts a value of any size, in parts.
    pub(crate) fn put(&self, kind: Kind, first: Position, number: u32, bytes: &[u8]) -> Result<(), StoreFault> {
        let parts = u16::try_from(bytes.len().div_ceil(PART_BYTES).max(1));
        let parts = parts.map_err(|_| StoreFault::Unfit(format!("a value of {} bytes", bytes.len())))?;
        for part in 0..parts {
            let at = usize::from(part) * PART_BYTES;
            let piece = bytes.get(at..bytes.len().min(at + PART_BYTES)).unwrap_or_default();
            let key = key(kind, first, number, part);
            let value = seal(&key, parts, piece);
            self.db.call(|db| db.insert(key, value).map(drop))?;
        }
        Ok(())
    }

    /// Reserves the place of a value that will be put: sled splits its leaves while they weigh nothing.
    pub(crate) fn reserve(&self, kind: Kind, first: Position, number: u32) -> Result<(), StoreFault> {
        self.db.call(|db| db.insert(key(kind, first, number, 0), &[]).map(drop))
    }

    /// The bytes of a value; `None` if there is none.
    pub(crate) fn get(&self, kind: Kind, first: Position, number: u32) -> Result<Option<Vec<u8>>, StoreFault> {
        let Some((parts, mut bytes)) = self.part(kind, first, number, 0)? else { return Ok(None) };
        for part in 1..parts {
            let (_, more) = self.part(kind, first, number, part)?.ok_or_else(|| missing(kind, first, number))?;
            bytes.extend_from_slice(&more);
        }
        Ok(Some(bytes))
    }

    /// The bytes of a value that must be there.
    pub(crate) fn need(&self, kind: Kind, first: Position, number: u32) -> Result<Vec<u8>, StoreFault> {
        self.get(kind, first, number)?.ok_or_else(|| missing(kind, first, number))
    }

    /// The headers of all runs, by first position.
    pub(crate) fn run_headers(&self) -> Result<Vec<(Position, Vec<u8>)>, StoreFault> {
        let keys = self.keys(Kind::Run, 0)?;
        let first_of = |key: &sled::IVec| key.get(1..9).and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes);
        let firsts = keys.iter().filter_map(first_of);
        firsts.map(|first| Ok((first, self.need(Kind::Run, first, 0)?))).collect()
    }

    /// Removes every value of the runs that begin at `first` or later: what a crash left of a run without a mark.
    pub(crate) fn remove_from(&self, first: Position) -> Result<(), StoreFault> {
        for kind in [Kind::Block, Kind::Positions, Kind::Run, Kind::Streams] {
            for key in self.keys(kind, first)? {
                self.db.call(|db| db.remove(&key).map(drop))?;
            }
        }
        Ok(())
    }

    /// Brings everything put so far to stable storage: sled's `flush` writes, our `fdatasync` makes it stay.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreFault> {
        self.db.call(|db| db.flush().map(drop))?;
        self.file.sync_data().map_err(StoreFault::Io)
    }

    fn part(&self, kind: Kind, first: Position, number: u32, part: u16) -> Result<Option<(u16, Vec<u8>)>, StoreFault> {
        let key = key(kind, first, number, part);
        let Some(value) = self.db.call(|db| db.get(key))? else { return Ok(None) };
        let opened = unseal(&key, &value).ok_or_else(|| {
            StoreFault::damaged(format!("{kind:?} {number} of the run from position {first} has a wrong checksum"))
        })?;
        Ok(Some((opened.0, opened.1.to_vec())))
    }

    fn keys(&self, kind: Kind, first: Position) -> Result<Vec<sled::IVec>, StoreFault> {
        let range = key(kind, first, 0, 0)..=key(kind, Position::MAX, u32::MAX, u16::MAX);
        self.db.call(|db| db.range(range).keys().collect())
    }
}

/// A file survives a power cut only when the directory that names it is synced too; sled does none of this.
fn sync_entries(dir: &Path) -> io::Result<()> {
    for name in ["conf", "db", "blobs", "."] {
        match File::open(dir.join(name)) {
            Ok(entry) => entry.sync_all()?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    dir.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

fn key(kind: Kind, first: Position, number: u32, part: u16) -> Key {
    let mut key = [kind as u8; KEY_BYTES];
    let numbers = first.to_be_bytes().into_iter().chain(number.to_be_bytes()).chain(part.to_be_bytes());
    key.iter_mut().skip(1).zip(numbers).for_each(|(slot, byte)| *slot = byte);
    key
}

fn seal(key: &Key, parts: u16, bytes: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(VALUE_HEADER_BYTES + bytes.len());
    value.extend_from_slice(&checksum(key, parts, bytes).to_be_bytes());
    value.extend_from_slice(&parts.to_be_bytes());
    value.extend_from_slice(bytes);
    value
}

fn unseal<'a>(key: &Key, value: &'a [u8]) -> Option<(u16, &'a [u8])> {
    let (sum, rest) = value.split_first_chunk()?;
    let (parts, bytes) = rest.split_first_chunk()?;
    let parts = u16::from_be_bytes(*parts);
    (u32::from_be_bytes(*sum) == checksum(key, parts, bytes)).then_some((parts, bytes))
}

fn checksum(key: &Key, parts: u16, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(&parts.to_be_bytes());
    hasher.update(bytes);
    hasher.finalize()
}

fn missing(kind: Kind, first: Position, number: u32) -> StoreFault {
    StoreFault::damaged(format!("{kind:?} {number} of the run from position {first} is missing"))
}
