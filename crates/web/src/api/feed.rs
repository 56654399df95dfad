//! New facts as they come, over server-sent events. The log is the memory of the feed: a reader that was away for a year
//! goes on where it stopped.

use std::convert::Infallible;
use std::sync::Arc;

use access::Action;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use center::{Feed, Told};
use serde::Deserialize;
use serde_json::json;
use timeline::DepartmentCode;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

use crate::api::{facts, parameters};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::identity::{self, Staff};
use crate::looks::Following;
use crate::problem::{self, Problem};
use crate::{failure, request};

/// Where a reader that comes back has stopped.
const LAST_EVENT_ID: &str = "last-event-id";

/// Tells proxies to pass events on at once.
pub(super) const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Events that may wait for a slow reader; the feed itself waits after that.
const WAITING_MAX: usize = 64;

/// The feed.
pub(crate) struct FollowFacts;

/// Where it begins, and what it tells.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedQuery {
    after: Option<u64>,
    department: Option<DepartmentCode>,
}

impl Endpoint for FollowFacts {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/feed";
    const GATE: Gate = Gate::Action(Action::FollowFacts);
    const SUMMARY: (&'static str, &'static str) = ("实时接收事实", "Facts as they come");
    const NAME: &'static str = "followFacts";
    const OFFERS: &'static str = request::EVENT_STREAM;

    fn describe() -> Description {
        let events = Answer {
            status: 200,
            meaning: "`event: fact` with a FactShown; `id` is the position of its commit. `event: resync` if the log ends before Last-Event-ID.",
            media_type: request::EVENT_STREAM,
            schema: None,
            headers: &[],
        };
        let last = Parameter {
            name: "Last-Event-ID",
            place: Place::Header,
            required: false,
            meaning: "Go on after this position. Without it and without `after`, the feed begins now.",
            schema: |_| parameters::whole(0),
        };
        let after = parameters::query("after", "As Last-Event-ID, for a first connection.", |_| parameters::whole(0));
        Description {
            parameters: vec![last, after, parameters::department()],
            answers: vec![events],
            problems: vec![problem::QUERY, problem::HEADER, problem::STAFF_UNKNOWN, problem::DENIED, problem::BUSY],
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let FeedQuery { after, department } = asked.query()?;
        let last = last_event_id(&asked.parts.headers)?;
        let place = app.feeds().clone().try_acquire_owned();
        let place = place.map_err(|_| Problem::from(problem::BUSY).retry_after(5))?;
        let now = app.center().position();
        let from = last.or(after).unwrap_or(now);
        let feed = app.center().follow(asked.permit.actor(), from.min(now));
        let feed = feed.map_err(|failure| failure::of_reading(failure, problem::ROUTE_UNKNOWN))?;
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        if from > now {
            // The log was put back to an earlier state: what the reader has is not what happened.
            let resync =
                Event::default().event("resync").id(now.to_string()).data(json!({ "position": now }).to_string());
            drop(sender.try_send(Ok(resync)));
        }
        let reader = asked.permit.share();
        tokio::spawn(tell(Telling { app: app.clone(), reader, feed, department, sender, _place: place }));
        let alive = KeepAlive::new().interval(app.options().heartbeat).text("alive");
        let mut response = Sse::new(ReceiverStream::new(receiver)).keep_alive(alive).into_response();
        response.headers_mut().insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
        Ok(response)
    }
}

pub(super) fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let position = value.to_str().ok().and_then(|text| text.parse().ok());
    position.map(Some).ok_or_else(|| Problem::at(problem::HEADER, LAST_EVENT_ID, "expected a number"))
}

/// One open feed.
struct Telling {
    app: App,
    reader: Arc<Staff>,
    feed: Feed,
    department: Option<DepartmentCode>,
    sender: mpsc::Sender<Result<Event, Infallible>>,
    _place: OwnedSemaphorePermit,
}

/// Tells facts until the reader goes, may not read any more, or the server stops.
async fn tell(mut telling: Telling) {
    telling.app.metrics().feeds(1.0);
    let closing = telling.app.closing().clone();
    let (app, reader) = (telling.app.clone(), telling.reader.clone());
    let mut following = Following::default();
    let mut gone = std::pin::pin!(identity::until_gone(&app, &reader.actor, &reader.proof));
    loop {
        let told = tokio::select! {
            () = closing.cancelled() => break,
            () = telling.sender.closed() => break,
            () = &mut gone => break,
            told = next(&mut telling.feed, telling.department.as_ref()) => told,
        };
        let Some((told, event)) = told else { break };
        if !following.note(&app, &reader.actor, &told).await {
            break;
        }
        // A reader that reads nothing must not hold up the end of the server.
        let sent = tokio::select! {
            () = closing.cancelled() => break,
            sent = telling.sender.send(Ok(event)) => sent,
        };
        if sent.is_err() {
            break;
        }
    }
    telling.app.metrics().feeds(-1.0);
}

/// The next event for this reader. Its id counts only with the last fact of a commit, so that a reader that comes back
/// misses none of them.
async fn next(feed: &mut Feed, department: Option<&DepartmentCode>) -> Option<(Told, Event)> {
    loop {
        let told = feed.next().await?;
        if facts::concerns(&told.fact, department) {
            let event = Event::default().event("fact").data(told.fact.to_string());
            let read_to = feed.position();
            let event = if read_to >= told.place.position { event.id(read_to.to_string()) } else { event };
            return Some((told, event));
        }
    }
}
