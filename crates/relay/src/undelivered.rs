//! Messages that departments' programs did not take: the broker says so once, and a stream keeps what it said, so that
//! nobody has to be there when it does.
//!
//! A program that never acknowledges a message is sent it five times, and then it is passed over; one that says itself that
//! it gives up (`+TERM`, best with a reason) is heard at once. Either way the message is set aside until a person answers.

use std::collections::BTreeMap;

use async_nats::jetstream::Context;
use async_nats::jetstream::stream::{Config, DiscardPolicy, StorageType, Stream};
use jiff::Timestamp;
use serde::Deserialize;

use crate::again::{Again, moment};
use crate::broker::BrokerError;
use crate::names::Names;

/// Where the broker says so, about whatever stream and consumer.
const SUBJECTS: [&str; 2] =
    ["$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*.*", "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.*.*"];
/// Notices that are kept; the oldest go first.
const NOTICES_MAX: i64 = 10_000;

/// What the broker said about one message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Notice {
    /// How often it was sent.
    pub(crate) tries: u32,
    /// Why it was not taken, in the words of the department's program if it gave any.
    pub(crate) reason: String,
    /// When.
    pub(crate) at: Timestamp,
}

/// Everything the broker said.
pub(crate) struct Undelivered {
    stream: Stream,
    read: u64,
    /// By stream and number in it.
    notices: BTreeMap<(String, u64), Notice>,
    /// Whether there was no such stream: what was said before is lost, and must be found out again.
    pub(crate) is_new: bool,
}

/// As the broker writes it.
#[derive(Deserialize)]
struct Said {
    stream: String,
    stream_seq: u64,
    deliveries: u32,
    reason: Option<String>,
}

impl Undelivered {
    /// Opens the stream, or makes it.
    pub(crate) async fn open(context: &Context, names: &Names, replicas: usize) -> Result<Self, BrokerError> {
        let failed = |error| BrokerError::publishing("open the stream of undelivered messages", error);
        let found = context.get_stream(names.undelivered()).await.ok();
        let is_new = found.is_none();
        let stream = match found {
            Some(stream) => stream,
            None => {
                let made = context.create_stream(config(names, replicas)).await;
                made.map_err(|error| failed(error.into()))?
            }
        };
        Ok(Self { stream, read: 0, notices: BTreeMap::new(), is_new })
    }

    /// Reads what was said since.
    pub(crate) async fn check(&mut self) -> Result<(), BrokerError> {
        let failed = |error| BrokerError::publishing("look at the stream of undelivered messages", error);
        let state = self.stream.get_info().await.map_err(|error| failed(error.into()))?.state;
        if state.last_sequence < self.read {
            return Err(failed("it lost what it held".into()));
        }
        for seq in self.read.max(state.first_sequence.saturating_sub(1)) + 1..=state.last_sequence {
            // One that cannot be read was said in vain; the program says it again when it is asked again.
            let Ok(message) = self.stream.get_raw_message(seq).await else { continue };
            let Ok(said) = serde_json::from_slice::<Said>(&message.payload) else { continue };
            let reason = said.reason.unwrap_or_else(|| format!("sent {} times and never taken", said.deliveries));
            let notice = Notice { tries: said.deliveries, reason, at: moment(message.time) };
            self.notices.insert((said.stream, said.stream_seq), notice);
        }
        self.read = state.last_sequence;
        Ok(())
    }

    /// What is set aside of a department's stream, by its number there: said after the consumer was made (before, everything
    /// was told anew), and not answered since.
    pub(crate) fn of(&self, stream: &str, since: Timestamp, again: &Again) -> BTreeMap<u64, Notice> {
        let all = self.notices.iter().filter_map(|((of, seq), notice)| match of.as_str() {
            of if of == stream && notice.at >= since => Some((*seq, notice)),
            of if of == again.name() => Some((again.message_of(*seq)?, notice)),
            _ => None,
        });
        let mut last: BTreeMap<u64, Notice> = BTreeMap::new();
        for (message, notice) in all.filter(|(message, notice)| again.answered_at(*message) <= Some(notice.at)) {
            let later = last.get(&message).is_none_or(|known| known.at < notice.at);
            if later {
                last.insert(message, notice.clone());
            }
        }
        last
    }
}

fn config(names: &Names, replicas: usize) -> Config {
    Config {
        name: names.undelivered(),
        subjects: SUBJECTS.map(str::to_owned).to_vec(),
        storage: StorageType::File,
        num_replicas: replicas,
        discard: DiscardPolicy::Old,
        max_messages: NOTICES_MAX,
        // The broker itself speaks here, and waits for no answer.
        no_ack: true,
        ..Config::default()
    }
}
