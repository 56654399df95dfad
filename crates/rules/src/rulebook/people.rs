//! What the rule book says of evaluations and of accusations.

use jiff::civil::Date;
use timeline::DepartmentCode;

use super::Rulebook;
use crate::handing::Law;
use crate::pack::{AccusationRule, EvaluationRule};

impl Rulebook {
    /// What follows from an evaluation; the narrowest pack decides. `None` where nothing does.
    #[must_use]
    pub fn evaluations(&self) -> Option<&EvaluationRule> {
        self.evaluations.last()
    }

    /// Who receives accusations; the narrowest pack decides. `None` where nobody does.
    #[must_use]
    pub fn accusations(&self) -> Option<&AccusationRule> {
        self.accusations.last()
    }

    /// The last of so many days from this one, as the law counts them.
    #[must_use]
    pub fn within(&self, from: Date, days: u16) -> Option<Date> {
        self.calendar().last_day(from, days)
    }

    /// Whether a body is one of these or stands below one: what one of them must not see, it must not see.
    #[must_use]
    pub fn is_under(&self, body: &DepartmentCode, these: &[DepartmentCode]) -> bool {
        these.contains(body) || self.above(body).any(|superior| these.contains(superior))
    }

    pub(super) fn laws_of_people(&self) -> impl Iterator<Item = &Law> {
        let evaluations = self.evaluations.iter().map(|rule| &rule.law);
        evaluations.chain(self.accusations.iter().map(|rule| &rule.law))
    }
}
