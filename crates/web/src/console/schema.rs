//! What a command asks for, read from its JSON Schema, so that a new command has a form without a line written here.

use serde_json::{Map, Value};

/// One thing a command asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    /// Its name in the command.
    pub(crate) name: String,
    /// Whether the command cannot do without it.
    pub(crate) required: bool,
    /// What may be typed.
    pub(crate) shape: Shape,
}

/// What may be typed into a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// A line.
    Line,
    /// Several lines.
    Lines,
    /// A whole number.
    Number,
    /// An amount: typed in yuan, sent in fen.
    Money,
    /// A day.
    Date,
    /// A day and a time on the wall of the county.
    Moment,
    /// A file, which is stored before the command that names it is asked.
    File,
    /// Yes or no.
    YesNo,
    /// One entry of a list.
    One(List),
    /// Any entries of a list.
    Many(List),
    /// Fields that belong together.
    Group(Vec<Field>),
    /// The same fields, several times.
    Rows(Vec<Field>),
}

/// Where the entries of a list come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum List {
    /// A closed list of the timeline: its name and its items.
    Closed(String, Vec<String>),
    /// The departments.
    Departments,
    /// The courts among them.
    Courts,
    /// Everybody who may be appointed to mediate.
    Mediators,
    /// Places people come to.
    Places,
    /// Areas of the county.
    Areas,
    /// Types of dispute.
    DisputeTypes,
    /// The parties of the case.
    Parties,
}

/// Texts that want more than a line.
const LONG: &[&str] = &[
    "statement",
    "objections",
    "question",
    "answer",
    "repeat_reason",
    "claim",
    "terms",
    "note",
    "record",
    "undisputed_facts",
    "explanation",
    "reason",
    "capability",
    "tried",
    "obstacle",
    "task",
    "report",
    "measures",
];

/// The name of a field that takes a file. The scan of a letter, which comes before its case, is named by its digest.
pub(crate) const FILE: &str = "blob";

/// Ids of other cases and of visits: typed or pasted, while every other id is that of a party of this case.
const OTHER_STREAMS: &[&str] = &["case", "part_of", "visit", "other"];

/// The order of the registration form on paper, for the parts of it.
const PAPER: &[&str] = &[
    "role",
    "kind",
    "name",
    "standing",
    "phone",
    "address",
    "address_protected",
    "identity",
    "organisation_number",
    "department",
    "born_on",
    "contact",
    "parties",
    "claim",
    "area",
    "amount",
    "referred_by",
    "letter",
    "part_of",
    "self_registered",
];

/// The commands of one context: each word with its fields.
pub(crate) fn commands(schema: &Value) -> Vec<(String, Vec<Field>)> {
    let definitions = Definitions(schema.get("$defs").and_then(Value::as_object));
    let variants = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    variants.into_iter().flatten().filter_map(|variant| definitions.command(variant)).collect()
}

#[derive(Clone, Copy)]
struct Definitions<'a>(Option<&'a Map<String, Value>>);

impl<'a> Definitions<'a> {
    fn command(self, variant: &'a Value) -> Option<(String, Vec<Field>)> {
        let word = variant.pointer("/properties/command/const")?.as_str()?.to_owned();
        let mut fields = self.fields(variant);
        if let Some((_, inner)) = self.reference(variant) {
            fields.extend(self.fields(inner));
        }
        fields.retain(|field| field.name != "command");
        Some((word, fields))
    }

    /// The fields of an object: those it needs in the order it names them, then the others, whose order JSON forgets.
    fn fields(self, object: &'a Value) -> Vec<Field> {
        let required: Vec<&str> =
            object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = object.get("properties").and_then(Value::as_object);
        let field = |(name, schema): (&String, &'a Value)| Field {
            name: name.clone(),
            required: required.contains(&name.as_str()) && !may_be_null(schema),
            shape: self.shape(name, schema),
        };
        let mut fields: Vec<Field> = properties.into_iter().flatten().map(field).collect();
        let named = |field: &Field| required.iter().position(|name| *name == field.name).unwrap_or(required.len());
        let paper = |field: &Field| PAPER.iter().position(|name| *name == field.name);
        fields.sort_by_key(named);
        let has = |name: &str| fields.iter().any(|field| field.name == name);
        if has("parties") || (has("role") && has("phone")) {
            fields.sort_by_key(|field| paper(field).unwrap_or(PAPER.len()));
        }
        fields
    }

