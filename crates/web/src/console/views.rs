//! `/views`, `/views/{name}` and `/board`: whatever the center folds, as tables and pictures. A view needs no line here.

use access::Viewer;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use center::{Center, ViewTitle};
use serde::Deserialize;
use timeline::{ROWS_MAX, Rows};

use super::charts::{Chart, charts};
use super::figures::{Figure, Figures};
use super::names::Names;
use super::page::{Frame, missing, show, show_to};
use super::seat::Clerk;
use super::tables::{Table, table};
use crate::app::App;
use crate::request::Language;

/// The view the board is drawn from.
const BOARD: &str = "center-board";

/// Rows on one page.
const PAGE_ROWS: usize = 50;

/// A view in the list.
struct Listed {
    name: &'static str,
    title: &'static str,
}

#[derive(Template)]
#[template(path = "views.html")]
struct ViewsPage {
    frame: Frame,
    views: Vec<Listed>,
}

#[derive(Template)]
#[template(path = "view.html")]
struct ViewPage {
    frame: Frame,
    title: &'static str,
    total: String,
    state: String,
    figures: Vec<Figure>,
    tables: Vec<Table>,
    table: Table,
    next: String,
}

#[derive(Template)]
#[template(path = "board.html")]
struct Board {
    frame: Frame,
    tiles: Vec<Figure>,
    rates: Vec<Figure>,
    tables: Vec<Table>,
    charts: Vec<Chart>,
}

fn title(language: Language, view: &ViewTitle) -> &'static str {
    match language {
        Language::Chinese => view.chinese,
        Language::English => view.english,
    }
}

/// Every view there is.
pub(crate) async fn all(clerk: Clerk) -> Response {
    let listed = |view: &ViewTitle| Listed { name: view.name, title: title(clerk.language, view) };
    let views = Center::views().iter().map(listed).collect();
    show(StatusCode::OK, &ViewsPage { frame: Frame::of(&clerk, "views"), views })
}

/// Which rows are wanted.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    state: Option<String>,
    after: Option<String>,
}

/// One view.
pub(crate) async fn one(
    State(app): State<App>,
    clerk: Clerk,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let Some(view) = Center::views().into_iter().find(|view| view.name == name) else { return missing(&clerk) };
    let state = wanted.state.filter(|state| !state.is_empty());
    let query = timeline::Query {
        state: state.clone(),
        after: wanted.after,
        limit: Some(PAGE_ROWS),
        today: Some(app.center().today()),
        ..timeline::Query::default()
    };
    let Ok(rows) = app.center().view(&clerk.seat.actor, view.name, &query) else { return missing(&clerk) };
    let names = Names::new(app.center(), clerk.language);
    let Figures { plain, rates, tables } = Figures::of(&names, &rows.figures);
    let page = ViewPage {
        frame: Frame::of(&clerk, "views"),
        title: title(clerk.language, &view),
        total: clerk.language.say_of("view-total", "total", &rows.total),
        figures: plain.into_iter().chain(rates).collect(),
        tables,
        table: table(&names, &rows.rows, &[]),
        next: next(&name, state.as_deref(), &rows),
        state: state.unwrap_or_default(),
    };
    show_to(&Viewer::of_lists(&clerk.seat.actor), StatusCode::OK, &page)
}

/// Where the next page is; empty if this is the last one.
fn next(name: &str, state: Option<&str>, rows: &Rows) -> String {
    let Some(after) = &rows.next else { return String::new() };
    let mut query = vec![("after", after.as_str())];
    query.extend(state.map(|state| ("state", state)));
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    format!("/views/{name}?{}", query.join("&"))
}

/// A value in a query.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The board of the center.
pub(crate) async fn board(State(app): State<App>, clerk: Clerk) -> Response {
    let query = timeline::Query { limit: Some(ROWS_MAX), ..timeline::Query::default() };
    let rows = app.center().view(&clerk.seat.actor, BOARD, &query).unwrap_or_default();
    let names = Names::new(app.center(), clerk.language);
    let Figures { plain: tiles, rates, tables } = Figures::of(&names, &rows.figures);
    let charts = charts(&names, &rows.rows);
    show(StatusCode::OK, &Board { frame: Frame::of(&clerk, "board"), tiles, rates, tables, charts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_carries_its_cursor() {
        let rows = Rows { next: Some("justice/2026 a&b".to_owned()), ..Rows::default() };
        assert_eq!(next("work-list", Some("new"), &rows), "/views/work-list?after=justice%2F2026%20a%26b&state=new");
        assert_eq!(next("work-list", None, &Rows::default()), "");
    }
}
