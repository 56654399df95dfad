//! Lists of oversight: where an evaluation was given, what came of a follow-up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

lists! {
    /// Where somebody said how it was served (评价场合).
    EvaluationPlace {
        /// At the center, before leaving (现场评价).
        Center = "center",
        /// Later: asked, called or by itself (事后评价).
        Later = "later",
    }

    /// What came of going back to somebody who was dissatisfied (不满意回访结果).
    FollowUpResult {
        /// It was explained, and accepted (解释说明).
        Explained = "explained",
        /// What was wrong was put right (整改到位).
        Remedied = "remedied",
        /// The person asks for the case to be taken up again (要求重启).
        ReopeningAsked = "reopening_asked",
        /// The person stays dissatisfied (仍不满意).
        StillDissatisfied = "still_dissatisfied",
        /// Nobody could be reached (无法联系).
        Unreachable = "unreachable",
    }
}
