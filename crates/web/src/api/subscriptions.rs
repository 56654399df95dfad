//! How departments are told and how far; and, for the department itself, what it is told: from any number on, as a page or
//! over an open line, exactly as it goes over the broker.

use access::Action;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use center::{SecretFailure, SubscribedFact, SubscriptionSheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{Code, CodeError};

use crate::api::own::Nothing;
use crate::api::parameters;
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, SchemaOf, Verb};
use crate::problem::{self, Problem};
use crate::{failure, request, respond};

mod line;

pub(crate) use line::{FollowSubscription, Lines};

/// Messages of one page at most.
const PAGE_MAX: usize = 1_000;
/// Messages of one page unless it says otherwise.
const PAGE: usize = 200;

/// All that may be seen.
pub(crate) struct ListSubscriptions;

/// One.
pub(crate) struct ReadSubscription;

/// What one is told.
pub(crate) struct ReadTold;

/// Makes the secret of a webhook anew.
pub(crate) struct RotateSecret;

/// A list of subscriptions.
#[derive(Serialize, JsonSchema)]
struct Subscriptions {
    /// Each of them.
    subscriptions: Vec<SubscriptionSheet>,
}

/// Messages in their order.
#[derive(Serialize, JsonSchema)]
struct ToldPage {
    /// The messages.
    messages: Vec<SubscribedFact>,
    /// Asked with `after` this number, the page behind begins.
    next: u64,
}

/// A secret, shown once.
#[derive(Serialize, JsonSchema)]
struct NewSecret {
    /// `whsec_` and 32 random bytes in base64. The one before stays good for a day.
    secret: String,
}

/// From where, and how many.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldQuery {
    #[serde(default)]
    after: u64,
    limit: Option<usize>,
}

fn subscription() -> Parameter {
    let schema: SchemaOf = |known| known.subschema_for::<Code>();
    Parameter { name: "subscription", place: Place::Path, required: true, meaning: "Its name.", schema }
}

async fn code<E>(asked: &mut Asked<E>) -> Result<Code, Problem> {
    let text = asked.path("subscription").await?;
    let wrong = |error: CodeError| Problem::at(problem::PATH, "subscription", error.to_string());
    Code::parse(&text).map_err(wrong)
}

const OF_READING: [&problem::Kind; 4] =
    [problem::PATH, problem::STAFF_UNKNOWN, problem::DENIED, problem::SUBSCRIPTION_UNKNOWN];

impl Endpoint for ListSubscriptions {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/subscriptions";
    const GATE: Gate = Gate::Action(Action::ReadSubscriptions);
    const SUMMARY: (&'static str, &'static str) = ("部门订阅及其进度", "How departments are told, and how far");
    const NAME: &'static str = "listSubscriptions";

    fn describe() -> Description {
        let all = Answer {
            status: 200,
            meaning: "The subscriptions of the own department, or all for those who keep or watch the center.",
            media_type: request::JSON,
            schema: Some(|known| known.subschema_for::<Subscriptions>()),
            headers: &[],
        };
        let problems = vec![problem::STAFF_UNKNOWN, problem::DENIED];
        Description { answers: vec![all], problems, ..Description::default() }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let subscriptions = app.center().subscriptions(asked.permit.actor());
        let subscriptions = subscriptions.map_err(|error| failure::of_reading(error, problem::SUBSCRIPTION_UNKNOWN))?;
        Ok(respond::plain(&Subscriptions { subscriptions }))
    }
}

impl Endpoint for ReadSubscription {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/subscriptions/{subscription}";
    const GATE: Gate = Gate::Action(Action::ReadSubscriptions);
    const SUMMARY: (&'static str, &'static str) = ("一项订阅及其进度", "One subscription, and how far it is");
    const NAME: &'static str = "readSubscription";

    fn describe() -> Description {
        let one = Answer {
            status: 200,
            meaning: "The subscription.",
            media_type: request::JSON,
            schema: Some(|known| known.subschema_for::<SubscriptionSheet>()),
            headers: &[],
        };
        let problems = OF_READING.to_vec();
        Description { parameters: vec![subscription()], answers: vec![one], problems, ..Description::default() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code(&mut asked).await?;
        let sheet = app.center().subscription_sheet(asked.permit.actor(), &code);
        let sheet = sheet.map_err(|error| failure::of_reading(error, problem::SUBSCRIPTION_UNKNOWN))?;
        Ok(respond::plain(&sheet))
    }
}

impl Endpoint for ReadTold {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/subscriptions/{subscription}/facts";
    const GATE: Gate = Gate::Action(Action::ReadTold);
    const SUMMARY: (&'static str, &'static str) =
        ("按本部门序号补读消息", "What the own department is told, from any number on");
    const NAME: &'static str = "readTold";

    fn describe() -> Description {
        let page = Answer {
            status: 200,
            meaning: "Messages behind `after`, byte for byte as they go over the broker. Fewer than `limit`: there are no more now.",
            media_type: request::JSON,
            schema: Some(|known| known.subschema_for::<ToldPage>()),
            headers: &[],
        };
        let parameters = vec![
            subscription(),
            parameters::query("after", "The number of the last message that is there already; 0 for all.", |_| {
                parameters::whole(0)
            }),
            parameters::query("limit", "Messages on a page, at most 1000; 200 unless it says otherwise.", |_| {
                parameters::whole(1)
            }),
        ];
        let problems = [&OF_READING[..], &[problem::QUERY, problem::SUBSCRIPTION_PAUSED]].concat();
        Description { parameters, answers: vec![page], problems, ..Description::default() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code(&mut asked).await?;
        let ToldQuery { after, limit } = asked.query()?;
        let limit = limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
        let told = app.center().told(asked.permit.actor(), &code, after, limit).await;
        let (messages, source) = told.map_err(|error| failure::of_reading(error, problem::SUBSCRIPTION_UNKNOWN))?;
        let next = messages.last().map_or(after, |last| last.link.seq);
        let messages = messages.iter().map(|message| message.line(&source)).collect();
        Ok(respond::plain(&ToldPage { messages, next }))
    }
}

impl Endpoint for RotateSecret {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/subscriptions/{subscription}/secret";
    const GATE: Gate = Gate::Action(Action::RotateSecret);
    const SUMMARY: (&'static str, &'static str) =
        ("更换回调签名密钥，仅显示一次", "Make the secret of a webhook anew; it is shown once");
    const NAME: &'static str = "rotateSecret";

    fn describe() -> Description {
        let made = Answer {
            status: 200,
            meaning: "The secret. Nobody can show it again.",
            media_type: request::JSON,
            schema: Some(|known| known.subschema_for::<NewSecret>()),
            headers: &[],
        };
        let problems = vec![problem::PATH, problem::STAFF_UNKNOWN, problem::DENIED, problem::REFUSED];
        let body: SchemaOf = |known| known.subschema_for::<Nothing>();
        let parameters = vec![subscription()];
        Description { parameters, body: Some(body), answers: vec![made], problems, ..Description::default() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code(&mut asked).await?;
        let secret = app.center().rotate_secret(asked.permit.actor(), &code).await.map_err(of_secret)?;
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
        Ok((StatusCode::OK, headers, respond::plain(&NewSecret { secret })).into_response())
    }
}

/// Why a secret was not made.
pub(crate) fn of_secret(failure: SecretFailure) -> Problem {
    match failure {
        SecretFailure::NotDone(failure) => failure::of_lookup(failure),
        other => failure::failed(&center::chain(&other)),
    }
}
