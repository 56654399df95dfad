//! `/cases/{id}/receipt`: what a party leaves with. It proves what was handed in and when, and claims no more. The query code is
//! on no page that is asked for by an address: a form asks for it, and whoever gave the receipt out is told, on that day.

use access::Action;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use timeline::{CaseId, PartyId};

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
    /// The query code, if this is the paper to be printed.
    code: String,
    /// Whose paper that is.
    given_to: String,
    /// Address, number and proof for a telephone to read. The query code is not in it: a picture of the paper is made sooner
    /// than fifteen characters are copied (design 9).
    square: String,
    /// Whether the reader may take the proof itself.
    takes: bool,
}

/// Whose receipt is to be printed.
#[derive(Deserialize)]
pub(crate) struct Whose {
    party: PartyId,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path(id): Path<String>) -> Response {
    paper(&app, &clerk, &id, None).await
}

/// The page with the code of a receipt that was given out today.
pub(crate) async fn print(
    State(app): State<App>,
    clerk: Clerk,
    Path(id): Path<String>,
    Form(whose): Form<Whose>,
) -> Response {
    paper(&app, &clerk, &id, Some(whose.party)).await
}

async fn paper(app: &App, clerk: &Clerk, id: &str, whose: Option<PartyId>) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return missing(clerk) };
    let opened = match open(app, clerk, case).await {
        Ok(opened) => opened,
        Err(problem) => return not_shown(clerk, case, &problem),
    };
    let given = opened.given_out.iter().find(|given| Some(given.party) == whose);
    let (code, given_to) =
        given.map(|given| (given.query_code.clone(), opened.sheet.name(given.party))).unwrap_or_default();
    let center = app.center();
    let names = Names::new(center, clerk.language);
    let registered = opened.facts.first();
    let text = |name: &str| registered.and_then(|fact| fact.get(name)?.as_str()).unwrap_or_default().to_owned();
    let square = told(app, &opened.sheet.number, &text("id"));
    let page = Receipt {
        frame: Frame::of(clerk, ""),
        case: opened.sheet,
        code,
        given_to,
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
