//! Export, offline verification and restore.

use std::fs;
use std::path::Path;

use journal::{
    CheckpointKey, Condition, Journal, Layer, OpenError, Options, Reader, RestoreError, Restored, TapeJournal, export,
    restore, verify, verify_bundle,
};

use crate::kit::{append, copy, eventually, everything, fill, open, raw_frames, sealed_log, stream};

const ORIGIN: &str = "yidi.example/330102";

fn bundle_of(dir: &Path) -> (tempfile::TempDir, std::path::PathBuf, String) {
    let place = tempfile::tempdir().unwrap();
    let bundle = place.path().join("bundle");
    let key = CheckpointKey::open(dir, ORIGIN).unwrap();
    export(dir, &bundle, Some(&key), None).unwrap();
    (place, bundle, key.verifier().to_owned())
}

#[test]
fn a_bundle_verifies_without_the_log_and_restores_it() {
    let (dir, last) = sealed_log();
    let (_place, bundle, verifier) = bundle_of(dir.path());
    let report = verify_bundle(&bundle, Some(&verifier), None).unwrap();
    assert_eq!((report.ok, report.commits, report.entries), (true, last, last));
    let target = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        restore(&bundle, target.path(), None).unwrap();
    }
    assert_eq!(restore(&bundle, target.path(), None).unwrap(), Restored::AlreadyThere { commits: last });
    let (old, new) = (open(dir.path()), open(target.path()));
    assert_eq!(everything(&old), everything(&new));
    assert_eq!((old.head(), old.root(last).unwrap()), (new.head(), new.root(last).unwrap()));
    append(&new, stream(99), 0, 1);
    drop(new);
    assert_eq!(verify(target.path(), None).unwrap().faults, []);
}

#[test]
fn a_bundle_can_be_made_beside_a_running_server() {
    let dir = tempfile::tempdir().unwrap();
    let journal = open(dir.path());
    fill(&journal, 300);
    eventually("the head file follows", || Reader::open(dir.path()).unwrap().head() == journal.head());
    let (_place, bundle, verifier) = bundle_of(dir.path());
    assert_eq!(verify_bundle(&bundle, Some(&verifier), None).unwrap().commits, 300);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!((reader.head(), reader.owner()), (journal.head(), Some(std::process::id())));
    let mut seen = 0;
    reader
        .scan(0, u64::MAX, &mut |view| {
            seen = view.position();
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(
        (seen, reader.read_stream(stream(3), 0).unwrap().len()),
        (300, journal.read_stream(stream(3), 0).unwrap().len())
    );
    let report = verify(dir.path(), None).unwrap();
    assert_eq!((report.faults, report.store_checked), (vec![], false));
}

#[test]
fn any_changed_byte_of_a_bundle_is_found() {
    let (dir, _) = sealed_log();
    let (place, bundle, verifier) = bundle_of(dir.path());
    for name in fs::read_dir(&bundle).unwrap() {
        let path = name.unwrap().path();
        let whole = fs::read(&path).unwrap();
        if path.ends_with("verifier.txt") {
            continue; // the checker brings its own key
        }
        for at in (0..whole.len()).step_by(whole.len() / 20 + 1) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let found = verify_bundle(&bundle, Some(&verifier), None);
            assert!(!found.is_ok_and(|report| report.ok), "{} byte {at}", path.display());
        }
        fs::write(&path, whole).unwrap();
    }
    assert!(verify_bundle(&bundle, Some(&verifier), None).unwrap().ok);
    drop(place);
}

#[test]
fn a_checkpoint_by_another_key_is_a_fault() {
    let (dir, _) = sealed_log();
    let (_place, bundle, _) = bundle_of(dir.path());
    let other = CheckpointKey::open(tempfile::tempdir().unwrap().path(), ORIGIN).unwrap();
    let report = verify_bundle(&bundle, Some(other.verifier()), None).unwrap();
    assert_eq!(report.faults.iter().map(|fault| fault.layer).collect::<Vec<_>>(), [Layer::Checkpoint]);
}

#[test]
fn a_bundle_heals_a_damaged_or_lost_tape() {
    let (whole, last) = sealed_log();
    let before = everything(&open(whole.path()));
    let (_place, bundle, _) = bundle_of(whole.path());
    let harms: [fn(&Path); 3] = [
        |dir| {
            let path = dir.join("tape/0000000001.tape.zst");
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
            fs::write(path, bytes).unwrap();
        },
        |dir| fs::remove_dir_all(dir.join("tape")).unwrap(),
        |dir| fs::remove_file(dir.join("tape/0000000002.tape.zst")).unwrap(),
    ];
    for harm in harms {
        let dir = copy(whole.path());
        harm(dir.path());
        assert!(
            matches!(restore(&bundle, dir.path(), None).unwrap(), Restored::Written { commits, .. } if commits == last)
        );
        let journal = open(dir.path());
        assert_eq!((journal.condition(), everything(&journal)), (Condition::Writable, before.clone()));
        drop(journal);
        assert_eq!(verify(dir.path(), None).unwrap().faults, []);
    }
}

#[test]
fn a_bundle_that_would_lose_or_change_commits_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fill(&open(dir.path()), 50);
    let (_place, bundle, _) = bundle_of(dir.path());
    fill(&open(dir.path()), 1);
    assert!(matches!(restore(&bundle, dir.path(), None), Err(RestoreError::Short { bundle: 50, log: 51 })));
    // Without head and tape files beyond it, the frames still tell.
    fs::remove_file(dir.path().join("head")).unwrap();
    assert!(matches!(restore(&bundle, dir.path(), None), Err(RestoreError::Short { bundle: 50, log: 51 })));
    let other = tempfile::tempdir().unwrap();
    let journal = open(other.path());
    fill(&journal, 10);
    append(&journal, stream(77), 0, 2);
    assert!(matches!(restore(&bundle, other.path(), None), Err(RestoreError::Locked { .. })));
    drop(journal);
    assert!(matches!(restore(&bundle, other.path(), None), Err(RestoreError::Diverges { position: 11 })));
    assert_eq!(everything(&open(other.path())).len(), 11);
}

