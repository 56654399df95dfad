//! A message at the broker: a CloudEvent in binary mode, so that the body is the fact and nothing else (CloudEvents 1.0,
//! NATS binding).

use async_nats::HeaderMap;
use async_nats::header::{NATS_EXPECTED_LAST_SEQUENCE, NATS_MESSAGE_ID};
use center::{Chain, Link, LinkHash, Message};
use serde_json::Value;

use crate::again::AGAIN;
use crate::names::Names;

/// The header with a message's number.
pub(crate) const SEQ: &str = "Yidi-Seq";
/// With the hash of the message before.
pub(crate) const PREV: &str = "Yidi-Prev";
/// With its own.
pub(crate) const HASH: &str = "Yidi-Hash";

/// The headers of a message, and what they say, for whoever reads one. The first [`REQUIRED`] are always there.
pub(crate) const HEADERS: &[(&str, &str)] = &[
    ("ce-specversion", "1.0: a CloudEvent in binary mode, whose body is the fact and nothing else."),
    ("ce-id", "`<fact>:<department>`: the same however often it is sent."),
    ("ce-source", "`/centers/<area code>`: whose fact it is."),
    ("ce-type", "`cn.yidi.<kind>.v<version>`: names the schema of the body."),
    ("ce-subject", "The id of the case."),
    ("ce-time", "When the log took it."),
    ("ce-datacontenttype", "application/json."),
    (SEQ, "Its number in what this department is told, from 1 without a gap."),
    (PREV, "The hash of the message before, in 64 hex digits; zeros before the first."),
    (HASH, "SHA-256 over the hash before, number, length of the id, id and body: see docs/how-to/subscribe.md."),
    (
        AGAIN,
        "Where it comes again: `retry`, it is to be tried once more; `discard`, it is given up; `none`, there is no \
        such message.",
    ),
];
/// How many of them.
pub(crate) const REQUIRED: usize = 10;

/// A message as a department gets it.
#[derive(Clone, PartialEq, Debug)]
pub struct Received {
    /// `<fact>:<department>`: the same however often it is sent.
    pub id: String,
    /// Its place in what this department is told.
    pub link: Link,
    /// The fact, as JSON.
    pub body: Vec<u8>,
}

/// Why a message is not one of a center.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotOurs {
    /// A header is missing or malformed.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// The message is not what its hash was made of.
    #[error("message {seq} is not what its hash says")]
    Hash {
        /// Its number.
        seq: u64,
    },
}

/// The headers a message travels with.
pub(crate) fn headers(message: &Message, names: &Names) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("ce-specversion", "1.0");
    for (name, text) in message.attributes(&names.source()) {
        headers.insert(format!("ce-{name}"), text.as_str());
    }
    let link = &message.link;
    headers.insert(SEQ, link.seq.to_string());
    headers.insert(PREV, link.prev.to_string());
    headers.insert(HASH, link.hash.to_string());
    headers.insert(NATS_MESSAGE_ID, message.id.as_str());
    // The broker takes it behind the one before and nowhere else.
    headers.insert(NATS_EXPECTED_LAST_SEQUENCE, (link.seq - 1).to_string());
    headers
}

impl Received {
    /// Reads one that came, and makes sure that it is what its hash was made of.
    ///
    /// # Errors
    /// [`NotOurs`] says what is wrong with it.
    pub fn read(headers: Option<&HeaderMap>, body: &[u8]) -> Result<Self, NotOurs> {
        let text = |name: &'static str| {
            headers.and_then(|headers| headers.get(name)).map(|value| value.as_str()).ok_or(NotOurs::Header(name))
        };
        let hash = |name| LinkHash::parse(text(name)?).ok_or(NotOurs::Header(name));
        let seq: u64 = text(SEQ)?.parse().map_err(|_| NotOurs::Header(SEQ))?;
        let (id, link) = (text("ce-id")?.to_owned(), Link { seq, prev: hash(PREV)?, hash: hash(HASH)? });
        let before = Chain { seq: seq.checked_sub(1).ok_or(NotOurs::Header(SEQ))?, hash: link.prev };
        if before.link(&id, body) != link {
            return Err(NotOurs::Hash { seq });
        }
        Ok(Self { id, link, body: body.to_vec() })
    }

    /// The fact.
    #[must_use]
    pub fn fact(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}
