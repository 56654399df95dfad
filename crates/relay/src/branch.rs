//! One stream at the broker, for one subscription: made, looked at, filled.

use std::collections::BTreeMap;
use std::time::Duration;

use async_nats::jetstream::Context;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::Stream;
use center::{Chain, Known, Link, Message, Parked, Share};
use jiff::Timestamp;
use timeline::{Code, DepartmentCode};

use crate::again::{Again, moment};
use crate::broker::BrokerError;
use crate::filled::{self, Filled};
use crate::message::{self, Received};
use crate::names::{Line, Names};
use crate::undelivered::{Notice, Undelivered};

/// A message that a department failed to take so often is passed over and set aside.
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
    /// What its program did not take, and nobody has answered for.
    pub(crate) parked: Vec<Parked>,
    /// The last message the broker held when this was opened.
    held: Chain,
    stream: Stream,
    again: Again,
}

impl Branch {
    /// Opens a department's stream, or makes it. Whoever reads one that is filled again knows from the numbers what it has
    /// seen. A consumer from before the broker was listened to is made anew, so that it says again what was not taken.
    pub(crate) async fn open(
        context: &Context,
        (names, replicas): (&Names, usize),
        known: &Known,
        since: Timestamp,
    ) -> Result<Self, BrokerError> {
        let line = Line::from(&known.subscription);
        let department = line.department();
        let config = filled::config(names.stream(&line), names.subjects(&line), replicas);
        let Filled { stream, last, .. } = filled::open(context, config, end_of)
            .await
            .map_err(|error| BrokerError::asked("open the stream", department, error))?;
        let deliver_policy = match known.subscription.first {
            0 | 1 => DeliverPolicy::All,
            start_sequence => DeliverPolicy::ByStartSequence { start_sequence },
        };
        let reads = pull::Config { deliver_policy, ..consumer(department, names.subjects(&line)) };
        let failed = |error: async_nats::Error| BrokerError::asked("make a consumer", department, error);
        let made = stream.create_consumer(reads.clone()).await.map_err(|error| failed(error.into()))?;
        if moment(made.cached_info().created) < since {
            let removed = stream.delete_consumer(&Names::consumer(department)).await;
            removed.map_err(|error| failed(error.into()))?;
            stream.create_consumer(reads).await.map_err(|error| failed(error.into()))?;
        }
        let again = Again::open(context, (names, replicas), &line, &known.answered).await?;
        let (held, computed, taken, parked) = (last.unwrap_or_default(), Chain::default(), (0, None), Vec::new());
        let (code, paused) = (known.code().clone(), !known.is_open());
        Ok(Self { code, line, paused, computed, acknowledged: held.seq, taken, parked, held, stream, again })
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
            held if link.seq < held.seq => Ok(None),
            held if link.seq == held.seq && link.hash == held.hash => Ok(None),
            held if link.seq == held.seq => self.start_anew(context, link.seq).await,
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

    /// What is done from time to time: answers are brought, and it is looked whether all is as it was left.
    pub(crate) async fn look_after(
        &mut self,
        context: &Context,
        undelivered: &Undelivered,
        at_the_end: bool,
    ) -> Result<(), BrokerError> {
        self.bring(context, at_the_end).await?;
        self.check(undelivered).await
    }

    /// Makes sure that the broker still holds what it acknowledged, and looks how far the department has taken it and what
    /// it did not take.
    async fn check(&mut self, undelivered: &Undelivered) -> Result<(), BrokerError> {
        let consumer = self.stream.consumer_info(Names::consumer(self.department())).await;
        let consumer = consumer.map_err(|error| BrokerError::asked("look at a consumer", self.department(), error))?;
        let floor = &consumer.ack_floor;
        let second = floor.last_active.map(|at| at.unix_timestamp());
        self.taken = (floor.stream_sequence, second.and_then(|second| Timestamp::from_second(second).ok()));
        self.look_aside(undelivered, moment(consumer.created)).await;
        self.again.check().await?;
        let stands = filled::ends_at(&self.stream, self.acknowledged).await;
        let stands = stands.map_err(|error| BrokerError::asked("look at a stream", self.department(), error))?;
        stands.map_err(|seq| BrokerError::Lost { department: self.department().clone(), seq })
    }

    /// What its program did not take, each with the case it is about.
    async fn look_aside(&mut self, undelivered: &Undelivered, since: Timestamp) {
        let known = std::mem::take(&mut self.parked).into_iter();
        let known: BTreeMap<u64, Option<String>> = known.map(|parked| (parked.message, parked.case)).collect();
        for (message, Notice { tries, reason, at }) in
            undelivered.of(&self.stream.cached_info().config.name, since, &self.again)
        {
            let case = match known.get(&message) {
                Some(case) => case.clone(),
                None => self.case_of(message).await,
            };
            // What comes of the same case the department's own program holds; how much that is, it does not say.
            self.parked.push(Parked { message, case, tries, reason, since: at, held: None });
        }
    }

    async fn case_of(&self, message: u64) -> Option<String> {
        let message = self.stream.get_raw_message(message).await.ok()?;
        message.headers.get("ce-subject").map(|case| case.as_str().to_owned())
    }

    /// Brings what was decided about messages that were set aside, unless it rests.
    async fn bring(&mut self, context: &Context, at_the_end: bool) -> Result<(), BrokerError> {
        if self.paused {
            return Ok(());
        }
        self.again.bring(context, &self.stream, (self.acknowledged, at_the_end)).await
    }

    /// When the log has given everything: a broker that holds more has seen what the log lost.
    pub(crate) fn check_end(&self) -> Result<(), BrokerError> {
        let (department, told, computed) = (self.department().clone(), self.held.seq, self.computed.seq);
        if told > computed { Err(BrokerError::Ahead { department, told, computed }) } else { Ok(()) }
    }
}

/// The place of a stream's last message; `None` if it is none of ours.
fn end_of(last: &StreamMessage) -> Option<Chain> {
    let message = Received::read(Some(&last.headers), &last.payload).ok()?;
    let Link { seq, hash, .. } = message.link;
    (seq == last.sequence).then_some(Chain { seq, hash })
}

/// One message at a time, so that what belongs to one case comes in its order.
pub(crate) fn consumer(department: &DepartmentCode, filter_subject: String) -> pull::Config {
    pull::Config {
        durable_name: Some(Names::consumer(department)),
        filter_subject,
        ack_policy: AckPolicy::Explicit,
        ack_wait: ACK_WITHIN,
        max_deliver: DELIVERIES_MAX,
        max_ack_pending: 1,
        ..pull::Config::default()
    }
}
