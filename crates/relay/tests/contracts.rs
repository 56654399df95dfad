//! What departments were promised: a schema for every fact, which what they are told fits, and which does not change under
//! them; and the subjects. `YIDI_BLESS=1` writes what is new, and refuses to write what would break somebody's reader.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use access::{Mask, Viewer, disclose_part, in_clear};
use boon::{Compiler, Schemas};
use relay::contracts;
use serde_json::{Value, json};
use timeline::{Classification, Entry, Event, Meta, Place, StreamId};

/// Whoever hears everything: for facts that no department is told.
const EVERYTHING: Viewer = Viewer {
    mask: Mask::Full,
    mediation: true,
    evaluations: true,
    other_cases: true,
    papers: true,
    ..Viewer::STRANGER
};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn blessing() -> bool {
    std::env::var_os("YIDI_BLESS").is_some()
}

fn read(path: &Path) -> Option<Value> {
    fs::read_to_string(path).ok().map(|text| serde_json::from_str(&text).expect("JSON"))
}

fn write(path: &Path, value: &Value) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    let text = serde_json::to_string_pretty(value).expect("it can be written");
    fs::write(path, format!("{text}\n")).expect("docs can be written");
}

/// Every schema that was shipped, by its path.
fn shipped() -> BTreeMap<String, Value> {
    write_what_is_new();
    let folders =
        fs::read_dir(docs().join("schemas")).expect("docs/schemas").map(|entry| entry.expect("a file").path());
    let files = folders.flat_map(|path| match fs::read_dir(&path) {
        Ok(files) => files.map(|entry| entry.expect("a file").path()).collect(),
        Err(_) => vec![path],
    });
    let name = |path: &Path| path.strip_prefix(docs().join("schemas")).expect("below").to_string_lossy().into_owned();
    files.map(|path| (name(&path), read(&path).expect("a schema"))).collect()
}

/// When blessing, and once for all tests: what is new, and what may take the place of what was shipped.
fn write_what_is_new() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (path, present) in contracts::schemas().iter().filter(|_| blessing()) {
            let file = docs().join("schemas").join(path);
            if read(&file).is_none_or(|shipped| contracts::breaches(&shipped, present).is_empty()) {
                write(&file, present);
            }
        }
    });
}

#[test]
fn a_schema_that_was_shipped_stays_what_it_is() {
    let shipped = shipped();
    for (path, present) in contracts::schemas() {
        let Some(shipped) = shipped.get(&path) else {
            panic!("docs/schemas/{path} is missing: run `cargo xtask bless contracts`")
        };
        let breaches = contracts::breaches(shipped, &present).join("\n  ");
        assert!(
            breaches.is_empty(),
            "docs/schemas/{path} was shipped, and departments read by it:\n  {breaches}\nLeave the fact as it was. Give \
             it a new version in timeline/src/event and a step in timeline/src/upcast.rs: docs/how-to/add-an-event.md"
        );
        assert_eq!(shipped, &present, "docs/schemas/{path} has drifted: run `cargo xtask bless contracts`");
    }
}

#[test]
fn every_body_that_was_ever_stored_has_a_schema_and_fits_it_as_it_is_told() {
    let schemas = shipped();
    let golden =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../timeline/tests/golden")).expect("golden files");
    let files =
        golden.map(|entry| entry.expect("a file").path()).filter(|path| path.extension() == Some("json".as_ref()));
    let mut seen = 0;
    for file in files {
        let (name, version) = name_and_version(&file);
        let (context, fact) = name.split_once('.').expect("a context and a fact");
        let path = format!("{context}/{fact}.v{version}.json");
        let schema = schemas.get(&path).unwrap_or_else(|| panic!("docs/schemas/{path} is missing or was taken away"));
        let told = schema["x-told"] == json!(true);
        let body = read(&file).expect("a body");
        let viewer = if told { Viewer::STRANGER } else { EVERYTHING };
        let shown = disclose_part(body, Classification::Internal, &viewer, &in_clear);
        for mut fact in circumstances() {
            (fact["kind"], fact["schema_version"], fact["body"]) = (json!(name), json!(version), shown.clone());
            fits(&schemas, &path, &fact).unwrap_or_else(|fault| panic!("{path}: {fault}\n{fact}"));
            fact["kind"] = json!("intake.something_else");
            assert!(fits(&schemas, &path, &fact).is_err(), "{path} describes one kind of fact");
        }
        seen += 1;
    }
    assert_eq!(seen, schemas.len() - 1, "a schema for every golden file, and one for the circumstances");
}

