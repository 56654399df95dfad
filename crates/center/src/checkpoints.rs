//! Signed checkpoints: what an outsider keeps of the log, to tell later whether anything before it was changed.
//!
//! A signer never contradicts itself: before it signs, it asks the log for the root it signed last. A log that has another
//! one there, or ends before it, was put back or rewritten, and gets no signature.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use journal::{Checkpoint, CheckpointError, CheckpointKey, Condition, Digest, Journal, Position, ReadError};

use crate::stored::chain;
use crate::{Center, ReadFailure};

/// Checkpoints given out at once: bounds what is in memory when a year of them is asked for.
const EXTENSIONS_MAX: usize = 256;

/// Signs the checkpoints of one log, and keeps the last one at hand.
pub struct Signer {
    key: CheckpointKey,
    home: PathBuf,
    every: Duration,
    last: Mutex<Option<Signed>>,
}

struct Signed {
    checkpoint: Checkpoint,
    note: Arc<str>,
}

/// A checkpoint for whoever keeps them, and the proof that it only adds to the one before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extension {
    /// How many commits the one before covers; 0 for the first.
    pub from: u64,
    /// How many this one covers.
    pub size: u64,
    /// A C2SP tlog-checkpoint in a C2SP signed note.
    pub note: String,
    /// The consistency proof between the two (RFC 6962, section 2.1.2); none before the first.
    pub proof: Vec<Digest>,
}

/// What a checkpoint that somebody else has kept is to this log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Word {
    /// It was not signed with the key that signs now.
    NotOurs,
    /// It was signed, and is still so.
    Stands {
        /// How many commits it covers.
        size: u64,
    },
    /// It was signed, and the log is another one now: it was put back or rewritten.
    Broken {
        /// How many commits it covers.
        size: u64,
    },
}

