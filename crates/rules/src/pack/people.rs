//! What follows when somebody says how it was served, and who receives an accusation.

use serde::Deserialize;
use timeline::{DepartmentCode, Mark};

use crate::handing::Law;

/// What follows from an evaluation. All periods are calendar days.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationRule {
    /// A mark up to this is dissatisfaction.
    pub dissatisfied_up_to: Mark,
    /// Days within which somebody goes back to whoever was dissatisfied.
    pub follow_up_days: u16,
    /// Days after closing in which a party may have the case taken up again.
    pub reopen_days: u16,
    /// Days in which the department may say that it was not its doing.
    pub appeal_days: u16,
    /// Where that stands.
    pub law: Law,
}

/// Who receives an accusation, and who may look into it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccusationRule {
    /// The seats that receive them: the first one it is not about.
    pub seats: Vec<DepartmentCode>,
    /// The bodies it may be transferred to.
    pub competent: Vec<DepartmentCode>,
    /// Days within which whoever accused is told what becomes of it.
    pub tell_days: u16,
    /// Where that stands.
    pub law: Law,
}
