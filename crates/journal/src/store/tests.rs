//! The store against a plain list of commits.

mod damage;
mod log;
mod measure;

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::*;
use crate::CommitView;
use log::{Log, Numbers};

const CACHE_BYTES: u64 = 8 << 20;

#[test]
fn an_empty_store_has_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    assert_eq!(store.mark(), Mark::default());
    assert!(store.read_stream(StreamId([1; 16]), 0).unwrap().is_empty());
    assert_eq!(store.scan(0, 10, &mut |_| panic!("no commit")).unwrap(), 0);
    store.heads(&mut |_, _, _| panic!("no stream")).unwrap();
}

#[test]
fn random_runs_read_as_the_plain_list() {
    for seed in 1..=6 {
        let dir = tempfile::tempdir().unwrap();
        let mut log = Log::new(seed);
        let mut store = Store::open(dir.path(), CACHE_BYTES).unwrap();
        for _ in 0..log.numbers.between(1, 6) {
            let commits = log.numbers.between(1, 1_500);
            log.grow(commits, 200);
            log.fill(&store);
            if log.numbers.below(2) == 0 {
                drop(store);
                store = Store::open(dir.path(), CACHE_BYTES).unwrap();
            }
            check(&store, &mut log);
        }
    }
}

#[test]
fn commits_longer_than_a_block_and_streams_over_many_blocks() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    let mut log = Log::new(9);
    for bytes in [10, 300_000, 4_000_000, 40_000, 32_768, 1] {
        log.append(StreamId([7; 16]), 1, bytes);
        log.append(StreamId([8; 16]), 2, 100);
    }
    (0..400).for_each(|_| log.append(StreamId([7; 16]), 3, 300));
    log.fill(&store);
    check(&store, &mut log);
    drop(store);
    check(&Store::open(dir.path(), CACHE_BYTES).unwrap(), &mut log);
}

#[test]
fn streams_whose_ids_fold_to_the_same_number_stay_apart() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    let mut log = Log::new(10);
    for at in 0..600u64 {
        let half = (at % 50).to_be_bytes();
        log.append(StreamId([half, half].concat().try_into().unwrap()), 1, 200); // all fold to zero
    }
    log.fill(&store);
    check(&store, &mut log);
}

#[test]
fn a_visitor_that_breaks_is_answered_where() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    let mut log = Log::new(11);
    log.grow(100, 5);
    log.fill(&store);
    log.grow(100, 5);
    log.fill(&store);
    let stop_at = |stop: u64| {
        move |commit: &CommitView<'_>| {
            if commit.position() == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    };
    for stop in [1, 99, 100, 101, 200] {
        assert_eq!(store.scan(0, u64::MAX, &mut stop_at(stop)).unwrap(), stop);
    }
    assert_eq!(store.scan(0, u64::MAX, &mut stop_at(0)).unwrap(), 200);
    assert_eq!(store.scan(200, u64::MAX, &mut stop_at(0)).unwrap(), 200);
    assert_eq!(store.scan(40, 30, &mut stop_at(0)).unwrap(), 40);
}

#[test]
fn a_run_that_does_not_follow_the_mark_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), CACHE_BYTES).unwrap();
    let mut log = Log::new(12);
    log.grow(50, 5);
    let (run, mark) = log.run(0);
    assert!(matches!(store.fill(&run[1..], mark), Err(StoreFault::Unfit(_))));
    assert!(matches!(store.fill(&run[..49], mark), Err(StoreFault::Unfit(_))));
    assert!(matches!(store.fill(&[], Mark::default()), Err(StoreFault::Unfit(_))));
    store.fill(&run, mark).unwrap();
    assert!(matches!(store.fill(&run, mark), Err(StoreFault::Unfit(_))));
    check(&store, &mut log);
}

/// Everything the store answers, compared with the list.
fn check(store: &Store, log: &mut Log) {
    let all = log.commits.clone();
    let end = all.len() as u64;
    assert_eq!(store.mark().position, end);
    let mut ranges = vec![(0, end), (0, u64::MAX), (end - 1, end), (0, 1)];
    ranges.extend((0..8).map(|_| (log.numbers.below(end + 1), log.numbers.below(end + 1))));
    for (after, upto) in ranges {
        let mut seen = Vec::new();
        let last = store.scan(after, upto, &mut |commit| {
            seen.push((commit.position(), commit.bytes().to_vec()));
            ControlFlow::Continue(())
        });
        let expected: Vec<_> = all.iter().filter(|(at, _)| *at > after && *at <= upto).cloned().collect();
        assert_eq!(last.unwrap(), expected.last().map_or(after, |last| last.0));
        assert!(seen == expected, "scan of {after} to {upto}");
    }
    let mut heads = HashMap::new();
    let mut tell = |stream, version, leaf| _ = heads.insert(stream, (version, leaf));
    store.heads(&mut tell).unwrap();
    assert!(heads == log.heads, "heads");
    let mut streams: HashMap<StreamId, Vec<(u64, Vec<u8>)>> = HashMap::new();
    for (at, bytes) in &all {
        let stream = CommitView::parse(*at, bytes).unwrap().stream();
        streams.entry(stream).or_default().push((*at, bytes.clone()));
    }
    for (stream, commits) in &streams {
        let version = heads[stream].0;
        for after in [0, version - 1, version, log.numbers.below(version + 1)] {
            check_stream(store, commits, *stream, after);
        }
    }
    assert!(store.read_stream(StreamId([0xee; 16]), 0).unwrap().is_empty());
}

fn check_stream(store: &Store, commits: &[(u64, Vec<u8>)], stream: StreamId, after: u64) {
    let found = store.read_stream(stream, after).unwrap();
    let found: Vec<_> = found.iter().map(|commit| (commit.position, commit.bytes.to_vec())).collect();
    let is_above = |(at, bytes): &&(u64, Vec<u8>)| CommitView::parse(*at, bytes).unwrap().last_version() > after;
    let expected: Vec<_> = commits.iter().filter(is_above).cloned().collect();
    assert!(found == expected, "stream {stream:?} after {after}");
}
