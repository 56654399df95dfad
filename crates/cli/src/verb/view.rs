//! `yidi view`: what a department sees, now or at some moment.

use center::{Center, Until, ViewTitle};
use clap::Args;
use serde::Serialize;
use serde_json::Value;
use timeline::{ActorId, CaseId, DepartmentCode, Query, Reference};

use super::beside::{Asking, Source, not_shown};
use super::rows::{self, Moment};
use crate::progress::Progress;
use crate::say::{Voice, table};
use crate::trouble::Exit;

/// Threads that decode the log.
pub(crate) const DECODERS: usize = 2;

/// Which rows.
#[derive(Args)]
pub(crate) struct View {
    #[command(flatten)]
    asking: Asking,
    /// 视图名；不写则列出全部视图 / Name of the view; without it, all views are listed
    name: Option<String>,
    #[command(flatten)]
    narrow: Narrow,
    /// 某一位置或时间的视图 / As it was known at a position or time
    #[arg(long, value_name = "POSITION|TIME")]
    at: Option<Moment>,
}

/// What narrows the rows.
#[derive(Args)]
pub(crate) struct Narrow {
    /// 只看该部门 / Only this department
    #[arg(long, value_name = "CODE")]
    department: Option<DepartmentCode>,
    /// 只看该案件 / Only this case
    #[arg(long, value_name = "ID")]
    case: Option<CaseId>,
    /// 只看该状态 / Only this state
    #[arg(long)]
    state: Option<String>,
    /// 今天的日期；写明才能判断逾期 / The day it is: only who says it learns what is overdue
    #[arg(long, value_name = "DATE")]
    today: Option<jiff::civil::Date>,
    /// 只看该调解员 / Only this mediator
    #[arg(long, value_name = "ID")]
    mediator: Option<ActorId>,
    /// 只看该本部门文号 / Only this own number of a department
    #[arg(long, value_name = "NUMBER", value_parser = Reference::parse)]
    reference: Option<Reference>,
}

#[derive(Serialize)]
struct Shown {
    source: Source,
    view: String,
    total: u64,
    figures: Value,
    rows: Vec<Value>,
}

impl Narrow {
    pub(crate) fn query(&self) -> Query {
        let (department, case, state) = (self.department.clone(), self.case, self.state.clone());
        let (mediator, reference, today) = (self.mediator.clone(), self.reference.clone(), self.today);
        Query { department, case, state, mediator, reference, today, ..Query::default() }
    }
}

impl View {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let Some(name) = &self.name else { return list(voice) };
        let beside = self.asking.open(voice)?;
        let until = self.at.map_or(Until::Position(u64::MAX), Moment::known);
        let mut shown = None;
        let mut tell = |done, total| Progress::show(&mut shown, "views", done, total);
        let replayed = center::replay_log(beside.journal(), until, DECODERS, &mut tell).map_err(not_shown)?;
        let rows = rows::all(&beside, &replayed, name, &self.narrow.query())?;
        let source = Source { position: replayed.position, ..beside.source() };
        let answer = Shown { source, view: name.clone(), total: rows.total, figures: rows.figures, rows: rows.rows };
        voice.answer(&answer, |shown| rows::lines(&shown.rows))?;
        Ok(Exit::Ok)
    }
}

fn list(voice: &Voice) -> anyhow::Result<Exit> {
    let row = |view: &ViewTitle| [view.name.to_owned(), view.chinese.to_owned(), view.english.to_owned()];
    voice.answer(&Center::views(), |views| table(["视图 / view", "", ""], views.iter().map(row)))?;
    Ok(Exit::Ok)
}
