//! What triage records: classification, risk, the ways explained and the one taken, who is asked, who is competent, who
//! helps, the parts of a package, how it ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ActorId, AreaCode, AreaLevel, AssignmentReason, CaseId, Code, CompetenceStep, DepartmentCode, ObjectionAnswer,
    Outcome, PartyId, RecusalGround, ReturnGround, RiskFactor, RiskLevel, Route, Sealed, Secrecy, SecrecyGround,
};

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
    /// How urgent the case is, and why. It is said of the case; there is no such thing as the risk of a person.
    RiskAssessed = "triage.risk_assessed", version 1;
    /// A party was shown the ways that are open, with ground, time, cost and force of each.
    RouteOptionsExplained = "triage.route_options_explained", version 1;
    /// The way it is taken further was chosen, by a person.
    RouteChosen = "triage.route_chosen", version 1;
    /// Who had asked took the case back before it was signed for.
    AssignmentWithdrawn = "triage.assignment_withdrawn", version 1;
    /// A department that was sent a petition holds it is not competent (petition regulation of 2022, article 23). Whoever
    /// sent it decides; until then nothing moves.
    ObjectionRaised = "triage.objection_raised", version 1;
    /// Whoever sent the petition decided the objection: upheld, and it goes back; or overruled, and it is to be signed for.
    ObjectionDecided = "triage.objection_decided", version 1;
    /// Departments disagree on which of them is competent (petition regulation of 2022, article 24).
    CompetenceDisputed = "triage.competence_disputed", version 1;
    /// They did not agree: their common superior decides, or the joint conference where they have none.
    CompetenceReferred = "triage.competence_referred", version 1;
    /// One department has the lead, and who said so.
    LeadDetermined = "triage.lead_determined", version 1;
    /// A department was asked to help the one that has the lead. It never holds the case by that.
    CoHandlerAdded = "triage.co_handler_added", version 1;
    /// A department that helps told what it did.
    CoHandlerReported = "triage.co_handler_reported", version 1;
    /// A department need not help any more.
    CoHandlerReleased = "triage.co_handler_released", version 1;
    /// The case goes to a level nearer to the parties, which can solve it and costs them no trip more.
    CaseDelegatedDown = "triage.case_delegated_down", version 1;
    /// The case goes a level up, with what was tried below and why it cannot be solved there.
    CaseEscalated = "triage.case_escalated", version 1;
    /// A part of the case got a department and a case of its own (一件事): the case is a package from now on.
    SubCaseOpened = "triage.sub_case_opened", version 1;
    /// A part ended: its own case was closed.
    SubCaseConcluded = "triage.sub_case_concluded", version 1;
    /// A part that had ended was taken up again: its own case was reopened.
    SubCaseReopened = "triage.sub_case_reopened", version 1;
    /// The plan was changed: the package does not wait for this part any more.
    SubCaseDropped = "triage.sub_case_dropped", version 1;
    /// Who may know what the case says was narrowed, or widened again.
    SecrecySet = "triage.secrecy_set", version 1;
    /// A member of staff has nothing more to do with the case (回避): it is too near to one of the parties.
    OfficerRecused = "triage.officer_recused", version 1;
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
    /// Why this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealed>,
    /// The sheet of options it was chosen from, if one was explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<u32>,
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
    /// The level it is worked on from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<AreaLevel>,
    /// Why this department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AssignmentReason>,
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
    /// The case it was merged into, if that is how it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseId>,
}

/// Body of [`TriageEvent::CaseReopened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseReopened {
    /// Why.
    pub reason: Sealed,
}

/// Body of [`TriageEvent::RiskAssessed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RiskAssessed {
    /// How urgent it is.
    pub level: RiskLevel,
    /// What makes it so, at least one thing.
    pub factors: Vec<RiskFactor>,
    /// What else there is to know.
    pub note: Option<Sealed>,
}

/// Body of [`TriageEvent::RouteOptionsExplained`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RouteOptionsExplained {
    /// The number of the sheet within the case, from 1.
    pub sheet: u32,
    /// Who was shown it.
    pub party: PartyId,
    /// The ways on it, in their order.
    pub options: Vec<RouteOption>,
}

/// A way that is open, with the rule that opens it. What the rule says is found in the packs the entry pins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RouteOption {
    /// The way.
    pub route: Route,
    /// The rule.
    pub rule: Code,
}

