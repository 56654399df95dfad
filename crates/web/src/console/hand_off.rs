//! `/cases/{id}/hand-offs/{number}`: a package for a court, to be printed and to go with the papers.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use timeline::CaseId;

use super::names::{Names, local};
use super::page::{Frame, missing, show};
use super::seat::Clerk;
use super::tables::{Table, table};
use crate::app::App;

/// What the page says in a way of its own, or elsewhere.
const APART: &[&str] =
    &["case", "number", "hand_off", "complete", "missing", "parties", "apart", "evidence", "undisputed_facts"];

#[derive(Template)]
#[template(path = "hand_off.html")]
struct Package {
    frame: Frame,
    case: String,
    number: String,
    hand_off: u32,
    /// Court, purpose, claim, report, agreement: label and text.
    pairs: Vec<(String, String)>,
    parties: Table,
    /// What goes to the court on a leaf of its own; empty if nobody is under protection.
    apart: Table,
    evidence: Table,
    undisputed: Vec<String>,
    /// What is not there; empty if the package is complete.
    missing: String,
    center: String,
    printed: String,
}

/// The page.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path((id, number)): Path<(String, String)>) -> Response {
    let (Ok(case), Ok(number)) = (id.parse::<CaseId>(), number.parse::<u32>()) else { return missing(&clerk) };
    let (center, actor) = (app.center().clone(), clerk.seat.actor.clone());
    let read = move || Some(center.hand_off(&actor, case, number).ok()??.shown());
    // The log is read from the disk: not a thing for the thread that serves everybody.
    let Ok(Some(shown)) = tokio::task::spawn_blocking(read).await else { return missing(&clerk) };
    let plain = Names::new(app.center(), clerk.language);
    let names = Names { parties: plain.parties_of(&shown), ..plain };
    show(StatusCode::OK, &Package::of(&names, Frame::of(&clerk, ""), &shown, number))
}

impl Package {
    fn of(names: &Names<'_>, frame: Frame, shown: &Value, hand_off: u32) -> Self {
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let rows = |name: &str| shown.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let undisputed = rows("undisputed_facts");
        Self {
            frame,
            case: text("case"),
            number: text("number"),
            hand_off,
            pairs: pairs(names, shown),
            parties: table(names, &rows("parties"), &["id", "address_protected"]),
            apart: table(names, &rows("apart"), &[]),
            evidence: table(names, &rows("evidence"), &[]),
            undisputed: undisputed.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            missing: names.value("missing", shown.get("missing").unwrap_or(&Value::Null)),
            center: names.department(names.center.rulebook().center().as_str()),
            printed: local(names.center.now()),
        }
    }
}

/// Whatever else the package says, in the order it is told.
fn pairs(names: &Names<'_>, shown: &Value) -> Vec<(String, String)> {
    let fields = shown.as_object().into_iter().flatten().filter(|(name, _)| !APART.contains(&name.as_str()));
    let pair = |(name, value): (&String, &Value)| (names.column(name), names.value(name, value));
    fields.map(pair).filter(|pair| !pair.1.is_empty()).collect()
}
