//! Which day it is in the county, and which days are off.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday, date};
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

/// How long something lasts, in the unit the law gives: both may stand in one article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// Calendar days (日).
    Days(u16),
    /// Working days (工作日): no day off among them, and every make-up day that is worked.
    WorkingDays(u16),
    /// Years, which end on the day of the same date (civil code, article 202).
    Years(u8),
}

/// In which days a period is counted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayUnit {
    /// Every day is counted.
    #[default]
    Calendar,
    /// Only days that are worked.
    Working,
}

impl DayUnit {
    /// So many days of this kind.
    #[must_use]
    pub const fn length(self, days: u16) -> Length {
        match self {
            Self::Calendar => Length::Days(days),
            Self::Working => Length::WorkingDays(days),
        }
    }
}

/// The last day of a period, as far as it is known today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Whether it can still move: the count asks for a day of a year whose days off are not published yet, or something the
    /// period stands still for is not over.
    pub provisional: bool,
}

impl Due {
    /// A day nothing moves any more.
    #[must_use]
    pub const fn firm(on: Date) -> Self {
        Self { on, provisional: false }
    }
}

/// Days that are not counted: after the first and up to the last, as periods are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pause {
    /// The day it began on, which is still counted.
    pub from: Date,
    /// The day it ended on; `None` while it goes on.
    pub until: Option<Date>,
}

impl Pause {
    fn holds_on(&self, day: Date) -> bool {
        self.from < day && self.until.is_none_or(|until| day <= until)
    }

    /// What there is of it by this day: one that goes on is as long as it has been until now.
    const fn by(self, today: Date) -> Self {
        match self.until {
            Some(_) => self,
            None => Self { from: self.from, until: Some(today) },
        }
    }
}

/// A year as the State Council publishes it, or what a county adds to one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Year {
    /// First and last day of each block of days off.
    off: Vec<(Date, Date)>,
    /// Weekend days that are worked instead.
    working: Vec<Date>,
}

impl Year {
    /// A block that ends before it begins: none of its days would ever be off.
    pub(crate) fn backwards(&self) -> Option<(Date, Date)> {
        self.off.iter().copied().find(|(first, last)| last < first)
    }
}

/// Days off and make-up working days, of every year that is published.
#[derive(Clone, Debug, Default)]
pub(crate) struct Calendar {
    off: Vec<(Date, Date)>,
    working: BTreeSet<Date>,
    /// The years that are published. Every notice names New Year's Day and the National Day; what a county adds names neither.
    published: BTreeSet<i16>,
}

impl Calendar {
    pub(crate) fn of(years: &[Year]) -> Self {
        let off: Vec<(Date, Date)> = years.iter().flat_map(|year| year.off.iter().copied()).collect();
        let working = years.iter().flat_map(|year| year.working.iter().copied()).collect();
        let covers = |day: Date| off.iter().any(|(first, last)| (*first..=*last).contains(&day));
        let named = |year: &i16| covers(date(*year, 1, 1)) && covers(date(*year, 10, 1));
        let published = off.iter().map(|(_, last)| last.year()).filter(named).collect();
        Self { off, working, published }
    }

    fn is_off(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        !self.working.contains(&day)
            && (weekend || self.off.iter().any(|(first, last)| (*first..=*last).contains(&day)))
    }

    /// The last day of a period: the day it begins with is not counted (civil code, article 201), and a last day that is off
    /// moves to the first day after (article 203). A year nobody has published counts as Monday to Friday for the time
    /// being. `None` beyond the end of the calendar of `jiff`.
    pub(crate) fn last_day(&self, from: Date, length: Length, pauses: &[Pause]) -> Option<Due> {
        let (mut day, mut left, working) = match length {
            Length::Days(days) => (from, days, false),
            Length::WorkingDays(days) => (from, days, true),
            Length::Years(years) => (from.checked_add(i64::from(years).years()).ok()?, 0, false),
        };
        let mut provisional = false;
        let mut is_off = |day: Date| {
            provisional |= !self.published.contains(&day.year());
            self.is_off(day)
        };
        while left > 0 || is_off(day) {
            day = day.tomorrow().ok()?;
            let stands_still = pauses.iter().any(|pause| pause.holds_on(day)) || (working && is_off(day));
            left = left.saturating_sub(u16::from(!stands_still));
        }
        Some(Due { on: day, provisional })
    }

    /// The same as it looks on this day: what the period still stands still for is taken to end today.
    pub(crate) fn last_day_by(&self, today: Date, from: Date, length: Length, pauses: &[Pause]) -> Option<Due> {
        let so_far: Vec<Pause> = pauses.iter().map(|pause| pause.by(today)).collect();
        let Due { on, provisional } = self.last_day(from, length, &so_far)?;
        let moves = pauses.iter().any(|pause| pause.until.is_none() && pause.from < on);
        Some(Due { on, provisional: provisional || moves })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = |text: &str| day_of(text.parse().unwrap());
        assert_eq!(day("2026-11-22T15:59:59Z"), date(2026, 11, 22));
        assert_eq!(day("2026-11-22T16:00:00Z"), date(2026, 11, 23));
        assert_eq!(start_of(date(2026, 11, 23)), "2026-11-22T16:00:00Z".parse().unwrap());
        assert_eq!(hour_of("2026-11-22T16:59:59Z".parse().unwrap()), 0);
    }

    #[test]
    fn a_year_is_published_with_its_holidays_and_not_by_what_a_county_adds() {
        let year = |off: &[(Date, Date)]| Year { off: off.to_vec(), working: Vec::new() };
        let day = |month, day| (date(2027, month, day), date(2027, month, day));
        let added = [year(&[day(3, 1)])];
        let published = [year(&[day(1, 1), day(10, 1)]), year(&[day(3, 1)])];
        let last = |years: &[Year]| Calendar::of(years).last_day(date(2027, 2, 26), Length::WorkingDays(1), &[]);
        let (on, firm) = (date(2027, 3, 2), Due::firm(date(2027, 3, 2)));
        assert_eq!(last(&added), Some(Due { on, provisional: true }));
        assert_eq!(last(&published), Some(firm));
    }
}
