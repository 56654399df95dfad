//! Closed lists of the registry: who is forgotten, how departments are told.

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

    /// Why nobody could be asked first (紧急调阅事由).
    DangerGround {
        /// Somebody threatens to take their own life.
        Suicide = "suicide",
        /// Somebody threatens somebody else.
        Violence = "violence",
        /// A minor, or somebody who cannot help themselves, is in danger.
        Defenceless = "defenceless",
        /// Somebody is missing.
        Missing = "missing",
    }

    /// By which way a department is told (推送方式).
    Transport {
        /// Through the message broker (消息服务器).
        Nats = "nats",
        /// By a request to an address of the department (回调).
        Webhook = "webhook",
        /// The department opens a line and listens (长连接).
        Sse = "sse",
    }

    /// With what a subscription begins (起点).
    StartingPoint {
        /// With everything the department may know, from the first fact on (全部).
        Beginning = "beginning",
        /// With what comes after it was opened (自开通起).
        Now = "now",
        /// With a message of this number (自某一序号起).
        Sequence = "sequence",
    }

    /// Why a subscription rests or ends (暂停、停用事由).
    HaltGround {
        /// The receiver is being worked on (维护).
        Maintenance = "maintenance",
        /// The receiver does not take what it is sent (故障).
        Fault = "fault",
        /// The receiver said that it is gone for good: HTTP 410 (对方撤销).
        Gone = "gone",
        /// Nobody needs it any more (不再需要).
        NotNeeded = "not_needed",
        /// It was used for something else than the work on cases (使用不当).
        Misuse = "misuse",
    }

    /// Why a message is not delivered any more (放弃投递的事由).
    DiscardGround {
        /// The department learnt of it in another way and acted on it (已另行处理).
        HandledOtherwise = "handled_otherwise",
        /// The receiver can do nothing with it, now or later (无法处理).
        NotProcessable = "not_processable",
        /// A later message says the same or more (已被后续消息取代).
        Superseded = "superseded",
    }
}