    /// The name and the definition a schema points to.
    fn reference(self, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
        let name = schema.get("$ref")?.as_str()?.rsplit('/').next()?;
        Some((name, self.0?.get(name)?))
    }

    fn shape(self, name: &str, schema: &'a Value) -> Shape {
        let schema = without_null(schema);
        match self.reference(schema) {
            Some((kind, definition)) => self.named(name, kind, definition),
            None => self.plain(name, schema),
        }
    }

    fn named(self, name: &str, kind: &str, definition: &'a Value) -> Shape {
        match kind {
            "DepartmentCode" if name == "court" => Shape::One(List::Courts),
            "DepartmentCode" => Shape::One(List::Departments),
            "ActorId" if name == "mediator" => Shape::One(List::Mediators),
            "PlaceCode" => Shape::One(List::Places),
            "AreaCode" => Shape::One(List::Areas),
            "Code" if name == "committee" => Shape::One(List::Departments),
            "Code" if name == "dispute_type" || name == "topic" => Shape::One(List::DisputeTypes),
            "Personal" if LONG.contains(&name) => Shape::Lines,
            "Fen" => Shape::Money,
            "BlobName" if name == FILE => Shape::File,
            _ => match closed(definition) {
                Some(items) => Shape::One(List::Closed(snake(kind), items)),
                None => self.plain(name, definition),
            },
        }
    }

    fn plain(self, name: &str, schema: &'a Value) -> Shape {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        match type_of(schema) {
            "array" => self.items(name, schema.get("items").unwrap_or(&Value::Null)),
            "object" => Shape::Group(self.fields(schema)),
            "integer" if name == "amount" => Shape::Money,
            "integer" => Shape::Number,
            "boolean" => Shape::YesNo,
            _ => match format {
                "uuid" if OTHER_STREAMS.contains(&name) => Shape::Line,
                "uuid" => Shape::One(List::Parties),
                "date" => Shape::Date,
                "date-time" => Shape::Moment,
                _ => Shape::Line,
            },
        }
    }

    fn items(self, name: &str, schema: &'a Value) -> Shape {
        match self.shape(name, schema) {
            Shape::One(list) => Shape::Many(list),
            Shape::Group(fields) => Shape::Rows(fields),
            other => other,
        }
    }
}

/// The items of a closed list, whichever way its schema is written.
fn closed(definition: &Value) -> Option<Vec<String>> {
    if let Some(items) = definition.get("enum").and_then(Value::as_array) {
        return Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect());
    }
    let variants = definition.get("oneOf").and_then(Value::as_array)?;
    variants.iter().map(|variant| variant.get("const")?.as_str().map(str::to_owned)).collect()
}

fn type_of(schema: &Value) -> &str {
    let kind = schema.get("type");
    let named = kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    kind.and_then(Value::as_str).or_else(|| named.into_iter().find(|name| *name != "null")).unwrap_or_default()
}

fn may_be_null(schema: &Value) -> bool {
    let listed = schema.get("type").and_then(Value::as_array).is_some_and(|names| names.contains(&"null".into()));
    listed || !std::ptr::eq(without_null(schema), schema)
}

/// The schema of the value itself, where the schema says "this or nothing".
fn without_null(schema: &Value) -> &Value {
    let choices = schema.get("anyOf").and_then(Value::as_array);
    let value = choices.into_iter().flatten().find(|choice| type_of(choice) != "null");
    value.unwrap_or(schema)
}

/// `MediationKind` as `mediation_kind`: the name its items have in the language files.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests;
