//! Sealed values: what opens, where, and until when.
#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use timeline::{Sealed, StreamId, SubjectId};
use uuid::Uuid;
use vault::{COMMITTED, MaterialError, Sought, Vault, VaultError, is_opened_by};

const CANARY: &str = "张三（虚构）";

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().unwrap() };
        Vault::create(home.path(), &home.key()).unwrap();
        home.open().provide(&[subject(1), subject(2)]).unwrap();
        home
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn key(&self) -> PathBuf {
        self.path().join("key")
    }

    fn open(&self) -> Vault {
        Vault::open(self.path(), &self.key()).unwrap()
    }
}

fn stream(n: u128) -> StreamId {
    StreamId::new(Uuid::from_u128(n))
}

fn subject(n: u128) -> SubjectId {
    SubjectId::new(Uuid::from_u128(n))
}

fn seal(vault: &Vault, text: &str) -> Sealed {
    vault.seal(stream(1), subject(1), Uuid::from_u128(5), text).unwrap()
}

fn opens(vault: &Vault, on: StreamId, sealed: &Sealed) -> Result<String, VaultError> {
    vault.open_value(on, sealed).map(|text| text.to_string())
}

#[test]
fn a_value_opens_as_it_was_sealed_also_after_a_restart() {
    let home = Home::new();
    let sealed: Vec<Sealed> = {
        let vault = home.open();
        ["", "张", CANARY, &"长".repeat(5_000)].map(|text| seal(&vault, text)).into()
    };
    let vault = home.open();
    vault.next_epoch().unwrap();
    assert_eq!(opens(&vault, stream(1), &sealed[0]).unwrap(), "");
    assert_eq!(opens(&vault, stream(1), &sealed[2]).unwrap(), CANARY);
    assert_eq!(opens(&vault, stream(1), &sealed[3]).unwrap().chars().count(), 5_000);
    assert_eq!(sealed[1].bytes().len(), sealed[0].bytes().len(), "its length does not tell a short name");
}

#[test]
fn a_value_moved_to_another_stream_or_person_does_not_open() {
    let home = Home::new();
    let vault = home.open();
    let sealed = seal(&vault, CANARY);
    assert!(matches!(opens(&vault, stream(2), &sealed), Err(VaultError::DoesNotOpen { .. })));
    let moved = Sealed::new(COMMITTED, subject(2), sealed.bytes().to_vec());
    assert!(matches!(opens(&vault, stream(1), &moved), Err(VaultError::DoesNotOpen { .. })));
    let elsewhere = Home::new();
    assert!(opens(&elsewhere.open(), stream(1), &sealed).is_err(), "another center");
    let clear = Sealed::clear(subject(1), CANARY);
    assert!(matches!(opens(&vault, stream(1), &clear), Err(VaultError::DoesNotOpen { .. })));
}

#[test]
fn an_erased_person_is_gone_and_the_others_stay() {
    let home = Home::new();
    let vault = home.open();
    let sealed = seal(&vault, CANARY);
    let other = vault.seal(stream(1), subject(2), Uuid::nil(), "李四（虚构）").unwrap();
    let scan = vault.put(stream(1), subject(1), &mut CANARY.as_bytes()).unwrap();
    vault.erase(subject(1)).unwrap();
    vault.next_epoch().unwrap();
    drop(vault);
    let vault = home.open();
    assert!(matches!(opens(&vault, stream(1), &sealed), Err(VaultError::Erased { .. })));
    let erased = vault.get(stream(1), subject(1), scan);
    assert!(matches!(erased, Err(MaterialError::Key(VaultError::Erased { .. }))));
    assert_eq!(opens(&vault, stream(1), &other).unwrap(), "李四（虚构）");
    assert_eq!(vault.materials().check().unwrap().0, [scan], "the file a fact names stays, as noise");
}

#[test]
fn a_material_goes_in_and_comes_out() {
    let home = Home::new();
    let vault = home.open();
    let name = vault.put(stream(1), subject(9), &mut CANARY.as_bytes()).unwrap();
    assert_eq!(vault.put(stream(1), subject(9), &mut CANARY.as_bytes()).unwrap(), name);
    let text = std::io::read_to_string(vault.get(stream(1), subject(9), name).unwrap()).unwrap();
    assert_eq!(text, CANARY);
    assert!(vault.get(stream(2), subject(9), name).is_err());
}

#[test]
fn nothing_lies_in_clear_below_the_data_directory() {
    let home = Home::new();
    let vault = home.open();
    let sealed = seal(&vault, CANARY);
    vault.put(stream(1), subject(1), &mut CANARY.as_bytes()).unwrap();
    let mut folders = vec![home.path().to_path_buf()];
    let mut files = vec![sealed.bytes().to_vec()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(fs::read(path).unwrap()) }
        }
    }
    let needle = "虚构".as_bytes();
    assert!(files.len() > 4);
    assert!(!files.iter().any(|file| file.windows(needle.len()).any(|window| window == needle)));
}

#[test]
fn tags_find_what_is_equal_until_the_next_epoch() {
    let home = Home::new();
    let vault = home.open();
    let tag = vault.tag(Sought::Name, "张三");
    assert_eq!(vault.tag(Sought::Name, " 张 三 "), tag);
    drop(vault);
    let vault = home.open();
    assert_eq!(vault.tag(Sought::Name, "张三"), tag);
    vault.next_epoch().unwrap();
    assert_ne!(vault.tag(Sought::Name, "张三"), tag);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_flipped_bit_of_a_value_is_found(text in ".{0,80}", at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let home = Home::new();
        let vault = home.open();
        let sealed = seal(&vault, &text);
        prop_assert_eq!(opens(&vault, stream(1), &sealed).unwrap(), text);
        let mut bytes = sealed.bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let changed = Sealed::new(COMMITTED, subject(1), bytes);
        let found = matches!(opens(&vault, stream(1), &changed), Err(VaultError::DoesNotOpen { .. }));
        prop_assert!(found);
    }

    #[test]
    fn a_value_cut_anywhere_does_not_open(cut in any::<prop::sample::Index>()) {
        let home = Home::new();
        let vault = home.open();
        let sealed = seal(&vault, CANARY);
        let bytes = sealed.bytes()[..cut.index(sealed.bytes().len())].to_vec();
        prop_assert!(opens(&vault, stream(1), &Sealed::new(COMMITTED, subject(1), bytes)).is_err());
    }
}

#[test]
fn one_value_is_opened_for_whoever_has_no_key_and_no_other_text_passes_for_it() {
    let home = Home::new();
    let vault = home.open();
    let (sealed, other) = (seal(&vault, CANARY), seal(&vault, CANARY));
    let opening = vault.opening(stream(1), &sealed).unwrap().unwrap();
    assert_eq!(*opening.text, CANARY);
    assert!(is_opened_by(&sealed, CANARY, &opening.salt));
    assert!(!is_opened_by(&sealed, "李四（虚构）", &opening.salt));
    assert!(!is_opened_by(&other, CANARY, &opening.salt), "the same text, sealed once more");
    vault.erase(subject(1)).unwrap();
    assert!(matches!(vault.opening(stream(1), &sealed), Err(VaultError::Erased { .. })));
    assert!(is_opened_by(&sealed, CANARY, &opening.salt), "the paper still proves it");
}
