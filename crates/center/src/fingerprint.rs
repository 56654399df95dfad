//! What a request asked, as a keyed hash: so that the same id with another body is noticed, and names cannot be guessed.

use std::fs;
use std::io::{self, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rand::RngCore;
use ring::hmac;
use serde_json::Value;
use timeline::{AccusationNumber, CaseNumber, Fingerprint, PartyId, QueryTag, RequestId, VoiceTag};

use crate::{Command, OpenError};

const KEY_BYTES: usize = 32;

/// The key of all fingerprints of a center. It lies beside the log and never leaves.
#[derive(Clone)]
pub(crate) struct RequestKey(hmac::Key);

impl RequestKey {
    /// The key of the center in this directory, made at the first start; without a directory, a key for this process.
    pub(crate) fn of(home: Option<&Path>) -> Result<Self, OpenError> {
        let Some(home) = home else { return Ok(Self::new(&fresh())) };
        let path = home.join("request.key");
        let key = match fs::read(&path) {
            Ok(key) => key,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(&path).map_err(|source| OpenError::RequestKey { path, source })?
            }
            Err(source) => return Err(OpenError::RequestKey { path, source }),
        };
        Ok(Self::new(&key))
    }

    fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// The fingerprint of a command, while its personal values are still in clear.
    pub(crate) fn fingerprint(&self, command: &Command) -> Result<Fingerprint, serde_json::Error> {
        let mut mac = hmac::Context::with_key(&self.0);
        mac.update(command.context().as_str().as_bytes());
        write_canonical(&command.to_json()?, &mut mac);
        let mut half = [0; 16];
        for (to, from) in half.iter_mut().zip(mac.sign().as_ref()) {
            *to = *from;
        }
        Ok(Fingerprint(half))
    }
}

/// Letters and digits of a query code, without those that look like others (I, L, O, U).
const CODE_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a query code: 75 bits, which nobody guesses.
const CODE_CHARS: usize = 15;
/// Characters between two hyphens.
const CODE_GROUP: usize = 5;

impl RequestKey {
    /// The query code on the receipt a request led to, as `4F7QK-2M9XD-0H3TA`.
    pub(crate) fn query_code(&self, request: RequestId) -> String {
        let random = self.digest(b"query code", request.uuid().as_bytes());
        let letters = random.iter().take(CODE_CHARS).map(|byte| CODE_ALPHABET.get(usize::from(byte % 32)));
        let letters: Vec<char> = letters.flatten().copied().map(char::from).collect();
        let groups: Vec<String> = letters.chunks(CODE_GROUP).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }

    /// What a query code is known again by, however it was typed.
    pub(crate) fn query_tag(&self, code: &str) -> QueryTag {
        let typed = |c: char| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).map(typed).collect();
        QueryTag::new(self.digest(b"query tag", code.as_bytes()))
    }

    /// Whose voice an evaluation is: the same for a party however often it speaks, and nobody's name without this key.
    pub(crate) fn voice(&self, party: PartyId) -> VoiceTag {
        VoiceTag::new(self.digest(b"voice", party.uuid().as_bytes()))
    }

    /// The number of the accusation a request led to: a retry draws it again.
    pub(crate) fn accusation_number(&self, request: RequestId) -> AccusationNumber {
        AccusationNumber::drawn(&self.digest(b"accusation", request.uuid().as_bytes()))
    }

    /// Whether a case is drawn by lot, one in so many: nobody who registers it can know or choose.
    pub(crate) fn draws(&self, number: CaseNumber, one_in: NonZeroU16) -> bool {
        self.short_digest(b"sample", number.to_string().as_bytes()).is_multiple_of(one_in.get().into())
    }

    /// The mark of something a party goes by.
    pub(crate) fn party_mark(&self, text: &str) -> u64 {
        self.short_digest(b"party mark", text.as_bytes())
    }

    fn short_digest(&self, purpose: &[u8], text: &[u8]) -> u64 {
        self.digest(purpose, text).iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn digest(&self, purpose: &[u8], text: &[u8]) -> [u8; 32] {
        let mut mac = hmac::Context::with_key(&self.0);
        mac.update(&(purpose.len() as u64).to_be_bytes());
        mac.update(purpose);
        mac.update(text);
        let mut digest = [0; 32];
        digest.iter_mut().zip(mac.sign().as_ref()).for_each(|(to, from)| *to = *from);
        digest
    }
}

/// Fields by name and none that are null: what a newer program adds as optional does not change an old request.
fn write_canonical(value: &Value, mac: &mut hmac::Context) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().filter(|(_, field)| !field.is_null()).collect();
            fields.sort_unstable_by_key(|(name, _)| name.as_str());
            mac.update(b"{");
            for (name, field) in fields {
                write_text(name, mac);
                write_canonical(field, mac);
            }
            mac.update(b"}");
        }
        Value::Array(items) => {
            mac.update(b"[");
            items.iter().for_each(|item| write_canonical(item, mac));
            mac.update(b"]");
        }
        Value::String(text) => write_text(text, mac),
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            mac.update(value.to_string().as_bytes());
            mac.update(b";");
        }
    }
}

/// Its length first, so that no text can pretend to be two.
fn write_text(text: &str, mac: &mut hmac::Context) {
    mac.update(&(text.len() as u64).to_be_bytes());
    mac.update(text.as_bytes());
}

fn fresh() -> [u8; KEY_BYTES] {
    let mut key = [0; KEY_BYTES];
    rand::rngs::OsRng.fill_bytes(&mut key);
    key
}

/// Writes a new key, on stable storage before it is used, readable by its owner alone.
fn make(path: &Path) -> io::Result<Vec<u8>> {
    let key = fresh();
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&key)?;
    file.sync_all()?;
    if let Some(home) = path.parent() {
        fs::File::open(home)?.sync_all()?;
    }
    Ok(key.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_code_is_known_again_however_it_is_typed() {
        let key = RequestKey::new(&[7; KEY_BYTES]);
        let code = key.query_code(RequestId::new(uuid::Uuid::from_u128(7)));
        assert_eq!(code.len(), CODE_CHARS + 2);
        let typed = code.replace('-', " ").replace('0', "o").to_lowercase();
        assert_eq!(key.query_tag(&typed), key.query_tag(&code));
        assert_ne!(key.query_tag(&key.query_code(RequestId::new(uuid::Uuid::from_u128(8)))), key.query_tag(&code));
    }
}