fn name_and_version(file: &Path) -> (String, u16) {
    let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
    let (name, version) = stem.rsplit_once(".v").expect("a name and a version");
    (name.to_owned(), version.parse().expect("a number"))
}

/// A fact as departments are told it: with everything that may be known of it, and with no more than must be.
fn circumstances() -> Vec<Value> {
    let meta = testkit::desk_meta("2026-11-02T01:30:00.5Z".parse().expect("a time"));
    let every = Meta {
        on_behalf_of: Some(meta.actor.clone()),
        window: "w1".parse().ok(),
        legal_basis: "pet-19".parse().ok(),
        reference: "（2026）虚构1号".parse().ok(),
        ..meta.clone()
    };
    [meta, every].into_iter().map(|meta| center::told(&entry(meta)).expect("it is told")).collect()
}

fn entry(meta: Meta) -> Entry {
    let event: Event = testkit::facts::classified("noise");
    let (place, recorded_at) = (Place { position: 7, index: 0 }, meta.occurred_at);
    Entry { place, stream: StreamId::new(uuid()), version: 3, recorded_at, meta, event }
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::from_u128(0x11d1)
}

fn fits(schemas: &BTreeMap<String, Value>, path: &str, fact: &Value) -> Result<(), String> {
    const AT: &str = "https://yidi.invalid/schemas/";
    let (mut compiler, mut compiled) = (Compiler::new(), Schemas::new());
    compiler.enable_format_assertions();
    for path in [path, contracts::CIRCUMSTANCES] {
        compiler.add_resource(&format!("{AT}{path}"), schemas[path].clone()).map_err(|error| error.to_string())?;
    }
    let schema = compiler.compile(&format!("{AT}{path}"), &mut compiled).map_err(|error| format!("{error:#}"))?;
    compiled.validate(fact, schema).map_err(|error| format!("{error:#}"))
}

#[test]
fn nothing_is_told_that_its_schema_does_not_name() {
    let schemas = shipped();
    let names = &schemas[contracts::CIRCUMSTANCES]["properties"];
    let every = circumstances().pop().expect("one with everything");
    for name in every.as_object().expect("an object").keys() {
        assert!(names.get(name).is_some(), "{name} is told and in no schema");
    }
    assert_eq!(names.as_object().map(serde_json::Map::len), every.as_object().map(serde_json::Map::len));
}

#[test]
fn the_committed_subjects_are_the_present_ones_and_lead_somewhere() {
    let file = docs().join("asyncapi.json");
    let present = contracts::asyncapi();
    if blessing() {
        write(&file, &present);
    }
    assert!(
        read(&file).as_ref() == Some(&present),
        "docs/asyncapi.json has drifted: run `cargo xtask bless contracts`"
    );
    let mut targets = Vec::new();
    references(&present, &mut targets);
    assert!(targets.len() > 100, "it refers to every schema");
    for target in targets {
        let (file, pointer) = target.split_once('#').unwrap_or((&target, ""));
        let document = if file.is_empty() { Some(present.clone()) } else { read(&docs().join(file)) };
        let document = document.unwrap_or_else(|| panic!("{target}: there is no docs/{file}"));
        assert!(document.pointer(pointer).is_some(), "{target} leads nowhere");
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
