//! What a party says and asks with the code of its receipt. The code stands in the body alone, and so do the digits of its
//! telephone.

use access::Viewer;
use axum::http::StatusCode;
use axum::response::Response;
use center::{CitizenAsks, CitizenFailure, OwnRecord};
use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::by_code::{self, KnownCode, Way};
use crate::api::{commands, documents, parameters};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::problem::{self, Kind, Problem};
use crate::{failure, request, respond};

/// Something is said or asked by code.
pub(crate) struct AskByCode;

/// What is held about a party, by code.
pub(crate) struct ReadOwnData;

/// What is sent.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ByCode {
    /// The query code on the receipt, with or without its hyphens.
    query_code: String,
    /// The last four digits of the telephone that was left, where they are asked for.
    #[serde(default)]
    phone_tail: Option<String>,
    /// What is said or asked.
    asks: CitizenAsks,
}

/// What is sent for one's own data.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OwnDataAsked {
    /// The query code on the receipt.
    query_code: String,
    /// The last four digits of the telephone that was left.
    phone_tail: String,
}

/// What can go wrong.
fn problems() -> Vec<&'static Kind> {
    let by_code = [problem::CODE_UNKNOWN, problem::CODE_LATER, problem::PHONE_WRONG, problem::PHONE_LATER];
    commands::problems_of_nobody(&by_code)
}

impl Endpoint for AskByCode {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/progress/asks";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) =
        ("凭查询码评价、申请重启、申请更正", "Evaluate, ask for reopening or correction, by query code");
    const NAME: &'static str = "askByCode";

    fn describe() -> Description {
        let done = Answer {
            status: 201,
            meaning: "It is recorded, on stable storage.",
            media_type: request::JSON,
            schema: Some(|_| json_schema!({ "type": "object", "properties": { "recorded": { "const": true } } })),
            headers: &[],
        };
        Description {
            parameters: vec![parameters::key_of_nobody()],
            body: Some(|known| known.subschema_for::<ByCode>()),
            answers: vec![done],
            problems: problems(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let key = request::key_of_nobody(&asked.parts.headers)?;
        let ByCode { query_code, phone_tail, asks } = documents::read_whole(&mut asked).await?;
        let code = by_code::let_in(app, Way::ASKS, asked.source(app), &query_code).await?;
        ask(app, key, (&code, phone_tail.as_deref()), asks).await?;
        let mut response = respond::plain(&json!({ "recorded": true }));
        *response.status_mut() = StatusCode::CREATED;
        Ok(response)
    }
}

/// Says or asks something by code.
pub(crate) async fn ask(
    app: &App,
    key: Uuid,
    (code, tail): (&KnownCode, Option<&str>),
    asks: CitizenAsks,
) -> Result<(), Problem> {
    let asked = app.center().ask_by_code(key, (code.as_str(), tail), asks).await;
    served(app, code, asked).await
}

/// What is held about a party, by code.
pub(crate) async fn own_data(
    app: &App,
    key: Uuid,
    (code, tail): (&KnownCode, Option<&str>),
) -> Result<OwnRecord, Problem> {
    let given = app.center().own_data(key, (code.as_str(), tail)).await;
    served(app, code, given).await
}

/// What came of it. A code whose telephone somebody does not know was perhaps read over a shoulder: that is on record.
async fn served<T>(app: &App, code: &KnownCode, came: Result<T, CitizenFailure>) -> Result<T, Problem> {
    if let Err(CitizenFailure::WrongPhone | CitizenFailure::TooManyWrong { .. }) = &came {
        code.phone_denied(app).await;
    }
    came.map_err(not_served)
}

fn not_served(failure: CitizenFailure) -> Problem {
    match failure {
        CitizenFailure::CodeUnknown => Problem::from(problem::CODE_UNKNOWN),
        CitizenFailure::WrongPhone => Problem::from(problem::PHONE_WRONG),
        CitizenFailure::TooManyWrong { wait } => Problem::later(problem::PHONE_LATER, wait),
        // What the staff did meanwhile is nothing for whoever holds a code.
        CitizenFailure::Order(failure) => failure::of_order(failure, |_, _| (Value::Null, Viewer::STRANGER)),
    }
}

impl Endpoint for ReadOwnData {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/progress/own-data";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("凭查询码查阅本人信息", "What is held about oneself, by query code");
    const NAME: &'static str = "readOwnData";

    fn describe() -> Description {
        let data = Answer {
            status: 200,
            meaning: "What is held about this party: its own data and nobody else's, and to whom it was passed on: body, time, way, ground, and which classes of fields or parts of a package. That it was given out is on record.",
            media_type: request::JSON,
            schema: Some(
                |_| json_schema!({ "type": "object", "required": ["number", "party", "claim", "recorded", "passed_on"] }),
            ),
            headers: &[],
        };
        Description {
            parameters: vec![parameters::key_of_nobody()],
            body: Some(|known| known.subschema_for::<OwnDataAsked>()),
            answers: vec![data],
            problems: problems(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let key = request::key_of_nobody(&asked.parts.headers)?;
        let OwnDataAsked { query_code, phone_tail } = documents::read(&mut asked).await?;
        let code = by_code::let_in(app, Way::OWN_DATA, asked.source(app), &query_code).await?;
        Ok(respond::plain(&own_data(app, key, (&code, Some(&phone_tail))).await?))
    }
}
