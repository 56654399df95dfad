//! What may befall sled's files, and what sled then does: an error or less than there was, never a wrong answer.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// What a store may answer after damage: errors, or the truth up to its mark. Answers whether it was the whole truth.
fn check_true_or_refused(dir: &Path, log: &Log) -> bool {
    let Ok(store) = Store::open(dir, CACHE_BYTES) else { return false };
    let mark = store.mark();
    let end = mark.position;
    assert!(end <= log.commits.len() as u64, "a mark beyond the log");
    let expected_leaf = log.leaves.get(end.wrapping_sub(1) as usize).copied().unwrap_or_default();
    assert_eq!(mark.leaf, expected_leaf);
    let mut seen = Vec::new();
    let scanned = store.scan(0, u64::MAX, &mut |commit| {
        seen.push((commit.position(), commit.bytes().to_vec()));
        ControlFlow::Continue(())
    });
    assert!(log.commits.starts_with(&seen), "a scan showed something else");
    assert!(scanned.is_err() || seen.len() as u64 == end, "a scan kept silent about what is missing");
    let covered: Vec<_> = log.commits[..end as usize].to_vec();
    let mut whole = scanned.is_ok() && end == log.commits.len() as u64;
    for stream in log.heads.keys() {
        let Ok(found) = store.read_stream(*stream, 0) else {
            whole = false;
            continue;
        };
        let found: Vec<_> = found.iter().map(|commit| (commit.position, commit.bytes.to_vec())).collect();
        let of_stream = |(at, bytes): &&(u64, Vec<u8>)| CommitView::parse(*at, bytes).unwrap().stream() == *stream;
        let expected: Vec<_> = covered.iter().filter(of_stream).cloned().collect();
        assert!(found == expected, "a stream showed something else");
    }
    whole
}

fn two_runs(dir: &Path) -> Log {
    let mut log = Log::new(21);
    let store = Store::open(dir, CACHE_BYTES).unwrap();
    for _ in 0..2 {
        log.grow(150, 30);
        log.fill(&store);
    }
    log
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    copy_into(from, to.path());
    to
}

fn copy_into(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy_into(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Flips one bit in each of about `count` bytes of the part of sled's file that is not zero.
fn check_flips(dir: &Path, log: &Log, count: usize) {
    let whole = fs::read(dir.join("store/db")).unwrap();
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let copy = copy(dir);
    let mut refused = 0;
    for at in used.iter().step_by(used.len() / count) {
        let mut flipped = whole.clone();
        flipped[*at] ^= 1 << (at % 8);
        fs::remove_dir_all(copy.path().join("store")).unwrap();
        copy_into(dir, copy.path());
        fs::write(copy.path().join("store/db"), flipped).unwrap();
        refused += usize::from(!check_true_or_refused(copy.path(), log));
    }
    assert!(refused > count / 2, "only {refused} of {count} flips were seen: is the test still hitting the data?");
}

#[test]
fn a_flipped_bit_after_a_clean_end_is_seen_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let log = two_runs(dir.path());
    assert!(check_true_or_refused(dir.path(), &log));
    check_flips(dir.path(), &log, 60);
}

#[test]
fn a_flipped_bit_after_a_kill_is_seen_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::new(22);
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    log.grow(200, 30);
    log.fill(&store);
    let killed = copy(dir.path()); // what the disk holds while the process runs
    drop(store);
    assert!(check_true_or_refused(copy(killed.path()).path(), &log));
    check_flips(killed.path(), &log, 60);
}

#[test]
fn a_file_cut_short_is_seen_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let log = two_runs(dir.path());
    let whole = fs::read(dir.path().join("store/db")).unwrap();
    for cut in [0, 1, 19, 4_096, 60_000, 200_000, whole.len() / 2, whole.len() - 1] {
        let copy = copy(dir.path());
        fs::write(copy.path().join("store/db"), &whole[..cut.min(whole.len())]).unwrap();
        check_true_or_refused(copy.path(), &log);
    }
}

#[test]
fn a_copy_from_an_earlier_day_is_behind_and_can_be_filled() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::new(23);
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    log.grow(150, 30);
    log.fill(&store);
    let earlier = copy(dir.path());
    log.grow(150, 30);
    log.fill(&store);
    drop(store);
    assert!(!check_true_or_refused(copy(earlier.path()).path(), &log));
    let store = Store::open(earlier.path(), CACHE_BYTES).unwrap();
    assert_eq!(store.mark().position, 150);
    log.fill(&store);
    check(&store, &mut log);
}

#[test]
fn old_and_new_files_mixed_are_seen_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = Log::new(24);
    let mut copies = Vec::new();
    for _ in 0..3 {
        let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
        log.grow(150, 30);
        log.fill(&store);
        drop(store);
        copies.push(copy(dir.path()));
    }
    for (old, new) in [(0, 1), (0, 2), (1, 2), (2, 0), (1, 0)] {
        let mixed = copy(copies[new].path());
        fs::copy(copies[old].path().join("store/db"), mixed.path().join("store/db")).unwrap();
        check_true_or_refused(mixed.path(), &log);
    }
}

#[test]
fn what_a_crash_left_of_a_run_is_removed() {
    let dir = tempfile::tempdir().unwrap();
    let mut log = two_runs(dir.path());
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    log.grow(150, 30);
    let (run, _) = log.run(store.mark().position);
    run::write(&store.engine, &run).unwrap(); // and no mark
    drop(run);
    drop(store);
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    assert_eq!(store.mark().position, 300);
    assert_eq!(store.engine.run_headers().unwrap().len(), 2);
    assert!(store.engine.get(Kind::Block, 301, 0).unwrap().is_none());
    log.fill(&store);
    check(&store, &mut log);
}

#[test]
fn a_missing_or_foreign_value_is_damage() {
    let damaged = |result: Result<_, StoreFault>| assert!(matches!(result, Err(StoreFault::Damaged(_))), "{result:?}");
    for kind in [Kind::Block, Kind::Positions, Kind::Run, Kind::Streams, Kind::Mark, Kind::Format] {
        let dir = tempfile::tempdir().unwrap();
        let log = two_runs(dir.path());
        let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
        let first = if matches!(kind, Kind::Mark | Kind::Format) { 0 } else { 1 };
        store.engine.put(kind, first, 0, b"something else").unwrap(); // with a right checksum
        match kind {
            Kind::Block => damaged(store.scan(0, u64::MAX, &mut |_| ControlFlow::Continue(()))),
            Kind::Positions => damaged(store.scan(5, 6, &mut |_| ControlFlow::Continue(()))),
            Kind::Streams => damaged(store.heads(&mut |_, _, _| ()).map(|()| 0)),
            _ => {}
        }
        drop(store);
        match Store::open(dir.path(), CACHE_BYTES) {
            Err(StoreFault::Damaged(_)) => assert!(!matches!(kind, Kind::Block | Kind::Positions)),
            opened => drop(opened.unwrap()),
        }
        check_true_or_refused(dir.path(), &log);
    }
}

#[test]
fn sled_never_makes_a_blob_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    let mut log = Log::new(25);
    for round in 0..3u8 {
        (0..20).for_each(|_| log.append(StreamId([round; 16]), 1, 900_000));
        log.grow(3_000, 2_000);
        log.fill(&store);
    }
    assert_eq!(fs::read_dir(dir.path().join("store/blobs")).unwrap().count(), 0);
}
