//! The number an accusation is known by, as `JK-7Q2MX-9D0HT`: drawn by lot, so that no number tells how many there are or
//! which came before it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Letters and digits of a number, without those that look like others (I, L, O, U).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What every number begins with: 检举控告.
const PREFIX: &str = "JK";
/// Letters of one group. Two groups are 50 bits: two accusations of one county do not meet.
const GROUP: usize = 5;

/// The number of an accusation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "CompactString", into = "String")]
pub struct AccusationNumber([u8; 2 * GROUP]);

/// Why a text is no number of an accusation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number of an accusation looks like JK-7Q2MX-9D0HT")]
pub struct AccusationNumberError;

impl AccusationNumber {
    /// The number that chance made of these bytes.
    #[must_use]
    pub fn drawn(chance: &[u8; 32]) -> Self {
        let mut letters = [0; 2 * GROUP];
        for (letter, byte) in letters.iter_mut().zip(chance) {
            *letter = ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or_default();
        }
        Self(letters)
    }
}

impl fmt::Display for AccusationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        for group in self.0.chunks(GROUP) {
            f.write_str("-")?;
            group.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))?;
        }
        Ok(())
    }
}

impl fmt::Debug for AccusationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccusationNumber({self})")
    }
}

impl FromStr for AccusationNumber {
    type Err = AccusationNumberError;

    fn from_str(text: &str) -> Result<Self, AccusationNumberError> {
        let bare = text.strip_prefix(PREFIX).ok_or(AccusationNumberError)?;
        let letters: Vec<u8> = bare.bytes().filter(|letter| *letter != b'-').collect();
        let letters = <[u8; 2 * GROUP]>::try_from(letters).map_err(|_| AccusationNumberError)?;
        let number = Self(letters);
        let known = letters.iter().all(|letter| ALPHABET.contains(letter));
        // One spelling only, so that equal numbers are equal texts.
        if known && number.to_string() == text { Ok(number) } else { Err(AccusationNumberError) }
    }
}

impl TryFrom<CompactString> for AccusationNumber {
    type Error = AccusationNumberError;

    fn try_from(text: CompactString) -> Result<Self, AccusationNumberError> {
        text.parse()
    }
}

impl From<AccusationNumber> for String {
    fn from(number: AccusationNumber) -> String {
        number.to_string()
    }
}

impl JsonSchema for AccusationNumber {
    fn schema_name() -> Cow<'static, str> {
        "AccusationNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "The number an accusation is known by, drawn by lot.",
            "pattern": "^JK-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        let number = AccusationNumber::drawn(&[7; 32]);
        assert_eq!(number.to_string(), "JK-77777-77777");
        assert_eq!(number.to_string().parse(), Ok(number));
        for wrong in ["", "JK-7777777777", "JK-77777-7777", "jk-77777-77777", "JK-77777-7777O", "77777-77777"] {
            assert_eq!(wrong.parse::<AccusationNumber>(), Err(AccusationNumberError), "{wrong}");
        }
    }
}
