//! `/subscriptions` and `/subscriptions/{name}`: how departments are told and how far, and one way of telling with what was
//! set aside and what can be done about it. It shows what the API answers, to whom the API answers it.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::SubscriptionSheet;
use serde_json::{Map, Value};
use timeline::{Code, Transport};

use super::acts::{self, Act, OPEN, ROTATE, SUBSCRIPTION};
use super::case::Done;
use super::doable::{self, Back, Doable, may};
use super::entry::{Entry, House, Part};
use super::facts;
use super::lists::Shelf;
use super::names::Names;
use super::page::{Frame, Note, missing, show};
use super::seat::Clerk;
use super::submit::{Asking, NotDone};
use super::tables::{Table, table};
use super::typed::Typed;
use crate::api::subscriptions::of_secret;
use crate::app::App;
use crate::problem::{self, Problem};
use crate::request::Language;

/// The entry of the menu.
const PAGE: &str = "subscriptions";

/// What a list of many leaves to the page of each.
const OF_ONE: &[&str] = &["from", "fact_names", "endpoint", "handed_over", "lag_seconds", "fault"];

/// How departments are told.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Query(done): Query<Done>) -> Response {
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    list(&app, &clerk, &Back::looking(&nothing, notes)).await
}

/// One is opened.
pub(crate) async fn open(State(app): State<App>, clerk: Clerk, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let (Some(act), typed) = (acts::find(OPEN), Typed::new(fields)) else { return missing(&clerk) };
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match doable::asked(&asking).await {
        Ok(_) => Redirect::to(&format!("/{PAGE}/{}?done={OPEN}", typed.text(SUBSCRIPTION))).into_response(),
        Err(back) => list(&app, &clerk, &back).await,
    }
}

/// One of them.
pub(crate) async fn one(
    State(app): State<App>,
    clerk: Clerk,
    Path(code): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let (nothing, notes) = (Typed::default(), done.note(&clerk).into_iter().collect());
    render(&app, &clerk, &code, &Back::looking(&nothing, notes)).await
}

/// Something is asked about one.
pub(crate) async fn ask(
    State(app): State<App>,
    clerk: Clerk,
    Path((code, word)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let Some(act) = acts::on_subscriptions().find(|act| act.word == word) else { return missing(&clerk) };
    let mut typed = Typed::new(fields);
    typed.put(SUBSCRIPTION, code.clone());
    let asking = Asking { app: &app, clerk: &clerk, act, stream: None, typed: &typed };
    match doable::asked(&asking).await {
        Ok(_) => Redirect::to(&format!("/{PAGE}/{code}?done={word}")).into_response(),
        Err(back) => render(&app, &clerk, &code, &back).await,
    }
}

/// The secret of a webhook is made anew and shown this once.
pub(crate) async fn rotate(State(app): State<App>, clerk: Clerk, Path(code): Path<String>) -> Response {
    let (Ok(named), typed) = (Code::parse(&code), Typed::default()) else { return missing(&clerk) };
    let (status, note) = match renewed(&app, &clerk, &named).await {
        Ok(secret) => {
            let said = |language: Language| language.say("secret-made-lead");
            (StatusCode::OK, Note::in_both(clerk.language, "good", "secret-made", said).telling(secret))
        }
        Err(not_done) => (not_done.status, *not_done.note),
    };
    render(&app, &clerk, &code, &Back { status, ..Back::looking(&typed, vec![note]) }).await
}

async fn renewed(app: &App, clerk: &Clerk, code: &Code) -> Result<String, NotDone> {
    NotDone::unless_proved(app, clerk)?;
    let secret = app.center().rotate_secret(&clerk.seat.actor, code).await.map_err(of_secret);
    secret.map_err(|problem| NotDone::at_the_door(clerk.language, &problem))
}

/// The form that asks for it, where it makes sense.
fn rotation(clerk: &Clerk, shelf: &Shelf<'_>, sheet: &SubscriptionSheet, back: &Back<'_>) -> Option<Doable> {
    let act = acts::find(ROTATE).filter(|act| may(clerk, act))?;
    let signs = sheet.transport == Transport::Webhook && sheet.state != "closed";
    signs.then(|| Doable::new(clerk, shelf, act, (format!("/{PAGE}/{}", sheet.subscription), back)))
}

async fn list(app: &App, clerk: &Clerk, back: &Back<'_>) -> Response {
    let (language, names) = (clerk.language, Names::new(app.center(), clerk.language));
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.subscriptions(&actor)).await;
    let Ok(sheets) = read else { return Problem::from(problem::FAILED).into_response() };
    let rows: Vec<Value> = sheets.iter().map(|sheet| Value::Object(row(sheet, true))).collect();
    let shelf = Shelf::of_no_case(app, clerk);
    let open = acts::find(OPEN).filter(|act| may(clerk, act));
    let page = House {
        frame: Frame::of(clerk, PAGE),
        title: language.say("subscriptions-title"),
        lead: language.say("subscriptions-lead"),
        notes: back.notes.clone(),
        acts: open.map(|act| Doable::new(clerk, &shelf, act, (format!("/{PAGE}"), back))).into_iter().collect(),
        parts: vec![Part { title: language.say("subscriptions-part"), table: table(&names, &rows, OF_ONE) }],
    };
    show(back.status, &page)
}

