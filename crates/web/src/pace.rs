//! How often one source may do what nobody signs in for: register online, or be wrong about a query code. Nothing is refused
//! for good: whoever is too fast is told when to come again, and comes to any window or calls meanwhile.
//!
//! Pure but for its own memory: the time comes in as a value.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

/// Sources remembered at most.
const SOURCES_MAX: usize = 20_000;
/// Once there are so many, those that owe nothing any more are looked for at most so often: it takes a walk through all.
const SWEEP_EVERY: SignedDuration = SignedDuration::from_secs(1);

/// How much at once, how often then, and what becomes of sources there is no more room for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// So many at once.
    at_once: i32,
    /// Then one in this time.
    every: SignedDuration,
    /// Whether sources that are not remembered share one pace, or have none.
    crowd_shares: bool,
}

/// Registrations: a building site of some hundred workers sits behind one address. A crowd of sources shares one pace, as
/// what it writes stays in the log for ever.
const REGISTRATIONS: Measure = Measure { at_once: 120, every: SignedDuration::from_secs(30), crowd_shares: true };

/// Wrong query codes: fingers slip, in a whole office or a network of telephones behind one address. Longer waits would
/// protect nothing more, as nobody guesses 75 bits, and would keep its neighbours from asking. For the same reason a crowd of
/// sources has no pace: it must not slow down whoever comes from elsewhere.
const WRONG_CODES: Measure = Measure { at_once: 20, every: SignedDuration::from_secs(30), crowd_shares: false };

/// When each source will have had its time for everything it sent.
#[derive(Debug)]
pub(crate) struct Pace {
    measure: Measure,
    sources: HashMap<IpAddr, Owed>,
    swept: Timestamp,
}

/// What a source still owes.
#[derive(Clone, Copy, Debug)]
struct Owed {
    even_at: Timestamp,
    /// Whether it was told to wait since.
    told: bool,
}

/// What came of a guess at a query code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Guessed {
    /// There is such a code.
    Right,
    /// There is not.
    Wrong,
    /// It comes too early and is not looked at.
    Later {
        /// How long the source has to wait.
        wait: SignedDuration,
        /// Whether it is the first that was told so since the last wrong one.
        first: bool,
    },
}

impl Pace {
    /// For registrations online.
    pub(crate) fn of_registrations() -> Self {
        Self::of(REGISTRATIONS)
    }

    /// For wrong query codes.
    pub(crate) fn of_wrong_codes() -> Self {
        Self::of(WRONG_CODES)
    }

    fn of(measure: Measure) -> Self {
        Self { measure, sources: HashMap::new(), swept: Timestamp::UNIX_EPOCH }
    }

    /// Takes one more from this source.
    ///
    /// # Errors
    /// How long it has to wait.
    pub(crate) fn take(&mut self, source: IpAddr, now: Timestamp) -> Result<(), SignedDuration> {
        let place = self.place(source, now);
        if let Some(wait) = self.wait(place, now) {
            return Err(wait);
        }
        self.note(place, now);
        Ok(())
    }

    /// Takes a guess at a query code from this source: a right one costs nothing, and one that comes too early is not looked
    /// at. Looking and noting are one step, so that many guesses at one time are no way around the wait.
    pub(crate) fn guess(&mut self, source: IpAddr, now: Timestamp, is_right: impl FnOnce() -> bool) -> Guessed {
        let place = self.place(source, now);
        if let Some(wait) = self.wait(place, now) {
            let told = place.and_then(|place| self.sources.get_mut(&place)).map(|owed| &mut owed.told);
            let first = told.is_some_and(|told| !std::mem::replace(told, true));
            return Guessed::Later { wait, first };
        }
        if is_right() {
            return Guessed::Right;
        }
        self.note(place, now);
        Guessed::Wrong
    }

