//! The secrets webhooks are signed with (Standard Webhooks: `whsec_`, HMAC-SHA256), apart from the log, which is for ever.
//!
//! A secret is shown when it is made and never again. The one before stays good for a day, so that a receiver can change
//! over; messages of that day carry both signatures.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use access::Actor;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use ring::rand::{SecureRandom as _, SystemRandom};
use serde::{Deserialize, Serialize};
use timeline::{Channel, Code, Sealed};
use vault::VaultError;
use zeroize::Zeroizing;

use crate::Failure;
use crate::handle::Center;

/// The file below the center's directory.
const FILE: &str = "webhooks.secrets";
/// What a secret begins with (Standard Webhooks).
const PREFIX: &str = "whsec_";
/// Random bytes of a secret: within the 24 to 64 of Standard Webhooks.
const SECRET_BYTES: usize = 32;
/// How long the secret before stays good.
const OLD_GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Why a secret was not made or not found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretFailure {
    /// The rules said no, or the log could not take it.
    #[error(transparent)]
    NotDone(#[from] Failure),
    /// The center has no directory to keep it in.
    #[error("this center keeps no secrets: it has no directory")]
    NoHome,
    /// The file could not be read or written.
    #[error("cannot use {path}")]
    File {
        /// Which one.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// A secret could not be sealed or opened.
    #[error("cannot seal or open the secret")]
    Sealing(#[from] VaultError),
}

/// Secrets by subscription.
type Kept = BTreeMap<Code, Pair>;

/// The secret of one webhook, and the one before.
#[derive(Serialize, Deserialize)]
struct Pair {
    now: Sealed,
    before: Option<(Sealed, Timestamp)>,
}

impl Center {
    /// Makes the secret of a webhook anew and shows it: afterwards nobody can.
    ///
    /// # Errors
    /// [`SecretFailure`]; that it was done is on record before the secret is kept.
    pub async fn rotate_secret(&self, actor: &Actor, code: &Code) -> Result<String, SecretFailure> {
        let path = self.secrets_file().ok_or(SecretFailure::NoHome)?;
        let command = registry::RotateSecret { subscription: code.clone(), keeper: false };
        self.say(actor.clone(), command.into(), Channel::Online).await?;
        let secret = new_secret();
        let sealed = self.seal_credentials(&secret)?;
        let (code, until) = (code.clone(), self.now() + OLD_GOOD_FOR);
        let _turn = self.shell.secrets_turn.lock().await;
        let mut kept = read(&path)?;
        let before = kept.remove(&code).map(|pair| (pair.now, until));
        kept.insert(code, Pair { now: sealed, before });
        write(&path, &kept)?;
        Ok(secret)
    }

    /// The keys messages of a webhook are signed with now, the newest first; none before the first secret was made.
    ///
    /// # Errors
    /// The file cannot be read, or a secret does not open.
    pub fn webhook_keys(&self, code: &Code) -> Result<Vec<Zeroizing<Vec<u8>>>, SecretFailure> {
        let path = self.secrets_file().ok_or(SecretFailure::NoHome)?;
        let Some(Pair { now, before }) = read(&path)?.remove(code) else { return Ok(Vec::new()) };
        let before = before.filter(|(_, until)| *until > self.now()).map(|(sealed, _)| sealed);
        let key = |sealed: Sealed| {
            let secret = self.open_credentials(&sealed)?;
            let text = secret.strip_prefix(PREFIX).unwrap_or(&secret);
            // What was made here is base64.
            Ok(Zeroizing::new(STANDARD.decode(text).unwrap_or_default()))
        };
        [now].into_iter().chain(before).map(key).collect()
    }

    fn secrets_file(&self) -> Option<PathBuf> {
        Some(self.shell.options.home.as_ref()?.join(FILE))
    }
}

fn new_secret() -> String {
    let mut bytes = Zeroizing::new([0_u8; SECRET_BYTES]);
    // Fails only where the system has no source of chance, and then nothing of this program would have started.
    SystemRandom::new().fill(bytes.as_mut()).expect("the system gives random bytes");
    format!("{PREFIX}{}", STANDARD.encode(bytes.as_ref()))
}

fn read(path: &Path) -> Result<Kept, SecretFailure> {
    let failed = |source| SecretFailure::File { path: path.to_owned(), source };
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| failed(io::Error::other(error))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Kept::new()),
        Err(error) => Err(failed(error)),
    }
}

/// Whole or not at all: written beside, synced, renamed, and the directory synced.
fn write(path: &Path, kept: &Kept) -> Result<(), SecretFailure> {
    let failed = |source| SecretFailure::File { path: path.to_owned(), source };
    let beside = path.with_extension("new");
    let bytes = serde_json::to_vec(kept).map_err(|error| failed(io::Error::other(error)))?;
    let written = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    written().map_err(failed)
}
