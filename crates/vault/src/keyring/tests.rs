//! The keyring on the disk: what a crash leaves, what rot does, and what is left of a destroyed key.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::slot::SLOT_BYTES;
use super::*;

const SUBJECTS: usize = 5;

/// A data directory with a keyring, and the key file elsewhere.
struct Home {
    dir: tempfile::TempDir,
    key: PathBuf,
}

impl Home {
    /// With keys for subjects 0 to 4.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let key = dir.path().join("elsewhere.key");
        let home = Self { dir, key };
        Keyring::create(home.path(), &home.key).unwrap();
        home.open().provide(&(0..SUBJECTS).map(subject).collect::<Vec<_>>()).unwrap();
        home
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join("keys").join(name)
    }

    fn try_open(&self) -> Result<Keyring, VaultError> {
        Keyring::open(self.path(), &self.key)
    }

    fn open(&self) -> Keyring {
        self.try_open().unwrap()
    }

    fn keys(&self) -> Vec<SecretKey> {
        let ring = self.open();
        (0..SUBJECTS).map(|n| ring.key(subject(n)).unwrap()).collect()
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.file(name)).unwrap();
        change(&mut bytes);
        fs::write(self.file(name), bytes).unwrap();
    }

    /// Every byte of every file below the data directory, and of the key file.
    fn all_bytes(&self) -> Vec<Vec<u8>> {
        let files = ["ring", "copy", "lock"].map(|name| self.file(name));
        let files = files.into_iter().chain([self.key.clone(), self.path().join("erased")]);
        files.filter_map(|path| fs::read(path).ok()).collect()
    }
}

fn subject(n: usize) -> SubjectId {
    SubjectId::new(Uuid::from_u128(n as u128 + 1))
}

fn holds(files: &[Vec<u8>], needle: &[u8]) -> bool {
    files.iter().any(|file| file.windows(needle.len()).any(|window| window == needle))
}

/// The wrapped form of a key, and its hexadecimal digits.
fn wrapped(image: &[u8], n: usize) -> Vec<u8> {
    let at = (n + 1) * SLOT_BYTES;
    image[at + 32..at + 104].to_vec()
}

#[test]
fn keys_come_back_and_are_drawn_once() {
    let home = Home::new();
    let keys = home.keys();
    home.open().provide(&[subject(0), subject(SUBJECTS), subject(SUBJECTS)]).unwrap();
    assert_eq!(home.keys(), keys);
    assert_eq!(home.open().status(), Status { epoch: 1, keys: SUBJECTS + 1, erased: 0, owed: 0 });
    assert_eq!(fs::read(home.file("ring")).unwrap().len(), (SUBJECTS + 2) * SLOT_BYTES);
    assert!(matches!(home.open().key(subject(77)), Err(VaultError::NoKey { .. })));
}

#[test]
fn a_lost_keyring_is_said_and_never_replaced_by_a_new_one() {
    let home = Home::new();
    assert!(matches!(Keyring::create(home.path(), &home.key), Err(VaultError::KeyringThere { .. })));
    fs::remove_file(home.file("ring")).unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::Damaged { .. })), "one copy is left");
    assert!(matches!(Keyring::create(home.path(), &home.key), Err(VaultError::KeyringThere { .. })));
    fs::remove_file(home.file("copy")).unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::NoKeyring { .. })));
    fs::create_dir(home.path().join("blobs")).unwrap();
    fs::write(home.path().join("blobs").join("ab".repeat(32)), "sealed with the lost one").unwrap();
    assert!(matches!(Keyring::create(home.path(), &home.key), Err(VaultError::KeyringLost { .. })));
}

#[test]
fn one_process_at_a_time() {
    let home = Home::new();
    let first = home.open();
    assert!(matches!(home.try_open(), Err(VaultError::Locked { .. })));
    drop(first);
    home.open();
}

