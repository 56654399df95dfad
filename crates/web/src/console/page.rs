//! What all pages share: the frame around them, notes on top of them, and how a page becomes an answer.

use access::{Action, Viewer};
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::facts::Fact;
use super::seat::{self, Clerk, Guest, Seat};
use crate::edge::Even;
use crate::endpoint::lacks;
use crate::problem::Problem;
use crate::request::Language;
use crate::respond;

/// The frame around a page: language, desk, where we are.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    language: Language,
    /// Whether the text is large.
    pub(crate) large: bool,
    /// The desk, once one is chosen.
    pub(crate) seat: Option<Seat>,
    /// The entry of the menu this page belongs to.
    pub(crate) current: &'static str,
    /// The address of the page, for the way back after the language was switched.
    pub(crate) path: String,
    /// Whether everything on the page is made up.
    pub(crate) demo: bool,
}

impl Frame {
    /// The frame for somebody at a desk.
    pub(crate) fn of(clerk: &Clerk, current: &'static str) -> Self {
        Self {
            language: clerk.language,
            large: clerk.large,
            seat: Some(clerk.seat.clone()),
            current,
            path: clerk.path.clone(),
            demo: clerk.demo,
        }
    }

    /// The frame for whoever comes.
    pub(crate) fn of_guest(guest: &Guest) -> Self {
        Self {
            language: guest.language,
            large: guest.large,
            seat: guest.seat.clone(),
            current: "",
            path: guest.path.clone(),
            demo: guest.demo,
        }
    }

    /// Whether whoever sits there has this task at all.
    fn has_task(&self, action: Action) -> bool {
        self.seat.as_ref().is_some_and(|seat| !lacks(&seat.actor, action))
    }

    /// Whether the accounts are for them to see.
    pub(crate) fn keeps_accounts(&self) -> bool {
        self.has_task(Action::ReadAccounts)
    }

    /// Whether programs may ask in their name; nobody signs in, and so no program, in a demonstration.
    pub(crate) fn issues_tokens(&self) -> bool {
        !self.demo && self.has_task(Action::IssueToken)
    }

    /// Whether it is for them to see who is to be forgotten.
    pub(crate) fn keeps_erasures(&self) -> bool {
        self.has_task(Action::ReadErasures)
    }

    /// Whether they work on cases, or watch over whoever does.
    pub(crate) fn reads_views(&self) -> bool {
        self.has_task(Action::ReadView)
    }

    /// Whether it is for them to see how departments are told.
    pub(crate) fn sees_subscriptions(&self) -> bool {
        self.has_task(Action::ReadSubscriptions)
    }

    /// Where accusations are for whoever sits there: where some may lie, or where they are only taken down; empty if nowhere.
    pub(crate) fn accusations(&self) -> &'static str {
        match (self.has_task(Action::ReadAccusation), self.has_task(Action::RegisterAccusation)) {
            (true, _) => "/accusations",
            (false, true) => "/accusations/new",
            (false, false) => "",
        }
    }

    /// Whether it sees what was drawn for those who oversee from outside.
    pub(crate) fn oversees(&self) -> bool {
        self.has_task(Action::ReadSample)
    }

    /// Whether it could be let into a case.
    pub(crate) fn is_admitted(&self) -> bool {
        self.has_task(Action::RequestAccess)
    }

    /// Whether whoever sits there watches over who looks at what.
    pub(crate) fn watches(&self) -> bool {
        self.has_task(Action::WatchLooks)
    }

    /// The words of this id.
    pub(crate) fn say(&self, id: &str) -> String {
        self.language.say(id)
    }

    /// The language of the page.
    pub(crate) fn lang(&self) -> &'static str {
        self.language.page_tag()
    }

    /// The other language.
    pub(crate) fn other_tag(&self) -> &'static str {
        self.language.other().page_tag()
    }
}

/// A line of a note, in its language.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The language it is in.
    pub(crate) lang: &'static str,
    /// What it says.
    pub(crate) text: String,
}

/// Something that must be read before the rest of the page.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// `good`, `warn` or `stop`.
    pub(crate) tone: &'static str,
    /// What it is about.
    pub(crate) title: String,
    /// What it says.
    pub(crate) lines: Vec<Line>,
    /// A secret that is shown this once; empty if there is none.
    pub(crate) secret: String,
    /// Facts it is about.
    pub(crate) facts: Vec<Fact>,
    /// Where it leads, and what the way there is called.
    pub(crate) way: Option<(String, String)>,
}

