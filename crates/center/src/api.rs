//! The words the center shares with its callers: what is asked, what is answered, what can go wrong.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use access::{Actor, Rule};
use jiff::Timestamp;
use journal::{Condition, Journal};
use timeline::{ActorId, Channel, Code, CodeError, Entry, Reference, RequestId, StreamId, WindowCode};
use vault::Vault;

use crate::{Command, Signer};

/// Longest wait for the views to pass a commit, before the answer is given without them: far above the usual
/// millisecond, below the patience of a client.
pub const VIEW_WAIT_MAX: Duration = Duration::from_secs(10);

/// Something a user asks for.
#[derive(Clone, Debug)]
pub struct Order {
    /// Who asks.
    pub actor: Actor,
    /// The stream it is about; `None` begins a stream, whose id is derived from actor and request, so that asking twice
    /// is a conflict with oneself.
    pub stream: Option<StreamId>,
    /// The id of the request: a retry carries the same and gets the first answer.
    pub request: RequestId,
    /// The version of the stream the user has seen, if it said so (`If-Match`).
    pub seen_version: Option<u64>,
    /// When it happened; `None` is now. Earlier is normal at a window, later is refused.
    pub occurred_at: Option<Timestamp>,
    /// The window it happened at.
    pub window: Option<WindowCode>,
    /// How it reached the center.
    pub channel: Channel,
    /// For whom, if the actor stands in for somebody.
    pub on_behalf_of: Option<ActorId>,
    /// The rule that calls for it, if the actor named one.
    pub legal_basis: Option<Code>,
    /// The number the actor's own department keeps the matter under.
    pub reference: Option<Reference>,
    /// What is asked of which desk.
    pub command: Command,
}

impl Order {
    /// Something that is asked now, by nobody's window and of no stream yet. Whoever knows more says so beside it.
    #[must_use]
    pub fn new(actor: Actor, request: RequestId, channel: Channel, command: impl Into<Command>) -> Self {
        Self {
            actor,
            stream: None,
            request,
            seen_version: None,
            occurred_at: None,
            window: None,
            channel,
            on_behalf_of: None,
            legal_basis: None,
            reference: None,
            command: command.into(),
        }
    }
}

/// The answer to an order that was carried out.
#[derive(Clone, PartialEq, Debug)]
pub struct Done {
    /// The stream the facts are on.
    pub stream: StreamId,
    /// How many facts were on it right after these.
    pub version: u64,
    /// The place of these facts in the global order.
    pub position: u64,
    /// What became true.
    pub facts: Vec<Entry>,
    /// The code to ask for the case with, if a receipt is among the facts. It is shown now and kept nowhere.
    pub query_code: Option<String>,
    /// Whether this is the first answer, given again to a retry.
    pub repeated: bool,
}

/// Why the rules of a desk said no.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// The stable code, as `mediation.party_not_consented`.
    pub code: &'static str,
    /// Names and values for the message; none of them personal.
    pub args: Vec<(&'static str, String)>,
    /// The message in English.
    pub message: String,
}

/// Why an order was not carried out. Nothing was recorded, except perhaps after `InFlight`.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Failure {
    /// The actor may not do this; whoever may know of the case learns the rule.
    #[error("denied by {rule}")]
    Denied {
        /// Which rule.
        rule: Rule,
    },
    /// There is no such case or visit, or the actor may not know of it.
    #[error("there is no such case")]
    NotFound,
    /// The rules of the desk said no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Something happened since the user looked that matters to what it asks.
    #[error("the case is at version {version}, and what happened since matters")]
    Conflict {
        /// The version the stream has now.
        version: u64,
        /// What happened since.
        since: Vec<Entry>,
    },
    /// The request id was used before, for something else.
    #[error("this request id was used for another request")]
    RequestReused,
    /// Too many requests wait for this very case: ask again with the same request id.
    #[error("too many requests wait for this case")]
    InFlight,
    /// The log takes nothing at present.
    #[error("the log takes no commits: {0:?}")]
    NotWritable(Condition),
    /// The keyring could not be written: nobody gets a key until the process is started again.
    #[error("the keyring takes nothing: {what}")]
    KeysFailed {
        /// What broke, for the log of the operator.
        what: String,
    },
    /// The machine broke; whether the request was carried out is found out by asking again with the same id.
    #[error("failed: {what}")]
    Failed {
        /// What broke, for the log of the operator.
        what: String,
    },
}

