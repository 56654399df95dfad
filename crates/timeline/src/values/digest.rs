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
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
                read(text).map(Self)
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
}

/// Only the one spelling that is written is read, so that equal digests are equal texts.
fn read(text: &str) -> Result<[u8; DIGEST_BYTES], DigestError> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(DigestError),
    };
    let mut digest = [0; DIGEST_BYTES];
    if text.len() != DIGEST_BYTES * 2 {
        return Err(DigestError);
    }
    for (byte, pair) in digest.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
        let [high, low] = *pair;
        *byte = digit(high)? * 16 + digit(low)?;
    }
    Ok(digest)
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
