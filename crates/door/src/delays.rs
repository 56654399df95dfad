//! How guessers are slowed down without giving strangers a way to lock somebody out.
//!
//! Each wrong guess makes the next one wait longer: for this account from this source, and for this source whatever the
//! account. An account that is guessed at from many sources is slowed for sources it never came in from. Over the whole
//! center there is a ceiling of the same kind. The window an account sits at every day is slowed by nothing but wrong guesses
//! at that account from there, whoever else sits behind the same address. Nothing is ever locked.
//!
//! Pure but for its own memory: the time comes in as a value.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

/// Where a request comes from, as far as the network tells; what belongs to one line is one source.
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

/// An account at a source.
pub(crate) type Pair = (String, Source);

/// Wrong guesses of one kind.
#[derive(Clone, Copy, Debug)]
struct Guesses {
    /// How many, with those that are being looked at.
    count: u32,
    /// The latest, with those that are being looked at.
    last: Timestamp,
    /// The latest that is known to be wrong: right ones neither begin a wait nor keep the memory of others alive.
    wrong: Option<Timestamp>,
}

/// What is remembered of wrong guesses, and of where each account came in before.
#[derive(Default)]
pub struct Delays {
    pairs: HashMap<Pair, Guesses>,
    sources: HashMap<Source, Guesses>,
    accounts: HashMap<String, Guesses>,
    known: HashMap<Pair, Timestamp>,
    minute: Option<(Timestamp, u32)>,
}

impl Delays {
    /// Nothing was guessed yet, and these came in before.
    pub(crate) fn knowing(known: impl IntoIterator<Item = (Pair, Timestamp)>) -> Self {
        Self { known: known.into_iter().take(ENTRIES_MAX).collect(), ..Self::default() }
    }

    /// How long this source has to wait before it may guess at this account; `None` if not at all. A guess that comes
    /// earlier is not looked at, and does not count.
    #[must_use]
    pub fn wait(&self, account: &str, source: Source, now: Timestamp) -> Option<SignedDuration> {
        let pair = (account.to_owned(), source);
        let own = self.pairs.get(&pair).map(|guesses| guesses.due(SLIPS));
        let strange = if self.known.contains_key(&pair) { None } else { self.due_of_stranger(account, source) };
        let wait = own.max(strange)?.duration_since(now);
        wait.is_positive().then_some(wait)
    }

    /// When a source the account never came in from may guess at it.
    fn due_of_stranger(&self, account: &str, source: Source) -> Option<Timestamp> {
        let of_source = self.sources.get(&source).map(|guesses| guesses.due(SLIPS_OF_SOURCE));
        let of_account = self.accounts.get(account).filter(|guesses| guesses.count >= SLIPS_OF_ACCOUNT);
        let of_account = of_account.map(|guesses| guesses.last + PACE_OF_ACCOUNT);
        let of_all = self.minute.filter(|(_, count)| *count >= CEILING);
        let of_all = of_all.map(|(began, _)| began + SignedDuration::from_mins(1));
        of_source.max(of_account).max(of_all)
    }

    /// A guess is being looked at, and counts as wrong until it is taken back.
    pub fn guess(&mut self, account: &str, source: Source, now: Timestamp) {
        self.forgive(now);
        note(&mut self.pairs, (account.to_owned(), source), now);
        note(&mut self.sources, source, now);
        note(&mut self.accounts, account.to_owned(), now);
        let running = self.minute.filter(|(began, _)| now.duration_since(*began) < SignedDuration::from_mins(1));
        let (began, count) = running.unwrap_or((now, 0));
        self.minute = Some((began, count.saturating_add(1)));
    }

    /// The guess of that time turned out wrong.
    pub fn was_wrong(&mut self, account: &str, source: Source, at: Timestamp) {
        self.each(account, source, |guesses| guesses.was_wrong(at));
    }

    /// A guess was wrong.
    pub fn missed(&mut self, account: &str, source: Source, now: Timestamp) {
        self.guess(account, source, now);
        self.was_wrong(account, source, now);
    }

    /// The guess of that time turned out right, or was not looked at after all.
    pub fn take_back(&mut self, account: &str, source: Source, at: Timestamp) {
        self.each(account, source, |guesses| guesses.take_back(at));
        let running = self.minute.iter_mut().filter(|(began, _)| *began <= at);
        running.for_each(|(_, count)| *count = count.saturating_sub(1));
    }

    /// Somebody came in: this source is known to the account from now on, and forgiven what was guessed there, which were
    /// slips. Answers what is not known any more, as there was no room for it.
    pub fn came_in(&mut self, account: &str, source: Source, now: Timestamp) -> Option<(String, Source)> {
        let pair = (account.to_owned(), source);
        let slips = self.pairs.remove(&pair).map_or(0, |guesses| guesses.count);
        change(&mut self.sources, &source, |guesses| guesses.less(slips));
        change(&mut self.accounts, account, |guesses| guesses.less(slips));
        self.known.insert(pair, now);
        let full = self.known.len() > ENTRIES_MAX;
        let oldest = self.known.iter().filter(|_| full).min_by_key(|(_, came_in)| **came_in);
        let oldest = oldest.map(|(pair, _)| pair.clone())?;
        self.known.remove(&oldest);
        Some(oldest)
    }

