//! Who looked at what, written down before the answer leaves. A gate notes on the answer who asked for what
//! ([`Asking`]); whatever discloses something notes for whom it was disclosed (the `Viewer` of `access`); and the edge,
//! which every answer passes, writes both down and waits until they are on stable storage. An answer that shows something
//! and cannot be written down does not leave.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use access::{Action, Actor, Listed, Look, Mask, Outcome, Purpose, Viewer};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use center::Told;
use timeline::{ActorId, CaseId, CaseNumber, StreamId};
use uuid::Uuid;

use crate::api::accusations;
use crate::app::App;
use crate::problem::{self, Problem};

/// Who asked for what, on its way to the edge beside the answer.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    actor: Actor,
    on_behalf_of: Option<ActorId>,
    /// `None` if the request ended before it was known what it asks for.
    action: Option<Action>,
    stream: Option<StreamId>,
    list: Option<String>,
}

impl Asking {
    /// This actor asked for this.
    pub(crate) fn of(actor: &Actor, action: Option<Action>) -> Self {
        Self { actor: actor.clone(), on_behalf_of: None, action, stream: None, list: None }
    }

    /// In the stead of this colleague.
    pub(crate) fn on_behalf_of(self, absent: Option<&ActorId>) -> Self {
        Self { on_behalf_of: absent.cloned(), ..self }
    }

    /// Doing this, as it turned out.
    pub(crate) fn doing(self, action: Option<Action>) -> Self {
        Self { action, ..self }
    }

    /// About the case or the view that the address names.
    pub(crate) fn about<'a>(self, app: &App, params: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        params.fold(self, |asking, (name, value)| match name {
            "case" => Self { stream: case_named(app, value), ..asking },
            "accusation" => Self { stream: value.parse().ok(), ..asking },
            "name" if asking.action == Some(Action::ReadView) => Self { list: view_named(value), ..asking },
            _ => asking,
        })
    }

    /// At this view.
    pub(crate) fn listing(self, view: &str) -> Self {
        Self { list: Some(view.to_owned()), ..self }
    }

    /// The same on an answer.
    pub(crate) fn on(self, mut response: Response) -> Response {
        response.extensions_mut().insert(self);
        response
    }
}

/// A case by id or by number: what was asked for is noted by its id, whether or not there is such a case.
fn case_named(app: &App, text: &str) -> Option<StreamId> {
    if let Ok(id) = text.parse::<CaseId>() {
        return Some(id.into());
    }
    text.parse::<CaseNumber>().ok().and_then(|number| app.center().find_number(number)).map(StreamId::from)
}

/// The name of a view there is: another text is not written down.
fn view_named(text: &str) -> Option<String> {
    center::Center::views().into_iter().find(|view| view.name == text).map(|view| view.name.to_owned())
}

/// The cases an answer tells of, each with the viewer its facts were disclosed for: on its way to the edge, like
/// [`Asking`], where one answer is about several.
#[derive(Clone, Debug)]
pub(crate) struct Cases(pub(crate) Vec<(StreamId, Viewer)>);

/// What the answer showed, or did not.
enum Came {
    Shown(Viewer),
    Not(Outcome),
}

/// What came of a request, read off its answer; `None` if nothing was shown or denied.
fn came(response: &Response, action: Action) -> Option<Came> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return of_problem(problem);
    }
    if let Some(viewer) = response.extensions().get::<Viewer>() {
        return Some(Came::Shown(*viewer));
    }
    // A page says by its status alone that something is not there.
    match response.status() {
        StatusCode::FORBIDDEN => Some(Came::Not(Outcome::Denied)),
        StatusCode::NOT_FOUND if action.purpose() != Purpose::Run => Some(Came::Not(Outcome::Missing)),
        _ => None,
    }
}

/// What a role may not do, or what somebody is not known well enough for.
const DENIALS: [&problem::Kind; 3] = [problem::DENIED, problem::TOKEN_SCOPE, problem::TOTP_DUE];

