//! What those who oversee from outside see: some cases, drawn by lot when they were registered, without anybody's name.
//!
//! The lot is computed with a key of the center, so nobody who registers a case can know whether it will be looked at.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use access::{Action, Actor, CaseFacts, decide};
use serde_json::{Value, json};
use timeline::{CaseNumber, Query, ROWS_MAX, Rows};

use crate::ReadFailure;
use crate::handle::{Center, Shell};
use crate::reading::{last_numbers, permit};

/// The numbers that were drawn, as far as they were looked through: each is looked at once and not at every question, as a
/// hundred thousand take a tenth of a second. One in fifty is kept.
#[derive(Debug, Default)]
pub(crate) struct Drawn(Mutex<BTreeMap<u16, Lots>>);

/// The lots of one year.
#[derive(Debug, Default)]
struct Lots {
    looked_upto: u32,
    drawn: Vec<u32>,
}

impl Drawn {
    /// Everything drawn of the years with these last numbers, the newest first.
    fn newest_first(&self, last: &BTreeMap<u16, u32>, is_drawn: impl Fn(CaseNumber) -> bool) -> Vec<CaseNumber> {
        let mut years = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (year, last) in last {
            let lots = years.entry(*year).or_default();
            let unseen = lots.looked_upto.saturating_add(1)..=*last;
            lots.drawn.extend(unseen.filter(|serial| is_drawn(CaseNumber::new(*year, *serial))));
            lots.looked_upto = lots.looked_upto.max(*last);
        }
        let of_year = |(year, lots): (&u16, &Lots)| {
            let numbers = lots.drawn.iter().rev().map(|serial| CaseNumber::new(*year, *serial));
            numbers.collect::<Vec<_>>()
        };
        years.iter().rev().flat_map(of_year).collect()
    }
}

impl Shell {
    /// Whether the case of this number was drawn.
    pub(crate) fn is_sampled(&self, number: CaseNumber) -> bool {
        self.rulebook.sampled_one_in().is_some_and(|one_in| self.key.draws(number, one_in))
    }
}

impl Center {
    /// The cases that were drawn, the newest first: their numbers, and where they are found.
    ///
    /// # Errors
    /// Not for this actor.
    pub fn sample(&self, actor: &Actor, query: &Query) -> Result<Rows, ReadFailure> {
        permit(decide(actor, Action::ReadSample, &CaseFacts::default()))?;
        let last = last_numbers(&self.shell.views);
        let drawn = self.shell.drawn.newest_first(&last, |number| self.shell.is_sampled(number));
        let total = drawn.len() as u64;
        let limit = query.limit.unwrap_or(ROWS_MAX).clamp(1, ROWS_MAX);
        let behind = |number: &CaseNumber| query.after.as_ref().is_none_or(|after| number.to_string() < *after);
        let mut rest = drawn.into_iter().filter(behind);
        let page: Vec<CaseNumber> = rest.by_ref().take(limit).collect();
        let next = rest.next().and_then(|_| page.last()).map(ToString::to_string);
        let rows = page.iter().filter_map(|number| self.sampled_row(*number)).collect();
        Ok(Rows { rows, total, next, figures: Value::Null })
    }

    /// A number that was drawn and never came to be used has no row.
    fn sampled_row(&self, number: CaseNumber) -> Option<Value> {
        self.find_number(number).map(|case| json!({ "case": case, "number": number }))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn each_number_is_looked_at_once() {
        let (drawn, looked_at) = (Drawn::default(), Cell::new(0));
        let is_drawn = |number: CaseNumber| {
            looked_at.set(looked_at.get() + 1);
            number.serial().is_multiple_of(50)
        };
        let of = |last: &[(u16, u32)]| drawn.newest_first(&last.iter().copied().collect(), is_drawn);
        assert_eq!(of(&[(2026, 100)]), [CaseNumber::new(2026, 100), CaseNumber::new(2026, 50)]);
        assert_eq!((of(&[(2026, 149)]).len(), looked_at.get()), (2, 149));
        let both = of(&[(2026, 150), (2027, 51)]);
        assert_eq!((both.len(), both.first(), looked_at.get()), (4, Some(&CaseNumber::new(2027, 50)), 201));
        assert_eq!((of(&[(2026, 150), (2027, 51)]), looked_at.get()), (both, 201), "nothing is looked at again");
    }
}
