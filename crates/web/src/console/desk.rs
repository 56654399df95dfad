//! `/desk`: what lies on the desk of one department: to receive, in its hands, waiting for others.

use access::{Action, Viewer};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use timeline::Query;

use super::names::Names;
use super::page::{Frame, show_to};
use super::seat::{Clerk, Seat};
use super::tables::{Table, table};
use crate::app::App;
use crate::endpoint::lacks;
use crate::looks::Asking;

/// The view a desk works from.
pub(super) const WORK_LIST: &str = "work-list";

/// The view of what lies with courts.
const HAND_OFFS: &str = "hand-offs";

/// Rows of one part on the page: as many as one looks through; the rest is in the view.
const PART_ROWS: usize = 25;

/// One part of the list.
struct Part {
    title: String,
    hint: String,
    count: u64,
    table: Table,
}

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage {
    frame: Frame,
    lead: String,
    parts: Vec<Part>,
}

/// What whoever has no desk looks after, in a demonstration, where nobody has an account of their own.
const KEPT: [(Action, &str); 2] = [(Action::ReadSubscriptions, "/subscriptions"), (Action::ReadErasures, "/erasures")];

/// Where somebody without a desk goes: who oversees from outside to what was drawn for it, others to the own account, in a
/// demonstration to what they look after.
fn elsewhere(clerk: &Clerk) -> &'static str {
    let has = |action| !lacks(&clerk.seat.actor, action);
    let kept = KEPT.iter().find(|(action, _)| clerk.demo && has(*action));
    if has(Action::ReadSample) { "/sample" } else { kept.map_or("/me", |(_, page)| page) }
}

/// The page. Who keeps the machine has no desk.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk) -> Response {
    if lacks(&clerk.seat.actor, Action::ReadView) {
        return Redirect::to(elsewhere(&clerk)).into_response();
    }
    let language = clerk.language;
    let args = [("department", clerk.seat.department_name.clone()), ("role", clerk.seat.role_name.clone())];
    let lead = language.find("desk-lead", &args).unwrap_or_default();
    let said = [
        ("new", language.say("desk-new"), language.say("desk-new-hint")),
        ("received", language.say("desk-mine"), language.say("desk-mine-hint")),
        ("waiting", language.say("desk-waiting"), language.say("desk-waiting-hint")),
    ];
    let mut parts: Vec<Part> = said
        .into_iter()
        .map(|(state, title, hint)| part(&app, &clerk, WORK_LIST, Some(state), (title, hint)))
        .collect();
    let words = (language.say("desk-urgent"), language.say("desk-urgent-hint"));
    let urgent = part(&app, &clerk, WORK_LIST, Some("urgent"), words);
    if urgent.count > 0 {
        parts.insert(0, urgent);
    }
    if app.center().rulebook().is_court(&clerk.seat.actor.department) {
        let words = (language.say("desk-court"), language.say("desk-court-hint"));
        parts.insert(0, part(&app, &clerk, HAND_OFFS, None, words));
    }
    let Seat { actor, on_behalf_of, .. } = &clerk.seat;
    let page = DeskPage { frame: Frame::of(&clerk, "desk"), lead, parts };
    let response = show_to(&Viewer::of_lists(actor), StatusCode::OK, &page);
    Asking::of(actor, Some(Action::ReadView)).on_behalf_of(on_behalf_of.as_ref()).listing(WORK_LIST).on(response)
}

fn part(app: &App, clerk: &Clerk, view: &str, state: Option<&str>, (title, hint): (String, String)) -> Part {
    let query = Query {
        department: Some(clerk.seat.actor.department.clone()),
        state: state.map(str::to_owned),
        limit: Some(PART_ROWS),
        ..Query::default()
    };
    let rows = app.center().view(&clerk.seat.actor, view, &query).unwrap_or_default();
    let names = Names::new(app.center(), clerk.language);
    // What a part has in common stands in its title.
    let without: &[&str] = match state {
        Some("waiting") => &["department", "state", "next", "urgent"],
        Some("urgent") => &["department", "urgent"],
        _ => &["department", "state", "waits_for", "urgent"],
    };
    let table = table(&names, &rows.rows, if view == WORK_LIST { without } else { &["body"] }).compact();
    Part { title, hint, count: rows.total, table }
}
