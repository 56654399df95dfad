//! A form as it is shown: the fields of a command, the entries of its lists, and what was typed so far.

use askama::Template;

use super::schema::{Field, List, Shape};
use super::typed::Typed;
use crate::request::Language;

/// One entry of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What is shown.
    pub(crate) label: String,
    /// Whether it is chosen.
    pub(crate) chosen: bool,
}

impl Choice {
    /// An entry that is not chosen.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), chosen: false }
    }
}

/// What a field looks like.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A line.
    Text,
    /// Several lines.
    Long,
    /// A whole number.
    Number,
    /// An amount in yuan.
    Money,
    /// A day.
    Date,
    /// A day and a time.
    Moment,
    /// A file, or the one that is stored already: the form it has, and what is said of it.
    File(Option<(String, String)>),
    /// One of these.
    Select(Vec<Choice>),
    /// Any of these.
    Checks(Vec<Choice>),
    /// The same fields, several times.
    Rows(Vec<Vec<Input>>),
}

/// A field as it is shown.
#[derive(Clone, Debug, Template)]
#[template(path = "input.html")]
pub(crate) struct Input {
    name: String,
    id: String,
    label: String,
    hint: String,
    more: String,
    value: String,
    required: bool,
    wide: bool,
    kind: Kind,
}

/// A form as it is shown.
#[derive(Clone, Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct Form {
    /// Where it goes.
    pub(crate) action: String,
    /// Whether it carries a file.
    pub(crate) carries_file: bool,
    /// The request id: a retry carries the same.
    pub(crate) request: String,
    /// The version of the case it was filled in for.
    pub(crate) version: Option<u64>,
    /// What its button says.
    pub(crate) submit: String,
    /// The name its draft is kept under; empty if none is kept.
    pub(crate) draft: String,
    /// Its fields.
    pub(crate) inputs: Vec<Input>,
    /// What is rarely told: when it happened, if not now.
    pub(crate) more: Vec<Input>,
    /// What the rare part is called.
    pub(crate) more_label: String,
}

/// Where lists get their entries.
pub(crate) trait Lists {
    /// The entries of a list, in the reader's language.
    fn entries(&self, list: &List) -> Vec<Choice>;

    /// What stands in a field before anybody typed: the number of the last session, assignment or package.
    fn preset(&self, name: &str) -> Option<String>;
}

/// Builds the fields of one form.
pub(crate) struct Builder<'a> {
    /// The reader's language.
    pub(crate) language: Language,
    /// The entries of lists.
    pub(crate) lists: &'a dyn Lists,
    /// What was typed before.
    pub(crate) typed: &'a Typed,
    /// Put before every id, so that two forms on a page do not share one.
    pub(crate) scope: &'a str,
}

impl Builder<'_> {
    /// The fields of a command: those it needs and those with a choice first, long ones in the width of the form.
    pub(crate) fn inputs(&self, fields: &[Field]) -> Vec<Input> {
        fields.iter().flat_map(|field| self.input("", field)).collect()
    }

    fn input(&self, prefix: &str, field: &Field) -> Vec<Input> {
        let name = format!("{prefix}{}", field.name);
        if let Shape::Group(fields) = &field.shape {
            // A group that may be left out demands nothing by itself.
            let inner = |inner: &Field| Field { required: inner.required && field.required, ..inner.clone() };
            return fields.iter().flat_map(|part| self.input(&format!("{name}."), &inner(part))).collect();
        }
        let (kind, wide) = self.kind(&name, field);
        vec![Input {
            id: format!("{}{name}", self.scope),
            label: self.label(prefix, field),
            hint: self.language.find(&format!("hint-{}", field.name), &[]).unwrap_or_default(),
            more: self.language.say(if field.name == "parties" { "intake-more" } else { "form-more" }),
            value: self.value(&name, field),
            required: field.required,
            wide,
            kind,
            name,
        }]
    }

    /// A part of an optional group is called by the group: its own label could stand for anything.
    fn label(&self, prefix: &str, field: &Field) -> String {
        let group = prefix.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        let qualified = format!("field-{group}-{}", field.name);
        self.language.find(&qualified, &[]).unwrap_or_else(|| self.language.field(&field.name))
    }

    fn value(&self, name: &str, field: &Field) -> String {
        let typed = self.typed.text(name);
        if typed.is_empty() { self.lists.preset(&field.name).unwrap_or_default() } else { typed.to_owned() }
    }

    fn kind(&self, name: &str, field: &Field) -> (Kind, bool) {
        match &field.shape {
            Shape::Line | Shape::Group(_) => (Kind::Text, field.name == "address"),
            Shape::Lines => (Kind::Long, true),
            Shape::Number => (Kind::Number, false),
            Shape::Money => (Kind::Money, false),
            Shape::Date => (Kind::Date, false),
            Shape::Moment => (Kind::Moment, false),
            Shape::File => (Kind::File(self.stored(name)), true),
            Shape::YesNo => (Kind::Select(self.chosen(name, self.yes_no())), false),
            Shape::One(list) => (Kind::Select(self.chosen(name, self.entries(list))), false),
            Shape::Many(list) => (Kind::Checks(self.chosen(name, self.entries(list))), true),
            Shape::Rows(fields) => (Kind::Rows(self.rows(name, field, fields)), true),
        }
    }

    /// A form that comes back after its file was stored does not ask for the file again.
    fn stored(&self, name: &str) -> Option<(String, String)> {
        let form = Some(self.typed.text("media_type")).filter(|_| !self.typed.text(name).is_empty())?;
        let label = self.language.item("media_type", form);
        Some((form.to_owned(), self.language.say_of("form-file-stored", "media_type", &label)))
    }

    fn rows(&self, name: &str, field: &Field, fields: &[Field]) -> Vec<Vec<Input>> {
        let one_more = usize::from(self.typed.wants_row() == Some(name));
        let first = if field.name == "parties" { 2 } else { 1 };
        let count = self.typed.rows(name).max(first) + one_more;
        let row = |index: usize| {
            // Only the first row of a part that must be there is needed: blank rows are left out.
            let needed =
                |part: &Field| Field { required: part.required && field.required && index == 0, ..part.clone() };
            fields.iter().flat_map(|part| self.input(&format!("{name}.{index}."), &needed(part))).collect()
        };
        (0..count).map(row).collect()
    }

    fn yes_no(&self) -> Vec<Choice> {
        vec![Choice::new("yes", self.language.say("form-yes")), Choice::new("no", self.language.say("form-no"))]
    }

    fn entries(&self, list: &List) -> Vec<Choice> {
        match list {
            List::Closed(name, items) => {
                items.iter().map(|item| Choice::new(item, self.language.item(name, item))).collect()
            }
            _ => self.lists.entries(list),
        }
    }

    fn chosen(&self, name: &str, mut choices: Vec<Choice>) -> Vec<Choice> {
        let chosen: Vec<&str> = self.typed.all(name).collect();
        let preset = self.preset_choice(name);
        for choice in &mut choices {
            let by_preset = chosen.is_empty() && preset == Some(choice.value.as_str());
            choice.chosen = by_preset || chosen.contains(&choice.value.as_str());
        }
        choices
    }

    /// The first party is the one that asks, the second the one that is asked; most are persons in a dispute.
    fn preset_choice(&self, name: &str) -> Option<&'static str> {
        match name {
            "parties.0.role" => Some("applicant"),
            _ if name.starts_with("parties.") && name.ends_with(".role") => Some("respondent"),
            _ if name.ends_with(".kind") => Some("person"),
            "kind" if self.scope == "register_case-" => Some("dispute"),
            _ => None,
        }
    }
}
