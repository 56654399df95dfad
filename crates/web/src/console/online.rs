//! `/register-online`: the form a citizen fills in at home, without signing in. Chinese first, English second, because
//! whoever reads it has chosen no language here.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use center::{OnlineReceipt, OnlineRegistration};
use serde::Deserialize;
use serde_json::{Value, json};
use timeline::CaseKind;
use uuid::Uuid;

use super::doorway::From;
use super::page::{Frame, Note, show};
use super::seat::Guest;
use super::typed::fen;
use crate::api::registrations;
use crate::app::App;
use crate::problem::{self, Problem};
use crate::request::Language;

/// A choice of a list: what is sent, and what it is called in both languages.
struct Choice {
    code: String,
    called: String,
}

#[derive(Template)]
#[template(path = "online.html")]
struct Online {
    frame: Frame,
    notes: Vec<Note>,
    /// What was registered; without it the form is shown.
    receipt: Option<OnlineReceipt>,
    kinds: Vec<Choice>,
    areas: Vec<Choice>,
    typed: Typed,
}

/// What was typed. All of it is text: an empty field was left out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    request_id: String,
    kind: String,
    area: String,
    claim: String,
    amount: String,
    name: String,
    phone: String,
    address: String,
    other_name: String,
    other_kind: String,
}

impl Online {
    fn of(app: &App, guest: &Guest, typed: Typed) -> Self {
        let called = |list: &str, item: &str| both(|language| language.item(list, item));
        let kind =
            |kind: &CaseKind| Choice { code: kind.as_str().to_owned(), called: called("case_kind", kind.as_str()) };
        let areas = app.center().rulebook().areas();
        Self {
            frame: Frame::of_guest(guest),
            notes: Vec::new(),
            receipt: None,
            kinds: CaseKind::ALL.iter().map(kind).collect(),
            areas: areas
                .map(|area| Choice { code: area.code.to_string(), called: format!("{} {}", area.zh, area.en) })
                .collect(),
            typed,
        }
    }

    /// A text of the page in both languages.
    fn both(&self, id: &str) -> String {
        both(|language| language.say(id))
    }
}

/// Chinese first, English second.
pub(super) fn both(say: impl Fn(Language) -> String) -> String {
    format!("{} {}", say(Language::Chinese), say(Language::English))
}

/// The page.
pub(crate) async fn page(State(app): State<App>, guest: Guest) -> Response {
    let typed = Typed { request_id: Uuid::now_v7().to_string(), kind: "dispute".to_owned(), ..Typed::default() };
    show(StatusCode::OK, &Online::of(&app, &guest, typed))
}

/// Registers what was typed; what cannot be registered comes back with everything still in it.
pub(crate) async fn register(State(app): State<App>, from: From, guest: Guest, Form(typed): Form<Typed>) -> Response {
    let done = match typed.told() {
        Ok(told) => registrations::register(&app, from.source(), told).await,
        Err(problem) => Err(problem),
    };
    match done {
        Ok(receipt) => {
            let page = Online { receipt: Some(receipt), ..Online::of(&app, &guest, Typed::default()) };
            show(StatusCode::CREATED, &page)
        }
        Err(problem) => {
            let note = Note::in_both(guest.language, "stop", "online-not-done", |language| problem.said(language));
            show(problem.status(), &Online { notes: vec![note], ..Online::of(&app, &guest, typed) })
        }
    }
}

impl Typed {
    /// The registration it makes, and the key of the request.
    fn told(&self) -> Result<(Uuid, OnlineRegistration), Problem> {
        let key = Uuid::parse_str(&self.request_id).map_err(|_| Problem::from(problem::KEY_MALFORMED))?;
        let amount = match self.amount.trim() {
            "" => None,
            text => Some(fen(text).ok_or_else(|| Problem::at(problem::SHAPE, "/amount", "no amount in yuan"))?),
        };
        let mut parties = vec![json!({ "role": "applicant", "kind": "person", "name": given(&self.name),
            "phone": given(&self.phone), "address": given(&self.address) })];
        if let Some(name) = given(&self.other_name) {
            parties.push(json!({ "role": "respondent", "kind": self.other_kind, "name": name }));
        }
        let told = json!({ "kind": self.kind, "claim": given(&self.claim), "area": self.area, "amount": amount,
            "parties": parties });
        let told = serde_json::from_value::<OnlineRegistration>(told);
        Ok((key, told.map_err(|_| Problem::from(problem::SHAPE))?))
    }
}

/// A text, if there is one.
fn given(text: &str) -> Option<Value> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(Value::from)
}
