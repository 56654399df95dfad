//! Lists of discretion: who may know what a case says, why fewer may, and why somebody stays away.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

lists! {
    /// Who may know what a case says (知悉范围).
    Secrecy {
        /// Whoever has to do with it (一般).
        Normal = "normal",
        /// Whoever works on it (敏感).
        Sensitive = "sensitive",
        /// Whoever is named for it (密封).
        Sealed = "sealed",
    }

    /// Why fewer may know what a case says.
    SecrecyGround {
        /// A minor is concerned (涉及未成年人; law on the protection of minors, article 103).
        Minor = "minor",
        /// Violence within a family (家庭暴力).
        DomesticViolence = "domestic_violence",
        /// Health (健康信息; personal information protection law, article 28).
        Health = "health",
        /// A sexual matter (涉及性侵害或者隐私).
        Intimate = "intimate",
        /// Somebody who told of a wrong might suffer for it (举报人保护).
        Retaliation = "retaliation",
        /// An office of the county is on the other side (涉及公职机关).
        OfficialConcerned = "official_concerned",
    }

    /// What stands between a mediator and neutrality (回避事由; invited mediation of 2016, article 15).
    RecusalGround {
        /// Near kin of a party or of its agent (当事人或者其代理人近亲属).
        Kin = "kin",
        /// A stake in the dispute (与纠纷有利害关系).
        Stake = "stake",
        /// Another relation that may affect neutrality (其他可能影响公正调解的关系).
        OtherRelation = "other_relation",
    }
}

/// Whoever has to do with a case may know what it says, unless something is said of it.
impl Default for Secrecy {
    fn default() -> Self {
        Self::Normal
    }
}
