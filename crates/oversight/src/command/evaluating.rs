//! How somebody was served, and what follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{
    DepartmentCode, EvaluationPlace, FollowUpResult, Form, Mark, Marks, PartyId, Personal, RequestId, SubjectId,
    VoiceTag,
};

/// Note how a party was served, at least one mark. A question that was not answered has no mark.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteEvaluation {
    /// Who speaks. The evaluation itself will not say so.
    pub party: PartyId,
    /// Where.
    pub occasion: EvaluationPlace,
    /// What came out of it.
    #[serde(default)]
    pub outcome: Option<Mark>,
    /// Whether it was heard.
    #[serde(default)]
    pub heard: Option<Mark>,
    /// Whether it was respected.
    #[serde(default)]
    pub respected: Option<Mark>,
    /// Whether it was explained.
    #[serde(default)]
    pub explained: Option<Mark>,
    /// Whether it was little effort.
    #[serde(default)]
    pub effort: Option<Mark>,
    /// What else is said.
    #[serde(default)]
    pub words: Option<Personal>,
    /// Whose voice it is, as the center knows it again; never sent by a client.
    #[serde(skip)]
    pub voice: Option<VoiceTag>,
}

impl NoteEvaluation {
    /// The marks that were given.
    #[must_use]
    pub const fn marks(&self) -> Marks {
        let Self { outcome, heard, respected, explained, effort, .. } = *self;
        Marks { outcome, heard, respected, explained, effort }
    }
}

/// Note what came of going back to somebody who was dissatisfied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUpEvaluation {
    /// After which evaluation, from 1.
    pub evaluation: u32,
    /// What came of it.
    pub result: FollowUpResult,
    /// What was said and done.
    pub note: Personal,
}

/// Say, for the department the clerk acts for, that an evaluation is not about its work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealEvaluation {
    /// Which evaluation, from 1.
    pub evaluation: u32,
    /// Why.
    pub reason: Personal,
}

/// Decide whose evaluation it is. What was said stays as it was said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideEvaluationAppeal {
    /// Which evaluation, from 1.
    pub evaluation: u32,
    /// Whether the appeal was right.
    pub granted: bool,
    /// Whose work it is about instead; left out if it is that of nobody at the center.
    #[serde(default)]
    pub department: Option<DepartmentCode>,
    /// Why.
    pub reason: Personal,
}

/// Note that a party wants its closed case taken up again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestReopening {
    /// Who asks.
    pub party: PartyId,
    /// Why.
    pub reason: Personal,
}

/// Words are sealed under the case: under a party's own key they would say who spoke.
impl Form for NoteEvaluation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        self.words.iter_mut().for_each(|text| visit(text, case));
    }
}

impl Form for FollowUpEvaluation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.note, case);
    }
}

impl Form for AppealEvaluation {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for DecideEvaluationAppeal {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}

impl Form for RequestReopening {
    fn each_personal(&mut self, case: SubjectId, _request: RequestId, visit: &mut dyn FnMut(&mut Personal, SubjectId)) {
        visit(&mut self.reason, case);
    }
}
