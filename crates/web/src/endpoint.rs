//! The shape of everything that can be asked over HTTP. An endpoint says what it is called, who may ask and what it
//! answers, in one place; router, gate, figures and API document all follow from that.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use access::{Action, Actor, CaseFacts, Decision, Rule};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use jiff::Timestamp;
use schemars::{Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use timeline::{CaseId, CaseNumber, CaseNumberError};

use crate::app::App;
use crate::identity::{self, Staff};
use crate::looks::Asking;
use crate::origin::{self, Peer};
use crate::problem::{self, Kind, Problem};
use crate::request;

/// The methods in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verb {
    /// It changes nothing.
    Get,
    /// It records something.
    Post,
}

impl Verb {
    /// As it stands in a request.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Who may come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gate {
    /// Whoever may do this.
    Action(Action),
    /// Whoever may do what the command in the body asks: the center looks it up in the same table.
    OfCommand,
    /// Whoever is signed in: it is about their own account.
    Own,
    /// Everybody: nothing behind it is about a case.
    Public,
}

/// The proof that a request has passed the gate of `E`. Only this file can make one, so a handler that takes one cannot
/// run without its gate.
pub(crate) struct Permit<E> {
    staff: Arc<Staff>,
    acting: Arc<OnceLock<Action>>,
    came_at: Timestamp,
    endpoint: PhantomData<E>,
}

impl<E: Endpoint> Permit<E> {
    /// Turns away whose role has no such task, whatever the case.
    fn of(staff: Arc<Staff>, acting: Arc<OnceLock<Action>>, came_at: Timestamp) -> Result<Self, Problem> {
        let denied = match E::GATE {
            Gate::Action(action) => lacks(&staff.actor, action),
            Gate::OfCommand | Gate::Own | Gate::Public => false,
        };
        if denied {
            return Err(denial(Rule::NotThisRole));
        }
        if let Gate::Action(action) = E::GATE {
            staff.check_reach(action, came_at)?;
        }
        Ok(Permit { staff, acting, came_at, endpoint: PhantomData })
    }

    /// Turns away whose role has no such task. Asked before the case is looked for, so that the answer does not tell
    /// whether there is one.
    pub(crate) fn may(&self, action: Action) -> Result<(), Problem> {
        // What a command asks for is known only now; a denial is written down with it.
        let _ = self.acting.set(action);
        if lacks(self.actor(), action) {
            return Err(denial(Rule::NotThisRole));
        }
        self.staff.check_reach(action, self.came_at)
    }

    /// Who asks, and at which window.
    pub(crate) fn staff(&self) -> &Staff {
        &self.staff
    }

    /// Who asks, for an answer that outlives the request.
    pub(crate) fn share(&self) -> Arc<Staff> {
        self.staff.clone()
    }

    /// Who asks.
    pub(crate) fn actor(&self) -> &Actor {
        &self.staff.actor
    }
}

/// Whether the role has no such task at all. How far the task reaches depends on the case, and is decided with it.
pub(crate) fn lacks(actor: &Actor, action: Action) -> bool {
    let decision = access::decide(actor, action, &CaseFacts::default());
    matches!(decision, Decision::Deny { rule: Rule::NotThisRole, .. })
}

/// The answer to whoever may know that the case exists but not do this.
pub(crate) fn denial(rule: Rule) -> Problem {
    Problem::from(problem::DENIED).coded(rule.as_str())
}

/// A request that has passed the gate of `E`.
pub(crate) struct Asked<E> {
    /// The proof.
    pub(crate) permit: Permit<E>,
    /// Everything but the body.
    pub(crate) parts: Parts,
    body: Body,
}

impl<E> Asked<E> {
    /// The machine that asks.
    pub(crate) fn source(&self, app: &App) -> door::Source {
        let peer = self.parts.extensions.get::<Peer>().copied().unwrap_or_default();
        origin::source(app.options(), &self.parts.headers, peer)
    }

    /// A parameter of the path.
    pub(crate) async fn path(&mut self, name: &str) -> Result<String, Problem> {
        let params = RawPathParams::from_request_parts(&mut self.parts, &()).await;
        let params = params.map_err(|_| Problem::at(problem::PATH, name, "not in UTF-8"))?;
        let value = params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
        value.ok_or_else(|| Problem::at(problem::PATH, name, "missing"))
    }

    /// The case in the path, by id or by number.
    pub(crate) async fn case(&mut self, app: &App) -> Result<CaseId, Problem> {
        let text = self.path("case").await?;
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let number: CaseNumber =
            text.parse().map_err(|error: CaseNumberError| Problem::at(problem::PATH, "case", error.to_string()))?;
        app.center().find_number(number).ok_or_else(|| Problem::from(problem::CASE_UNKNOWN))
    }

    /// The parameters of the query.
    pub(crate) fn query<Q: DeserializeOwned>(&self) -> Result<Q, Problem> {
        request::read_query(&self.parts.uri)
    }

