//! `/accounts`, `/erasures` and `/admissions`: the center itself. Who has an account in which roles, who sits where; who is
//! to be forgotten, and which cases the archive is to appraise; who was let into which case. What can be asked is read off the registry's own schema.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::Context;
use serde::Deserialize;
use timeline::{ROWS_MAX, Rows};

use super::acts::{self, Act};
use super::case::Done;
use super::doable::{Back, Doable, may};
use super::entry::{House, Part};
use super::lists::Shelf;
use super::names::Names;
use super::page::{Frame, missing, show};
use super::seat::Clerk;
use super::submit::Asking;
use super::tables::table;
use super::typed::Typed;
use crate::app::App;

/// A page about the center itself.
struct Room {
    /// Its address.
    name: &'static str,
    /// The ids of its title, and of what it says below.
    words: (&'static str, &'static str),
    /// The tables on it: a view, and the id of its title.
    tables: &'static [(&'static str, &'static str)],
    /// It is where something is asked whose word holds one of these.
    about: &'static [&'static str],
}

const ACCOUNTS: Room = Room {
    name: "accounts",
    words: ("accounts-title", "accounts-lead"),
    tables: &[("accounts", "accounts-part")],
    about: &["account", "role", "totp", "token", "duty", "delegation", "shift", "residency"],
};

const ERASURES: Room = Room {
    name: "erasures",
    words: ("erasures-title", "erasures-lead"),
    tables: &[("erasures", "erasures-part"), ("retention", "retention-part")],
    about: &["erasure", "legal_hold"],
};

const ADMISSIONS: Room = Room {
    name: "admissions",
    words: ("admissions-title", "admissions-lead"),
    tables: &[("admissions", "admissions-part")],
    about: &["_access", "break_glass"],
};

const SAMPLE: Room =
    Room { name: "sample", words: ("sample-title", "sample-lead"), tables: &[("sample", "sample-part")], about: &[] };

const ROOMS: [&Room; 4] = [&ACCOUNTS, &ERASURES, &ADMISSIONS, &SAMPLE];

impl Room {
    fn acts(&self) -> impl Iterator<Item = &'static Act> {
        let here = |act: &&Act| self.about.iter().any(|fragment| act.word.contains(fragment));
        acts::on_cases(Context::Registry).filter(here).filter(|act| !acts::is_said_at_the_door(act))
    }
}

/// Who has an account.
pub(crate) async fn accounts(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    look(&app, &clerk, &ACCOUNTS, &done)
}

/// Who is to be forgotten.
pub(crate) async fn erasures(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    look(&app, &clerk, &ERASURES, &done)
}

/// What was drawn for those who oversee from outside.
pub(crate) async fn sample(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    look(&app, &clerk, &SAMPLE, &done)
}

/// The case somebody wants to be let into.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    case: Option<String>,
}

/// Who was let into which case.
pub(crate) async fn admissions(
    State(app): State<App>,
    clerk: Clerk,
    Query(done): Query<Done>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let typed = Typed::new(wanted.case.map(|case| ("case".to_owned(), case)).into_iter().collect());
    let notes = done.note(&clerk).into_iter().collect();
    render(&app, &clerk, &ADMISSIONS, &Back { word: "", typed: &typed, status: StatusCode::OK, notes })
}

/// Something is asked of the registry.
pub(crate) async fn ask(
    State(app): State<App>,
    clerk: Clerk,
    Path((name, word)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let room = ROOMS.into_iter().find(|room| room.name == name);
    let asked = room.and_then(|room| Some((room, room.acts().find(|act| act.word == word)?)));
    let Some((room, act)) = asked else { return missing(&clerk) };
    let typed = Typed::new(fields);
    let names = Names::new(app.center(), clerk.language);
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match asking.submit(&names).await {
        Ok(_) => Redirect::to(&format!("/{name}?done={word}")).into_response(),
        Err(not_done) => {
            let (status, notes) = (not_done.status, vec![not_done.note]);
            render(&app, &clerk, room, &Back { word: &word, typed: &typed, status, notes })
        }
    }
}

fn look(app: &App, clerk: &Clerk, room: &Room, done: &Done) -> Response {
    let (nothing, notes) = (Typed::default(), done.note(clerk).into_iter().collect());
    render(app, clerk, room, &Back { word: "", typed: &nothing, status: StatusCode::OK, notes })
}

fn render(app: &App, clerk: &Clerk, room: &Room, back: &Back<'_>) -> Response {
    let language = clerk.language;
    let lists = Shelf { center: app.center(), language, parties: &[], numbers: &[] };
    let address = |act: &Act| format!("/house/{}/acts/{}", room.name, act.word);
    let form = |act: &'static Act| Doable::new(clerk, &lists, act, (address(act), back));
    let page = House {
        frame: Frame::of(clerk, room.name),
        title: language.say(room.words.0),
        lead: language.say(room.words.1),
        notes: back.notes.clone(),
        acts: room.acts().filter(|act| may(clerk, act)).map(form).collect(),
        parts: room.tables.iter().filter_map(|table| part(app, clerk, *table)).collect(),
    };
    show(back.status, &page)
}

/// A table, if it is for whoever sits there.
fn part(app: &App, clerk: &Clerk, (view, title): (&str, &str)) -> Option<Part> {
    let query = timeline::Query { limit: Some(ROWS_MAX), ..timeline::Query::default() };
    let rows: Rows = match view {
        "retention" => app.center().due_for_appraisal(&clerk.seat.actor, &query),
        "sample" => app.center().sample(&clerk.seat.actor, &query),
        view => app.center().view(&clerk.seat.actor, view, &query),
    }
    .ok()?;
    let names = Names::new(app.center(), clerk.language);
    Some(Part { title: clerk.language.say(title), table: table(&names, &rows.rows, &["subjects"]) })
}
