//! A list of the center with what can be done beside it, and one entry of a register on a page of its own: what is known of
//! it, what can be done about it, what happened to it.

use askama::Template;

use super::doable::Doable;
use super::facts::Fact;
use super::page::{Frame, Note};
use super::tables::Table;

/// A table with a title.
pub(super) struct Part {
    /// What it shows.
    pub(super) title: String,
    /// Its rows.
    pub(super) table: Table,
}

/// Lists of the center, and what can be asked.
#[derive(Template)]
#[template(path = "house.html")]
pub(super) struct House {
    pub(super) frame: Frame,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) notes: Vec<Note>,
    pub(super) acts: Vec<Doable>,
    pub(super) parts: Vec<Part>,
}

/// One entry. The way back leads to the page of the menu it belongs to.
#[derive(Template)]
#[template(path = "entry.html")]
pub(super) struct Entry {
    pub(super) frame: Frame,
    pub(super) notes: Vec<Note>,
    /// What it is called.
    pub(super) name: String,
    /// What its register is called.
    pub(super) register: String,
    /// What is known of it.
    pub(super) pairs: Vec<(String, String)>,
    /// What belongs to it.
    pub(super) parts: Vec<Part>,
    pub(super) acts: Vec<Doable>,
    /// What happened to it, newest first, as far as the reader may see it.
    pub(super) facts: Vec<Fact>,
    /// Other pages about it: address and name.
    pub(super) ways: Vec<(String, String)>,
}
