//! The journal's conditions: their names in `/readyz` and `/metrics`, and what is answered while one lasts.

use center::Condition;

use crate::problem::{self, Problem};

/// Commits are taken.
pub(crate) const WRITABLE: &str = "writable";

/// The names of all of them.
pub(crate) const NAMES: &[&str] = &[WRITABLE, "read_only", "full", "poisoned"];

/// Its name.
pub(crate) const fn name(condition: &Condition) -> &'static str {
    match condition {
        Condition::Writable => WRITABLE,
        Condition::ReadOnly { .. } => "read_only",
        Condition::Full { .. } => "full",
        Condition::Poisoned { .. } => "poisoned",
    }
}

/// The answer to a command while the journal is in this condition. A writable journal that takes nothing is closing.
pub(crate) fn problem(condition: &Condition) -> Problem {
    match condition {
        Condition::Writable => Problem::from(problem::CLOSING).retry_after(5),
        Condition::ReadOnly { .. } => Problem::from(problem::READ_ONLY),
        Condition::Full { .. } => Problem::from(problem::FULL),
        Condition::Poisoned { .. } => Problem::from(problem::POISONED),
    }
}
