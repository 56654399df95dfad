//! Personal text, as it lies in the log: under the key of one subject, named by an algorithm.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::SubjectId;

/// Longest personal text in a fact, in bytes; anything longer is a material.
pub const SEALED_BYTES_MAX: usize = 16 * 1024;

/// How a sealed value is sealed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Algorithm(pub u8);

impl Algorithm {
    /// Not sealed at all: allowed only in a demonstration.
    pub const CLEAR: Self = Self(0);
}

/// A personal value in a fact. It has no `Display` and its `Debug` tells nothing, so that it cannot slip into a log line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    #[serde(rename = "alg")]
    algorithm: Algorithm,
    #[serde(rename = "sub")]
    subject: SubjectId,
    #[serde(rename = "b", with = "base64_bytes")]
    bytes: Vec<u8>,
}

impl Sealed {
    /// Takes what a vault made of a text.
    #[must_use]
    pub fn new(algorithm: Algorithm, subject: SubjectId, bytes: Vec<u8>) -> Self {
        Self { algorithm, subject, bytes }
    }

    /// A text in clear.
    #[must_use]
    pub fn clear(subject: SubjectId, text: &str) -> Self {
        Self { algorithm: Algorithm::CLEAR, subject, bytes: text.as_bytes().to_vec() }
    }

    /// How it is sealed.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whose key opens it.
    #[must_use]
    pub fn subject(&self) -> SubjectId {
        self.subject
    }

    /// The bytes as they are stored.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text, if it was never sealed.
    #[must_use]
    pub fn text_in_clear(&self) -> Option<&str> {
        if self.algorithm == Algorithm::CLEAR { std::str::from_utf8(&self.bytes).ok() } else { None }
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed(algorithm {}, {} bytes)", self.algorithm.0, self.bytes.len())
    }
}

impl JsonSchema for Sealed {
    fn schema_name() -> Cow<'static, str> {
        "Sealed".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "A personal value under the key of one subject: algorithm (0 is clear), subject, bytes in base64.",
            "properties": {
                "alg": { "type": "integer", "minimum": 0, "maximum": 255 },
                "sub": { "type": "string", "format": "uuid" },
                "b": { "type": "string", "contentEncoding": "base64" },
            },
            "required": ["alg", "sub", "b"],
        })
    }
}

/// Personal text as a user types it into a command, before the center has sealed it. It is parsed like any other
/// value: not empty, bounded, without control characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal(Sealed);

/// Why a text cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonalError {
    /// Nothing but blanks.
    #[error("the text is empty: leave the field out instead")]
    Empty,
    /// Longer than [`SEALED_BYTES_MAX`].
    #[error("the text has {bytes} bytes, but {SEALED_BYTES_MAX} are allowed: hand it in as a material")]
    TooLong {
        /// Its length in UTF-8.
        bytes: usize,
    },
    /// A control character other than a line break or a tab.
    #[error("the text holds a control character (U+{code:04X}): remove it")]
    Control {
        /// Its code point.
        code: u32,
    },
}

impl Personal {
    /// Reads a text; blanks around it are dropped.
    ///
    /// # Errors
    /// [`PersonalError`] says what to change.
    pub fn parse(text: &str) -> Result<Self, PersonalError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PersonalError::Empty);
        }
        if text.len() > SEALED_BYTES_MAX {
            return Err(PersonalError::TooLong { bytes: text.len() });
        }
        match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            Some(control) => Err(PersonalError::Control { code: control.into() }),
            None => Ok(Self(Sealed::clear(SubjectId::new(Uuid::nil()), text))),
        }
    }

    /// The text, while it is still in clear.
    #[must_use]
    pub fn text_in_clear(&self) -> Option<&str> {
        self.0.text_in_clear()
    }

    /// Replaces the text by what `seal` makes of it. The center does this to every personal value of a command before
    /// anything is decided.
    pub fn seal(&mut self, seal: impl FnOnce(&str) -> Sealed) {
        if let Some(sealed) = self.0.text_in_clear().map(seal) {
            self.0 = sealed;
        }
    }

    /// The value as it goes into a fact.
    #[must_use]
    pub fn sealed(self) -> Sealed {
        self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

impl Serialize for Personal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text_in_clear().unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Personal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Personal {
    fn schema_name() -> Cow<'static, str> {
        "Personal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "Personal text: sealed before it is stored.",
            "minLength": 1,
            "maxLength": SEALED_BYTES_MAX / 4,
        })
    }
}

mod base64_bytes {
    use super::{BASE64, Deserialize, Deserializer, Engine, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        BASE64.decode(text.as_bytes()).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_personal_text_is_parsed_and_never_shown() {
        let name = Personal::parse(" 张三 ").unwrap();
        assert_eq!(name.text_in_clear(), Some("张三"));
        assert!(!format!("{name:?} {:?}", name.clone().sealed()).contains('张'));
        assert_eq!(Personal::parse("  "), Err(PersonalError::Empty));
        assert_eq!(Personal::parse("a\u{1b}[2J"), Err(PersonalError::Control { code: 0x1b }));
        assert!(Personal::parse(&"x".repeat(SEALED_BYTES_MAX + 1)).is_err());
    }

    #[test]
    fn sealing_replaces_the_text_once() {
        let subject = SubjectId::new(Uuid::from_u128(7));
        let mut name = Personal::parse("李四").unwrap();
        name.seal(|_| Sealed::new(Algorithm(1), subject, vec![1, 2]));
        name.seal(|_| unreachable!("it is sealed already"));
        assert_eq!(name.sealed().bytes(), [1, 2]);
    }
}
