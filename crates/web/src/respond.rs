//! Answers. Whatever is about a case goes through [`disclosed`]; there is no other way to answer with it.

use access::Viewer;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use timeline::StreamId;

use crate::request;

/// The position of the last commit an answer knows of.
pub(crate) const EVENT_POSITION: HeaderName = HeaderName::from_static("event-position");

/// Plain text in UTF-8.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

/// An answer about a case, with what this viewer may not see taken out.
pub(crate) fn disclosed(value: Value, viewer: &Viewer) -> Response {
    plain(&access::disclose(value, viewer))
}

/// An answer that holds nothing about any case.
pub(crate) fn plain<T: Serialize>(value: &T) -> Response {
    // Every answer is made of names, numbers and texts: writing them cannot fail.
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(request::JSON));
    response
}

/// The version of a case as an entity tag.
pub(crate) fn etag(version: u64) -> HeaderValue {
    text(&format!("\"{version}\""))
}

/// Where a stream is read.
pub(crate) fn location(stream: StreamId) -> HeaderValue {
    text(&format!("/api/v1/cases/{stream}"))
}

/// Where the next page is.
pub(crate) fn next_page(path: &str, cursor: &str) -> HeaderValue {
    text(&format!("<{path}?after={cursor}>; rel=\"next\""))
}

/// A header made of ids, numbers and codes, which are visible ASCII.
fn text(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
