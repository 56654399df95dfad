//! `docs/events.md`, made from the catalogue: every kind of fact, its meaning, its fields, and the views that read it.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;
use timeline::{CatalogueLine, Event};

const HEAD: &str = "\
# The facts of a timeline

Generated from the catalogue in `crates/timeline` and the views in `crates/views`; `cargo xtask bless` writes it.
A fact is written once and never changed. Its wire name is fixed for ever; its version counts the shapes its body has had.
";

/// The whole page.
#[must_use]
pub fn events_page() -> String {
    let mut page = HEAD.to_owned();
    let mut desk = "";
    for line in Event::catalogue() {
        let context = line.kind.name.split('.').next().unwrap_or_default();
        if context != desk {
            desk = context;
            page.push_str(&format!("\n## {context}\n"));
        }
        section(&mut page, line);
    }
    page
}

fn section(page: &mut String, line: &CatalogueLine) {
    let readers = readers(line);
    let readers = if readers.is_empty() { "none".to_owned() } else { readers.join(", ") };
    let (name, version, meaning) = (line.kind.name, line.kind.version, line.meaning.trim());
    // Writing to a string cannot fail.
    let _ = write!(page, "\n### `{name}` (version {version})\n\n{meaning}\n\nRead by: {readers}.\n\n");
    page.push_str("| field | form | meaning |\n|---|---|---|\n");
    let schema = (line.schema)();
    let schema = schema.as_value();
    let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
    let fields: BTreeMap<_, _> = schema.get("properties").and_then(Value::as_object).into_iter().flatten().collect();
    for (field, form) in fields {
        let optional = if required.contains(&field.as_str()) { "" } else { ", optional" };
        let _ = writeln!(page, "| `{field}` | {}{optional} | {} |", form_of(form), meaning_of(form));
    }
}

fn readers(line: &CatalogueLine) -> Vec<&'static str> {
    crate::all().iter().filter(|view| view.reads().contains(&line.kind)).map(|view| view.name()).collect()
}

fn list<'a>(schema: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    schema.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// The form of a field in a word: the name of its type, or what JSON it is.
fn form_of(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(inner) = list(schema, "anyOf").find(|form| form.get("type").and_then(Value::as_str) != Some("null")) {
        return form_of(inner);
    }
    let format = schema.get("format").and_then(Value::as_str);
    match schema.get("type") {
        Some(Value::String(name)) if name == "array" => {
            format!("list of {}", schema.get("items").map_or_else(|| "anything".to_owned(), form_of))
        }
        Some(Value::String(name)) => format.unwrap_or(name).to_owned(),
        Some(Value::Array(names)) => {
            let name = names.iter().filter_map(Value::as_str).find(|name| *name != "null");
            format.or(name).unwrap_or("anything").to_owned()
        }
        _ => "anything".to_owned(),
    }
}

fn meaning_of(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.replace('\n', " ").replace('|', "\\|")
}
