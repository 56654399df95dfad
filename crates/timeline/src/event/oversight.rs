//! What oversight records: what the people served say of the service, what is done about it, and what they ask of the
//! center about themselves.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{DepartmentCode, EvaluationPlace, FollowUpResult, Mark, PartyId, Sealed, VoiceTag};

crate::event::facts! {
    /// A fact that oversight owns.
    OversightEvent

    /// A party does not want programs alone to decide where its case goes (personal information protection law, article 24).
    HumanDecisionDemanded = "oversight.human_decision_demanded", version 1;
    /// A party asks for its closed case to be taken up again.
    ReopeningRequested = "oversight.reopening_requested", version 1;

    @aside oversight_aside
    /// Somebody said how it was served.
    EvaluationGiven = "oversight.evaluation_given", version 1, Evaluation;
    /// Somebody is to go back to whoever was dissatisfied, by a day.
    FollowUpOrdered = "oversight.follow_up_ordered", version 1;
    /// Somebody went back.
    FollowUpMade = "oversight.follow_up_made", version 1, Evaluation;
    /// The department that was evaluated says that it was not its doing.
    EvaluationAppealed = "oversight.evaluation_appealed", version 1;
    /// It was decided whose evaluation it is.
    EvaluationAppealDecided = "oversight.evaluation_appeal_decided", version 1;
    /// A party took a copy of what is held about it.
    OwnRecordGiven = "oversight.own_record_given", version 1;
    /// A party says that something held about it is wrong.
    CorrectionRequested = "oversight.correction_requested", version 1;
    /// It was decided whether it is corrected.
    CorrectionDecided = "oversight.correction_decided", version 1;
}

/// Body of [`HumanDecisionDemanded`](OversightEvent::HumanDecisionDemanded).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HumanDecisionDemanded {
    /// Who demands it.
    pub party: PartyId,
}

/// Body of [`ReopeningRequested`](OversightEvent::ReopeningRequested).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReopeningRequested {
    /// Who asks.
    pub party: PartyId,
    /// Why.
    pub reason: Sealed,
}

/// Marks for five questions; what was not answered has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Marks {
    /// What came out of it (办理结果).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Mark>,
    /// Whether one was heard (诉求是否被倾听).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Mark>,
    /// Whether one was respected (是否受到尊重).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respected: Option<Mark>,
    /// Whether it was explained (是否说明清楚).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Mark>,
    /// Whether it was little effort (办事是否便捷).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<Mark>,
}

impl Marks {
    /// The names of the questions, in the order of [`Marks::given`].
    pub const QUESTIONS: [&'static str; 5] = ["outcome", "heard", "respected", "explained", "effort"];

    /// The mark of each question.
    #[must_use]
    pub const fn given(&self) -> [Option<Mark>; 5] {
        let Self { outcome, heard, respected, explained, effort } = *self;
        [outcome, heard, respected, explained, effort]
    }

    /// The lowest of them.
    #[must_use]
    pub fn lowest(&self) -> Option<Mark> {
        self.given().into_iter().flatten().min()
    }
}

/// Body of [`EvaluationGiven`](OversightEvent::EvaluationGiven). It does not say who spoke.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EvaluationGiven {
    /// The number of the evaluation within the case, from 1.
    pub evaluation: u32,
    /// Whose voice it is, without a name.
    pub voice: VoiceTag,
    /// Where it was given.
    pub occasion: EvaluationPlace,
    /// Which department was answerable: whose work it is about.
    pub department: DepartmentCode,
    /// The marks.
    pub marks: Marks,
    /// Whether the center counts it as dissatisfaction, by the rules in force.
    pub dissatisfied: bool,
    /// What was said in words.
    pub words: Option<Sealed>,
}

/// Body of [`FollowUpOrdered`](OversightEvent::FollowUpOrdered).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FollowUpOrdered {
    /// After which evaluation.
    pub evaluation: u32,
    /// The last day for it.
    pub by: Date,
}

/// Body of [`FollowUpMade`](OversightEvent::FollowUpMade).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FollowUpMade {
    /// After which evaluation.
    pub evaluation: u32,
    /// What came of it.
    pub result: FollowUpResult,
    /// What was said and done.
    pub note: Sealed,
}

/// Body of [`EvaluationAppealed`](OversightEvent::EvaluationAppealed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EvaluationAppealed {
    /// Which evaluation.
    pub evaluation: u32,
    /// Why it is not about this department.
    pub grounds: Sealed,
}

/// Body of [`EvaluationAppealDecided`](OversightEvent::EvaluationAppealDecided). The evaluation itself stays as it was given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EvaluationAppealDecided {
    /// Which evaluation.
    pub evaluation: u32,
    /// Whether the appeal was right.
    pub granted: bool,
    /// Whose work the evaluation is about from now on; `None` if it is that of nobody at the center.
    pub department: Option<DepartmentCode>,
    /// Why.
    pub grounds: Sealed,
}

/// Body of [`OwnRecordGiven`](OversightEvent::OwnRecordGiven).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OwnRecordGiven {
    /// To whom, about itself.
    pub party: PartyId,
}

/// Body of [`CorrectionRequested`](OversightEvent::CorrectionRequested).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CorrectionRequested {
    /// The number of the request within the case, from 1.
    pub correction: u32,
    /// Who asks, about itself.
    pub party: PartyId,
    /// What is wrong, and what would be right.
    pub wanted: Sealed,
}

/// Body of [`CorrectionDecided`](OversightEvent::CorrectionDecided). What is corrected is recorded by the desk whose fact it
/// was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CorrectionDecided {
    /// Which request.
    pub correction: u32,
    /// Whether it is corrected.
    pub granted: bool,
    /// Why.
    pub grounds: Sealed,
}