#[test]
fn a_wrong_or_open_key_file_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    fs::set_permissions(&home.key, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::OpenToOthers { mode: 0o644, .. })));
    let other = Home::new();
    assert!(matches!(Keyring::open(home.path(), &other.key), Err(VaultError::WrongKeyFile { .. })));
    fs::write(&other.key, "something else").unwrap();
    assert!(matches!(Keyring::open(home.path(), &other.key), Err(VaultError::NotAKeyFile { .. })));
}

#[test]
fn a_torn_append_is_cut_and_a_lagging_copy_is_made_again() {
    let home = Home::new();
    let keys = home.keys();
    for bytes in [1, SLOT_BYTES - 1] {
        home.change("ring", |image| image.extend(vec![7; bytes]));
        assert_eq!(home.keys(), keys, "{bytes} bytes of a slot that nobody was told of");
        home.change("copy", |image| image.truncate(image.len() - bytes));
        assert_eq!(home.keys(), keys, "the copy lacks {bytes} bytes");
    }
    fs::remove_file(home.file("copy")).unwrap();
    assert_eq!(home.keys(), keys, "the copy is gone");
    assert!(home.file("copy").exists());
}

#[test]
fn a_cut_ring_is_damage() {
    let home = Home::new();
    home.change("ring", |image| image.truncate(3 * SLOT_BYTES));
    assert!(matches!(home.try_open(), Err(VaultError::Damaged { slot: 3, .. })));
    fs::copy(home.file("copy"), home.file("ring")).unwrap();
    home.keys();
}

#[test]
fn slots_cannot_change_places() {
    let home = Home::new();
    home.change("ring", |image| {
        let (one, two) = (SLOT_BYTES..2 * SLOT_BYTES, 2 * SLOT_BYTES..3 * SLOT_BYTES);
        let moved = image[one.clone()].to_vec();
        image.copy_within(two.clone(), one.start);
        image[two].copy_from_slice(&moved);
    });
    assert!(matches!(home.try_open(), Err(VaultError::Damaged { slot: 1, .. })));
}

#[test]
fn an_erased_key_is_in_no_file_and_stays_erased() {
    let home = Home::new();
    let before = fs::read(home.file("ring")).unwrap();
    let key = home.keys()[2].clone();
    home.open().erase(subject(2)).unwrap();
    assert!(!holds(&home.all_bytes(), &wrapped(&before, 2)));
    let ring = home.open();
    assert!(matches!(ring.key(subject(2)), Err(VaultError::Erased { .. })));
    assert!(matches!(ring.provide(&[subject(2)]), Err(VaultError::Erased { .. })), "no new key takes its place");
    assert_eq!(ring.next_epoch().unwrap(), 2);
    drop(ring);
    let files = home.all_bytes();
    assert!(!holds(&files, key.bytes()) && !holds(&files, &wrapped(&before, 2)));
    assert_eq!(home.open().status(), Status { epoch: 2, keys: SUBJECTS - 1, erased: 1, owed: 0 });
}

#[test]
fn after_an_epoch_old_copies_are_noise() {
    let home = Home::new();
    let (keys, old_key_file) = (home.keys(), fs::read_to_string(&home.key).unwrap());
    let old: Vec<_> = ["ring", "copy"].map(|name| (name, fs::read(home.file(name)).unwrap())).into();
    home.open().next_epoch().unwrap();
    assert_eq!(home.keys(), keys);
    let old_secret = old_key_file.lines().nth(1).unwrap().split(' ').nth(1).unwrap().to_owned();
    assert!(!holds(&home.all_bytes(), old_secret.as_bytes()), "the old wrapping key is gone");
    old.iter().for_each(|(name, image)| fs::write(home.file(name), image).unwrap());
    assert!(matches!(home.try_open(), Err(VaultError::WrongKeyFile { .. })));
}

