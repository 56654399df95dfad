//! Checkpoints: what an outsider keeps of the log. Three lines (whose log, how many commits, the root over them), signed.
//!
//! The form is C2SP tlog-checkpoint inside C2SP signed-note, so that tools of others read it. A department, an auditor's
//! folder and a citizen's receipt that hold one can tell later whether anything before it has been changed.

#[cfg(test)]
mod tests;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SigningKey;
use signed_note::{Note, NoteError, StandardSigner, StandardVerifier, VerifierError, VerifierList};

use crate::Digest;

/// Where the signing key is, in the log's directory. Whoever reads it can sign for the log.
const KEY_FILE: &str = "checkpoint.key";
/// Where the checkpoints that were signed are, in the log's directory.
const HISTORY_FILE: &str = "checkpoints";
/// What is kept here is for its owner alone.
const MODE: u32 = 0o600;

/// What a log was at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log: a name without spaces and `+`, such as `yidi.example/330102`. It is the name of the key too.
    pub origin: String,
    /// How many commits.
    pub size: u64,
    /// The RFC 6962 root over their leaves.
    pub root: Digest,
}

/// The key that signs the checkpoints of one log (Ed25519).
pub struct CheckpointKey {
    signer: StandardSigner,
    origin: String,
    verifier: String,
}

/// Why a checkpoint cannot be signed or is not believed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The text is not a checkpoint.
    #[error("this is not a checkpoint")]
    Malformed,
    /// The note is not signed by the key it was checked with.
    #[error("the checkpoint is not signed by this key")]
    Signature(#[source] NoteError),
    /// It is signed, but names another log than the key.
    #[error("the checkpoint is of {found}, the key of {expected}")]
    Origin {
        /// The log the key is for.
        expected: String,
        /// The log the checkpoint names.
        found: String,
    },
    /// The verifier key is not one.
    #[error("this is not a verifier key")]
    Verifier(#[source] VerifierError),
}

impl Checkpoint {
    /// The signed text: origin, size and base64 root, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root.0))
    }

    /// Reads the text of a checkpoint. Further lines are allowed by the form, and ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Checkpoint> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let number: u64 = size.parse().ok()?;
        let root = BASE64_STANDARD.decode(root).ok()?.try_into().ok()?;
        let plain = number.to_string() == size && !origin.is_empty() && !lines.any(str::is_empty);
        plain.then(|| Checkpoint { origin: origin.into(), size: number, root: Digest(root) })
    }

    /// Reads a signed checkpoint and checks it with a verifier key (the text [`CheckpointKey::verifier`] gives). Signatures
    /// of others, such as witnesses, are left aside.
    ///
    /// # Errors
    /// It is not one, not signed by this key, or of another log.
    pub fn verify(note: &str, verifier: &str) -> Result<Checkpoint, CheckpointError> {
        let key = StandardVerifier::new(verifier.trim()).map_err(CheckpointError::Verifier)?;
        let expected = signed_note::Verifier::name(&key).to_owned();
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        note.verify(&VerifierList::new(vec![Box::new(key)])).map_err(CheckpointError::Signature)?;
        let text = std::str::from_utf8(note.text()).map_err(|_| CheckpointError::Malformed)?;
        let checkpoint = Checkpoint::parse(text).ok_or(CheckpointError::Malformed)?;
        if checkpoint.origin == expected {
            return Ok(checkpoint);
        }
        Err(CheckpointError::Origin { expected, found: checkpoint.origin })
    }
}

impl CheckpointKey {
    /// Reads the key of the log in `dir`; on first use makes one, on stable storage before it signs anything.
    ///
    /// # Errors
    /// `InvalidInput` for an origin with spaces or `+`; `InvalidData` if the file is no key or the key of another origin;
    /// `PermissionDenied` if others may read the file; the system's refusal.
    pub fn open(dir: &Path, origin: &str) -> io::Result<CheckpointKey> {
        let key = match Self::of_log(dir)? {
            Some(key) => key,
            None => {
                create_key(dir, &dir.join(KEY_FILE), origin)?;
                Self::of_log(dir)?.ok_or(io::ErrorKind::NotFound)?
            }
        };
        if key.origin == origin {
            return Ok(key);
        }
        let path = dir.join(KEY_FILE);
        Err(invalid(format!("{} is the key of {}, not of {origin}", path.display(), key.origin)))
    }

