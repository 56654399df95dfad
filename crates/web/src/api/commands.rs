//! Commands: one address to begin a stream, one a desk to go on with a case.

use std::marker::PhantomData;
use std::time::Instant;

use access::{Actor, Viewer};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use center::{Command, CommandError, Context, Done};
use serde_json::Value;
use timeline::{Entry, StreamId};

use crate::api::{documents, parameters, schemas};
use crate::app::App;
use crate::circumstances::Circumstances;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Permit, SchemaOf, Verb};
use crate::problem::{self, Kind, Problem};
use crate::within::Sender;
use crate::{failure, request, respond};

/// Says that this request had been answered before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The address of one command that begins a stream.
pub(crate) trait Begins: Send + Sync + 'static {
    /// The address.
    const PATH: &'static str;
    /// What it is for.
    const SUMMARY: (&'static str, &'static str);
    /// Its name in the document.
    const NAME: &'static str;
    /// The desk.
    const CONTEXT: Context;
    /// The commands it takes.
    const COMMANDS: &'static [&'static str];
    /// The form of that command.
    const BODY: SchemaOf;
}

/// The address of one desk, for commands to a case there is.
pub(crate) trait Desk: Send + Sync + 'static {
    /// The address.
    const PATH: &'static str;
    /// What it is for.
    const SUMMARY: (&'static str, &'static str);
    /// Its name in the document.
    const NAME: &'static str;
    /// The desk.
    const CONTEXT: Context;
    /// The form of its commands.
    const BODY: SchemaOf;
}

