//! `/progress/asks` and `/progress/own-data`: what a party says and asks with the code of its receipt, beside where its matter
//! stands. Code and digits of the telephone are sent in forms alone, never in an address.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use center::{CitizenAsks, OwnRecord, PassedOn};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::doorway::From;
use super::facts;
use super::names::{Names, local};
use super::online::both;
use super::page::{Frame, Note, show};
use super::progress::ProgressPage;
use super::seat::Guest;
use crate::api::by_code::{self, KnownCode, Way};
use crate::api::citizen;
use crate::app::App;
use crate::problem::{self, Problem};
use crate::request::Language;

/// The questions of an evaluation.
pub(super) const QUESTIONS: [&str; 5] = ["outcome", "heard", "respected", "explained", "effort"];

/// What was typed. All of it is text: an empty field was left out.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) query_code: String,
    request_id: String,
    phone_tail: String,
    pub(super) ask: String,
    outcome: String,
    heard: String,
    respected: String,
    explained: String,
    effort: String,
    pub(super) words: String,
    pub(super) reason: String,
    pub(super) wanted: String,
}

impl Typed {
    /// Whoever typed it is let in, if there is such a code.
    pub(super) async fn let_in(&self, app: &App, way: Way, from: From) -> Result<KnownCode, Problem> {
        by_code::let_in(app, way, from.source(), self.query_code.trim()).await
    }

    fn key(&self) -> Result<Uuid, Problem> {
        Uuid::parse_str(&self.request_id).map_err(|_| Problem::from(problem::KEY_MALFORMED))
    }

    fn tail(&self) -> Option<&str> {
        Some(self.phone_tail.trim()).filter(|tail| !tail.is_empty())
    }

    /// What is said or asked: the fields of this ask alone.
    fn asks(&self) -> Result<CitizenAsks, Problem> {
        let marks = [&self.outcome, &self.heard, &self.respected, &self.explained, &self.effort];
        let marks = QUESTIONS.into_iter().zip(marks).filter(|(_, mark)| !mark.is_empty());
        let text = |name: &str, text: &str| {
            let told = Some(text.trim()).filter(|text| !text.is_empty());
            told.map(|told| (name.to_owned(), Value::from(told)))
        };
        let mut said: Map<String, Value> = Map::new();
        match self.ask.as_str() {
            "evaluate" => {
                said.extend(marks.map(|(name, mark)| (name.to_owned(), json!(mark.parse::<u8>().unwrap_or(0)))));
                said.extend(text("words", &self.words));
            }
            "reopen" => said.extend(text("reason", &self.reason)),
            "correct" => said.extend(text("wanted", &self.wanted)),
            _ => {}
        }
        said.insert("ask".to_owned(), json!(self.ask));
        serde_json::from_value(Value::Object(said)).map_err(|_| Problem::from(problem::SHAPE))
    }
}

/// Something is said or asked.
pub(crate) async fn ask(State(app): State<App>, from: From, guest: Guest, Form(typed): Form<Typed>) -> Response {
    let code = match typed.let_in(&app, Way::ASKS, from).await {
        Ok(code) => code,
        Err(problem) => return ProgressPage::refused(&guest, &problem),
    };
    let asked = async {
        let (key, asks) = (typed.key()?, typed.asks()?);
        citizen::ask(&app, key, (&code, typed.tail()), asks).await
    };
    match asked.await {
        Ok(()) => {
            let note =
                Note::in_both(guest.language, "good", "citizen-done", |language| language.say("citizen-done-lead"));
            let left = Typed { query_code: typed.query_code, ..Typed::default() };
            ProgressPage::again(&app, &guest, (&code, left), (StatusCode::CREATED, note)).await
        }
        Err(problem) => ProgressPage::again(&app, &guest, (&code, typed), not_done(&guest, &problem)).await,
    }
}

fn not_done(guest: &Guest, problem: &Problem) -> (StatusCode, Note) {
    (problem.status(), Note::in_both(guest.language, "stop", "citizen-not-done", |language| problem.said(language)))
}

/// One of what was recorded, in both languages.
struct Recorded {
    title: String,
    at: String,
    pairs: Vec<(String, String)>,
}

