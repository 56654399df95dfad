//! The access log over HTTP: for the auditor page by page, for the supervisor day by day, for a citizen case by case.

use access::{Action, Viewer};
use axum::http::header;
use axum::response::Response;
use center::{LookCursor, Looking};
use jiff::Timestamp;
use jiff::civil::Date;
use schemars::json_schema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use timeline::{ActorId, CaseId, ROWS_MAX};

use crate::api::{cases, parameters, schemas};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::{request, respond};

/// A page of looks.
pub(crate) struct ReadLooks;

/// The list of one day.
pub(crate) struct WatchLooks;

/// Who looked at one case.
pub(crate) struct ReadLooksAtCase;

/// Which looks are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LooksQuery {
    actor: Option<ActorId>,
    case: Option<CaseId>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    after: Option<LookCursor>,
    limit: Option<usize>,
}

/// Which day is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DayQuery {
    day: Option<Date>,
}

impl Endpoint for ReadLooks {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/looks";
    const GATE: Gate = Gate::Action(Action::ReadLooks);
    const SUMMARY: (&'static str, &'static str) = ("查阅日志：谁看过什么", "The access log: who looked at what");
    const NAME: &'static str = "readLooks";

    fn describe() -> Description {
        let time = |_: &mut schemars::SchemaGenerator| json_schema!({ "type": "string", "format": "date-time" });
        Description {
            parameters: vec![
                parameters::query("actor", "Only looks of this member of staff.", |known| {
                    known.subschema_for::<ActorId>()
                }),
                parameters::query("case", "Only looks at this case.", |known| known.subschema_for::<CaseId>()),
                parameters::query("since", "Not before this.", time),
                parameters::query("until", "Before this.", time),
                parameters::query("after", "Looks after this cursor.", |_| json_schema!({ "type": "string" })),
                parameters::limit(),
            ],
            answers: vec![list("Looks, oldest first. None holds anything personal.", schemas::looks)],
            problems: vec![problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED],
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let LooksQuery { actor, case, since, until, after, limit } = asked.query()?;
        let limit = limit.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
        let wanted = Looking { actor, cases: case.map(|case| vec![case.into()]), since, until, after, limit };
        let page = app.read(move |center| center.looks(&wanted)).await?;
        let next = page.next.map(String::from);
        let mut response = shown(&page);
        if let Some(next) = next {
            response.headers_mut().insert(header::LINK, respond::next_page(asked.parts.uri.path(), &next));
        }
        Ok(response)
    }
}

impl Endpoint for WatchLooks {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/looks/day";
    const GATE: Gate = Gate::Action(Action::WatchLooks);
    const SUMMARY: (&'static str, &'static str) =
        ("每日查阅名单与异常提醒", "The looks of a day, whoever stands out first");
    const NAME: &'static str = "watchLooks";

    fn describe() -> Description {
        let day = |_: &mut schemars::SchemaGenerator| json_schema!({ "type": "string", "format": "date" });
        Description {
            parameters: vec![parameters::query("day", "Which day; today if left out.", day)],
            answers: vec![list("Everybody who looked that day.", schemas::day_of_looks)],
            problems: vec![problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED],
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let DayQuery { day } = asked.query()?;
        let (actor, day) = (asked.permit.actor().clone(), day.unwrap_or_else(|| app.center().today()));
        Ok(shown(&app.read(move |center| center.looks_of_day(&actor, day)).await?))
    }
}

impl Endpoint for ReadLooksAtCase {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/looks";
    const GATE: Gate = Gate::Action(Action::ReadLooksAtCase);
    const SUMMARY: (&'static str, &'static str) =
        ("哪些单位因何查看过本案", "Which offices looked at a case, and why: for its parties");
    const NAME: &'static str = "readLooksAtCase";

    fn describe() -> Description {
        Description {
            parameters: vec![parameters::case()],
            answers: vec![list("When, which office, to what end. Never who.", schemas::looks_at_case)],
            problems: cases::READING.to_vec(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let (case, actor) = (asked.case(app).await?, asked.permit.actor().clone());
        let looks = app.read(move |center| center.looks_at(&actor, case)).await?;
        Ok(shown(&json!({ "looks": looks })))
    }
}

fn list(meaning: &'static str, schema: crate::endpoint::SchemaOf) -> Answer {
    Answer { status: 200, meaning, media_type: request::JSON, schema: Some(schema), headers: &[] }
}

/// An answer that holds nothing personal. Who reads the access log is written down in it like every other look.
fn shown(value: &impl Serialize) -> Response {
    respond::seen_by(respond::plain(value), &Viewer::STRANGER)
}
