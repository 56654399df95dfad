//! Torn, rotten, lost: what a log does about bytes that are not as they were written.

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use journal::{Condition, Journal, Layer, OpenError, Options, TapeJournal, verify};

use crate::kit::{append, copy, crc32, eventually, everything, fill, open, raw_frames, sealed_log, stream};

/// Where the head of the log in this directory can be taken away, to make it as if the clerk had not come around yet.
fn without_head(dir: &Path) {
    fs::remove_file(dir.join("head")).unwrap();
    fs::remove_dir_all(dir.join("tree")).unwrap();
}

fn tape(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("tape/{number:010}.tape"))
}

fn small_log(commits: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fill(&open(dir.path()), commits);
    dir
}

#[test]
fn a_last_frame_cut_at_any_length_is_torn_and_set_aside() {
    let whole = small_log(4);
    let frames = raw_frames(whole.path(), 1);
    let (from, len) = *frames.last().unwrap();
    let padding = 4; // zeros, whether they were written or not
    for kept in 0..len - padding {
        for truncated in if kept % 16 == 0 { [false, true].as_slice() } else { &[false] } {
            let dir = copy(whole.path());
            without_head(dir.path());
            let file = fs::OpenOptions::new().write(true).open(tape(dir.path(), 1)).unwrap();
            let size = file.metadata().unwrap().len();
            file.set_len(from + kept).unwrap();
            if !truncated {
                file.set_len(size).unwrap(); // a torn write leaves zeros, not a shorter file
            }
            let journal = open(dir.path());
            assert_eq!(journal.head().position, 3, "{kept} bytes kept");
            assert_eq!(journal.opened().torn.is_some(), kept > 0, "{kept} bytes kept");
            assert_eq!(journal.condition(), Condition::Writable);
            if let Some(torn) = &journal.opened().torn {
                assert_eq!((torn.position, torn.path.exists()), (4, true));
            }
            if kept % 16 == 0 {
                append(&journal, stream(99), 0, 1);
                drop(journal);
                let journal = open(dir.path());
                assert_eq!((journal.head().position, journal.opened().torn.clone()), (4, None));
            }
        }
    }
}

#[test]
fn the_whole_commits_of_a_torn_group_are_kept() {
    // A quick disk may let the writer make three groups of the twenty: damage before the last one is rot, another test.
    assert!((0..50).any(|_| torn_in_the_last_group()), "the last group never began before the damage");
}

/// Whether the damage fell into the last group; then its whole commits must be there.
fn torn_in_the_last_group() -> bool {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    fill(&journal, 3);
    let waiting: Vec<_> = (0..20).map(|n| journal.append(crate::kit::draft(stream(100 + n), 0, 1))).collect();
    waiting.into_iter().for_each(|one| drop(crate::kit::run(one)));
    drop(journal);
    let (from, len) = raw_frames(dir.path(), 1)[15];
    fs::OpenOptions::new()
        .write(true)
        .open(tape(dir.path(), 1))
        .unwrap()
        .write_all_at(&[0xEE; 40], from + len / 2)
        .unwrap();
    without_head(dir.path());
    let journal = open(dir.path());
    if journal.condition() != Condition::Writable {
        return false;
    }
    assert_eq!((journal.head().position, journal.opened().torn.as_ref().map(|torn| torn.position)), (15, Some(16)));
    assert_eq!(everything(&journal).len(), 15);
    true
}

#[test]
fn a_tape_that_ends_below_the_head_is_refused_with_the_gap() {
    let whole = small_log(20);
    let frames = raw_frames(whole.path(), 1);
    let end = frames.last().map(|(from, len)| from + len).unwrap();
    for cut in (0..end).step_by(97) {
        let dir = copy(whole.path());
        fs::OpenOptions::new().write(true).open(tape(dir.path(), 1)).unwrap().set_len(cut).unwrap();
        let expected = frames.iter().filter(|(from, len)| from + len <= cut).count() as u64 + 1;
        match TapeJournal::open(dir.path(), Options::small()) {
            Err(OpenError::Lost { first, last }) => assert_eq!((first, last), (expected, 20), "cut at {cut}"),
            other => panic!("cut at {cut}: {other:?}"),
        }
    }
}

