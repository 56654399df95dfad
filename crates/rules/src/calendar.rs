//! Which day it is in the county, and which days are off.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz};
use serde::Deserialize;

/// Hours China Standard Time is ahead of UTC; one zone for the whole country, without summer time since 1992.
const CHINA_HOURS: i8 = 8;

/// The day of an instant, as a calendar on a wall in the county shows it.
#[must_use]
pub fn day_of(instant: Timestamp) -> Date {
    tz::offset(CHINA_HOURS).to_datetime(instant).date()
}

/// The instant a day begins at in the county.
#[must_use]
pub fn start_of(day: Date) -> Timestamp {
    tz::offset(CHINA_HOURS).to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN)
}

/// The hour of an instant, from 0 to 23, as a clock on a wall in the county shows it.
#[must_use]
pub fn hour_of(instant: Timestamp) -> i8 {
    tz::offset(CHINA_HOURS).to_datetime(instant).hour()
}

/// A year as the State Council publishes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Year {
    /// First and last day of each block of days off.
    off: Vec<(Date, Date)>,
    /// Weekend days that are worked instead.
    working: Vec<Date>,
}

/// Days off and make-up working days, of every year that is published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calendar {
    off: Vec<(Date, Date)>,
    working: BTreeSet<Date>,
}

impl Calendar {
    pub(crate) fn add(&mut self, years: Vec<Year>) {
        for year in years {
            self.off.extend(year.off);
            self.working.extend(year.working);
        }
    }

    fn is_off(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        !self.working.contains(&day)
            && (weekend || self.off.iter().any(|(first, last)| (*first..=*last).contains(&day)))
    }

    /// The last day of a period of calendar days: the day it begins with is not counted (civil code, article 201), and a
    /// last day that is off moves to the first day after (article 203). `None` beyond the end of the calendar of `jiff`.
    pub(crate) fn last_day(&self, from: Date, days: u16) -> Option<Date> {
        let mut day = from.checked_add(i32::from(days).days()).ok()?;
        while self.is_off(day) {
            day = day.tomorrow().ok()?;
        }
        Some(day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Rulebook;

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = |text: &str| day_of(text.parse().unwrap());
        assert_eq!(day("2026-11-22T15:59:59Z"), date(2026, 11, 22));
        assert_eq!(day("2026-11-22T16:00:00Z"), date(2026, 11, 23));
        assert_eq!(start_of(date(2026, 11, 23)), "2026-11-22T16:00:00Z".parse().unwrap());
        assert_eq!(hour_of("2026-11-22T16:59:59Z".parse().unwrap()), 0);
    }

    #[test]
    fn a_last_day_that_is_off_moves_and_one_that_is_worked_does_not() {
        let book = Rulebook::demo();
        let last = |from, days| book.calendar().last_day(from, days);
        assert_eq!(last(date(2026, 8, 5), 60), Some(date(2026, 10, 8)));
        assert_eq!(last(date(2025, 9, 5), 30), Some(date(2025, 10, 9)));
        assert_eq!(last(date(2025, 1, 14), 15), Some(date(2025, 2, 5)));
        assert_eq!(last(date(2026, 1, 29), 30), Some(date(2026, 2, 28)), "a working Saturday");
        assert_eq!(last(date(2025, 9, 13), 15), Some(date(2025, 9, 28)), "a working Sunday");
    }
}
