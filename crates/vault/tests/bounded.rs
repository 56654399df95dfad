//! A material far larger than the memory it may take. Alone in its file: the measure is that of the whole process.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::fs;
use std::io::{self, Read};

use timeline::{StreamId, SubjectId};
use uuid::Uuid;
use vault::{Binding, Blobs, SecretKey};

/// Large enough to stand out against the buffers, small enough for an unoptimised test.
const BYTES: u64 = 32 << 20;
/// A few chunks of 64 KiB in both directions, and what the allocator keeps.
const GROWTH_KB_MAX: u64 = 4 << 10;

/// The most memory this process has had at any time, in kB.
fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_large_material_passes_through_a_small_memory() {
    let home = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(home.path(), BYTES).unwrap();
    let id = Uuid::from_u128(1);
    let binding = Binding { log: id, stream: StreamId::new(id), subject: SubjectId::new(id) };
    let key = SecretKey::fresh();
    let before = peak_kb();
    let name = blobs.put(&key, &binding, &mut io::repeat(b'x').take(BYTES)).unwrap();
    let mut opened = blobs.open_blob(name, &key, &binding).unwrap();
    assert_eq!(io::copy(&mut opened, &mut io::sink()).unwrap(), BYTES);
    let growth = peak_kb() - before;
    assert!(growth < GROWTH_KB_MAX, "{growth} kB for a material of {} kB", BYTES >> 10);
}
