//! Pictures: bars from the rows of the board, each with the table it was drawn from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::names::Names;
use super::tables::{Cell, Table};

/// Height of one line of a chart, in pixels.
const LINE: u64 = 28;
/// Width of the longest bar.
const WIDEST: u64 = 400;
/// Where bars begin.
const LEFT: u64 = 248;
/// Most bars in one chart: more are found in the table.
const BARS_MAX: usize = 16;

/// One bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Bar {
    /// What it counts.
    pub(crate) label: String,
    /// How many.
    pub(crate) value: u64,
    /// Top of the bar.
    pub(crate) y: u64,
    /// Base line of its words.
    pub(crate) text_y: u64,
    /// Its width.
    pub(crate) width: u64,
    /// Where its number stands.
    pub(crate) value_x: u64,
}

/// One picture with its table.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// What is counted.
    pub(crate) title: String,
    /// Height of the picture.
    pub(crate) height: u64,
    /// The bars, longest first.
    pub(crate) bars: Vec<Bar>,
    /// The same as a table.
    pub(crate) table: Table,
}

/// A chart for each dimension the rows count in.
pub(crate) fn charts(names: &Names<'_>, rows: &[Value]) -> Vec<Chart> {
    let mut dimensions: BTreeMap<&str, Vec<(String, u64)>> = BTreeMap::new();
    for row in rows {
        let text = |name: &str| row.get(name).and_then(Value::as_str);
        let (Some(dimension), Some(value)) = (text("dimension"), text("value")) else { continue };
        let cases = row.get("cases").and_then(Value::as_u64).unwrap_or(0);
        dimensions.entry(dimension).or_default().push((names.text(dimension, value), cases));
    }
    dimensions.into_iter().map(|(dimension, counts)| chart(names, dimension, counts)).collect()
}

fn chart(names: &Names<'_>, dimension: &str, mut counts: Vec<(String, u64)>) -> Chart {
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let longest = counts.first().map_or(1, |count| count.1.max(1));
    let bar = |(line, (label, value)): (u64, &(String, u64))| {
        let width = (value * WIDEST / longest).max(u64::from(*value > 0) * 2);
        let y = line * LINE + 5;
        Bar { label: label.clone(), value: *value, y, text_y: y + 14, width, value_x: LEFT + width + 8 }
    };
    let bars: Vec<Bar> = (0..).zip(&counts).take(BARS_MAX).map(bar).collect();
    let title = names.column(dimension);
    let row = |(label, value): &(String, u64)| vec![Cell::text(label), Cell::number(*value)];
    let table = Table {
        caption: title.clone(),
        heads: vec![title.clone(), names.column("count")],
        rows: counts.iter().map(row).collect(),
    };
    Chart { title, height: (bars.len() as u64) * LINE + 4, bars, table }
}
