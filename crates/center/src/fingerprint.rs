//! What a request asked, as a keyed hash: so that the same id with another body is noticed, and names cannot be guessed.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rand::RngCore;
use ring::hmac;
use serde_json::Value;
use timeline::Fingerprint;

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