#[test]
fn a_deleted_tape_or_segment_is_a_loss_and_not_a_new_log() {
    let (whole, last) = sealed_log();
    let names: Vec<_> =
        fs::read_dir(whole.path().join("tape")).unwrap().map(|name| name.unwrap().file_name()).collect();
    for gone in names.iter().map(Some).chain([None]) {
        let dir = copy(whole.path());
        match gone {
            Some(name) => fs::remove_file(dir.path().join("tape").join(name)).unwrap(),
            None => fs::remove_dir_all(dir.path().join("tape")).unwrap(),
        }
        let opened = TapeJournal::open(dir.path(), Options::small());
        match opened {
            Err(OpenError::Lost { first, last: to }) => assert!(first <= to && to <= last, "{gone:?}: {first} to {to}"),
            // Only the segment prepared for what comes may be missed by nobody.
            Ok(journal) => assert_eq!(everything(&journal).len() as u64, last, "{gone:?}"),
            other => panic!("{gone:?}: {other:?}"),
        }
        if gone.is_none() {
            assert!(
                matches!(TapeJournal::open(dir.path(), Options::small()), Err(OpenError::Lost { first: 1, last: to }) if to == last)
            );
        }
    }
}

#[test]
fn a_flipped_bit_below_the_head_is_rot_and_everything_else_is_still_served() {
    let whole = small_log(20);
    for (at, (from, len)) in raw_frames(whole.path(), 1).into_iter().enumerate() {
        let position = at as u64 + 1;
        for offset in [from, from + 9, from + 100, from + len - 1] {
            let dir = copy(whole.path());
            flip(&tape(dir.path(), 1), offset, 2);
            let before = fs::read(tape(dir.path(), 1)).unwrap();
            let journal = open(dir.path());
            assert!(
                matches!(journal.condition(), Condition::ReadOnly { position: p, .. } if p == position),
                "{position}: {:?}",
                journal.condition()
            );
            let (mut good, mut after) = (Vec::new(), 0);
            while after < 20 {
                let scanned = journal.scan(after, 20, &mut |view| {
                    good.push(view.position());
                    std::ops::ControlFlow::Continue(())
                });
                after = match scanned {
                    Ok(last) => last.max(after + 1),
                    Err(_) => position,
                };
            }
            assert_eq!(good, (1..=20).filter(|n| *n != position).collect::<Vec<_>>(), "offset {offset}");
            let refused = crate::kit::run(journal.append(crate::kit::draft(stream(99), 0, 1)));
            assert!(matches!(refused, Err(journal::AppendError::Closed(Condition::ReadOnly { .. }))), "{refused:?}");
            drop(journal);
            assert_eq!(fs::read(tape(dir.path(), 1)).unwrap(), before, "the damaged tape was written to");
        }
    }
}

#[test]
fn every_flipped_bit_of_a_raw_segment_is_found_where_it_is() {
    let dir = small_log(6);
    let frames = raw_frames(dir.path(), 1);
    assert_eq!(verify(dir.path(), None).unwrap().faults, []);
    let path = tape(dir.path(), 1);
    fs::remove_dir_all(dir.path().join("store")).unwrap(); // not what is looked at here, and slow to open thousands of times
    for (at, (from, len)) in frames.iter().enumerate() {
        for offset in *from..from + len {
            let bit = (offset % 8) as u8;
            flip(&path, offset, bit);
            let report = verify(dir.path(), None).unwrap();
            let found = report.faults.first().map(|fault| (fault.layer, fault.position));
            assert_eq!(found, Some((Layer::Tape, at as u64 + 1)), "byte {offset}: {:?}", report.faults);
            flip(&path, offset, bit);
        }
    }
    assert!(verify(dir.path(), None).unwrap().ok);
}

#[test]
fn every_flipped_bit_of_a_sealed_segment_is_found() {
    let (dir, _) = sealed_log();
    fs::remove_dir_all(dir.path().join("store")).unwrap();
    fs::remove_dir_all(dir.path().join("tree")).unwrap();
    assert_eq!(verify(dir.path(), None).unwrap().faults, []);
    let path = dir.path().join("tape/0000000001.tape.zst");
    for offset in (0..path.metadata().unwrap().len()).step_by(13) {
        flip(&path, offset, (offset % 8) as u8);
        let report = verify(dir.path(), None).unwrap();
        let found = report.faults.first().expect("no fault was found");
        assert_eq!(found.layer, Layer::Tape, "byte {offset}: {found:?}");
        flip(&path, offset, (offset % 8) as u8);
    }
}

