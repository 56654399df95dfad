//! Every shape of a fact that was ever shipped stays readable: a file for each (wire name, version) with the body exactly
//! as it is stored, one for the envelope, and a list of their hashes.
//!
//! `YIDI_BLESS=1 cargo test -p timeline --test golden` writes the files of new shapes. It never touches one that is
//! there: a shape that must change gets a new version and a step in `upcast.rs`.

#[path = "golden/samples.rs"]
mod samples;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};
use timeline::codec::{self, Slot};
use timeline::{Entry, Event, Kind, Meta, Place};

/// The list of hashes, one `hash  file` a line.
const FROZEN: &str = "frozen.sha256";
/// The envelope around a body, in hexadecimal.
const ENVELOPE: &str = "envelope.v1.hex";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn file_of(kind: Kind) -> String {
    format!("{}.v{}.json", kind.name, kind.version)
}

fn slot() -> Slot {
    let recorded_at = samples::meta().occurred_at.as_microsecond() + 1;
    Slot { place: Place { position: 7, index: 1 }, stream: samples::CASE.into(), version: 3, recorded_at }
}

fn encoded(meta: &Meta, event: &Event) -> (Vec<u8>, Vec<u8>) {
    codec::encode(meta, event).expect("a fact of today is written")
}

/// What is written today: file name and content.
fn of_today() -> BTreeMap<String, String> {
    let body = |event: Event| {
        let (_, body) = encoded(&samples::meta(), &event);
        (file_of(event.kind()), String::from_utf8(body).expect("JSON is UTF-8"))
    };
    let mut files: BTreeMap<String, String> = samples::all().into_iter().map(body).collect();
    let (envelope, _) = encoded(&samples::meta(), &samples::first());
    files.insert(ENVELOPE.to_owned(), hex(&envelope));
    files
}

/// The files that are frozen, by name, without the last newline.
fn frozen() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("the folder of golden files");
    let names = entries.map(|entry| entry.expect("a file").file_name().into_string().expect("a name in UTF-8"));
    let wanted = names.filter(|name| name.ends_with(".json") || name.ends_with(".hex"));
    let read = |name: String| {
        let text = fs::read_to_string(folder().join(&name)).expect("a golden file");
        (name, text.trim_end_matches('\n').to_owned())
    };
    wanted.map(read).collect()
}

/// The entry that a stored body of this name and version becomes today.
fn decoded(name: &str, version: u16, body: &str) -> Entry {
    let (bytes, _) = encoded(&samples::meta(), &samples::first());
    let mut envelope = codec::peek(&bytes).expect("an envelope of today");
    (envelope.kind, envelope.version) = (name, version);
    codec::decode(slot(), &envelope, body.as_bytes()).unwrap_or_else(|error| panic!("{name} {version}: {error:?}"))
}

fn name_and_version(file: &str) -> Option<(&str, u16)> {
    let (name, version) = file.strip_suffix(".json")?.rsplit_once(".v")?;
    Some((name, version.parse().ok()?))
}

#[test]
fn every_fact_has_a_sample_and_no_sample_is_left_over() {
    let mut of_samples: Vec<&str> = samples::all().iter().map(|event| event.kind().name).collect();
    let mut of_catalogue: Vec<&str> = Event::catalogue().map(|line| line.kind.name).collect();
    of_samples.sort_unstable();
    of_catalogue.sort_unstable();
    assert_eq!(of_samples, of_catalogue);
}

#[test]
fn what_is_written_today_is_what_was_frozen() {
    if blessing() {
        return;
    }
    let (today, frozen) = (of_today(), frozen());
    for (file, content) in today {
        let stored = frozen.get(&file).unwrap_or_else(|| panic!("{file} is missing: bless it"));
        assert_eq!(&content, stored, "{file} has changed: give the fact a new version and an upcast");
    }
}

#[test]
fn every_frozen_body_is_still_read() {
    let samples: BTreeMap<Kind, Event> = samples::all().into_iter().map(|event| (event.kind(), event)).collect();
    let frozen = frozen();
    let bodies = frozen.iter().filter_map(|(file, body)| Some((name_and_version(file)?, body)));
    for ((name, version), body) in bodies {
        let event = decoded(name, version, body).event;
        match samples.iter().find(|(kind, _)| kind.name == name && kind.version == version) {
            Some((_, sample)) => assert_eq!(&event, sample, "{name} of version {version} reads back as something else"),
            None => {
                assert!(samples.contains_key(&event.kind()), "{name} of version {version} becomes no fact of today");
            }
        }
    }
}

#[test]
fn the_frozen_envelope_is_still_read() {
    let Some(text) = frozen().remove(ENVELOPE) else {
        assert!(blessing(), "{ENVELOPE} is missing: bless it");
        return;
    };
    let bytes = unhex(&text);
    let envelope = codec::peek(&bytes).expect("an envelope");
    let event = samples::first();
    let (_, body) = encoded(&samples::meta(), &event);
    let entry = codec::decode(slot(), &envelope, &body).expect("an entry");
    assert_eq!((entry.meta, entry.event), (samples::meta(), event));
}

#[test]
fn a_golden_file_never_changes_and_never_goes() {
    if blessing() {
        bless();
    }
    let list = fs::read_to_string(folder().join(FROZEN)).expect("the list of hashes");
    let listed: BTreeMap<&str, &str> =
        list.lines().filter_map(|line| line.split_once("  ")).map(|(hash, file)| (file, hash)).collect();
    let found = frozen();
    for (file, hash) in &listed {
        let content = found.get(*file).unwrap_or_else(|| panic!("{file} was frozen and is gone"));
        assert_eq!(hash_of(content), *hash, "{file} was frozen and has changed");
    }
    assert_eq!(found.len(), listed.len(), "a golden file is not in {FROZEN}: bless it");
}

fn blessing() -> bool {
    std::env::var_os("YIDI_BLESS").is_some()
}

/// Writes the files that are missing, and their lines in the list. What is there stays.
fn bless() {
    let there = frozen();
    let missing = of_today().into_iter().filter(|(file, _)| !there.contains_key(file));
    let mut lines = fs::read_to_string(folder().join(FROZEN)).unwrap_or_default();
    for (file, content) in missing {
        fs::write(folder().join(&file), format!("{content}\n")).expect("a golden file is written");
        writeln!(lines, "{}  {file}", hash_of(&content)).expect("a line");
    }
    fs::write(folder().join(FROZEN), lines).expect("the list of hashes is written");
}

fn hash_of(content: &str) -> String {
    hex(&Sha256::digest(format!("{content}\n").as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("two digits");
        text
    })
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16).expect("a digit") as u8).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect()
}
