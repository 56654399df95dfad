//! A mark somebody gives: from one to five.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The best mark. The worst is one.
pub const MARK_MAX: u8 = 5;

/// A mark from 1 (not at all) to 5 (fully). No answer is no mark, and never a zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Mark(u8);

/// Why a number is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mark is a whole number from 1 to {MARK_MAX}; leave out what was not answered")]
pub struct MarkError;

impl Mark {
    /// Reads a mark.
    ///
    /// # Errors
    /// The number is not from 1 to [`MARK_MAX`].
    pub const fn new(mark: u8) -> Result<Self, MarkError> {
        if mark >= 1 && mark <= MARK_MAX { Ok(Self(mark)) } else { Err(MarkError) }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Mark {
    type Error = MarkError;

    fn try_from(mark: u8) -> Result<Self, MarkError> {
        Self::new(mark)
    }
}

impl From<Mark> for u8 {
    fn from(mark: Mark) -> Self {
        mark.0
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for Mark {
    fn schema_name() -> Cow<'static, str> {
        "Mark".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "description": "From 1 (not at all) to 5 (fully).", "minimum": 1, "maximum": MARK_MAX })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_from_one_to_five() {
        assert_eq!(
            (1..=5).map(|mark| Mark::new(mark).map(Mark::get)).collect::<Vec<_>>(),
            (1..=5).map(Ok).collect::<Vec<_>>()
        );
        assert_eq!([0, 6, 255].map(Mark::new), [Err(MarkError); 3]);
    }
}
