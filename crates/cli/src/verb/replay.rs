//! `yidi replay`: every view as it was at some moment, and what has changed since.

use std::collections::BTreeMap;

use center::{Center, Replayed, Until};
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use timeline::Query;

use super::beside::{Asking, Beside, Source, not_shown};
use super::rows::{self, Moment};
use super::view::{DECODERS, Narrow};
use crate::progress::Progress;
use crate::say::Voice;
use crate::trouble::{Exit, Trouble};

/// To when, and what of it.
#[derive(Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    asking: Asking,
    /// 回放到该位置或时间为止；不写则到末尾 / Up to this position or time; without it, to the end
    #[arg(long, value_name = "POSITION|TIME", conflicts_with = "true_at")]
    to: Option<Moment>,
    /// 按发生时间，而非登记时间 / What was true at this time, whenever it was recorded
    #[arg(long, value_name = "TIME", value_parser = rows::instant)]
    true_at: Option<Timestamp>,
    /// 只看该视图 / Only this view
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    #[command(flatten)]
    narrow: Narrow,
    /// 与现状比较 / Compare with what is known now
    #[arg(long)]
    diff: bool,
}

#[derive(Serialize)]
struct Answer {
    source: Source,
    /// The last position that counted.
    position: u64,
    /// Facts that counted, of the kinds views read.
    entries: u64,
    views: BTreeMap<String, Part>,
}

/// One view: its rows, or how they differ from now.
#[derive(Serialize)]
#[serde(untagged)]
enum Part {
    Rows { total: u64, figures: Value, rows: Vec<Value> },
    Difference { then: u64, now: u64, gone: Vec<Value>, new: Vec<Value> },
}

impl Replay {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let beside = self.asking.open(voice)?;
        let names = self.names()?;
        let then = replay(&beside, self.until())?;
        let now = if self.diff { Some(replay(&beside, Until::Position(u64::MAX))?) } else { None };
        let mut views = BTreeMap::new();
        for name in names {
            let part = self.part(&beside, &then, now.as_ref(), &name)?;
            views.insert(name, part);
        }
        let source = beside.source();
        voice.answer(&Answer { source, position: then.position, entries: then.entries, views }, Answer::lines)?;
        Ok(Exit::Ok)
    }

    fn until(&self) -> Until {
        match (self.to, self.true_at) {
            (_, Some(time)) => Until::TrueAt(time),
            (Some(moment), None) => moment.known(),
            (None, None) => Until::Position(u64::MAX),
        }
    }

    fn names(&self) -> Result<Vec<String>, Trouble> {
        let all = Center::views();
        let Some(name) = &self.view else { return Ok(all.iter().map(|view| view.name.to_owned()).collect()) };
        if all.iter().any(|view| view.name == name) {
            return Ok(vec![name.clone()]);
        }
        let trouble = Trouble::new(Exit::NotFound, format!("没有视图 {name}。"), format!("there is no view {name}."));
        Err(trouble.next("yidi view 列出全部视图。", "`yidi view` lists all views"))
    }

    fn part(&self, beside: &Beside, then: &Replayed, now: Option<&Replayed>, name: &str) -> Result<Part, Trouble> {
        let query: Query = self.narrow.query();
        let then = rows::all(beside, then, name, &query)?;
        let Some(now) = now else {
            return Ok(Part::Rows { total: then.total, figures: then.figures, rows: then.rows });
        };
        let now = rows::all(beside, now, name, &query)?;
        let (gone, new) = difference(then.rows, now.rows);
        Ok(Part::Difference { then: then.total, now: now.total, gone, new })
    }
}

fn replay(beside: &Beside, until: Until) -> Result<Replayed, Trouble> {
    let mut shown = None;
    let mut tell = |done, total| Progress::show(&mut shown, "replay", done, total);
    center::replay_log(beside.journal(), until, DECODERS, &mut tell).map_err(not_shown)
}

/// The rows that are only in the first, and those only in the second, each as often as it is there.
fn difference(then: Vec<Value>, now: Vec<Value>) -> (Vec<Value>, Vec<Value>) {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    now.iter().for_each(|row| *counts.entry(row.to_string()).or_default() += 1);
    let take = |counts: &mut BTreeMap<String, i64>, row: &Value| match counts.get_mut(&row.to_string()) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    let gone = then.into_iter().filter(|row| take(&mut counts, row)).collect();
    let new = now.into_iter().filter(|row| !take(&mut counts, row)).collect();
    (gone, new)
}

impl Answer {
    fn lines(&self) -> String {
        let mut lines = vec![format!("位置 / position {}  记录 / entries {}", self.position, self.entries)];
        for (name, part) in &self.views {
            match part {
                Part::Rows { total, rows, .. } => {
                    lines.push(format!("\n{name}  {total}"));
                    lines.push(rows::lines(rows));
                }
                Part::Difference { then, now, gone, new } => {
                    lines.push(format!("\n{name}  {then} -> {now}"));
                    lines.extend(gone.iter().map(|row| format!("- {row}")));
                    lines.extend(new.iter().map(|row| format!("+ {row}")));
                }
            }
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_difference_counts_rows_that_are_there_twice() {
        let (gone, new) = difference(vec![json!(1), json!(2), json!(2)], vec![json!(2), json!(3)]);
        assert_eq!((gone, new), (vec![json!(1), json!(2)], vec![json!(3)]));
        assert_eq!(difference(vec![json!(1)], vec![json!(1)]), (vec![], vec![]));
    }
}