#[test]
fn restoring_an_old_keyring_erases_again() {
    let home = Home::new();
    let old: Vec<_> = ["ring", "copy"].map(|name| (name, fs::read(home.file(name)).unwrap())).into();
    home.open().erase(subject(1)).unwrap();
    old.iter().for_each(|(name, image)| fs::write(home.file(name), image).unwrap());
    let ring = home.open();
    assert!(matches!(ring.key(subject(1)), Err(VaultError::Erased { .. })));
    assert!(ring.key(subject(0)).is_ok());
    drop(ring);
    assert!(!holds(&home.all_bytes(), &wrapped(&old[0].1, 1)));
}

#[test]
fn an_erasure_is_carried_to_its_end_wherever_it_stopped() {
    let home = Home::new();
    let before = fs::read(home.file("copy")).unwrap();
    home.open().erase(subject(3)).unwrap();
    fs::write(home.file("copy"), &before).unwrap();
    assert!(matches!(home.open().key(subject(3)), Err(VaultError::Erased { .. })));
    assert!(!holds(&home.all_bytes(), &wrapped(&before, 3)));
    fs::write(home.path().join("erased"), "").unwrap();
    home.open();
    assert_eq!(fs::read_to_string(home.path().join("erased")).unwrap().lines().count(), 1, "the ring knows it too");
}

#[test]
fn an_epoch_is_carried_to_its_end_wherever_it_stopped() {
    let home = Home::new();
    let keys = home.keys();
    let old_copy = fs::read(home.file("copy")).unwrap();
    let mut both = KeyFile::read(&home.key).unwrap();
    both.begin_epoch(1).unwrap();
    let both = fs::read(&home.key).unwrap();
    assert_eq!(home.keys(), keys, "a new key that nothing is wrapped with yet is dropped");
    assert_eq!(home.open().status().epoch, 1);
    fs::write(&home.key, &both).unwrap();
    let mut ring = files::Files::of(&home.path().join("keys")).read(&KeyFile::read(&home.key).unwrap()).unwrap();
    ring.epoch = 2;
    let image = ring.image(KeyFile::read(&home.key).unwrap().key(2).unwrap());
    fs::write(home.file("ring"), image).unwrap();
    fs::write(home.file("copy"), old_copy).unwrap();
    assert_eq!(home.keys(), keys, "the ring was wrapped anew and the copy was not");
    assert_eq!(home.open().status().epoch, 2);
    assert!(KeyFile::read(&home.key).unwrap().key(1).is_none());
}

/// Nobody can write where the successor of a file is to be: a folder lies there.
fn in_the_way(key: &Path) -> PathBuf {
    let folder = file::successor(key);
    fs::create_dir(&folder).unwrap();
    folder
}

#[test]
fn an_epoch_is_owed_until_one_was_turned_whatever_fails_and_however_often_it_starts() {
    let home = Home::new();
    let (keys, ring) = (home.keys(), home.open());
    assert_eq!(ring.status().owed, 0);
    ring.erase(subject(2)).unwrap();
    ring.erase(subject(2)).unwrap();
    assert_eq!(ring.status().owed, 1);
    let folder = in_the_way(&home.key);
    for _ in 0..2 {
        assert!(matches!(ring.next_epoch(), Err(VaultError::Disk { path, .. }) if path == home.key));
        assert_eq!((ring.status().epoch, ring.status().owed), (1, 1));
    }
    ring.provide(&[subject(SUBJECTS)]).expect("whoever comes is given a key: nothing of the ring failed");
    drop(ring);
    let ring = home.open();
    assert_eq!((ring.status().epoch, ring.status().owed), (1, 1), "a stop forgets nothing");
    assert!(ring.next_epoch().is_err());
    fs::remove_dir(folder).unwrap();
    assert_eq!((ring.next_epoch().unwrap(), ring.status().owed), (2, 0));
    assert_eq!(ring.key(subject(0)).unwrap(), keys[0]);
    drop(ring);
    assert_eq!(home.open().status(), Status { epoch: 2, keys: SUBJECTS, erased: 1, owed: 0 });
    home.open().erase(subject(3)).unwrap();
    assert_eq!(home.open().status().owed, 1, "only what was destroyed since");
}

