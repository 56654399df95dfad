//! A disk that is nearly full: commits are refused before it is, and everything else goes on.

use std::fs;

use journal::{AppendError, Condition, Journal, Options, TapeJournal, verify};

use crate::kit::{draft, eventually, everything, fill, open, run, sealed_log, stream};

fn nearly_full() -> Options {
    Options { low_water_bytes: u64::MAX / 2, ..Options::small() }
}

#[test]
fn on_a_full_disk_a_log_opens_and_is_read_and_takes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fill(&open(dir.path()), 30);
    let journal = TapeJournal::open(dir.path(), nearly_full()).unwrap();
    assert!(matches!(journal.condition(), Condition::Full { .. }));
    assert_eq!(everything(&journal).len(), 30);
    let refused = run(journal.append(draft(stream(9), 0, 1)));
    assert!(matches!(refused, Err(AppendError::Closed(Condition::Full { .. }))), "{refused:?}");
    assert!(!dir.path().join("ballast").exists(), "the reserve was not given back");
    drop(journal);
    let journal = open(dir.path());
    fill(&journal, 1);
    eventually("the reserve is there again", || dir.path().join("ballast").exists());
}

#[test]
fn a_store_that_was_given_up_is_no_part_of_the_log_any_more() {
    let (dir, last) = sealed_log();
    let store = dir.path().join("store").join("db");
    fs::remove_file(&store).unwrap();
    fs::create_dir(&store).unwrap(); // sled cannot open it
    assert!(!verify(dir.path(), None).unwrap().faults.is_empty(), "as long as nobody has looked");
    drop(TapeJournal::open(dir.path(), nearly_full()).unwrap());
    let report = verify(dir.path(), None).unwrap();
    assert_eq!(
        (report.faults, report.aside.len()),
        (vec![], 1),
        "no room for a new one, but the old one is out of the way"
    );
    let journal = open(dir.path());
    assert_eq!((journal.head().position, everything(&journal).len() as u64), (last, last));
}

#[test]
fn a_new_log_is_private_and_can_be_read_at_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("county");
    let journal = open(&dir);
    assert_eq!(dir.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(dir.join("tape").metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(journal::Reader::open(&dir).unwrap().head(), journal.head());
}

#[test]
fn every_file_of_a_tape_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, _) = sealed_log();
    for entry in fs::read_dir(dir.path().join("tape")).unwrap() {
        let (path, mode) = entry.map(|entry| (entry.path(), entry.metadata().unwrap().permissions().mode())).unwrap();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}
