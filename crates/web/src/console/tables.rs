//! Rows of any view as a table: known columns first, then whatever else the view says, so that a new view needs nothing
//! here.

use serde_json::Value;

use super::names::Names;

/// Columns people look for first, in this order.
const FIRST: &[&str] = &[
    "number",
    "subscription",
    "message",
    "applicant",
    "kind",
    "dispute_type",
    "state",
    "risk",
    "urgent",
    "holder",
    "department",
    "body",
    "waits_for",
    "next",
    "mediator",
    "since",
    "registered_at",
];

/// Columns that only link.
const LINKS: &[&str] = &["case"];

/// Ids that say nothing to a person on a page that is about no single case.
const IDS: &[&str] = &["party", "stream"];

/// One cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cell {
    /// What it says.
    pub(crate) text: String,
    /// Where it leads; empty if nowhere.
    pub(crate) link: String,
    /// The colour of a state; empty for everything else.
    pub(crate) tone: &'static str,
    /// Whether it is a number.
    pub(crate) number: bool,
}

impl Cell {
    /// A text.
    pub(crate) fn text(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// A number.
    pub(crate) fn number(number: u64) -> Self {
        Self { text: number.to_string(), number: true, ..Self::default() }
    }
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Table {
    /// What it shows; empty if the page says so.
    pub(crate) caption: String,
    /// Its columns.
    pub(crate) heads: Vec<String>,
    /// Its rows.
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The same without columns that say nothing in any row, where one reads what there is and compares no two tables.
    pub(crate) fn compact(mut self) -> Self {
        let says =
            |column: usize| self.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.text.is_empty()));
        let kept: Vec<bool> = (0..self.heads.len()).map(says).collect();
        let mut of = kept.iter();
        self.heads.retain(|_| of.next() == Some(&true));
        for row in &mut self.rows {
            let mut of = kept.iter();
            row.retain(|_| of.next() == Some(&true));
        }
        self
    }
}

/// The colour of a state.
pub(crate) fn tone(state: &str) -> &'static str {
    match state {
        "new" | "assigned" => "new",
        "received" | "registered" => "mine",
        "closed" => "done",
        "at_court" | "elsewhere" | "at_appraisal" | "waiting" | "overdue" | "missed" | "paused" => "stop",
        _ => "plain",
    }
}

/// The colour of a risk: the levels are called by one.
fn risk_tone(level: &str) -> &'static str {
    match level {
        "red" => "stop",
        "orange" => "new",
        "yellow" => "plain",
        _ => "",
    }
}

/// The rows of a view, leaving out some of their columns.
pub(crate) fn table(names: &Names<'_>, rows: &[Value], without: &[&str]) -> Table {
    let ids = if names.parties.is_empty() { IDS } else { &[] };
    let columns = columns(rows, &[without, ids].concat());
    let heads = columns.iter().map(|column| names.column(column)).collect();
    let cells = |row: &Value| columns.iter().map(|column| cell(names, row, column)).collect();
    Table { caption: String::new(), heads, rows: rows.iter().map(cells).collect() }
}

fn columns(rows: &[Value], without: &[&str]) -> Vec<String> {
    let mut found: Vec<&String> = rows.iter().filter_map(Value::as_object).flat_map(|row| row.keys()).collect();
    found.sort();
    found.dedup();
    let has_number = found.iter().any(|name| *name == "number");
    let only_links = |name: &str| has_number && LINKS.contains(&name);
    found.retain(|name| !(without.contains(&name.as_str()) || only_links(name)));
    let rank = |name: &&String| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len());
    found.sort_by_key(rank);
    found.into_iter().cloned().collect()
}

fn cell(names: &Names<'_>, row: &Value, column: &str) -> Cell {
    let value = row.get(column).unwrap_or(&Value::Null);
    let case = row.get("case").and_then(Value::as_str);
    let text = if matches!(column, "case" | "other") { shortened(value) } else { names.value(column, value) };
    let link = match column {
        "number" | "case" => case.map(|id| format!("/cases/{id}")),
        "other" => value.as_str().map(|id| format!("/cases/{id}")),
        "subscription" => value.as_str().map(|code| format!("/subscriptions/{code}")),
        "mediator" => value.as_str().map(|id| format!("/mediators/{id}")),
        "record" => case.zip(value.as_u64()).map(|(id, record)| format!("/cases/{id}/return-visits/{record}")),
        _ => None,
    };
    Cell {
        text,
        link: link.unwrap_or_default(),
        tone: match column {
            "state" => tone(value.as_str().unwrap_or_default()),
            "risk" => risk_tone(value.as_str().unwrap_or_default()),
            _ => "",
        },
        number: value.is_number(),
    }
}

/// The end of an id, where ids differ.
fn shortened(value: &Value) -> String {
    let id = value.as_str().unwrap_or_default();
    id.rsplit('-').next().map(|end| format!("…{end}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_says_nothing_is_left_out() {
        let row = |texts: [&str; 3]| texts.map(Cell::text).to_vec();
        let table = Table {
            heads: ["编号", "等待", "风险"].map(str::to_owned).to_vec(),
            rows: vec![row(["1", "", ""]), row(["2", "", "红色"])],
            ..Table::default()
        };
        let compact = table.compact();
        assert_eq!(compact.heads, ["编号", "风险"]);
        assert_eq!(
            compact.rows,
            [row(["1", "", ""]), row(["2", "", "红色"])].map(|row| vec![row[0].clone(), row[2].clone()])
        );
    }
}
