//! One suite for every journal: what a caller may rely on, whatever is behind the trait.

use std::sync::Arc;

use crate::kit::{append, draft, entry, fill, positions, run, stream, versions};
use journal::{
    AppendError, COMMIT_BYTES_MAX, CommitView, Condition, ENTRIES_MAX, Journal, MemoryJournal, Options, ReadError,
    StreamId, TapeJournal, leaf_hash, verify_consistency, verify_inclusion,
};

/// Runs one promise against every implementation.
fn check(promise: impl Fn(Arc<dyn Journal>)) {
    promise(Arc::new(MemoryJournal::new()));
    let dir = tempfile::tempdir().unwrap();
    promise(Arc::new(TapeJournal::open(dir.path(), Options::small()).unwrap()));
}

#[test]
fn a_new_journal_is_empty_and_takes_commits() {
    check(|journal| {
        assert_eq!(journal.head(), journal::Head::default());
        assert_eq!(journal.condition(), Condition::Writable);
        assert_eq!(journal.version(stream(1)), 0);
        assert_eq!(versions(&*journal, stream(1), 0), Vec::<u64>::new());
        assert_eq!(positions(&*journal, 0, u64::MAX), Vec::<u64>::new());
    });
}

#[test]
fn an_acknowledged_commit_is_in_every_later_read() {
    check(|journal| {
        let ack = append(&*journal, stream(1), 0, 3);
        assert_eq!((ack.position, ack.version), (1, 3));
        assert_eq!(journal.head().position, 1);
        assert_eq!(journal.head().entries, 3);
        assert_eq!(journal.version(stream(1)), 3);
        let read = journal.read_stream(stream(1), 0).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(leaf_hash(&read[0].bytes), ack.leaf);
        let view = CommitView::parse(1, &read[0].bytes).unwrap();
        let entries: Vec<_> = view.entries().map(|entry| (entry.index, entry.version, entry.body.to_vec())).collect();
        assert_eq!(entries, (0..3).map(|n| (n, u64::from(n) + 1, entry(u64::from(n)).body)).collect::<Vec<_>>());
    });
}

#[test]
fn reading_changes_nothing() {
    check(|journal| {
        fill(&*journal, 20);
        let head = journal.head();
        let once = journal.read_stream(stream(1), 0).unwrap();
        let twice = journal.read_stream(stream(1), 0).unwrap();
        let same = |(a, b): (&journal::Commit, &journal::Commit)| a.position == b.position && a.bytes == b.bytes;
        assert!(once.len() == twice.len() && once.iter().zip(&twice).all(same));
        assert_eq!(journal.head(), head);
    });
}

#[test]
fn an_expected_version_that_is_not_the_present_one_is_a_conflict() {
    check(|journal| {
        append(&*journal, stream(1), 0, 2);
        for (expected, actual) in [(0, 2), (1, 2), (3, 2)] {
            match run(journal.append(draft(stream(1), expected, 1))) {
                Err(AppendError::Conflict { expected: e, actual: a }) => assert_eq!((e, a), (expected, actual)),
                other => panic!("not a conflict: {other:?}"),
            }
        }
        assert_eq!(journal.head().position, 1);
        append(&*journal, stream(1), 2, 1);
    });
}

#[test]
fn of_two_drafts_for_one_version_one_wins() {
    check(|journal| {
        let drafts: Vec<_> = (0..16).map(|_| journal.append(draft(stream(1), 0, 1))).collect();
        let won = drafts.into_iter().map(run).filter(Result::is_ok).count();
        assert_eq!((won, journal.version(stream(1))), (1, 1));
    });
}

#[test]
fn drafts_sent_one_after_the_other_may_wait_together() {
    check(|journal| {
        let drafts: Vec<_> = (0..50).map(|n| journal.append(draft(stream(1), n, 1))).collect();
        let at: Vec<_> = drafts.into_iter().map(|waiting| run(waiting).unwrap().position).collect();
        assert_eq!(at, (1..=50).collect::<Vec<_>>());
        assert_eq!(versions(&*journal, stream(1), 0), (1..=50).collect::<Vec<_>>());
    });
}

#[test]
fn a_stream_is_read_from_any_version() {
    check(|journal| {
        append(&*journal, stream(1), 0, 2);
        append(&*journal, stream(2), 0, 1);
        append(&*journal, stream(1), 2, 3);
        append(&*journal, stream(1), 5, 1);
        for (after, expected) in [
            (0, vec![2, 5, 6]),
            (1, vec![2, 5, 6]),
            (2, vec![5, 6]),
            (4, vec![5, 6]),
            (5, vec![6]),
            (6, vec![]),
            (9, vec![]),
        ] {
            assert_eq!(versions(&*journal, stream(1), after), expected, "after {after}");
        }
    });
}

#[test]
fn a_scan_visits_exactly_its_range_in_order() {
    check(|journal| {
        fill(&*journal, 10);
        for (after, upto, expected) in
            [(0, 10, 1..=10), (0, u64::MAX, 1..=10), (3, 7, 4..=7), (9, 99, 10..=10), (0, 1, 1..=1)]
        {
            assert_eq!(positions(&*journal, after, upto), expected.collect::<Vec<_>>(), "{after} to {upto}");
        }
        for (after, upto) in [(10, 20), (5, 5), (7, 3), (99, 100)] {
            assert_eq!(positions(&*journal, after, upto), Vec::<u64>::new(), "{after} to {upto}");
        }
    });
}

