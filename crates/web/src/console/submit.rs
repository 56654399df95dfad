//! From a form to the center and back: the order that is made of what was typed, and the note that says why not.

use access::Viewer;
use axum::http::StatusCode;
use center::{Done, Failure, Order};
use jiff::Timestamp;
use serde_json::Value;
use timeline::{Channel, Entry, Reference, RequestId, StreamId};
use uuid::Uuid;

use super::acts::Act;
use super::facts::Fact;
use super::forms::{OWN_REFERENCE, case_number};
use super::names::Names;
use super::page::{Line, Note};
use super::seat::Clerk;
use super::typed::{Typed, moment};
use crate::api::register::Ends;
use crate::app::App;
use crate::identity::needs_proof;
use crate::problem::Problem;
use crate::request::Language;

/// The fields that name another case.
const OTHER_CASES: [&str; 3] = ["case", "part_of", "other"];

/// Why a form comes back.
pub(crate) struct NotDone {
    /// The status of the page.
    pub(crate) status: StatusCode,
    /// What it says on top.
    pub(crate) note: Box<Note>,
}

impl NotDone {
    /// What goes along with the form was not taken.
    pub(crate) fn of_problem(language: Language, problem: &Problem) -> Self {
        Self::with(problem.status(), Note::of_problem(language, "note-not-stored", problem))
    }

    /// What was asked at the door was not done.
    pub(crate) fn at_the_door(language: Language, problem: &Problem) -> Self {
        Self::with(problem.status(), Note::of_problem(language, "door-not-done", problem))
    }

    /// This is said, under this status.
    fn with(status: StatusCode, note: Note) -> Self {
        Self { status, note: Box::new(note) }
    }

    /// Nothing, if it was proved a short while ago who sits there.
    pub(crate) fn unless_proved(app: &App, clerk: &Clerk) -> Result<(), Self> {
        clerk.seat.proof.check_fresh(app.center().now()).map_err(|problem| Self::unproved(clerk, &problem))
    }

    /// It has to be proved first who sits there; the way leads there and back to this page.
    fn unproved(clerk: &Clerk, problem: &Problem) -> Self {
        let note = Note::in_both(clerk.language, "warn", "note-proof", |language| problem.said(language));
        let way = format!("/proof?back={}", clerk.path);
        Self::with(problem.status(), note.leading_to(way, clerk.language.say("note-go")))
    }
}

/// What is being asked.
pub(crate) struct Asking<'a> {
    /// The service.
    pub(crate) app: &'a App,
    /// Who asks.
    pub(crate) clerk: &'a Clerk,
    /// What is asked.
    pub(crate) act: &'a Act,
    /// The case it is asked about; `None` begins one.
    pub(crate) stream: Option<StreamId>,
    /// What was typed.
    pub(crate) typed: &'a Typed,
}

impl Asking<'_> {
    /// Hands the form in.
    ///
    /// # Errors
    /// The note to show above the form, with everything that was typed still in it.
    pub(crate) async fn submit(&self, names: &Names<'_>) -> Result<Done, NotDone> {
        let order = self.order(names)?;
        if needs_proof(order.command.action()) {
            NotDone::unless_proved(self.app, self.clerk)?;
        }
        let ends = Ends::of(&order.command);
        let done = self.app.center().submit(order).await.map_err(|failure| not_done(names, &failure))?;
        ends.at(self.app).map_err(|problem| NotDone::of_problem(names.language, &problem))?;
        Ok(done)
    }

    fn order(&self, names: &Names<'_>) -> Result<Order, NotDone> {
        let json = self.typed.command(&self.act.word, &self.act.fields);
        let mut json = json.map_err(|field| unreadable(names.language, Some(&field.field), None))?;
        self.name_by_id(&mut json).map_err(|()| not_done(names, &Failure::NotFound))?;
        let command = self.act.desk.read(json.to_string().as_bytes());
        let command = command.map_err(|error| unreadable(names.language, None, Some(reason(&error))))?;
        Ok(Order {
            actor: self.clerk.seat.actor.clone(),
            stream: self.stream,
            request: request_of(self.typed),
            seen_version: self.stream.and_then(|_| self.typed.text("version").parse().ok()),
            occurred_at: self.occurred_at(names.language)?,
            window: self.clerk.seat.window.clone(),
            channel: Channel::from_name(self.typed.text("channel")).unwrap_or(Channel::Window),
            on_behalf_of: self.clerk.seat.on_behalf_of.clone(),
            legal_basis: None,
            reference: self.reference(names.language)?,
            command,
        })
    }

    /// Puts the id of another case where its number was typed, as it stands on paper.
    ///
    /// # Errors
    /// There is no case of this number.
    fn name_by_id(&self, command: &mut Value) -> Result<(), ()> {
        for field in OTHER_CASES {
            let typed =
                command.get_mut(field).filter(|typed| typed.as_str().is_some_and(|id| id.parse::<Uuid>().is_err()));
            let Some(typed) = typed else { continue };
            let Some(number) = typed.as_str().and_then(case_number) else { continue };
            *typed = self.app.center().find_number(number).ok_or(())?.to_string().into();
        }
        Ok(())
    }

    fn reference(&self, language: Language) -> Result<Option<Reference>, NotDone> {
        let text = self.typed.text(OWN_REFERENCE).trim();
        if text.is_empty() {
            return Ok(None);
        }
        Reference::parse(text).map(Some).map_err(|_| unreadable(language, Some(OWN_REFERENCE), None))
    }

    fn occurred_at(&self, language: Language) -> Result<Option<Timestamp>, NotDone> {
        let text = self.typed.text("occurred_at");
        if text.is_empty() {
            return Ok(None);
        }
        let parsed = moment(text).and_then(|text| text.parse().ok());
        parsed.map(Some).ok_or_else(|| unreadable(language, Some("occurred_at"), None))
    }
}

