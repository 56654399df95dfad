//! How the facts of a stream are counted for whoever is not told of all of them: as if the others were not there. Numbers with
//! a gap would tell that something is hidden, and of a case there is one thing only that somebody who reads it may not know:
//! that it may be another one, too.

use access::{Actor, is_told_of_other_cases};
use timeline::Entry;

use crate::folded::CaseNow;
use crate::{Done, Failure};

/// The facts of a stream as one reader counts them: the versions of those it is not told of, ascending.
pub(crate) struct Counting<'a>(&'a [u64]);

impl<'a> Counting<'a> {
    /// As this actor counts the facts of this case.
    pub(crate) fn by(actor: &Actor, case: &'a CaseNow) -> Self {
        Self(if is_told_of_other_cases(actor.role) { &[] } else { case.of_other_cases() })
    }

    /// Whether the reader is told of the fact with this version.
    pub(crate) fn tells(&self, version: u64) -> bool {
        self.0.binary_search(&version).is_err()
    }

    /// How many of the facts up to this version the reader is told of: the number it knows the last of them by.
    pub(crate) fn number(&self, version: u64) -> u64 {
        let untold = self.0.partition_point(|untold| *untold <= version);
        version.saturating_sub(untold.try_into().unwrap_or(u64::MAX))
    }

    /// The version of the fact the reader knows by this number.
    pub(crate) fn version(&self, number: u64) -> u64 {
        self.0.iter().fold(number, |version, untold| version.saturating_add(u64::from(*untold <= version)))
    }

    /// Those of these facts the reader is told of.
    pub(crate) fn told(&self, mut facts: Vec<Entry>) -> Vec<Entry> {
        facts.retain(|fact| self.tells(fact.version));
        facts
    }

    /// What an order came to, as the reader is told: its number is that of the last of the facts.
    pub(crate) fn answer(&self, answer: Result<Done, Failure>) -> Result<Done, Failure> {
        match answer {
            Ok(done) => Ok(Done { version: self.number(done.version), facts: self.told(done.facts), ..done }),
            Err(Failure::Conflict { version, since }) => {
                Err(Failure::Conflict { version: self.number(version), since: self.told(since) })
            }
            Err(other) => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_gap_and_lead_back_to_their_facts() {
        let untold = [2, 3, 7];
        let counting = Counting(&untold);
        let told = [1, 4, 5, 6, 8, 9];
        for (number, version) in (1..).zip(told) {
            assert_eq!((counting.number(version), counting.version(number)), (number, version));
        }
        assert_eq!([2, 3, 7].map(|version| counting.number(version)), [1, 1, 4], "the last one told before it");
        assert_eq!((counting.number(0), counting.version(0)), (0, 0));
        assert_eq!(counting.version(u64::MAX), u64::MAX);
    }
}
