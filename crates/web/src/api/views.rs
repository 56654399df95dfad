//! Views: what each department sees. One address for all of them, so that a new view is here as soon as it exists.

use access::{Action, Actor, Viewer};
use axum::http::header;
use axum::response::Response;
use center::{Center, ReadFailure};
use jiff::civil::Date;
use schemars::json_schema;
use serde::Deserialize;
use serde_json::json;
use timeline::{ActorId, CaseId, DepartmentCode, Query, Reference, Rows};

use crate::api::{cases, parameters, schemas, waiting};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// Which views there are.
pub(crate) struct ListViews;

/// The rows of one.
pub(crate) struct ReadView;

/// Which rows are wanted.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowsQuery {
    department: Option<DepartmentCode>,
    case: Option<CaseId>,
    state: Option<String>,
    mediator: Option<ActorId>,
    reference: Option<Reference>,
    after: Option<String>,
    limit: Option<usize>,
    today: Option<Date>,
    min_position: Option<u64>,
}

impl Endpoint for ListViews {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/views";
    const GATE: Gate = Gate::Action(Action::ReadView);
    const SUMMARY: (&'static str, &'static str) = ("全部视图", "Which views there are");
    const NAME: &'static str = "listViews";

    fn describe() -> Description {
        let list = Answer {
            status: 200,
            meaning: "Their names and titles.",
            media_type: request::JSON,
            schema: Some(schemas::views),
            headers: &[],
        };
        Description {
            answers: vec![list],
            problems: vec![problem::STAFF_UNKNOWN, problem::DENIED],
            ..Description::default()
        }
    }

    async fn answer(_: &App, _: Asked<Self>) -> Result<Response, Problem> {
        Ok(respond::plain(&json!({ "views": Center::views() })))
    }
}

impl Endpoint for ReadView {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/views/{name}";
    const GATE: Gate = Gate::Action(Action::ReadView);
    const SUMMARY: (&'static str, &'static str) = ("查看视图", "The rows of a view");
    const NAME: &'static str = "readView";

    fn describe() -> Description {
        let rows = Answer {
            status: 200,
            meaning: "Its rows.",
            media_type: request::JSON,
            schema: Some(schemas::rows),
            headers: &["Event-Position", "Link"],
        };
        let text: crate::endpoint::SchemaOf = |known| known.subschema_for::<String>();
        let name = Parameter { name: "name", place: Place::Path, required: true, meaning: "Its name.", schema: text };
        let parameters = vec![
            name,
            parameters::department(),
            parameters::query("case", "Only rows of this case.", |known| known.subschema_for::<CaseId>()),
            parameters::query("state", "Only rows in this state, in the words of the view.", text),
            parameters::query("mediator", "Only rows of this mediator, where the view has mediators.", |known| {
                known.subschema_for::<ActorId>()
            }),
            parameters::query("reference", "Only rows of this own number, where the view has them.", |known| {
                known.subschema_for::<Reference>()
            }),
            parameters::query("after", "Rows after this cursor.", text),
            parameters::limit(),
            parameters::query(
                "today",
                "The day the reader has: only who says it learns what is overdue on it.",
                |_| json_schema!({ "type": "string", "format": "date" }),
            ),
            parameters::min_position(),
        ];
        let problems = vec![
            problem::PATH,
            problem::QUERY,
            problem::STAFF_UNKNOWN,
            problem::DENIED,
            problem::VIEW_UNKNOWN,
            problem::BEHIND,
        ];
        Description { parameters, answers: vec![rows], problems, ..Description::default() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let query = asked.query()?;
        let name = asked.path("name").await?;
        rows(app, asked.permit.actor(), asked.parts.uri.path(), &name, query).await
    }
}

impl RowsQuery {
    /// The cases this department keeps under this number of its own.
    pub(crate) fn of_reference(department: &DepartmentCode, reference: Reference, min_position: Option<u64>) -> Self {
        let (department, reference) = (Some(department.clone()), Some(reference));
        Self { department, reference, min_position, ..Self::default() }
    }
}

/// The rows of a view for this actor, as a page of this address.
pub(crate) async fn rows(
    app: &App,
    actor: &Actor,
    path: &str,
    name: &str,
    query: RowsQuery,
) -> Result<Response, Problem> {
    read(app, actor, path, query, |query| app.center().view(actor, name, query)).await
}

/// Rows as this reads them, once the views are as far as was asked.
pub(crate) async fn read(
    app: &App,
    actor: &Actor,
    path: &str,
    query: RowsQuery,
    reading: impl FnOnce(&Query) -> Result<Rows, ReadFailure>,
) -> Result<Response, Problem> {
    let RowsQuery { department, case, state, mediator, reference, after, limit, today, min_position } = query;
    waiting::until(app, min_position).await?;
    let query = Query { department, case, state, mediator, reference, after, limit, today, ..Query::default() };
    let as_of = app.center().position();
    let rows = reading(&query).map_err(|failure| failure::of_reading(failure, problem::VIEW_UNKNOWN))?;
    let next = rows.next.clone();
    let mut body = json!({ "rows": rows.rows, "total": rows.total, "next": rows.next, "as_of": as_of });
    if let (Some(body), false) = (body.as_object_mut(), rows.figures.is_null()) {
        body.insert("figures".to_owned(), rows.figures);
    }
    let mut response = respond::disclosed(body, &Viewer::of_lists(actor));
    if let Some(next) = next {
        response.headers_mut().insert(header::LINK, respond::next_page(path, &next));
    }
    Ok(cases::as_of(app, response))
}
