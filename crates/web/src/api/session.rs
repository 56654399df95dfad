//! Coming in and going out: sessions for people. What was wrong with a name, a password or a code is not told.

use access::Role;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use center::Account;
use door::{By, Lent, NotLetIn, Seat, Session, Source};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use timeline::ActorId;
use zeroize::Zeroizing;

use crate::api::{documents, duty, own};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Verb};
use crate::failure;
use crate::identity::{Proof, not_signed_in};
use crate::problem::{self, Problem};
use crate::{cookies, request};

/// Comes in.
pub(crate) struct SignIn;

/// Says who sits there, and where else.
pub(crate) struct ReadSession;

/// Goes out.
pub(crate) struct EndSession;

/// Proves again who sits there.
pub(crate) struct ProveSession;

/// What somebody comes in with.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The account.
    pub(crate) account: String,
    /// Its password.
    #[schemars(with = "String")]
    pub(crate) password: Zeroizing<String>,
    /// The code its device shows now, if it has one.
    #[serde(default)]
    pub(crate) code: Option<String>,
    /// In which of its roles; the first one if left out.
    #[serde(default)]
    pub(crate) role: Option<Role>,
}

/// Which session ends.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ending {
    /// Its name in the list; this one if left out.
    #[serde(default)]
    session: Option<String>,
}

/// What proves who sits there.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proving {
    /// The password, or
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub(crate) password: Option<Zeroizing<String>>,
    /// the code the device shows now.
    #[serde(default)]
    pub(crate) code: Option<String>,
}

impl Endpoint for SignIn {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session";
    const GATE: Gate = Gate::Public;
    const SUMMARY: (&'static str, &'static str) = ("登录", "Come in");
    const NAME: &'static str = "signIn";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Credentials>()),
            answers: vec![INSIDE],
            problems: [
                problem::IN_A_BODY,
                AT_THE_DOOR,
                &[problem::NOT_SIGNED_IN, problem::CODE_NEEDED, problem::LATER, problem::BUSY],
            ]
            .concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let credentials: Credentials = documents::read(&mut asked).await?;
        Ok(inside(app, &sign_in(app, credentials, asked.source(app)).await?))
    }
}

impl Endpoint for ReadSession {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/session";
    const GATE: Gate = Gate::Own;
    const SUMMARY: (&'static str, &'static str) = ("我的登录", "Who sits here, and where else");
    const NAME: &'static str = "readSession";

    fn describe() -> Description {
        Description { answers: vec![SAID], problems: OWN.to_vec(), ..Description::default() }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let seated = asked.permit.staff().seated()?;
        let all = app.door_or_problem()?.sessions_of(&seated.session.account, app.center().now());
        let all: Vec<Value> = all.iter().map(|session| told(app, session)).collect();
        let mut body = told(app, &seated.session);
        if let Some(body) = body.as_object_mut() {
            body.insert("totp_due".to_owned(), asked.permit.staff().totp_due.into());
            let duties = duty::duties(app, &seated.session.account).await?;
            body.insert("duties".to_owned(), duties.iter().map(duty::told).collect());
            body.insert("sessions".to_owned(), all.into());
        }
        Ok(axum::Json(body).into_response())
    }
}

impl Endpoint for EndSession {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/end";
    const GATE: Gate = Gate::Own;
    const SUMMARY: (&'static str, &'static str) = ("退出", "Go out, or end another session of one's own");
    const NAME: &'static str = "endSession";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Ending>()),
            answers: vec![SAID],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, OWN, &[problem::SESSION_UNKNOWN]].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let Ending { session } = documents::read(&mut asked).await?;
        let seated = asked.permit.staff().seated()?;
        let door = app.door_or_problem()?;
        let own = session.as_ref().is_none_or(|name| *name == seated.session.name);
        let name = session.as_deref().unwrap_or(&seated.session.name);
        if !door.end_named(&seated.session.account, name) {
            return Err(Problem::from(problem::SESSION_UNKNOWN));
        }
        let mut response = axum::Json(json!({ "ended": name })).into_response();
        if own {
            cookies::forget_session(app, &mut response);
        }
        Ok(response)
    }
}

impl Endpoint for ProveSession {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/session/proof";
    const GATE: Gate = Gate::Own;
    const SUMMARY: (&'static str, &'static str) = ("再次验证身份", "Prove again who sits here");
    const NAME: &'static str = "proveSession";

