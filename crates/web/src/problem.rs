//! What is answered when something cannot be done (RFC 9457): a status, a stable code, and words in two languages.
//!
//! A handler returns a [`Problem`] and nothing else. The edge, which knows the reader's language and the id of the
//! request, writes the body: see [`crate::edge`].

mod kinds;

use access::Viewer;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use kinds::*;

use crate::request::Language;

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// One kind of problem: everything about it that does not depend on the request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// The stable code, as `request.not_json`; `/problems/<code>` explains it.
    pub(crate) code: &'static str,
    /// The status it is answered with.
    pub(crate) status: StatusCode,
    /// Its title in Chinese and in English.
    pub(crate) title: (&'static str, &'static str),
    /// What to do about it, in Chinese and in English.
    pub(crate) advice: (&'static str, &'static str),
}

/// One place in a request that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub(crate) struct FieldError {
    /// JSON Pointer into the body (RFC 6901), or the name of a header or parameter.
    pub(crate) pointer: String,
    /// What is wrong there. It never repeats what was sent.
    pub(crate) detail: String,
}

/// What went wrong with one request. Small, because every function that can go wrong hands it back.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    kind: &'static Kind,
    particulars: Box<Particulars>,
}

/// What is to be said beside the kind.
#[derive(Clone, Debug, Default)]
struct Particulars {
    /// Takes the place of the kind's code where a refusal or a denial has its own.
    code: Option<&'static str>,
    detail: Option<String>,
    errors: Vec<FieldError>,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// For whom its members were disclosed, where they tell of a case.
    shown: Option<Viewer>,
}

impl From<&'static Kind> for Problem {
    fn from(kind: &'static Kind) -> Self {
        Problem { kind, particulars: Box::default() }
    }
}

impl Problem {
    /// A problem that says more about this request than its title does. The text must hold nothing personal.
    pub(crate) fn detailed(kind: &'static Kind, detail: impl Into<String>) -> Self {
        let particulars = Particulars { detail: Some(detail.into()), ..Particulars::default() };
        Problem { kind, particulars: Box::new(particulars) }
    }

    /// A problem with one place in the request.
    pub(crate) fn at(kind: &'static Kind, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Problem::within(kind, vec![FieldError { pointer: pointer.into(), detail: detail.into() }])
    }

    /// A problem with several places in the request.
    pub(crate) fn within(kind: &'static Kind, errors: Vec<FieldError>) -> Self {
        Problem { kind, particulars: Box::new(Particulars { errors, ..Particulars::default() }) }
    }

    /// The same problem under a code of its own: the code of a rule.
    pub(crate) fn coded(mut self, code: &'static str) -> Self {
        self.particulars.code = Some(code);
        self
    }

    /// Adds a member of the body.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.particulars.members.insert(name.to_owned(), value);
        self
    }

    /// Adds a header of the answer.
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.particulars.headers.push((name, value));
        self
    }

    /// Tells the client when to try again.
    pub(crate) fn retry_after(self, seconds: u32) -> Self {
        self.header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Tells the client how long to wait.
    pub(crate) fn later(kind: &'static Kind, wait: SignedDuration) -> Self {
        // A second more, as the fraction is cut off.
        Problem::from(kind).retry_after(u32::try_from(wait.as_secs() + 1).unwrap_or(u32::MAX))
    }

    /// Puts its headers on an answer that says it in its own way: a page.
    pub(crate) fn on(&self, mut response: Response) -> Response {
        response.headers_mut().extend(self.particulars.headers.iter().cloned());
        response
    }

    /// Says that its members show something of a case, disclosed for this viewer.
    pub(crate) fn showing(mut self, viewer: Viewer) -> Self {
        self.particulars.shown = Some(viewer);
        self
    }

    /// For whom its members were disclosed, if they show something of a case.
    pub(crate) fn shows(&self) -> Option<Viewer> {
        self.particulars.shown
    }

    /// What a rule that refused named, for the words of the console; `None` if it was no rule.
    pub(crate) fn args(&self) -> Option<Vec<(&str, String)>> {
        let args = self.particulars.members.get("args").filter(|_| self.is_of(REFUSED))?.as_object()?;
        let said = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some(args.iter().map(|(name, value)| (name.as_str(), said(value))).collect())
    }

    /// Whether it is of this kind.
    pub(crate) fn is_of(&self, kind: &'static Kind) -> bool {
        self.kind == kind
    }

    /// The status it is answered with.
    pub(crate) fn status(&self) -> StatusCode {
        self.kind.status
    }

    /// What it is and what is to be done, as a sentence for people.
    pub(crate) fn said(&self, language: Language) -> String {
        let detail = self.particulars.detail.as_deref().unwrap_or(language.of(self.kind.advice));
        format!("{}{}{detail}", language.of(self.kind.title), language.of(("：", ": ")))
    }

    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        self.particulars.code.unwrap_or(self.kind.code)
    }

    /// The body, in the reader's language.
    pub(crate) fn body(&self, language: Language, instance: &str) -> Value {
        let mut body = Map::new();
        body.insert("type".to_owned(), format!("/problems/{}", self.code()).into());
        body.insert("title".to_owned(), language.of(self.kind.title).into());
        body.insert("status".to_owned(), self.kind.status.as_u16().into());
        body.insert("code".to_owned(), self.code().into());
        body.insert(
            "detail".to_owned(),
            self.particulars.detail.as_deref().unwrap_or(language.of(self.kind.advice)).into(),
        );
        body.insert("instance".to_owned(), instance.into());
        if !self.particulars.errors.is_empty() {
            let errors = self.particulars.errors.iter();
            let errors = errors.map(|e| serde_json::json!({ "pointer": e.pointer, "detail": e.detail })).collect();
            body.insert("errors".to_owned(), Value::Array(errors));
        }
        body.extend(self.particulars.members.clone());
        Value::Object(body)
    }

    /// Writes the body into an answer that carries this problem, in the reader's language.
    pub(crate) fn write(&self, response: &mut Response, language: Language, instance: &str) {
        *response.status_mut() = self.kind.status;
        *response.body_mut() = Body::from(self.body(language, instance).to_string());
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, MEDIA_TYPE);
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
        headers.extend(self.particulars.headers.iter().cloned());
    }
}

impl IntoResponse for Problem {
    /// An answer without a body, with the problem beside it: the edge writes the body.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.kind.status;
        response.extensions_mut().insert(self);
        response
    }
}
