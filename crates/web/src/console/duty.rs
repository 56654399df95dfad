//! `/duty`: as what somebody works now, where there is something to choose: in one of the roles the account holds, or in
//! one of a colleague who handed the duty over. The head of every page says what was chosen.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use door::Duty;
use serde::Deserialize;
use timeline::{ActorId, Role};

use super::page::{Frame, Note, show};
use super::seat::{Clerk, name_of};
use crate::api::duty::{choose, duties};
use crate::app::App;
use crate::cookies;
use crate::problem::{self, Problem};

/// One thing to work as.
struct Choice {
    role: &'static str,
    /// The colleague's id; empty if one works for oneself.
    stands_in_for: String,
    name: String,
    /// For whom.
    about: String,
    /// Whether it is what was chosen.
    current: bool,
}

#[derive(Template)]
#[template(path = "duty.html")]
struct DutyPage {
    frame: Frame,
    notes: Vec<Note>,
    choices: Vec<Choice>,
}

/// Where somebody who came in goes first: to choose, if there is something to choose.
pub(crate) async fn first_page(app: &App, account: &ActorId) -> &'static str {
    let several = duties(app, account).await.is_ok_and(|duties| duties.len() > 1);
    if several { "/duty" } else { "/desk" }
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk) -> Response {
    render(&app, &clerk, None).await
}

/// What was chosen.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    role: Role,
    #[serde(default)]
    stands_in_for: String,
}

/// Works as that from now on.
pub(crate) async fn take(State(app): State<App>, clerk: Clerk, Form(chosen): Form<Chosen>) -> Response {
    let Chosen { role, stands_in_for } = chosen;
    let other = Some(stands_in_for).filter(|other| !other.is_empty()).map(|other| ActorId::parse(&other)).transpose();
    let chosen = match other {
        Ok(stands_in_for) => choose(&app, &clerk.seat.proof, Duty { role, stands_in_for }).await,
        Err(_) => Err(Problem::from(problem::DUTY_NOT_YOURS)),
    };
    match chosen {
        Ok(lent) => {
            let mut response = Redirect::to("/desk").into_response();
            cookies::keep_session(&app, &mut response, &lent.secret);
            response
        }
        Err(problem) => render(&app, &clerk, Some(&problem)).await,
    }
}

async fn render(app: &App, clerk: &Clerk, problem: Option<&Problem>) -> Response {
    let held = match duties(app, &clerk.seat.actor.id).await {
        Ok(held) => held,
        Err(problem) => return problem.into_response(),
    };
    let note = problem.map(|problem| Note::of_problem(clerk.language, "door-not-done", problem));
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let choices = held.iter().map(|duty| Choice::of(app, clerk, duty)).collect();
    show(status, &DutyPage { frame: Frame::of(clerk, "duty"), notes: note.into_iter().collect(), choices })
}

impl Choice {
    fn of(app: &App, clerk: &Clerk, duty: &Duty) -> Self {
        let about = match &duty.stands_in_for {
            Some(other) => format!("{} {}", clerk.language.say("duty-for"), name_of(app.center(), other)),
            None => clerk.language.say("duty-own"),
        };
        Self {
            role: duty.role.as_str(),
            stands_in_for: duty.stands_in_for.as_ref().map(ToString::to_string).unwrap_or_default(),
            name: clerk.language.item("role", duty.role.as_str()),
            about,
            current: duty.role == clerk.seat.actor.role && duty.stands_in_for == clerk.seat.on_behalf_of,
        }
    }
}
