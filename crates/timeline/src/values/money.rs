//! Money in fen (分), a hundredth of a yuan; never a float.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The largest amount the timeline takes: a hundred billion yuan, far above any county case, far below overflow.
pub const FEN_MAX: i64 = 10_000_000_000_000;

/// An amount in fen, 0 to [`FEN_MAX`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "i64", into = "i64")]
pub struct Fen(#[schemars(range(min = 0, max = 10_000_000_000_000_i64))] i64);

/// Why a number is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} fen is outside 0 to {FEN_MAX}")]
pub struct FenError(i64);

impl Fen {
    /// Takes an amount in fen.
    ///
    /// # Errors
    /// Negative amounts and those above [`FEN_MAX`].
    pub fn new(fen: i64) -> Result<Self, FenError> {
        if (0..=FEN_MAX).contains(&fen) { Ok(Self(fen)) } else { Err(FenError(fen)) }
    }

    /// The amount in fen.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum; amounts never exceed [`FEN_MAX`].
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self((self.0 + other.0).min(FEN_MAX))
    }
}

impl TryFrom<i64> for Fen {
    type Error = FenError;

    fn try_from(fen: i64) -> Result<Self, FenError> {
        Self::new(fen)
    }
}

impl From<Fen> for i64 {
    fn from(fen: Fen) -> i64 {
        fen.0
    }
}

impl fmt::Display for Fen {
    /// Yuan with two digits: `20680.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_shown_in_yuan() {
        assert_eq!(Fen::new(2_068_000).unwrap().to_string(), "20680.00");
        assert_eq!(Fen::new(-1), Err(FenError(-1)));
        assert!(serde_json::from_str::<Fen>("1.5").is_err());
    }
}
