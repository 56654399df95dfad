//! What a party asks about itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{Form, PartyId, Personal, RequestId, SubjectId};

/// Note that a party does not want programs alone to decide where its case goes (personal information protection law,
/// article 24).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandHumanDecision {
    /// Who.
    pub party: PartyId,
}

/// Note that a party took a copy of what is held about it (personal information protection law, article 45).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveOwnRecord {
    /// Who, about itself.
    pub party: PartyId,
}

/// Note that a party says something held about it is wrong (personal information protection law, article 46).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestCorrection {
    /// Who, about itself.
    pub party: PartyId,
    /// What is wrong, and what would be right.
    pub wanted: Personal,
}

/// Decide whether it is corrected. The correction itself is a command of the desk whose fact it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideCorrection {
    /// Which request, from 1.
    pub correction: u32,
    /// Whether it is corrected.
    pub granted: bool,
    /// Why.
    pub reason: Personal,
}

impl Form for DemandHumanDecision {}

impl Form for GiveOwnRecord {}

impl Form for RequestCorrection {
    fn each_personal(
        &mut self,
        _case: SubjectId,
        _request: RequestId,
        visit: &mut dyn FnMut(&mut Personal, SubjectId),
    ) {
        visit(&mut self.wanted, self.party.into());
    }
}

impl Form for DecideCorrection {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}