fn of_problem(problem: &Problem) -> Option<Came> {
    if DENIALS.into_iter().any(|kind| problem.is_of(kind)) {
        return Some(Came::Not(Outcome::Denied));
    }
    if problem.is_of(problem::CASE_UNKNOWN) || problem.is_of(problem::ACCUSATION_UNKNOWN) {
        return Some(Came::Not(Outcome::Missing));
    }
    // What happened since goes along with it, shown as to this viewer.
    problem.shows().map(Came::Shown)
}

/// Writes down what the answer shows or denies, and lets it pass when that is on stable storage. A denial shows nothing, so
/// it passes whatever the log says.
///
/// Whatever was asked of accusations goes into a log apart, also a denial: how often somebody asks can tell of one.
pub(crate) async fn note(app: &App, mut response: Response, (route, request): (&str, &str)) -> Response {
    let Some(asking) = response.extensions_mut().remove::<Asking>() else { return response };
    let Some(action) = asking.action else { return response };
    let Some(came) = came(&response, action) else { return response };
    let cases = response.extensions_mut().remove::<Cases>().map(|cases| cases.0).unwrap_or_default();
    let shows = matches!(came, Came::Shown(_));
    let (center, looks) = (app.center(), asking.looks(app, (action, came), &cases, request));
    let noted =
        if accusations::is_apart(route) { center.note_apart(looks).await } else { center.note_all(looks).await };
    match noted {
        Ok(()) => response,
        Err(_) if !shows => response,
        Err(error) => {
            tracing::error!(%error, "an answer was held back");
            Problem::from(problem::LOOKS_NOT_KEPT).retry_after(1).into_response()
        }
    }
}

impl Asking {
    /// What is to be written down: one look, or one at each case the answer tells of.
    fn looks(
        self,
        app: &App,
        (action, came): (Action, Came),
        cases: &[(StreamId, Viewer)],
        request: &str,
    ) -> Vec<Look> {
        let now = app.center().now();
        let list = self.list.map(|view| Listed { view, as_of: app.center().position() });
        // Only an id of our form: a client could put a name into one.
        let request = Uuid::parse_str(request).ok();
        let Self { actor, on_behalf_of, .. } = self;
        let by = |look: Look| Look { on_behalf_of: on_behalf_of.clone(), ..look };
        let shown = |viewer: &Viewer| by(Look::shown(now, &actor, action, viewer));
        let look = match &came {
            Came::Shown(viewer) => shown(viewer),
            Came::Not(outcome) => by(Look::denied(now, &actor, action, *outcome)),
        };
        if cases.is_empty() {
            return vec![Look { stream: self.stream, list, request, ..look }];
        }
        let of_case = |(stream, viewer): &(StreamId, Viewer)| Look {
            stream: Some(*stream),
            list: list.clone(),
            request,
            ..shown(viewer)
        };
        cases.iter().map(of_case).collect()
    }
}

/// How long a feed's look at a case stands for what it tells of that case next.
const SAME_LOOK: Duration = Duration::from_secs(60);
/// Cases a feed remembers to have noted.
const NOTED_MAX: usize = 10_000;

/// The looks of somebody who follows facts: one a case and minute, written down before the fact is told.
#[derive(Default)]
pub(crate) struct Following(HashMap<StreamId, Instant>);

impl Following {
    /// Writes down that this fact is told; `false` and it must not be.
    pub(crate) async fn note(&mut self, app: &App, actor: &Actor, told: &Told) -> bool {
        let fresh = self.0.get(&told.stream).is_some_and(|noted| noted.elapsed() < SAME_LOOK);
        if fresh || told.viewer.mask == Mask::Closed {
            return true;
        }
        if self.0.len() >= NOTED_MAX {
            self.0.clear();
        }
        let look = Look::shown(app.center().now(), actor, Action::FollowFacts, &told.viewer);
        let noted = app.center().note(Look { stream: Some(told.stream), ..look }).await;
        if let Err(error) = &noted {
            tracing::error!(%error, "a feed ends: looking cannot be written down");
        }
        self.0.insert(told.stream, Instant::now());
        noted.is_ok()
    }
}
