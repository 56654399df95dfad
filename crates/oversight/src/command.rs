//! What oversight can be asked to do.

mod evaluating;
mod own;

pub use evaluating::*;
pub use own::*;

timeline::commands! {
    /// A request to oversight.
    Command
    /// Note how somebody was served.
    NoteEvaluation = "note_evaluation";
    /// Note what came of going back to somebody who was dissatisfied.
    FollowUpEvaluation = "follow_up_evaluation";
    /// Say that an evaluation is not about this department.
    AppealEvaluation = "appeal_evaluation";
    /// Decide whose evaluation it is.
    DecideEvaluationAppeal = "decide_evaluation_appeal";
    /// Note that a party wants its closed case taken up again.
    RequestReopening = "request_reopening";
    /// Note that a party does not want programs alone to decide.
    DemandHumanDecision = "demand_human_decision";
    /// Note that a party took a copy of what is held about it.
    GiveOwnRecord = "give_own_record";
    /// Note that a party says something held about it is wrong.
    RequestCorrection = "request_correction";
    /// Decide whether it is corrected.
    DecideCorrection = "decide_correction";
}
