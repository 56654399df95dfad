//! The other end: how a department reads what it is told, once each and in order, whatever breaks in between.
//!
//! A department keeps one thing: the [`Chain`] of what it has done. It keeps it together with the effect (in the same
//! transaction, or the effect twice does no harm), and only then says that a message was taken.

use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Stream as Messages;
use async_nats::jetstream::{AckKind, Context, Message as Delivered};
use center::Chain;
use futures_util::StreamExt as _;
use timeline::DepartmentCode;

use crate::again::{AGAIN, DISCARD, NONE};
use crate::broker::{Access, BrokerError, connect_listening, keeping};
use crate::message::{NotOurs, Received};
use crate::names::{Line, Names};
use crate::witness::Objection;

/// How long the broker is asked to wait before a message behind a gap comes again: five times that is more than the minute
/// in which the center fills a gap, so that nothing is passed over meanwhile.
const AGAIN_AFTER: Duration = Duration::from_secs(15);

/// Why a department cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubscriberError {
    /// The broker cannot be used.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// The broker stopped answering.
    #[error("no messages come any more")]
    Ended(#[source] async_nats::Error),
    /// A message is none of the center's.
    #[error("a message is refused")]
    NotOurs(#[from] NotOurs),
    /// Messages are missing: the center notices it within a minute and fills the stream again.
    #[error("messages {from} to {upto} are missing")]
    Gap {
        /// The first missing number.
        from: u64,
        /// The last.
        upto: u64,
    },
    /// A checkpoint of the center's log is not believed.
    #[error("a checkpoint is refused: keep it and the one before, and ask the center")]
    Objected {
        /// Why not.
        #[source]
        objection: Objection,
        /// The checkpoint.
        note: String,
    },
    /// The next message does not follow on what this department has: its books, or the stream, are those of another log.
    #[error("message {seq} does not follow on what was told before")]
    Fork {
        /// Its number.
        seq: u64,
    },
}

/// A department's reading of its stream.
pub struct Subscriber {
    messages: Messages,
    /// Those it did not take before, and that somebody has decided about.
    again: Messages,
    done: Chain,
}

/// A message that is to be taken now.
pub struct Delivery {
    /// The message.
    pub message: Received,
    /// Somebody decided that it is not done: that it was passed over is kept all the same, or the next one is a gap.
    pub given_up: bool,
    delivered: Delivered,
}

impl Subscriber {
    /// Goes on behind what was done before.
    ///
    /// # Errors
    /// The broker cannot be reached, or does not let this department in.
    pub async fn open(access: &Access, names: &Names, line: &Line, done: Chain) -> Result<Self, SubscriberError> {
        let (client, mut refusals) = connect_listening(access).await?;
        let (context, department) = (keeping(client), line.department());
        let opening = async {
            let again = messages(&context, names.again(line), department).await?;
            Ok(Self { messages: messages(&context, names.stream(line), department).await?, again, done })
        };
        refusals.unless(opening).await
    }

    /// What is done so far.
    #[must_use]
    pub fn done(&self) -> Chain {
        self.done
    }

    /// The next message that was not taken before, as soon as there is one.
    ///
    /// # Errors
    /// [`SubscriberError`] says why this department cannot go on; it opens again behind [`Self::done`].
    pub async fn next(&mut self) -> Result<Delivery, SubscriberError> {
        loop {
            let delivered = tokio::select! {
                delivered = next_of(&mut self.messages) => delivered?,
                delivered = next_of(&mut self.again) => delivered?,
            };
            let decided = delivered.headers.as_ref().and_then(|headers| headers.get(AGAIN)).map(|value| value.as_str());
            if decided == Some(NONE) {
                acknowledge(&delivered).await?;
                continue;
            }
            let message = Received::read(delivered.headers.as_ref(), &delivered.payload)?;
            if message.link.seq <= self.done.seq {
                // It was taken, and the word of that was lost.
                acknowledge(&delivered).await?;
                continue;
            }
            if let Err(error) = self.follows(&message) {
                answer(&delivered, AckKind::Nak(Some(AGAIN_AFTER))).await?;
                return Err(error);
            }
            return Ok(Delivery { message, given_up: decided == Some(DISCARD), delivered });
        }
    }

    fn follows(&self, message: &Received) -> Result<(), SubscriberError> {
        let (seq, awaited) = (message.link.seq, self.done.seq + 1);
        if seq > awaited {
            return Err(SubscriberError::Gap { from: awaited, upto: seq - 1 });
        }
        if message.link.prev == self.done.hash { Ok(()) } else { Err(SubscriberError::Fork { seq }) }
    }

    /// The effect of this message, and that it is done, are kept: the broker need not send it again.
    ///
    /// # Errors
    /// The broker could not be told: it sends the message again, and it is passed over then.
    pub async fn taken(&mut self, delivery: Delivery) -> Result<(), SubscriberError> {
        self.done.advance(&delivery.message.link);
        acknowledge(&delivery.delivered).await
    }
}

/// The messages of a stream, by the consumer the center made for this department.
pub(crate) async fn messages(
    context: &Context,
    stream: String,
    department: &DepartmentCode,
) -> Result<Messages, SubscriberError> {
    let stream = context
        .get_stream_no_info(stream)
        .await
        .map_err(|error| BrokerError::asked("find the stream", department, error))?;
    let consumer: PullConsumer = stream
        .get_consumer(&Names::consumer(department))
        .await
        .map_err(|error| BrokerError::asked("find the consumer", department, error))?;
    let messages = consumer.messages().await;
    Ok(messages.map_err(|error| BrokerError::asked("hand out messages", department, error))?)
}

pub(crate) async fn next_of(messages: &mut Messages) -> Result<Delivered, SubscriberError> {
    match messages.next().await {
        Some(Ok(delivered)) => Ok(delivered),
        Some(Err(error)) => Err(SubscriberError::Ended(error.into())),
        None => Err(SubscriberError::Ended("the stream of messages ended".into())),
    }
}

pub(crate) async fn acknowledge(delivered: &Delivered) -> Result<(), SubscriberError> {
    answer(delivered, AckKind::Ack).await
}

async fn answer(delivered: &Delivered, kind: AckKind) -> Result<(), SubscriberError> {
    delivered.ack_with(kind).await.map_err(SubscriberError::Ended)
}
