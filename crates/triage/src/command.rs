//! What triage can be asked to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{Code, DepartmentCode, Form, Outcome, Personal, RequestId, ReturnGround, Route, SubjectId};

timeline::commands! {
    /// A request to triage.
    Command
    /// Say what type of dispute it is.
    ClassifyCase = "classify_case";
    /// Choose the way it is taken further.
    ChooseRoute = "choose_route";
    /// Ask a department to take it.
    AssignCase = "assign_case";
    /// Sign for it.
    ReceiveAssignment = "receive_assignment";
    /// Hand it back.
    ReturnAssignment = "return_assignment";
    /// Close it.
    CloseCase = "close_case";
    /// Take it up again.
    ReopenCase = "reopen_case";
}

/// Say what type of dispute it is; a later type replaces the one before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassifyCase {
    /// An entry of the list of dispute types.
    pub dispute_type: Code,
}

/// Choose the way it is taken further.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseRoute {
    /// The way.
    pub route: Route,
}

/// Ask a department to take the case. The assignment gets the next number of the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignCase {
    /// The department.
    pub to: DepartmentCode,
    /// What it should look at.
    #[serde(default)]
    pub note: Option<Personal>,
}

/// Sign for the case (签收), for the department the clerk acts for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveAssignment {
    /// Which assignment, from 1.
    pub assignment: u32,
}

/// Hand the case back (退回), for the department the clerk acts for, before or after it has signed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAssignment {
    /// Which assignment, from 1.
    pub assignment: u32,
    /// Why.
    pub ground: ReturnGround,
    /// The detailed reasons (petition regulation of 2022, article 23).
    pub explanation: Personal,
}

/// Close the case (办结).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    /// How it ended.
    pub outcome: Outcome,
}

/// Take a closed case up again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCase {
    /// Why.
    pub reason: Personal,
}

impl Form for ClassifyCase {}

impl Form for ChooseRoute {}

impl Form for AssignCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for ReceiveAssignment {}

impl Form for ReturnAssignment {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.explanation, case);
    }
}

impl Form for CloseCase {}

impl Form for ReopenCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}
