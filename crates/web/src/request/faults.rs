//! What is wrong with a body, place by place: found by walking it beside the schema in the API document. Only bodies that
//! could not be read come here, so it may take its time.

use serde_json::Value;

use crate::problem::FieldError;

/// Most faults that are told: enough to repair a form, not enough to drown in.
const FAULTS_MAX: usize = 20;

/// Longest part of a pointer that comes from the body itself.
const NAME_CHARS_MAX: usize = 64;

/// The places where `value` is not as `schema` says; references point into `document`.
pub(crate) fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<FieldError> {
    let mut walk = Walk { document, found: Vec::new() };
    walk.value(schema, value, "");
    walk.found.truncate(FAULTS_MAX);
    walk.found
}

struct Walk<'a> {
    document: &'a Value,
    found: Vec<FieldError>,
}

impl<'a> Walk<'a> {
    fn fault(&mut self, pointer: &str, detail: impl Into<String>) {
        self.found.push(FieldError { pointer: pointer.to_owned(), detail: detail.into() });
    }

    fn value(&mut self, schema: &'a Value, value: &Value, pointer: &str) {
        let target = schema.get("$ref").and_then(Value::as_str).map(|to| to.trim_start_matches('#'));
        if let Some(schema) = target.and_then(|to| self.document.pointer(to)) {
            return self.value(schema, value, pointer);
        }
        if let Some(choices) = choices(schema) {
            self.choice(choices, value, pointer);
        }
        let allowed = schema.get("enum").and_then(Value::as_array).cloned();
        let allowed = allowed.or_else(|| schema.get("const").map(|only| vec![only.clone()]));
        if let Some(allowed) = allowed.filter(|allowed| !allowed.contains(value)) {
            return self.fault(pointer, format!("expected {}", Value::from(allowed)));
        }
        if let Some(expected) = wrong_type(schema, value) {
            return self.fault(pointer, format!("expected {expected}"));
        }
        match value {
            Value::Object(_) => self.object(schema, value, pointer),
            Value::Array(items) => self.array(schema, items, pointer),
            Value::String(text) => self.bounds(schema, &characters(text), pointer),
            Value::Number(number) => self.bounds(schema, &amount(number), pointer),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// One of several forms: the one its tag names, or the only one that is not null, or any.
    fn choice(&mut self, choices: &'a [Value], value: &Value, pointer: &str) {
        let tags: Vec<(&Value, &Value)> =
            choices.iter().filter_map(|choice| Some((choice.pointer("/properties/command/const")?, choice))).collect();
        if !tags.is_empty() {
            let names = || Value::from(tags.iter().map(|(tag, _)| (*tag).clone()).collect::<Vec<_>>());
            let tag = value.get("command");
            return match tags.iter().find(|(name, _)| Some(*name) == tag) {
                Some((_, choice)) => self.value(choice, value, pointer),
                None => self.fault(&format!("{pointer}/command"), format!("expected {}", names())),
            };
        }
        let names: Vec<Value> = choices.iter().filter_map(|choice| choice.get("const").cloned()).collect();
        if names.len() == choices.len() {
            if !names.contains(value) {
                self.fault(pointer, format!("expected {}", Value::from(names)));
            }
            return;
        }
        let fits = |choice: &&Value| faults(self.document, choice, value).is_empty();
        if choices.iter().any(|choice| fits(&choice)) {
            return;
        }
        let real: Vec<&Value> = choices.iter().filter(|choice| choice.get("type") != Some(&"null".into())).collect();
        match real.as_slice() {
            [only] => self.value(only, value, pointer),
            _ => self.fault(pointer, "none of the allowed forms fits"),
        }
    }

    fn object(&mut self, schema: &'a Value, value: &Value, pointer: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| value.get(name).is_none()) {
            self.fault(&below(pointer, name), "missing");
        }
        let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        for (name, field) in value.as_object().into_iter().flatten() {
            match properties.and_then(|properties| properties.get(name)) {
                Some(schema) => self.value(schema, field, &below(pointer, name)),
                None if closed && name != "command" => self.fault(&below(pointer, name), "unknown"),
                None => {}
            }
        }
    }

    fn array(&mut self, schema: &'a Value, items: &[Value], pointer: &str) {
        self.bounds(schema, &Measure { word: "Items", unit: "items", found: items.len() as f64 }, pointer);
        let Some(of_each) = schema.get("items") else { return };
        for (index, item) in items.iter().enumerate() {
            // One item that is wrong is told; a thousand of them are one mistake.
            if self.found.len() < FAULTS_MAX {
                self.value(of_each, item, &format!("{pointer}/{index}"));
            }
        }
    }

    fn bounds(&mut self, schema: &Value, measure: &Measure, pointer: &str) {
        let &Measure { word, unit, found } = measure;
        let bound = |side: &str| schema.get(format!("{side}{word}")).and_then(Value::as_f64);
        let expected = match (bound("min"), bound("max")) {
            (Some(min), Some(max)) if found < min || found > max => format!("{min} to {max}"),
            (Some(min), None) if found < min => format!("at least {min}"),
            (None, Some(max)) if found > max => format!("at most {max}"),
            (Some(_) | None, Some(_) | None) => return,
        };
        self.fault(pointer, format!("expected {expected} {unit}").trim_end());
    }
}

/// How much there is of something a schema bounds.
struct Measure {
    /// What stands after `min` and `max` in a schema.
    word: &'static str,
    unit: &'static str,
    found: f64,
}

fn characters(text: &str) -> Measure {
    Measure { word: "Length", unit: "characters", found: text.chars().count() as f64 }
}

fn amount(number: &serde_json::Number) -> Measure {
    Measure { word: "imum", unit: "", found: number.as_f64().unwrap_or(f64::MAX) }
}

fn choices(schema: &Value) -> Option<&[Value]> {
    let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"))?;
    choices.as_array().map(Vec::as_slice)
}

/// What type was expected, if the value is of another.
fn wrong_type(schema: &Value, value: &Value) -> Option<String> {
    let types: Vec<&str> = match schema.get("type")? {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    let fits = |name: &&str| match *name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    (!types.iter().any(fits)).then(|| types.join(" or "))
}

/// The pointer to a field (RFC 6901).
fn below(pointer: &str, name: &str) -> String {
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: &Value, expected: &[(&str, &str)]) {
        let document = json!({ "parts": {
            "Role": { "oneOf": [{ "const": "a" }, { "const": "b" }] },
            "Name": { "type": "string", "minLength": 1, "maxLength": 3 },
        } });
        let schema = json!({ "oneOf": [
            { "type": "object", "required": ["command", "list"], "additionalProperties": false, "properties": {
                "command": { "const": "go" },
                "list": { "type": "array", "items": { "type": "object", "required": ["role"], "properties": {
                    "role": { "$ref": "#/parts/Role" },
                    "name": { "anyOf": [{ "$ref": "#/parts/Name" }, { "type": "null" }] },
                } } },
                "count": { "type": ["integer", "null"], "minimum": 0 },
            } },
            { "type": "object", "required": ["command"], "properties": { "command": { "const": "stay" } } },
        ] });
        let found = faults(&document, &schema, value);
        let found: Vec<(&str, &str)> = found.iter().map(|f| (f.pointer.as_str(), f.detail.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_place_is_named() {
        check(&json!({ "command": "go", "list": [{ "role": "a", "name": null }], "count": 1 }), &[]);
        check(&json!({ "command": "fly" }), &[("/command", r#"expected ["go","stay"]"#)]);
        check(&json!({ "command": "go" }), &[("/list", "missing")]);
        check(&json!({ "command": "go", "list": 1, "x/y": 1 }), &[("/list", "expected array"), ("/x~1y", "unknown")]);
        check(
            &json!({ "command": "go", "list": [{ "role": "c" }, { "role": "a", "name": "" }], "count": -1 }),
            &[
                ("/count", "expected at least 0"),
                ("/list/0/role", r#"expected ["a","b"]"#),
                ("/list/1/name", "expected 1 to 3 characters"),
            ],
        );
        check(&json!([]), &[("/command", r#"expected ["go","stay"]"#)]);
    }
}
