//! `/cases/{id}/news`: where a matter stands, as a letter to each applicant: who has it, what comes next, until when. For
//! those who have no telephone, or asked for letters; the address shows in the window of an envelope (GB/T 1416).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use center::CaseSheet;
use serde_json::Value;
use timeline::CaseId;

use super::denied::not_shown;
use super::names::{Names, local, until};
use super::page::{Frame, missing, show_to};
use super::seat::Clerk;
use super::sheet::holder;
use crate::api::progress::next_step;
use crate::app::App;
use crate::request::Language;

/// The code of the one language for which a letter says everything twice.
const ENGLISH: &str = "english";

#[derive(Template)]
#[template(path = "news.html")]
struct News {
    frame: Frame,
    case: String,
    leaves: Vec<Leaf>,
}

/// The letter to one of them.
struct Leaf {
    name: String,
    address: String,
    title: String,
    /// What it is called, and what it says.
    lines: Vec<(String, String)>,
    /// How to ask, and what this letter is not.
    notes: Vec<String>,
    center: String,
    printed: String,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path(id): Path<String>) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return missing(&clerk) };
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.case(&actor, case).map(|sheet| (sheet.shown(), sheet)));
    let (shown, sheet) = match read.await {
        Ok(read) => read,
        Err(problem) => return not_shown(&clerk, case, &problem),
    };
    let parties = shown.get("parties").and_then(Value::as_array).into_iter().flatten();
    let applicants = parties.filter(|party| party.get("role").and_then(Value::as_str) == Some("applicant"));
    let leaves = applicants.map(|party| Leaf::of(&app, (&sheet, &shown), party)).collect();
    let page = News { frame: Frame::of(&clerk, ""), case: id, leaves };
    show_to(&sheet.viewer, StatusCode::OK, &page)
}

/// The languages a party reads: Chinese, and English if that was asked for.
fn languages(party: &Value) -> &'static [Language] {
    let asked = party.pointer("/contact/language").and_then(Value::as_str);
    if asked == Some(ENGLISH) { &[Language::Chinese, Language::English] } else { &[Language::Chinese] }
}

impl Leaf {
    fn of(app: &App, (sheet, shown): (&CaseSheet, &Value), party: &Value) -> Self {
        let languages = languages(party);
        let each =
            |say: &dyn Fn(Language) -> String| languages.iter().map(|one| say(*one)).collect::<Vec<_>>().join(" ");
        let said = |id: &str| each(&|language| language.say(id));
        let named = |say: &dyn Fn(&Names<'_>) -> String| each(&|language| say(&Names::new(app.center(), language)));
        let text = |name: &str| party.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let next = sheet.next_step();
        let has = shown.get("holder").unwrap_or(&Value::Null);
        let lines = [
            ("progress-number", Some(sheet.number.formal())),
            ("progress-state", Some(each(&|language| language.item("state", sheet.state)))),
            ("progress-holder", Some(named(&|names| holder(names, has)))),
            ("news-next", Some(each(&|language| next_step(language, &next)))),
            ("news-until", next.until.map(|day| until(day, next.provisional, said))),
        ];
        let asking = app.options().public_address.as_ref().map(|address| format!("{address}/progress"));
        let asking = asking.map(|address| format!("{} {address}", said("news-ask-online")));
        let notes = asking.into_iter().chain([said("news-ask"), said("news-no-service")]).collect();
        Leaf {
            name: text("name"),
            address: text("address"),
            title: said("news-title"),
            lines: lines.into_iter().filter_map(|(id, text)| Some((said(id), text?))).collect(),
            notes,
            center: named(&|names| names.department(app.center().rulebook().center().as_str())),
            printed: local(app.center().now()),
        }
    }
}
