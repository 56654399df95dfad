//! How guessers are slowed down without giving strangers a way to lock somebody out.
//!
//! Each wrong guess makes the next one wait longer: for this account from this source, and for this source whatever the
//! account. An account that is guessed at from many sources is slowed for sources it never came in from; the window it
//! sits at every day is not. Over the whole center there is a ceiling of the same kind. Nothing is ever locked.
//!
//! Pure but for its own memory: the time comes in as a value.

use std::collections::HashMap;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

/// Where a request comes from, as far as the network tells.
pub type Source = IpAddr;

/// Wrong guesses of one source at one account that cost nothing: fingers slip.
const SLIPS: u32 = 3;
/// Wrong guesses of one source at any account that cost nothing: a whole office sits behind one address.
const SLIPS_OF_SOURCE: u32 = 20;
/// Longest wait of one source.
const WAIT_MAX: SignedDuration = SignedDuration::from_mins(15);
/// Wrong guesses at one account before strange sources wait.
const SLIPS_OF_ACCOUNT: u32 = 10;
/// What a strange source then waits between two guesses at it, all of them together: ten guesses a minute.
const PACE_OF_ACCOUNT: SignedDuration = SignedDuration::from_secs(6);
/// Wrong guesses in a minute over the whole center before strange sources wait.
const CEILING: u32 = 60;
/// After so long without a wrong guess everything is forgiven.
const FORGIVEN_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// Entries kept at most of each kind: bounds what a flood of names can make us remember.
const ENTRIES_MAX: usize = 20_000;

/// Wrong guesses of one kind.
#[derive(Clone, Copy, Debug)]
struct Guesses {
    count: u32,
    last: Timestamp,
}

/// What is remembered of wrong guesses, and of where each account came in before.
#[derive(Default)]
pub struct Delays {
    pairs: HashMap<(String, Source), Guesses>,
    sources: HashMap<Source, Guesses>,
    accounts: HashMap<String, Guesses>,
    known: HashMap<(String, Source), Timestamp>,
    minute: Option<(Timestamp, u32)>,
}

impl Delays {
    /// How long this source has to wait before it may guess at this account; `None` if not at all. A guess that comes
    /// earlier is not looked at, and does not count.
    #[must_use]
    pub fn wait(&self, account: &str, source: Source, now: Timestamp) -> Option<SignedDuration> {
        let pair = (account.to_owned(), source);
        let own = self.pairs.get(&pair).map(|guesses| guesses.due(SLIPS));
        let of_source = self.sources.get(&source).map(|guesses| guesses.due(SLIPS_OF_SOURCE));
        let strange = !self.known.contains_key(&pair);
        let of_account = self.accounts.get(account).filter(|guesses| strange && guesses.count >= SLIPS_OF_ACCOUNT);
        let of_account = of_account.map(|guesses| guesses.last + PACE_OF_ACCOUNT);
        let of_all = self.minute.filter(|(_, count)| strange && *count >= CEILING);
        let of_all = of_all.map(|(began, _)| began + SignedDuration::from_mins(1));
        let due = [own, of_source, of_account, of_all].into_iter().flatten().max()?;
        let wait = due.duration_since(now);
        wait.is_positive().then_some(wait)
    }

    /// A guess was wrong.
    pub fn missed(&mut self, account: &str, source: Source, now: Timestamp) {
        self.forgive(now);
        note(&mut self.pairs, (account.to_owned(), source), now);
        note(&mut self.sources, source, now);
        note(&mut self.accounts, account.to_owned(), now);
        let running = self.minute.filter(|(began, _)| now.duration_since(*began) < SignedDuration::from_mins(1));
        let (began, count) = running.unwrap_or((now, 0));
        self.minute = Some((began, count.saturating_add(1)));
    }

    /// A guess that counted as wrong while it was looked at was right.
    pub fn take_back(&mut self, account: &str, source: Source) {
        self.pairs.get_mut(&(account.to_owned(), source)).into_iter().for_each(Guesses::less);
        self.sources.get_mut(&source).into_iter().for_each(Guesses::less);
        self.accounts.get_mut(account).into_iter().for_each(Guesses::less);
        self.minute.iter_mut().for_each(|(_, count)| *count = count.saturating_sub(1));
    }

    /// Somebody came in: this source is forgiven what it guessed at this account, and known to it from now on.
    pub fn came_in(&mut self, account: &str, source: Source, now: Timestamp) {
        let pair = (account.to_owned(), source);
        self.pairs.remove(&pair);
        if self.known.len() < ENTRIES_MAX || self.known.contains_key(&pair) {
            self.known.insert(pair, now);
        }
    }

    /// Forgets what is long ago, once there is a lot of it.
    fn forgive(&mut self, now: Timestamp) {
        let recent = |last: Timestamp| now.duration_since(last) < FORGIVEN_AFTER;
        if self.pairs.len() >= ENTRIES_MAX {
            self.pairs.retain(|_, guesses| recent(guesses.last));
        }
        if self.sources.len() >= ENTRIES_MAX {
            self.sources.retain(|_, guesses| recent(guesses.last));
        }
        if self.accounts.len() >= ENTRIES_MAX {
            self.accounts.retain(|_, guesses| recent(guesses.last));
        }
    }
}

