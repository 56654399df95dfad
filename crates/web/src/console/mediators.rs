//! `/mediators` and `/mediators/{id}`: the register of mediators, and one page of it with what can be done about it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::Value;
use timeline::{ActorId, ROWS_MAX};

use super::acts::{self, Act, ENROL};
use super::case::Done;
use super::doable::{self, Back, Doable, may};
use super::entry::Entry;
use super::facts::{self, Fact};
use super::inputs::{Choice, Lists};
use super::lists::Shelf;
use super::names::Names;
use super::page::{Frame, Note, missing, show};
use super::schema::List;
use super::seat::Clerk;
use super::submit::Asking;
use super::tables::{Table, table};
use super::typed::Typed;
use crate::app::App;

/// The view the register is read from.
const REGISTER: &str = "mediators";

/// The field every command of the register names its mediator in.
const MEDIATOR: &str = "mediator";

#[derive(Template)]
#[template(path = "mediators.html")]
struct Register {
    frame: Frame,
    notes: Vec<Note>,
    table: Table,
    enrol: Option<Doable>,
}

/// Whoever could be entered: everybody of the house whose work it is and who is not in the register yet.
struct Newcomers<'a>(Shelf<'a>);

impl Lists for Newcomers<'_> {
    fn entries(&self, list: &List) -> Vec<Choice> {
        if *list == List::Mediators { self.0.newcomers() } else { self.0.entries(list) }
    }

    fn preset(&self, name: &str) -> Option<String> {
        self.0.preset(name)
    }
}

/// The register.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    list(&app, &clerk, &Back::looking(&nothing, notes))
}

/// Somebody is entered.
pub(crate) async fn enrol(State(app): State<App>, clerk: Clerk, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let (Some(act), typed) = (acts::find(ENROL), Typed::new(fields)) else { return missing(&clerk) };
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match doable::asked(&asking).await {
        Ok(_) => Redirect::to(&format!("/mediators/{}?done={ENROL}", typed.text(MEDIATOR))).into_response(),
        Err(back) => list(&app, &clerk, &back),
    }
}

/// One mediator.
pub(crate) async fn one(
    State(app): State<App>,
    clerk: Clerk,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let Ok(mediator) = id.parse::<ActorId>() else { return missing(&clerk) };
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    render(&app, &clerk, &mediator, &Back::looking(&nothing, notes)).await
}

/// Something is asked about one mediator.
pub(crate) async fn ask(
    State(app): State<App>,
    clerk: Clerk,
    Path((id, word)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let Ok(mediator) = id.parse::<ActorId>() else { return missing(&clerk) };
    let Some(act) = acts::on_mediators().find(|act| act.word == word) else { return missing(&clerk) };
    let mut typed = Typed::new(fields);
    typed.put(MEDIATOR, mediator.to_string());
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match doable::asked(&asking).await {
        Ok(_) => Redirect::to(&format!("/mediators/{mediator}?done={word}")).into_response(),
        Err(back) => render(&app, &clerk, &mediator, &back).await,
    }
}

fn list(app: &App, clerk: &Clerk, back: &Back<'_>) -> Response {
    let query =
        timeline::Query { today: Some(app.center().today()), limit: Some(ROWS_MAX), ..timeline::Query::default() };
    let rows = app.center().view(&clerk.seat.actor, REGISTER, &query).unwrap_or_default().rows;
    let names = Names::new(app.center(), clerk.language);
    let newcomers = Newcomers(Shelf::of_no_case(app, clerk));
    let act = acts::find(ENROL).filter(|act| may(clerk, act));
    let page = Register {
        frame: Frame::of(clerk, "mediators"),
        notes: back.notes.clone(),
        table: table(&names, &rows, &["stream", "name"]),
        enrol: act.map(|act| Doable::new(clerk, &newcomers, act, ("/mediators".to_owned(), back))),
    };
    show(back.status, &page)
}

async fn render(app: &App, clerk: &Clerk, mediator: &ActorId, back: &Back<'_>) -> Response {
    let Some(row) = row(app, clerk, mediator) else { return missing(clerk) };
    let names = Names::new(app.center(), clerk.language);
    let facts = history(app, clerk, mediator).await;
    let shelf = Shelf::of_no_case(app, clerk);
    let asked = acts::on_mediators().filter(|act| may(clerk, act));
    let address = |act: &Act| format!("/mediators/{mediator}/acts/{}", act.word);
    let page = Entry {
        frame: Frame::of(clerk, "mediators"),
        notes: back.notes.clone(),
        name: row.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        register: clerk.language.say("mediators-title"),
        pairs: facts::pairs(&names, &without_stream(&row)),
        parts: Vec::new(),
        acts: asked.map(|act| Doable::new(clerk, &shelf, act, (address(act), back))).collect(),
        facts: facts.iter().rev().map(|fact| Fact::of(&names, fact)).collect(),
        ways: Vec::new(),
    };
    show(back.status, &page)
}

fn without_stream(row: &Value) -> Value {
    let mut row = row.clone();
    row.as_object_mut().and_then(|fields| fields.remove("stream"));
    row
}

/// The row of a mediator in the register; `None` if there is none for this reader.
fn row(app: &App, clerk: &Clerk, mediator: &ActorId) -> Option<Value> {
    let after = Some(mediator.to_string()); // rows are in the order of ids, each with more behind its id
    let today = Some(app.center().today());
    let query = timeline::Query { after, today, limit: Some(1), ..timeline::Query::default() };
    let row = app.center().view(&clerk.seat.actor, REGISTER, &query).ok()?.rows.into_iter().next()?;
    (row.get(MEDIATOR)?.as_str()? == mediator.as_str()).then_some(row)
}

/// What happened to a page, as the reader may see it: nothing, if it may not.
async fn history(app: &App, clerk: &Clerk, mediator: &ActorId) -> Vec<Value> {
    let (center, actor, stream) = (app.center().clone(), clerk.seat.actor.clone(), center::page_of_mediator(mediator));
    // The log is read from the disk: not a thing for the thread that serves everybody.
    let read = move || center.history(&actor, stream, 0).map(|page| page.shown()).unwrap_or_default();
    tokio::task::spawn_blocking(read).await.unwrap_or_default()
}
