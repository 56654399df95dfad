//! Waiting for something to become true, with a deadline: never for a time alone.

use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// How long something the center does by itself may take.
pub(crate) const FOLLOW_UP_WITHIN: Duration = Duration::from_secs(10);

/// The day so many days from today, as an order writes it.
#[must_use]
pub fn day_in(days: i64) -> String {
    let then = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days);
    then.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// A port of this machine that nobody listens at.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn a_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port()
}

/// Looks until there is something to see; `None` after the deadline.
pub fn poll<T>(deadline: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return Some(seen);
        }
        if start.elapsed() >= deadline {
            return None;
        }
        thread::sleep(LOOK_EVERY);
    }
}

/// Looks until there is something to see.
///
/// # Panics
/// After the deadline, naming what was waited for.
pub fn until<T>(what: &str, deadline: Duration, look: impl FnMut() -> Option<T>) -> T {
    poll(deadline, look).unwrap_or_else(|| panic!("waited {deadline:?} for {what}"))
}

/// Looks until what the center does by itself is seen.
///
/// # Panics
/// After ten seconds, naming what was waited for.
pub fn until_true(what: &str, mut look: impl FnMut() -> bool) {
    until(what, FOLLOW_UP_WITHIN, || look().then_some(()));
}
