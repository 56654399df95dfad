//! Where a case stands, for whoever holds a receipt of it. The code stands in the body alone: addresses are written into
//! logs and histories.

use axum::response::Response;
use center::{CaseProgress, ReadFailure};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::api::{documents, schemas};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// Longest code that is looked at, in bytes: one with all its hyphens and some blanks.
const CODE_BYTES_MAX: usize = 32;

/// What is asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProgressAsked {
    /// The query code on the receipt, with or without its hyphens.
    query_code: String,
}

/// Where the case of a receipt stands.
pub(crate) struct AskProgress;

/// What the document says of everything that is asked for by a query code.
pub(crate) fn asked_by_code() -> Description {
    Description {
        body: Some(|known| known.subschema_for::<ProgressAsked>()),
        problems: vec![
            problem::BODY_UNREADABLE,
            problem::BODY_SLOW,
            problem::BODY_TOO_LARGE,
            problem::CONTENT_TYPE,
            problem::NOT_JSON,
            problem::SHAPE,
            problem::CODE_UNKNOWN,
        ],
        ..Description::default()
    }
}

/// The code in a request.
pub(crate) async fn code_in<E: Endpoint>(asked: &mut Asked<E>) -> Result<String, Problem> {
    let ProgressAsked { query_code } = documents::read(asked).await?;
    Ok(query_code)
}

/// Where the case of a code stands.
pub(crate) async fn of_code(app: &App, code: &str) -> Result<CaseProgress, Problem> {
    known(code, app.center().progress(code)).await
}

/// A code that is too long to be any is not looked for.
pub(crate) fn bounded(code: &str) -> Result<(), Problem> {
    if code.len() > CODE_BYTES_MAX { Err(Problem::from(problem::CODE_UNKNOWN)) } else { Ok(()) }
}

/// What was found by a code.
pub(crate) async fn known<T>(
    code: &str,
    looking: impl Future<Output = Result<Option<T>, ReadFailure>>,
) -> Result<T, Problem> {
    bounded(code)?;
    let found = looking.await.map_err(|failure| failure::of_reading(failure, problem::CODE_UNKNOWN))?;
    found.ok_or_else(|| Problem::from(problem::CODE_UNKNOWN))
}

impl Endpoint for AskProgress {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/progress";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("凭查询码查询进展", "Where the case of a receipt stands");
    const NAME: &'static str = "askProgress";

    fn describe() -> Description {
        let progress = Answer {
            status: 200,
            meaning: "Number, state, who is answerable and since when. Nothing personal.",
            media_type: request::JSON,
            schema: Some(schemas::progress),
            headers: &[],
        };
        Description { answers: vec![progress], ..asked_by_code() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code_in(&mut asked).await?;
        Ok(respond::plain(&of_code(app, &code).await?))
    }
}
