//! Duplicates and urgent risks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{CaseId, DuplicateReason, Form, PartyId, Personal, Reference, RequestId, SubjectId, UrgentRisk};

/// A case that may be the same matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suspect {
    /// The case.
    pub other: CaseId,
    /// What they have in common, without a name.
    pub reasons: Vec<DuplicateReason>,
}

/// Say that another case may be the same matter.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspectDuplicate {
    /// The other case; left out, the center compares it with those that were registered before.
    #[serde(default)]
    pub other: Option<CaseId>,
    /// Whether there is such a case: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub other_is_there: bool,
    /// What a comparison found: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub suspects: Vec<Suspect>,
}

/// Say that another case is the same matter. Each keeps its own timeline; nothing is merged or lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmDuplicate {
    /// The other case.
    pub other: CaseId,
    /// Why they are one matter.
    pub reason: Personal,
    /// Whether there is such a case: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub other_is_there: bool,
}

/// Say that another case is another matter: nobody is asked about the two again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleOutDuplicate {
    /// The other case.
    pub other: CaseId,
    /// Why they are two matters.
    pub reason: Personal,
    /// Whether there is such a case: looked up by the center, never sent by a client.
    #[serde(skip)]
    pub other_is_there: bool,
}

/// Say that something bad may happen if nobody acts at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportUrgentRisk {
    /// What may happen.
    pub risk: UrgentRisk,
    /// Who is in danger, if it is a party.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// What was seen or heard.
    pub note: Personal,
}

/// Note that a body was told what it must be told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeReport {
    /// The number of the duty.
    pub duty: u32,
    /// The number it has there.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// What was told.
    #[serde(default)]
    pub note: Option<Personal>,
}

impl Form for SuspectDuplicate {}

impl Form for ConfirmDuplicate {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for RuleOutDuplicate {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for ReportUrgentRisk {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.note, case);
    }
}

impl Form for MakeReport {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.note.iter_mut().for_each(|text| visit(text, case));
    }
}
