//! What happens to every request and every answer, once: an id, a span, a time limit, the words of problems, headers,
//! figures. One layer instead of eight: it runs twelve thousand times a second.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rand::Rng;
use tracing::{Instrument, Span, field};
use uuid::Uuid;

use crate::api::accusations;
use crate::app::App;
use crate::looks;
use crate::problem::{self, Problem};
use crate::request::Language;
use door::Door;

/// The header a request's id travels in, both ways.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest request id taken from a client; a longer one is replaced.
const REQUEST_ID_CHARS_MAX: usize = 64;

/// Nothing may be loaded by an answer that is no page.
const CSP_OF_ANSWERS: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// A page loads what this server serves, and nothing inline.
const CSP_OF_PAGES: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
     manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Browsers that came over TLS once come over TLS for a year.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// No other site shares a window or a file with us, and no page of ours needs a sensor.
const APART: [(HeaderName, HeaderValue); 3] = [
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ),
];

/// The id of the request being answered, for the log and for problems.
#[derive(Clone, Debug)]
pub(crate) struct Instance(HeaderValue);

impl Instance {
    /// The client's own id if it has a safe form, a new one otherwise.
    fn of_request(headers: &HeaderMap) -> Self {
        let safe = |value: &&HeaderValue| {
            let bytes = value.as_bytes();
            (1..=REQUEST_ID_CHARS_MAX).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
        };
        headers.get(REQUEST_ID).filter(safe).cloned().map_or_else(Self::new, Self)
    }

    fn new() -> Self {
        let mut text = Uuid::encode_buffer();
        let text = Uuid::now_v7().hyphenated().encode_lower(&mut text);
        Self(HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("unknown")))
    }

    /// The id as text.
    pub(crate) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// The layer.
pub(crate) async fn edge(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let instance = Instance::of_request(request.headers());
    let language = Language::of_request(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str);
    // The template, never the path itself: a case number is not for the log of the web.
    let span = tracing::info_span!("request", id = instance.as_str(), %method, route, status = field::Empty);
    let response = answer(&app, request, next).instrument(span.clone()).await;
    let mut response = looks::note(&app, response, (route, instance.as_str())).instrument(span.clone()).await;
    let even = response.extensions_mut().remove::<Even>().is_some() || response.status() == StatusCode::NOT_FOUND;
    if even {
        wait_for_beat(started, app.options().beat).await;
    }
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        problem.write(&mut response, language, instance.as_str());
    }
    dress(&mut response, instance);
    if app.options().is_encrypted() {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !accusations::is_apart(route) {
        app.metrics().answered(&method, route, response.status(), started.elapsed());
        tell(&span, &response, started);
    }
    response
}

/// On an answer: it leaves on a beat, like one that says that nothing is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Even;

impl Even {
    /// The same on an answer.
    pub(crate) fn on(self, mut response: Response) -> Response {
        response.extensions_mut().insert(self);
        response
    }
}

/// How late for its beat an answer is at most, by chance.
const LATE_MAX: Duration = Duration::from_millis(2);

/// Waits until a whole number of beats has passed since a request came in, and a moment longer, drawn by chance: after more
/// work the last steps are slower by some millionths of a second, and a beat alone leaves these to be seen.
async fn wait_for_beat(started: Instant, beat: Duration) {
    if beat.is_zero() {
        return;
    }
    let beats = started.elapsed().div_duration_f64(beat).ceil();
    tokio::time::sleep_until((started + beat.mul_f64(beats)).into()).await;
    let late = rand::thread_rng().gen_range(Duration::ZERO..LATE_MAX);
    // The timers of the runtime count whole milliseconds, a sleeping thread does not.
    let slept = tokio::task::spawn_blocking(move || std::thread::sleep(late)).await;
    if let Err(error) = slept {
        tracing::warn!(%error, "an answer left without its moment of chance");
    }
}

async fn answer(app: &App, request: Request, next: Next) -> Response {
    if app.options().behind_proxy.is_none() && !is_local(request.headers()) {
        return Problem::from(problem::HOST).into_response();
    }
    if app.door().is_some_and(Door::waits_for_setup) && !before_setup(request.uri().path()) {
        return Problem::from(problem::NOT_SET_UP).into_response();
    }
    match tokio::time::timeout(app.options().request_time_max, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::from(problem::TIMEOUT).retry_after(1).into_response(),
    }
}

/// What is answered before there is anybody who could sign in: that the process lives, and the way to set it up.
fn before_setup(path: &str) -> bool {
    matches!(path, "/healthz" | "/setup" | "/api/v1/setup" | "/language" | "/text") || path.starts_with("/assets/")
}

/// Whether the browser that sent this believes it talks to this machine: a page of another site that has bent its own
/// name to 127.0.0.1 does not.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST) else { return true };
    let host = host.to_str().unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Sets what every answer carries. What a handler has set itself stays.
fn dress(response: &mut Response, instance: Instance) {
    let headers = response.headers_mut();
    let page = headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let policy = if page { CSP_OF_PAGES } else { CSP_OF_ANSWERS };
    headers.insert(REQUEST_ID, instance.0);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // With `no-referrer` a browser would send `Origin: null` along with our own forms, and they would be turned away.
    let referrer = if page { "same-origin" } else { "no-referrer" };
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer));
    for (name, value) in APART {
        headers.insert(name, value);
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// One line a request: quiet if it went well, loud only if somebody must act.
fn tell(span: &Span, response: &Response, started: Instant) {
    let status = response.status();
    span.record("status", status.as_u16());
    let duration_ms = started.elapsed().as_secs_f64() * 1000.0;
    span.in_scope(|| {
        if status.is_server_error() {
            tracing::error!(duration_ms, "failed");
        } else if status.is_client_error() {
            tracing::info!(duration_ms, "not done");
        } else {
            tracing::debug!(duration_ms, "answered");
        }
    });
}

/// What is answered when a handler panicked. What it said may be personal, so it is not repeated.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Problem::from(problem::FAILED).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_host_is_no_host_of_ours() {
        let cases = [
            ("127.0.0.1:8080", true),
            ("localhost", true),
            ("LOCALHOST:1", true),
            ("[::1]:8080", true),
            ("evil.example", false),
            ("127.0.0.1.evil.example:80", false),
            ("", false),
        ];
        for (host, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            assert_eq!(is_local(&headers), expected, "{host}");
        }
    }
}
