//! What a receipt proves, and why it proves nothing.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use journal::{Checkpoint, CheckpointError, CommitView, Digest, leaf_hash, verify_inclusion};
use serde::{Deserialize as _, Serialize};
use serde_json::Value;
use timeline::{Sealed, codec};

use crate::Receipt;
use crate::document::{FORMAT, Opened};

/// What a genuine receipt shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Proven {
    /// Whose log.
    pub origin: String,
    /// The key the checkpoint is signed with.
    pub verifier: String,
    /// Whether that is the key it was to be checked with; `false` if none was given.
    pub trusted: bool,
    /// Which commit of the log, from 1, …
    pub position: u64,
    /// … of how many that are signed for.
    pub size: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// What was recorded.
    pub facts: Vec<ProvenFact>,
}

/// One fact of the commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProvenFact {
    /// Its kind, as `intake.case_registered`.
    pub kind: String,
    /// The case number it carries, if it does.
    pub number: Option<String>,
    /// Texts in it that are proven.
    pub texts: Vec<ProvenText>,
}

/// A text that is proven to stand in a fact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProvenText {
    /// Where, as a JSON pointer.
    pub at: String,
    /// What it says.
    pub text: String,
}

/// Why a receipt is not believed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotProven {
    /// It is not a receipt, or not in the one spelling it has.
    #[error("this is no receipt of the form {FORMAT}: {what}")]
    Form {
        /// What is wrong.
        what: String,
    },
    /// It is signed with another key than it was to be checked with.
    #[error("it is signed with {found}, and was to be checked with {expected}: it is of another center, or forged")]
    OtherKey {
        /// The key it was to be checked with.
        expected: String,
        /// The key in the receipt.
        found: String,
    },
    /// The checkpoint is not what its signer signed.
    #[error("the signature does not hold: the checkpoint was changed, or never signed")]
    Checkpoint(#[from] CheckpointError),
    /// The commit is not in the log that was signed for.
    #[error("what was recorded is not in the log that was signed for: it was changed")]
    NotIncluded,
    /// A text is not the one that was sealed.
    #[error("the text at {at} of fact {entry} is not the one that was recorded: it was changed")]
    Text {
        /// Which fact of the commit, from 0.
        entry: u16,
        /// Where in it.
        at: String,
    },
}

fn form(what: impl Into<String>) -> NotProven {
    NotProven::Form { what: what.into() }
}

impl Receipt {
    /// Checks a receipt and says what it proves. `trusted` is the key the center publishes; without it, all that is shown is
    /// that whoever holds the key in the receipt signed it.
    ///
    /// # Errors
    /// [`NotProven`] names the first thing that does not hold. Every character counts: a receipt that was written anew in
    /// another spelling is refused as well.
    pub fn verify(text: &str, trusted: Option<&str>) -> Result<Proven, NotProven> {
        let receipt: Self = serde_json::from_str(text).map_err(|error| form(error.to_string()))?;
        if receipt.format != FORMAT || receipt.to_text().ok().as_deref() != Some(text) {
            return Err(form("another form, or another spelling"));
        }
        if let Some(expected) = trusted.map(str::trim).filter(|expected| *expected != receipt.verifier) {
            return Err(NotProven::OtherKey { expected: expected.to_owned(), found: receipt.verifier });
        }
        let checkpoint = Checkpoint::verify(&receipt.checkpoint, &receipt.verifier)?;
        let commit = bytes("the commit", &receipt.commit)?;
        receipt.check_path(&commit, &checkpoint)?;
        let view = CommitView::parse(receipt.position, &commit).ok_or_else(|| form("the commit cannot be read"))?;
        let recorded_at = Timestamp::from_microsecond(view.time()).map_err(|error| form(error.to_string()))?;
        Ok(Proven {
            trusted: trusted.is_some(),
            position: receipt.position,
            size: checkpoint.size,
            recorded_at,
            facts: receipt.facts(&view)?,
            origin: checkpoint.origin,
            verifier: receipt.verifier,
        })
    }

    fn check_path(&self, commit: &[u8], checkpoint: &Checkpoint) -> Result<(), NotProven> {
        let path: Result<Vec<Digest>, NotProven> = self.path.iter().map(|step| digest(step)).collect();
        let index = self.position.checked_sub(1).ok_or(NotProven::NotIncluded)?;
        let included = verify_inclusion(&leaf_hash(commit), index, checkpoint.size, &path?, &checkpoint.root);
        if included { Ok(()) } else { Err(NotProven::NotIncluded) }
    }

    fn facts(&self, commit: &CommitView<'_>) -> Result<Vec<ProvenFact>, NotProven> {
        let mut facts = Vec::new();
        for entry in commit.entries() {
            let envelope = codec::peek(entry.envelope).map_err(|error| form(error.to_string()))?;
            let body: Value = serde_json::from_slice(entry.body).map_err(|error| form(error.to_string()))?;
            let mut texts = clear_texts(&body);
            for opened in self.opened.iter().filter(|opened| opened.entry == entry.index) {
                texts.push(opened.proven(&body)?);
            }
            let number = body.get("number").and_then(Value::as_str).map(str::to_owned);
            facts.push(ProvenFact { kind: envelope.kind.to_owned(), number, texts });
        }
        match self.opened.iter().find(|opened| usize::from(opened.entry) >= facts.len()) {
            Some(nowhere) => Err(NotProven::Text { entry: nowhere.entry, at: nowhere.at.clone() }),
            None => Ok(facts),
        }
    }
}

impl Opened {
    fn proven(&self, body: &Value) -> Result<ProvenText, NotProven> {
        let fault = || NotProven::Text { entry: self.entry, at: self.at.clone() };
        let sealed = body.pointer(&self.at).ok_or_else(fault)?;
        let sealed: Sealed = serde_json::from_value(sealed.clone()).map_err(|_| fault())?;
        let salt = bytes("a salt", &self.salt)?.try_into().map_err(|_| fault())?;
        if !vault::is_opened_by(&sealed, &self.text, &salt) {
            return Err(fault());
        }
        Ok(ProvenText { at: self.at.clone(), text: self.text.clone() })
    }
}

/// Texts that were never sealed, as those of a demonstration are.
fn clear_texts(body: &Value) -> Vec<ProvenText> {
    let clear =
        |(at, sealed): (String, Sealed)| sealed.text_in_clear().map(|text| ProvenText { at, text: text.to_owned() });
    sealed_values(body).into_iter().filter_map(clear).collect()
}

/// Every sealed value of a body, with the JSON pointer to it.
pub fn sealed_values(body: &Value) -> Vec<(String, Sealed)> {
    let mut found = Vec::new();
    collect(body, &mut String::new(), &mut found);
    found
}

fn collect(value: &Value, at: &mut String, found: &mut Vec<(String, Sealed)>) {
    if let Ok(sealed) = Sealed::deserialize(value) {
        found.push((at.clone(), sealed));
        return;
    }
    let length = at.len();
    let mut below = |name: &str, value: &Value| {
        at.push('/');
        at.push_str(name);
        collect(value, at, found);
        at.truncate(length);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| below(name, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| below(&index.to_string(), value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn bytes(what: &str, text: &str) -> Result<Vec<u8>, NotProven> {
    BASE64_STANDARD.decode(text).map_err(|_| form(format!("{what} is not in base64")))
}

fn digest(text: &str) -> Result<Digest, NotProven> {
    let bytes = bytes("a step of the path", text)?;
    Ok(Digest(bytes.try_into().map_err(|_| form("a step of the path has not 32 bytes"))?))
}
