//! A store that is filled again, and stopped, and begun in vain.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::{Draft, DraftEntry, Journal as _, StreamId, TapeJournal};

const COMMITS: u64 = 900;

/// A log with sealed segments, closed; and the last position that is sealed.
fn log(body: u8) -> (tempfile::TempDir, Position) {
    let dir = tempfile::tempdir().unwrap();
    let journal = TapeJournal::open(dir.path(), Options::small()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for number in 0..COMMITS {
        let stream = StreamId(u128::from(number % 7).to_be_bytes());
        let entries = vec![DraftEntry { envelope: vec![0; 20], body: vec![body; 200] }];
        let draft = Draft { stream, expected: journal.version(stream), time: 0, entries };
        runtime.block_on(journal.append(draft)).unwrap();
    }
    eventually("half of the log is sealed", || sealed_until(dir.path()) >= COMMITS / 2);
    drop(journal);
    let sealed = sealed_until(dir.path());
    (dir, sealed)
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "in vain: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn sealed_until(dir: &Path) -> Position {
    let last = segments::list(&dir.join("tape")).unwrap().into_iter().rfind(|segment| segment.sealed);
    let header = last.and_then(|last| sealed::read_header(&File::open(last.path).ok()?).ok()?);
    header.map_or(0, |header| header.after.position)
}

/// What lies in `aside/`.
fn aside(dir: &Path) -> Vec<PathBuf> {
    let names = fs::read_dir(dir.join("aside")).into_iter().flatten();
    names.map(|name| name.unwrap().path()).collect()
}

fn fill(dir: &Path, upto: Position, options: &Options) -> Result<Store, Refill> {
    refill(dir, options, upto, &|| false)
}

/// Fills a new store and is stopped after so many commits. Answers how far the store has come.
fn stop_after(dir: &Path, upto: Position, commits: u64) -> Position {
    let seen = Cell::new(0);
    let stopped = || seen.replace(seen.get() + 1) >= commits;
    assert!(matches!(refill(dir, &Options::small(), upto, &stopped), Err(Refill::Stopped)));
    let store = Store::open(dir, Options::small().cache_bytes).unwrap();
    store.mark().position
}

#[test]
fn a_filling_that_was_stopped_goes_on_from_its_mark() {
    let (dir, sealed) = log(1);
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    let mark = stop_after(dir.path(), sealed, 400);
    assert!(0 < mark && mark < sealed, "{mark} of {sealed}");
    let further = stop_after(dir.path(), sealed, 140);
    assert!(mark < further && further < sealed, "{further} behind {mark}");
    assert!(partial::is_marked(dir.path()));
    let store = fill(dir.path(), sealed, &Options::small()).unwrap();
    assert_eq!((store.mark().position, partial::is_marked(dir.path())), (sealed, false));
    assert_eq!(aside(dir.path()), Vec::<PathBuf>::new());
    drop(store);
    assert_eq!(crate::verify(dir.path(), None).unwrap().faults, []);
}

#[test]
fn a_start_goes_on_with_what_a_stop_left_and_nobody_takes_it_for_a_part_of_the_log() {
    let (dir, sealed) = log(1);
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    let mark = stop_after(dir.path(), sealed, 400);
    let report = crate::verify(dir.path(), None).unwrap();
    assert_eq!((report.faults, report.store_checked), (vec![], false));
    let steps = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&steps);
    let progress: crate::Progress = Arc::new(move |step: crate::Step| told.lock().unwrap().push(step.done));
    let options = Options { progress: Some(progress), ..Options::small() };
    let journal = TapeJournal::open(dir.path(), options).unwrap();
    assert!(steps.lock().unwrap().first().is_some_and(|first| *first > mark), "it was begun anew");
    assert!(journal.mark() >= sealed && aside(dir.path()).is_empty());
}

#[test]
fn a_part_of_another_tape_is_removed_and_of_what_was_whole_one_is_kept() {
    let ((dir, sealed), (other, _)) = (log(1), log(2));
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    fs::rename(other.path().join("store"), dir.path().join("store")).unwrap();
    partial::mark(dir.path()).unwrap();
    assert_eq!(fill(dir.path(), sealed, &Options::small()).unwrap().mark().position, sealed);
    assert_eq!(aside(dir.path()).len(), 0, "a part is no evidence");
    for _ in 0..3 {
        assert_eq!(fill(dir.path(), sealed, &Options::small()).unwrap().mark().position, sealed);
        assert_eq!(aside(dir.path()), [dir.path().join("aside/store")]);
    }
}

#[test]
fn with_too_little_room_no_store_is_begun() {
    let (dir, sealed) = log(1);
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    let room = ballast::room(dir.path(), &Options::small()).unwrap();
    let options = Options { low_water_bytes: room + (64 << 30), ..Options::small() };
    assert!(matches!(fill(dir.path(), sealed, &options), Err(Refill::NoRoom { .. })));
    assert!(!dir.path().join("store").exists());
    // Neither is one gone on with that had been begun before.
    let mark = stop_after(dir.path(), sealed, 400);
    assert!(matches!(fill(dir.path(), sealed, &options), Err(Refill::NoRoom { .. })));
    assert_eq!(Store::open(dir.path(), options.cache_bytes).unwrap().mark().position, mark);
}
