//! The document, as it is handed over.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use journal::{Digest, Position};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What this form is called.
pub(crate) const FORMAT: &str = "yidi-receipt/1";

/// A receipt. It has one spelling: fields in this order, no blanks, no line breaks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The form: `yidi-receipt/1`.
    pub(crate) format: String,
    /// The checkpoint that was signed after the commit: whose log, how many commits, their root, the signature (C2SP
    /// tlog-checkpoint in a C2SP signed note).
    pub(crate) checkpoint: String,
    /// The key it is signed with. To be compared with the key the center publishes: whoever forges a receipt signs it with
    /// another.
    pub(crate) verifier: String,
    /// Which commit of the log, from 1.
    pub(crate) position: Position,
    /// The path from the commit to the root, in base64 (RFC 6962, section 2.1.1).
    pub(crate) path: Vec<String>,
    /// The commit itself, in base64.
    pub(crate) commit: String,
    /// The texts in it that are whoever's this receipt is.
    pub(crate) opened: Vec<Opened>,
}

/// A sealed text of the commit, opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// Which entry of the commit, from 0.
    pub(crate) entry: u16,
    /// Where in its body, as a JSON pointer (RFC 6901).
    pub(crate) at: String,
    /// The text.
    pub(crate) text: String,
    /// The salt of its commitment, in base64.
    pub(crate) salt: String,
}

impl Opened {
    /// A text at this place, with the salt the vault gave.
    #[must_use]
    pub fn new(entry: u16, at: String, text: &str, salt: &[u8]) -> Self {
        Self { entry, at, text: text.to_owned(), salt: BASE64_STANDARD.encode(salt) }
    }
}

impl Receipt {
    /// The receipt of a commit. `path` leads from it to the root of `checkpoint`, a note that `verifier` believes.
    #[must_use]
    pub fn new(
        (position, commit): (Position, &[u8]),
        path: &[Digest],
        (checkpoint, verifier): (&str, &str),
        opened: Vec<Opened>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            checkpoint: checkpoint.to_owned(),
            verifier: verifier.to_owned(),
            position,
            path: path.iter().map(|digest| BASE64_STANDARD.encode(digest.0)).collect(),
            commit: BASE64_STANDARD.encode(commit),
            opened,
        }
    }

    /// The document. There is no other spelling of it.
    ///
    /// # Errors
    /// Never: it is made of texts and numbers. The serializer's own error is passed on.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}
