//! What can be done on a page that is about no case: each act with its form, for whoever may do it.

use access::{Action, CaseFacts, decide};
use axum::http::StatusCode;

use super::acts::Act;
use super::forms::Plan;
use super::inputs::{Form, Lists};
use super::names::Names;
use super::page::Note;
use super::seat::Clerk;
use super::submit::Asking;
use super::typed::Typed;

/// One thing that can be done, with its form.
pub(super) struct Doable {
    pub(super) command: String,
    pub(super) name: String,
    pub(super) open: bool,
    pub(super) form: Form,
}

/// A form that comes back, with what was typed into it.
pub(super) struct Back<'a> {
    pub(super) word: &'a str,
    pub(super) typed: &'a Typed,
    pub(super) status: StatusCode,
    pub(super) notes: Vec<Note>,
}

impl<'a> Back<'a> {
    /// Nothing came back: the page is looked at. `typed` is empty.
    pub(super) fn looking(typed: &'a Typed, notes: Vec<Note>) -> Self {
        Self { word: "", typed, status: StatusCode::OK, notes }
    }
}

/// Asks what was typed. What was not done comes back with it.
pub(super) async fn asked<'a>(asking: &'a Asking<'a>) -> Result<center::Done, Back<'a>> {
    let names = Names::new(asking.app.center(), asking.clerk.language);
    asking.submit(&names).await.map_err(|not_done| Back {
        word: &asking.act.word,
        typed: asking.typed,
        status: not_done.status,
        notes: vec![*not_done.note],
    })
}

/// Whether this is among the tasks of whoever sits there.
pub(super) fn may(clerk: &Clerk, act: &Act) -> bool {
    let action = Action::from_name(&act.word);
    action.is_some_and(|action| decide(&clerk.seat.actor, action, &CaseFacts::default()).allowed())
}

impl Doable {
    /// The same, filled in having seen this version.
    pub(super) fn of_version(mut self, version: u64) -> Self {
        self.form.version = Some(version);
        self
    }

    /// An act with its form, which goes to `action`; opened again with what was typed if it is the one that comes back.
    pub(super) fn new(
        clerk: &Clerk,
        lists: &dyn Lists,
        act: &'static Act,
        (action, back): (String, &Back<'_>),
    ) -> Self {
        let (nothing, open) = (Typed::default(), back.word == act.word);
        let typed = if open { back.typed } else { &nothing };
        let plan = Plan { language: clerk.language, lists, act, action, version: None, typed };
        Self { command: act.word.clone(), name: clerk.language.act(&act.word), open, form: plan.form() }
    }
}
