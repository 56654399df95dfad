//! Materials as sealed files: what comes back, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use timeline::{BlobName, StreamId, SubjectId};
use uuid::Uuid;
use vault::{Binding, BlobError, Blobs, Finding, SecretKey};

const LIMIT: u64 = 1 << 20;

/// A store in a directory of its own, with one key and one place.
struct Store {
    home: tempfile::TempDir,
    blobs: Blobs,
    key: SecretKey,
    binding: Binding,
}

impl Store {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(home.path(), LIMIT).unwrap();
        Self { home, blobs, key: SecretKey::new([7; 32]), binding: place(1) }
    }

    fn put(&self, content: &[u8]) -> BlobName {
        self.blobs.put(&self.key, &self.binding, &mut &*content).unwrap()
    }

    fn get(&self, name: BlobName) -> Result<Vec<u8>, BlobError> {
        let mut content = Vec::new();
        self.blobs.open_blob(name, &self.key, &self.binding)?.read_to_end(&mut content).unwrap();
        Ok(content)
    }

    fn path(&self, name: BlobName) -> PathBuf {
        self.dir().join(name.to_string())
    }

    fn dir(&self) -> PathBuf {
        self.home.path().join("blobs")
    }
}

fn place(n: u128) -> Binding {
    let id = Uuid::from_u128(n);
    Binding { log: Uuid::from_u128(9), stream: StreamId::new(id), subject: SubjectId::new(id) }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files
}

/// Around the borders of a chunk of 65,536 bytes.
const LENGTHS: [usize; 8] = [0, 1, 65_535, 65_536, 65_537, 131_072, 131_073, 300_000];

fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at * 31 % 251) as u8).collect()
}

#[test]
fn a_material_comes_back_as_it_was_handed_in() {
    let store = Store::new();
    for bytes in LENGTHS {
        let name = store.put(&content(bytes));
        assert_eq!(store.get(name).unwrap(), content(bytes), "{bytes} bytes");
        let opened = store.blobs.open_blob(name, &store.key, &store.binding).unwrap();
        assert_eq!(opened.size_bytes(), bytes as u64);
    }
}

#[test]
fn nothing_of_a_material_lies_in_clear() {
    let store = Store::new();
    let name = store.put("张三（虚构）与李四（虚构）的欠条".as_bytes());
    let stored = fs::read(store.path(name)).unwrap();
    let canary = "虚构".as_bytes();
    assert!(!stored.windows(canary.len()).any(|window| window == canary));
}

#[test]
fn the_same_material_is_stored_once_for_one_place_and_apart_for_two() {
    let store = Store::new();
    let name = store.put(b"a receipt");
    assert_eq!(store.put(b"a receipt"), name);
    assert_eq!(files(&store.dir()).len(), 1);
    let elsewhere = store.blobs.put(&store.key, &place(2), &mut &b"a receipt"[..]).unwrap();
    let another = store.blobs.put(&SecretKey::new([8; 32]), &store.binding, &mut &b"a receipt"[..]).unwrap();
    assert!(elsewhere != name && another != name && elsewhere != another);
}

#[test]
fn a_material_opens_only_where_it_belongs() {
    let store = Store::new();
    let name = store.put(b"a statement");
    let opened = |key: &SecretKey, binding: &Binding| store.blobs.open_blob(name, key, binding);
    let other_subject = Binding { subject: place(2).subject, ..store.binding };
    let other_stream = Binding { stream: place(2).stream, ..store.binding };
    let other_log = Binding { log: Uuid::from_u128(10), ..store.binding };
    for binding in [other_subject, other_stream, other_log] {
        assert!(matches!(opened(&store.key, &binding), Err(BlobError::Foreign { .. })), "{binding:?}");
    }
    assert!(matches!(opened(&SecretKey::new([8; 32]), &store.binding), Err(BlobError::Foreign { .. })));
    assert!(opened(&store.key, &store.binding).is_ok());
}

