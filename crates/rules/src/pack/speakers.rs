//! How many may speak for those who ask for the same.

use serde::Deserialize;
use timeline::{CaseKind, Code};

use crate::handing::Law;

/// How many representatives a group names, by what the group does: five limit a joint visit, and never who is a party; a
/// suit and a labour group have numbers of their own.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeakersRule {
    /// Whether it is about those who come together, whatever they come for.
    #[serde(default)]
    pub joint_visits: bool,
    /// The kinds of case it is about.
    pub kinds: Vec<CaseKind>,
    /// The groups of dispute types it is about; empty: all.
    #[serde(default)]
    pub groups: Vec<Code>,
    /// The fewest.
    pub least: usize,
    /// The most.
    pub most: usize,
    /// Statute and article, as a Chinese reader cites them.
    pub zh: String,
    /// Where it stands.
    pub law: Law,
}
