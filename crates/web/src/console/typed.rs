//! What somebody typed into a form, and the command it makes.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::schema::{Field, List, Shape};

/// Most rows one form may repeat.
const ROWS_MAX: usize = 200;

/// The fields of a form as they came, in order; a name may come several times.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Typed(Vec<(String, String)>);

/// A field that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable {
    /// The last part of its name, as its label is found.
    pub(crate) field: String,
}

/// The time zone on the wall of every county.
pub(crate) fn wall() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8)))
}

impl Typed {
    /// Takes the fields of a form.
    pub(crate) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Takes one more field.
    pub(crate) fn add(&mut self, name: String, text: String) {
        self.0.push((name, text));
    }

    /// Says what a field is, as if it had been typed.
    pub(crate) fn put(&mut self, name: &str, text: String) {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), text));
    }

    /// What was typed into a field, without the blanks around it; empty if nothing.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.trim()).unwrap_or_default()
    }

    /// Everything that was ticked under a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, text)| text.trim())
    }

    /// Whether the form asks for one more row instead of being handed in.
    pub(crate) fn wants_row(&self) -> Option<&str> {
        Some(self.text("add-row")).filter(|name| !name.is_empty())
    }

    /// How many rows of a repeated part came, blank ones included.
    pub(crate) fn rows(&self, name: &str) -> usize {
        let index = |field: &str| field.strip_prefix(name)?.strip_prefix('.')?.split('.').next()?.parse::<usize>().ok();
        let last = self.0.iter().filter_map(|(field, _)| index(field)).filter(|index| *index < ROWS_MAX).max();
        last.map_or(0, |last| last + 1)
    }

    /// The command of this word.
    ///
    /// # Errors
    /// The first field that is no number, amount or time.
    pub(crate) fn command(&self, word: &str, fields: &[Field]) -> Result<Value, Unreadable> {
        let mut command = self.object("", fields)?;
        command.insert("command".to_owned(), word.into());
        Ok(Value::Object(command))
    }

    fn object(&self, prefix: &str, fields: &[Field]) -> Result<Map<String, Value>, Unreadable> {
        let mut object = Map::new();
        for field in fields {
            let name = format!("{prefix}{}", field.name);
            let value = self.value(&name, &field.shape).ok_or_else(|| Unreadable { field: field.name.clone() });
            let value = self.nested(&name, &field.shape).unwrap_or(value)?;
            let wanted = field.required && matches!(field.shape, Shape::Many(_) | Shape::Rows(_));
            if wanted || !is_blank(&value) {
                object.insert(field.name.clone(), value);
            }
        }
        Ok(object)
    }

    /// The value of a field that holds other fields.
    fn nested(&self, name: &str, shape: &Shape) -> Option<Result<Value, Unreadable>> {
        match shape {
            Shape::Group(fields) => Some(
                self.object(&format!("{name}."), fields)
                    .map(|group| if group.is_empty() { Value::Null } else { Value::Object(group) }),
            ),
            Shape::Rows(fields) => Some(self.list(name, fields)),
            _ => None,
        }
    }

    /// The rows in which something was typed. A choice alone fills no row: it may be the only one there is.
    fn list(&self, name: &str, fields: &[Field]) -> Result<Value, Unreadable> {
        let chosen = |field: &Field| matches!(field.shape, Shape::One(List::Closed(..)));
        let typed = |prefix: &str| {
            fields.iter().any(|field| !chosen(field) && !self.text(&format!("{prefix}{}", field.name)).is_empty())
        };
        let prefixes = (0..self.rows(name)).map(|index| format!("{name}.{index}."));
        let rows =
            prefixes.filter(|prefix| typed(prefix)).map(|prefix| self.object(&prefix, fields).map(Value::Object));
        rows.collect::<Result<Vec<Value>, Unreadable>>().map(Value::Array)
    }

    /// The value of a simple field: `Null` if nothing was typed, `None` if it cannot be read.
    fn value(&self, name: &str, shape: &Shape) -> Option<Value> {
        let text = self.text(name);
        if let Shape::Many(_) = shape {
            return Some(self.all(name).filter(|text| !text.is_empty()).map(Value::from).collect());
        }
        if text.is_empty() {
            return Some(Value::Null);
        }
        match shape {
            Shape::Number => text.parse::<u64>().ok().map(Value::from),
            Shape::Money => fen(text).map(Value::from),
            Shape::Date => text.parse::<Date>().ok().map(|date| date.to_string().into()),
            Shape::Moment => moment(text).map(Value::from),
            Shape::YesNo => Some(Value::Bool(text == "yes")),
            Shape::Line
            | Shape::Lines
            | Shape::File
            | Shape::One(_)
            | Shape::Many(_)
            | Shape::Group(_)
            | Shape::Rows(_) => Some(text.into()),
        }
    }
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// Fen of an amount typed in yuan, as `20680`, `20680.5` or `20,680.50`.
pub(crate) fn fen(text: &str) -> Option<i64> {
    let text = text.replace([',', '，'], "");
    let (yuan, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 12 || rest.len() > 2 || !digits(yuan) || !digits(rest) {
        return None;
    }
    format!("{yuan}{rest:0<2}").parse().ok()
}

/// The instant of a day and time on the wall.
pub(crate) fn moment(text: &str) -> Option<String> {
    let local: DateTime = text.parse().ok()?;
    local.to_zoned(wall()).ok().map(|zoned| zoned.timestamp().to_string())
}

#[cfg(test)]
mod tests;
