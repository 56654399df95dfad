//! The facts of all cases in the order of the log, a page at a time: for programs that keep a copy of their own.

use std::time::Duration;

use access::{Action, Mask, Viewer};
use axum::http::header;
use axum::response::Response;
use center::Feed;
use serde::Deserialize;
use serde_json::{Value, json};
use timeline::{DepartmentCode, ROWS_MAX, StreamId};

use crate::api::{cases, parameters, schemas, waiting};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::looks::Cases;
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// A page of facts.
pub(crate) struct ReadFacts;

/// Where it begins and how long it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsQuery {
    after: Option<u64>,
    department: Option<DepartmentCode>,
    limit: Option<usize>,
    min_position: Option<u64>,
}

impl Endpoint for ReadFacts {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/facts";
    const GATE: Gate = Gate::Action(Action::FollowFacts);
    const SUMMARY: (&'static str, &'static str) = ("按序读取事实", "Facts in the order of the log");
    const NAME: &'static str = "readFacts";

    fn describe() -> Description {
        let facts = Answer {
            status: 200,
            meaning: "Facts the asker may see. The facts of one commit are never split over two pages.",
            media_type: request::JSON,
            schema: Some(schemas::facts),
            headers: &["Event-Position", "Link"],
        };
        let after = parameters::query("after", "Facts after this position; from the first one if left out.", |_| {
            parameters::whole(0)
        });
        Description {
            parameters: vec![after, parameters::department(), parameters::limit(), parameters::min_position()],
            answers: vec![facts],
            problems: vec![problem::QUERY, problem::STAFF_UNKNOWN, problem::DENIED, problem::BEHIND],
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let FactsQuery { after, department, limit, min_position } = asked.query()?;
        waiting::until(app, min_position).await?;
        let feed = app.center().follow(asked.permit.actor(), after.unwrap_or(0));
        let mut feed = feed.map_err(|failure| failure::of_reading(failure, problem::ROUTE_UNKNOWN))?;
        let limit = limit.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
        let (facts, cases, more) = page(&mut feed, limit, department.as_ref()).await;
        let next = more.then(|| feed.position().to_string());
        // The feed has disclosed each fact for the case it is about.
        let viewer = Viewer { mask: Mask::Full, mediation: true, evaluations: true, papers: true, ..Viewer::STRANGER };
        let mut response = respond::disclosed(json!({ "facts": facts, "next": next }), &viewer);
        response.extensions_mut().insert(Cases(cases));
        if let Some(next) = next {
            response.headers_mut().insert(header::LINK, respond::next_page(asked.parts.uri.path(), &next));
        }
        Ok(cases::as_of(app, response))
    }
}

/// What the feed has ready, up to the end of the commit that fills the page; and whether there may be more.
async fn page(
    feed: &mut Feed,
    limit: usize,
    department: Option<&DepartmentCode>,
) -> (Vec<Value>, Vec<(StreamId, Viewer)>, bool) {
    let (mut facts, mut cases) = (Vec::new(), Vec::new());
    // A feed that has nothing ready waits; here that means that the page is at its end.
    while let Ok(Some(told)) = tokio::time::timeout(Duration::ZERO, feed.next()).await {
        let position = told.place.position;
        if concerns(&told.fact, department) {
            facts.push(told.fact);
            if cases.last().is_none_or(|(last, _)| *last != told.stream) {
                cases.push((told.stream, told.viewer));
            }
        }
        if facts.len() >= limit && feed.position() >= position {
            return (facts, cases, true);
        }
    }
    (facts, cases, false)
}

/// Whether a fact was recorded by this department, if one was asked for.
pub(crate) fn concerns(fact: &Value, department: Option<&DepartmentCode>) -> bool {
    let recorded_by = fact.get("department").and_then(Value::as_str);
    department.is_none_or(|department| recorded_by == Some(department.as_str()))
}
