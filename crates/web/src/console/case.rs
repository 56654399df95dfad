//! `/cases/{id}`: a case, who has it now, what can be done, and everything that happened to it.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use center::Context;
use serde::Deserialize;
use serde_json::Value;
use timeline::CaseId;

use super::acts::{self, Act};
use super::denied::{not_shown, not_shown_after};
use super::desk::WORK_LIST;
use super::doable::Doable;
use super::facts::Fact;
use super::forms;
use super::lists::Shelf;
use super::names::Names;
use super::page::{self, Frame, Note, show_to};
use super::reveal;
use super::seat::Clerk;
use super::sheet::{Sheet, open};
use super::submit::{Asking, NotDone};
use super::typed::Typed;
use crate::app::App;

/// The fact a return visit is recorded with.
const VISITED: &str = "mediation.return_visit_made";

/// What one desk can be asked.
struct Desk {
    name: String,
    acts: Vec<Doable>,
}

/// What was put together for a court or another body.
struct Document {
    /// Its address below that of the case.
    below: &'static str,
    /// The words of its title.
    title: &'static str,
    number: u64,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    frame: Frame,
    notes: Vec<Note>,
    case: Sheet,
    facts: Vec<Fact>,
    desks: Vec<Desk>,
    /// What was put together for courts and other bodies.
    documents: Vec<Document>,
    /// Whose receipts may be printed with their codes: id and name.
    papers: Vec<(String, String)>,
    /// The numbers of the records of return visits.
    records: Vec<usize>,
    /// What is usually done next, if the reader may: word and name.
    next: Option<(&'static str, String)>,
    /// Why everything may be shown, if something is masked: word and text.
    reasons: Vec<(&'static str, String)>,
    /// Whether fewer than usual may know what it says, and whoever looks is none of them.
    shut: bool,
}

/// A form that comes back, with what was typed into it.
#[derive(Clone, Copy)]
struct Back<'a> {
    act: &'a Act,
    typed: &'a Typed,
}

/// What was just done, after the way back from a form.
#[derive(Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

impl Done {
    /// What to say about it.
    pub(crate) fn note(&self, clerk: &Clerk) -> Option<Note> {
        let act = self.done.as_deref().and_then(acts::find)?;
        Some(Note::new(clerk.language, "good", "note-done", &[clerk.language.act(&act.word)]))
    }
}

/// The page.
pub(crate) async fn page(
    State(app): State<App>,
    clerk: Clerk,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let Ok(case) = id.parse::<CaseId>() else { return page::missing(&clerk) };
    let notes = done.note(&clerk).into_iter().collect();
    render(&app, &clerk, case, (StatusCode::OK, notes), None).await
}

/// Something is asked of a desk.
pub(crate) async fn ask(
    State(app): State<App>,
    clerk: Clerk,
    Path((id, word)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let (Ok(case), Some(act)) = (id.parse::<CaseId>(), acts::find(&word)) else { return page::missing(&clerk) };
    answer(&app, &clerk, (case, act), &Typed::new(fields)).await
}

/// Asks what was typed, and shows what came of it.
pub(crate) async fn answer(app: &App, clerk: &Clerk, (case, act): (CaseId, &Act), typed: &Typed) -> Response {
    let opened = match open(app, clerk, case).await {
        Ok(opened) => opened,
        Err(problem) => return not_shown(clerk, case, &problem),
    };
    let names = Names { parties: opened.sheet.names(), ..Names::new(app.center(), clerk.language) };
    let back = Some(Back { act, typed });
    if typed.wants_row().is_some() {
        return render(app, clerk, case, (StatusCode::OK, Vec::new()), back).await;
    }
    let asking = Asking { app, clerk, act, stream: Some(case.into()), typed };
    match asking.submit(&names).await {
        Ok(_) => Redirect::to(&format!("/cases/{case}?done={}", act.word)).into_response(),
        Err(not_done) => render(app, clerk, case, (not_done.status, vec![*not_done.note]), back).await,
    }
}

/// Shows a form again because what goes along with it was not taken.
pub(crate) async fn give_back(
    app: &App,
    clerk: &Clerk,
    (case, act): (CaseId, &Act),
    typed: &Typed,
    not_done: NotDone,
) -> Response {
    render(app, clerk, case, (not_done.status, vec![*not_done.note]), Some(Back { act, typed })).await
}

async fn render(
    app: &App,
    clerk: &Clerk,
    case: CaseId,
    (status, notes): (StatusCode, Vec<Note>),
    back: Option<Back<'_>>,
) -> Response {
    let opened = match open(app, clerk, case).await {
        Ok(opened) => opened,
        Err(problem) => return not_shown_after(clerk, case, &problem, notes),
    };
    let names = Names { parties: opened.sheet.names(), ..Names::new(app.center(), clerk.language) };
    let documents = opened.facts.iter().filter_map(document).collect();
    let visits = opened.facts.iter().filter(|fact| fact.get("kind").is_some_and(|kind| kind == VISITED));
    let records = (1..=visits.count()).collect();
    let mut facts: Vec<Fact> = opened.facts.iter().map(|fact| Fact::of(&names, fact)).collect();
    facts.reverse();
    let shelf =
        Shelf { center: app.center(), language: clerk.language, parties: &names.parties, numbers: &opened.numbers };
    let desks = desks(clerk, &shelf, &opened.sheet, back);
    let papers =
        opened.given_out.iter().map(|given| (given.party.to_string(), opened.sheet.name(given.party))).collect();
    let reasons = reveal::reasons(clerk, &opened.viewer);
    let shut = reveal::is_shut(clerk, &opened.viewer);
    let next = next(app, clerk, case, &opened.sheet.offers);
    let (frame, case) = (Frame::of(clerk, ""), opened.sheet);
    let page = CasePage { frame, notes, case, facts, desks, documents, papers, records, next, reasons, shut };
    show_to(&opened.viewer, status, &page)
}

/// What the list of work calls for next, if it is offered on this page.
fn next(app: &App, clerk: &Clerk, case: CaseId, offers: &[&'static str]) -> Option<(&'static str, String)> {
    let query = timeline::Query { case: Some(case), limit: Some(1), ..timeline::Query::default() };
    let rows = app.center().view(&clerk.seat.actor, WORK_LIST, &query).ok()?.rows;
    let called_for = rows.first()?.get("next")?.as_str()?;
    let word = *offers.iter().find(|offer| **offer == called_for)?;
    Some((word, clerk.language.act(word)))
}

/// The address below the case, the title and the number of the document a fact put together.
fn document(fact: &Value) -> Option<Document> {
    let (field, below, title) = match fact.get("kind")?.as_str()? {
        "litigation.hand_off_assembled" => ("hand_off", "hand-offs", "hand-off-title"),
        "litigation.referral_made" => ("referral", "referrals", "referral-title"),
        _ => return None,
    };
    Some(Document { below, title, number: fact.get("body")?.get(field)?.as_u64()? })
}

/// What the center offers, desk by desk. A form that comes back stays, even if it is offered no more.
fn desks(clerk: &Clerk, shelf: &Shelf<'_>, sheet: &Sheet, back: Option<Back<'_>>) -> Vec<Desk> {
    let doable = |act: &'static Act| {
        let back = back.filter(|back| back.act.word == act.word);
        let offered = sheet.offers.contains(&act.word.as_str()) || back.is_some();
        offered.then(|| doable(clerk, shelf, sheet, act, back))
    };
    let desk = |context: Context| Desk {
        name: clerk.language.item("desk", context.as_str()),
        acts: acts::on_cases(context).filter_map(doable).collect(),
    };
    Context::ALL.into_iter().map(desk).filter(|desk| !desk.acts.is_empty()).collect()
}

fn doable(clerk: &Clerk, shelf: &Shelf<'_>, sheet: &Sheet, act: &'static Act, back: Option<Back<'_>>) -> Doable {
    let nothing = Typed::default();
    let plan = forms::Plan {
        language: clerk.language,
        lists: shelf,
        act,
        action: format!("/cases/{}/acts/{}{}", sheet.id, act.word, if act.carries_file() { "/file" } else { "" }),
        version: Some(sheet.version),
        typed: back.map_or(&nothing, |back| back.typed),
    };
    Doable { command: act.word.clone(), name: clerk.language.act(&act.word), open: back.is_some(), form: plan.form() }
}