/// What is held about a party, to be printed.
#[derive(Template)]
#[template(path = "own.html")]
struct Own {
    frame: Frame,
    number: String,
    center: String,
    printed: String,
    claim: String,
    pairs: Vec<(String, String)>,
    recorded: Vec<Recorded>,
    /// To whom it was passed on.
    passed_on: Vec<Recorded>,
}

impl Own {
    /// A text of the page in both languages.
    fn both(&self, id: &str) -> String {
        both(|language| language.say(id))
    }

    fn of(app: &App, guest: &Guest, own: &OwnRecord) -> Self {
        let names = [Language::Chinese, Language::English].map(|language| Names::new(app.center(), language));
        let text = |fact: &Value, name: &str| fact.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let recorded = |fact: &Value| Recorded {
            title: both(|language| language.fact(&text(fact, "kind"))),
            at: local(text(fact, "at").parse::<Timestamp>().unwrap_or_default()),
            pairs: pairs(&names, &without_party(fact.get("body").unwrap_or(&Value::Null))),
        };
        let center = app.center().rulebook().center().as_str();
        Self {
            frame: Frame::of_guest(guest),
            number: own.number.to_string(),
            center: in_each(&names, |names| names.department(center)),
            printed: local(app.center().now()),
            claim: own.claim.clone().unwrap_or_default(),
            pairs: pairs(&names, &own.party),
            recorded: own.recorded.iter().map(recorded).collect(),
            passed_on: own.passed_on.iter().map(|line| passed_on(&names, line)).collect(),
        }
    }
}

/// What these call something, one after the other.
pub(super) fn in_each(names: &[Names<'_>; 2], say: impl Fn(&Names<'_>) -> String) -> String {
    names.iter().map(say).collect::<Vec<_>>().join(" ")
}

/// One line of whom it was passed on to: the body, how and on what ground, and what of it.
fn passed_on(names: &[Names<'_>; 2], line: &PassedOn) -> Recorded {
    let PassedOn { to, at, by, ground, classes, parts } = line;
    let words = |language: Language| {
        let classes = classes.iter().map(|class| language.item("field_class", class.as_str()));
        let parts = parts.iter().map(|part| language.item("package_item", part.as_str()));
        classes.chain(parts).collect::<Vec<_>>().join("、")
    };
    let called = |id: &str| both(|language| language.say(id));
    Recorded {
        title: in_each(names, |names| names.department(to.as_str())),
        at: local(*at),
        pairs: vec![
            (called("own-passed-by"), both(|language| language.item("passed_by", by.as_str()))),
            (called("own-passed-ground"), both(|language| language.item("sharing_basis", ground.as_str()))),
            (called("own-passed-what"), both(words)),
        ],
    }
}

/// Everything here is about one party: its id says nothing to it.
fn without_party(body: &Value) -> Value {
    let mut left = body.clone();
    left.as_object_mut().and_then(|fields| fields.remove("party"));
    left
}

/// What a body says, Chinese first, English second; what is the same in both is said once.
fn pairs(names: &[Names<'_>; 2], body: &Value) -> Vec<(String, String)> {
    let [chinese, english] = names;
    let joined = |(chinese, english): (String, String)| {
        if chinese == english { chinese } else { format!("{chinese} {english}") }
    };
    let pairs = facts::pairs(chinese, body).into_iter().zip(facts::pairs(english, body));
    pairs.map(|(zh, en)| (joined((zh.0, en.0)), joined((zh.1, en.1)))).collect()
}

/// What is held about whoever holds the code.
pub(crate) async fn own_data(State(app): State<App>, from: From, guest: Guest, Form(typed): Form<Typed>) -> Response {
    let code = match typed.let_in(&app, Way::OWN_DATA, from).await {
        Ok(code) => code,
        Err(problem) => return ProgressPage::refused(&guest, &problem),
    };
    let asked = async { citizen::own_data(&app, typed.key()?, (&code, typed.tail())).await };
    match asked.await {
        Ok(own) => show(StatusCode::OK, &Own::of(&app, &guest, &own)),
        Err(problem) => {
            let typed = Typed { ask: "own".to_owned(), ..typed };
            ProgressPage::again(&app, &guest, (&code, typed), not_done(&guest, &problem)).await
        }
    }
}
