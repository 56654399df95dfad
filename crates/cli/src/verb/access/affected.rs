//! `yidi access affected`: whose personal values stand between two positions of the log, or were shown between two positions
//! of the access log; for the notice of the personal information protection law, article 57. It names nobody.

use center::{Affected, LookCursor, LookPage, Looking, affected_between, affected_by};
use clap::Args;
use journal::Position;
use serde::Serialize;
use timeline::ActorId;

use super::log::page_of;
use crate::say::{Voice, table};
use crate::trouble::{Exit, Trouble};
use crate::verb::beside::{self, Asking};
use crate::verb::view::DECODERS;

/// Looks that are weighed at once: more than anybody makes in a year.
const LOOKS_MAX: usize = 1_000_000;

/// Which part of the log.
#[derive(Args)]
pub(crate) struct Affects {
    #[command(flatten)]
    asking: Asking,
    /// 从此位置（含）/ From this position, included
    #[arg(long, value_name = "POSITION", value_parser = clap::value_parser!(u64).range(1..))]
    from: Position,
    /// 至此位置（含）/ To this position, included
    #[arg(long, value_name = "POSITION")]
    to: Position,
    /// 位置指查阅日志：查看过谁的信息 / The positions are those of the access log: whose data was looked at
    #[arg(long)]
    looks: bool,
    /// 只算此人的查阅 / Only looks of this member of staff
    #[arg(long, value_name = "STAFF", value_parser = ActorId::parse, requires = "looks")]
    actor: Option<ActorId>,
}

/// The answer.
#[derive(Serialize)]
struct Answer {
    from: Position,
    to: Position,
    /// Which positions they are: `facts` or `looks`.
    of: &'static str,
    /// How many persons, each counted once in every case.
    persons: usize,
    affected: Vec<Affected>,
}

impl Affects {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (from, to) = (self.from, self.to);
        if to < from {
            let trouble = Trouble::new(Exit::Usage, "--to 在 --from 之前。", "--to lies before --from.");
            return Err(trouble.next("两个位置均计入。", "both positions are included").into());
        }
        let beside = self.asking.open(voice)?;
        let affected = if self.looks {
            let shown: Vec<_> = self.shown()?.looks.into_iter().map(|looked| looked.look).collect();
            affected_by(beside.journal(), &shown, DECODERS)
        } else {
            affected_between(beside.journal(), (from, to), DECODERS)
        };
        let affected = affected.map_err(beside::not_shown)?;
        let persons = affected.iter().filter(|one| one.role.is_some()).count();
        let of = if self.looks { "looks" } else { "facts" };
        voice.answer(&Answer { from, to, of, persons, affected }, Answer::lines)?;
        Ok(Exit::Ok)
    }

    /// The looks between the two positions.
    fn shown(&self) -> anyhow::Result<LookPage> {
        let (log, _) = beside::looks(self.asking.data())?;
        let after = Some(LookCursor::before(self.from));
        let wanted = Looking { actor: self.actor.clone(), after, limit: LOOKS_MAX, ..Looking::default() };
        let mut page = page_of(&log, &wanted)?;
        page.looks.retain(|looked| looked.cursor.position() <= self.to);
        Ok(page)
    }
}

impl Answer {
    fn lines(&self) -> String {
        let row = |one: &Affected| {
            let classes: Vec<_> = one.classes.iter().map(|class| class.as_str()).collect();
            [
                one.number.map_or_else(|| one.stream.to_string(), |number| number.to_string()),
                one.role.map_or_else(|| "—".to_owned(), |role| role.to_string()),
                one.subject.to_string(),
                classes.join("+"),
                one.times.to_string(),
            ]
        };
        let heading = ["案号 / case", "身份 / role", "何人 / whose", "类别 / classes", "次数 / times"];
        let text = table(heading, self.affected.iter().map(row));
        format!("{text}\n{} 人次 / persons, once in every case", self.persons)
    }
}
