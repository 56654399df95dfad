//! `yidi access explain`: may this role do this, and which line of the table says so. `yidi access log`: who looked at what.
//! `yidi access affected`: whom a breach concerns.

mod affected;
mod log;

use center::{Action, Actor, Explained, Role, explain};
use clap::{Args, Subcommand};
use timeline::{ActorId, DepartmentCode};

use super::beside::Asking;
use super::case::{Named, no_such};
use crate::say::Voice;
use crate::trouble::Exit;

/// What can be asked about access.
#[derive(Subcommand)]
pub(crate) enum Access {
    /// 说明能否办理及所依据的规则；77 表示不可以 / Whether somebody may, and by which rule; 77 means no
    Explain(Explain),
    /// 谁在何时查看过什么 / Who looked at what, and when
    Log(log::Log),
    /// 泄露涉及哪些人：两个位置之间 / Whom a breach concerns, between two positions
    Affected(affected::Affects),
}

/// A question of access.
#[derive(Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    asking: Asking,
    /// 岗位，如 department_handler / In which role
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Role,
    /// 事项，如 close_case / What, by its word
    #[arg(long, value_name = "ACT", value_parser = action)]
    action: Action,
    /// 部门，默认为中心 / For which department; by default the center
    #[arg(long, value_name = "DEPARTMENT", default_value = "center", value_parser = DepartmentCode::parse)]
    department: DepartmentCode,
    /// 案号或案件 ID；不给则只看岗位 / With which case; without one only the role is looked at
    #[arg(long, value_name = "NUMBER|ID")]
    case: Option<String>,
    /// 调解员本人的 ID / Who mediates, where that decides
    #[arg(long, value_name = "ID", default_value = "anybody", value_parser = ActorId::parse)]
    person: ActorId,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_name(text).ok_or_else(|| {
        let all: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("one of {}", all.join(", "))
    })
}

fn action(text: &str) -> Result<Action, String> {
    Action::from_name(text).ok_or_else(|| "a word of the table in docs/access.md".to_owned())
}

impl Access {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let explain = match self {
            Access::Explain(explain) => explain,
            Access::Log(log) => return log.run(voice),
            Access::Affected(affects) => return affects.run(voice),
        };
        let explained = explain.answer(voice)?;
        voice.answer(&explained, lines)?;
        Ok(if explained.allowed { Exit::Ok } else { Exit::Denied })
    }
}

impl Explain {
    fn answer(&self, voice: &Voice) -> anyhow::Result<Explained> {
        let (id, department) = (self.person.clone(), self.department.clone());
        let actor = Actor { id, department, role: self.role };
        let Some(text) = &self.case else { return Ok(explain(&actor, self.action, None)) };
        let named = Named::parse(text)?;
        let center = self.asking.open(voice)?.center()?;
        let facts = center.facts_of(named.find(&center)?).ok_or_else(|| no_such(text))?;
        Ok(explain(&actor, self.action, Some(&facts)))
    }
}

fn lines(explained: &Explained) -> String {
    let Explained { role, department, action, reach, allowed, rule, may_know, shown } = explained;
    let (zh, en) = if *allowed { ("可以", "may") } else { ("不可以", "may not") };
    let by = rule.map_or_else(|| format!("access.{} = {reach}", action.as_str()), str::to_owned);
    let hidden = if *may_know { "" } else { "\n对其而言案件不存在 / is told that there is no such case" };
    let shown = shown.map_or_else(String::new, |(relation, mask)| {
        format!("\n关系 / relation: {}；显示程度 / shown: {}", relation.as_str(), mask.as_str())
    });
    format!("{}（{department}）{zh} / {en} {}\n依据 / by: {by}{hidden}{shown}", role.as_str(), action.as_str())
}
