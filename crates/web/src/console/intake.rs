//! `/intake`: a case is registered in the order of the paper form; beside it, what begins without a case: a visit, an
//! enquiry.

use std::time::Duration;

use access::Action;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::acts::{self, Act, ENQUIRY, REGISTER, VISIT};
use super::case::Done;
use super::forms::Plan;
use super::inputs::Form as Shown;
use super::lists::Shelf;
use super::names::Names;
use super::page::{Frame, Note, missing, show};
use super::seat::Clerk;
use super::submit::Asking;
use super::typed::Typed;
use crate::app::App;
use crate::endpoint::lacks;

#[derive(Template)]
#[template(path = "intake.html")]
struct Intake {
    frame: Frame,
    notes: Vec<Note>,
    form: Option<Shown>,
    beside: Vec<Beside>,
    /// Whether whoever sits there may find somebody's cases by a number.
    searches: bool,
}

/// A form that is folded away until it is needed.
struct Beside {
    title: String,
    open: bool,
    form: Shown,
}

/// Longest wait for the comparison with what is there already: it takes milliseconds.
const COMPARED_IN: Duration = Duration::from_secs(1);

/// What begins without a case, and where its form goes.
const BESIDE: [(&str, &str); 2] = [(VISIT, "/visit"), (ENQUIRY, "/enquiry")];

/// A form that comes back.
struct Back<'a> {
    word: &'static str,
    typed: &'a Typed,
    status: StatusCode,
    notes: Vec<Note>,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    let notes = done.note(&clerk).into_iter().collect();
    let nothing = Typed::default();
    render(&app, &clerk, &Back { word: "", typed: &nothing, status: StatusCode::OK, notes })
}

/// A case is registered.
pub(crate) async fn register(
    State(app): State<App>,
    clerk: Clerk,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    begin(&app, &clerk, REGISTER, Typed::new(fields)).await
}

/// A visit is noted.
pub(crate) async fn visit(State(app): State<App>, clerk: Clerk, Form(fields): Form<Vec<(String, String)>>) -> Response {
    begin(&app, &clerk, VISIT, Typed::new(fields)).await
}

/// A question was answered.
pub(crate) async fn enquiry(
    State(app): State<App>,
    clerk: Clerk,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    begin(&app, &clerk, ENQUIRY, Typed::new(fields)).await
}

async fn begin(app: &App, clerk: &Clerk, word: &'static str, typed: Typed) -> Response {
    let Some(act) = acts::find(word) else { return missing(clerk) };
    if typed.wants_row().is_some() {
        return render(app, clerk, &Back { word, typed: &typed, status: StatusCode::OK, notes: Vec::new() });
    }
    let names = Names::new(app.center(), clerk.language);
    let asking = Asking { app, clerk, act, stream: None, typed: &typed };
    match asking.submit(&names).await {
        Ok(done) if word == REGISTER => {
            // The clerk is asked at once whether the matter is there already; if not in time, when the page is read again.
            app.center().followed_up(done.position, COMPARED_IN).await;
            Redirect::to(&format!("/cases/{}?done={word}", done.stream)).into_response()
        }
        Ok(_) => Redirect::to(&format!("/intake?done={word}")).into_response(),
        Err(not_done) => {
            let notes = vec![*not_done.note];
            render(app, clerk, &Back { word, typed: &typed, status: not_done.status, notes })
        }
    }
}

fn render(app: &App, clerk: &Clerk, back: &Back<'_>) -> Response {
    let shelf = Shelf::of_no_case(app, clerk);
    let nothing = Typed::default();
    let form = |act: &'static Act, action: &str| {
        let plan = Plan {
            language: clerk.language,
            lists: &shelf,
            act,
            action: action.to_owned(),
            version: None,
            typed: if back.word == act.word { back.typed } else { &nothing },
        };
        plan.form()
    };
    let beside = |(word, action): &(&str, &str)| {
        let act = acts::find(word)?;
        Some(Beside { title: clerk.language.act(word), open: back.word == *word, form: form(act, action) })
    };
    let page = Intake {
        frame: Frame::of(clerk, "intake"),
        notes: back.notes.clone(),
        form: acts::find(REGISTER).map(|act| form(act, "/intake")),
        beside: BESIDE.iter().filter_map(beside).collect(),
        searches: !lacks(&clerk.seat.actor, Action::FindParty),
    };
    show(back.status, &page)
}
