//! `/cases/{id}/receipt`: what the applicant leaves with. It proves what was handed in and when, and claims no more.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use timeline::CaseId;

use super::names::{Names, local};
use super::page::{Frame, missing, show};
use super::seat::Clerk;
use super::sheet::{Sheet, open};
use crate::app::App;

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt {
    frame: Frame,
    case: Sheet,
    center: String,
    printed: String,
    proof: String,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path(id): Path<String>) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return missing(&clerk) };
    let Some(opened) = open(&app, &clerk, case).await else { return missing(&clerk) };
    let center = app.center();
    let names = Names::new(center, clerk.language);
    let registered = opened.facts.first();
    let text = |name: &str| registered.and_then(|fact| fact.get(name)?.as_str()).unwrap_or_default().to_owned();
    let page = Receipt {
        frame: Frame::of(&clerk, ""),
        case: opened.sheet,
        center: names.department(center.rulebook().center().as_str()),
        printed: local(center.now()),
        proof: text("id"),
    };
    show(StatusCode::OK, &page)
}
