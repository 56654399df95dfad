//! Rates as the center tells them: never a bare percentage, always what was counted, among what, by which definition.
//!
//! Published success rates of centers lie between 44 and 99 percent because their denominators differ; so a rate without
//! its predicate says nothing.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{Entry, PackVersion};

/// What a rate counts, by a fixed name and in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Predicate {
    /// The name it is cited by. Another definition gets another name.
    pub(crate) id: &'static str,
    /// Numerator and denominator, in Chinese.
    pub(crate) zh: &'static str,
    /// The same in English.
    pub(crate) en: &'static str,
    /// How it is read.
    pub(crate) form: Form,
}

/// How a rate is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    /// A share of the denominator, never more than it.
    Share,
    /// So many for each of the denominator.
    Mean,
}

impl Predicate {
    /// The rate: so many among so many.
    pub(crate) fn rate(&self, numerator: u64, denominator: u64, packs: &Packs) -> Value {
        let Self { id, zh, en, form } = self;
        json!({
            "numerator": numerator, "denominator": denominator, "form": form, "predicate": id, "zh": zh, "en": en,
            "packs": packs,
        })
    }
}

/// The rule packs in force at the last fact that was folded; `None` before the first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Packs(Option<PackVersion>);

impl Packs {
    /// Takes note of a fact's packs, which are nearly always those of the fact before.
    pub(crate) fn note(&mut self, entry: &Entry) {
        if self.0.as_ref() != Some(&entry.meta.packs) {
            self.0 = Some(entry.meta.packs.clone());
        }
    }
}