    /// The key of the log in `dir`, whatever its origin; `None` if it has none yet.
    ///
    /// # Errors
    /// As [`CheckpointKey::open`].
    pub fn of_log(dir: &Path) -> io::Result<Option<CheckpointKey>> {
        let path = dir.join(KEY_FILE);
        let mut file = match File::open(&path) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        if file.metadata()?.mode() & 0o077 != 0 {
            let what = format!("{} can be read by others: chmod 600, and consider it stolen", path.display());
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, what));
        }
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        Self::of(text.trim()).map(Some).ok_or_else(|| invalid(format!("{} holds no key", path.display())))
    }

    /// The name it signs under.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The public half as text, `<origin>+<id>+<key>`: hand it to whoever shall verify.
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// Signs what the log is now.
    ///
    /// # Errors
    /// Practically none: the form refuses an origin with control characters.
    pub fn sign(&self, size: u64, root: Digest) -> Result<String, CheckpointError> {
        let text = Checkpoint { origin: self.origin.clone(), size, root }.text();
        let mut note = Note::new(text.as_bytes(), &[]).map_err(CheckpointError::Signature)?;
        note.add_sigs(&[&self.signer]).map_err(CheckpointError::Signature)?;
        String::from_utf8(note.to_bytes()).map_err(|_| CheckpointError::Malformed)
    }

    /// `PRIVATE+KEY+<origin>+<id>+<base64 of algorithm and key>`: the form in which the tools of others keep it too.
    fn of(text: &str) -> Option<CheckpointKey> {
        let signer = StandardSigner::new(text).ok()?;
        let secret = BASE64_STANDARD.decode(text.splitn(5, '+').last()?).ok()?;
        let signing = SigningKey::from_bytes(secret.get(1..)?.try_into().ok()?);
        let origin = signed_note::Signer::name(&signer).to_owned();
        let verifier = signed_note::new_ed25519_verifier_key(&origin, &signing.verifying_key());
        Some(CheckpointKey { signer, origin, verifier })
    }
}

/// Without the secret.
impl std::fmt::Debug for CheckpointKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CheckpointKey").field(&self.verifier).finish()
    }
}

/// Adds a signed checkpoint to the history in `dir`, and syncs it; the first one with the directory that names the
/// file.
///
/// # Errors
/// The system's refusal.
pub fn append_checkpoint(dir: &Path, note: &str) -> io::Result<()> {
    let path = dir.join(HISTORY_FILE);
    let is_first = !path.exists();
    let mut file = OpenOptions::new().create(true).append(true).mode(MODE).open(path)?;
    file.write_all(format!("{note}\n").as_bytes())?;
    file.sync_all()?;
    if is_first { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// The signed checkpoints of the history in `dir`, oldest first, unverified. One that a crash cut short is left out.
///
/// # Errors
/// The system's refusal; a log without a history has none.
pub fn read_checkpoints(dir: &Path) -> io::Result<Vec<String>> {
    let bytes = match fs::read(dir.join(HISTORY_FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&bytes);
    let (mut notes, mut note, mut signed) = (Vec::new(), String::new(), false);
    for line in text.split_inclusive('\n') {
        if signed && line == "\n" {
            notes.push(std::mem::take(&mut note));
            signed = false;
            continue;
        }
        if signed && !line.starts_with("— ") {
            (note, signed) = (String::new(), false); // the one before was cut short
        }
        signed |= line.starts_with("— ");
        note.push_str(line);
    }
    Ok(notes)
}

/// Written beside its place first, so that a crash leaves a whole key or none.
fn create_key(dir: &Path, path: &Path, origin: &str) -> io::Result<()> {
    if !signed_note::is_key_name_valid(origin) || origin.chars().any(char::is_control) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{origin:?} cannot name a log")));
    }
    let (secret, _) = signed_note::generate_key(&mut rand::rngs::OsRng, origin);
    let beside = path.with_extension("key.new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(MODE).open(&beside)?;
    file.write_all(format!("{secret}\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    File::open(dir)?.sync_all()
}

fn invalid(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
