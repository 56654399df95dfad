//! `/accusations`, `/accusations/new` and `/accusations/{id}`: an accusation is taken down; whoever receives or handles some
//! finds them here. What is shown is what the API answers, and looked at as there: nothing has a place in any order, how many
//! there are is told to nobody, and looks are written down apart (decisions 0013 and 0017).

use access::{Outcome, Viewer};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::{AccusationSheet, Context, Done as Recorded, LookedAt};
use serde_json::{Value, json};
use timeline::StreamId;

use super::acts::{self, ACCUSE, Act};
use super::case::Done;
use super::doable::{self, Back, Doable, may};
use super::entry::{Entry, House, Part};
use super::facts::{self, Fact};
use super::lists::Shelf;
use super::names::Names;
use super::page::{Frame, Note, missing, show, show_to};
use super::seat::Clerk;
use super::submit::Asking;
use super::tables::{Cell, Table, tone};
use super::typed::Typed;
use crate::api::accusations::number_of;
use crate::app::App;
use crate::looks::Cases;
use crate::problem::{self, Problem};
use crate::request::Language;

/// The entry of the menu.
const PAGE: &str = "accusations";

/// Where one is taken down.
const FORM: &str = "/accusations/new";

/// What the page of one says elsewhere, or is nothing for people.
const UNSAID: &[&str] = &["accusation", "version", "number", "steps", "offers"];

/// What there is for whoever sits there.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk) -> Response {
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.accusations(&actor)).await;
    let Ok(sheets) = read else { return Problem::from(problem::FAILED).into_response() };
    // Whoever has none is shown no empty list: what is not there for them is not there.
    let parts = match sheets.as_slice() {
        [] => Vec::new(),
        some => vec![Part { title: clerk.language.say("accusations-part"), table: table(&app, clerk.language, some) }],
    };
    let nothing = Typed::default();
    let back = Back::looking(&nothing, Vec::new());
    let mut response = show_to(&Viewer::STRANGER, StatusCode::OK, &house(&app, &clerk, &back, parts));
    let seen = Cases(sheets.iter().map(|sheet| (sheet.accusation, *sheet.viewer())).collect());
    response.extensions_mut().insert(seen);
    response
}

/// The form.
pub(crate) async fn form(State(app): State<App>, clerk: Clerk) -> Response {
    let nothing = Typed::default();
    let back = Back { word: ACCUSE, ..Back::looking(&nothing, Vec::new()) };
    show(StatusCode::OK, &house(&app, &clerk, &back, Vec::new()))
}

/// An accusation is taken down. Whoever took it down does not find it again: what it leaves with is shown now.
pub(crate) async fn accuse(
    State(app): State<App>,
    clerk: Clerk,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let (Some(act), typed) = (acts::find(ACCUSE), Typed::new(fields)) else { return missing(&clerk) };
    let (nothing, asking) = (Typed::default(), Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed });
    let back = match doable::asked(&asking).await {
        Ok(done) => Back { status: StatusCode::CREATED, ..Back::looking(&nothing, vec![taken(&clerk, &done)]) },
        Err(back) => back,
    };
    show(back.status, &house(&app, &clerk, &back, Vec::new()))
}

/// The number and the code that whoever accused takes along.
fn taken(clerk: &Clerk, done: &Recorded) -> Note {
    let number = number_of(done).map(|number| number.to_string()).unwrap_or_default();
    let code = done.query_code.clone().unwrap_or_default();
    let text = |language: Language| {
        let said = [("number", number.clone()), ("code", code.clone())];
        language.find("accusations-taken-lead", &said).unwrap_or_default()
    };
    Note::in_both(clerk.language, "good", "accusations-taken", text)
}

/// One of them.
pub(crate) async fn one(
    State(app): State<App>,
    clerk: Clerk,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let Ok(accusation) = id.parse::<StreamId>() else { return missing(&clerk) };
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    render(&app, &clerk, accusation, &Back::looking(&nothing, notes)).await
}

/// Who looked at one, and who asked for it in vain: for those who handle it, with names, as each answers to the others.
pub(crate) async fn looks(State(app): State<App>, clerk: Clerk, Path(id): Path<String>) -> Response {
    let Ok(accusation) = id.parse::<StreamId>() else { return missing(&clerk) };
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| {
        Ok((center.accusation(&actor, accusation)?, center.looks_at_accusation(&actor, accusation)?))
    });
    let Ok((sheet, page)) = read.await else { return missing(&clerk) };
    let names = Names::new(app.center(), clerk.language);
    let page = Entry {
        frame: Frame::of(&clerk, PAGE),
        notes: Vec::new(),
        name: format!("{} {}", clerk.language.say("accusations-looks"), sheet.number),
        register: clerk.language.say("accusations-title"),
        pairs: vec![(names.column("number"), sheet.number.to_string())],
        parts: vec![Part { title: clerk.language.say("accusations-looks-part"), table: looked(&names, &page.looks) }],
        acts: Vec::new(),
        facts: Vec::new(),
        ways: vec![(format!("/{PAGE}/{accusation}"), clerk.language.say("accusations-back"))],
    };
    show_to(&Viewer::STRANGER, StatusCode::OK, &page)
}

