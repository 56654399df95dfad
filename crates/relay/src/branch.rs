//! One stream at the broker, for one subscription: made, looked at, filled.

use async_nats::jetstream::Context;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::stream::{Config, DiscardPolicy, State, StorageType, Stream};
use center::{Chain, Known, Message, Share};
use jiff::Timestamp;
use std::time::Duration;
use timeline::{Code, DepartmentCode};

use crate::broker::BrokerError;
use crate::message::{self, Received};
use crate::names::{Line, Names};

/// How long the broker remembers the id of a message: longer than anything is sent again.
const DUPLICATES_FOR: Duration = Duration::from_mins(10);
/// A message that a department failed to take so often is passed over, and stays in the stream.
const DELIVERIES_MAX: i64 = 5;
/// How long a department may take for one message.
const ACK_WITHIN: Duration = Duration::from_secs(30);

/// What was told by one subscription, at the broker and by the log.
pub(crate) struct Branch {
    pub(crate) code: Code,
    pub(crate) line: Line,
    /// Whether it rests: it is computed, and nothing is sent.
    paused: bool,
    /// How far the log was computed.
    pub(crate) computed: Chain,
    /// How far the broker has acknowledged.
    pub(crate) acknowledged: u64,
    /// How far the department has said that it took them, and when it last did; as it was looked at last.
    pub(crate) taken: (u64, Option<Timestamp>),
    /// The last message the broker held when this was opened.
    held: Option<Chain>,
    stream: Stream,
}

impl Branch {
    /// Opens a department's stream, or makes it. One with holes is made anew: what it held is computed again, and whoever
    /// reads it knows from the numbers what it has seen.
    pub(crate) async fn open(
        context: &Context,
        names: &Names,
        known: &Known,
        replicas: usize,
    ) -> Result<Self, BrokerError> {
        let line = Line::from(&known.subscription);
        let department = line.department();
        let config = config(names, &line, replicas);
        let mut stream = context
            .get_or_create_stream(config.clone())
            .await
            .map_err(|error| BrokerError::asked("make a stream", department, error))?;
        let mut held = held_by(&stream, department).await?;
        if held.is_none() {
            tracing::warn!(%department, "the broker's stream has holes or foreign messages: it is filled again");
            context
                .delete_stream(&config.name)
                .await
                .map_err(|error| BrokerError::asked("remove a damaged stream", department, error))?;
            stream = context
                .create_stream(config)
                .await
                .map_err(|error| BrokerError::asked("make a stream", department, error))?;
            held = Some(Chain::default());
        }
        stream
            .create_consumer(consumer(names, &line, known.subscription.first))
            .await
            .map_err(|error| BrokerError::asked("make a consumer", department, error))?;
        let acknowledged = held.map_or(0, |held| held.seq);
        let (code, paused) = (known.code().clone(), !known.is_open());
        Ok(Self { code, line, paused, computed: Chain::default(), acknowledged, taken: (0, None), held, stream })
    }

    fn department(&self) -> &DepartmentCode {
        self.line.department()
    }

    /// Takes the next fact: sends it, unless the broker has it. Answers what is then waited for.
    pub(crate) async fn take(
        &mut self,
        context: &Context,
        names: &Names,
        share: &Share,
    ) -> Result<Option<PublishAckFuture>, BrokerError> {
        let message = Message::of(share, &self.computed);
        let link = message.link;
        self.computed.advance(&link);
        match self.held {
            _ if self.paused => Ok(None),
            Some(held) if link.seq < held.seq => Ok(None),
            Some(held) if link.seq == held.seq && link.hash == held.hash => Ok(None),
            Some(held) if link.seq == held.seq => self.start_anew(context, link.seq).await,
            _ => {
                let (subject, headers) = (names.subject(&self.line, share.kind), message::headers(&message, names));
                let sent = context.publish_with_headers(subject, headers, message.body.into()).await;
                sent.map(Some).map_err(|error| BrokerError::asked("take a message", self.department(), error))
            }
        }
    }