impl Guesses {
    fn less(&mut self) {
        self.count = self.count.saturating_sub(1);
    }

    /// When the next guess may be made: a second after the first that counts, then twice as long each time.
    fn due(self, free: u32) -> Timestamp {
        let beyond = self.count.saturating_sub(free);
        let wait = match beyond {
            0 => SignedDuration::ZERO,
            _ => SignedDuration::from_secs(1_i64 << (beyond - 1).min(20)).min(WAIT_MAX),
        };
        self.last + wait
    }
}

/// One more of this kind. A map that is full of recent guesses takes no new entry: the ceiling over all holds then.
fn note<K: std::hash::Hash + Eq>(kept: &mut HashMap<K, Guesses>, key: K, now: Timestamp) {
    let full = kept.len() >= ENTRIES_MAX;
    match kept.get_mut(&key) {
        Some(guesses) if now.duration_since(guesses.last) < FORGIVEN_AFTER => {
            *guesses = Guesses { count: guesses.count.saturating_add(1), last: now };
        }
        Some(guesses) => *guesses = Guesses { count: 1, last: now },
        None if full => {}
        None => {
            kept.insert(key, Guesses { count: 1, last: now });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_395_600, 0);

    fn source(last: u8) -> Source {
        Source::from([10, 0, 0, last])
    }

    fn at(seconds: i64) -> Timestamp {
        START + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn each_wrong_guess_waits_twice_as_long() {
        let mut delays = Delays::default();
        let mut waits = Vec::new();
        let mut now = START;
        for _ in 0..16 {
            delays.missed("li", source(1), now);
            let wait = delays.wait("li", source(1), now).map_or(0, |wait| wait.as_secs());
            waits.push(wait);
            now += SignedDuration::from_secs(wait);
        }
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    }

    #[test]
    fn a_hundred_thousand_guesses_in_an_hour_become_a_few() {
        let mut delays = Delays::default();
        let looked_at = (0..100_000_i64)
            .filter(|n| {
                let now = START + SignedDuration::from_millis(n * 36);
                let free = delays.wait("li", source(1), now).is_none();
                if free {
                    delays.missed("li", source(1), now);
                }
                free
            })
            .count();
        assert!(looked_at <= 17, "{looked_at}");
    }

    #[test]
    fn strangers_slow_each_other_down_but_not_the_window_of_the_account() {
        let mut delays = Delays::default();
        delays.came_in("li", source(1), START);
        let mut looked_at = 0;
        for second in 0..600 {
            let stranger = source(u8::try_from(2 + second % 200).unwrap());
            if delays.wait("li", stranger, at(second)).is_none() {
                delays.missed("li", stranger, at(second));
                looked_at += 1;
            }
        }
        assert!(looked_at <= 110, "more than ten a minute: {looked_at}");
        assert_eq!(delays.wait("li", source(1), at(600)), None, "a stranger locked somebody out");
    }

    #[test]
    fn guessing_at_everybody_in_turn_is_slowed_as_well() {
        let mut delays = Delays::default();
        let mut looked_at = 0;
        for n in 0..1_000 {
            let name = format!("clerk-{n}");
            if delays.wait(&name, source(9), at(n)).is_none() {
                delays.missed(&name, source(9), at(n));
                looked_at += 1;
            }
        }
        assert!(looked_at <= 32, "{looked_at}");
    }

    #[test]
    fn over_all_there_is_a_ceiling_for_strangers() {
        let mut delays = Delays::default();
        delays.came_in("li", source(250), START);
        for n in 0..60_u32 {
            let from = Source::from([10, 1, 0, u8::try_from(n).unwrap()]);
            delays.missed(&format!("name-{n}"), from, at(1));
        }
        assert!(delays.wait("wang", source(7), at(2)).is_some());
        assert_eq!(delays.wait("li", source(250), at(2)), None);
        assert_eq!(delays.wait("wang", source(7), at(62)), None);
    }

    #[test]
    fn a_right_guess_and_a_quiet_day_are_forgiving() {
        let mut delays = Delays::default();
        (0..8).for_each(|n| delays.missed("li", source(1), at(n)));
        assert!(delays.wait("li", source(1), at(8)).is_some());
        delays.came_in("li", source(1), at(9));
        assert_eq!(delays.wait("li", source(1), at(9)), None);
        (0..8).for_each(|n| delays.missed("wang", source(2), at(n)));
        delays.missed("wang", source(2), at(90_000));
        assert_eq!(delays.wait("wang", source(2), at(90_001)), None);
    }

    #[test]
    fn a_flood_of_names_does_not_fill_the_memory() {
        let mut delays = Delays::default();
        for n in 0..(ENTRIES_MAX as i64 + 500) {
            delays.missed(&n.to_string(), source(1), at(n / 1_000));
        }
        assert!(delays.pairs.len() <= ENTRIES_MAX && delays.accounts.len() <= ENTRIES_MAX);
    }
}