/// Why a log was not signed.
#[derive(Debug, thiserror::Error)]
enum NotSigned {
    #[error("the log has another root over its first {size} commits than was signed: it was put back or rewritten")]
    Contradicts { size: u64 },
    #[error("the log cannot tell its root")]
    Root(#[source] ReadError),
    #[error("the checkpoint has no form")]
    Form(#[source] CheckpointError),
    #[error("the checkpoint cannot be kept")]
    Keep(#[source] io::Error),
    #[error("the checkpoints signed before cannot be read")]
    History(#[source] io::Error),
}

impl Signer {
    /// A signer with this key, which keeps what it signs in the log's directory and signs as often as this, if something
    /// was added.
    ///
    /// # Errors
    /// The checkpoints signed before cannot be read.
    pub fn open(key: CheckpointKey, home: &Path, every: Duration) -> io::Result<Self> {
        let signed = journal::read_checkpoints(home)?;
        // Of others, or of a key that was replaced: neither is our word.
        let ours = |note: &String| Some((Checkpoint::verify(note, key.verifier()).ok()?, Arc::from(note.as_str())));
        let last = signed.iter().rev().find_map(ours).map(|(checkpoint, note)| Signed { checkpoint, note });
        Ok(Self { key, home: home.to_path_buf(), every, last: Mutex::new(last) })
    }

    /// The name it signs under.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.key.origin()
    }

    /// The key that is believed to sign for this log.
    pub(crate) fn verifier(&self) -> &str {
        self.key.verifier()
    }

    /// A signed checkpoint that covers this position, how many commits it covers, and the note itself; signed now if the
    /// last one ends before. `None` while the log takes no signature.
    pub(crate) fn covering(&self, position: Position, journal: &dyn Journal) -> Option<(u64, Arc<str>)> {
        let covers = |signed: &Signed| {
            (signed.checkpoint.size >= position).then(|| (signed.checkpoint.size, signed.note.clone()))
        };
        if let Some(signed) = self.last().as_ref().and_then(covers) {
            return Some(signed);
        }
        sign(self, journal);
        self.last().as_ref().and_then(covers)
    }

    /// The checkpoints of more than `size` commits, in the order in which they were signed, each behind the one before; the
    /// first behind the one of `size`, whether or not that one is in the history.
    fn extensions(&self, size: u64, journal: &dyn Journal) -> Result<Vec<Extension>, NotSigned> {
        let (mut extensions, mut from) = (Vec::new(), size);
        for note in journal::read_checkpoints(&self.home).map_err(NotSigned::History)? {
            let ours = Some(&note).filter(|note| covers(note) > from);
            let Some(checkpoint) = ours.and_then(|note| Checkpoint::verify(note, self.verifier()).ok()) else {
                continue;
            };
            stands(&checkpoint, journal)?;
            let size = checkpoint.size;
            let proof = journal.prove_consistency(from, size).map_err(NotSigned::Root)?;
            extensions.push(Extension { from, size, note, proof });
            from = size;
            if extensions.len() == EXTENSIONS_MAX {
                break;
            }
        }
        Ok(extensions)
    }

    fn word(&self, note: &str, journal: &dyn Journal) -> Result<Word, NotSigned> {
        let Ok(checkpoint) = Checkpoint::verify(note, self.verifier()) else { return Ok(Word::NotOurs) };
        let size = checkpoint.size;
        match stands(&checkpoint, journal) {
            Ok(()) => Ok(Word::Stands { size }),
            Err(NotSigned::Contradicts { size }) => Ok(Word::Broken { size }),
            Err(error) => Err(error),
        }
    }

    fn last(&self) -> MutexGuard<'_, Option<Signed>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Signs what the log is now, unless that is signed already or the log is damaged.
    fn sign(&self, journal: &dyn Journal) -> Result<(), NotSigned> {
        if !matches!(journal.condition(), Condition::Writable | Condition::Full { .. }) {
            return Ok(());
        }
        let (mut last, size) = (self.last(), journal.head().position);
        if let Some(signed) = last.as_ref().map(|signed| &signed.checkpoint) {
            stands(signed, journal)?;
            if signed.size == size {
                return Ok(());
            }
        }
        let root = journal.root(size).map_err(NotSigned::Root)?;
        let note = self.key.sign(size, root).map_err(NotSigned::Form)?;
        let checkpoint = Checkpoint::verify(&note, self.key.verifier()).map_err(NotSigned::Form)?;
        journal::append_checkpoint(&self.home, &note).map_err(NotSigned::Keep)?;
        *last = Some(Signed { checkpoint, note: note.into() });
        Ok(())
    }
}

/// Whether what was signed is still so.
fn stands(signed: &Checkpoint, journal: &dyn Journal) -> Result<(), NotSigned> {
    match journal.root(signed.size) {
        Ok(root) if root == signed.root => Ok(()),
        Ok(_) | Err(ReadError::Beyond { .. }) => Err(NotSigned::Contradicts { size: signed.size }),
        Err(error) => Err(NotSigned::Root(error)),
    }
}

/// How many commits a note says it covers; a signature is checked only where that matters.
fn covers(note: &str) -> u64 {
    note.lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or(0)
}

/// Signs now; says so if it cannot be done.
pub(crate) fn sign(signer: &Signer, journal: &dyn Journal) {
    if let Err(error) = signer.sign(journal) {
        tracing::error!(error = chain(&error), "no checkpoint was signed");
    }
}

/// Signs now and then, until the center closes.
pub(crate) async fn run(center: Center, signer: Arc<Signer>, log: Arc<dyn Journal>) {
    let mut stop = center.shell.stop.subscribe();
    while tokio::time::timeout(signer.every, stop.wait_for(|stop| *stop)).await.is_err() {
        let (signer, journal) = (signer.clone(), log.clone());
        // It waits for the disk.
        if let Err(error) = tokio::task::spawn_blocking(move || sign(&signer, journal.as_ref())).await {
            tracing::error!(%error, "signing a checkpoint broke off");
        }
    }
}

impl Center {
    /// The last checkpoint that was signed, a C2SP signed note; `None` if none ever was.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Arc<str>> {
        let signer = self.shell.options.signer.as_ref()?;
        signer.last().as_ref().map(|signed| signed.note.clone())
    }

    /// The checkpoints signed behind one of `size` commits, oldest first, a few hundred at most; none where nobody signs.
    ///
    /// # Errors
    /// They cannot be read, or the log is no longer what was signed.
    pub async fn extensions(&self, size: u64) -> Result<Vec<Extension>, ReadFailure> {
        let read = self.of_signer(move |signer, journal| signer.extensions(size, journal)).await?;
        Ok(read.unwrap_or_default())
    }

    /// What a checkpoint that somebody has kept is to this log.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn word(&self, note: String) -> Result<Word, ReadFailure> {
        let read = self.of_signer(move |signer, journal| signer.word(&note, journal)).await?;
        Ok(read.unwrap_or(Word::NotOurs))
    }

    /// Asks whoever signs this log, where the disk may be waited for; `None` where nobody does.
    async fn of_signer<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Signer, &dyn Journal) -> Result<T, NotSigned> + Send + 'static,
    ) -> Result<Option<T>, ReadFailure> {
        let Some(signer) = self.shell.options.signer.clone() else { return Ok(None) };
        let journal = self.shell.journal.clone();
        let asking = tokio::task::spawn_blocking(move || ask(&signer, journal.as_ref()));
        let failed = |what: String| ReadFailure::Failed { what };
        let answer = asking.await.map_err(|error| failed(error.to_string()))?;
        answer.map(Some).map_err(|error| failed(chain(&error)))
    }
}