    /// The stream ends with another message than the log gives: it is that of another log, or was tampered with.
    async fn start_anew<T>(&self, context: &Context, seq: u64) -> Result<T, BrokerError> {
        let name = &self.stream.cached_info().config.name;
        let removed = context.delete_stream(name).await;
        removed.map_err(|error| BrokerError::asked("remove a foreign stream", self.department(), error))?;
        Err(BrokerError::Lost { department: self.department().clone(), seq })
    }

    /// Makes sure that the broker still holds what it acknowledged, and looks how far the department has taken it.
    pub(crate) async fn check(&mut self) -> Result<(), BrokerError> {
        let consumer = self.stream.consumer_info(Names::consumer(self.department())).await;
        let consumer = consumer.map_err(|error| BrokerError::asked("look at a consumer", self.department(), error))?;
        let floor = &consumer.ack_floor;
        let second = floor.last_active.map(|at| at.unix_timestamp());
        self.taken = (floor.stream_sequence, second.and_then(|second| Timestamp::from_second(second).ok()));
        let info = self
            .stream
            .get_info()
            .await
            .map_err(|error| BrokerError::asked("look at a stream", self.department(), error))?;
        if info.state.last_sequence == self.acknowledged && is_whole(&info.state) {
            return Ok(());
        }
        Err(BrokerError::Lost {
            department: self.department().clone(),
            seq: info.state.last_sequence.min(self.acknowledged),
        })
    }

    /// When the log has given everything: a broker that holds more has seen what the log lost.
    pub(crate) fn check_end(&self) -> Result<(), BrokerError> {
        match self.held {
            Some(held) if held.seq > self.computed.seq => Err(BrokerError::Ahead {
                department: self.department().clone(),
                told: held.seq,
                computed: self.computed.seq,
            }),
            _ => Ok(()),
        }
    }
}

/// The last message of a stream; `None` if there are holes before it, or it is none of ours.
async fn held_by(stream: &Stream, department: &DepartmentCode) -> Result<Option<Chain>, BrokerError> {
    let state =
        stream.get_info().await.map_err(|error| BrokerError::asked("look at a stream", department, error))?.state;
    if state.last_sequence == 0 {
        return Ok(Some(Chain::default()));
    }
    if !is_whole(&state) {
        return Ok(None);
    }
    let Ok(last) = stream.get_raw_message(state.last_sequence).await else { return Ok(None) };
    let message = Received::read(Some(&last.headers), &last.payload).ok();
    Ok(message
        .filter(|message| message.link.seq == last.sequence)
        .map(|message| Chain { seq: message.link.seq, hash: message.link.hash }))
}

/// Every number up to the last one is there.
fn is_whole(state: &State) -> bool {
    state.messages == state.last_sequence
}

fn config(names: &Names, line: &Line, replicas: usize) -> Config {
    Config {
        name: names.stream(line),
        subjects: vec![names.subjects(line)],
        storage: StorageType::File,
        num_replicas: replicas,
        discard: DiscardPolicy::New,
        duplicate_window: DUPLICATES_FOR,
        deny_delete: true,
        deny_purge: true,
        ..Config::default()
    }
}

/// One message at a time, so that what belongs to one case comes in its order.
pub(crate) fn consumer(names: &Names, line: &Line, first: u64) -> pull::Config {
    let deliver_policy = match first {
        0 | 1 => DeliverPolicy::All,
        start_sequence => DeliverPolicy::ByStartSequence { start_sequence },
    };
    pull::Config {
        durable_name: Some(Names::consumer(line.department())),
        filter_subject: names.subjects(line),
        deliver_policy,
        ack_policy: AckPolicy::Explicit,
        ack_wait: ACK_WITHIN,
        max_deliver: DELIVERIES_MAX,
        max_ack_pending: 1,
        ..pull::Config::default()
    }
}