/// One write that failed made the epoch forgotten that was owed for whom had been erased.
#[test]
fn a_ring_that_cannot_be_written_owes_what_it_owed_and_takes_nothing_more() {
    let home = Home::new();
    let keys = home.keys();
    let ring = home.open();
    ring.erase(subject(1)).unwrap();
    let index = ring.index();
    fs::create_dir(home.file("ring.new")).unwrap();
    assert!(!ring.has_failed());
    assert!(matches!(ring.next_epoch(), Err(VaultError::Disk { .. })));
    assert_eq!((ring.status().epoch, ring.status().owed, ring.has_failed()), (1, 1, true));
    assert_eq!(ring.index(), index, "what was found is found as before");
    assert!(matches!(ring.provide(&[subject(SUBJECTS)]), Err(VaultError::Poisoned)));
    assert_eq!(ring.key(subject(0)).unwrap(), keys[0]);
    drop(ring);
    fs::remove_dir(home.file("ring.new")).unwrap();
    let ring = home.open();
    assert_eq!((ring.status().owed, ring.next_epoch().unwrap(), ring.status().owed), (1, 2, 0));
}

#[test]
fn a_keyring_from_a_copy_owes_an_epoch_for_whom_it_forgets_again() {
    let home = Home::new();
    let old: Vec<_> = ["ring", "copy"].map(|name| (name, fs::read(home.file(name)).unwrap())).into();
    let old_key_file = fs::read(&home.key).unwrap();
    let ring = home.open();
    ring.erase(subject(1)).unwrap();
    ring.next_epoch().unwrap();
    drop(ring);
    old.iter().for_each(|(name, image)| fs::write(home.file(name), image).unwrap());
    fs::write(&home.key, old_key_file).unwrap();
    assert_eq!(home.open().status(), Status { epoch: 1, keys: SUBJECTS - 1, erased: 1, owed: 1 });
}

#[test]
fn a_damaged_list_of_erasures_is_refused_and_a_torn_line_is_none() {
    let home = Home::new();
    home.open().erase(subject(1)).unwrap();
    let list = home.path().join("erased");
    let whole = fs::read_to_string(&list).unwrap();
    fs::write(&list, format!("{whole}{}", &whole[..20])).unwrap();
    home.open();
    assert_eq!(fs::read_to_string(&list).unwrap(), whole);
    fs::write(&list, whole.replacen('0', "1", 1)).unwrap();
    assert!(matches!(home.try_open(), Err(VaultError::ListDamaged { line: 1, .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A flipped bit is refused, or, in the slot that could be a torn append, healed from the other copy: never is a
    /// key lost or changed.
    #[test]
    fn a_flipped_bit_never_costs_or_changes_a_key(
        second in any::<bool>(), at in any::<prop::sample::Index>(), bit in 0u8..8,
    ) {
        let home = Home::new();
        let keys = home.keys();
        let name = if second { "copy" } else { "ring" };
        let mut last = false;
        home.change(name, |image| {
            let at = at.index(image.len());
            last = at >= image.len() - SLOT_BYTES;
            image[at] ^= 1 << bit;
        });
        let opened = home.try_open();
        prop_assert_eq!(opened.is_ok(), second && last, "{:?}", opened.as_ref().err());
        if let Err(error) = opened {
            let damaged = matches!(error, VaultError::Damaged { .. });
            prop_assert!(damaged);
            let other = if second { "ring" } else { "copy" };
            fs::copy(home.file(other), home.file(name)).unwrap();
        } else {
            drop(opened);
        }
        prop_assert_eq!(home.keys(), keys);
    }

    /// The key file is as good as the keyring: any change of it is noticed.
    #[test]
    fn a_changed_key_file_opens_nothing(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let home = Home::new();
        let mut bytes = fs::read(&home.key).unwrap();
        let at = at.index(bytes.len() - 1);
        bytes[at] ^= 1 << bit;
        let same_digit = bytes[at].is_ascii_hexdigit() && bit == 5;
        fs::write(&home.key, bytes).unwrap();
        prop_assert!(same_digit || home.try_open().is_err());
    }
}
