//! What the rule book says of who may know what a case says.

use jiff::{SignedDuration, Timestamp};
use timeline::{Code, UrgentRisk};

use super::Rulebook;

impl Rulebook {
    /// Whether a dispute of this type is sensitive of itself.
    #[must_use]
    pub fn is_sensitive_type(&self, dispute_type: &Code) -> bool {
        let known = self.dispute_type(dispute_type);
        let among = |kind: &crate::DisputeType| {
            self.all.sensitivities.iter().any(|rule| kind.is_among(&rule.groups, &rule.dispute_types))
        };
        known.is_some_and(among)
    }

    /// Whether a case with this risk is.
    #[must_use]
    pub fn is_sensitive_risk(&self, risk: UrgentRisk) -> bool {
        self.all.sensitivities.iter().any(|rule| rule.risks.contains(&risk))
    }

    /// Whether a case with a minor among its parties is.
    #[must_use]
    pub fn protects_minors(&self) -> bool {
        self.all.sensitivities.iter().any(|rule| rule.minors)
    }

    /// Until when whoever lets itself in now may look; the narrowest pack decides, and where none does it may not.
    #[must_use]
    pub fn challenged_until(&self, now: Timestamp) -> Timestamp {
        hours_on(now, self.all.admissions.last().map_or(0, |rule| rule.challenge_hours))
    }

    /// Until when whoever could ask nobody may look.
    #[must_use]
    pub fn danger_until(&self, now: Timestamp) -> Timestamp {
        hours_on(now, self.all.admissions.last().map_or(0, |rule| rule.danger_hours))
    }

    /// The most days a supervisor lets somebody in for.
    #[must_use]
    pub fn granted_days_max(&self) -> u16 {
        self.all.admissions.last().map_or(0, |rule| rule.granted_days)
    }

    /// One case in so many is drawn for those who oversee from outside; `None` where none is.
    #[must_use]
    pub fn sampled_one_in(&self) -> Option<std::num::NonZeroU16> {
        self.all.samples.last().and_then(|rule| std::num::NonZeroU16::new(rule.one_in))
    }
}

fn hours_on(now: Timestamp, hours: u16) -> Timestamp {
    now.saturating_add(SignedDuration::from_hours(hours.into())).unwrap_or(now)
}
