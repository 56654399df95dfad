//! Who is asked to take a case, and what is answered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{DepartmentCode, Form, ObjectionAnswer, PartyId, Personal, RequestId, ReturnGround, SubjectId};

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

/// Take an assignment back that nobody has answered (撤回).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawAssignment {
    /// Which assignment, from 1.
    pub assignment: u32,
    /// Why.
    pub reason: Personal,
}

/// Sign for the case (签收), for the department the clerk acts for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveAssignment {
    /// Which assignment, from 1.
    pub assignment: u32,
}

/// Hand the case back (退回), for the department the clerk acts for, before or after it has signed. A petition is objected to
/// instead.
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

/// Object to a petition that was sent, for the department the clerk acts for (管辖异议; petition regulation of 2022, article
/// 23): five working days are given for it, and whoever sent it decides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RaiseObjection {
    /// Which assignment, from 1.
    pub assignment: u32,
    /// Why.
    pub ground: ReturnGround,
    /// The detailed reasons.
    pub explanation: Personal,
}

/// Decide an objection, for the department that sent the petition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideObjection {
    /// Which assignment, from 1.
    pub assignment: u32,
    /// What is decided.
    pub answer: ObjectionAnswer,
    /// Why.
    pub reason: Personal,
}

/// Ask a department nearer to the parties to take the case (下派).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegateDown {
    /// The department.
    pub to: DepartmentCode,
    /// What shows that it can be solved there.
    pub capability: Personal,
    /// The parties that were told: every applicant, at least.
    pub told: Vec<PartyId>,
    /// Whether it costs the parties no trip more.
    pub no_extra_trip: bool,
}

/// Ask a department a level up to take the case (上报).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalateCase {
    /// The department.
    pub to: DepartmentCode,
    /// What was tried below.
    pub tried: Personal,
    /// Why it cannot be solved below.
    pub obstacle: Personal,
}

impl Form for AssignCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for WithdrawAssignment {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for ReceiveAssignment {}

impl Form for ReturnAssignment {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.explanation, case);
    }
}

impl Form for RaiseObjection {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.explanation, case);
    }
}

impl Form for DecideObjection {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for DelegateDown {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.capability, case);
    }
}

impl Form for EscalateCase {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.tried, case);
        visit(&mut self.obstacle, case);
    }
}
