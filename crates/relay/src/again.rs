//! What became of messages that a department did not take: a second, small stream beside its own. Each answer of a person
//! (try again, or deliver no more) brings the message once more, under its number and id, with what was decided.
//!
//! The department's own stream cannot do this: its consumer goes forward only. Like that one, this stream is computed from
//! the log, the n-th message from the n-th answer, so it can be filled again whatever becomes of the broker.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use async_nats::header::{NATS_EXPECTED_LAST_SEQUENCE, NATS_MESSAGE_ID};
use async_nats::jetstream::Context;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::Stream;
use center::Answered;
use jiff::Timestamp;

use crate::branch::consumer;
use crate::broker::BrokerError;
use crate::filled::{self, Filled};
use crate::message::SEQ;
use crate::names::{Line, Names};

/// The header with what was decided.
pub(crate) const AGAIN: &str = "Yidi-Again";
/// It is to be tried once more.
const RETRY: &str = "retry";
/// It is delivered no more; what waited behind it may go on.
pub(crate) const DISCARD: &str = "discard";
/// There is no message of this number, whatever was decided.
pub(crate) const NONE: &str = "none";

/// The answers about one department's messages, at the broker.
pub(crate) struct Again {
    stream: Stream,
    subject: String,
    line: Line,
    answered: Vec<Answered>,
    /// When the broker took each of the first ones.
    brought: Vec<Timestamp>,
}

impl Again {
    /// Opens the stream, or makes it; anew, if it ends with another answer than the log has there.
    pub(crate) async fn open(
        context: &Context,
        (names, replicas): (&Names, usize),
        line: &Line,
        answered: &[Answered],
    ) -> Result<Self, BrokerError> {
        let failed = |error| BrokerError::asked("open the stream of answers", line.department(), error);
        let subject = names.again_subject(line);
        let config = filled::config(names.again(line), subject.clone(), replicas);
        let read = |last: &StreamMessage| {
            let answer = answered.get(usize::try_from(last.sequence.checked_sub(1)?).ok()?)?;
            (last.headers.get(SEQ)?.as_str() == answer.message.to_string()).then_some(())
        };
        let Filled { stream, seq, .. } = filled::open(context, config, read).await.map_err(failed)?;
        let made = stream.create_consumer(consumer(line.department(), subject.clone())).await;
        made.map_err(|error| failed(error.into()))?;
        let mut brought = Vec::new();
        for number in 1..=seq {
            let message = stream.get_raw_message(number).await;
            brought.push(moment(message.map_err(|error| failed(error.into()))?.time));
        }
        Ok(Self { stream, subject, line: line.clone(), answered: answered.to_vec(), brought })
    }

    /// Brings the answers that were not brought yet, as far as their messages are told: those up to this number, or
    /// whatever they ask for when nothing more is to come.
    pub(crate) async fn bring(
        &mut self,
        context: &Context,
        told: &Stream,
        (upto, at_the_end): (u64, bool),
    ) -> Result<(), BrokerError> {
        while let Some(answer) = self.answered.get(self.brought.len()) {
            if answer.message > upto && !at_the_end {
                return Ok(());
            }
            // Of a number that there is not, nothing but the answer is brought.
            let failed =
                |error: async_nats::Error| BrokerError::asked("bring an answer", self.line.department(), error);
            let message = filled::message(told, answer.message).await.map_err(failed)?;
            let before = self.brought.len() as u64;
            let headers = headers(message.as_ref(), answer, before);
            let body = message.map(|message| message.payload).unwrap_or_default();
            let sent = context.publish_with_headers(self.subject.clone(), headers, body).await;
            let kept = sent.map_err(|error| failed(error.into()))?.await.map_err(|error| failed(error.into()))?;
            let kept = self.stream.get_raw_message(kept.sequence).await.map_err(|error| failed(error.into()))?;
            self.brought.push(moment(kept.time));
        }
        Ok(())
    }

    /// Makes sure that the broker still holds what it took.
    pub(crate) async fn check(&self) -> Result<(), BrokerError> {
        let department = self.line.department();
        let stands = filled::ends_at(&self.stream, self.brought.len() as u64).await;
        let stands = stands.map_err(|error| BrokerError::asked("look at the stream of answers", department, error))?;
        stands.map_err(|seq| BrokerError::Lost { department: department.clone(), seq })
    }

    /// The name of the stream.
    pub(crate) fn name(&self) -> &str {
        &self.stream.cached_info().config.name
    }

    /// Which message an answer in this stream is about.
    pub(crate) fn message_of(&self, seq: u64) -> Option<u64> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.answered.get(at).map(|answer| answer.message)
    }

    /// When the last answer about each message was brought.
    pub(crate) fn last_answers(&self) -> BTreeMap<u64, Timestamp> {
        self.answered.iter().zip(&self.brought).map(|(answer, at)| (answer.message, *at)).collect()
    }
}

/// As the message was told, with what was decided.
fn headers(message: Option<&StreamMessage>, answer: &Answered, before: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, values) in message.iter().flat_map(|message| message.headers.iter()) {
        let own = !<_ as AsRef<str>>::as_ref(name).starts_with("Nats-");
        if let Some(value) = values.first().filter(|_| own) {
            headers.insert(name.clone(), value.clone());
        }
    }
    headers.insert(SEQ, answer.message.to_string());
    headers.insert(
        AGAIN,
        match (message, &answer.discarded) {
            (None, _) => NONE,
            (Some(_), None) => RETRY,
            (Some(_), Some(_)) => DISCARD,
        },
    );
    headers.insert(NATS_MESSAGE_ID, format!("again:{}", before + 1));
    headers.insert(NATS_EXPECTED_LAST_SEQUENCE, before.to_string());
    headers
}

/// A moment of the broker's clock.
pub(crate) fn moment(at: async_nats::datetime::DateTime) -> Timestamp {
    Timestamp::from_nanosecond(at.unix_timestamp_nanos()).unwrap_or_default()
}
