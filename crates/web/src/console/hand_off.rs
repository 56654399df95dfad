//! `/cases/{id}/hand-offs/{number}` and `/cases/{id}/referrals/{number}`: a package for a court, or what went with a
//! referral to another body, to be printed and to go with the papers.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use center::HandOffSheet;
use serde_json::Value;
use timeline::CaseId;

use super::denied::not_shown;
use super::names::{Names, local};
use super::page::{Frame, missing, show_to};
use super::seat::Clerk;
use super::tables::{Table, table};
use crate::app::App;
use crate::problem::Problem;

/// What the page says in a way of its own, or elsewhere.
const APART: &[&str] = &[
    "case",
    "number",
    "hand_off",
    "referral",
    "complete",
    "missing",
    "parties",
    "apart",
    "evidence",
    "undisputed_facts",
];

#[derive(Template)]
#[template(path = "hand_off.html")]
struct Package {
    frame: Frame,
    case: String,
    number: String,
    /// What it is, with its number within the case.
    title: String,
    /// For whom, what is asked, claim, report, agreement: label and text.
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

/// The page of a package.
pub(crate) async fn page(State(app): State<App>, clerk: Clerk, Path((id, number)): Path<(String, String)>) -> Response {
    let (Ok(case), Ok(number)) = (id.parse::<CaseId>(), number.parse::<u32>()) else { return missing(&clerk) };
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.hand_off(&actor, case, number));
    document(&app, &clerk, case, ("hand-off-title", number), read.await)
}

/// The page of a referral.
pub(crate) async fn referral(
    State(app): State<App>,
    clerk: Clerk,
    Path((id, number)): Path<(String, String)>,
) -> Response {
    let (Ok(case), Ok(number)) = (id.parse::<CaseId>(), number.parse::<u32>()) else { return missing(&clerk) };
    let actor = clerk.seat.actor.clone();
    let read = app.read(move |center| center.referral(&actor, case, number));
    document(&app, &clerk, case, ("referral-title", number), read.await)
}

/// What was read of a case, under this title and with its number.
fn document(
    app: &App,
    clerk: &Clerk,
    case: CaseId,
    (title, number): (&str, u32),
    read: Result<Option<HandOffSheet>, Problem>,
) -> Response {
    let sheet = match read {
        Ok(Some(sheet)) => sheet,
        Ok(None) => return missing(clerk),
        Err(problem) => return not_shown(clerk, case, &problem),
    };
    let (shown, viewer) = (sheet.shown(), *sheet.viewer());
    let plain = Names::new(app.center(), clerk.language);
    let names = Names { parties: plain.parties_of(&shown), ..plain };
    let title = format!("{} {number}", clerk.language.say(title));
    show_to(&viewer, StatusCode::OK, &Package::of(&names, Frame::of(clerk, ""), &shown, title))
}

impl Package {
    fn of(names: &Names<'_>, frame: Frame, shown: &Value, title: String) -> Self {
        let text = |name: &str| shown.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let rows = |name: &str| shown.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let undisputed = rows("undisputed_facts");
        Self {
            frame,
            case: text("case"),
            number: text("number"),
            title,
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
