//! Lists of the petition desk: how much an accuser shows of itself, why an accusation is not accepted, how it ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

lists! {
    /// How much whoever accuses, or asks for something, shows of itself (署名方式).
    AccuserStanding {
        /// By name; whoever handles the matter may know it (实名).
        Named = "named",
        /// By name, in confidence: an accuser's is sealed until two persons open it, an applicant's is for whoever took it
        /// down (保密).
        Confidential = "confidential",
        /// Without a name: nothing is kept that could be opened (匿名).
        Anonymous = "anonymous",
    }

    /// Why an accusation is not accepted (不予受理原因).
    AccusationGround {
        /// Another body is competent (不属于本机关管辖).
        NotCompetent = "not_competent",
        /// It tells nothing that could be looked into (无具体事实).
        NoConcreteFacts = "no_concrete_facts",
        /// It is being looked into, or was (已在办理或已有结论).
        AlreadyHandled = "already_handled",
        /// It is about a dispute, which is registered as one (属于求决事项).
        NoAccusation = "no_accusation",
    }

    /// How an accusation ended (办理结果).
    AccusationOutcome {
        /// What was told is true (属实).
        Substantiated = "substantiated",
        /// Part of it is (部分属实).
        PartlySubstantiated = "partly_substantiated",
        /// It is not (不属实).
        Unsubstantiated = "unsubstantiated",
        /// It was not accepted (不予受理).
        NotAccepted = "not_accepted",
        /// Whoever accused took it back (撤回).
        Withdrawn = "withdrawn",
    }
}
