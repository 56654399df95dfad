//! `yidi access log`: who looked at what, read beside a running server.

use center::{Center, LookPage, LookedAt, Looking, looks_in};
use clap::Args;
use jiff::Timestamp;
use journal::Journal;
use serde::Serialize;
use timeline::{ActorId, PartyId, StreamId};

use crate::say::{Voice, table};
use crate::trouble::{Exit, Trouble};
use crate::verb::beside::{self, Asking, Source};
use crate::verb::case::Named;
use crate::verb::rows::instant;

/// Looks printed at once: more belongs into a file, page by page.
const LOOKS_MAX: usize = 100_000;

/// Which looks.
#[derive(Args)]
pub(crate) struct Log {
    #[command(flatten)]
    asking: Asking,
    /// 某位工作人员的查阅 / Only looks of this member of staff
    #[arg(long, value_name = "STAFF", value_parser = ActorId::parse)]
    actor: Option<ActorId>,
    /// 对某案的查阅 / Only looks at this case
    #[arg(long, value_name = "NUMBER|ID")]
    case: Option<String>,
    /// 对某当事人所在案件的查阅 / Only looks at the cases of this party
    #[arg(long, value_name = "PARTY", conflicts_with = "case")]
    person: Option<PartyId>,
    /// 此后的查阅 / Not before this time or the end of this day
    #[arg(long, value_name = "TIME|DATE", value_parser = instant)]
    since: Option<Timestamp>,
}

/// The answer.
#[derive(Serialize)]
struct Answer {
    source: Source,
    looks: Vec<LookedAt>,
    /// Whether there are more than were printed.
    more: bool,
}

impl Log {
    pub(crate) fn run(&self, voice: &Voice) -> anyhow::Result<Exit> {
        let (log, source) = beside::looks(self.asking.data())?;
        let wanted = Looking {
            actor: self.actor.clone(),
            cases: self.cases(voice)?,
            since: self.since,
            limit: LOOKS_MAX,
            ..Looking::default()
        };
        let page = page_of(&log, &wanted)?;
        voice.answer(&Answer { source, more: page.next.is_some(), looks: page.looks }, Answer::lines)?;
        Ok(Exit::Ok)
    }

    /// The cases the question is about; `None` is every one.
    fn cases(&self, voice: &Voice) -> anyhow::Result<Option<Vec<StreamId>>> {
        let center = || -> anyhow::Result<Center> { self.asking.open(voice)?.center() };
        if let Some(text) = &self.case {
            let named = Named::parse(text)?;
            return Ok(Some(vec![named.find(&center()?)?.into()]));
        }
        let Some(party) = self.person else { return Ok(None) };
        let found = center()?.cases_of(party).map_err(beside::not_shown)?;
        if found.is_empty() {
            let trouble = Trouble::new(Exit::NotFound, "没有这位当事人。", "there is no such party.");
            return Err(trouble
                .next("当事人的 ID 见案件页。", "the page of a case shows the ids of its parties")
                .into());
        }
        Ok(Some(found.into_iter().map(StreamId::from).collect()))
    }
}

/// The looks that are wanted, of this access log.
pub(super) fn page_of(log: &dyn Journal, wanted: &Looking) -> Result<LookPage, Trouble> {
    looks_in(log, wanted).map_err(|error| {
        let trouble = Trouble::new(Exit::Storage, "无法读取查阅日志。", "the access log cannot be read.");
        trouble.next("请运行 yidi verify。", "run `yidi verify`").because(error)
    })
}

impl Answer {
    fn lines(&self) -> String {
        let word = |text: Option<String>| text.unwrap_or_default();
        let row = |looked: &LookedAt| {
            let look = &looked.look;
            let at = look.list.as_ref().map(|list| format!("{} @{}", list.view, list.as_of));
            let opened: Vec<_> = look.opened.iter().map(|class| class.as_str()).collect();
            [
                look.at.to_string(),
                format!("{} ({}, {})", look.actor, look.role, look.department),
                look.action.as_str().to_owned(),
                look.outcome.as_str().to_owned(),
                word(look.stream.map(|stream| stream.to_string()).or(at)),
                format!("{} {}", look.mask.as_str(), opened.join("+")),
                word(look.reason.map(|reason| format!("{}: {reason}", look.basis.as_str()))),
            ]
        };
        let heading = [
            "时间 / at",
            "谁 / who",
            "事项 / act",
            "结果 / outcome",
            "对象 / at what",
            "程度 / how much",
            "理由 / why",
        ];
        let text = table(heading, self.looks.iter().map(row));
        if self.more { text + "\n还有更多 / there are more: --since" } else { text }
    }
}