/// Body of [`TriageEvent::AssignmentWithdrawn`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssignmentWithdrawn {
    /// Which assignment.
    pub assignment: u32,
    /// Why.
    pub reason: Sealed,
}

/// Body of [`TriageEvent::SecrecySet`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SecrecySet {
    /// Who may know from now on.
    pub secrecy: Secrecy,
    /// Why fewer may; `None` where more may again.
    pub ground: Option<SecrecyGround>,
}

/// Body of [`TriageEvent::OfficerRecused`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OfficerRecused {
    /// Who.
    pub officer: ActorId,
    /// What it has to do with a party.
    pub ground: RecusalGround,
}

/// Body of [`TriageEvent::ObjectionRaised`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ObjectionRaised {
    /// Which assignment it is against.
    pub assignment: u32,
    /// The department that objects.
    pub by: DepartmentCode,
    /// Why.
    pub ground: ReturnGround,
    /// The detailed reasons (petition regulation of 2022, article 23).
    pub explanation: Sealed,
}

/// Body of [`TriageEvent::ObjectionDecided`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ObjectionDecided {
    /// Which assignment.
    pub assignment: u32,
    /// What was decided.
    pub answer: ObjectionAnswer,
    /// Why.
    pub reason: Sealed,
}

/// Body of [`TriageEvent::CompetenceDisputed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CompetenceDisputed {
    /// The number of the dispute within the case, from 1.
    pub dispute: u32,
    /// The departments, at least two.
    pub between: Vec<DepartmentCode>,
    /// What they disagree on.
    pub reason: Sealed,
}

/// Body of [`TriageEvent::CompetenceReferred`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CompetenceReferred {
    /// Which dispute.
    pub dispute: u32,
    /// Who decides it now.
    pub step: CompetenceStep,
    /// The common superior, if it is theirs to decide.
    pub superior: Option<DepartmentCode>,
}

/// Body of [`TriageEvent::LeadDetermined`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LeadDetermined {
    /// Which dispute.
    pub dispute: u32,
    /// The department that has the lead.
    pub lead: DepartmentCode,
    /// Who said so.
    pub step: CompetenceStep,
    /// Why.
    pub reason: Sealed,
}

/// Body of [`TriageEvent::CoHandlerAdded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CoHandlerAdded {
    /// The department.
    pub department: DepartmentCode,
    /// What it is asked to do.
    pub task: Sealed,
}

/// Body of [`TriageEvent::CoHandlerReported`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CoHandlerReported {
    /// The department.
    pub department: DepartmentCode,
    /// What it did.
    pub report: Sealed,
}

/// Body of [`TriageEvent::CoHandlerReleased`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CoHandlerReleased {
    /// The department.
    pub department: DepartmentCode,
    /// Why.
    pub reason: Sealed,
}

/// Body of [`TriageEvent::CaseDelegatedDown`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseDelegatedDown {
    /// The assignment it goes by.
    pub assignment: u32,
    /// The level it goes to.
    pub level: AreaLevel,
    /// What shows that it can be solved there.
    pub capability: Sealed,
    /// The parties that were told.
    pub told: Vec<PartyId>,
}

/// Body of [`TriageEvent::CaseEscalated`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CaseEscalated {
    /// The assignment it goes by.
    pub assignment: u32,
    /// The level it goes to.
    pub level: AreaLevel,
    /// What was tried below.
    pub tried: Sealed,
    /// Why it cannot be solved below.
    pub obstacle: Sealed,
}

/// Body of [`TriageEvent::SubCaseOpened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubCaseOpened {
    /// The number of the part within the package, from 1.
    pub sub_case: u32,
    /// The case the part gets.
    pub case: CaseId,
    /// The department it is for.
    pub department: DepartmentCode,
    /// What is to be done.
    pub task: Sealed,
    /// Its type.
    pub dispute_type: Option<Code>,
    /// Where it arose, if elsewhere than the package.
    pub area: Option<AreaCode>,
}

/// Body of [`TriageEvent::SubCaseConcluded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubCaseConcluded {
    /// Which part.
    pub sub_case: u32,
    /// How its case ended.
    pub outcome: Outcome,
}

/// Body of [`TriageEvent::SubCaseReopened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubCaseReopened {
    /// Which part.
    pub sub_case: u32,
}

/// Body of [`TriageEvent::SubCaseDropped`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SubCaseDropped {
    /// Which part.
    pub sub_case: u32,
    /// Why.
    pub reason: Sealed,
}
