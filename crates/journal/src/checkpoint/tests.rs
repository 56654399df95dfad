//! Signing, verifying, and every way not to believe.

use super::*;
use std::os::unix::fs::PermissionsExt;

const ORIGIN: &str = "yidi.example/330102";

fn key(origin: &str) -> (tempfile::TempDir, CheckpointKey) {
    let dir = tempfile::tempdir().unwrap();
    let key = CheckpointKey::open(dir.path(), origin).unwrap();
    (dir, key)
}

#[test]
fn what_is_signed_verifies_and_says_the_same() {
    let (dir, key) = key(ORIGIN);
    for size in [0, 1, 1_000_000, u64::MAX] {
        let note = key.sign(size, Digest([size as u8; 32])).unwrap();
        let found = Checkpoint::verify(&note, key.verifier()).unwrap();
        assert_eq!(found, Checkpoint { origin: ORIGIN.into(), size, root: Digest([size as u8; 32]) });
    }
    let again = CheckpointKey::open(dir.path(), ORIGIN).unwrap();
    assert_eq!(again.verifier(), key.verifier());
}

#[test]
fn the_text_is_that_of_the_specification() {
    let checkpoint = Checkpoint { origin: "example.com/log42".into(), size: 20_852_163, root: Digest([7; 32]) };
    let text = "example.com/log42\n20852163\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n";
    assert_eq!(checkpoint.text(), text);
    assert_eq!(Checkpoint::parse(text), Some(checkpoint.clone()));
    assert_eq!(Checkpoint::parse(&format!("{text}an extension\n")), Some(checkpoint));
    for bad in ["", "\n", "a\n1\n", "a\n01\nAA==\n", "a\n-1\nAA==\n", "a\n1\nAA==\n", text.trim_end()] {
        assert_eq!(Checkpoint::parse(bad), None, "{bad:?}");
    }
    assert_eq!(Checkpoint::parse(&text.replace("20852163", "+20852163")), None);
}

#[test]
fn every_changed_byte_is_rejected() {
    let (_dir, key) = key(ORIGIN);
    let note = key.sign(77, Digest([9; 32])).unwrap();
    for at in 0..note.len() {
        let mut bytes = note.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert!(Checkpoint::verify(&changed, key.verifier()).is_err(), "byte {at}");
    }
}

#[test]
fn another_key_or_another_log_is_not_believed() {
    let (_dir, ours) = key(ORIGIN);
    let (_other, theirs) = key(ORIGIN);
    let note = ours.sign(5, Digest([1; 32])).unwrap();
    assert!(matches!(Checkpoint::verify(&note, theirs.verifier()), Err(CheckpointError::Signature(_))));
    assert!(matches!(Checkpoint::verify(&note, "nonsense"), Err(CheckpointError::Verifier(_))));
    let mut foreign = Note::new(b"another.example/1\n5\nAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n", &[]).unwrap();
    foreign.add_sigs(&[&ours.signer]).unwrap();
    let foreign = String::from_utf8(foreign.to_bytes()).unwrap();
    assert!(matches!(Checkpoint::verify(&foreign, ours.verifier()), Err(CheckpointError::Origin { .. })));
}

#[test]
fn the_key_is_private_and_of_one_log() {
    let (dir, key) = key(ORIGIN);
    let path = dir.path().join(KEY_FILE);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert!(!format!("{key:?}").contains("PRIVATE"));
    let refusal = |origin: &str| CheckpointKey::open(dir.path(), origin).unwrap_err().kind();
    assert_eq!(refusal("another.example/1"), io::ErrorKind::InvalidData);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(refusal(ORIGIN), io::ErrorKind::PermissionDenied);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&path, "no key").unwrap();
    assert_eq!(refusal(ORIGIN), io::ErrorKind::InvalidData);
    fs::remove_file(&path).unwrap();
    assert_eq!(refusal("with space"), io::ErrorKind::InvalidInput);
}

#[test]
fn the_history_survives_a_torn_end() {
    let (dir, key) = key(ORIGIN);
    assert!(read_checkpoints(dir.path()).unwrap().is_empty());
    let notes: Vec<String> = (1..4).map(|size| key.sign(size, Digest([size as u8; 32])).unwrap()).collect();
    notes.iter().for_each(|note| append_checkpoint(dir.path(), note).unwrap());
    assert_eq!(read_checkpoints(dir.path()).unwrap(), notes);
    let path = dir.path().join(HISTORY_FILE);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, MODE, "for its owner alone");
    let whole = fs::read(&path).unwrap();
    for cut in 0..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        append_checkpoint(dir.path(), &notes[0]).unwrap();
        let found = read_checkpoints(dir.path()).unwrap();
        let sound = found.iter().filter(|note| Checkpoint::verify(note, key.verifier()).is_ok()).count();
        assert!(sound >= cut * 3 / whole.len(), "cut at {cut}: {found:?}");
        assert!(sound >= found.len() - 1, "at most the torn one is unsound");
    }
}