async fn render(app: &App, clerk: &Clerk, code: &str, back: &Back<'_>) -> Response {
    let Ok(code) = Code::parse(code) else { return missing(clerk) };
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.subscription_sheet(&actor, &code)).await;
    let Ok(sheet) = read else { return missing(clerk) };
    let (language, names) = (clerk.language, Names::new(app.center(), clerk.language));
    // The number of what waits longest stands in the form already.
    let numbers: Vec<(String, String)> =
        parked(&sheet).first().map(|first| ("message".to_owned(), first.message.to_string())).into_iter().collect();
    let shelf = Shelf { numbers: &numbers, ..Shelf::of_no_case(app, clerk) };
    let address = |act: &Act| format!("/{PAGE}/{}/acts/{}", sheet.subscription, act.word);
    let acts = acts::on_subscriptions().filter(|act| may(clerk, act) && is_for(act, &sheet));
    let page = Entry {
        frame: Frame::of(clerk, PAGE),
        notes: back.notes.clone(),
        name: sheet.subscription.to_string(),
        register: language.say("subscriptions-title"),
        pairs: facts::pairs(&names, &Value::Object(row(&sheet, false))),
        parts: vec![Part { title: language.say("subscriptions-parked"), table: set_aside(&names, &sheet) }],
        acts: acts
            .map(|act| Doable::new(clerk, &shelf, act, (address(act), back)))
            .chain(rotation(clerk, &shelf, &sheet, back))
            .collect(),
        facts: Vec::new(),
        ways: Vec::new(),
    };
    show(back.status, &page)
}

fn parked(sheet: &SubscriptionSheet) -> &[center::Parked] {
    sheet.standing.as_ref().map_or(&[], |standing| &standing.parked)
}

fn set_aside(names: &Names<'_>, sheet: &SubscriptionSheet) -> Table {
    let rows: Vec<Value> = parked(sheet).iter().filter_map(|one| serde_json::to_value(one).ok()).collect();
    table(names, &rows, &[])
}

/// A subscription with how far it is in one line; in a list, how much was set aside as a number.
fn row(sheet: &SubscriptionSheet, in_list: bool) -> Map<String, Value> {
    let object = |value: Value| if let Value::Object(fields) = value { fields } else { Map::new() };
    // Made of texts and numbers: writing it cannot fail.
    let mut row = object(serde_json::to_value(sheet).unwrap_or_default());
    row.extend(object(row.get("standing").cloned().unwrap_or_default()));
    row.remove("standing");
    // A fact that says `told` means that parties were.
    if let Some(told) = row.remove("told") {
        row.insert("messages".to_owned(), told);
    }
    row.remove("parked");
    if in_list {
        row.insert("parked".to_owned(), parked(sheet).len().into());
    }
    row
}

/// What makes sense as it stands: what is paused can go on, and what every department has is neither changed nor closed.
/// The registry decides; this only keeps forms away that it would refuse.
fn is_for(act: &Act, sheet: &SubscriptionSheet) -> bool {
    let own = sheet.subscription.as_str() == sheet.department.as_str();
    match act.word.as_str() {
        "pause_subscription" => sheet.state == "open",
        "resume_subscription" => sheet.state == "paused",
        "retry_message" | "discard_message" => !parked(sheet).is_empty(),
        _ => !own && sheet.state != "closed",
    }
}
