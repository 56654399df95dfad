//! `/accounts`, `/erasures` and `/admissions`: the center itself. Who has an account in which roles, who sits where; who is
//! to be forgotten, and which cases the archive is to appraise; who was let into which case. What can be asked is read off the registry's own schema.

use access::{Actor, Viewer};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::{Center, Context, Done as Recorded};
use serde::Deserialize;
use timeline::{AccessChallenged, Event, GlassBroken, ROWS_MAX, RegistryEvent, Rows};

use super::acts::{self, Act};
use super::case::Done;
use super::doable::{self, Back, Doable, may};
use super::entry::{House, Part};
use super::lists::Shelf;
use super::names::Names;
use super::page::{Frame, missing, show, show_to};
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
    look(app, clerk, &ACCOUNTS, &done).await
}

/// Who is to be forgotten.
pub(crate) async fn erasures(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    look(app, clerk, &ERASURES, &done).await
}

/// What was drawn for those who oversee from outside.
pub(crate) async fn sample(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    look(app, clerk, &SAMPLE, &done).await
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
    let wanted: Vec<_> = wanted.case.map(|case| ("case".to_owned(), case)).into_iter().collect();
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    // Whoever comes from a case that was not shown finds the usual way in open.
    let way_in = ADMISSIONS.acts().find(|act| !wanted.is_empty() && may(&clerk, act));
    let word = way_in.map_or("", |act| act.word.as_str());
    render(&app, &clerk, (&ADMISSIONS, &wanted), &Back { word, ..Back::looking(&nothing, notes) }).await
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
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match doable::asked(&asking).await {
        Ok(done) => Redirect::to(&format!("{}?done={word}", after(room, &done))).into_response(),
        Err(back) => render(&app, &clerk, (room, &[]), &back).await,
    }
}

/// Where one goes on: whoever let itself in, to the case.
fn after(room: &Room, done: &Recorded) -> String {
    let into = done.facts.iter().find_map(|fact| match &fact.event {
        Event::Registry(RegistryEvent::AccessChallenged(AccessChallenged { case, .. })) => Some(case),
        Event::Registry(RegistryEvent::GlassBroken(GlassBroken { case, .. })) => Some(case),
        _ => None,
    });
    into.map_or_else(|| format!("/{}", room.name), |case| format!("/cases/{case}"))
}

async fn look(app: App, clerk: Clerk, room: &'static Room, done: &Done) -> Response {
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    render(&app, &clerk, (room, &[]), &Back::looking(&nothing, notes)).await
}

/// The page, with what stands in its forms before anybody typed.
async fn render(
    app: &App,
    clerk: &Clerk,
    (room, numbers): (&'static Room, &[(String, String)]),
    back: &Back<'_>,
) -> Response {
    let (center, actor) = (app.center().clone(), clerk.seat.actor.clone());
    // A list may ask for each of its rows: not a thing for the thread that serves everybody.
    let read = move || room.tables.iter().map(|(view, _)| rows(&center, &actor, view)).collect::<Vec<_>>();
    let listed = tokio::task::spawn_blocking(read).await.unwrap_or_default();
    let (language, names) = (clerk.language, Names::new(app.center(), clerk.language));
    let lists = Shelf { numbers, ..Shelf::of_no_case(app, clerk) };
    let address = |act: &Act| format!("/house/{}/acts/{}", room.name, act.word);
    let form = |act: &'static Act| Doable::new(clerk, &lists, act, (address(act), back));
    let part = |(title, rows): (&str, Rows)| Part {
        title: language.say(title),
        table: table(&names, &rows.rows, &["subjects"]),
    };
    let titles = room.tables.iter().map(|(_, title)| *title);
    let page = House {
        frame: Frame::of(clerk, room.name),
        title: language.say(room.words.0),
        lead: language.say(room.words.1),
        notes: back.notes.clone(),
        acts: room.acts().filter(|act| may(clerk, act)).map(form).collect(),
        parts: titles.zip(listed).filter_map(|(title, rows)| Some(part((title, rows?)))).collect(),
    };
    // What was denied stays a denial for whoever writes looks down.
    match back.status {
        StatusCode::FORBIDDEN => show(back.status, &page),
        status => show_to(&Viewer::of_lists(&clerk.seat.actor), status, &page),
    }
}

/// The rows of a table, if it is for this actor.
fn rows(center: &Center, actor: &Actor, view: &str) -> Option<Rows> {
    let query = timeline::Query { limit: Some(ROWS_MAX), ..timeline::Query::default() };
    let rows = match view {
        "retention" => center.due_for_appraisal(actor, &query),
        "sample" => center.sample(actor, &query),
        view => center.view(actor, view, &query),
    };
    rows.ok()
}
