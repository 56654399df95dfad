//! Whether a schema may take the place of one that was shipped: what was sent must still fit, and what a department reads
//! must still be there. A field or a word may be added; nothing else changes under a version that is out.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What must stay as it is, where it stands.
const FIXED: &[&str] = &["$ref", "const", "contentEncoding", "format", "pattern", "type"];
/// The lists of variants.
const VARIANTS: &[&str] = &["oneOf", "anyOf", "allOf"];

/// Every way in which the present schema breaks what was shipped, each with its place; none if it may replace it.
#[must_use]
pub fn breaches(shipped: &Value, present: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Comparing { shipped, present }.nodes(shipped, present, "", &mut found);
    found
}

/// The two documents, in which references are looked up.
struct Comparing<'a> {
    shipped: &'a Value,
    present: &'a Value,
}

impl Comparing<'_> {
    fn nodes(&self, shipped: &Value, present: &Value, at: &str, found: &mut Vec<String>) {
        let (shipped, present) = (resolved(self.shipped, shipped), resolved(self.present, present));
        let (Value::Object(shipped), Value::Object(present)) = (shipped, present) else {
            if shipped != present {
                found.push(format!("{at}: it was {shipped} and is {present}"));
            }
            return;
        };
        for name in FIXED.iter().filter(|name| shipped.get(**name) != present.get(**name)) {
            found.push(format!("{at}: its {name} has changed"));
        }
        words(shipped, present, at, found);
        required(shipped, present, at, found);
        self.properties(shipped, present, at, found);
        for name in ["items", "additionalProperties"] {
            self.part(shipped.get(name), present.get(name), &format!("{at}/{name}"), found);
        }
        VARIANTS.iter().for_each(|list| self.variants(shipped, present, (at, list), found));
    }

    fn part(&self, shipped: Option<&Value>, present: Option<&Value>, at: &str, found: &mut Vec<String>) {
        match (shipped, present) {
            (Some(shipped), Some(present)) => self.nodes(shipped, present, at, found),
            (None, None) => {}
            (Some(_), None) => found.push(format!("{at}: it is gone")),
            (None, Some(_)) => found.push(format!("{at}: it was not there")),
        }
    }

    fn properties(
        &self,
        shipped: &Map<String, Value>,
        present: &Map<String, Value>,
        at: &str,
        found: &mut Vec<String>,
    ) {
        let of =
            |schema: &Map<String, Value>, name: &str| schema.get("properties").and_then(|all| all.get(name).cloned());
        for (name, before) in shipped.get("properties").and_then(Value::as_object).into_iter().flatten() {
            self.part(Some(before), of(present, name).as_ref(), &format!("{at}/{name}"), found);
        }
    }

    /// Each variant that was shipped is still one of the present ones, wherever it stands now.
    fn variants(
        &self,
        shipped: &Map<String, Value>,
        present: &Map<String, Value>,
        (at, list): (&str, &str),
        found: &mut Vec<String>,
    ) {
        let of = |schema: &Map<String, Value>| schema.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        let now = of(present);
        for (number, before) in of(shipped).iter().enumerate() {
            let fits = |variant: &Value| {
                let mut breaches = Vec::new();
                self.nodes(before, variant, "", &mut breaches);
                breaches.is_empty()
            };
            if !now.iter().any(fits) {
                found.push(format!("{at}/{list}/{number}: no variant is like it any more"));
            }
        }
    }
}

fn words(shipped: &Map<String, Value>, present: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    let of = |schema: &Map<String, Value>| schema.get("enum").and_then(Value::as_array).cloned();
    match (of(shipped), of(present)) {
        (Some(before), Some(now)) => {
            let gone = before.iter().filter(|word| !now.contains(word));
            found.extend(gone.map(|word| format!("{at}: the word {word} is gone")));
        }
        (None, None) => {}
        (Some(_), None) | (None, Some(_)) => found.push(format!("{at}: its list of words came or went")),
    }
}

fn required(shipped: &Map<String, Value>, present: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    let of = |schema: &Map<String, Value>| -> BTreeSet<String> {
        let names = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let (before, now) = (of(shipped), of(present));
    found.extend(before.difference(&now).map(|name| format!("{at}/{name}: it may be missing now")));
    found.extend(now.difference(&before).map(|name| format!("{at}/{name}: it was not always there")));
}

/// What a reference into the same document stands for; anything else stands for itself.
fn resolved<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    let pointer = node.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shipped() -> Value {
        json!({
            "type": "object",
            "properties": {
                "by": { "$ref": "#/$defs/Party" },
                "kind": { "enum": ["peoples", "court"] },
                "way": { "oneOf": [{ "const": "door" }, { "const": "letter" }] },
            },
            "required": ["by"],
            "$defs": { "Party": { "type": "string", "format": "uuid" } },
        })
    }

    fn changed(pointer: &str, to: Value) -> Vec<String> {
        let mut present = shipped();
        *present.pointer_mut(pointer).expect("a place in the schema") = to;
        breaches(&shipped(), &present)
    }

    #[test]
    fn a_field_or_a_word_may_be_added_and_a_text_may_be_put_better() {
        assert_eq!(breaches(&shipped(), &shipped()), Vec::<String>::new());
        assert_eq!(changed("/properties/kind/enum", json!(["peoples", "court", "trade"])), Vec::<String>::new());
        assert_eq!(changed("/$defs/Party", json!({ "type": "string", "format": "uuid", "description": "x" })), [""; 0]);
        let mut more = shipped();
        more["properties"]["note"] = json!({ "type": ["string", "null"] });
        more["properties"]["way"]["oneOf"] = json!([{ "const": "grid" }, { "const": "letter" }, { "const": "door" }]);
        assert_eq!(breaches(&shipped(), &more), Vec::<String>::new());
    }

    #[test]
    fn everything_else_needs_a_new_version() {
        assert_eq!(changed("/$defs/Party/format", json!("date")), ["/by: its format has changed"]);
        assert_eq!(changed("/properties/by", json!({ "type": "integer" })).len(), 2);
        assert_eq!(
            changed("/properties/kind/enum", json!(["court"])),
            [": the word \"peoples\" is gone"].map(|said| { format!("/kind{said}") })
        );
        assert_eq!(changed("/required", json!([])), ["/by: it may be missing now"]);
        assert_eq!(changed("/required", json!(["by", "kind"])), ["/kind: it was not always there"]);
        assert_eq!(changed("/properties", json!({})).len(), 3);
        let way = changed("/properties/way/oneOf", json!([{ "const": "door" }]));
        assert_eq!(way, ["/way/oneOf/1: no variant is like it any more"]);
    }
}
