//! `/progress`: where a matter stands, for whoever holds the query code of its receipt, be it a case or an accusation. No
//! account; the code stands in the form alone, never in an address; and every page is of one length (decision 0020).

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use center::{Matter, MatterProgress};
use uuid::Uuid;

use super::citizen::{QUESTIONS, Typed, in_each};
use super::doorway::From;
use super::names::{Names, local, until};
use super::online::both;
use super::page::{Frame, Note, show_alike};
use super::seat::Guest;
use super::sheet::holder;
use crate::api::by_code::{KnownCode, Way};
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
    /// Whether more can be asked about it: for a receipt, for reopening and the like.
    asks: bool,
}

impl ProgressPage {
    fn of(guest: &Guest) -> Self {
        Self {
            frame: Frame::of_guest(guest),
            notes: Vec::new(),
            typed: Typed::default(),
            told: Vec::new(),
            asks: false,
        }
    }

    /// What is told of a matter.
    fn telling(app: &App, guest: &Guest, typed: Typed, found: &MatterProgress) -> Self {
        Self { typed, told: told(app, found), asks: found.matter == Matter::Case, ..Self::of(guest) }
    }

    /// The page of a code once more, with what came of what was asked by it.
    pub(super) async fn again(
        app: &App,
        guest: &Guest,
        (code, typed): (&KnownCode, Typed),
        (status, note): (StatusCode, Note),
    ) -> Response {
        match progress::of_code(app, code).await {
            Ok(found) => show_alike(status, &Self { notes: vec![note], ..Self::telling(app, guest, typed, &found) }),
            Err(problem) => Self::refused(guest, &problem),
        }
    }

    /// The page of a code that opens nothing.
    pub(super) fn refused(guest: &Guest, problem: &Problem) -> Response {
        let note = Note::of_problem(guest.language, "progress-not-found", problem);
        problem.on(show_alike(problem.status(), &Self { notes: vec![note], ..Self::of(guest) }))
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
    show_alike(StatusCode::OK, &ProgressPage::of(&guest))
}

/// Where it stands.
pub(crate) async fn ask(State(app): State<App>, from: From, guest: Guest, Form(typed): Form<Typed>) -> Response {
    match found(&app, from, &typed).await {
        Ok(found) => show_alike(StatusCode::OK, &ProgressPage::telling(&app, &guest, typed, &found)),
        Err(problem) => ProgressPage::refused(&guest, &problem),
    }
}

async fn found(app: &App, from: From, typed: &Typed) -> Result<MatterProgress, Problem> {
    let code = typed.let_in(app, Way::PROGRESS, from).await?;
    progress::of_code(app, &code).await
}

/// The receipt as a proof.
pub(crate) async fn receipt(State(app): State<App>, from: From, guest: Guest, Form(typed): Form<Typed>) -> Response {
    let document = async {
        let code = typed.let_in(&app, Way::RECEIPT, from).await?;
        receipts::of_code(&app, &code).await
    };
    match document.await {
        Ok(document) => document.into_response(),
        Err(problem) => ProgressPage::refused(&guest, &problem),
    }
}

/// In plain words, Chinese first: the number, how far it is, who is answerable, who has it since when, what comes next and
/// until when; and what whoever accused is told, or until when.
fn told(app: &App, found: &MatterProgress) -> Vec<(String, String)> {
    let called = |id: &str| both(|language| language.say(id));
    let state = both(|language| language.item("state", found.state));
    let names = [Language::Chinese, Language::English].map(|language| Names::new(app.center(), language));
    let each = |say: &dyn Fn(&Names<'_>) -> String| in_each(&names, say);
    let answerable = found.department.as_ref().map(|department| each(&|names| names.department(department.as_str())));
    let has = found.holder.as_ref().and_then(|has| serde_json::to_value(has).ok());
    let next = found.next.as_ref();
    let outcomes = match found.matter {
        Matter::Case => "outcome",
        Matter::Accusation => "accusation_outcome",
    };
    let outcome = found.outcome.map(|outcome| both(|language| language.item(outcomes, outcome)));
    let lines = [
        ("progress-number", Some(found.number.clone())),
        ("progress-state", Some(state)),
        ("progress-unconfirmed", found.unconfirmed.then(|| called("progress-unconfirmed-hint"))),
        ("progress-holder", answerable),
        ("progress-has", has.map(|has| each(&|names| holder(names, &has)))),
        ("progress-since", found.held_since.map(local)),
        ("news-next", next.map(|next| both(|language| progress::next_step(language, next)))),
        ("news-until", next.and_then(|next| Some(until(next.until?, next.provisional, called)))),
        ("progress-outcome", outcome),
        ("progress-tell-by", found.tell_by.map(|day| day.to_string())),
        ("progress-answer", found.answer.clone()),
        ("progress-registered", Some(local(found.registered_at))),
        ("progress-changed", Some(local(found.changed_at))),
    ];
    lines.into_iter().filter_map(|(id, said)| Some((called(id), said?))).collect()
}