    fn describe() -> Description {
        Description {
            body: Some(|known| known.subschema_for::<Proving>()),
            answers: vec![Answer { meaning: "Proved; the cookie has changed.", ..SAID }],
            problems: [problem::IN_A_BODY, AT_THE_DOOR, OWN, &[problem::LATER, problem::BUSY]].concat(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let proving: Proving = documents::read(&mut asked).await?;
        let source = asked.source(app);
        let Lent { secret, session } = prove(app, &asked.permit.staff().proof, proving, source).await?;
        let mut response = axum::Json(told(app, &session)).into_response();
        cookies::keep_session(app, &mut response, &secret);
        Ok(response)
    }
}

/// Proves who sits there, and lends the session anew.
pub(crate) async fn prove(app: &App, known_by: &Proof, proving: Proving, source: Source) -> Result<Lent, Problem> {
    let Proof::Session(seated) = known_by else { return Err(Problem::from(problem::SESSION_NEEDED)) };
    let (door, now) = (app.door_or_problem()?, app.center().now());
    let account = &seated.session.account;
    match (proving.code, proving.password) {
        (Some(code), _) => door.check_code(account, &code, source, now).map_err(not_let_in)?,
        (None, Some(password)) if !own::has_device(app, account).await? => {
            door.check_password(account.as_str(), password, source, now).await.map_err(not_let_in)?;
        }
        // Whoever has a device proves it: a password may have been seen over a shoulder.
        (None, _) => return Err(Problem::from(problem::CODE_NEEDED)),
    }
    door.renew(&seated.secret, now).ok_or_else(not_signed_in)
}

/// Lets somebody in whose account is open, has the role, and who proved it.
pub(crate) async fn sign_in(app: &App, credentials: Credentials, source: Source) -> Result<Lent, Problem> {
    let Credentials { account: name, password, code, role } = credentials;
    let (door, now) = (app.door_or_problem()?, app.center().now());
    let id = door.check_password(&name, password, source, now).await.map_err(not_let_in)?;
    let account = app.center().account(&id).await.map_err(failure::of_lookup)?;
    let seat = account.and_then(|account| Some((role_of(app, &account, role)?, account)));
    // A closed account is answered like one there is not.
    let (role, account) = seat.ok_or_else(|| not_let_in(door.missed(&name, source, now)))?;
    if account.totp {
        let code = code.ok_or(problem::CODE_NEEDED)?;
        door.check_code(&id, &code, source, now).map_err(not_let_in)?;
    }
    let seat = Seat { role, at_window: account.window.is_some(), by: By::Password };
    Ok(door.let_in(&id, seat, (source, now)))
}

fn role_of(app: &App, account: &Account, wanted: Option<Role>) -> Option<Role> {
    let mut held = account.grants_on(app.center().today()).map(|grant| grant.role);
    match wanted {
        Some(wanted) => held.find(|role| *role == wanted),
        None => held.next(),
    }
}

/// What is said to whoever was not let in.
pub(crate) fn not_let_in(reason: NotLetIn) -> Problem {
    match reason {
        NotLetIn::Wrong => not_signed_in(),
        NotLetIn::Later { wait } => Problem::later(problem::LATER, wait),
        NotLetIn::Busy => Problem::from(problem::BUSY).retry_after(2),
        NotLetIn::Failed => Problem::from(problem::FAILED),
    }
}

/// What is said of a session.
pub(crate) fn told(app: &App, session: &Session) -> Value {
    let Session { name, account, role, stands_in_for, at_window, by, began, seen, proved: _ } = session;
    let idle = if *at_window { door::IDLE_MAX_AT_WINDOWS } else { door::IDLE_MAX };
    json!({
        "session": name, "account": account, "role": role, "stands_in_for": stands_in_for, "by": by.as_str(),
        "began": began, "seen": seen,
        "ends": (*seen + idle).min(*began + door::STAY_MAX),
        "proved": session.is_proved(app.center().now()),
    })
}

/// Whose account a path or a body names.
pub(crate) fn account_of(text: &str) -> Result<ActorId, Problem> {
    ActorId::parse(text).map_err(|error| Problem::at(problem::PATH, "account", error.to_string()))
}

/// An answer that says something about an account or a session.
pub(crate) const SAID: Answer = Answer {
    status: 200,
    meaning: "Done.",
    media_type: request::JSON,
    schema: Some(|_| schemars::json_schema!({ "type": "object" })),
    headers: &["Set-Cookie"],
};

/// The answer to whoever came in, however.
pub(crate) const INSIDE: Answer = Answer { status: 201, meaning: "Inside; the cookie is the session.", ..SAID };

/// It, with the cookie.
pub(crate) fn inside(app: &App, Lent { secret, session }: &Lent) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(told(app, session))).into_response();
    cookies::keep_session(app, &mut response, secret);
    response
}

/// What can go wrong where people sign in.
pub(crate) const AT_THE_DOOR: &[&problem::Kind] = &[problem::DEMONSTRATION, problem::FOREIGN];

/// What can go wrong with one's own affairs.
pub(crate) const OWN: &[&problem::Kind] = &[problem::NOT_SIGNED_IN, problem::SESSION_NEEDED];
