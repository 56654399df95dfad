//! How long something lasts: the one place where days are counted.

use jiff::civil::Date;
use timeline::MediationKind;

use super::Rulebook;
use crate::calendar::{Due, Length, Pause};

impl Rulebook {
    /// The last day of a period that begins after this day, moved behind days off.
    #[must_use]
    pub fn period(&self, from: Date, length: Length) -> Option<Due> {
        self.calendar().last_day(from, length, &[])
    }

    /// The last of so many calendar days from this one.
    #[must_use]
    pub fn within(&self, from: Date, days: u16) -> Option<Date> {
        self.period(from, Length::Days(days)).map(|due| due.on)
    }

    /// The last day the law gives a mediation of this kind that began on this day, as it looks today; `None` where the law
    /// sets none. The time of appraisals is not counted where the law says so (medical disputes regulation, article 38;
    /// online mediation rules, articles 24 and 26).
    #[must_use]
    pub fn mediation_until(
        &self,
        (kind, began_on): (MediationKind, Date),
        appraisals: &[Pause],
        today: Date,
    ) -> Option<Due> {
        let rule = self.mediation_kind(kind)?;
        let pauses = if rule.appraisal_excluded { appraisals } else { &[] };
        self.calendar().last_day_by(today, began_on, rule.period()?, pauses)
    }
}
