//! How often a member of staff may search for somebody: as often as people come to a window, and not as often as a list is
//! gone through. In memory; the looks are on stable storage, and the list of the day weighs them.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use timeline::ActorId;

/// Searches of one member of staff within [`WITHIN`]: a citizen shows a paper, then a telephone, and the next one comes.
const SEARCHES_MAX: usize = 10;
/// The time they are counted in.
const WITHIN: SignedDuration = SignedDuration::from_mins(1);

/// When who searched lately. There are as many as there are accounts of reception.
#[derive(Debug, Default)]
pub(crate) struct Searches(HashMap<ActorId, VecDeque<Timestamp>>);

impl Searches {
    /// Takes one more search.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) fn take(&mut self, who: &ActorId, now: Timestamp) -> Result<(), SignedDuration> {
        let times = self.0.entry(who.clone()).or_default();
        times.retain(|time| now.duration_since(*time) < WITHIN);
        match times.front() {
            Some(first) if times.len() >= SEARCHES_MAX => Err(WITHIN - now.duration_since(*first)),
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_a_minute_and_everybody_for_itself() {
        let (mut searches, start) = (Searches::default(), Timestamp::constant(1_795_395_600, 0));
        let [li, wang] = ["li", "wang"].map(|who| ActorId::parse(who).unwrap());
        let after = |seconds| start + SignedDuration::from_secs(seconds);
        assert!((0..10).all(|second| searches.take(&li, after(second)).is_ok()));
        assert_eq!(searches.take(&li, after(20)), Err(SignedDuration::from_secs(40)));
        assert!(searches.take(&wang, after(20)).is_ok());
        assert!(searches.take(&li, after(60)).is_ok(), "the first is a minute ago");
        assert!(searches.take(&li, after(60)).is_err());
    }
}
