//! What has begun and is to come back once, soon, and to the same browser: bounded, so that strangers who begin and never
//! come back fill no memory, and push out nobody but those who share their address.
//!
//! Pure but for its own memory: the time comes in as a value.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use crate::Source;
use crate::chance::Digest;

/// How long somebody may stay away: a password, a code and a telephone that has to be found first.
pub const ROUND_MAX: SignedDuration = SignedDuration::from_mins(10);
/// Waiting at one time from one address: a whole office that signs in at eight sits behind one.
const OF_SOURCE_MAX: usize = 100;
/// Waiting at one time over the whole center.
const OF_ALL_MAX: usize = 2_000;

/// What is waited for, by the digest of the secret that brings it back.
pub(crate) struct Pending<T>(HashMap<Digest, Waiting<T>>);

struct Waiting<T> {
    what: T,
    source: Source,
    began: Timestamp,
}

impl<T> Default for Pending<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Pending<T> {
    /// Waits for this, in place of the oldest if there is no room.
    pub(crate) fn put(&mut self, key: Digest, what: T, (source, now): (Source, Timestamp)) {
        self.0.retain(|_, waiting| now.duration_since(waiting.began) < ROUND_MAX);
        if self.of(Some(source)).count() >= OF_SOURCE_MAX {
            self.forget_oldest(Some(source));
        }
        if self.0.len() >= OF_ALL_MAX {
            self.forget_oldest(None);
        }
        self.0.insert(key, Waiting { what, source, began: now });
    }

    /// It came back: it is not waited for any more, whether it came in time or not.
    pub(crate) fn take(&mut self, key: &Digest, now: Timestamp) -> Option<T> {
        let waiting = self.0.remove(key)?;
        (now.duration_since(waiting.began) < ROUND_MAX).then_some(waiting.what)
    }

    /// What is waited for, without taking it.
    pub(crate) fn find(&self, key: &Digest, now: Timestamp) -> Option<&T> {
        let waiting = self.0.get(key)?;
        (now.duration_since(waiting.began) < ROUND_MAX).then_some(&waiting.what)
    }

    /// Everything, or what waits from one address.
    fn of(&self, source: Option<Source>) -> impl Iterator<Item = (&Digest, &Waiting<T>)> {
        self.0.iter().filter(move |(_, waiting)| source.is_none_or(|source| waiting.source == source))
    }

    fn forget_oldest(&mut self, of: Option<Source>) {
        if let Some(key) = self.of(of).min_by_key(|(_, waiting)| waiting.began).map(|(key, _)| *key) {
            self.0.remove(&key);
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

    fn key(number: usize) -> Digest {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&number.to_be_bytes());
        key
    }

    fn at(seconds: i64) -> Timestamp {
        START + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn what_comes_back_comes_back_once_and_in_time() {
        let mut pending = Pending::default();
        pending.put(key(1), "one", (source(1), START));
        pending.put(key(2), "two", (source(1), START));
        assert_eq!((pending.take(&key(1), at(599)), pending.take(&key(1), at(599))), (Some("one"), None));
        assert_eq!(pending.find(&key(2), at(600)), None);
        assert_eq!((pending.take(&key(2), at(600)), pending.take(&key(2), at(1))), (None, None));
    }

    #[test]
    fn whoever_begins_without_end_pushes_out_only_their_own() {
        let mut pending = Pending::default();
        (0..10).for_each(|n| pending.put(key(n), n, (source(9), START)));
        for n in 10..1_010 {
            pending.put(key(n), n, (source(u8::try_from(n % 2).unwrap()), at(1)));
        }
        for begins_without_end in [source(0), source(1)] {
            assert_eq!(pending.of(Some(begins_without_end)).count(), OF_SOURCE_MAX);
        }
        let others = (0..10).filter(|n| pending.take(&key(*n), at(2)) == Some(*n));
        assert_eq!(others.count(), 10, "somebody else was pushed out");
    }

    #[test]
    fn there_is_an_end_to_what_is_waited_for() {
        let mut pending = Pending::default();
        for n in 0..5_000 {
            pending.put(key(n), n, (source(u8::try_from(n / 50).unwrap()), at(i64::try_from(n / 100).unwrap())));
        }
        assert_eq!(pending.0.len(), OF_ALL_MAX);
        assert_eq!(pending.find(&key(4_999), at(50)), Some(&4_999), "the latest is there");
        pending.put(key(9_999), 9_999, (source(1), at(900)));
        assert_eq!(pending.0.len(), 1, "what is late is forgotten");
    }
}
