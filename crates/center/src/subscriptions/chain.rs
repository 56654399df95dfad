//! The order of what one department is told: numbered from one, each message bound to the one before, so that a gap, a
//! change or a forgery shows without asking anybody.

use std::fmt;

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use timeline::{read_digits, write_digits};

/// SHA-256 over a message and everything before it (FIPS 180-4); 64 lower-case hex digits as text.
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LinkHash([u8; 32]);

/// A message's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// Its number, from one.
    pub seq: u64,
    /// The hash of the message before; zeros for the first.
    pub prev: LinkHash,
    /// Its own.
    pub hash: LinkHash,
}

/// How far a department has been told.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Chain {
    /// The number of the last message; zero before the first.
    pub seq: u64,
    /// Its hash.
    pub hash: LinkHash,
}

impl Chain {
    /// The place of a message behind the last one.
    #[must_use]
    pub fn link(&self, id: &str, body: &[u8]) -> Link {
        let seq = self.seq + 1;
        let mut context = Context::new(&SHA256);
        for part in [&self.hash.0[..], &seq.to_be_bytes(), &(id.len() as u64).to_be_bytes(), id.as_bytes(), body] {
            context.update(part);
        }
        let mut hash = LinkHash::default();
        hash.0.iter_mut().zip(context.finish().as_ref()).for_each(|(to, from)| *to = *from);
        Link { seq, prev: self.hash, hash }
    }

    /// The message of this place is the last one now.
    pub fn advance(&mut self, link: &Link) {
        *self = Self { seq: link.seq, hash: link.hash };
    }
}

impl fmt::Display for LinkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(&self.0, f)
    }
}

impl fmt::Debug for LinkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<LinkHash> for String {
    fn from(hash: LinkHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for LinkHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a hash has 64 hex digits")
    }
}

impl LinkHash {
    /// Reads one; `None` if the text is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        read_digits(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_bound_to_the_one_before() {
        let mut chain = Chain::default();
        let first = chain.link("a", b"one");
        assert_eq!((first.seq, first.prev), (1, LinkHash::default()));
        chain.advance(&first);
        let second = chain.link("b", b"two");
        assert_eq!((second.seq, second.prev), (2, first.hash));
        assert_ne!(chain.link("b", b"too").hash, second.hash, "another body");
        assert_ne!(chain.link("bt", b"wo").hash, second.hash, "the same bytes, cut elsewhere");
        assert_eq!(LinkHash::parse(&second.hash.to_string()), Some(second.hash));
        assert_eq!(LinkHash::parse("zz"), None);
    }
}
