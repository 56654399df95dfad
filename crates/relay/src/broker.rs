//! The way to the broker, and what can go wrong on it.

use std::path::PathBuf;
use std::time::Duration;

use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, Event, ServerError};
use timeline::DepartmentCode;
use tokio::sync::watch;

use crate::names::Names;

/// How long a connection, or an answer of the broker, may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// Messages on their way that the broker has not acknowledged: bounds memory, and what is sent again after a fault.
pub(crate) const IN_FLIGHT_MAX: usize = 256;

/// Messages that wait here for their reader. Of a stream the broker hands out one at a time; a question beyond these is
/// not answered, and whoever asked it asks again.
pub(crate) const WAITING_MAX: usize = 1024;

/// Where the broker is, and as whom one signs in.
#[derive(Clone, Debug)]
pub struct Access {
    /// `nats://host:port`, `tls://host:port` where nobody else may listen in, or several with commas.
    pub server: String,
    /// The file with the authority that signed the broker's certificate, where it is none that this machine trusts anyway.
    pub authority: Option<PathBuf>,
    /// The file with the seed of the nkey; without one nobody signs in, which only an open broker allows.
    pub seed_file: Option<PathBuf>,
    /// The name of the client: its inbox carries it.
    pub client: String,
}

/// Why the broker could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrokerError {
    /// The seed could not be read.
    #[error("cannot read the key {path}")]
    Seed {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// Nobody answers, or the key is not taken.
    #[error("cannot connect to {server}")]
    Connect {
        /// Where.
        server: String,
        /// Why.
        #[source]
        source: async_nats::ConnectError,
    },
    /// The key is one that may not do this: another's, or that of an older configuration.
    #[error("the broker refuses it to this key: {said}")]
    Refused {
        /// What the broker said.
        said: String,
    },
    /// Questions cannot be listened for.
    #[error("the broker does not let questions through")]
    Listen {
        /// Why not.
        #[source]
        source: async_nats::Error,
    },
    /// The broker did not do what was asked.
    #[error("the broker could not {what} for {department}")]
    Asked {
        /// What was asked.
        what: &'static str,
        /// For whom.
        department: DepartmentCode,
        /// Why not.
        #[source]
        source: async_nats::Error,
    },
    /// A message is not where it was acknowledged to be, or what it was.
    #[error("the broker lost or changed what {department} was told, at {seq}")]
    Lost {
        /// Whose stream.
        department: DepartmentCode,
        /// From which number on.
        seq: u64,
    },
    /// The broker knows more than the log: the log was put back, and the departments have seen what it lost.
    #[error("{department} was told {told} facts, but the log gives only {computed}: the log was put back")]
    Ahead {
        /// Whose stream.
        department: DepartmentCode,
        /// How many the broker holds.
        told: u64,
        /// How many the log gives.
        computed: u64,
    },
    /// A stream that is no single department's could not be worked on.
    #[error("the broker could not {what}")]
    Publishing {
        /// What was asked.
        what: &'static str,
        /// Why not.
        #[source]
        source: async_nats::Error,
    },
    /// A checkpoint is not where it was acknowledged to be.
    #[error("the broker lost or changed the checkpoints, at {seq}")]
    CheckpointsLost {
        /// From which message on.
        seq: u64,
    },
    /// The broker holds a checkpoint this center signed, and the log is another one now.
    #[error("departments have a signed checkpoint of {size} commits that this log contradicts: the log was put back")]
    Broken {
        /// How many commits it covers.
        size: u64,
    },
    /// What departments are told cannot be computed.
    #[error("the log cannot be read any further")]
    Log,
}

impl BrokerError {
    /// Why something was not done, with whatever the broker said.
    pub(crate) fn asked(what: &'static str, department: &DepartmentCode, source: impl Into<async_nats::Error>) -> Self {
        Self::Asked { what, department: department.clone(), source: source.into() }
    }

    /// Why something was not done with a stream that is no single department's.
    pub(crate) const fn publishing(what: &'static str, source: async_nats::Error) -> Self {
        Self::Publishing { what, source }
    }
}

/// What the broker said last that it does not let this client do; it says so beside the answers, and to a question that it
/// does not let through nothing else.
pub(crate) struct Refusals(watch::Receiver<Option<String>>);

impl Refusals {
    /// The next refusal that has this word in it, or the last one.
    async fn next(&mut self, word: &str) -> BrokerError {
        let named = |said: &Option<String>| said.as_ref().is_some_and(|said| said.contains(word));
        match self.0.wait_for(named).await.map(|said| said.clone()) {
            Ok(said) => BrokerError::Refused { said: said.unwrap_or_default() },
            Err(_) => std::future::pending().await,
        }
    }

    /// Does something that cannot come to its end where the broker refuses a part of it.
    pub(crate) async fn unless<T, E: From<BrokerError>>(
        &mut self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        tokio::select! {
            done = work => done,
            refused = self.next("") => Err(refused.into()),
        }
    }

    /// The broker does not let this client listen.
    pub(crate) async fn of_listening(&mut self) -> BrokerError {
        self.next("Subscription").await
    }
}

/// What the broker says of what it does not let through, of everything it says.
fn refusal(event: &Event) -> Option<String> {
    let Event::ServerError(error) = event else { return None };
    let is_one = match error {
        ServerError::AuthorizationViolation => true,
        ServerError::SlowConsumer(_) => false,
        ServerError::Other(said) => said.to_ascii_lowercase().contains("permissions violation"),
    };
    is_one.then(|| error.to_string())
}

/// Signs in.
pub(crate) async fn connect(access: &Access) -> Result<Client, BrokerError> {
    Ok(connect_listening(access).await?.0)
}

/// Signs in, and listens to what the broker refuses.
pub(crate) async fn connect_listening(access: &Access) -> Result<(Client, Refusals), BrokerError> {
    let (say, refusals) = watch::channel(None);
    let mut options = ConnectOptions::new()
        .name(access.client.as_str())
        .custom_inbox_prefix(Names::inbox(&access.client))
        .subscription_capacity(WAITING_MAX)
        .connection_timeout(ANSWER_WITHIN)
        .request_timeout(Some(ANSWER_WITHIN))
        .event_callback(move |event| {
            if let Some(said) = refusal(&event) {
                say.send_replace(Some(said));
            }
            std::future::ready(())
        });
    if let Some(path) = &access.authority {
        options = options.add_root_certificates(path.clone()).require_tls(true);
    }
    if let Some(path) = &access.seed_file {
        let seed = tokio::fs::read_to_string(path).await;
        let seed = seed.map_err(|source| BrokerError::Seed { path: path.clone(), source })?;
        options = options.nkey(seed.trim().to_owned());
    }
    let server = access.server.clone();
    let servers: Vec<&str> = server.split(',').map(str::trim).collect();
    let client = options.connect(&servers).await.map_err(|source| BrokerError::Connect { server, source })?;
    Ok((client, Refusals(refusals)))
}

/// The part of the broker that keeps messages.
pub(crate) fn keeping(client: Client) -> Context {
    let builder = jetstream::context::ContextBuilder::new();
    builder.timeout(ANSWER_WITHIN).ack_timeout(ANSWER_WITHIN).max_ack_inflight(IN_FLIGHT_MAX * 2).build(client)
}
