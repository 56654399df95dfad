//! Who may know what a case says, and how long somebody may who was let in, as data.

use serde::Deserialize;
use timeline::{Code, UrgentRisk};

use crate::handing::Law;

/// What makes a case sensitive of itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SensitivityRule {
    /// The groups of types.
    #[serde(default)]
    pub(crate) groups: Vec<Code>,
    /// The types beside those of the groups.
    #[serde(default)]
    pub(crate) dispute_types: Vec<Code>,
    /// The risks.
    #[serde(default)]
    pub(crate) risks: Vec<UrgentRisk>,
    /// Whether a minor among the parties does.
    #[serde(default)]
    pub(crate) minors: bool,
    /// Where it stands.
    pub(crate) law: Law,
}

/// How many cases those who oversee from outside see.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleRule {
    /// One in so many, drawn by lot.
    pub(crate) one_in: u16,
    /// Where it stands.
    pub(crate) law: Law,
}

/// How long somebody may look who was let in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdmissionRule {
    /// Hours, for whoever let itself in.
    pub(crate) challenge_hours: u16,
    /// Hours, for whoever was in a danger that let nobody be asked.
    pub(crate) danger_hours: u16,
    /// Most days, for whoever was let in by a supervisor.
    pub(crate) granted_days: u16,
    /// Where it stands.
    pub(crate) law: Law,
}