    fn each(&mut self, account: &str, source: Source, how: impl Fn(&mut Guesses)) {
        change(&mut self.pairs, &(account.to_owned(), source), &how);
        change(&mut self.sources, &source, &how);
        change(&mut self.accounts, account, &how);
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
    fn less(&mut self, by: u32) {
        self.count = self.count.saturating_sub(by);
    }

    fn was_wrong(&mut self, at: Timestamp) {
        self.wrong = self.wrong.max(Some(at));
        self.last = self.last.max(at);
    }

    fn take_back(&mut self, at: Timestamp) {
        self.less(1);
        if self.last == at {
            self.last = self.wrong.unwrap_or(at);
        }
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
fn note<K: Hash + Eq>(kept: &mut HashMap<K, Guesses>, key: K, now: Timestamp) {
    let full = kept.len() >= ENTRIES_MAX;
    let fresh = Guesses { count: 1, last: now, wrong: None };
    match kept.get_mut(&key) {
        Some(guesses) if now.duration_since(guesses.last) < FORGIVEN_AFTER => {
            *guesses = Guesses { count: guesses.count.saturating_add(1), last: guesses.last.max(now), ..*guesses };
        }
        Some(guesses) => *guesses = fresh,
        None if full => {}
        None => {
            kept.insert(key, fresh);
        }
    }
}

/// Changes what is remembered, and forgets it if nothing is left.
fn change<K, Q>(kept: &mut HashMap<K, Guesses>, key: &Q, how: impl FnOnce(&mut Guesses))
where
    K: Hash + Eq + Borrow<Q>,
    Q: Hash + Eq + ?Sized,
{
    if let Some(guesses) = kept.get_mut(key) {
        how(guesses);
        if guesses.count == 0 {
            kept.remove(key);
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

    /// An office: everybody signs in twelve times a day, and three times in a hundred a finger slips.
    struct Office {
        delays: Delays,
        chance: u64,
        strangers: Option<u32>,
    }

    const STAFF: i64 = 60;
    const SIGN_INS: i64 = 12;
    const DAYS: i64 = 5;

    impl Office {
        fn new(stranger: bool) -> Self {
            let mut delays = Delays::default();
            (0..STAFF).for_each(|n| _ = delays.came_in(&format!("clerk-{n}"), source(1), START));
            Self { delays, chance: 7, strangers: stranger.then_some(0) }
        }

        fn slips(&mut self) -> bool {
            self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.chance >> 33) % 100 < 3
        }

        /// Somebody signs in, at last with the right password, and waits for nothing but its own slips.
        fn sign_in(&mut self, name: &str, mut second: i64) {
            let mut own = 0;
            loop {
                let wait = self.delays.wait(name, source(1), at(second)).map_or(0, |wait| wait.as_secs());
                assert!(own > SLIPS || wait == 0, "{name} waits {wait} s after {own} slips, {second} s on");
                second += wait;
                self.delays.guess(name, source(1), at(second));
                if !self.slips() {
                    self.delays.take_back(name, source(1), at(second));
                    self.delays.came_in(name, source(1), at(second + 1));
                    return;
                }
                self.delays.was_wrong(name, source(1), at(second));
                own += 1;
            }
        }

        /// Somebody behind the same address guesses at everybody elsewhere; how often it was looked at.
        fn stranger(&mut self, second: i64) {
            let Some(guesses) = self.strangers else { return };
            let name = format!("elsewhere-{guesses}");
            if self.delays.wait(&name, source(1), at(second)).is_none() {
                self.delays.missed(&name, source(1), at(second));
                self.strangers = Some(guesses + 1);
            }
        }

        /// Nine hours of every day, somebody every 45 seconds.
        fn work(&mut self, staff: bool) -> u32 {
            for day in 0..DAYS {
                for step in 0..STAFF * SIGN_INS {
                    let second = day * 86_400 + step * 45;
                    if staff {
                        self.sign_in(&format!("clerk-{}", step % STAFF), second);
                    }
                    self.stranger(second + 20);
                }
            }
            self.strangers.unwrap_or(0)
        }
    }

    #[test]
    fn an_office_behind_one_address_waits_for_nobodys_slips_but_their_own() {
        let mut office = Office::new(false);
        office.work(true);
        let newcomer = office.delays.wait("the-new-one", source(1), at(DAYS * 86_400));
        assert_eq!(newcomer, None, "slips of whoever came in are no guesses at others");
        Office::new(true).work(true);
    }

    #[test]
    fn a_guesser_behind_an_office_gets_no_more_guesses_than_alone() {
        let alone = Office::new(true).work(false);
        assert!(alone < 32 + 5 * 96, "{alone}");
        assert!(Office::new(true).work(true) <= alone);
    }

    #[test]
    fn right_guesses_at_one_time_leave_what_was_before() {
        let mut delays = Delays::default();
        (0..5).for_each(|n| delays.missed("li", source(1), at(n)));
        let before = delays.wait("li", source(1), at(4));
        assert_eq!(before, Some(SignedDuration::from_secs(2)));
        (10..13).for_each(|second| delays.guess("li", source(1), at(second)));
        assert_eq!(delays.wait("li", source(1), at(12)), Some(SignedDuration::from_secs(16)), "all count meanwhile");
        (10..13).for_each(|second| delays.take_back("li", source(1), at(second)));
        assert_eq!(delays.wait("li", source(1), at(4)), before);
        delays.guess("li", source(1), at(4 + 86_400));
        delays.take_back("li", source(1), at(4 + 86_400));
        assert!(delays.pairs.is_empty() && delays.sources.is_empty(), "after a day all is forgiven");
    }

    #[test]
    fn where_there_is_no_room_the_place_least_come_from_is_forgotten() {
        let places = (0..ENTRIES_MAX).map(|n| ((format!("name-{n}"), source(1)), at(1 + i64::try_from(n).unwrap())));
        let mut delays = Delays::knowing(places);
        assert_eq!(delays.came_in("name-0", source(1), at(50_000)), None, "it is known already");
        assert_eq!(delays.came_in("li", source(2), at(50_001)), Some(("name-1".to_owned(), source(1))));
        assert_eq!(delays.known.len(), ENTRIES_MAX);
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
