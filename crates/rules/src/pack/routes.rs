//! The ways a case can be taken, as a party is shown them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use timeline::{CaseKind, Code, Route};

/// Something said to a party, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A way that is open for some cases: on what ground, how long it takes, what it costs and what it is worth. It never
/// closes another way; what is usually done first is a warning.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteRule {
    /// Its code, which a sheet of options names.
    pub code: Code,
    /// The way.
    pub route: Route,
    /// What it is called.
    pub name: Said,
    /// The kinds of case it is open for; empty: every kind.
    #[serde(default)]
    pub kinds: Vec<CaseKind>,
    /// The groups of dispute types it is open for; empty: every one, also while no type is known.
    #[serde(default)]
    pub groups: Vec<Code>,
    /// The dispute types it is open for beside those of its groups.
    #[serde(default)]
    pub dispute_types: Vec<Code>,
    /// Groups for which another rule says it better.
    #[serde(default)]
    pub not_groups: Vec<Code>,
    /// How long it usually takes.
    pub time: Said,
    /// What it costs.
    pub cost: Said,
    /// What its result is worth if nobody keeps to it.
    pub force: Said,
    /// The period that may run out meanwhile.
    pub deadline: Said,
    /// What is usually done first. It warns and never blocks.
    #[serde(default)]
    pub warning: Option<Said>,
    /// Statute and article.
    pub source: String,
    /// The day of the text it was taken from.
    pub text_as_of: Date,
    /// Who compared it with the law in force; left out while nobody has.
    #[serde(default)]
    pub checked_by: Option<String>,
}
