//! The way in for questions that came over the broker: in the same process, through the same gate, to the same answer.
//!
//! A question becomes the request it would be over HTTP and goes through the same router, so that who asks, what they may,
//! what is repeated and how a "no" is said is decided in one place. Two things are looked at here beside that: the token
//! must be of the department that the broker let ask, and the command must be the one in the subject.

use axum::Router;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt as _;
use timeline::{CaseId, CaseNumber, Code, DepartmentCode};
use tower::ServiceExt as _;

use crate::api::commands;
use crate::circumstances::{CHANNEL, LEGAL_BASIS, OCCURRED_AT, ON_BEHALF_OF, REFERENCE};
use crate::identity::{STAFF, Staff};
use crate::problem::{self, Problem};
use crate::request::{self, Language};

/// The case a question is about.
const CASE: &str = "yidi-case";
/// Who asks, by a token.
const TOKEN: &str = "yidi-token";
/// The other headers a question may bring, which mean what they mean over HTTP.
const TAKEN: &[&str] = &[
    "idempotency-key",
    "if-match",
    "accept-language",
    OCCURRED_AT,
    CHANNEL,
    ON_BEHALF_OF,
    LEGAL_BASIS,
    REFERENCE,
    STAFF,
];
/// The headers an answer takes along.
const TOLD: &[&str] = &["Content-Type", "ETag", "Retry-After", "Idempotent-Replayed"];
/// The desk at which a case is read, and the word for it: whoever is told a masked value reads it so, under its own
/// credentials.
const READING: (&str, &str) = ("case", "read");
/// Longest answer, in bytes: below the 1 MB a message at the broker may have, with its headers.
const ANSWER_BYTES_MAX: usize = 900 * 1024;

/// The service, asked from within.
#[derive(Clone)]
pub struct Within(Router);

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// The department that the broker let ask.
    pub department: DepartmentCode,
    /// Which desk.
    pub desk: Code,
    /// For what.
    pub command: Code,
    /// The headers that came along.
    pub headers: Vec<(String, String)>,
    /// The command.
    pub body: Vec<u8>,
}

/// What it is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The status, as over HTTP.
    pub status: u16,
    /// The headers that say something without HTTP.
    pub headers: Vec<(String, String)>,
    /// The document, or the problem.
    pub body: Vec<u8>,
}

/// From where a request came that did not come over HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    department: DepartmentCode,
    command: Code,
}

impl Sender {
    /// Who sent this request, if it came from within.
    pub(crate) fn of(parts: &Parts) -> Option<&Self> {
        parts.extensions.get()
    }

    /// Whether this member of staff may ask from there: a token opens nothing on the subjects of another department.
    pub(crate) fn is_of(&self, staff: &Staff) -> bool {
        staff.actor.department == self.department
    }

    /// Whether it asks for this, as its subject says.
    pub(crate) fn asks(&self, command: &str) -> bool {
        self.command.as_str() == command
    }
}

impl Within {
    pub(crate) fn new(router: Router) -> Self {
        Self(router)
    }

    /// Answers a question.
    pub async fn answer(&self, question: Question) -> Answer {
        let Question { department, desk, command, headers, body } = question;
        let headers = read(&headers);
        let language = Language::of_request(&headers);
        let response = match address(&desk, &command, &headers) {
            Ok((method, path)) => {
                let mut request = Request::new(Body::from(body));
                (*request.method_mut(), *request.uri_mut()) = (method, path);
                *request.headers_mut() = forwarded(headers);
                request.extensions_mut().insert(Sender { department, command });
                // A router has an answer to everything.
                self.0.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
            }
            Err(problem) => said(&problem, language),
        };
        match read_back(response).await {
            Ok(answer) => answer,
            Err(problem) => read_back(said(&problem, language)).await.unwrap_or(Answer::NONE),
        }
    }
}

impl Answer {
    /// What cannot happen: a problem that cannot be read back.
    const NONE: Self = Self { status: 500, headers: Vec::new(), body: Vec::new() };
}

/// What came along, by names that are compared in lower case.
fn read(headers: &[(String, String)]) -> HeaderMap {
    let pair = |(name, value): &(String, String)| {
        Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_bytes(value.as_bytes()).ok()?))
    };
    headers.iter().filter_map(pair).collect()
}

/// Where over HTTP this is asked.
fn address(desk: &Code, command: &Code, headers: &HeaderMap) -> Result<(Method, axum::http::Uri), Problem> {
    let (desk, command) = (desk.as_str(), command.as_str());
    let (method, path) = match commands::beginning(desk, command) {
        Some(path) => (Method::POST, path.to_owned()),
        None if (desk, command) == READING => (Method::GET, format!("/api/v1/cases/{}", case(headers)?)),
        None if commands::is_desk(desk) => (Method::POST, format!("/api/v1/cases/{}/{desk}", case(headers)?)),
        None => return Err(Problem::from(problem::ROUTE_UNKNOWN)),
    };
    path.parse().map(|path| (method, path)).map_err(|_| Problem::from(problem::ROUTE_UNKNOWN))
}

/// The case, in a form that is one token of a path.
fn case(headers: &HeaderMap) -> Result<&str, Problem> {
    let text = headers.get(CASE).and_then(|value| value.to_str().ok()).map(str::trim);
    let is_one = |text: &&str| text.parse::<CaseId>().is_ok() || text.parse::<CaseNumber>().is_ok();
    let advice = "name the case the command is about, by its id or number";
    text.filter(is_one).ok_or_else(|| Problem::at(problem::HEADER, CASE, advice))
}

/// The headers of the request: those a question may bring, and its token where a program puts it.
fn forwarded(mut headers: HeaderMap) -> HeaderMap {
    let mut to = HeaderMap::new();
    for name in TAKEN.iter().copied().map(HeaderName::from_static) {
        if let Some(value) = headers.remove(&name) {
            to.insert(name, value);
        }
    }
    let bearer = headers.get(TOKEN).map(|token| [b"Bearer ", token.as_bytes()].concat());
    if let Some(bearer) = bearer.and_then(|bearer| HeaderValue::from_bytes(&bearer).ok()) {
        to.insert(header::AUTHORIZATION, bearer);
    }
    to.insert(header::CONTENT_TYPE, HeaderValue::from_static(request::JSON));
    to
}

/// A problem that was found before there was a request.
fn said(problem: &Problem, language: Language) -> Response {
    let mut response = Response::new(Body::empty()).into_response();
    problem.write(&mut response, language, "broker");
    response
}

/// The answer, as it goes over the broker.
async fn read_back(response: Response) -> Result<Answer, Problem> {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(|_| Problem::from(problem::FAILED))?.to_bytes();
    if body.len() > ANSWER_BYTES_MAX {
        return Err(Problem::from(problem::ANSWER_TOO_LARGE));
    }
    let text = |name: &&str| Some(((*name).to_owned(), parts.headers.get(*name)?.to_str().ok()?.to_owned()));
    Ok(Answer { status: parts.status.as_u16(), headers: TOLD.iter().filter_map(text).collect(), body: body.into() })
}
