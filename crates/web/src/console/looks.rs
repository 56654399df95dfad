//! `/looks`: the list of who looked on a day, whoever stands out first, for whoever watches over it.

use access::{Signal, Watched};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use super::names::Names;
use super::page::{Frame, missing, show};
use super::seat::Clerk;
use super::tables::{Cell, Table};
use crate::app::App;
use crate::request::Language;

#[derive(Template)]
#[template(path = "looks.html")]
struct LooksPage {
    frame: Frame,
    day: String,
    before: String,
    after: String,
    /// Those of whom more was seen than is usual.
    alarms: usize,
    table: Table,
}

/// Which day is wanted.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    day: Option<Date>,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Query(wanted): Query<Wanted>) -> Response {
    let (actor, day) = (clerk.seat.actor.clone(), wanted.day.unwrap_or_else(|| app.center().today()));
    let Ok(list) = app.read(move |center| center.looks_of_day(&actor, day)).await else { return missing(&clerk) };
    let beside = |days: i64| day.checked_add(days.days()).map(|day| day.to_string()).unwrap_or_default();
    let names = Names::new(app.center(), clerk.language);
    let page = LooksPage {
        frame: Frame::of(&clerk, "looks"),
        day: day.to_string(),
        before: beside(-1),
        after: if day < app.center().today() { beside(1) } else { String::new() },
        alarms: list.people.iter().filter(|one| one.alarm).count(),
        table: table(&names, &list.people),
    };
    show(StatusCode::OK, &page)
}

fn table(names: &Names<'_>, people: &[Watched]) -> Table {
    let heads = ["actor", "look_role", "department", "looks", "cases", "signals", "alarm"];
    Table {
        caption: String::new(),
        heads: heads.iter().map(|head| names.column(head)).collect(),
        rows: people.iter().map(|one| row(names, one)).collect(),
    }
}

fn row(names: &Names<'_>, one: &Watched) -> Vec<Cell> {
    let alarm = names.language.say(if one.alarm { "form-yes" } else { "form-no" });
    vec![
        Cell::text(&names.text("actor", one.actor.as_str())),
        Cell::text(&names.language.item("role", one.role.as_str())),
        Cell::text(&names.department(one.department.as_str())),
        Cell::number(one.looks.into()),
        Cell::number(one.cases.into()),
        Cell::text(&signals(names.language, one)),
        Cell { tone: if one.alarm { "stop" } else { "plain" }, ..Cell::text(&alarm) },
    ]
}

/// What was seen, each with how much is usual.
fn signals(language: Language, one: &Watched) -> String {
    let word = |signal: Signal| language.item("signal", signal.as_str());
    let seen: Vec<String> =
        one.signals.iter().map(|seen| format!("{} {} / {}", word(seen.signal), seen.count, seen.usual)).collect();
    seen.join("; ")
}
