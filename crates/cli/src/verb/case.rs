//! `yidi case show` and `yidi case history`.

use center::Center;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;
use timeline::{CaseId, CaseNumber};

use super::beside::{Asking, Beside, Source, not_shown};
use crate::say::{Voice, plain, table};
use crate::trouble::{Exit, Trouble};

/// What can be asked about a case.
#[derive(Subcommand)]
pub(crate) enum Case {
    /// 案件现状 / Where it stands
    Show(Which),
    /// 全部经过 / Everything that happened to it
    History(Which),
}

/// Which case.
#[derive(Args)]
pub(crate) struct Which {
    #[command(flatten)]
    asking: Asking,
    /// 案号或案件 ID，如 YD-2026-00123-6 / Number or id
    #[arg(value_name = "NUMBER|ID")]
    case: String,
}

#[derive(Serialize)]
struct Sheet {
    source: Source,
    case: Value,
}

#[derive(Serialize)]
struct History {
    source: Source,
    version: u64,
    facts: Vec<Value>,
}

impl Case {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        match self {
            Case::Show(which) => which.show(voice),
            Case::History(which) => which.history(voice),
        }
    }
}

impl Which {
    fn show(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (beside, center, case) = self.find(voice)?;
        let sheet = center.case(beside.actor(), case).map_err(not_shown)?;
        voice.answer(&Sheet { source: beside.source(), case: sheet.shown() }, Sheet::lines)?;
        Ok(Exit::Ok)
    }

    fn history(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (beside, center, case) = self.find(voice)?;
        let page = center.history(beside.actor(), case.into(), 0).map_err(not_shown)?;
        let history = History { source: beside.source(), version: page.version, facts: page.shown() };
        voice.answer(&history, History::lines)?;
        Ok(Exit::Ok)
    }

    fn find(&self, voice: &Voice) -> anyhow::Result<(Beside, Center, CaseId)> {
        let named = Named::parse(&self.case)?;
        let beside = self.asking.open(voice)?;
        let center = beside.center()?;
        let case = named.find(&center)?;
        Ok((beside, center, case))
    }
}

/// How a case is named on the command line.
#[derive(Clone, Copy)]
pub(crate) enum Named {
    Id(CaseId),
    Number(CaseNumber),
}

impl Named {
    /// The case, if there is one; one that is named by its id may be none.
    pub(crate) fn find(self, center: &Center) -> Result<CaseId, Trouble> {
        match self {
            Named::Id(case) => Ok(case),
            Named::Number(number) => center.find_number(number).ok_or_else(|| no_such(&number.to_string())),
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Trouble> {
        if let Ok(id) = text.parse() {
            return Ok(Named::Id(id));
        }
        text.parse().map(Named::Number).map_err(|error| {
            let trouble = Trouble::new(Exit::Usage, format!("{text} 不是案号。"), format!("{text} is no case number."));
            trouble.next("案号形如 YD-2026-00123-6。", "a case number looks like YD-2026-00123-6").because(error)
        })
    }
}

/// There is none of this name.
pub(crate) fn no_such(case: &str) -> Trouble {
    let (zh, en) = (format!("没有案件 {case}。"), format!("there is no case {case}."));
    Trouble::new(Exit::NotFound, zh, en).next("请核对案号。", "look at the number again")
}

impl Sheet {
    fn lines(&self) -> String {
        let fields = self.case.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        table(["", ""], fields.map(|(name, value)| [name.clone(), plain(value)]))
    }
}

impl History {
    fn lines(&self) -> String {
        let field = |fact: &Value, name: &str| plain(fact.get(name).unwrap_or(&Value::Null));
        let row = |fact: &Value| {
            ["version", "occurred_at", "kind", "actor", "department", "body"].map(|name| field(fact, name))
        };
        table(
            ["#", "发生 / occurred", "事实 / fact", "经办 / actor", "部门 / department", "内容 / body"],
            self.facts.iter().map(row),
        )
    }
}
