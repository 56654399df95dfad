//! `/feed`: facts as they arrive, for one department. The page is empty when it opens and fills itself.

use std::convert::Infallible;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use center::{Feed, Told};
use serde_json::json;
use timeline::CaseId;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use super::facts::{Fact, FactLine};
use super::names::Names;
use super::page::{Frame, missing, show};
use super::seat::Clerk;
use crate::app::App;
use crate::identity;
use crate::looks::Following;
use crate::problem::{self, Problem};

/// Facts that may wait for a slow reader: then the feed waits, and the log keeps the rest.
const WAITING_MAX: usize = 16;

/// Where a browser says how far it has read.
const LAST_EVENT_ID: &str = "last-event-id";

#[derive(Template)]
#[template(path = "feed.html")]
struct FeedPage {
    frame: Frame,
    lead: String,
}

/// The page.
pub(crate) async fn page(clerk: Clerk) -> Response {
    let lead = clerk.language.say_of("feed-lead", "department", &clerk.seat.department_name);
    show(StatusCode::OK, &FeedPage { frame: Frame::of(&clerk, "feed"), lead })
}

/// The stream behind the page: new facts, and after a break those that were missed.
pub(crate) async fn stream(State(app): State<App>, clerk: Clerk, headers: HeaderMap) -> Response {
    let Ok(place) = app.feeds().clone().try_acquire_owned() else {
        return Problem::from(problem::BUSY).retry_after(5).into_response();
    };
    let read = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let now = app.center().position();
    let after = read.unwrap_or(now).min(now);
    let Ok(feed) = app.center().follow(&clerk.seat.actor, after) else { return missing(&clerk) };
    let (teller, told) = mpsc::channel(WAITING_MAX);
    let keep_alive = KeepAlive::new().interval(app.options().heartbeat);
    tokio::spawn(tell(Telling { app, clerk, feed, teller, _place: place }));
    let mut response = Sse::new(ReceiverStream::new(told)).keep_alive(keep_alive).into_response();
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// One open page.
struct Telling {
    app: App,
    clerk: Clerk,
    feed: Feed,
    teller: mpsc::Sender<Result<Event, Infallible>>,
    _place: OwnedSemaphorePermit,
}

/// Tells facts until the page is left, its reader has gone out, or the server stops.
async fn tell(mut telling: Telling) {
    telling.app.metrics().feeds(1.0);
    let closing = telling.app.closing().clone();
    let (app, seat) = (telling.app.clone(), telling.clerk.seat.clone());
    let mut following = Following::default();
    let mut gone = std::pin::pin!(identity::until_gone(&app, &seat.actor, &seat.proof));
    loop {
        let told = tokio::select! {
            () = closing.cancelled() => break,
            () = telling.teller.closed() => break,
            () = &mut gone => break,
            told = telling.feed.next() => told,
        };
        let Some(told) = told else { break };
        if !following.note(&app, &seat.actor, &told).await {
            break;
        }
        let event = event(&telling.app, &telling.clerk, &told);
        // The id counts only with the last fact of a commit, so that a page that comes back misses none of them.
        let read_to = telling.feed.position();
        let event = if read_to >= told.place.position { event.id(read_to.to_string()) } else { event };
        // A page that reads nothing must not hold up the end of the server.
        let sent = tokio::select! {
            () = closing.cancelled() => break,
            sent = telling.teller.send(Ok(event)) => sent,
        };
        if sent.is_err() {
            break;
        }
    }
    telling.app.metrics().feeds(-1.0);
}

/// A fact as a line of the page.
fn event(app: &App, clerk: &Clerk, told: &Told) -> Event {
    let case = app.center().case(&clerk.seat.actor, CaseId::from(told.stream)).ok();
    let names = Names::new(app.center(), clerk.language);
    let names =
        Names { parties: case.as_ref().map(|case| names.parties_of(&case.shown())).unwrap_or_default(), ..names };
    let fact = Fact::of(&names, &told.fact);
    let fact = match &case {
        Some(case) => fact.about(&case.case.to_string(), &case.number.to_string()),
        None => fact,
    };
    let html = FactLine { frame: &Frame::of(clerk, "feed"), fact }.render().unwrap_or_default();
    Event::default().event("fact").data(json!({ "html": html }).to_string())
}
