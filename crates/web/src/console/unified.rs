//! `/login/oidc` and below: to the provider of identities and back, as pages. They ask the same functions as the API.
//!
//! Whoever comes back comes from another site, and a browser then sends no strict cookie along, also not with a redirect of
//! ours. So the answer is a page of our own that goes on by itself.

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use door::{Errand, Lent};
use serde::Deserialize;

use super::doorway::{Doorway, From, login_page, sheet};
use super::duty;
use super::page::{self, show};
use super::seat::{Clerk, Guest};
use crate::api::unified::to_prove;
use crate::app::App;
use crate::cookies;
use crate::identity::Proof;
use crate::origin;
use crate::problem::{self, Problem};
use crate::request;
use crate::round::{self, Arrived, Back};

/// Goes to the provider to come in. It begins something, so no other site may send a browser here.
pub(crate) async fn go(State(app): State<App>, from: From, guest: Guest, headers: HeaderMap) -> Response {
    if origin::is_foreign(&headers) {
        return page::foreign(&headers);
    }
    if guest.seat.is_some() {
        return Redirect::to("/desk").into_response();
    }
    leave(&app, &guest, round::go(&app, Errand::ComeIn { role: None }, from.source()).await)
}

/// Goes to the provider to prove again who sits here.
pub(crate) async fn prove(
    State(app): State<App>,
    from: From,
    guest: Guest,
    clerk: Clerk,
    headers: HeaderMap,
) -> Response {
    if origin::is_foreign(&headers) {
        return page::foreign(&headers);
    }
    let gone = match &clerk.seat.proof {
        Proof::Session(seated) => round::go(&app, to_prove(seated), from.source()).await,
        Proof::Word | Proof::Token { .. } => Err(Problem::from(problem::SESSION_NEEDED)),
    };
    leave(&app, &guest, gone)
}

fn leave(app: &App, guest: &Guest, gone: Result<round::Gone, Problem>) -> Response {
    match gone {
        Ok(gone) => {
            let mut response = Redirect::to(&gone.address).into_response();
            cookies::keep_round(app, &mut response, &gone.browser);
            response
        }
        Err(problem) => login_page(app, guest).after(guest, &problem),
    }
}

/// What stands in the address somebody comes back to; a provider may write more there.
#[derive(Deserialize)]
struct Returned {
    #[serde(default)]
    state: String,
    code: Option<String>,
    iss: Option<String>,
}

/// Comes back.
pub(crate) async fn come_back(
    State(app): State<App>,
    from: From,
    guest: Guest,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let browser = cookies::of_round(&app, &headers).to_owned();
    let arrived = match request::read_query(&uri) {
        Ok(Returned { state, code, iss }) => {
            round::come(&app, Back { state, code, issuer: iss, browser }, from.source()).await
        }
        Err(problem) => Err(problem),
    };
    // The address holds what was used up: it is not the way back after the language was switched.
    let guest = Guest { path: "/login".to_owned(), ..guest };
    match arrived {
        Ok(Arrived::In(lent)) => inside(&app, &guest, &lent).await,
        Ok(Arrived::Owes(browser)) => {
            let mut response = show(StatusCode::OK, &code_page(&guest));
            cookies::keep_round(&app, &mut response, &browser);
            response
        }
        Err(problem) => login_page(&app, &guest).after(&guest, &problem),
    }
}

#[derive(Deserialize)]
pub(crate) struct CodeForm {
    code: String,
}

/// Gives the code that is still owed.
pub(crate) async fn pay(
    State(app): State<App>,
    from: From,
    guest: Guest,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Response {
    let browser = cookies::of_round(&app, &headers);
    match round::pay(&app, (browser, form.code.trim()), from.source()).await {
        Ok(lent) => inside(&app, &guest, &lent).await,
        Err(problem) if problem.is_of(problem::ROUND_UNKNOWN) => login_page(&app, &guest).after(&guest, &problem),
        Err(problem) => code_page(&guest).after(&guest, &problem),
    }
}

fn code_page(guest: &Guest) -> Doorway {
    let sheet = sheet(guest, "/login/oidc/code", "door-sign-in", &[("code", "door-own-code")]);
    Doorway::new(guest, "door-login-title", "door-code-lead", vec![sheet])
}

async fn inside(app: &App, guest: &Guest, lent: &Lent) -> Response {
    let page = Doorway::new(guest, "door-inside-title", "door-inside-lead", Vec::new());
    let first = duty::first_page(app, &lent.session.account).await;
    let mut response = show(StatusCode::OK, &page.onward(guest, first, "door-go-on"));
    cookies::keep_session(app, &mut response, &lent.secret);
    cookies::forget_round(app, &mut response);
    response
}
