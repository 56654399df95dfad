//! A fact as a line of a timeline: what, who, when it happened and when it was written down, and what it says.

use askama::Template;
use jiff::Timestamp;
use serde_json::Value;

use super::names::{Names, local};
use super::page::Frame;

/// How late something may be written down without being called late, in seconds: the time a form takes.
const LATE_SECONDS: i64 = 300;

/// Fields of a body that the page says elsewhere, or that tell a person nothing: the tag of a query code is for finding it.
const UNSAID: &[&str] = &["number", "id", "query_tag"];

/// One line of a timeline.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Fact {
    /// Its id.
    pub(crate) id: String,
    /// What happened.
    pub(crate) title: String,
    /// Who recorded it, for which department, under which number of its own.
    pub(crate) who: String,
    /// The case it is about; empty on the page of that case.
    pub(crate) case: String,
    /// The number of that case.
    pub(crate) number: String,
    /// When it happened, on the wall.
    pub(crate) occurred: String,
    /// The same in UTC.
    pub(crate) occurred_utc: String,
    /// When it was written down, on the wall.
    pub(crate) recorded: String,
    /// The same in UTC.
    pub(crate) recorded_utc: String,
    /// Whether it was written down noticeably later than it happened.
    pub(crate) late: bool,
    /// What it says, label and text.
    pub(crate) pairs: Vec<(String, String)>,
}

impl Fact {
    /// The line for a fact as the center shows it.
    pub(crate) fn of(names: &Names<'_>, shown: &Value) -> Self {
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default();
        let moment = |name: &str| text(name).parse::<Timestamp>().unwrap_or_default();
        let (occurred, recorded) = (moment("occurred_at"), moment("recorded_at"));
        let actor = names.text("actor", text("actor"));
        Self {
            id: text("id").to_owned(),
            title: names.language.fact(text("kind")),
            who: [names.department(text("department")), actor, text("reference").to_owned()]
                .into_iter()
                .filter(|said| !said.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            occurred: local(occurred),
            occurred_utc: text("occurred_at").to_owned(),
            recorded: local(recorded),
            recorded_utc: text("recorded_at").to_owned(),
            late: recorded.as_second() - occurred.as_second() > LATE_SECONDS,
            pairs: pairs(names, shown.get("body").unwrap_or(&Value::Null)),
            ..Self::default()
        }
    }

    /// The same line on a page that is not about its case.
    pub(crate) fn about(mut self, case: &str, number: &str) -> Self {
        self.case = case.to_owned();
        self.number = number.to_owned();
        self
    }
}

/// What a body says, field by field. A part that holds parts of its own is told in one line each.
pub(crate) fn pairs(names: &Names<'_>, body: &Value) -> Vec<(String, String)> {
    let fields = body.as_object().into_iter().flatten();
    let elsewhere = |name: &str, value: &Value| {
        let parties = value.as_array().and_then(|items| items.first()).is_some_and(Value::is_object);
        UNSAID.contains(&name) || (name == "parties" && parties)
    };
    let said = fields.filter(|(name, value)| !elsewhere(name, value));
    let pair = |(name, value): (&String, &Value)| (names.language.field(name), names.value(name, value));
    said.map(pair).filter(|pair| !pair.1.is_empty()).collect()
}

/// One line by itself, for pages that receive facts as they come.
#[derive(Template)]
#[template(path = "fact.html")]
pub(crate) struct FactLine<'a> {
    /// The frame it is shown in.
    pub(crate) frame: &'a Frame,
    /// The fact.
    pub(crate) fact: Fact,
}
