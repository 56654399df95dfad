//! Digests of 32 bytes that stand for something kept elsewhere: a code on a receipt.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

const DIGEST_BYTES: usize = 32;

/// Why a text is no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 64 digits from 0-9 and a-f")]
pub struct DigestError;

macro_rules! digests {
    ($($(#[doc = $doc:literal])* $Digest:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "CompactString", into = "String")]
        pub struct $Digest([u8; DIGEST_BYTES]);

        impl $Digest {
            /// Takes a digest that was computed elsewhere.
            #[must_use]
            pub const fn new(bytes: [u8; DIGEST_BYTES]) -> Self {
                Self(bytes)
            }

            /// The bytes themselves.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; DIGEST_BYTES] {
                &self.0
            }
        }

        impl fmt::Display for $Digest {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_digits(&self.0, f)
            }
        }

        impl fmt::Debug for $Digest {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($Digest), "({})"), self)
            }
        }

        impl FromStr for $Digest {
            type Err = DigestError;

            fn from_str(text: &str) -> Result<Self, DigestError> {
                read_digits(text).map(Self).ok_or(DigestError)
            }
        }

        impl TryFrom<CompactString> for $Digest {
            type Error = DigestError;

            fn try_from(text: CompactString) -> Result<Self, DigestError> {
                text.parse()
            }
        }

        impl From<$Digest> for String {
            fn from(digest: $Digest) -> String {
                digest.to_string()
            }
        }

        impl JsonSchema for $Digest {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Digest).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": concat!($($doc),*), "pattern": "^[0-9a-f]{64}$" })
            }
        }
    )*};
}

digests! {
    /// What is kept of the query code on a receipt: enough to know it again, not enough to print it.
    QueryTag;
    /// Whose voice an evaluation is: enough to hear each once, not enough to say who spoke.
    VoiceTag;
}

/// Writes 32 bytes as 64 digits from 0-9 and a-f.
///
/// # Errors
/// As the text that is written into.
pub fn write_digits(digest: &[u8; DIGEST_BYTES], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Reads them back. Only the one spelling that is written is read, so that equal digests are equal texts.
#[must_use]
pub fn read_digits(text: &str) -> Option<[u8; DIGEST_BYTES]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut digest = [0; DIGEST_BYTES];
    if pairs.len() != DIGEST_BYTES || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_one_spelling() {
        let digest = QueryTag::new([0xa7; 32]);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for wrong in ["", "a7", &"A7".repeat(32), &"g0".repeat(32), &"a7".repeat(33)] {
            assert_eq!(wrong.parse::<QueryTag>(), Err(DigestError), "{wrong}");
        }
    }
}