/// The id of the request a form carries: a retry carries the same.
fn request_of(typed: &Typed) -> RequestId {
    typed.text("request-id").parse().unwrap_or_else(|_| RequestId::new(Uuid::now_v7()))
}

/// What a parser says without the place in a text nobody has seen.
fn reason(error: &center::CommandError) -> String {
    let text = match error {
        center::CommandError::Body(error) => error.to_string(),
        center::CommandError::NoSuchDesk { .. } => error.to_string(),
    };
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn unreadable(language: Language, field: Option<&str>, reason: Option<String>) -> NotDone {
    let mut note = Note::new(language, "stop", "note-unreadable", &[]);
    if let Some(field) = field {
        let text = language.say_of("note-unreadable-field", "field", &language.field(field));
        note.lines.push(Line { lang: language.page_tag(), text });
    }
    note.lines.extend(reason.map(|text| Line { lang: Language::English.page_tag(), text }));
    NotDone::with(StatusCode::UNPROCESSABLE_ENTITY, note)
}

/// The note for whatever stood in the way.
fn not_done(names: &Names<'_>, failure: &Failure) -> NotDone {
    let language = names.language;
    let both = |tone, title: &str, text: &dyn Fn(Language) -> String| Note::in_both(language, tone, title, text);
    let plain = |tone, title: &str, lead: &'static str| both(tone, title, &|language| language.say(lead));
    let failed = |code: &'static str| {
        both("stop", "note-failed", &|language| language.say_of("note-failed-lead", "code", &code))
    };
    let (status, note) = match failure {
        Failure::Refused(refused) => {
            let say = |language: Language| language.refusal(refused.code, &said(names, language, &refused.args));
            (StatusCode::UNPROCESSABLE_ENTITY, both("stop", "note-refused", &say))
        }
        Failure::Denied { rule } => {
            (StatusCode::FORBIDDEN, both("stop", "note-denied", &|language| language.denial(rule.as_str())))
        }
        Failure::NotFound => (StatusCode::NOT_FOUND, plain("warn", "note-missing", "note-missing-lead")),
        Failure::Conflict { version: _, since } => {
            let mut note = plain("warn", "note-conflict", "note-conflict-lead");
            note.facts = lines(names, since);
            (StatusCode::PRECONDITION_FAILED, note)
        }
        Failure::RequestReused => {
            (StatusCode::UNPROCESSABLE_ENTITY, plain("stop", "note-repeated", "note-repeated-lead"))
        }
        Failure::InFlight => (StatusCode::CONFLICT, failed("request.in_flight")),
        Failure::NotWritable(_) => (StatusCode::SERVICE_UNAVAILABLE, failed("log.not_writable")),
        Failure::KeysFailed { what } => {
            tracing::error!(what, "the keyring cannot be written: the center must be started again");
            (StatusCode::SERVICE_UNAVAILABLE, failed("keys.failed"))
        }
        Failure::Failed { what } => {
            tracing::error!(what, "an order from the console failed");
            (StatusCode::INTERNAL_SERVER_ERROR, failed("server.failed"))
        }
    };
    NotDone::with(status, note)
}

/// The arguments of a refusal as people call them.
fn said(names: &Names<'_>, language: Language, args: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let names = Names { center: names.center, language, parties: names.parties.clone() };
    let field = |name: &'static str| if name == "holder" || name == "court" { "department" } else { name };
    args.iter().map(|(name, value)| (*name, names.text(field(name), value))).collect()
}

/// Facts in a note. They concern a case the reader works on, but nothing personal belongs in a warning.
fn lines(names: &Names<'_>, facts: &[Entry]) -> Vec<Fact> {
    let told = facts.iter().filter(|entry| Viewer::STRANGER.hears(&entry.event));
    told.map(|entry| Fact::of(names, &center::shown((entry.version, entry), &Viewer::STRANGER, names.center.opener())))
        .collect()
}
