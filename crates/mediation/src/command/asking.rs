//! Asking for mediation, agreeing to it, refusing it, giving it more time, ending it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    ContactManner, DepartmentCode, Form, MediationKind, PartyId, Personal, RequestId, SubjectId, TerminationReason,
};

/// Ask for mediation on behalf of a party, which consents by asking; or offer it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestMediation {
    /// The kind of mediation.
    pub kind: MediationKind,
    /// The party that asks; left out if the center offers it.
    #[serde(default)]
    pub by: Option<PartyId>,
    /// Whether the guardian of that party asks with it.
    #[serde(default)]
    pub with_guardian: bool,
}

impl Form for RequestMediation {}

/// Note that somebody tried to reach the other side.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactRespondent {
    /// Whom.
    pub party: PartyId,
    /// In which way.
    pub manner: ContactManner,
    /// Whether it was reached.
    pub reached: bool,
}

impl Form for ContactRespondent {}

/// A party agrees to mediate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Which one.
    pub party: PartyId,
    /// Whether its guardian agreed with it: somebody who is looked after cannot agree alone.
    #[serde(default)]
    pub with_guardian: bool,
}

impl Form for Consent {}

/// A party refuses to mediate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseMediation {
    /// Which one.
    pub party: PartyId,
}

impl Form for RefuseMediation {}

/// Give the mediation more time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendMediation {
    /// The last day, that day included.
    pub until: Date,
    /// Who agreed to it: both sides must.
    pub agreed_by: Vec<PartyId>,
}

impl Form for ExtendMediation {}

/// End the mediation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerminateMediation {
    /// Why, from the list of eight (online mediation rules, article 25).
    pub reason: TerminationReason,
}

impl Form for TerminateMediation {}

/// Give a party a paper that says from when to when was mediated, and why it failed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertifyMediation {
    /// Who asks for it.
    pub party: PartyId,
}

impl Form for CertifyMediation {}

/// Note that the parties may feign a dispute, and that the court was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspectFalseMediation {
    /// What the suspicion rests on.
    pub grounds: Personal,
    /// Who was told.
    pub reported_to: DepartmentCode,
}

impl Form for SuspectFalseMediation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.grounds, case);
    }
}

/// Note whether the dispute was feigned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideFalseMediation {
    /// Whether it was.
    pub confirmed: bool,
    /// Why.
    pub explanation: Personal,
}

impl Form for DecideFalseMediation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.explanation, case);
    }
}
