//! Where a matter stands, for whoever holds a receipt of it: of a case or of an accusation, asked and answered in one way. The
//! code stands in the body alone: addresses are written into logs and histories.

use axum::response::Response;
use center::{MatterProgress, NextStep, ReadFailure};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::api::by_code::{self, KnownCode, Way};
use crate::api::{documents, schemas};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::request::Language;
use crate::{failure, request, respond};

/// What is asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProgressAsked {
    /// The query code on the receipt, with or without its hyphens.
    query_code: String,
}

/// Where the matter of a receipt stands.
pub(crate) struct AskProgress;

/// What the document says of everything that is asked for by a query code.
pub(crate) fn asked_by_code() -> Description {
    Description {
        body: Some(|known| known.subschema_for::<ProgressAsked>()),
        problems: [problem::IN_A_BODY, &[problem::FOREIGN, problem::CODE_UNKNOWN, problem::CODE_LATER]].concat(),
        ..Description::default()
    }
}

/// The code in a request, of whoever is let in by it.
pub(crate) async fn code_in<E: Endpoint>(app: &App, asked: &mut Asked<E>, way: Way) -> Result<KnownCode, Problem> {
    let ProgressAsked { query_code } = documents::read(asked).await?;
    by_code::let_in(app, way, asked.source(app), &query_code).await
}

/// Where the matter of a code stands.
pub(crate) async fn of_code(app: &App, code: &KnownCode) -> Result<MatterProgress, Problem> {
    known(app.center().progress(code.as_str())).await
}

/// What was found by a code.
pub(crate) async fn known<T>(looking: impl Future<Output = Result<Option<T>, ReadFailure>>) -> Result<T, Problem> {
    let found = looking.await.map_err(|failure| failure::of_reading(failure, problem::CODE_UNKNOWN))?;
    found.ok_or_else(|| Problem::from(problem::CODE_UNKNOWN))
}

/// What is told, with the next step in plain words: whoever asks by telephone or in a program of its own need not know ours.
fn in_words(progress: &MatterProgress) -> Value {
    let mut told = serde_json::to_value(progress).unwrap_or_default();
    let words = [("zh", Language::Chinese), ("en", Language::English)];
    if let (Some(next), Some(fields)) = (&progress.next, told.get_mut("next").and_then(Value::as_object_mut)) {
        fields.extend(words.map(|(tag, language)| (tag.to_owned(), next_step(language, next).into())));
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
    const SUMMARY: (&'static str, &'static str) = ("凭查询码查询进展", "Where the matter of a receipt stands");
    const NAME: &'static str = "askProgress";

    fn describe() -> Description {
        let progress = Answer {
            status: 200,
            meaning: "Number, state, who has it and since when, what comes next and until when; of an accusation also by when \
                something is told, and the answer. Nothing else that is personal. Blanks behind it make answers alike in length.",
            media_type: request::JSON,
            schema: Some(schemas::progress),
            headers: &[],
        };
        Description { answers: vec![progress], ..asked_by_code() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code_in(app, &mut asked, Way::PROGRESS).await?;
        Ok(respond::alike(&in_words(&of_code(app, &code).await?)))
    }
}
