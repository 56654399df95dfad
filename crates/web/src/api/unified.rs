//! Coming in with a unified identity: the address to go to, and what comes of coming back. The console does the same with
//! pages; whoever builds another one sends the browser to `go_to` and hands in what it came back with.

use access::Role;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use door::{Errand, Lent};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::own::Nothing;
use super::session::{self, AT_THE_DOOR, INSIDE, OWN, SAID};
use crate::api::documents;
use crate::app::App;
use crate::cookies;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::identity::Seated;
use crate::problem::{self, Problem};
use crate::round::{self, Arrived, Back, COMING, GOING, Gone};

/// Goes to the provider to come in.
pub(crate) struct GoAndSignIn;

/// Goes to the provider to prove again who sits here.
pub(crate) struct GoAndProve;

/// Comes back from there.
pub(crate) struct ComeBack;

/// Gives the code that is still owed.
pub(crate) struct GiveCode;

/// In which role.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wish {
    /// In which of the account's roles; the first that may be taken if left out.
    #[serde(default)]
    role: Option<Role>,
}

/// With what somebody came back: the parameters of the address they came back to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Returned {
    /// `state`
    state: String,
    /// `code`; left out if the provider said no.
    #[serde(default)]
    code: Option<String>,
    /// `iss`, if there is one (RFC 9207).
    #[serde(default)]
    iss: Option<String>,
}

/// The code of a device.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Code {
    /// Six digits.
    code: String,
}

/// Why somebody goes who sits here already.
pub(crate) fn to_prove(seated: &Seated) -> Errand {
    let Seated { session, secret } = seated;
    Errand::Prove { account: session.account.clone(), session: Zeroizing::new(secret.clone()) }
}

const GOES: Answer = Answer { status: 201, meaning: "Send the browser to `go_to`.", ..SAID };

fn goes(app: &App, gone: &Gone) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(json!({ "go_to": gone.address }))).into_response();
    cookies::keep_round(app, &mut response, &gone.browser);
    response
}

fn inside(app: &App, lent: &Lent) -> Response {
    let mut response = session::inside(app, lent);
    cookies::forget_round(app, &mut response);
    response
}

impl Endpoint for GoAndSignIn {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/unified";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) =
        ("统一身份认证登录：去认证", "Sign in with the unified identity: where to go");
    const NAME: &'static str = "goAndSignIn";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Wish>()),
            answers: vec![GOES],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, GOING].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Wish { role } = documents::read(&mut asked).await?;
        let gone = round::go(app, Errand::ComeIn { role }, asked.source(app)).await?;
        Ok(goes(app, &gone))
    }
}

impl Endpoint for GoAndProve {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/unified/proof";
    const GATE: Gate = Gate::Own;
    const SUMMARY: (&'static str, &'static str) =
        ("统一身份认证：再次验证身份", "Prove again who sits here with the unified identity: where to go");
    const NAME: &'static str = "goAndProve";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Nothing>()),
            answers: vec![GOES],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, OWN, GOING].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Nothing {} = documents::read(&mut asked).await?;
        let errand = to_prove(asked.permit.staff().seated()?);
        let gone = round::go(app, errand, asked.source(app)).await?;
        Ok(goes(app, &gone))
    }
}

impl Endpoint for ComeBack {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/unified/return";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("统一身份认证：返回", "Come back from the identity provider");
    const NAME: &'static str = "comeBack";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Returned>()),
            answers: vec![INSIDE],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, GOING, COMING, &[problem::CODE_NEEDED]].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Returned { state, code, iss } = documents::read(&mut asked).await?;
        let browser = cookies::of_round(app, &asked.parts.headers).to_owned();
        let back = Back { state, code, issuer: iss, browser };
        match round::come(app, back, asked.source(app)).await? {
            Arrived::In(lent) => Ok(inside(app, &lent)),
            Arrived::Owes(browser) => {
                let mut response = Problem::from(problem::CODE_NEEDED).into_response();
                cookies::keep_round(app, &mut response, &browser);
                Ok(response)
            }
        }
    }
}

impl Endpoint for GiveCode {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/unified/code";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) =
        ("统一身份认证：补交动态口令", "Give the code of the device that is owed after coming back");
    const NAME: &'static str = "giveCode";

    fn describe() -> Description {
        let own = &[problem::NOT_SIGNED_IN, problem::LATER, problem::ROUND_UNKNOWN, problem::NO_ACCOUNT];
        Description {
            body: Some(|known| known.subschema_for::<Code>()),
            answers: vec![INSIDE],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, own].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Code { code } = documents::read(&mut asked).await?;
        let browser = cookies::of_round(app, &asked.parts.headers).to_owned();
        let lent = round::pay(app, (&browser, &code), asked.source(app)).await?;
        Ok(inside(app, &lent))
    }
}
