//! Reading one case: where it stands, and what happened.

use access::Action;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use timeline::{ROWS_MAX, Reference};

use crate::api::views::{self, RowsQuery};
use crate::api::{parameters, schemas, waiting};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// Where a case stands.
pub(crate) struct ReadCase;

/// What happened to a case.
pub(crate) struct ReadHistory;

/// The cases a department keeps under a number of its own.
pub(crate) struct FindCases;

/// Under which.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceQuery {
    reference: Reference,
    min_position: Option<u64>,
}

/// How a case is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseQuery {
    min_position: Option<u64>,
}

/// How its facts are asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoryQuery {
    after: Option<u64>,
    limit: Option<usize>,
    min_position: Option<u64>,
}

impl Endpoint for ReadCase {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}";
    const GATE: Gate = Gate::Action(Action::ReadCase);
    const SUMMARY: (&'static str, &'static str) = ("查看案件", "Where a case stands");
    const NAME: &'static str = "readCase";

    fn describe() -> Description {
        let sheet = Answer {
            status: 200,
            meaning: "The case.",
            media_type: request::JSON,
            schema: Some(schemas::case),
            headers: &["ETag", "Event-Position"],
        };
        Description {
            parameters: vec![parameters::case(), parameters::min_position()],
            answers: vec![sheet],
            problems: READING.to_vec(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let CaseQuery { min_position } = asked.query()?;
        waiting::until(app, min_position).await?;
        let case = asked.case(app).await?;
        let sheet = app.center().case(asked.permit.actor(), case);
        let sheet = sheet.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))?;
        let mut response = respond::disclosed(sheet.shown(), &sheet.viewer);
        response.headers_mut().insert(header::ETAG, respond::etag(sheet.version));
        Ok(as_of(app, response))
    }
}

/// The view that knows them.
pub(crate) const REFERENCES: &str = "references";

impl Endpoint for FindCases {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases";
    const GATE: Gate = Gate::Action(Action::FindCase);
    const SUMMARY: (&'static str, &'static str) = ("按本部门文号查找案件", "Find cases by one's own number");
    const NAME: &'static str = "findCases";

    fn describe() -> Description {
        let rows = Answer {
            status: 200,
            meaning: "The cases the asker's department keeps under this number; none if nobody there named it.",
            media_type: request::JSON,
            schema: Some(schemas::rows),
            headers: &["Event-Position"],
        };
        let number = "The number, as it was sent in Yidi-Reference.";
        let number = parameters::query("reference", number, |known| known.subschema_for::<Reference>());
        let reference = Parameter { required: true, ..number };
        Description {
            parameters: vec![reference, parameters::min_position()],
            answers: vec![rows],
            problems: vec![problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED, problem::BEHIND],
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let ReferenceQuery { reference, min_position } = asked.query()?;
        let actor = asked.permit.actor();
        let query = RowsQuery::of_reference(&actor.department, reference, min_position);
        views::rows(app, actor, Self::PATH, REFERENCES, query).await
    }
}

impl Endpoint for ReadHistory {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/events";
    const GATE: Gate = Gate::Action(Action::ReadHistory);
    const SUMMARY: (&'static str, &'static str) = ("查看案件时间线", "What happened to a case");
    const NAME: &'static str = "readHistory";

    fn describe() -> Description {
        let facts = Answer {
            status: 200,
            meaning: "Its facts, oldest first.",
            media_type: request::JSON,
            schema: Some(schemas::facts),
            headers: &["ETag", "Event-Position", "Link"],
        };
        let after = parameters::query("after", "Facts after this cursor.", |_| parameters::whole(0));
        Description {
            parameters: vec![parameters::case(), after, parameters::limit(), parameters::min_position()],
            answers: vec![facts],
            problems: READING.to_vec(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let HistoryQuery { after, limit, min_position } = asked.query()?;
        waiting::until(app, min_position).await?;
        let case = asked.case(app).await?;
        let page = app.center().history(asked.permit.actor(), case.into(), after.unwrap_or(0));
        let mut page = page.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))?;
        page.entries.truncate(limit.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX));
        let last = page.last();
        let next = last.filter(|last| *last < page.version).map(|last| last.to_string());
        let body = json!({ "facts": page.shown(), "next": next });
        let mut response = respond::disclosed(body, &page.viewer);
        response.headers_mut().insert(header::ETAG, respond::etag(page.version));
        if let Some(next) = next {
            response.headers_mut().insert(header::LINK, respond::next_page(asked.parts.uri.path(), &next));
        }
        Ok(as_of(app, response))
    }
}

/// What can go wrong when a case is read.
pub(crate) const READING: [&problem::Kind; 6] =
    [problem::PATH, problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED, problem::CASE_UNKNOWN, problem::BEHIND];

/// Says how far the views have come.
pub(crate) fn as_of(app: &App, mut response: Response) -> Response {
    response.headers_mut().insert(respond::EVENT_POSITION, HeaderValue::from(app.center().position()));
    response
}
