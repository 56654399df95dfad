//! The other end: how a department reads what it is told, once each and in order, whatever breaks in between.
//!
//! A department keeps one thing: the [`Chain`] of what it has done. It keeps it together with the effect (in the same
//! transaction, or the effect twice does no harm), and only then says that a message was taken.

use std::time::Duration;

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::consumer::pull::Stream as Messages;
use async_nats::jetstream::{AckKind, Message as Delivered};
use center::Chain;
use futures_util::StreamExt as _;

use crate::broker::{Access, BrokerError, connect, keeping};
use crate::message::{NotOurs, Received};
use crate::names::{Line, Names};

/// How long the broker is asked to wait before a message that cannot be taken yet comes again.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

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
    done: Chain,
}

/// A message that is to be taken now.
pub struct Delivery {
    /// The message.
    pub message: Received,
    delivered: Delivered,
}

impl Subscriber {
    /// Goes on behind what was done before.
    ///
    /// # Errors
    /// The broker cannot be reached, or does not let this department in.
    pub async fn open(access: &Access, names: &Names, line: &Line, done: Chain) -> Result<Self, SubscriberError> {
        let department = line.department();
        let context = keeping(connect(access).await?);
        let stream = context
            .get_stream_no_info(names.stream(line))
            .await
            .map_err(|error| BrokerError::asked("find the stream", department, error))?;
        let consumer: PullConsumer = stream
            .get_consumer(&Names::consumer(department))
            .await
            .map_err(|error| BrokerError::asked("find the consumer", department, error))?;
        let messages =
            consumer.messages().await.map_err(|error| BrokerError::asked("hand out messages", department, error))?;
        Ok(Self { messages, done })
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
            let delivered = match self.messages.next().await {
                Some(Ok(delivered)) => delivered,
                Some(Err(error)) => return Err(SubscriberError::Ended(error.into())),
                None => return Err(SubscriberError::Ended("the stream of messages ended".into())),
            };
            let message = Received::read(delivered.headers.as_ref(), &delivered.payload)?;
            if message.link.seq <= self.done.seq {
                // It was taken, and the word of that was lost.
                acknowledge(&delivered, AckKind::Ack).await?;
                continue;
            }
            if let Err(error) = self.follows(&message) {
                acknowledge(&delivered, AckKind::Nak(Some(AGAIN_AFTER))).await?;
                return Err(error);
            }
            return Ok(Delivery { message, delivered });
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
        acknowledge(&delivery.delivered, AckKind::Ack).await
    }
}

async fn acknowledge(delivered: &Delivered, kind: AckKind) -> Result<(), SubscriberError> {
    delivered.ack_with(kind).await.map_err(SubscriberError::Ended)
}
