//! When people come and offices act: working hours, Mondays busier.

use jiff::civil::{Date, Weekday};
use jiff::tz::{self, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::chance::Chance;

/// The zone of the whole country.
fn china() -> TimeZone {
    tz::offset(8).to_time_zone()
}

/// The day of an instant in the county.
pub(crate) fn day_of(instant: Timestamp) -> Date {
    instant.to_zoned(china()).date()
}

/// A moment of a random working day out of `days` before `until`: half past eight to half past five, Mondays busier.
pub(crate) fn arrival(chance: &mut Chance, until: Timestamp, days: i64) -> Timestamp {
    loop {
        let day = day_of(until) - chance.between(1, days).days();
        let busy = match day.weekday() {
            Weekday::Monday => 1_000,
            Weekday::Saturday | Weekday::Sunday => 60,
            Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => 750,
        };
        if chance.in_a_thousand(busy) {
            return at(day, chance.between(8 * 60 + 30, 17 * 60 + 30));
        }
    }
}

/// The next moment in office hours, a length of time later.
pub(crate) fn later(from: Timestamp, length: SignedDuration) -> Timestamp {
    let due = (from + length).to_zoned(china());
    let minutes = i64::from(due.hour()) * 60 + i64::from(due.minute());
    let (mut day, within) = match minutes {
        early if early < 8 * 60 + 30 => (due.date(), 8 * 60 + 30 + early % 60),
        late if late > 17 * 60 + 30 => (due.date() + 1.day(), 8 * 60 + 30 + late % 60),
        within => (due.date(), within),
    };
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day += 1.day();
    }
    at(day, within) + SignedDuration::from_secs(i64::from(due.second()))
}

fn at(day: Date, minutes: i64) -> Timestamp {
    let midnight = day.to_zoned(china()).map(|day| day.timestamp()).unwrap_or_default();
    midnight + SignedDuration::from_mins(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_sleep_at_night_and_on_weekends() {
        let friday: Timestamp = "2026-11-20T08:00:00Z".parse().unwrap();
        let monday = later(friday, SignedDuration::from_hours(2));
        assert_eq!(day_of(monday), jiff::civil::date(2026, 11, 23));
        assert!(later(friday, SignedDuration::from_mins(30)) == friday + SignedDuration::from_mins(30));
        let mut chance = Chance::of(1, 1);
        let weekends = (0..500).filter(|_| {
            let day = day_of(arrival(&mut chance, friday, 365)).weekday();
            matches!(day, Weekday::Saturday | Weekday::Sunday)
        });
        assert!(weekends.count() < 40);
    }
}
