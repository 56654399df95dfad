//! An open line: what a department is told, as it comes, resumable by the number of the last message it took.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use access::Action;
use axum::http::HeaderValue;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use center::{Message, Next, Telling};
use serde::Deserialize;
use timeline::Code;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{OF_READING, code, subscription};
use crate::api::feed::{X_ACCEL_BUFFERING, last_event_id};
use crate::api::parameters;
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::identity::{self, Staff};
use crate::problem::{self, Problem};
use crate::{failure, request};

/// Messages that may wait for a slow reader.
const WAITING_MAX: usize = 64;
/// Lines of one subscription: a reader, and the one that takes its place before it has let go.
const LINES_OF_ONE_MAX: usize = 2;
/// Lines of all: one and a half for each department of a county, each with its cases in memory.
const LINES_MAX: usize = 64;

/// Follows a subscription.
pub(crate) struct FollowSubscription;

/// Where it begins.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineQuery {
    after: Option<u64>,
}

impl Endpoint for FollowSubscription {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/subscriptions/{subscription}/events";
    const GATE: Gate = Gate::Action(Action::ReadTold);
    const SUMMARY: (&'static str, &'static str) =
        ("实时接收本部门消息", "What the own department is told, as it comes");
    const NAME: &'static str = "followSubscription";
    const OFFERS: &'static str = request::EVENT_STREAM;

    fn describe() -> Description {
        let events = Answer {
            status: 200,
            meaning: "`event: message` with a SubscribedFact; `id` is its number. `event: resync` if there are fewer messages than Last-Event-ID says.",
            media_type: request::EVENT_STREAM,
            schema: None,
            headers: &[],
        };
        let last = Parameter {
            name: "Last-Event-ID",
            place: Place::Header,
            required: false,
            meaning: "Go on behind this message. Without it and without `after` the line begins with the first.",
            schema: |_| parameters::whole(0),
        };
        let after = parameters::query("after", "As Last-Event-ID, for a first connection.", |_| parameters::whole(0));
        let parameters = vec![subscription(), last, after];
        let more = [problem::QUERY, problem::HEADER, problem::BUSY, problem::SUBSCRIPTION_PAUSED];
        let problems = [&OF_READING[..], &more].concat();
        Description { parameters, answers: vec![events], problems, ..Description::default() }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let code = code(&mut asked).await?;
        let LineQuery { after } = asked.query()?;
        let after = last_event_id(&asked.parts.headers)?.or(after).unwrap_or(0);
        let place = app.lines().take(&code).ok_or_else(|| Problem::from(problem::BUSY).retry_after(5))?;
        let telling = app.center().tell(asked.permit.actor(), &code, after);
        let telling = telling.map_err(|error| failure::of_reading(error, problem::SUBSCRIPTION_UNKNOWN))?;
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        let reader = asked.permit.share();
        tokio::spawn(tell(Line { app: app.clone(), reader, telling, sender, _place: place }));
        let alive = KeepAlive::new().interval(app.options().heartbeat).text("alive");
        let mut response = Sse::new(ReceiverStream::new(receiver)).keep_alive(alive).into_response();
        response.headers_mut().insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
        Ok(response)
    }
}

/// One open line.
struct Line {
    app: App,
    reader: Arc<Staff>,
    telling: Telling,
    sender: mpsc::Sender<Result<Event, Infallible>>,
    _place: LinePlace,
}

/// Which lines are open. Each remembers the cases of its department, so they are counted apart from the feeds of screens.
#[derive(Default)]
pub(crate) struct Lines(Mutex<BTreeMap<Code, usize>>);

/// A place for one, free again when it is let go.
struct LinePlace {
    lines: Arc<Lines>,
    code: Code,
}

impl Lines {
    /// A place for a line of this subscription, if it and the center have one left.
    fn take(self: &Arc<Self>, code: &Code) -> Option<LinePlace> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.get(code).copied().unwrap_or(0);
        let has_place = own < LINES_OF_ONE_MAX && open.values().sum::<usize>() < LINES_MAX;
        has_place.then(|| {
            open.insert(code.clone(), own + 1);
            LinePlace { lines: self.clone(), code: code.clone() }
        })
    }
}

impl Drop for LinePlace {
    fn drop(&mut self) {
        let mut open = self.lines.0.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.code) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                open.remove(&self.code);
            }
        }
    }
}

/// Tells messages until the reader goes, may not read any more, the subscription changes or the server stops.
async fn tell(mut line: Line) {
    line.app.metrics().feeds(1.0);
    let closing = line.app.closing().clone();
    let (app, reader, sender) = (line.app.clone(), line.reader.clone(), line.sender.clone());
    tokio::select! {
        () = closing.cancelled() => {}
        () = sender.closed() => {}
        () = identity::until_gone(&app, &reader.actor, &reader.proof) => {}
        () = pass_on(&mut line) => {}
    }
    app.metrics().feeds(-1.0);
}

async fn pass_on(line: &mut Line) {
    let source = line.telling.source.clone();
    while let Some(next) = line.telling.next().await {
        let event = match next {
            Next::Message(message) => event(&message, &source),
            Next::PutBack => Event::default().event("resync").data("{}"),
        };
        if line.sender.send(Ok(event)).await.is_err() {
            return;
        }
    }
}

fn event(message: &Message, source: &str) -> Event {
    // Made of texts and numbers: writing it cannot fail.
    let data = serde_json::to_string(&message.line(source)).unwrap_or_default();
    Event::default().event("message").id(message.link.seq.to_string()).data(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscription_has_two_lines_and_all_together_so_many() {
        let lines = Arc::new(Lines::default());
        let code = |number: usize| Code::parse(&format!("line-{number}")).unwrap();
        let two: Vec<_> = (0..3).filter_map(|_| lines.take(&code(0))).collect();
        assert_eq!(two.len(), LINES_OF_ONE_MAX);
        drop(two);
        assert!(lines.0.lock().unwrap().is_empty(), "nothing is remembered of a line that was let go");
        let all: Vec<_> = (0..LINES_MAX + 9).filter_map(|number| lines.take(&code(number))).collect();
        assert_eq!(all.len(), LINES_MAX);
    }
}