impl Note {
    /// A note in the language of the page.
    pub(crate) fn new(language: Language, tone: &'static str, title: &str, lines: &[String]) -> Self {
        let line = |text: &String| Line { lang: language.page_tag(), text: text.clone() };
        Self {
            tone,
            title: language.say(title),
            lines: lines.iter().map(line).collect(),
            secret: String::new(),
            facts: Vec::new(),
            way: None,
        }
    }

    /// A note that says the same in both languages: staff and citizen read it together.
    pub(crate) fn in_both(
        language: Language,
        tone: &'static str,
        title: &str,
        text: impl Fn(Language) -> String,
    ) -> Self {
        let line = |language: Language| Line { lang: language.page_tag(), text: text(language) };
        Self { lines: vec![line(language), line(language.other())], ..Self::new(language, tone, title, &[]) }
    }

    /// Why something was not done, in the words of the rule if it was refused.
    pub(crate) fn of_problem(language: Language, title: &str, problem: &Problem) -> Self {
        let said = |language: Language| match problem.args() {
            Some(args) => language.refusal(problem.code(), &args),
            None => problem.said(language),
        };
        Self::in_both(language, "stop", title, said)
    }

    /// The same with a secret that nobody can show again.
    pub(crate) fn telling(self, secret: String) -> Self {
        Self { secret, ..self }
    }

    /// The same with a way on.
    pub(crate) fn leading_to(self, address: impl Into<String>, called: String) -> Self {
        Self { way: Some((address.into(), called)), ..self }
    }
}

/// A page with nothing but a note.
#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    frame: Frame,
    title: String,
    notes: Vec<Note>,
}

/// A page as an answer.
pub(crate) fn show(status: StatusCode, page: &impl Template) -> Response {
    shown(status, page, String::into_bytes)
}

/// A page, with whatever becomes of its text.
fn shown(status: StatusCode, page: &impl Template, become_bytes: impl FnOnce(String) -> Vec<u8>) -> Response {
    match page.render() {
        Ok(html) => (status, Html(become_bytes(html))).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            Problem::from(crate::problem::FAILED).into_response()
        }
    }
}

/// A page of a length and at a time that tell nothing.
pub(crate) fn show_alike(status: StatusCode, page: &impl Template) -> Response {
    Even.on(shown(status, page, |html| respond::filled_up(html.into_bytes())))
}

/// A page that shows something disclosed for this viewer.
pub(crate) fn show_to(viewer: &Viewer, status: StatusCode, page: &impl Template) -> Response {
    respond::seen_by(show(status, page), viewer)
}

/// A page that says only this.
pub(crate) fn message(frame: Frame, status: StatusCode, note: Note) -> Response {
    message_after(frame, status, Vec::new(), note)
}

/// The same below notes on what was done before.
pub(crate) fn message_after(frame: Frame, status: StatusCode, before: Vec<Note>, note: Note) -> Response {
    let title = note.title.clone();
    show(status, &Message { frame, title, notes: before.into_iter().chain([note]).collect() })
}

/// There is no such case, or none for this reader.
pub(crate) fn missing(clerk: &Clerk) -> Response {
    let note = Note::in_both(clerk.language, "warn", "note-missing", |language| language.say("note-missing-lead"));
    message(Frame::of(clerk, ""), StatusCode::NOT_FOUND, note)
}

/// The role has no such task.
pub(crate) fn not_this_role(guest: &Guest) -> Response {
    let said = |language: Language| language.say("denial-access-not_this_role");
    let note = Note::in_both(guest.language, "stop", "note-denied", said);
    message(Frame::of_guest(guest), StatusCode::FORBIDDEN, note)
}

/// The request came from another site.
pub(crate) fn foreign(headers: &HeaderMap) -> Response {
    let (language, path) = (seat::language(headers), "/desk".to_owned());
    let guest = Guest { language, large: false, seat: None, path, demo: false, totp_due: false };
    let note = Note::in_both(guest.language, "stop", "note-foreign", |language| language.say("note-foreign-lead"));
    message(Frame::of_guest(&guest), StatusCode::FORBIDDEN, note)
}
