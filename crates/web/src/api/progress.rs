//! Where a case stands, for whoever holds a receipt of it. The code stands in the body alone: addresses are written into
//! logs and histories.

use axum::response::Response;
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
        Description {
            parameters: Vec::new(),
            body: Some(|known| known.subschema_for::<ProgressAsked>()),
            answers: vec![progress],
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

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let body = asked.body().await?;
        let asked: ProgressAsked =
            serde_json::from_slice(&body).map_err(|error| documents::fault_in_body::<Self>(&error, &body))?;
        if asked.query_code.len() > CODE_BYTES_MAX {
            return Err(Problem::from(problem::CODE_UNKNOWN));
        }
        match app.center().progress(&asked.query_code).await {
            Ok(Some(progress)) => Ok(respond::plain(&progress)),
            Ok(None) => Err(Problem::from(problem::CODE_UNKNOWN)),
            Err(failure) => Err(failure::of_reading(failure, problem::CODE_UNKNOWN)),
        }
    }
}
