//! Nobody else's page may act through a clerk's browser: what changes something must come from a page of ours.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::page;
use crate::origin::is_ours;

/// Turns away requests that another site made.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_ours(request.headers()) { next.run(request).await } else { page::foreign(request.headers()) }
}
