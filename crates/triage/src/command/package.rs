//! The parts of a case, and its end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{AreaCode, CaseId, Code, DepartmentCode, Form, Outcome, Personal, RequestId, SubjectId};

/// Give a part of the case to a department, as a case of its own (一件事). The part gets the next number of the package.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSubCase {
    /// The department.
    pub department: DepartmentCode,
    /// What is to be done.
    pub task: Personal,
    /// Its type.
    #[serde(default)]
    pub dispute_type: Option<Code>,
    /// Where it arose, if elsewhere than the package.
    #[serde(default)]
    pub area: Option<AreaCode>,
}

/// Change the plan: do not wait for a part any more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropSubCase {
    /// Which part, from 1.
    pub sub_case: u32,
    /// Why.
    pub reason: Personal,
}

/// Note that the case of a part was closed: follows by itself when it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcludeSubCase {
    /// The case of the part.
    pub case: CaseId,
    /// How it ended.
    pub outcome: Outcome,
}

/// Note that the case of a part was taken up again: follows by itself when it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeSubCase {
    /// The case of the part.
    pub case: CaseId,
}

/// Close the case (办结).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    /// How it ended.
    pub outcome: Outcome,
    /// The case it goes on in, if it is merged.
    #[serde(default)]
    pub merged_into: Option<CaseId>,
}

/// Take a closed case up again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCase {
    /// Why.
    pub reason: Personal,
}

impl Form for OpenSubCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.task, case);
    }
}

impl Form for DropSubCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for ConcludeSubCase {}

impl Form for ResumeSubCase {}

impl Form for CloseCase {}

impl Form for ReopenCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}
