//! What triage can be asked to do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{Code, DepartmentCode, Outcome, Personal, RequestId, ReturnGround, Route, SubjectId};

/// A request to triage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Say what type of dispute it is.
    ClassifyCase(ClassifyCase),
    /// Choose the way it is taken further.
    ChooseRoute(ChooseRoute),
    /// Ask a department to take it.
    AssignCase(AssignCase),
    /// Sign for it.
    ReceiveAssignment(ReceiveAssignment),
    /// Hand it back.
    ReturnAssignment(ReturnAssignment),
    /// Close it.
    CloseCase(CloseCase),
    /// Take it up again.
    ReopenCase(ReopenCase),
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

impl Command {
    /// The word it is asked with.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ClassifyCase(_) => "classify_case",
            Self::ChooseRoute(_) => "choose_route",
            Self::AssignCase(_) => "assign_case",
            Self::ReceiveAssignment(_) => "receive_assignment",
            Self::ReturnAssignment(_) => "return_assignment",
            Self::CloseCase(_) => "close_case",
            Self::ReopenCase(_) => "reopen_case",
        }
    }

    /// Shows every personal text with the subject it is sealed under: notes and reasons belong to the case.
    pub fn each_personal(
        &mut self,
        case: SubjectId,
        _request: RequestId,
        visit: &mut dyn FnMut(&mut Personal, SubjectId),
    ) {
        match self {
            Self::AssignCase(command) => command.note.iter_mut().for_each(|text| visit(text, case)),
            Self::ReturnAssignment(command) => visit(&mut command.explanation, case),
            Self::ReopenCase(command) => visit(&mut command.reason, case),
            Self::ClassifyCase(_) | Self::ChooseRoute(_) | Self::ReceiveAssignment(_) | Self::CloseCase(_) => {}
        }
    }
}
