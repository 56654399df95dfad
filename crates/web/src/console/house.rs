//! `/accounts` and `/erasures`: the center itself. Who has an account in which roles, who sits where; who is to be
//! forgotten, and which cases the archive is to appraise. What can be asked is read off the registry's own schema.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::Context;
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
    /// It is where something is asked whose form begins with one of these.
    about: &'static [&'static str],
}

const ACCOUNTS: Room = Room {
    name: "accounts",
    words: ("accounts-title", "accounts-lead"),
    tables: &[("accounts", "accounts-part")],
    about: &["account", "window", "department"],
};

const ERASURES: Room = Room {
    name: "erasures",
    words: ("erasures-title", "erasures-lead"),
    tables: &[("erasures", "erasures-part"), ("retention", "retention-part")],
    about: &["case"],
};

impl Room {
    fn acts(&self) -> impl Iterator<Item = &'static Act> {
        let here = |act: &&Act| act.fields.first().is_some_and(|field| self.about.contains(&field.name.as_str()));
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

/// Something is asked of the registry.
pub(crate) async fn ask(
    State(app): State<App>,
    clerk: Clerk,
    Path((name, word)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let room = [&ACCOUNTS, &ERASURES].into_iter().find(|room| room.name == name);
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
        parts: room.tables.iter().map(|table| part(app, clerk, *table)).collect(),
    };
    show(back.status, &page)
}

fn part(app: &App, clerk: &Clerk, (view, title): (&str, &str)) -> Part {
    let query = timeline::Query { limit: Some(ROWS_MAX), ..timeline::Query::default() };
    let rows: Rows = match view {
        "retention" => app.center().due_for_appraisal(&clerk.seat.actor, &query),
        view => app.center().view(&clerk.seat.actor, view, &query),
    }
    .unwrap_or_default();
    let names = Names::new(app.center(), clerk.language);
    Part { title: clerk.language.say(title), table: table(&names, &rows.rows, &["subjects"]) }
}