    /// The body while it arrives.
    pub(crate) fn arriving(&mut self) -> Body {
        std::mem::take(&mut self.body)
    }

    /// The body, as it was sent.
    pub(crate) async fn body(&mut self) -> Result<Bytes, Problem> {
        request::read_body(&self.parts.headers, std::mem::take(&mut self.body)).await
    }
}

/// Makes a schema in the components of the document.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// Where a parameter stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
}

/// A parameter, for the document.
#[derive(Clone, Copy)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: &'static str,
    /// Where it stands.
    pub(crate) place: Place,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// What it means.
    pub(crate) meaning: &'static str,
    /// Its form.
    pub(crate) schema: SchemaOf,
}

/// An answer, for the document.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// What it says.
    pub(crate) meaning: &'static str,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// Its form; `None` for text.
    pub(crate) schema: Option<SchemaOf>,
    /// Headers it carries.
    pub(crate) headers: &'static [&'static str],
}

/// What the document says of an endpoint beside its name.
#[derive(Clone, Default)]
pub(crate) struct Description {
    /// Parameters, in the order a reader wants them.
    pub(crate) parameters: Vec<Parameter>,
    /// The form of its body, if it takes one in JSON.
    pub(crate) body: Option<SchemaOf>,
    /// The media types of the files it takes instead.
    pub(crate) files: Vec<&'static str>,
    /// What it answers when all went well.
    pub(crate) answers: Vec<Answer>,
    /// What can go wrong beside what can go wrong anywhere.
    pub(crate) problems: Vec<&'static Kind>,
}

/// One thing that can be asked.
pub(crate) trait Endpoint: Sized + Send + Sync + 'static {
    /// The method.
    const VERB: Verb;
    /// The path, with parameters in braces.
    const PATH: &'static str;
    /// Who may ask. There is no default: an endpoint that does not say so does not compile.
    const GATE: Gate;
    /// What it is for, in Chinese and in English.
    const SUMMARY: (&'static str, &'static str);
    /// Its name in the document, in camel case.
    const NAME: &'static str;
    /// The media type of its answer.
    const OFFERS: &'static str = request::JSON;

    /// What the document says beside that.
    fn describe() -> Description;

    /// The answer.
    fn answer(app: &App, asked: Asked<Self>) -> impl Future<Output = Result<Response, Problem>> + Send;
}

/// A line of the list of routes.
pub(crate) struct Route {
    /// The method.
    pub(crate) verb: Verb,
    /// The path template.
    pub(crate) path: &'static str,
    /// Who may ask.
    pub(crate) gate: Gate,
    /// What it is for.
    pub(crate) summary: (&'static str, &'static str),
    /// Its name in the document.
    pub(crate) name: &'static str,
    /// What the document says beside that.
    pub(crate) describe: fn() -> Description,
    /// The handler.
    pub(crate) handler: fn() -> MethodRouter<App>,
}

impl Route {
    /// The line of an endpoint.
    pub(crate) const fn of<E: Endpoint>() -> Self {
        Route {
            verb: E::VERB,
            path: E::PATH,
            gate: E::GATE,
            summary: E::SUMMARY,
            name: E::NAME,
            describe: E::describe,
            handler: || match E::VERB {
                Verb::Get => get(handle::<E>),
                Verb::Post => post(handle::<E>),
            },
        }
    }
}

/// Every request to every endpoint: form of the answer, who asks, gate, then the endpoint's own work.
async fn handle<E: Endpoint>(State(app): State<App>, request: Request) -> Response {
    match pass::<E>(&app, request).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn pass<E: Endpoint>(app: &App, request: Request) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    request::check_accept(&parts.headers, E::OFFERS)?;
    let staff = match E::GATE {
        Gate::Action(_) | Gate::OfCommand | Gate::Own => identity::of_request(app, &parts).await?,
        Gate::Public if E::VERB == Verb::Post && origin::is_foreign(&parts.headers) => {
            return Err(Problem::from(problem::FOREIGN));
        }
        Gate::Public => app.people().nobody().clone(),
    };
    let acting = Arc::new(OnceLock::new());
    if let Gate::Action(action) = E::GATE {
        let _ = acting.set(action);
    }
    let params = RawPathParams::from_request_parts(&mut parts, &()).await.ok();
    let asking = Asking::of(&staff.actor, None).on_behalf_of(staff.on_behalf_of.as_ref());
    let answered = match Permit::of(staff, acting.clone(), app.center().now()) {
        Ok(permit) => E::answer(app, Asked { permit, parts, body }).await,
        Err(denied) => Err(denied),
    };
    let answered = answered.unwrap_or_else(IntoResponse::into_response);
    if matches!(E::GATE, Gate::Public | Gate::Own) {
        return Ok(answered);
    }
    Ok(asking.doing(acting.get().copied()).about(app, params.iter().flat_map(RawPathParams::iter)).on(answered))
}
