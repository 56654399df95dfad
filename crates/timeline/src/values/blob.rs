//! The name of a material in the blob store: a scan, a photograph, a signed agreement.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::digest::{read_digits, write_digits};

/// SHA-256 of a sealed file, 64 small hexadecimal digits: the fact that carries it thereby vouches for every byte, and
/// it tells nothing of what the file says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
pub struct BlobName([u8; 32]);

/// A text that is no [`BlobName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name of a stored file is 64 small hexadecimal digits")]
pub struct BlobNameError;

impl BlobName {
    /// The name of a file with this SHA-256.
    #[must_use]
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }
}

impl fmt::Display for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(&self.0, f)
    }
}

impl fmt::Debug for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BlobName {
    type Err = BlobNameError;

    fn from_str(text: &str) -> Result<Self, BlobNameError> {
        read_digits(text).map(Self).ok_or(BlobNameError)
    }
}

impl TryFrom<Cow<'_, str>> for BlobName {
    type Error = BlobNameError;

    fn try_from(text: Cow<'_, str>) -> Result<Self, BlobNameError> {
        text.parse()
    }
}

impl From<BlobName> for String {
    fn from(name: BlobName) -> String {
        name.to_string()
    }
}

impl JsonSchema for BlobName {
    fn schema_name() -> Cow<'static, str> {
        "BlobName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "The name of a stored file: SHA-256 of its sealed bytes.",
            "pattern": "^[0-9a-f]{64}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_nothing_else_is_one() {
        let name = BlobName::new(std::array::from_fn(|at| at as u8 * 7));
        assert_eq!(name.to_string().parse(), Ok(name));
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(serde_json::from_str::<BlobName>(&json).unwrap(), name);
        let text = name.to_string();
        for wrong in ["", "../../etc/passwd", &text[1..], &text.to_uppercase(), &format!("{text}0")] {
            assert_eq!(wrong.parse::<BlobName>(), Err(BlobNameError), "{wrong}");
        }
    }
}