#[test]
fn a_visitor_can_stop_a_scan() {
    check(|journal| {
        fill(&*journal, 10);
        let mut seen = Vec::new();
        let last = journal.scan(2, 10, &mut |view| {
            seen.push(view.position());
            if seen.len() == 3 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
        });
        assert_eq!((last.unwrap(), seen), (5, vec![3, 4, 5]));
    });
}

#[test]
fn recorded_time_never_decreases() {
    check(|journal| {
        let times = [100, 90, 100, -5, 250, 249].map(|time| {
            let mut next = draft(stream(1), journal.version(stream(1)), 1);
            next.time = time;
            run(journal.append(next)).unwrap().time
        });
        assert_eq!(times, [100, 100, 100, 100, 250, 250]);
        assert_eq!(journal.head().time, 250);
    });
}

#[test]
fn a_draft_of_the_wrong_size_is_refused_and_leaves_nothing() {
    check(|journal| {
        let mut empty = draft(stream(1), 0, 1);
        empty.entries.clear();
        let mut huge = draft(stream(1), 0, 1);
        huge.entries[0].body = vec![7; COMMIT_BYTES_MAX];
        for bad in [empty, draft(stream(1), 0, ENTRIES_MAX + 1), huge] {
            let refused = run(journal.append(bad));
            assert!(matches!(refused, Err(AppendError::Size { .. })), "{refused:?}");
        }
        assert_eq!(journal.head().position, 0);
        append(&*journal, stream(1), 0, ENTRIES_MAX);
    });
}

#[test]
fn the_largest_commit_fits() {
    check(|journal| {
        let mut large = draft(stream(1), 0, 1);
        let room =
            COMMIT_BYTES_MAX - journal::HEADER_BYTES - journal::ENTRY_HEADER_BYTES - large.entries[0].envelope.len();
        large.entries[0].body = vec![7; room];
        run(journal.append(large)).unwrap();
        append(&*journal, stream(1), 1, 1);
        assert_eq!(versions(&*journal, stream(1), 0), [1, 2]);
        assert_eq!(positions(&*journal, 0, 9), [1, 2]);
    });
}

#[test]
fn followers_see_every_position_and_never_one_that_cannot_be_read() {
    check(|journal| {
        let mut follow = journal.follow();
        assert_eq!(*follow.borrow_and_update(), 0);
        for n in 1..=20 {
            append(&*journal, stream(n), 0, 1);
            assert_eq!(*follow.borrow_and_update(), n);
            assert_eq!(positions(&*journal, n - 1, n), [n]);
        }
    });
}

#[test]
fn every_commit_proves_that_it_is_in_every_later_tree() {
    check(|journal| {
        let leaves: Vec<_> = (0..20).map(|n| append(&*journal, stream(n), 0, 1).leaf).collect();
        for size in 1..=20 {
            let root = journal.root(size).unwrap();
            for at in 1..=size {
                let proof = journal.prove_inclusion(at, size).unwrap();
                assert!(verify_inclusion(&leaves[at as usize - 1], at - 1, size, &proof, &root), "{at} in {size}");
            }
            for old in 1..=size {
                let proof = journal.prove_consistency(old, size).unwrap();
                assert!(verify_consistency(old, size, &journal.root(old).unwrap(), &root, &proof), "{old} to {size}");
            }
        }
    });
}

#[test]
fn proofs_beyond_the_head_are_refused() {
    check(|journal| {
        append(&*journal, stream(1), 0, 1);
        let refused = [
            journal.root(2).map(drop),
            journal.prove_inclusion(1, 2).map(drop),
            journal.prove_inclusion(0, 1).map(drop),
            journal.prove_inclusion(2, 1).map(drop),
            journal.prove_consistency(1, 2).map(drop),
        ];
        for answer in refused {
            assert!(matches!(answer, Err(ReadError::Beyond { .. })), "{answer:?}");
        }
    });
}

#[test]
fn all_journals_come_to_the_same_leaves_and_roots() {
    let memory = MemoryJournal::new();
    let dir = tempfile::tempdir().unwrap();
    let tape = TapeJournal::open(dir.path(), Options::small()).unwrap();
    for n in 0..200 {
        let both = [&memory as &dyn Journal, &tape].map(|journal| append(journal, stream(n % 7), n / 7, 1));
        assert_eq!(both[0], both[1]);
        assert_eq!(memory.root(n + 1).unwrap(), tape.root(n + 1).unwrap());
        assert_eq!(memory.prove_inclusion(n / 2 + 1, n + 1).unwrap(), tape.prove_inclusion(n / 2 + 1, n + 1).unwrap());
        assert_eq!(memory.prove_consistency(n / 3, n + 1).unwrap(), tape.prove_consistency(n / 3, n + 1).unwrap());
    }
}

#[test]
fn a_closed_journal_takes_nothing_more() {
    check(|journal| {
        append(&*journal, stream(1), 0, 1);
        journal.close();
        journal.close();
        let refused = run(journal.append(draft(stream(1), 1, 1)));
        assert!(matches!(refused, Err(AppendError::ShuttingDown)), "{refused:?}");
    });
}

#[test]
fn stream_ids_are_opaque() {
    check(|journal| {
        for id in [[0; 16], [255; 16]] {
            append(&*journal, StreamId(id), 0, 1);
            assert_eq!(versions(&*journal, StreamId(id), 0), [1]);
        }
    });
}