#[test]
fn a_flipped_bit_behind_the_last_frame_is_found() {
    let dir = small_log(6);
    let (from, len) = *raw_frames(dir.path(), 1).last().unwrap();
    flip(&tape(dir.path(), 1), from + len + 1000, 3);
    let report = verify(dir.path(), None).unwrap();
    assert_eq!(report.faults.first().map(|fault| (fault.layer, fault.position)), Some((Layer::Tape, 7)));
}

#[test]
fn a_recomputed_frame_breaks_the_chain_and_the_tree() {
    // Somebody with access to the file changes a body and makes the frame's own checks right again.
    let dir = small_log(6);
    let (from, len) = raw_frames(dir.path(), 1)[2];
    let path = tape(dir.path(), 1);
    let mut bytes = fs::read(&path).unwrap();
    let frame = &mut bytes[usize::try_from(from).unwrap()..usize::try_from(from + len).unwrap()];
    let digit = frame.iter().rposition(|byte| *byte == b'0').unwrap();
    frame[digit] = b'9';
    let body = crc32(&frame[96..]).to_be_bytes();
    frame[88..92].copy_from_slice(&body);
    let header = crc32(&frame[..92]).to_be_bytes();
    frame[92..96].copy_from_slice(&header);
    fs::write(&path, bytes).unwrap();
    let report = verify(dir.path(), None).unwrap();
    assert_eq!(
        report.faults.first().map(|fault| (fault.layer, fault.position)),
        Some((Layer::Chain, 4)),
        "{:?}",
        report.faults
    );
    let journal = open(dir.path());
    assert!(matches!(journal.condition(), Condition::ReadOnly { .. }), "{:?}", journal.condition());
}

#[test]
fn hashes_that_a_power_cut_lost_behind_the_head_are_computed_again() {
    let dir = small_log(50);
    let head = fs::read(dir.path().join("head")).unwrap();
    let journal = open(dir.path());
    fill(&journal, 50);
    let (root, proof) = (journal.root(100).unwrap(), journal.prove_inclusion(61, 100).unwrap());
    drop(journal);
    // As if power had gone before the head was written again: of what the tree wrote since, its end is on the disk and a
    // sector in the middle is not, that of leaf 60 (67 hashes of 32 bytes before it, behind a header of 64).
    fs::write(dir.path().join("head"), head).unwrap();
    let tree = fs::OpenOptions::new().write(true).open(dir.path().join("tree/hashes")).unwrap();
    tree.write_all_at(&[0; 512], 64 + 67 * 32).unwrap();
    assert_eq!(verify(dir.path(), None).unwrap().faults, [], "not synced, so not damaged");
    let journal = open(dir.path());
    assert_eq!(journal.condition(), Condition::Writable);
    assert_eq!((journal.root(100).unwrap(), journal.prove_inclusion(61, 100).unwrap()), (root, proof));
    drop(journal);
    assert_eq!(verify(dir.path(), None).unwrap().faults, []);
}

#[test]
fn a_flipped_bit_in_a_sealed_segment_turns_a_running_server_read_only() {
    let (whole, last) = sealed_log();
    let mut options = Options::small();
    options.scrub_every = std::time::Duration::from_millis(100);
    let journal = TapeJournal::open(whole.path(), options).unwrap();
    let path = whole.path().join("tape/0000000001.tape.zst");
    flip(&path, path.metadata().unwrap().len() / 2, 1);
    eventually("the scrub finds it", || journal.condition() != Condition::Writable);
    assert!(matches!(journal.condition(), Condition::ReadOnly { position: 1.., .. }));
    assert_eq!(everything(&journal).len() as u64, last);
}

/// Flips one bit of a file.
fn flip(path: &Path, offset: u64, bit: u8) {
    let file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, offset).unwrap();
    file.write_all_at(&[byte[0] ^ (1 << bit)], offset).unwrap();
}
