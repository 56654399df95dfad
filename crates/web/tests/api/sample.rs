//! Values that fit a JSON Schema, drawn from a fixed seed.

use serde_json::{Map, Value, json};

/// A small random source (xorshift, Marsaglia 2003): the same seed gives the same run on every machine.
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Draw(seed | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// A value that fits `schema`, whose references point into `document`.
pub(crate) fn sample(document: &Value, schema: &Value, draw: &mut Draw, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        // A name that is drawn is nobody's: some have to be somebody's, or nothing that names a department is ever right.
        if reference.ends_with("/DepartmentCode") && !draw.one_in(4) {
            return json!("housing");
        }
        let target = document.pointer(reference.trim_start_matches('#')).expect("references resolve");
        return sample(document, target, draw, depth + 1);
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(values) = schema["enum"].as_array() {
        return draw.of(values).clone();
    }
    for either in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[either].as_array() {
            let chosen = draw.of(choices).clone();
            return joined(sample(document, &chosen, draw, depth + 1), object(document, schema, draw, depth));
        }
    }
    of_type(document, schema, draw, depth)
}

/// An internally tagged variant is written as a choice beside shared properties.
fn joined(chosen: Value, shared: Value) -> Value {
    match (chosen, shared) {
        (Value::Object(mut chosen), Value::Object(shared)) => {
            chosen.extend(shared);
            Value::Object(chosen)
        }
        (chosen, _) => chosen,
    }
}

fn of_type(document: &Value, schema: &Value, draw: &mut Draw, depth: usize) -> Value {
    let kind = match &schema["type"] {
        Value::Array(kinds) => draw.of(kinds).as_str().unwrap_or("null").to_owned(),
        Value::String(kind) => kind.clone(),
        _ => "object".to_owned(),
    };
    match kind.as_str() {
        "string" => json!(text(schema, draw)),
        "integer" | "number" => json!(number(schema, draw)),
        "boolean" => json!(draw.one_in(2)),
        "array" => {
            let items = (0..1 + draw.below(2)).map(|_| sample(document, &schema["items"], draw, depth + 1));
            Value::Array(items.collect())
        }
        "object" => object(document, schema, draw, depth),
        _ => Value::Null,
    }
}

fn object(document: &Value, schema: &Value, draw: &mut Draw, depth: usize) -> Value {
    let mut fields = Map::new();
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&json!(name)) || (depth < 6 && draw.one_in(2)) {
            fields.insert(name.clone(), sample(document, property, draw, depth + 1));
        }
    }
    Value::Object(fields)
}

fn number(schema: &Value, draw: &mut Draw) -> u64 {
    schema["minimum"].as_u64().unwrap_or(1) + draw.below(9) as u64
}

fn text(schema: &Value, draw: &mut Draw) -> String {
    match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (Some("uuid"), _) => format!("018f0000-0000-7000-8000-00000000000{}", draw.below(10)),
        (Some("date"), _) => format!("2026-11-0{}", 1 + draw.below(9)),
        (Some("date-time"), _) => format!("2026-11-0{}T08:00:00Z", 1 + draw.below(9)),
        (_, Some(pattern)) if pattern.starts_with("^YD") => "YD-2026-00123-6".to_owned(),
        (_, Some(pattern)) if pattern.starts_with("^([0-9]{6}") => "330681".to_owned(),
        (_, Some("^[0-9a-f]{64}$")) => "0123456789abcdef".repeat(4),
        (_, Some("^[a-z0-9_-]+$")) => (*draw.of(&["center", "w1", "mediator-1", "court", "labour"])).to_owned(),
        _ => (*draw.of(&["欠薪", "约定付款", "a", "123"])).to_owned(),
    }
}
