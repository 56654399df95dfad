//! Messages that departments' programs did not take: the broker says so once, and a stream keeps what it said, so that
//! nobody has to be there when it does.
//!
//! A program that never acknowledges a message is sent it five times, and then it is passed over; one that says itself that
//! it gives up (`+TERM`, best with a reason) is heard at once. Either way the message is set aside until a person answers.

use std::collections::BTreeMap;

use async_nats::jetstream::Context;
use async_nats::jetstream::stream::{Config, DiscardPolicy, State, StorageType, Stream};
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use serde::Deserialize;

use crate::again::{Again, moment};
use crate::broker::BrokerError;
use crate::filled;
use crate::names::Names;

/// Where the broker says so, about whatever stream and consumer.
const SUBJECTS: [&str; 2] =
    ["$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*.*", "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.*.*"];
/// Notices that are kept, some 50 MB. The oldest go first, and then everything is found out again: what they said is set
/// aside for as long as nobody answered it.
const NOTICES_MAX: i64 = 100_000;
/// What is kept of a reason, in characters: a department's program may write as much as a message holds.
const REASON_CHARS_MAX: usize = 500;
/// Notices that are asked for at one time.
const ASKED_AT_ONCE: usize = 8;

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
    /// Opens the stream, or makes it; anew, if it lost something.
    pub(crate) async fn open(context: &Context, names: &Names, replicas: usize) -> Result<Self, BrokerError> {
        let failed = |error| BrokerError::publishing("open the stream of undelivered messages", error);
        let config = config(names, replicas);
        let opened = context.get_or_create_stream(config.clone()).await;
        let mut stream = opened.map_err(|error| failed(error.into()))?;
        filled::keep_on(context, &stream, replicas).await;
        if !holds(&stream.cached_info().state, 0) {
            stream = filled::anew::<()>(context, config).await.map_err(failed)?.stream;
        }
        Ok(Self { stream, read: 0, notices: BTreeMap::new() })
    }

    /// Since when the broker has been listened to: what it said before is lost, and must be found out again.
    pub(crate) fn since(&self) -> Timestamp {
        moment(self.stream.cached_info().created)
    }

    /// Reads what was said since. If the broker lost some of it, all of it is found out again in another session.
    pub(crate) async fn check(&mut self, context: &Context) -> Result<(), BrokerError> {
        let failed = |error| BrokerError::publishing("look at the stream of undelivered messages", error);
        let state = self.stream.get_info().await.map_err(|error| failed(error.into()))?.state;
        if !holds(&state, self.read) {
            let removed = context.delete_stream(&self.stream.cached_info().config.name).await;
            removed.map_err(|error| failed(error.into()))?;
            return Err(failed("it lost what it held".into()));
        }
        let (stream, begin) = (&self.stream, self.read + 1);
        let mut notices =
            stream::iter(begin..=state.last_sequence).map(|seq| filled::message(stream, seq)).buffered(ASKED_AT_ONCE);
        while let Some(message) = notices.next().await {
            let Some(message) = message.map_err(failed)? else { continue };
            let Ok(said) = serde_json::from_slice::<Said>(&message.payload) else { continue };
            let reason = said.reason.unwrap_or_else(|| format!("sent {} times and never taken", said.deliveries));
            let reason = reason.chars().take(REASON_CHARS_MAX).collect();
            let notice = Notice { tries: said.deliveries, reason, at: moment(message.time) };
            self.notices.insert((said.stream, said.stream_seq), notice);
        }
        drop(notices);
        self.read = state.last_sequence;
        Ok(())
    }

    /// What is set aside of a department's stream, by its number there: said after the consumer was made (before, everything
    /// was told anew), and not answered since.
    pub(crate) fn of(&self, stream: &str, since: Timestamp, again: &Again) -> BTreeMap<u64, Notice> {
        let about = |name: &str| self.notices.range((name.to_owned(), 0)..=(name.to_owned(), u64::MAX));
        let told = about(stream).filter(|(_, notice)| notice.at >= since).map(|((_, seq), notice)| (*seq, notice));
        let last_answers = again.last_answers();
        let answered = about(again.name()).filter_map(|((_, seq), notice)| Some((again.message_of(*seq)?, notice)));
        let all = told.chain(answered);
        let mut last: BTreeMap<u64, Notice> = BTreeMap::new();
        for (message, notice) in all.filter(|(message, notice)| last_answers.get(message) <= Some(&notice.at)) {
            let later = last.get(&message).is_none_or(|known| known.at < notice.at);
            if later {
                last.insert(message, notice.clone());
            }
        }
        last
    }
}

/// Whether everything is there up to the last number, and that is no smaller than what was read. That the oldest went because
/// there were too many is a loss like any other.
fn holds(state: &State, read: u64) -> bool {
    state.messages == state.last_sequence && state.last_sequence >= read
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
