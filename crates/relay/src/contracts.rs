//! What departments can rely on, as documents a program can read: a JSON Schema for every fact that is told, and an
//! AsyncAPI document of the subjects they are told on and may ask on. Both are made from the lists the center works with,
//! so neither can say anything else than it does.

mod asyncapi;
mod drift;

use std::collections::BTreeMap;

use center::{Context, schema_of_told};
use serde_json::{Map, Value, json};
use timeline::{CatalogueLine, Event, Kind};

pub use asyncapi::asyncapi;
pub use drift::breaches;

/// Where the schema of the circumstances lies, which every fact has in common.
pub const CIRCUMSTANCES: &str = "fact.v1.json";
/// The dialect every schema is written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Where the schema of a kind of fact lies, below `docs/schemas`.
#[must_use]
pub fn path_of(kind: Kind) -> String {
    let (context, fact) = kind.name.split_once('.').unwrap_or(("", kind.name));
    format!("{context}/{fact}.v{}.json", kind.version)
}

/// Every schema, by its path below `docs/schemas`.
#[must_use]
pub fn schemas() -> BTreeMap<String, Value> {
    let facts = Event::catalogue().map(|line| (path_of(line.kind), schema_of(line)));
    facts.chain([(CIRCUMSTANCES.to_owned(), circumstances())]).collect()
}

/// Whether departments are told such facts: none of what was said in the mediation room, of what is sensitive, and of the
/// center's own register.
fn is_told(line: &CatalogueLine) -> bool {
    let own = line.kind.name.split('.').next() == Some(Context::Registry.as_str());
    !own && center::is_told(line.classification)
}

/// What every fact has, whatever it says.
fn circumstances() -> Value {
    let mut schema = schema_of_told();
    if let Value::Object(schema) = &mut schema {
        schema.insert("title".to_owned(), "A fact with its circumstances".into());
        let meaning = "As a department is told it. Readers pass over fields they do not know and keep words they do not \
            know as they are: both may be added.";
        schema.insert("description".to_owned(), meaning.into());
    }
    schema
}

/// A fact of this kind, circumstances and all, byte for byte as a department is told it.
fn schema_of(line: &CatalogueLine) -> Value {
    let (name, version) = (line.kind.name, line.kind.version);
    let Value::Object(mut body) = (line.schema)().to_value() else { return Value::Null };
    body.remove("$schema");
    let mut parts = body.remove("$defs").and_then(|parts| parts.as_object().cloned()).unwrap_or_default();
    parts.entry("Sealed").and_modify(|sealed| *sealed = as_sent());
    let mut schema = json!({
        "$schema": DIALECT,
        "title": format!("{name}, version {version}"),
        "description": line.meaning.trim(),
        "allOf": [{ "$ref": format!("../{CIRCUMSTANCES}") }],
        "properties": { "kind": { "const": name }, "schema_version": { "const": version }, "body": body },
        "x-told": is_told(line),
    });
    if let (false, Some(schema)) = (parts.is_empty(), schema.as_object_mut()) {
        schema.insert("$defs".to_owned(), Value::Object(parts));
    }
    schema
}

/// A personal value on its way: never the sealed bytes.
fn as_sent() -> Value {
    json!({
        "type": "string",
        "description": "A personal value: three full-width asterisks in what is sent. Whoever is entitled reads it in the \
            case, under its own credentials.",
    })
}

/// An object with these fields, sorted as serde_json sorts them.
fn object<K: Into<String>>(fields: impl IntoIterator<Item = (K, Value)>) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.into(), value)).collect::<Map<_, _>>())
}
