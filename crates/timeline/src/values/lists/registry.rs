//! Lists of the registry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

lists! {
    /// Why somebody is to be forgotten (个人信息保护法第四十七条).
    ErasureGround {
        /// What it was kept for is done, or cannot be done any more; or the time it is kept for is over.
        PurposeEnded = "purpose_ended",
        /// The person takes the consent back, and nothing else is a basis.
        ConsentWithdrawn = "consent_withdrawn",
        /// It was gathered against the law, or against what was agreed.
        Unlawful = "unlawful",
        /// Another law asks for it.
        OtherLaw = "other_law",
        /// The archive has appraised the case, and it is destroyed (档案法实施条例).
        Appraised = "appraised",
    }

    /// Why somebody is not forgotten.
    ErasureRejection {
        /// Whoever asked is not the person, and does not speak for it.
        NotThePerson = "not_the_person",
        /// A law says that it is kept.
        DutyToKeep = "duty_to_keep",
        /// What is asked for does not concern this case.
        NotThisCase = "not_this_case",
    }

    /// Why nothing of a case may be destroyed.
    HoldGround {
        /// A suit is pending or to be expected.
        Litigation = "litigation",
        /// Somebody answers for how the case was handled.
        Accountability = "accountability",
        /// Auditors or inspectors look at it.
        Inspection = "inspection",
        /// The archive has not appraised it.
        Appraisal = "appraisal",
    }
}
