//! What those who oversee from outside see: some cases, drawn by lot when they were registered, without anybody's name.
//!
//! The lot is computed with a key of the center, so nobody who registers a case can know whether it will be looked at.

use access::{Action, Actor, CaseFacts, decide};
use serde_json::{Value, json};
use timeline::{CaseNumber, Query, ROWS_MAX, Rows};

use crate::ReadFailure;
use crate::handle::{Center, Shell};
use crate::reading::{last_numbers, permit};

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
        let all =
            last.iter().rev().flat_map(|(year, last)| (1..=*last).rev().map(|serial| CaseNumber::new(*year, serial)));
        let drawn: Vec<CaseNumber> = all.filter(|number| self.shell.is_sampled(*number)).collect();
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
