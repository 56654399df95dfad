//! Figures of a view as people read them: plain numbers, rates with what they count, and tables.

use serde_json::{Map, Value};

use super::names::Names;
use super::tables::{Cell, Table, table};

/// A figure with its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Figure {
    /// What it is called.
    pub(crate) label: String,
    /// The figure.
    pub(crate) value: String,
    /// What it counts; empty if its name says so.
    pub(crate) meaning: String,
}

/// Everything a view says of all its rows.
#[derive(Default)]
pub(crate) struct Figures {
    /// Numbers.
    pub(crate) plain: Vec<Figure>,
    /// Rates, each with its definition.
    pub(crate) rates: Vec<Figure>,
    /// What has figures of its own.
    pub(crate) tables: Vec<Table>,
}

impl Figures {
    pub(crate) fn of(names: &Names<'_>, figures: &Value) -> Self {
        let mut all = Self::default();
        for (name, value) in figures.as_object().into_iter().flatten() {
            match value {
                Value::Null => {}
                Value::Object(rates) if name == "rates" => {
                    all.rates.extend(rates.iter().filter_map(|(name, rate)| figure_of_rate(names, name, rate)));
                }
                Value::Object(counts) => all.tables.extend(table_of_counts(names, name, counts)),
                Value::Array(rows) if rows.iter().any(Value::is_object) => {
                    all.tables.push(Table { caption: names.column(name), ..table(names, rows, &[]) });
                }
                Value::Array(rows) if rows.is_empty() => {}
                Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    let (label, value) = (names.column(name), names.value(name, value));
                    all.plain.push(Figure { label, value, meaning: String::new() });
                }
            }
        }
        all
    }
}

fn figure_of_rate(names: &Names<'_>, name: &str, rate: &Value) -> Option<Figure> {
    let fields = rate.as_object()?;
    let meaning = fields.get(names.of("zh", "en")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let label = names.language.find(&format!("rate-{name}"), &[]).unwrap_or_else(|| names.column(name));
    Some(Figure { label, value: said(fields)?, meaning })
}

/// A rate in one line, as `60.9% (123 / 202)`; `None` if the fields are no rate. One without a denominator has no value.
pub(crate) fn said(fields: &Map<String, Value>) -> Option<String> {
    let number = |name: &str| fields.get(name).and_then(Value::as_u64);
    let (numerator, denominator) = (number("numerator")?, number("denominator")?);
    let parts = format!("({numerator} / {denominator})");
    if denominator == 0 {
        return Some(format!("— {parts}"));
    }
    let value = numerator as f64 / denominator as f64;
    let is_mean = fields.get("form").and_then(Value::as_str) == Some("mean");
    Some(if is_mean { format!("{value:.2} {parts}") } else { format!("{:.1}% {parts}", value * 100.0) })
}

/// Counts by a word, or by a word and a second one.
fn table_of_counts(names: &Names<'_>, name: &str, counts: &Map<String, Value>) -> Option<Table> {
    let field = name.trim_end_matches('s');
    let columns: Vec<&String> = counts.values().next()?.as_object().map_or_else(Vec::new, |line| line.keys().collect());
    let cells = |(word, value): (&String, &Value)| {
        let label = Cell::text(&names.text(field, word));
        let numbers: Vec<Cell> = match value {
            Value::Object(line) => columns.iter().map(|column| cell(line.get(*column))).collect(),
            number => vec![cell(Some(number))],
        };
        std::iter::once(label).chain(numbers).collect()
    };
    let heads = if columns.is_empty() { vec!["count"] } else { columns.iter().map(|column| column.as_str()).collect() };
    let caption = names.column(name);
    let heads = std::iter::once(caption.clone()).chain(heads.into_iter().map(|head| names.column(head))).collect();
    Some(Table { caption, heads, rows: counts.iter().map(cells).collect() })
}

fn cell(value: Option<&Value>) -> Cell {
    Cell::number(value.and_then(Value::as_u64).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(rate: &Value) -> Option<String> {
        said(rate.as_object().expect("an object"))
    }

    #[test]
    fn a_rate_never_comes_without_what_it_counts() {
        let rate = |numerator: u64, denominator: u64, form: &str| {
            read(&json!({ "numerator": numerator, "denominator": denominator, "form": form }))
        };
        assert_eq!(rate(123, 202, "share").as_deref(), Some("60.9% (123 / 202)"));
        assert_eq!(rate(37, 10, "mean").as_deref(), Some("3.70 (37 / 10)"));
        assert_eq!(rate(0, 0, "share").as_deref(), Some("— (0 / 0)"));
        assert_eq!(read(&json!({ "registered": 3, "closed": 2 })), None);
    }
}
