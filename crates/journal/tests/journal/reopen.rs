//! A log is the same after it was closed, whatever of its derived parts is gone.

use std::fs;

use journal::{Journal, Options, TapeJournal};

use crate::kit::{append, everything, fill, open, stream, versions, wait_until_sealed};

#[test]
fn a_log_is_the_same_after_it_was_closed() {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    fill(&journal, 50);
    let (before, head, root) = (everything(&journal), journal.head(), journal.root(50).unwrap());
    drop(journal);
    let journal = open(dir.path());
    assert_eq!(*journal.opened(), journal::Opened::default());
    assert_eq!((everything(&journal), journal.head(), journal.root(50).unwrap()), (before, head, root));
    fill(&journal, 50);
    assert_eq!(everything(&journal).len(), 100);
}

#[test]
fn reads_go_across_store_sealed_and_open_segments() {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    fill(&journal, 1000);
    let before = everything(&journal);
    wait_until_sealed(&journal);
    assert!(journal.mark() > 0);
    assert_eq!(everything(&journal), before);
    assert_eq!(versions(&journal, stream(3), 0).len(), 143);
    drop(journal);
    let journal = open(dir.path());
    assert_eq!(*journal.opened(), journal::Opened::default());
    assert_eq!(everything(&journal), before);
    assert_eq!(versions(&journal, stream(3), 0).len(), 143);
    append(&journal, stream(3), 143, 1);
}

#[test]
fn whatever_is_derived_is_made_again_from_the_tape() {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    fill(&journal, 1000);
    wait_until_sealed(&journal);
    let (before, root) = (everything(&journal), journal.root(1000).unwrap());
    drop(journal);
    for gone in [&["store"][..], &["tree"], &["store", "tree"], &["head"], &["ballast", "lock"]] {
        for part in gone {
            let path = dir.path().join(part);
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        let journal = open(dir.path());
        assert_eq!((everything(&journal), journal.root(1000).unwrap()), (before.clone(), root), "without {gone:?}");
        assert_eq!(journal.condition(), journal::Condition::Writable, "without {gone:?}");
    }
}

#[test]
fn a_second_process_is_told_who_owns_the_directory() {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    let refused = TapeJournal::open(dir.path(), Options::small());
    match refused {
        Err(journal::OpenError::Locked { pid, .. }) => assert_eq!(pid, std::process::id()),
        other => panic!("not locked: {other:?}"),
    }
    drop(journal);
    open(dir.path());
}