macro_rules! begins {
    ($($(#[doc = $doc:literal])* $Begins:ident: $name:literal, $path:literal, $context:ident, [$($command:literal),*], $zh:literal, $en:literal;)*) => {
        $(
            $(#[doc = $doc])*
            pub(crate) struct $Begins;

            impl Begins for $Begins {
                const PATH: &'static str = $path;
                const SUMMARY: (&'static str, &'static str) = ($zh, $en);
                const NAME: &'static str = $name;
                const CONTEXT: Context = Context::$context;
                const COMMANDS: &'static [&'static str] = &[$($command),*];
                const BODY: SchemaOf = |known| schemas::of_desk(Context::$context, known, |command| [$($command),*].contains(&command));
            }
        )*

        /// Each address with its desk and the commands it takes.
        const ADDRESSES: &[(&str, Context, &[&str])] = &[$(($path, Context::$context, &[$($command),*])),*];

        /// Every command that begins a stream: none of them is for a case there is.
        const BEGINNINGS: &[&str] = &[$($($command),*),*];
    };
}

macro_rules! desks {
    ($($(#[doc = $doc:literal])* $Desk:ident: $name:literal, $path:literal, $zh:literal, $en:literal;)*) => {
        /// Every desk that is asked about a case.
        const DESKS: &[Context] = &[$(Context::$Desk),*];

        $(
        $(#[doc = $doc])*
        pub(crate) struct $Desk;

        impl Desk for $Desk {
            const PATH: &'static str = $path;
            const SUMMARY: (&'static str, &'static str) = ($zh, $en);
            const NAME: &'static str = $name;
            const CONTEXT: Context = Context::$Desk;
            const BODY: SchemaOf =
                |known| schemas::of_desk(Context::$Desk, known, |command| !BEGINNINGS.contains(&command));
        }
        )*
    };
}

begins! {
    /// Somebody came.
    Visits: "recordVisit", "/api/v1/visits", Intake, ["record_visit"], "登记来访", "Note that somebody came";
    /// Somebody asked, and was answered.
    Enquiries: "answerEnquiry", "/api/v1/enquiries", Intake, ["answer_enquiry"], "登记咨询", "Answer an enquiry";
    /// A matter is brought.
    Cases: "registerCase", "/api/v1/cases", Intake, ["register_case"], "登记案件", "Register a case";
    /// The register of mediators.
    Mediators: "keepRegister", "/api/v1/mediators", Mediation,
        ["enrol_mediator", "renew_term", "suspend_mediator", "resume_mediator", "record_training", "declare_conflict",
         "strike_off_mediator"],
        "调解员名册", "Keep the register of mediators";
}

desks! {
    /// The reception desk.
    Intake: "askIntake", "/api/v1/cases/{case}/intake", "接待登记事项", "Ask the reception desk";
    /// The desk that finds the right hands.
    Triage: "askTriage", "/api/v1/cases/{case}/triage", "分流事项", "Ask the triage desk";
    /// The mediation rooms.
    Mediation: "askMediation", "/api/v1/cases/{case}/mediation", "调解事项", "Ask the mediation desk";
    /// The desk that talks to the court.
    Litigation: "askLitigation", "/api/v1/cases/{case}/litigation", "诉调对接事项", "Ask the litigation desk";
    /// The desk that hears how it was.
    Oversight: "askOversight", "/api/v1/cases/{case}/oversight", "评价与本人信息事项", "Ask oversight";
}

/// Where a command of this desk that begins something is asked; `None` if this desk begins nothing by this word.
pub(crate) fn beginning(desk: &str, command: &str) -> Option<&'static str> {
    let of = |line: &&(&str, Context, &[&str])| line.1.as_str() == desk && line.2.contains(&command);
    ADDRESSES.iter().find(of).map(|line| line.0)
}

/// Whether there is a desk of this name that is asked about cases.
pub(crate) fn is_desk(desk: &str) -> bool {
    DESKS.iter().any(|context| context.as_str() == desk)
}

/// The endpoint of a command that begins a stream.
pub(crate) struct Begin<B>(PhantomData<B>);

/// The endpoint of the commands of one desk.
pub(crate) struct Ask<D>(PhantomData<D>);

impl<B: Begins> Endpoint for Begin<B> {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = B::PATH;
    const GATE: Gate = Gate::OfCommand;
    const SUMMARY: (&'static str, &'static str) = B::SUMMARY;
    const NAME: &'static str = B::NAME;

    fn describe() -> Description {
        let created = Answer { status: 201, meaning: "It is recorded, on stable storage.", ..RECORDED };
        // An address of several commands keeps pages that have names of their own: nothing is created at a new address.
        let answer = if B::COMMANDS.len() > 1 { RECORDED } else { created };
        Description {
            parameters: parameters::of_command(),
            body: Some(B::BODY),
            answers: vec![answer],
            problems: problems(&[]),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let circumstances = Circumstances::read(&asked.parts.headers, asked.permit.staff())?;
        let command = read(B::CONTEXT, &mut asked).await?;
        if !B::COMMANDS.contains(&command.name()) {
            return Err(elsewhere(&format!("this address takes {}", B::COMMANDS.join(", "))));
        }
        asked.permit.may(command.action())?;
        carry_out(app, &asked.permit, circumstances, command, None).await
    }
}

impl<D: Desk> Endpoint for Ask<D> {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = D::PATH;
    const GATE: Gate = Gate::OfCommand;
    const SUMMARY: (&'static str, &'static str) = D::SUMMARY;
    const NAME: &'static str = D::NAME;

    fn describe() -> Description {
        let to_a_case = [
            problem::PATH,
            problem::CASE_UNKNOWN,
            problem::IF_MATCH_MISSING,
            problem::IF_MATCH_MALFORMED,
            problem::STALE,
        ];
        Description {
            parameters: [parameters::to_case(), parameters::of_command()].concat(),
            body: Some(D::BODY),
            answers: vec![RECORDED],
            problems: problems(&to_a_case),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let circumstances = Circumstances::read(&asked.parts.headers, asked.permit.staff())?;
        let seen = seen_version(&asked.parts)?;
        let command = read(D::CONTEXT, &mut asked).await?;
        if command.begins() {
            return Err(elsewhere("this command begins a visit or a case and has an address of its own"));
        }
        asked.permit.may(command.action())?;
        let case = asked.case(app).await?;
        carry_out(app, &asked.permit, circumstances, command, Some((case.into(), seen))).await
    }
}

/// The version of the case its sender has seen. Departments are told no versions, so a question that came over the broker
/// may leave it out; whoever read the case can say it there, too.
fn seen_version(parts: &Parts) -> Result<Option<u64>, Problem> {
    if Sender::of(parts).is_some() && !parts.headers.contains_key(header::IF_MATCH) {
        return Ok(None);
    }
    request::expected_version(&parts.headers).map(Some)
}

/// The answer to a command that was carried out.
pub(crate) const RECORDED: Answer = Answer {
    status: 200,
    meaning: "It is recorded, on stable storage; the views know of it.",
    media_type: request::JSON,
    schema: Some(schemas::receipt),
    headers: &["ETag", "Event-Position", "Location", "Idempotent-Replayed"],
};

/// What can go wrong with any command, and what more with these.
pub(crate) fn problems(more: &[&'static Kind]) -> Vec<&'static Kind> {
    let asked_by_staff = [problem::HEADER, problem::STAFF_UNKNOWN, problem::DENIED];
    [problem::IN_A_BODY, problem::RECORDING, &asked_by_staff, more].concat()
}

/// What can go wrong with what somebody asks who is nobody of the center, and what more with this.
pub(crate) fn problems_of_nobody(more: &[&'static Kind]) -> Vec<&'static Kind> {
    [problem::IN_A_BODY, problem::RECORDING, &[problem::FOREIGN], more].concat()
}

/// The command belongs to another address.
pub(crate) fn elsewhere(detail: &str) -> Problem {
    Problem::at(problem::SHAPE, "/command", detail)
}

/// The command in the body.
pub(crate) async fn read<E: Endpoint>(desk: Context, asked: &mut Asked<E>) -> Result<Command, Problem> {
    let body = asked.body().await?;
    let command = desk.read(&body).map_err(|error| match error {
        CommandError::Body(error) => documents::fault_in_body::<E>(&error, &body),
        CommandError::NoSuchDesk { .. } => Problem::from(problem::ROUTE_UNKNOWN),
    })?;
    match Sender::of(&asked.parts) {
        Some(sender) if !sender.asks(command.name()) => Err(elsewhere("the subject names another command")),
        Some(_) | None => Ok(command),
    }
}

/// Hands the command to the center; `onto` is the case it is for and the version its sender has seen.
pub(crate) async fn carry_out<E: Endpoint>(
    app: &App,
    permit: &Permit<E>,
    circumstances: Circumstances,
    command: Command,
    onto: Option<(StreamId, Option<u64>)>,
) -> Result<Response, Problem> {
    let _stay = app.in_flight().enter(circumstances.request).ok_or(problem::IN_FLIGHT)?;
    let begun = onto.is_none() && command.home().is_none();
    let order = circumstances.order(permit.staff(), command, onto);
    let started = Instant::now();
    match app.center().submit(order).await {
        Ok(done) => {
            app.metrics().appended(started.elapsed());
            Ok(answered(app, permit.actor(), &done, begun))
        }
        Err(failure) => Err(failure::of_order(failure, |last, facts| since(app, permit.actor(), (last, facts)))),
    }
}

/// What became true. Whoever was allowed to say it may read it back; what is for the mediator alone is left out.
fn answered(app: &App, actor: &Actor, done: &Done, begun: bool) -> Response {
    let viewer = Viewer::of_own_words(actor);
    let mut response = respond::receipt(done, &viewer, app.center().opener());
    let headers = response.headers_mut();
    headers.insert(header::ETAG, respond::etag(done.version));
    headers.insert(respond::EVENT_POSITION, HeaderValue::from(done.position));
    if done.repeated {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    if begun {
        headers.insert(header::LOCATION, respond::location(done.stream));
        *response.status_mut() = StatusCode::CREATED;
    }
    response
}

/// The facts a command did not know of, as its sender may see them.
fn since(app: &App, actor: &Actor, (last, facts): (u64, &[Entry])) -> (Value, Viewer) {
    let viewer = facts.first().map_or(Viewer::STRANGER, |first| app.center().viewer(actor, first.stream));
    (
        center::numbered_up_to(last, facts).map(|fact| center::shown(fact, &viewer, app.center().opener())).collect(),
        viewer,
    )
}
