//! One message: a fact, its place in what a subscription is told, and the attributes of a CloudEvent (CloudEvents 1.0).
//!
//! Its bytes are the same by whichever way they go: body of a broker's message, body of a webhook, `body` of a line.

use jiff::Timestamp;
use rules::Rulebook;
use schemars::JsonSchema;
use serde::Serialize;
use timeline::{Kind, StreamId};

use super::chain::{Chain, Link};
use crate::Share;

/// What a department is sent.
#[derive(Clone, PartialEq, Debug)]
pub struct Message {
    /// `<fact>:<department>`: the same however often, and by whichever subscription, it is sent.
    pub id: String,
    /// Its place.
    pub link: Link,
    /// Which fact, and in which version of its shape.
    pub kind: Kind,
    /// The case it is about.
    pub case: StreamId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The fact as JSON.
    pub body: Vec<u8>,
}

/// A message as it is read over HTTP: one line, one object.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct SubscribedFact {
    /// Its number in the subscription, from 1, without a gap.
    pub seq: u64,
    /// The hash of the message before; zeros for the first.
    pub prev: String,
    /// SHA-256 over `prev` (32 bytes), `seq` (8 bytes, the highest first), the length of `id` (8 bytes), `id` and `body`.
    pub hash: String,
    /// `<fact>:<department>`.
    pub id: String,
    /// `cn.yidi.<fact>.v<version>`.
    pub r#type: String,
    /// `/centers/<county>`.
    pub source: String,
    /// The case.
    pub subject: String,
    /// When it was recorded.
    pub time: String,
    /// The fact as JSON text, byte for byte what the hash is made of.
    pub body: String,
}

/// Whose facts these are: the `source` of a CloudEvent.
#[must_use]
pub fn source_of(rulebook: &Rulebook) -> String {
    let center = rulebook.county().map_or_else(|| rulebook.center().as_str(), |county| county.as_str());
    format!("/centers/{center}")
}

impl Message {
    /// What is sent for this fact, behind everything this subscription was told before.
    #[must_use]
    pub fn of(share: &Share, told: &Chain) -> Self {
        let id = format!("{}:{}", share.id, share.department);
        // Made of names, numbers and texts: writing it cannot fail.
        let body = serde_json::to_vec(&share.fact).unwrap_or_default();
        let (link, kind, case, recorded_at) = (told.link(&id, &body), share.kind, share.case, share.recorded_at);
        Self { id, link, kind, case, recorded_at, body }
    }

    /// The attributes of the CloudEvent but `specversion`, each with its name.
    #[must_use]
    pub fn attributes(&self, source: &str) -> [(&'static str, String); 6] {
        [
            ("id", self.id.clone()),
            ("source", source.to_owned()),
            ("type", Self::type_of(self.kind)),
            ("subject", self.case.to_string()),
            ("time", self.recorded_at.to_string()),
            ("datacontenttype", "application/json".to_owned()),
        ]
    }

    /// As it is read over HTTP.
    #[must_use]
    pub fn line(&self, source: &str) -> SubscribedFact {
        SubscribedFact {
            seq: self.link.seq,
            prev: self.link.prev.to_string(),
            hash: self.link.hash.to_string(),
            id: self.id.clone(),
            r#type: Self::type_of(self.kind),
            source: source.to_owned(),
            subject: self.case.to_string(),
            time: self.recorded_at.to_string(),
            // JSON is UTF-8.
            body: String::from_utf8_lossy(&self.body).into_owned(),
        }
    }

    /// The type of a CloudEvent about this kind of fact.
    #[must_use]
    pub fn type_of(kind: Kind) -> String {
        format!("cn.yidi.{}.v{}", kind.name, kind.version)
    }
}
