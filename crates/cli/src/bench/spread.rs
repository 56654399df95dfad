//! How long things took: rate, median, worst in a hundred.

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

/// Longest time told apart from longer ones: a minute.
const MICROS_MAX: u64 = 60_000_000;
/// Significant digits kept.
const DIGITS: u8 = 3;

/// What was measured of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Figures {
    /// Things done in a second.
    pub(crate) per_s: f64,
    /// Half took at most so many microseconds.
    pub(crate) p50_us: u64,
    /// 99 of 100 took at most so many microseconds.
    pub(crate) p99_us: u64,
}

/// Gathers times while a measurement runs.
pub(crate) struct Spread {
    times: Histogram<u64>,
    spent: Duration,
}

impl Spread {
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Spread { times: Histogram::new_with_bounds(1, MICROS_MAX, DIGITS)?, spent: Duration::ZERO })
    }

    /// Takes the times of one slice that lasted `spent`.
    pub(crate) fn take(&mut self, micros: &[u32], spent: Duration) {
        micros.iter().for_each(|time| self.times.saturating_record(u64::from(*time).max(1)));
        self.spent += spent;
    }

    pub(crate) fn figures(&self) -> Figures {
        let seconds = self.spent.as_secs_f64().max(f64::EPSILON);
        Figures {
            per_s: (self.times.len() as f64 / seconds).round(),
            p50_us: self.times.value_at_quantile(0.5),
            p99_us: self.times.value_at_quantile(0.99),
        }
    }
}

/// One number as a share of another, with three digits; 0 if there is nothing to divide by.
pub(crate) fn share(of: f64, by: f64) -> f64 {
    if by > 0.0 { (of / by * 1_000.0).round() / 1_000.0 } else { 0.0 }
}

/// The time since a moment, as a histogram wants it.
pub(crate) fn micros_since(start: std::time::Instant) -> u32 {
    u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_knows_its_rate_and_its_quantiles() {
        let mut spread = Spread::new().expect("bounds are constants");
        spread.take(&(1..=100).collect::<Vec<u32>>(), Duration::from_millis(500));
        assert_eq!(spread.figures(), Figures { per_s: 200.0, p50_us: 50, p99_us: 99 });
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert_eq!(share(1.0, 0.0), 0.0);
        assert_eq!(share(2.0, 3.0), 0.667);
    }
}
