//! The scratch on disk: one sled tree, values in parts.
//!
//! ```text
//! key    length of the namespace u8 | namespace | key | part u16                                    (big-endian)
//! value  crc32 of the key and the rest u32 | crc32 of the whole value u32 | parts u16 | bytes
//! ```

use std::fs;
use std::path::Path;

use super::{Namespace, Scratch, ScratchFault, VisitScratch};
use crate::store::{Guarded, StoreFault};

/// Small segments, because sled buffers whole ones: this database is not where throughput matters.
const SEGMENT_BYTES: usize = 2 << 20;
/// The largest part: 17 of them (a leaf of sled before it splits) stay below a quarter of a segment, above which sled
/// would write a file it never syncs.
const PART_BYTES: usize = 24 << 10;
/// What sled may keep of its pages: the scratch is read at the start and by the way.
const CACHE_BYTES: u64 = 8 << 20;
/// How often sled writes what it buffers: what a killed process may lose.
const FLUSH_EVERY_MS: u64 = 1_000;

/// A scratch in `DIR/scratch`.
#[derive(Debug)]
pub struct SledScratch {
    db: Guarded,
}

impl SledScratch {
    /// Opens the scratch under `dir`. One that will not open is set aside as `scratch.aside` (in place of an older one) and
    /// started empty, with a warning: nobody needs it, but somebody may want to see what happened.
    ///
    /// # Errors
    /// The directory cannot be used at all.
    pub fn open(dir: &Path) -> Result<SledScratch, ScratchFault> {
        let path = dir.join("scratch");
        let first = match open(&path) {
            Ok(db) => return Ok(SledScratch { db }),
            Err(fault) => fault,
        };
        tracing::warn!(path = %path.display(), fault = ?first, "the scratch will not open: set aside, started empty");
        let aside = dir.join("scratch.aside");
        if aside.exists() {
            fs::remove_dir_all(&aside)?;
        }
        fs::rename(&path, &aside)?;
        Ok(SledScratch { db: open(&path)? })
    }

    /// The value of a key of sled without its part; `None` if a part is missing or not what was written.
    fn join(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreFault> {
        let Some((whole, parts, mut value)) = self.part(key, 0)? else { return Ok(None) };
        for part in 1..parts {
            let Some((_, _, more)) = self.part(key, part)? else { return Ok(None) };
            value.extend_from_slice(&more);
        }
        Ok((crc32fast::hash(&value) == whole).then_some(value))
    }

    fn part(&self, key: &[u8], part: u16) -> Result<Option<(u32, u16, Vec<u8>)>, StoreFault> {
        let key = part_key(key, part);
        let sealed = self.db.call(|db| db.get(&key))?;
        Ok(sealed.and_then(|sealed| unseal(&key, &sealed)))
    }

    fn keys(&self, prefix: &[u8]) -> Result<Vec<sled::IVec>, StoreFault> {
        self.db.call(|db| db.scan_prefix(prefix).keys().collect())
    }

    /// Adds the removal of the parts from `part` on to a batch.
    fn remove_parts(&self, key: &[u8], from: u16, batch: &mut sled::Batch) -> Result<(), StoreFault> {
        for part in from.. {
            let key = part_key(key, part);
            if !self.db.call(|db| db.contains_key(&key))? {
                break;
            }
            batch.remove(key);
        }
        Ok(())
    }
}

impl Scratch for SledScratch {
    fn put(&self, namespace: Namespace, key: &[u8], value: &[u8]) -> Result<(), ScratchFault> {
        let key = [namespace.prefix().as_slice(), key].concat();
        let count = value.len().div_ceil(PART_BYTES).max(1);
        let parts = u16::try_from(count).map_err(|_| StoreFault::Unfit(format!("a value of {} bytes", value.len())))?;
        let whole = crc32fast::hash(value);
        let mut batch = sled::Batch::default();
        for part in 0..parts {
            let at = usize::from(part) * PART_BYTES;
            let piece = value.get(at..value.len().min(at + PART_BYTES)).unwrap_or_default();
            let key = part_key(&key, part);
            let sealed = seal(&key, whole, parts, piece);
            batch.insert(key, sealed);
        }
        self.remove_parts(&key, parts, &mut batch)?;
        Ok(self.db.call(|db| db.apply_batch(batch))?)
    }

    fn get(&self, namespace: Namespace, key: &[u8]) -> Result<Option<Vec<u8>>, ScratchFault> {
        Ok(self.join(&[namespace.prefix().as_slice(), key].concat())?)
    }

    fn delete(&self, namespace: Namespace, key: &[u8]) -> Result<(), ScratchFault> {
        let mut batch = sled::Batch::default();
        self.remove_parts(&[namespace.prefix().as_slice(), key].concat(), 0, &mut batch)?;
        Ok(self.db.call(|db| db.apply_batch(batch))?)
    }

    fn scan(&self, namespace: Namespace, prefix: &[u8], visit: &mut VisitScratch<'_>) -> Result<(), ScratchFault> {
        let name = namespace.prefix();
        for raw in self.keys(&[name.as_slice(), prefix].concat())? {
            let Some((key, [0, 0])) = raw.split_last_chunk::<2>() else { continue }; // the first part of a value
            let Some(own) = key.get(name.len()..).filter(|own| own.starts_with(prefix)) else { continue };
            if let Some(value) = self.join(key)?
                && visit(own, &value).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    fn clear(&self, namespace: Namespace) -> Result<(), ScratchFault> {
        for key in self.keys(&namespace.prefix())? {
            self.db.call(|db| db.remove(&key).map(drop))?;
        }
        Ok(())
    }

    fn flush(&self) -> Result<(), ScratchFault> {
        Ok(self.db.call(|db| db.flush().map(drop))?)
    }
}

fn open(path: &Path) -> Result<Guarded, StoreFault> {
    crate::file::make_dir(path)?;
    let config = sled::Config::new().path(path).segment_size(SEGMENT_BYTES);
    Guarded::open(&config.flush_every_ms(Some(FLUSH_EVERY_MS)).cache_capacity(CACHE_BYTES))
}

fn part_key(key: &[u8], part: u16) -> Vec<u8> {
    [key, &part.to_be_bytes()].concat()
}

fn seal(key: &[u8], whole: u32, parts: u16, bytes: &[u8]) -> Vec<u8> {
    let rest = [whole.to_be_bytes().as_slice(), &parts.to_be_bytes(), bytes].concat();
    [checksum(key, &rest).to_be_bytes().as_slice(), &rest].concat()
}

fn unseal(key: &[u8], sealed: &[u8]) -> Option<(u32, u16, Vec<u8>)> {
    let (sum, rest) = sealed.split_first_chunk()?;
    if u32::from_be_bytes(*sum) != checksum(key, rest) {
        return None;
    }
    let (whole, rest) = rest.split_first_chunk()?;
    let (parts, bytes) = rest.split_first_chunk()?;
    Some((u32::from_be_bytes(*whole), u16::from_be_bytes(*parts), bytes.to_vec()))
}

fn checksum(key: &[u8], rest: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(key);
    hasher.update(rest);
    hasher.finalize()
}