#[test]
fn a_torn_or_cut_file_is_not_handed_out() {
    let store = Store::new();
    let name = store.put(&content(200_000));
    let whole = fs::read(store.path(name)).unwrap();
    for bytes in [0, 1, 31, 32, 33, 65_584, 131_136, whole.len() - 1] {
        fs::write(store.path(name), &whole[..bytes]).unwrap();
        assert!(matches!(store.get(name), Err(BlobError::Damaged { .. })), "{bytes} bytes left");
    }
    fs::write(store.path(name), [&whole[..], b"x"].concat()).unwrap();
    assert!(matches!(store.get(name), Err(BlobError::Damaged { .. })), "one byte more");
    store.put(&content(200_000));
    assert_eq!(store.get(name).unwrap(), content(200_000), "handing it in again heals it");
}

#[test]
fn a_whole_file_under_a_wrong_name_is_damage() {
    let store = Store::new();
    let (one, two) = (store.put(b"one"), store.put(b"two"));
    fs::copy(store.path(one), store.path(two)).unwrap();
    assert!(matches!(store.get(two), Err(BlobError::Damaged { .. })));
    assert!(matches!(store.get(BlobName::new([0; 32])), Err(BlobError::Missing { .. })));
}

#[test]
fn a_check_names_what_is_damaged_and_what_is_foreign() {
    let store = Store::new();
    let (one, two) = (store.put(b"one"), store.put(b"two"));
    fs::write(store.path(two), b"rot").unwrap();
    fs::write(store.dir().join("notes.txt"), b"not ours").unwrap();
    let (whole, findings) = store.blobs.check().unwrap();
    assert_eq!(whole, [one]);
    assert_eq!(findings.len(), 2);
    assert!(findings.contains(&Finding::Damaged(two)));
    assert!(findings.contains(&Finding::Foreign("notes.txt".to_owned())));
}

#[test]
fn a_foreign_file_of_the_right_hash_does_not_open() {
    let store = Store::new();
    let name = store.put(b"ours");
    let forged = b"yidb\x01\x01\0\0 somebody else's bytes, named by their own hash";
    let sha256 = ring::digest::digest(&ring::digest::SHA256, forged);
    let forged_name = BlobName::new(sha256.as_ref().try_into().unwrap());
    fs::write(store.path(forged_name), forged).unwrap();
    assert!(matches!(store.get(forged_name), Err(BlobError::Foreign { .. })));
    assert_eq!(store.get(name).unwrap(), b"ours");
}

#[test]
fn a_crash_before_the_name_leaves_nothing() {
    let store = Store::new();
    let name = store.put(b"whole");
    let incoming = store.dir().join("incoming");
    fs::write(incoming.join("5f1c"), b"half a file").unwrap();
    let reopened = Blobs::open(store.home.path(), LIMIT).unwrap();
    assert!(files(&incoming).is_empty());
    assert_eq!(reopened.check().unwrap(), (vec![name], Vec::new()));
}

/// A client that hangs up after some bytes.
struct HangsUp(u32);

impl Read for HangsUp {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::ConnectionReset)?;
        into.fill(b'x');
        Ok(into.len())
    }
}

#[test]
fn what_broke_off_or_is_too_long_leaves_nothing() {
    let store = Store::new();
    let put = |from: &mut dyn Read| store.blobs.put(&store.key, &store.binding, from);
    assert!(matches!(put(&mut HangsUp(3)), Err(BlobError::BrokenOff(_))));
    assert!(matches!(put(&mut io::repeat(b'x')), Err(BlobError::TooLong { bytes_max: LIMIT })));
    assert!(put(&mut io::repeat(b'x').take(LIMIT)).is_ok(), "exactly the limit is allowed");
    assert_eq!(files(&store.dir()).len(), 1);
    assert!(files(&store.dir().join("incoming")).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every byte of a file counts.
    #[test]
    fn any_flipped_bit_is_found(bytes in 0usize..70_000, at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let store = Store::new();
        let name = store.put(&content(bytes));
        let mut stored = fs::read(store.path(name)).unwrap();
        let at = at.index(stored.len());
        stored[at] ^= 1 << bit;
        fs::write(store.path(name), &stored).unwrap();
        let damaged = matches!(store.get(name), Err(BlobError::Damaged { .. }));
        prop_assert!(damaged);
    }
}
