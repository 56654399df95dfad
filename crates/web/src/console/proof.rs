//! `/proof`: whoever sits at the desk proves it again, before something that no desk left alone may do.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::choose::own_page;
use super::doorway::{Doorway, From, sheet};
use super::page::show;
use super::seat::{Clerk, Guest};
use crate::api::own;
use crate::api::session::{self, Proving};
use crate::app::App;
use crate::cookies;

/// What proves it: the device, where there is one, else the password.
#[derive(Deserialize)]
pub(crate) struct ProofForm {
    #[serde(default)]
    password: Zeroizing<String>,
    #[serde(default)]
    code: String,
    /// The page it was asked for on.
    #[serde(default)]
    back: String,
}

/// Where one goes on afterwards.
#[derive(Deserialize)]
pub(crate) struct Way {
    #[serde(default)]
    back: String,
}

async fn blank(app: &App, guest: &Guest, back: &str) -> Doorway {
    let has_device = match &guest.seat {
        Some(seat) => own::has_device(app, &seat.actor.id).await.unwrap_or(false),
        None => false,
    };
    let field = if has_device { ("code", "door-code") } else { ("password", "door-password") };
    let sheet = sheet(guest, "/proof", "door-prove", &[field]).leading_back(back);
    let page = Doorway::new(guest, "door-proof-title", "door-proof-lead", vec![sheet]);
    if app.provider().is_some() { page.way(guest, "/proof/oidc", "door-unified-proof", false) } else { page }
}

/// The page.
pub(crate) async fn page(State(app): State<App>, guest: Guest, Query(way): Query<Way>) -> Response {
    show(StatusCode::OK, &blank(&app, &guest, &way.back).await)
}

/// It is proved, or not.
pub(crate) async fn prove(
    State(app): State<App>,
    from: From,
    guest: Guest,
    clerk: Clerk,
    Form(form): Form<ProofForm>,
) -> Response {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let password = Some(form.password).filter(|password| !password.is_empty());
    let proving = Proving { password, code: given(&form.code) };
    match session::prove(&app, &clerk.seat.proof, proving, from.source()).await {
        Ok(lent) => {
            let mut response = Redirect::to(own_page(&form.back).unwrap_or("/desk")).into_response();
            cookies::keep_session(&app, &mut response, &lent.secret);
            response
        }
        Err(problem) => blank(&app, &guest, &form.back).await.after(&guest, &problem),
    }
}