/// Why something was not shown.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadFailure {
    /// The actor may not see this; whoever may know of the case learns the rule.
    #[error("denied by {rule}")]
    Denied {
        /// Which rule.
        rule: Rule,
    },
    /// There is no such thing, or the actor may not know of it.
    #[error("there is no such thing")]
    NotFound,
    /// The subscription rests: it was paused, and nothing is told by it.
    #[error("the subscription is paused")]
    Paused,
    /// The log could not be read.
    #[error("failed: {what}")]
    Failed {
        /// What broke, for the log of the operator.
        what: String,
    },
}

/// Tells the time. Tests and the generator set it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What opening is busy with, for a progress bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// What is being done.
    pub opening: Opening,
    /// Commits done.
    pub done: u64,
    /// Commits in all.
    pub total: u64,
}

/// The steps of opening a center.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opening {
    /// Views are read from their snapshots.
    Loading,
    /// Views are computed from the log, from where their snapshots end.
    Projecting,
}

/// Who sees to what follows from a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FollowUps {
    /// The center, behind its commands.
    #[default]
    Live,
    /// Whoever calls [`Center::follow_up`](crate::Center::follow_up): what is recorded twice by the same seed then lies in
    /// the same order.
    ByHand,
}

/// How a center is run.
#[derive(Clone)]
pub struct Options {
    /// Personal values are stored in clear. Without it a center does not open, as long as there is no vault.
    pub demo: bool,
    /// Seals and opens personal values and materials. A demonstration keeps its materials in it, too.
    pub vault: Option<Arc<Vault>>,
    /// Where `request.key` lies; `None` keeps a key in memory, and retries are not known again after a restart.
    pub home: Option<PathBuf>,
    /// The log of accusations, apart from the center's own (decision 0013); `None` and none are taken.
    pub accusations: Option<Arc<dyn Journal>>,
    /// The access log of the accusations, apart from the center's own (decision 0017); `None` keeps it in memory.
    pub accusation_looks: Option<Arc<dyn Journal>>,
    /// Who sees to what follows from a fact.
    pub follow_ups: FollowUps,
    /// Tells the time.
    pub clock: Clock,
    /// Cases kept folded in memory.
    pub hot_cases: usize,
    /// Threads that decode the log when views are rebuilt.
    pub decoders: usize,
    /// Commits between two snapshots of the views.
    pub snapshot_every: u64,
    /// Time between two looks at what has come due of erasures, and at whether the keyring is to be wrapped anew.
    pub erasures_every: Duration,
    /// Signs the log's checkpoints; `None` and there are none.
    pub signer: Option<Arc<Signer>>,
    /// The access log; `None` keeps it in memory, for tests and for looking beside a server.
    pub looks: Option<Arc<dyn Journal>>,
    /// Signs the checkpoints of the access log.
    pub looks_signer: Option<Arc<Signer>>,
    /// Called while the center opens.
    pub progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Options {
    /// The usual center, by this clock, which seeds nothing and stores nothing in clear.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            demo: false,
            vault: None,
            accusations: None,
            accusation_looks: None,
            follow_ups: FollowUps::Live,
            home: None,
            clock,
            hot_cases: 4_096,
            decoders: 2,
            snapshot_every: 50_000,
            erasures_every: crate::erasing::LOOK_EVERY,
            signer: None,
            looks: None,
            looks_signer: None,
            progress: Arc::new(|_| {}),
        }
    }
}

/// Why a center does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Without a vault personal values would be stored in clear, which only a demonstration may.
    #[error("personal values could only be stored in clear, which is allowed with --demo alone")]
    NoVault,
    /// The request key could not be read or made.
    #[error("cannot use {path}")]
    RequestKey {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// The log could not be read.
    #[error("cannot read the log")]
    Read(#[from] journal::ReadError),
    /// The log holds what this program cannot decode.
    #[error("cannot decode the log at position {position}")]
    Decode {
        /// Where.
        position: u64,
        /// Why.
        #[source]
        source: timeline::codec::CodecError,
    },
    /// The name under which the center itself acts is no name.
    #[error("the center's own name cannot be used")]
    Name(#[from] CodeError),
    /// A thread could not be started.
    #[error("cannot start a thread")]
    Thread(#[source] std::io::Error),
}
