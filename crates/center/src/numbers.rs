//! Case numbers: counted up within a year, never given twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use timeline::CaseNumber;

/// The counter of each year. Seeded from the register when a center opens, then kept in memory.
#[derive(Debug, Default)]
pub(crate) struct Numbers(Mutex<BTreeMap<u16, u32>>);

impl Numbers {
    /// Continues after these: year and last serial.
    pub(crate) fn after(last: impl Iterator<Item = (u16, u32)>) -> Self {
        Self(Mutex::new(last.collect()))
    }

    /// The next number of the year this instant lies in, by the clock on the wall of the center.
    pub(crate) fn draw(&self, now: Timestamp) -> CaseNumber {
        let year = u16::try_from(rules::day_of(now).year()).unwrap_or_default();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let serial = last.entry(year).or_default();
        *serial += 1;
        CaseNumber::new(year, *serial)
    }

    /// Takes back a number that was drawn for nothing, if nobody has drawn since.
    pub(crate) fn put_back(&self, number: CaseNumber) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(serial) = last.get_mut(&number.year()).filter(|serial| **serial == number.serial()) {
            *serial -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_ends_at_midnight_in_china() {
        let numbers = Numbers::after([(2026, 41)].into_iter());
        let at = |text: &str| numbers.draw(text.parse().unwrap());
        assert_eq!(at("2026-12-31T15:59:59Z"), CaseNumber::new(2026, 42));
        assert_eq!(at("2026-12-31T16:00:00Z"), CaseNumber::new(2027, 1));
        numbers.put_back(CaseNumber::new(2026, 42));
        assert_eq!(at("2026-06-01T00:00:00Z"), CaseNumber::new(2026, 42));
        numbers.put_back(CaseNumber::new(2026, 7));
        assert_eq!(at("2026-06-01T00:00:00Z"), CaseNumber::new(2026, 43));
    }
}
