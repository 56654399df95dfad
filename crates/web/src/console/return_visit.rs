//! `/cases/{id}/return-visits/{record}`: the record of a return visit, to be printed for the dossier.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use timeline::CaseId;

use super::denied::not_shown;
use super::names::Names;
use super::page::{Frame, missing, show_to};
use super::seat::Clerk;
use crate::app::App;

/// What the paper says, in its order (part 10 of a people's mediation dossier).
const LINES: &[&str] = &[
    "agreement",
    "party",
    "reason",
    "due",
    "made_on",
    "performed",
    "satisfied",
    "later_suit",
    "new_signs",
    "measures",
    "visitor",
    "department",
];

#[derive(Template)]
#[template(path = "return_visit.html")]
struct Record {
    frame: Frame,
    case: String,
    number: String,
    record: u32,
    pairs: Vec<(String, String)>,
    center: String,
    made_on: String,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path((id, record)): Path<(String, String)>) -> Response {
    let (Ok(case), Ok(record)) = (id.parse::<CaseId>(), record.parse::<u32>()) else { return missing(&clerk) };
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.return_visit(&actor, case, record));
    let sheet = match read.await {
        Ok(Some(sheet)) => sheet,
        Ok(None) => return missing(&clerk),
        Err(problem) => return not_shown(&clerk, case, &problem),
    };
    let (shown, viewer) = (sheet.shown(), *sheet.viewer());
    let plain = Names::new(app.center(), clerk.language);
    let names = Names { parties: plain.parties_of(&shown), ..plain };
    show_to(&viewer, StatusCode::OK, &Record::of(&names, Frame::of(&clerk, ""), &shown, record))
}

impl Record {
    fn of(names: &Names<'_>, frame: Frame, shown: &Value, record: u32) -> Self {
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let line = |name: &&str| (names.column(name), names.value(name, shown.get(*name).unwrap_or(&Value::Null)));
        Self {
            frame,
            case: text("case"),
            number: text("number"),
            record,
            pairs: LINES.iter().map(line).collect(),
            center: names.department(names.center.rulebook().center().as_str()),
            made_on: text("made_on"),
        }
    }
}
