//! What stands before the pages: nobody else's page acts through a clerk's browser, and nobody looks at a page whose task
//! the role does not have. How far a task reaches depends on the case, and is decided where the case is read.

use access::Action;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;

use super::page;
use super::seat::Guest;
use crate::app::App;
use crate::endpoint::lacks;
use crate::looks::Asking;
use crate::origin::is_ours;

/// Turns away requests that another site made.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_ours(request.headers()) { next.run(request).await } else { page::foreign(request.headers()) }
}

/// Turns away whose role has no such task. Whoever has no seat yet is sent to take one by the page itself.
pub(crate) async fn gate(State((app, action)): State<(App, Action)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(guest) = Guest::from_request_parts(&mut parts, &app).await;
    let Some(seat) = &guest.seat else { return next.run(Request::from_parts(parts, body)).await };
    let params = RawPathParams::from_request_parts(&mut parts, &app).await.ok();
    let asking = Asking::of(&seat.actor, Some(action))
        .on_behalf_of(seat.on_behalf_of.as_ref())
        .about(&app, params.iter().flat_map(RawPathParams::iter));
    let response = if lacks(&seat.actor, action) {
        page::not_this_role(&guest)
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    asking.on(response)
}

/// As [`gate`], for a page whose act is a part of its address: whether it may be done, the center decides.
pub(crate) async fn note(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(guest) = Guest::from_request_parts(&mut parts, &app).await;
    let params = RawPathParams::from_request_parts(&mut parts, &app).await.ok();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(seat) = &guest.seat else { return response };
    let named = || params.iter().flat_map(RawPathParams::iter);
    let action = named().find(|(name, _)| *name == "word").and_then(|(_, word)| Action::from_name(word));
    Asking::of(&seat.actor, action).on_behalf_of(seat.on_behalf_of.as_ref()).about(&app, named()).on(response)
}
