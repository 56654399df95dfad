//! The counts over all cases: each case is in them as it is now, and leaves them as it was.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use timeline::{AreaLevel, Entry};

use super::case::{Case, Count, PLATFORMS};
use super::levels::{ByLevel, Funnel};
use super::rates::{Held, Tally};
use crate::standing::may_move;

/// Nothing here is kept in a snapshot: it follows from the cases.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) counts: BTreeMap<Count, u64>,
    pub(super) tally: Tally,
    pub(super) funnel: Funnel,
}

impl Totals {
    /// A case that was not there before, registered or read from a snapshot.
    pub(super) fn enter(&mut self, case: &Case) {
        self.count_in(case);
        self.tally.change(Held::default(), case.held());
        *self.funnel.registered.of(case.arose()) += 1;
        *self.at(case) += 1;
    }

    /// The case takes note of a fact, and the counts of what became of it.
    pub(super) fn note(&mut self, case: &mut Case, entry: &Entry) {
        if !may_move(&entry.event) {
            let before = case.held();
            case.note(entry);
            return self.tally.change(before, case.held());
        }
        let (held, counts, at) = (case.held(), case.counts(), (case.is_closed(), case.level()));
        let arose = case.arose();
        case.note(entry);
        *self.funnel.registered.of(arose) -= 1;
        *self.funnel.registered.of(case.arose()) += 1;
        self.tally.change(held, case.held());
        if counts != case.counts() {
            counts.into_iter().flatten().for_each(|count| self.count_out(&count));
            self.count_in(case);
        }
        if at != (case.is_closed(), case.level()) {
            *self.bin(at) -= 1;
            *self.at(case) += 1;
        }
    }

    /// Cases by the platform of the first way chosen for them; every platform is named, also one without a case.
    pub(super) fn routes(&self) -> Map<String, Value> {
        let cases = |word: &'static str| self.counts.get(&Count::Route(word)).copied().unwrap_or_default();
        PLATFORMS.iter().map(|word| ((*word).to_owned(), cases(word).into())).collect()
    }

    fn count_in(&mut self, case: &Case) {
        for count in case.counts().into_iter().flatten() {
            *self.counts.entry(count).or_default() += 1;
        }
    }

    fn count_out(&mut self, count: &Count) {
        if let Some(number) = self.counts.get_mut(count) {
            *number -= 1;
            if *number == 0 {
                self.counts.remove(count);
            }
        }
    }

    fn at(&mut self, case: &Case) -> &mut u64 {
        self.bin((case.is_closed(), case.level()))
    }

    fn bin(&mut self, (closed, level): (bool, AreaLevel)) -> &mut u64 {
        let side: &mut ByLevel = if closed { &mut self.funnel.closed } else { &mut self.funnel.open };
        side.of(level)
    }
}
