//! `/progress`: where a matter stands, for whoever holds the query code of its receipt. No account, nothing personal; the
//! code stands in the form alone, never in an address.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use center::CaseProgress;
use uuid::Uuid;

use super::citizen::{QUESTIONS, Typed};
use super::names::{Names, local};
use super::online::both;
use super::page::{Frame, Note, show};
use super::seat::Guest;
use super::sheet::holder;
use crate::api::{progress, receipts};
use crate::app::App;
use crate::problem::Problem;
use crate::request::Language;

#[derive(Template)]
#[template(path = "progress.html")]
pub(super) struct ProgressPage {
    frame: Frame,
    notes: Vec<Note>,
    /// The code that was asked for, and what was typed into a form that comes back.
    typed: Typed,
    /// What is told, line by line: what it is called, and what it says.
    told: Vec<(String, String)>,
}

impl ProgressPage {
    fn of(guest: &Guest) -> Self {
        Self { frame: Frame::of_guest(guest), notes: Vec::new(), typed: Typed::default(), told: Vec::new() }
    }

    /// The page of a code once more, with what came of what was asked by it.
    pub(super) async fn again(app: &App, guest: &Guest, typed: Typed, (status, note): (StatusCode, Note)) -> Response {
        match progress::of_code(app, typed.query_code.trim()).await {
            Ok(found) => show(status, &Self { notes: vec![note], typed, told: told(app, &found), ..Self::of(guest) }),
            Err(problem) => Self::refused(guest, &problem),
        }
    }

    fn refused(guest: &Guest, problem: &Problem) -> Response {
        let note = Note::in_both(guest.language, "stop", "progress-not-found", |language| problem.said(language));
        show(problem.status(), &Self { notes: vec![note], ..Self::of(guest) })
    }

    /// A text of the page in both languages.
    fn both(&self, id: &str) -> String {
        both(|language| language.say(id))
    }

    /// A fresh id for the request of a form.
    fn request(&self) -> String {
        Uuid::now_v7().to_string()
    }

    /// What an evaluation asks: each question by its name, and in both languages.
    fn questions(&self) -> Vec<(&'static str, String)> {
        let asked = |name: &'static str| {
            let id = if name == "outcome" { "citizen-outcome".to_owned() } else { format!("field-{name}") };
            (name, self.both(&id))
        };
        QUESTIONS.into_iter().map(asked).collect()
    }
}

/// The form.
pub(crate) async fn page(guest: Guest) -> Response {
    show(StatusCode::OK, &ProgressPage::of(&guest))
}

/// Where it stands.
pub(crate) async fn ask(State(app): State<App>, guest: Guest, Form(typed): Form<Typed>) -> Response {
    match progress::of_code(&app, typed.query_code.trim()).await {
        Ok(found) => {
            let page = ProgressPage { told: told(&app, &found), typed, ..ProgressPage::of(&guest) };
            show(StatusCode::OK, &page)
        }
        Err(problem) => ProgressPage::refused(&guest, &problem),
    }
}

/// The receipt as a proof.
pub(crate) async fn receipt(State(app): State<App>, guest: Guest, Form(typed): Form<Typed>) -> Response {
    match receipts::of_code(&app, typed.query_code.trim()).await {
        Ok(document) => document.into_response(),
        Err(problem) => ProgressPage::refused(&guest, &problem),
    }
}

/// In plain words, Chinese first: the number, how far it is, who is answerable, who has it since when, what comes next and
/// until when.
fn told(app: &App, found: &CaseProgress) -> Vec<(String, String)> {
    let called = |id: &str| both(|language| language.say(id));
    let state = both(|language| language.item("state", found.state));
    let names = [Language::Chinese, Language::English].map(|language| Names::new(app.center(), language));
    let each = |say: &dyn Fn(&Names<'_>) -> String| names.iter().map(say).collect::<Vec<_>>().join(" ");
    let answerable = found.department.as_ref().map(|department| each(&|names| names.department(department.as_str())));
    let has = found.holder.as_ref().and_then(|has| serde_json::to_value(has).ok());
    let next = both(|language| progress::next_step(language, &found.next));
    let outcome = found.outcome.map(|outcome| both(|language| language.item("outcome", outcome.as_str())));
    let lines = [
        ("progress-number", Some(found.number.to_string())),
        ("progress-state", Some(state)),
        ("progress-unconfirmed", found.unconfirmed.then(|| called("progress-unconfirmed-hint"))),
        ("progress-holder", answerable),
        ("progress-has", has.map(|has| each(&|names| holder(names, &has)))),
        ("progress-since", found.held_since.map(local)),
        ("news-next", Some(next)),
        ("news-until", found.next.until.map(|day| day.to_string())),
        ("progress-outcome", outcome),
        ("progress-registered", Some(local(found.registered_at))),
        ("progress-changed", Some(local(found.changed_at))),
    ];
    lines.into_iter().filter_map(|(id, said)| Some((called(id), said?))).collect()
}