#[test]
fn a_damaged_log_is_not_exported_and_a_damaged_bundle_not_restored() {
    let (dir, _) = sealed_log();
    let (_place, bundle, _) = bundle_of(dir.path());
    for path in [bundle.join("0000000001.tape.zst"), dir.path().join("tape/0000000001.tape.zst")] {
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        fs::write(path, bytes).unwrap();
    }
    let target = tempfile::tempdir().unwrap();
    assert!(matches!(restore(&bundle, target.path(), None), Err(RestoreError::Bundle(_))));
    assert!(export(dir.path(), &target.path().join("bundle"), None, None).is_err());
}

#[test]
fn a_log_that_ends_before_its_head_or_is_not_its_own_is_not_exported() {
    type Harm = fn(&Path, &Path);
    let (whole, _) = sealed_log();
    let (other, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let journal = open(other.path());
    fill(&journal, 899);
    append(&journal, stream(77), 0, 1);
    drop(journal);
    let harms: [(&str, Harm); 3] = [
        ("acknowledged commits", |dir, _| lose_from(dir, 20)),
        ("acknowledged commits", |dir, _| lose_from(dir, 0)),
        ("not the one the head file was written for", |dir, other| {
            fs::remove_dir_all(dir.join("tape")).unwrap();
            fs::rename(other.join("tape"), dir.join("tape")).unwrap();
        }),
    ];
    for (what, harm) in harms {
        let dir = copy(whole.path());
        harm(dir.path(), other.path());
        let refused = export(dir.path(), &place.path().join("bundle"), None, None).unwrap_err();
        assert_eq!(refused.kind(), std::io::ErrorKind::InvalidData, "{refused}");
        assert!(refused.to_string().contains(what), "{refused}");
        assert!(!place.path().join("bundle").exists());
    }
}

/// Makes zeros of the raw segments from this frame of the first of them on: what a disk leaves that dropped its last
/// writes.
fn lose_from(dir: &Path, frame: usize) {
    let raw = fs::read_dir(dir.join("tape")).unwrap().map(|name| name.unwrap().path());
    let mut raw: Vec<_> = raw.filter(|path| path.extension().is_some_and(|ending| ending == "tape")).collect();
    raw.sort();
    let number = raw[0].file_stem().unwrap().to_str().unwrap().parse().unwrap();
    let mut from = usize::try_from(raw_frames(dir, number)[frame].0).unwrap();
    for path in raw {
        let mut bytes = fs::read(&path).unwrap();
        bytes[from..].fill(0);
        fs::write(path, bytes).unwrap();
        from = 0;
    }
}

#[test]
fn a_newer_format_is_refused_before_any_write() {
    let dir = tempfile::tempdir().unwrap();
    fill(&open(dir.path()), 5);
    let mut head = fs::read(dir.path().join("head")).unwrap();
    for slot in head.chunks_mut(4096).filter(|slot| slot[0] != 0) {
        slot[10..12].copy_from_slice(&9u16.to_be_bytes());
        let check = crate::kit::crc32(&slot[..4092]);
        slot[4092..].copy_from_slice(&check.to_be_bytes());
    }
    fs::write(dir.path().join("head"), head).unwrap();
    let before = snapshot(dir.path());
    assert!(matches!(TapeJournal::open(dir.path(), Options::small()), Err(OpenError::Newer { format: 9, .. })));
    assert_eq!(snapshot(dir.path()), before);
}

fn snapshot(dir: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .flat_map(|name| {
            let path = name.unwrap().path();
            if path.is_dir() { snapshot(&path) } else { vec![(path.clone(), fs::read(path).unwrap())] }
        })
        .collect();
    files.sort();
    files
}
