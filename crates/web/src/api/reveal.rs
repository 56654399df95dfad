//! Having a case shown in full for a while: a reason first, and it is written down before anything is shown.

use access::Action;
use axum::response::Response;
use center::RevealFailure;
use schemars::{JsonSchema, json_schema};
use serde::Deserialize;
use serde_json::json;
use timeline::{CaseId, LookReason};

use crate::api::{cases, documents, parameters};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

/// Lifts the mask of a case.
pub(crate) struct Reveal;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RevealReason {
    /// Why everything has to be shown.
    reason: LookReason,
}

impl Endpoint for Reveal {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/cases/{case}/reveal";
    const GATE: Gate = Gate::Action(Action::Reveal);
    const SUMMARY: (&'static str, &'static str) =
        ("说明理由后显示完整个人信息", "Have names, numbers and addresses shown in full for a while, for a reason");
    const NAME: &'static str = "reveal";

    fn describe() -> Description {
        let until = Answer {
            status: 200,
            meaning: "Until when the case is shown in full to the asker.",
            media_type: request::JSON,
            schema: Some(|_| {
                json_schema!({
                    "type": "object",
                    "properties": { "until": { "type": "string", "format": "date-time" } },
                    "required": ["until"],
                })
            }),
            headers: &[],
        };
        Description {
            parameters: vec![parameters::case()],
            body: Some(|known| known.subschema_for::<RevealReason>()),
            answers: vec![until],
            problems: [&cases::READING[..], problem::IN_A_BODY, &[problem::PROOF_DUE, problem::LOOKS_NOT_KEPT]]
                .concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let case = asked.case(app).await?;
        let may = app.center().may(asked.permit.actor(), Action::Reveal, case);
        may.map_err(|failure| failure::of_reading(failure, problem::CASE_UNKNOWN))?;
        let RevealReason { reason } = documents::read(&mut asked).await?;
        lift(app, asked.permit.actor(), case, reason).await.map(|until| respond::plain(&json!({ "until": until })))
    }
}

/// Lifts the mask, or says why not.
pub(crate) async fn lift(
    app: &App,
    actor: &access::Actor,
    case: CaseId,
    reason: LookReason,
) -> Result<jiff::Timestamp, Problem> {
    app.center().reveal(actor, case, reason).await.map_err(|failure| match failure {
        RevealFailure::Read(failure) => failure::of_reading(failure, problem::CASE_UNKNOWN),
        RevealFailure::Look(error) => {
            tracing::error!(%error, "a mask stays: it cannot be written down why it should be lifted");
            Problem::from(problem::LOOKS_NOT_KEPT).retry_after(1)
        }
    })
}
