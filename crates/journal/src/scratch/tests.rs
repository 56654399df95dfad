//! Both scratches under the same tests, and what only a disk can do.

use super::*;
use std::fs;

const VIEWS: Namespace = Namespace::new("views");
const VIEW: Namespace = Namespace::new("view");

fn both(check: impl Fn(&dyn Scratch)) {
    check(&MemoryScratch::default());
    let dir = tempfile::tempdir().unwrap();
    check(&SledScratch::open(dir.path()).unwrap());
}

fn all(scratch: &dyn Scratch, namespace: Namespace, prefix: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    let visited = scratch.scan(namespace, prefix, &mut |key, value| {
        found.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    });
    visited.unwrap();
    found
}

fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at * 31 % 251) as u8).collect()
}

#[test]
fn a_value_is_kept_replaced_and_forgotten() {
    both(|scratch| {
        assert_eq!(scratch.get(VIEWS, b"docket").unwrap(), None);
        for size in [0, 1, 24 << 10, (24 << 10) + 1, 300_000, 70_000, 5] {
            scratch.put(VIEWS, b"docket", &bytes(size)).unwrap();
            assert_eq!(scratch.get(VIEWS, b"docket").unwrap(), Some(bytes(size)), "{size} bytes");
            assert_eq!(all(scratch, VIEWS, b""), [(b"docket".to_vec(), bytes(size))]);
        }
        scratch.put(VIEWS, b"docket", &bytes(100_000)).unwrap();
        scratch.delete(VIEWS, b"docket").unwrap();
        assert_eq!(scratch.get(VIEWS, b"docket").unwrap(), None);
        assert!(all(scratch, VIEWS, b"").is_empty());
        scratch.delete(VIEWS, b"docket").unwrap();
    });
}

#[test]
fn namespaces_and_prefixes_do_not_see_each_other() {
    both(|scratch| {
        // keys that a part number could be mistaken for
        let keys: [&[u8]; 8] = [b"", b"\0", b"\0\0", b"\0\0\0", b"\0\x01", b"a", b"a\0\x01", b"ab"];
        for key in keys {
            scratch.put(VIEWS, key, &[key, b"!"].concat()).unwrap();
            scratch.put(VIEW, key, &bytes(60_000)).unwrap();
        }
        for prefix in [b"".as_slice(), b"\0", b"\0\0", b"a", b"a\0", b"s", b"zz"] {
            let expected = keys.iter().filter(|key| key.starts_with(prefix));
            let expected: Vec<_> = expected.map(|key| (key.to_vec(), [key, b"!".as_slice()].concat())).collect();
            assert_eq!(all(scratch, VIEWS, prefix), expected, "prefix {prefix:?}");
        }
        scratch.clear(VIEWS).unwrap();
        assert!(all(scratch, VIEWS, b"").is_empty());
        assert_eq!(all(scratch, VIEW, b"").len(), keys.len());
        assert_eq!(scratch.get(VIEW, b"a").unwrap(), Some(bytes(60_000)));
    });
}

#[test]
fn a_visitor_may_stop_and_may_put() {
    both(|scratch| {
        (0..5u8).for_each(|key| scratch.put(VIEWS, &[key], b"old").unwrap());
        let mut seen = 0;
        let visited = scratch.scan(VIEWS, b"", &mut |key, _| {
            scratch.put(VIEWS, key, b"new").unwrap();
            seen += 1;
            if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        visited.unwrap();
        assert_eq!(seen, 3);
        assert_eq!(scratch.get(VIEWS, &[2]).unwrap(), Some(b"new".to_vec()));
        assert_eq!(scratch.get(VIEWS, &[3]).unwrap(), Some(b"old".to_vec()));
    });
}

#[test]
fn what_was_put_is_there_after_a_new_start_and_never_in_a_blob_file() {
    let dir = tempfile::tempdir().unwrap();
    let scratch = SledScratch::open(dir.path()).unwrap();
    for key in 0..40u8 {
        scratch.put(VIEWS, &[key], &bytes(200_000)).unwrap();
    }
    drop(scratch);
    let scratch = SledScratch::open(dir.path()).unwrap();
    assert!((0..40u8).all(|key| scratch.get(VIEWS, &[key]).unwrap() == Some(bytes(200_000))));
    assert_eq!(fs::read_dir(dir.path().join("scratch/blobs")).unwrap().count(), 0);
}

#[test]
fn a_scratch_that_will_not_open_is_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let scratch = SledScratch::open(dir.path()).unwrap();
        scratch.put(VIEWS, b"docket", b"rows").unwrap();
        drop(scratch);
        fs::write(dir.path().join("scratch/conf"), b"not a configuration").unwrap();
        let scratch = SledScratch::open(dir.path()).unwrap();
        assert_eq!(scratch.get(VIEWS, b"docket").unwrap(), None);
        assert!(dir.path().join("scratch.aside/db").exists());
    }
}

#[test]
fn a_flipped_bit_loses_a_value_and_never_changes_one() {
    let dir = tempfile::tempdir().unwrap();
    let scratch = SledScratch::open(dir.path()).unwrap();
    (0..8u8).for_each(|key| scratch.put(VIEWS, &[key], &bytes(30_000)).unwrap());
    drop(scratch);
    let file = dir.path().join("scratch/db");
    let whole = fs::read(&file).unwrap();
    for at in (0..400_000.min(whole.len())).step_by(40_009) {
        let other = tempfile::tempdir().unwrap();
        fs::create_dir(other.path().join("scratch")).unwrap();
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        fs::write(other.path().join("scratch/db"), flipped).unwrap();
        fs::copy(dir.path().join("scratch/conf"), other.path().join("scratch/conf")).unwrap();
        let scratch = SledScratch::open(other.path()).unwrap();
        for key in 0..8u8 {
            if let Ok(Some(value)) = scratch.get(VIEWS, &[key]) {
                assert!(value == bytes(30_000), "byte {at}");
            }
        }
    }
}
