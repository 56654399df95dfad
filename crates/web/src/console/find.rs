//! `/find`: from a number that somebody typed or scanned to the case, by the center's number or by the own department's.

use access::{Action, Viewer};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;
use timeline::{CaseId, ROWS_MAX, Reference};

use super::entry::{House, Part};
use super::forms;
use super::names::Names;
use super::page::{Frame, missing, show_to};
use super::seat::Clerk;
use super::tables::table;
use crate::api::cases::REFERENCES;
use crate::app::App;
use crate::problem;

/// The number.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    number: String,
}

/// Leads to the case: first by the number exactly as the own department noted it, which may look like one of ours. Whoever may
/// not know the case is told that there is none.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Query(wanted): Query<Wanted>) -> Response {
    let rows = under_own_number(&app, &clerk, &wanted.number);
    let found = match rows.as_slice() {
        [] => forms::case_number(&wanted.number).and_then(|number| app.center().find_number(number)),
        [one] => case_of(one),
        _ => return several(&app, &clerk, &rows),
    };
    match found {
        Some(case) if is_known(&app, &clerk, case).await => Redirect::to(&format!("/cases/{case}")).into_response(),
        _ => missing(&clerk),
    }
}

/// Whether the reader may know of this case: why it is not shown, if it is not, its page says.
async fn is_known(app: &App, clerk: &Clerk, case: CaseId) -> bool {
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.may(&actor, Action::ReadCase, case)).await;
    read.map_or_else(|problem| problem.is_of(problem::DENIED), |()| true)
}

/// What the own department keeps under this number.
fn under_own_number(app: &App, clerk: &Clerk, number: &str) -> Vec<Value> {
    let Ok(reference) = Reference::parse(number.trim()) else { return Vec::new() };
    let department = Some(clerk.seat.actor.department.clone());
    let query =
        timeline::Query { department, reference: Some(reference), limit: Some(ROWS_MAX), ..timeline::Query::default() };
    app.center().view(&clerk.seat.actor, REFERENCES, &query).unwrap_or_default().rows
}

fn case_of(row: &Value) -> Option<CaseId> {
    row.get("case")?.as_str()?.parse().ok()
}

/// One number of a department may stand for several cases: all of them are shown.
fn several(app: &App, clerk: &Clerk, rows: &[Value]) -> Response {
    let (language, names) = (clerk.language, Names::new(app.center(), clerk.language));
    let page = House {
        frame: Frame::of(clerk, ""),
        title: language.say("find-several"),
        lead: String::new(),
        notes: Vec::new(),
        acts: Vec::new(),
        parts: vec![Part { title: language.say("find-own"), table: table(&names, rows, &["department"]) }],
    };
    show_to(&Viewer::of_lists(&clerk.seat.actor), StatusCode::OK, &page)
}
