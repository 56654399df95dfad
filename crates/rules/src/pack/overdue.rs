//! What is open to the parties when something is overdue.

use serde::{Deserialize, Serialize};

use super::Said;
use crate::handing::Law;

/// A way on from something that was agreed and not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverdueWay {
    /// Whoever owes is reminded (催告).
    Remind,
    /// Both sides ask a court to confirm the agreement (司法确认).
    Confirmation,
    /// Whoever is owed money asks for a payment order (支付令).
    PaymentOrder,
    /// What can be enforced is enforced (强制执行).
    Enforcement,
    /// A suit over the agreement (起诉).
    Suit,
}

impl OverdueWay {
    /// The word; that of the procedure, where it is one.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Remind => "remind",
            Self::Confirmation => "confirmation",
            Self::PaymentOrder => "payment_order",
            Self::Enforcement => "enforcement",
            Self::Suit => "suit",
        }
    }
}

/// What the packs say of such a way.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverdueRule {
    /// Which way.
    pub way: OverdueWay,
    /// Why one would take it.
    pub reason: Said,
    /// Where that stands.
    pub law: Law,
}
