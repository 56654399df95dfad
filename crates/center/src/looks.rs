//! The access log: who looked at what. A log of its own, beside the one of the facts and of the same make: chained, in a
//! tree, with signed checkpoints. A look is on stable storage before what was looked at leaves the center; whoever cannot
//! be written down is shown nothing personal.
//!
//! Looks that wait together are written together, as one commit with one sync, so looking costs one sync however many look.

mod day;
mod reading;

use std::sync::Arc;
use std::time::Duration;

use access::Look;
use journal::{AppendError, Condition, Draft, DraftEntry, Journal, StreamId};
use tokio::sync::{mpsc, oneshot};

use crate::handle::Center;
use crate::stored::chain;

pub use day::{DayOfLooks, LookTold};
pub use reading::{LookCursor, LookPage, LookedAt, Looking, NoCursor, looks_in};

/// All looks are one stream: they have one order, and no reader of the log's bytes learns from a name what is about whom.
const STREAM: StreamId = StreamId(*b"yidi-access-log\0");
/// Looks written at once: far more than ever wait while a disk syncs, far fewer than a commit takes.
const LOOKS_MAX: usize = 256;
/// Looks that may wait: with more, the disk does not keep up, and asking again later is better than a growing queue.
const WAITING_MAX: usize = 4096;
/// Longest wait for the disk, before what was asked for is not shown.
const WRITE_WAIT_MAX: Duration = Duration::from_secs(10);

/// Why a look was not written down. What was looked at must not leave then.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LookError {
    /// The access log takes nothing at present.
    #[error("the access log takes nothing: {0:?}")]
    Closed(Condition),
    /// Too many looks wait, or the disk did not answer in time.
    #[error("the access log does not keep up")]
    Slow,
    /// It could not be written.
    #[error("cannot write the access log: {what}")]
    Failed {
        /// What broke, for the operator.
        what: String,
    },
}

/// Looks on their way to the log.
#[derive(Clone)]
pub(crate) struct Looks {
    journal: Arc<dyn Journal>,
    waiting: mpsc::Sender<Waiting>,
}

/// A look, and who waits until it is on stable storage.
struct Waiting {
    look: Look,
    written: oneshot::Sender<Result<(), LookError>>,
}

impl Looks {
    /// Takes looks for this log, and the work that writes them: it ends when the last of them is let go.
    pub(crate) fn over(journal: Arc<dyn Journal>) -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (waiting, coming) = mpsc::channel(WAITING_MAX);
        (Self { journal: journal.clone(), waiting }, write(journal, coming))
    }

    /// The log itself.
    pub(crate) fn journal(&self) -> &Arc<dyn Journal> {
        &self.journal
    }

    /// Writes looks down, which wait for the disk together.
    async fn note(&self, looks: impl IntoIterator<Item = Look>) -> Result<(), LookError> {
        let mut writing = Vec::new();
        for look in looks {
            let (written, answer) = oneshot::channel();
            self.waiting.try_send(Waiting { look, written }).map_err(|_| LookError::Slow)?;
            writing.push(answer);
        }
        let all = async {
            for answer in writing {
                answer.await.map_err(|_| LookError::Failed { what: "its writer has stopped".to_owned() })??;
            }
            Ok(())
        };
        tokio::time::timeout(WRITE_WAIT_MAX, all).await.unwrap_or(Err(LookError::Slow))
    }
}

impl Center {
    /// Writes a look down. When this has returned without an error, it is on stable storage, and what was looked at may
    /// leave.
    ///
    /// # Errors
    /// It is not written down: show nothing personal.
    pub async fn note(&self, look: Look) -> Result<(), LookError> {
        self.note_all([look]).await
    }

    /// As [`Center::note`], for an answer that shows several cases: they wait for the disk together.
    ///
    /// # Errors
    /// As there.
    pub async fn note_all(&self, looks: impl IntoIterator<Item = Look>) -> Result<(), LookError> {
        self.shell.looks.note(looks).await
    }

    /// As [`Center::note_all`], for whatever is asked of accusations: whoever reads the access log of the center may not know
    /// of them, so these looks lie in a log of their own (decision 0017).
    ///
    /// # Errors
    /// As there.
    pub async fn note_apart(&self, looks: impl IntoIterator<Item = Look>) -> Result<(), LookError> {
        self.shell.looks_apart.note(looks).await
    }

    /// Whether the access log takes looks.
    #[must_use]
    pub fn condition_of_looks(&self) -> Condition {
        self.shell.looks.journal.condition()
    }
}

/// Writes what waits, again and again.
async fn write(journal: Arc<dyn Journal>, mut coming: mpsc::Receiver<Waiting>) {
    let mut together = Vec::with_capacity(LOOKS_MAX);
    while coming.recv_many(&mut together, LOOKS_MAX).await > 0 {
        let written = write_together(journal.as_ref(), &together).await;
        if let Err(error) = &written {
            tracing::error!(error = chain(error), "nobody sees anything personal: looks cannot be written down");
        }
        for waiting in together.drain(..) {
            // Whoever hung up needs no answer.
            let _ = waiting.written.send(written.clone());
        }
    }
}

async fn write_together(journal: &dyn Journal, together: &[Waiting]) -> Result<(), LookError> {
    let time = together.last().map_or(0, |last| last.look.at.as_microsecond());
    let entries = together.iter().map(|waiting| entry(&waiting.look)).collect::<Result<_, _>>()?;
    let draft = Draft { stream: STREAM, expected: journal.version(STREAM), time, entries };
    match journal.append(draft).await {
        Ok(_) => Ok(()),
        Err(AppendError::Closed(condition)) => Err(LookError::Closed(condition)),
        Err(error) => Err(LookError::Failed { what: chain(&error) }),
    }
}

fn entry(look: &Look) -> Result<DraftEntry, LookError> {
    let body = serde_json::to_vec(look).map_err(|error| LookError::Failed { what: error.to_string() })?;
    // The case stands outside, so that whoever looks for one case passes over the others without reading them.
    let envelope = look.stream.map(|stream| stream.uuid().into_bytes().to_vec()).unwrap_or_default();
    Ok(DraftEntry { envelope, body })
}
