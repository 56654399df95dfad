//! What triage records: classification, the way taken, who is asked, who has it, how it ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Code, DepartmentCode, Outcome, ReturnGround, Route, Sealed};

crate::event::facts! {
    /// A fact that triage owns.
    TriageEvent
    /// The case was given a type; a later one replaces it and both stay visible.
    CaseClassified = "triage.case_classified", version 1;
    /// A department was asked to take the case. Until it receives it, the one before stays answerable.
    CaseAssigned = "triage.case_assigned", version 1;
    /// The department signed for the case (签收): it holds it now.
    AssignmentReceived = "triage.assignment_received", version 1;
    /// The department handed the case back, with a ground: the one before holds it again.
    AssignmentReturned = "triage.assignment_returned", version 1;
    /// The case was closed (办结), which is not the same as resolved.
    CaseClosed = "triage.case_closed", version 1;
    /// A closed case was taken up again.
    CaseReopened = "triage.case_reopened", version 1;

    @aside triage_aside
    /// The way it is taken further was chosen, by a person.
    RouteChosen = "triage.route_chosen", version 1;
}

/// Body of [`TriageEvent::CaseClassified`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseClassified {
    /// An entry of the list of dispute types.
    pub dispute_type: Code,
}

/// Body of [`TriageEvent::RouteChosen`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RouteChosen {
    /// The way.
    pub route: Route,
}

/// Body of [`TriageEvent::CaseAssigned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseAssigned {
    /// The number of the assignment within the case, from 1.
    pub assignment: u32,
    /// The department that is asked.
    pub to: DepartmentCode,
    /// What it should look at.
    pub note: Option<Sealed>,
}

/// Body of [`TriageEvent::AssignmentReceived`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentReceived {
    /// Which assignment.
    pub assignment: u32,
    /// The department that signed for it.
    pub by: DepartmentCode,
}

/// Body of [`TriageEvent::AssignmentReturned`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentReturned {
    /// Which assignment.
    pub assignment: u32,
    /// The department that handed it back.
    pub by: DepartmentCode,
    /// Why.
    pub ground: ReturnGround,
    /// The detailed reasons (petition regulation of 2022, article 23).
    pub explanation: Sealed,
}

/// Body of [`TriageEvent::CaseClosed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseClosed {
    /// How it ended.
    pub outcome: Outcome,
}

/// Body of [`TriageEvent::CaseReopened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseReopened {
    /// Why.
    pub reason: Sealed,
}
