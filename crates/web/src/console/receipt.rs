//! `/cases/{id}/receipt`: what the applicant leaves with. It proves what was handed in and when, and claims no more.

use access::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use timeline::CaseId;

use super::denied::not_shown;
use super::names::{Names, local};
use super::page::{Frame, missing, show_to};
use super::seat::Clerk;
use super::sheet::{Sheet, open};
use super::square;
use crate::api::receipts;
use crate::app::App;
use crate::endpoint::lacks;

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt {
    frame: Frame,
    case: Sheet,
    center: String,
    printed: String,
    proof: String,
    /// Address, number and proof for a telephone to read. The query code is not in it: a picture of the paper is made sooner
    /// than fifteen characters are copied (design 9).
    square: String,
    /// Whether the reader may take the proof itself.
    takes: bool,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path(id): Path<String>) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return missing(&clerk) };
    let opened = match open(&app, &clerk, case).await {
        Ok(opened) => opened,
        Err(problem) => return not_shown(&clerk, case, &problem),
    };
    let center = app.center();
    let names = Names::new(center, clerk.language);
    let registered = opened.facts.first();
    let text = |name: &str| registered.and_then(|fact| fact.get(name)?.as_str()).unwrap_or_default().to_owned();
    let square = told(&app, &opened.sheet.number, &text("id"));
    let page = Receipt {
        frame: Frame::of(&clerk, ""),
        case: opened.sheet,
        center: names.department(center.rulebook().center().as_str()),
        printed: local(center.now()),
        proof: text("id"),
        square: square::drawn(&square).unwrap_or_default(),
        takes: !lacks(&clerk.seat.actor, Action::ReadReceipt),
    };
    show_to(&opened.viewer, StatusCode::OK, &page)
}

/// What the square says: where to ask, and behind a `#`, which no server is told, what is asked about and what proves it.
fn told(app: &App, number: &str, proof: &str) -> String {
    let address = app.options().public_address.as_ref();
    let address = address.map(|address| format!("{address}/progress#")).unwrap_or_default();
    format!("{address}{number}.{proof}")
}

/// The receipt as a proof, to be saved for whoever stands at the window.
pub(crate) async fn proof(State(app): State<App>, clerk: Clerk, Path(id): Path<String>) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return missing(&clerk) };
    let proof = receipts::of_case(&app, &clerk.seat.actor, case, None).await;
    proof.unwrap_or_else(|problem| not_shown(&clerk, case, &problem))
}