/// Looks as a table, the latest first.
fn looked(names: &Names<'_>, looks: &[LookedAt]) -> Table {
    let heads = ["at", "actor", "look_role", "department", "action", "look_outcome"];
    let row = |LookedAt { look, .. }: &LookedAt| {
        let outcome = names.language.item("look_outcome", look.outcome.as_str());
        vec![
            Cell::text(&super::names::local(look.at)),
            Cell::text(&names.text("actor", look.actor.as_str())),
            Cell::text(&names.language.item("role", look.role.as_str())),
            Cell::text(&names.department(look.department.as_str())),
            Cell::text(&names.language.act(look.action.as_str())),
            Cell { tone: if look.outcome == Outcome::Shown { "plain" } else { "stop" }, ..Cell::text(&outcome) },
        ]
    };
    Table {
        caption: String::new(),
        heads: heads.iter().map(|head| names.column(head)).collect(),
        rows: looks.iter().rev().map(row).collect(),
    }
}

/// Something is asked about one.
pub(crate) async fn ask(
    State(app): State<App>,
    clerk: Clerk,
    Path((id, word)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let Ok(accusation) = id.parse::<StreamId>() else { return missing(&clerk) };
    let Some(act) = on_accusations().find(|act| act.word == word) else { return missing(&clerk) };
    let typed = Typed::new(fields);
    let asking = Asking { app: &app, clerk: &clerk, act, stream: Some(accusation), typed: &typed };
    match doable::asked(&asking).await {
        Ok(_) => Redirect::to(&format!("/{PAGE}/{accusation}?done={word}")).into_response(),
        Err(back) => render(&app, &clerk, accusation, &back).await,
    }
}

fn on_accusations() -> impl Iterator<Item = &'static Act> {
    acts::on_cases(Context::Petition)
}

fn house(app: &App, clerk: &Clerk, back: &Back<'_>, parts: Vec<Part>) -> House {
    let (language, shelf) = (clerk.language, Shelf::of_no_case(app, clerk));
    let form = acts::find(ACCUSE).filter(|act| may(clerk, act));
    House {
        frame: Frame::of(clerk, PAGE),
        title: language.say("accusations-title"),
        lead: language.say("accusations-lead"),
        notes: back.notes.clone(),
        acts: form.map(|act| Doable::new(clerk, &shelf, act, (FORM.to_owned(), back))).into_iter().collect(),
        parts,
    }
}

fn table(app: &App, language: Language, sheets: &[AccusationSheet]) -> Table {
    let names = Names::new(app.center(), language);
    let heads = ["number", "state", "holder", "standing", "tell_by", "registered_at"];
    let row = |sheet: &AccusationSheet| {
        let number = sheet.number.to_string();
        vec![
            Cell { link: format!("/{PAGE}/{}", sheet.accusation), ..Cell::text(&number) },
            Cell { tone: tone(sheet.state), ..Cell::text(&language.item("state", sheet.state)) },
            Cell::text(&names.department(sheet.holder.as_str())),
            Cell::text(&language.item("accuser_standing", sheet.standing.as_str())),
            Cell::text(&sheet.tell_by.map(|day| day.to_string()).unwrap_or_default()),
            Cell::text(&super::names::local(sheet.registered_at)),
        ]
    };
    Table {
        caption: String::new(),
        heads: heads.iter().map(|head| names.column(head)).collect(),
        rows: sheets.iter().map(row).collect(),
    }
}

async fn render(app: &App, clerk: &Clerk, accusation: StreamId, back: &Back<'_>) -> Response {
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.accusation(&actor, accusation)).await;
    let Ok(sheet) = read else { return missing(clerk) };
    let (names, shelf) = (Names::new(app.center(), clerk.language), Shelf::of_no_case(app, clerk));
    let shown = sheet.shown();
    let address = |act: &Act| format!("/{PAGE}/{accusation}/acts/{}", act.word);
    let offered = on_accusations().filter(|act| sheet.offers.contains(&act.word.as_str()));
    let form = |act: &'static Act| Doable::new(clerk, &shelf, act, (address(act), back)).of_version(sheet.version);
    let page = Entry {
        frame: Frame::of(clerk, PAGE),
        notes: back.notes.clone(),
        name: sheet.number.to_string(),
        register: clerk.language.say("accusations-title"),
        pairs: facts::pairs(&names, &without(&shown)),
        parts: Vec::new(),
        acts: offered.map(form).collect(),
        facts: steps(&shown).map(|step| Fact::of(&names, &step)).collect(),
        ways: vec![(format!("/{PAGE}/{accusation}/looks"), clerk.language.say("accusations-looks"))],
    };
    show_to(sheet.viewer(), back.status, &page)
}

fn without(shown: &Value) -> Value {
    let mut left = shown.clone();
    if let Some(fields) = left.as_object_mut() {
        fields.retain(|name, _| !UNSAID.contains(&name.as_str()));
    }
    left
}

/// What happened, newest first, in the form of a fact.
fn steps(shown: &Value) -> impl Iterator<Item = Value> {
    let steps = shown.get("steps").and_then(Value::as_array).into_iter().flatten().rev();
    steps.map(|step| {
        let of = |name: &str| step.get(name).cloned().unwrap_or_default();
        json!({ "kind": of("kind"), "department": of("department"), "actor": of("actor"), "occurred_at": of("at"),
            "recorded_at": of("at"), "body": { "note": of("text") } })
    })
}
