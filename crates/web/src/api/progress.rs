//! Where a case stands, for whoever holds a receipt of it. The code stands in the body alone: addresses are written into
//! logs and histories.

use axum::response::Response;
use center::{CaseProgress, NextStep, ReadFailure};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::api::{documents, schemas};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::request::Language;
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

/// What is told, with the next step in plain words: whoever asks by telephone or in a program of its own need not know ours.
fn in_words(progress: &CaseProgress) -> Value {
    let mut told = serde_json::to_value(progress).unwrap_or_default();
    let words = [("zh", Language::Chinese), ("en", Language::English)];
    if let Some(next) = told.get_mut("next").and_then(Value::as_object_mut) {
        next.extend(words.map(|(tag, language)| (tag.to_owned(), next_step(language, &progress.next).into())));
    }
    told
}

/// A step in plain words.
pub(crate) fn next_step(language: Language, next: &NextStep) -> String {
    language.say(&format!("next-step-{}", next.step))
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
            meaning: "Number, state, who has it and since when, what comes next and until when. Nothing personal.",
            media_type: request::JSON,
            schema: Some(schemas::progress),
            headers: &[],
        };
        Description { answers: vec![progress], ..asked_by_code() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code_in(&mut asked).await?;
        Ok(respond::plain(&in_words(&of_code(app, &code).await?)))
    }
}
