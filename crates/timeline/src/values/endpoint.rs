//! Where a department's own program listens: the address of a webhook.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// Longest address: far above what a program needs, far below what a log line bears.
const CHARS_MAX: usize = 256;

/// Why a text is no address of a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Too long.
    #[error("{found} characters, but at most {CHARS_MAX} are allowed")]
    Length {
        /// Characters found.
        found: usize,
    },
    /// Another scheme, or none.
    #[error("an address begins with https:// (http:// for a machine the operator has allowed)")]
    Scheme,
    /// No host, or one with a user name.
    #[error("name a host, with a port if it needs one, and no user name")]
    Host,
    /// A character that has no place in an address.
    #[error("{found:?} is not allowed in an address")]
    Character {
        /// The first offender.
        found: char,
    },
}

/// An address `https://host[:port]/path`. Whether the center may connect there is not decided by its text but by the
/// machine it leads to, each time anew.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint(String);

impl Endpoint {
    /// Reads one.
    ///
    /// # Errors
    /// [`EndpointError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        if text.len() > CHARS_MAX {
            return Err(EndpointError::Length { found: text.len() });
        }
        let rest =
            text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(EndpointError::Scheme)?;
        let in_place = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%=&?+,".contains(c);
        if let Some(found) = rest.chars().find(|c| *c != '@' && !in_place(*c)) {
            return Err(EndpointError::Character { found });
        }
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        if host.is_empty() || host.starts_with(':') || text.contains('@') {
            return Err(EndpointError::Host);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what is sent there is encrypted on its way.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl std::str::FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Endpoint {
    type Error = EndpointError;

    fn try_from(text: String) -> Result<Self, EndpointError> {
        Self::parse(&text)
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.0
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Endpoint {
    fn schema_name() -> Cow<'static, str> {
        "Endpoint".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "The address of a webhook: https://host/path.",
            "maxLength": CHARS_MAX,
            "pattern": r"^https?://[A-Za-z0-9._\[\]:-]+([/?][A-Za-z0-9._~:/\[\]%=&?+,-]*)?$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_path() {
        for good in [
            "https://hooks.example/yidi",
            "https://hooks.example:8443/a?b=c",
            "http://127.0.0.1:9/",
            "https://[2001:db8::1]/x",
        ] {
            assert!(Endpoint::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "ftp://a/",
            "https://",
            "https:///x",
            "https://user@host/",
            "https://a/\n",
            "https://a/b#c",
            "https://主机/",
        ] {
            assert!(Endpoint::parse(bad).is_err(), "{bad:?}");
        }
        let long = format!("https://a/{}", "x".repeat(300));
        assert_eq!(Endpoint::parse(&long), Err(EndpointError::Length { found: long.len() }));
    }
}