    /// Where a source is remembered; `None` if there is no room for it.
    fn place(&mut self, source: IpAddr, now: Timestamp) -> Option<IpAddr> {
        if self.sources.len() >= SOURCES_MAX && now.duration_since(self.swept) >= SWEEP_EVERY {
            self.swept = now;
            self.sources.retain(|_, owed| owed.even_at > now);
        }
        let room = self.sources.len() < SOURCES_MAX || self.sources.contains_key(&source);
        let shared = self.measure.crowd_shares.then_some(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
        if room { Some(source) } else { shared }
    }

    fn wait(&self, place: Option<IpAddr>, now: Timestamp) -> Option<SignedDuration> {
        let Measure { at_once, every, .. } = self.measure;
        let wait = self.even_at(place, now).duration_since(now) - every * (at_once - 1);
        wait.is_positive().then_some(wait)
    }

    fn note(&mut self, place: Option<IpAddr>, now: Timestamp) {
        let even_at = self.even_at(place, now) + self.measure.every;
        self.sources.extend(place.map(|place| (place, Owed { even_at, told: false })));
    }

    fn even_at(&self, place: Option<IpAddr>, now: Timestamp) -> Timestamp {
        place.and_then(|place| self.sources.get(&place)).map_or(now, |owed| owed.even_at.max(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_395_600, 0);
    const EVERY: SignedDuration = SignedDuration::from_secs(30);

    fn taken(pace: &mut Pace, source: &str, times: u32, now: Timestamp) -> usize {
        let source = source.parse().unwrap();
        (0..times).filter(|_| pace.take(source, now).is_ok()).count()
    }

    fn guessed(pace: &mut Pace, source: &str, now: Timestamp, is_right: bool) -> Guessed {
        pace.guess(source.parse().unwrap(), now, || is_right)
    }

    /// More sources than there is room for, each wrong once.
    fn crowd() -> impl Iterator<Item = IpAddr> {
        (0..u32::try_from(SOURCES_MAX).unwrap() + 500).map(|n| IpAddr::from(n.to_be_bytes()))
    }

    #[test]
    fn a_building_site_registers_at_once_and_a_flood_is_slowed() {
        let mut pace = Pace::of_registrations();
        assert_eq!(taken(&mut pace, "10.0.0.1", 2_000, START), 120);
        assert_eq!(pace.take("10.0.0.1".parse().unwrap(), START), Err(EVERY));
        assert_eq!(taken(&mut pace, "10.0.0.2", 103, START), 103, "another source is not slowed");
        assert_eq!(taken(&mut pace, "10.0.0.1", 9, START + EVERY * 2), 2);
        assert_eq!(taken(&mut pace, "10.0.0.1", 200, START + SignedDuration::from_hours(2)), 120);
    }

    #[test]
    fn a_flood_of_sources_does_not_fill_the_memory() {
        let (mut registrations, mut codes) = (Pace::of_registrations(), Pace::of_wrong_codes());
        for source in crowd() {
            let _ = registrations.take(source, START);
            codes.guess(source, START, || false);
        }
        assert!(registrations.sources.len() <= SOURCES_MAX + 1, "{}", registrations.sources.len());
        assert!(codes.sources.len() <= SOURCES_MAX, "{}", codes.sources.len());
    }

    #[test]
    fn whoever_guesses_at_codes_waits_and_nobody_else() {
        let mut pace = Pace::of_wrong_codes();
        let wrong = (0..1_000).filter(|_| guessed(&mut pace, "10.0.0.1", START, false) == Guessed::Wrong).count();
        assert_eq!(wrong, 20);
        let waiting = Guessed::Later { wait: EVERY, first: false };
        assert_eq!(guessed(&mut pace, "10.0.0.1", START, true), waiting, "it is not looked at");
        assert_eq!(guessed(&mut pace, "10.0.0.2", START, true), Guessed::Right);
        assert_eq!(guessed(&mut pace, "10.0.0.1", START + EVERY, true), Guessed::Right);
        let hour = (0..36_000).filter(|tenths| {
            let now = START + EVERY + SignedDuration::from_millis(tenths * 100);
            guessed(&mut pace, "10.0.0.1", now, false) == Guessed::Wrong
        });
        assert_eq!(hour.count(), 120, "one in half a minute");
    }

    #[test]
    fn whoever_is_told_to_wait_is_told_first_once_for_each_wrong_code() {
        let mut pace = Pace::of_wrong_codes();
        (0..20).for_each(|_| assert_eq!(guessed(&mut pace, "10.0.0.1", START, false), Guessed::Wrong));
        for now in [START, START + EVERY] {
            let firsts = (0..50)
                .filter(|_| matches!(guessed(&mut pace, "10.0.0.1", now, false), Guessed::Later { first: true, .. }));
            assert_eq!(firsts.count(), 1);
        }
    }

    #[test]
    fn a_crowd_that_guesses_slows_nobody_from_elsewhere() {
        let mut pace = Pace::of_wrong_codes();
        (0..25).flat_map(|_| crowd()).for_each(|source| _ = pace.guess(source, START, || false));
        for _ in 0..100 {
            assert_eq!(guessed(&mut pace, "192.0.2.7", START, true), Guessed::Right);
        }
    }
}
