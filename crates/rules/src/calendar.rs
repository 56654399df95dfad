//! Which day it is in the county.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz;

/// Hours China Standard Time is ahead of UTC; one zone for the whole country, without summer time since 1992.
const CHINA_HOURS: i8 = 8;

/// The day of an instant, as a calendar on a wall in the county shows it.
#[must_use]
pub fn day_of(instant: Timestamp) -> Date {
    tz::offset(CHINA_HOURS).to_datetime(instant).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        let day = |text: &str| day_of(text.parse().unwrap());
        assert_eq!(day("2026-11-22T15:59:59Z"), date(2026, 11, 22));
        assert_eq!(day("2026-11-22T16:00:00Z"), date(2026, 11, 23));
    }
}
