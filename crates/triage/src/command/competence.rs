//! Who has the lead, and who helps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{DepartmentCode, Form, Personal, RequestId, SubjectId};

/// Note that departments disagree on which of them is competent (管辖争议; petition regulation of 2022, article 24).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeCompetence {
    /// The departments, at least two.
    pub between: Vec<DepartmentCode>,
    /// What they disagree on.
    pub reason: Personal,
}

/// Note that they did not agree: who decides now follows from the rule book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferCompetence {
    /// Which dispute, from 1.
    pub dispute: u32,
}

/// Record which department has the lead: agreed, or as their common superior or the joint conference decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetermineLead {
    /// Which dispute, from 1.
    pub dispute: u32,
    /// The department.
    pub lead: DepartmentCode,
    /// Why.
    pub reason: Personal,
}

/// Ask a department to help the one that has the lead (邀请协办).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCoHandler {
    /// The department.
    pub department: DepartmentCode,
    /// What it is asked to do.
    pub task: Personal,
}

/// Tell what was done (协办反馈), for the department the clerk acts for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportCoHandling {
    /// What was done.
    pub report: Personal,
}

/// Release a department that helps (结束协办).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseCoHandler {
    /// The department.
    pub department: DepartmentCode,
    /// Why.
    pub reason: Personal,
}

impl Form for DisputeCompetence {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for ReferCompetence {}

impl Form for DetermineLead {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for AddCoHandler {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.task, case);
    }
}

impl Form for ReportCoHandling {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.report, case);
    }
}

impl Form for ReleaseCoHandler {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}
