//! What the rule book says of evaluations and of accusations.

use timeline::DepartmentCode;

use super::Rulebook;
use crate::pack::{AccusationRule, EvaluationRule};

impl Rulebook {
    /// What follows from an evaluation; the narrowest pack decides. `None` where nothing does.
    #[must_use]
    pub fn evaluations(&self) -> Option<&EvaluationRule> {
        self.all.evaluations.last()
    }

    /// Who receives accusations; the narrowest pack decides. `None` where nobody does.
    #[must_use]
    pub fn accusations(&self) -> Option<&AccusationRule> {
        self.all.accusations.last()
    }

    /// Whether a body is one of these or stands below one: what one of them must not see, it must not see.
    #[must_use]
    pub fn is_under(&self, body: &DepartmentCode, these: &[DepartmentCode]) -> bool {
        these.contains(body) || self.above(body).any(|superior| these.contains(superior))
    }
}
