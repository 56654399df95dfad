//! A view: what one department sees, folded from the facts. Views can be thrown away and computed again.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ActorId, CaseId, DepartmentCode, Entry, Kind, Reference};

/// A fold of the timeline into rows. It has no say in what is true and no clock of its own.
pub trait View: Send + Sync {
    /// The name it is asked for, as `work-list`.
    fn name(&self) -> &'static str;

    /// What it shows, in one Chinese and one English phrase.
    fn title(&self) -> (&'static str, &'static str);

    /// The version of the fold and of what it keeps, down to the last field: a snapshot of another version is not
    /// loaded, and its binary form would not tell that it has another shape.
    fn fold_version(&self) -> u32;

    /// The kinds of fact it reads; others are never handed to it.
    fn reads(&self) -> &'static [Kind];

    /// Takes note of a fact. Applying the same fact twice changes nothing.
    fn apply(&mut self, entry: &Entry);

    /// Its rows, as the query narrows them. Personal values in them are still sealed.
    fn rows(&self, query: &Query) -> Rows;

    /// Its whole content in chunks of some kilobytes, for a snapshot.
    ///
    /// # Errors
    /// A value that cannot be written.
    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError>;

    /// Replaces its content by that of a snapshot.
    ///
    /// # Errors
    /// Chunks of another shape; the view is then rebuilt from the first entry.
    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError>;
}

/// Why the content of a view cannot be written down or read back.
#[derive(Debug, thiserror::Error)]
#[error("the content of a view does not have the shape of a snapshot")]
pub struct ShapeError(#[from] postcard::Error);

/// Most rows in one answer.
pub const ROWS_MAX: usize = 200;

/// Which rows are wanted. A field left out narrows nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Query {
    /// Rows of this department, and figures over nothing but those.
    pub department: Option<DepartmentCode>,
    /// Rows of this case.
    pub case: Option<CaseId>,
    /// Rows in this state, in the words of the view.
    pub state: Option<String>,
    /// Rows of this mediator, where a view has mediators.
    pub mediator: Option<ActorId>,
    /// Rows of this own number of a department, where a view has them.
    pub reference: Option<Reference>,
    /// Rows after this cursor, as the last answer gave it.
    pub after: Option<String>,
    /// At most so many, up to [`ROWS_MAX`].
    pub limit: Option<usize>,
    /// Also rows that tell of another case: that two may be one is for reception and triage alone.
    #[serde(default)]
    pub other_cases: bool,
    /// The day the reader has: a view has no clock, so only a reader who says it learns what is overdue.
    pub today: Option<jiff::civil::Date>,
}

/// What a view answers.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Rows {
    /// The rows; each an object with the fields the view names.
    pub rows: Vec<Value>,
    /// How many rows the query matches in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// Figures over all matching rows, where the view has some.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub figures: Value,
}
