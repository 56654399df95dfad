//! Type, risk, options and the way that is chosen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{Code, Form, PartyId, Personal, RequestId, RiskFactor, RiskLevel, Route, SubjectId};

/// Say what type of dispute it is; a later type replaces the one before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassifyCase {
    /// An entry of the list of dispute types.
    pub dispute_type: Code,
}

/// Say how urgent the case is (研判风险): of the case, by a person, never of a person and never by a program.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessRisk {
    /// How urgent.
    pub level: RiskLevel,
    /// What makes it so, at least one thing.
    pub factors: Vec<RiskFactor>,
    /// What else there is to know.
    #[serde(default)]
    pub note: Option<Personal>,
}

/// Show a party the ways that are open. The rule book has them; the sheet gets the next number of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainOptions {
    /// Who is shown them.
    pub party: PartyId,
}

/// Choose the way it is taken further.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseRoute {
    /// The way.
    pub route: Route,
    /// Why this one.
    #[serde(default)]
    pub reason: Option<Personal>,
    /// The sheet of options it was chosen from, if one was explained.
    #[serde(default)]
    pub sheet: Option<u32>,
}

impl Form for ClassifyCase {}

impl Form for AssessRisk {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for ExplainOptions {}

impl Form for ChooseRoute {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.reason.iter_mut().for_each(|text| visit(text, case));
    }
}
