//! `/search`: the cases of whoever stands at the window, by the number of the paper or the telephone it shows. The number is
//! sent in a form, never in an address.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use center::FoundCase;
use serde::Deserialize;

use super::page::{Frame, Note, show};
use super::seat::Clerk;
use crate::api::search;
use crate::app::App;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    notes: Vec<Note>,
    /// What was found; `None` before anything was searched.
    found: Option<Vec<Row>>,
}

/// One case.
struct Row {
    case: String,
    number: String,
    state: String,
    role: String,
}

/// What the person shows.
#[derive(Deserialize)]
pub(crate) struct Showing {
    number: String,
}

/// The form.
pub(crate) async fn page(clerk: Clerk) -> Response {
    show(StatusCode::OK, &SearchPage { frame: Frame::of(&clerk, "search"), notes: Vec::new(), found: None })
}

/// What was found. Nothing of the person is repeated: it stands at the window.
pub(crate) async fn find(State(app): State<App>, clerk: Clerk, Form(showing): Form<Showing>) -> Response {
    match search::find(&app, &clerk.seat.actor, &showing.number).await {
        Ok(found) => {
            let rows = found.iter().map(|found| Row::of(&clerk, found)).collect();
            let page = SearchPage { frame: Frame::of(&clerk, "search"), notes: Vec::new(), found: Some(rows) };
            search::seen(show(StatusCode::OK, &page), &found)
        }
        Err(problem) => {
            let note = Note::of_problem(clerk.language, "search-not-done", &problem);
            let page = SearchPage { frame: Frame::of(&clerk, "search"), notes: vec![note], found: None };
            show(problem.status(), &page)
        }
    }
}

impl Row {
    fn of(clerk: &Clerk, found: &FoundCase) -> Self {
        Self {
            case: found.case.to_string(),
            number: found.number.to_string(),
            state: clerk.language.item("state", found.state),
            role: clerk.language.item("party_role", found.role.as_str()),
        }
    }
}
