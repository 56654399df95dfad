//! The register of mediators.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    ActorId, CaseId, Code, Form, Language, MediationKind, Personal, Qualification, RecusalGround, RequestId,
    StrikeOffGround, SubjectId,
};

/// Enter a mediator in the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolMediator {
    /// Under which id it works.
    pub mediator: ActorId,
    /// What it is called.
    pub name: Personal,
    /// What it may mediate.
    pub kinds: Vec<MediationKind>,
    /// What makes it fit for that.
    pub qualification: Qualification,
    /// The committee or body that keeps it.
    pub committee: Code,
    /// First day of its term.
    pub term_from: Date,
    /// Last day of its term.
    pub term_until: Date,
    /// The languages and dialects it mediates in.
    #[serde(default)]
    pub languages: Vec<Language>,
}

impl Form for EnrolMediator {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.name, case);
    }
}

/// Renew a mediator's term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewTerm {
    /// Whose.
    pub mediator: ActorId,
    /// Last day of the new term.
    pub term_until: Date,
}

impl Form for RenewTerm {}

/// A mediator may not be appointed for the time being.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspendMediator {
    /// Which one.
    pub mediator: ActorId,
    /// Why.
    pub explanation: Personal,
    /// Last day; left out: until it is lifted.
    #[serde(default)]
    pub until: Option<Date>,
}

impl Form for SuspendMediator {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.explanation, case);
    }
}

/// A suspended mediator may be appointed again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeMediator {
    /// Which one.
    pub mediator: ActorId,
}

impl Form for ResumeMediator {}

/// A mediator was trained.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTraining {
    /// Which one.
    pub mediator: ActorId,
    /// Which course.
    pub course: Code,
    /// How many hours.
    pub hours: u16,
    /// On which day.
    pub trained_on: Date,
}

impl Form for RecordTraining {}

/// A mediator stands too near to a case to mediate in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareConflict {
    /// Which one.
    pub mediator: ActorId,
    /// Which case.
    pub case: CaseId,
    /// What kind of nearness it is.
    pub ground: RecusalGround,
}

impl Form for DeclareConflict {}

/// Take a mediator from the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrikeOffMediator {
    /// Which one.
    pub mediator: ActorId,
    /// On which ground.
    pub ground: StrikeOffGround,
}

impl Form for StrikeOffMediator {}
