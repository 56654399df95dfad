//! The words the journal shares with its callers: what is asked for, what is answered, what can go wrong.

use std::fmt;
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;

/// A place in the global order of commits, counted from 1. 0 means "before everything".
pub type Position = u64;

/// Microseconds since 1970-01-01T00:00:00Z. Never decreases from one commit of a log to the next.
pub type Micros = i64;

/// Which stream a commit belongs to: 16 opaque bytes. The journal does not know what a case is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StreamId(pub [u8; 16]);

/// A SHA-256 value: a leaf, a link of the chain, a node of the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub [u8; 32]);

/// What a caller asks to append to one stream, all or nothing.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The stream to append to.
    pub stream: StreamId,
    /// How many entries the stream must hold now; 0 for a new stream.
    pub expected: u64,
    /// When the caller says it happened; the writer stamps `max(time of the last commit, this)`.
    pub time: Micros,
    /// 1 to [`crate::ENTRIES_MAX`] entries.
    pub entries: Vec<DraftEntry>,
}

/// One entry of a draft: a binary envelope outside, a body inside. The journal reads neither.
#[derive(Clone, Debug, Default)]
pub struct DraftEntry {
    /// Small, read by every scan.
    pub envelope: Vec<u8>,
    /// Large, read only by those who want this kind of entry.
    pub body: Vec<u8>,
}

/// The answer to an append: the commit is on stable storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Its place in the global order.
    pub position: Position,
    /// How many entries its stream holds now.
    pub version: u64,
    /// The time the writer stamped on it.
    pub time: Micros,
    /// Its leaf in the tree.
    pub leaf: Digest,
}

/// How far the log goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last acknowledged commit.
    pub position: Position,
    /// Entries in all commits up to it.
    pub entries: u64,
    /// The chain over everything up to it.
    pub chain: Digest,
    /// Its time.
    pub time: Micros,
}

/// Whether the log takes commits, and if not, why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Commits are taken.
    Writable,
    /// Damage was found at this position: reads go on, commits are refused until a restore.
    ReadOnly {
        /// The first damaged position.
        position: Position,
        /// What was found.
        what: String,
    },
    /// The disk is nearly full: reads go on, commits are refused until there is room.
    Full {
        /// Bytes still free on the log's file system.
        free_bytes: u64,
    },
    /// A write or a sync failed: nothing is acknowledged any more until the process starts again.
    Poisoned {
        /// The error the system gave.
        what: String,
    },
}

/// Why an append was not acknowledged. Nothing of the draft is in the log, except perhaps after `Poisoned`
/// (whether that commit survives is decided from the disk at the next start).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Somebody else appended to the stream first.
    #[error("the stream holds {actual} entries, not {expected}")]
    Conflict {
        /// What the draft expected.
        expected: u64,
        /// What the stream holds.
        actual: u64,
    },
    /// The draft has no entry, too many, or too many bytes.
    #[error(
        "the draft has {entries} entries in {bytes} bytes; 1 to {} entries in {} bytes fit",
        crate::ENTRIES_MAX,
        crate::COMMIT_BYTES_MAX
    )]
    Size {
        /// Entries in the draft.
        entries: usize,
        /// Bytes it would take.
        bytes: usize,
    },
    /// The log takes no commits in its present condition.
    #[error("the log takes no commits: {0:?}")]
    Closed(Condition),
    /// The journal was closed while the draft waited.
    #[error("the journal is shutting down")]
    ShuttingDown,
}

/// Why a read failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// What lies at this position does not match its hash.
    #[error("damage at position {position}: {what}")]
    Damaged {
        /// The damaged position.
        position: Position,
        /// What was found.
        what: String,
    },
    /// The log does not go so far.
    #[error("{asked} was asked of a log that ends at {head}")]
    Beyond {
        /// The position or size asked for.
        asked: u64,
        /// How far the log, or the tree asked about, goes.
        head: u64,
    },
    /// The system refused.
    #[error("cannot read {path}")]
    Io {
        /// The file.
        path: std::path::PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
}

/// The boxed future of an append.
pub type Appending = Pin<Box<dyn Future<Output = Result<Ack, AppendError>> + Send>>;

/// A visitor of commits: breaks to stop the scan.
pub type Visit<'a> = dyn FnMut(&crate::CommitView<'_>) -> ControlFlow<()> + 'a;

/// A commit as it is read: its position and its bytes, shared.
#[derive(Clone, Debug)]
pub struct Commit {
    /// Its place in the global order.
    pub position: Position,
    /// Its bytes, as [`crate::CommitView`] reads them.
    pub bytes: Arc<[u8]>,
}

/// An append-only log of commits in streams: three implementations (tape and sled, memory, later a cluster),
/// one conformance suite.
pub trait Journal: Send + Sync + 'static {
    /// Appends one commit. The future resolves when the commit is on stable storage, never before.
    fn append(&self, draft: Draft) -> Appending;
    /// The last acknowledged commit.
    fn head(&self) -> Head;
    /// Whether commits are taken.
    fn condition(&self) -> Condition;
    /// How many entries a stream holds; 0 if there is none.
    fn version(&self, stream: StreamId) -> u64;
    /// The commits of a stream that hold entries with a version above `after`, oldest first.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    fn read_stream(&self, stream: StreamId, after: u64) -> Result<Vec<Commit>, ReadError>;
    /// Visits the commits with `after < position <= upto` in position order; answers the last position visited.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    fn scan(&self, after: Position, upto: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError>;
    /// The position of the last acknowledged commit, as it moves.
    fn follow(&self) -> tokio::sync::watch::Receiver<Position>;
    /// The condition, as it changes.
    fn watch_condition(&self) -> tokio::sync::watch::Receiver<Condition>;
    /// The root of the tree over the first `size` commits.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    fn root(&self, size: u64) -> Result<Digest, ReadError>;
    /// The RFC 6962 inclusion proof of the commit at `position` in the tree over the first `size` commits.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    fn prove_inclusion(&self, position: Position, size: u64) -> Result<Vec<Digest>, ReadError>;
    /// The RFC 6962 consistency proof between the trees over the first `old` and `new` commits.
    ///
    /// # Errors
    /// Damage, or the system's refusal.
    fn prove_consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, ReadError>;
    /// Finishes what waits, writes the head, and lets go of the directory.
    fn close(&self);
}

impl Digest {
    /// Lower-case hexadecimal, 64 characters.
    #[must_use]
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
