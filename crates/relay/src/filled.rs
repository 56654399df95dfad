//! A stream that nobody but the relay fills, one message behind the other. One with holes, or that ends with something
//! else than the relay puts there, is made anew: whatever it held can be computed again.

use std::time::Duration;

use async_nats::Error;
use async_nats::jetstream::Context;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{Config, DiscardPolicy, RawMessageErrorKind, State, StorageType, Stream};

/// How long the broker remembers the id of a message: longer than anything is sent again.
const DUPLICATES_FOR: Duration = Duration::from_mins(10);

/// A stream, and how it ends.
pub(crate) struct Filled<T> {
    pub(crate) stream: Stream,
    /// How many messages it holds.
    pub(crate) seq: u64,
    /// What the last one says.
    pub(crate) last: Option<T>,
}

/// Opens a stream, or makes it; anew if it is damaged, or if `read` cannot tell what its last message says.
pub(crate) async fn open<T>(
    context: &Context,
    config: Config,
    read: impl Fn(&StreamMessage) -> Option<T>,
) -> Result<Filled<T>, Error> {
    let stream = context.get_or_create_stream(config.clone()).await?;
    keep_on(context, &stream, config.num_replicas).await;
    let state = stream.get_info().await?.state;
    if state.last_sequence == 0 {
        return Ok(Filled { stream, seq: 0, last: None });
    }
    let last = if is_whole(&state) { message(&stream, state.last_sequence).await? } else { None };
    match last.as_ref().and_then(read) {
        Some(last) => Ok(Filled { stream, seq: state.last_sequence, last: Some(last) }),
        None => anew(context, config).await,
    }
}

/// Brings a stream that was made before to as many servers as are asked for now, and never to fewer: whoever forgets the wish
/// at one start loses no copy by it. Where that cannot be, say because there are not so many, it is filled as ever on those it
/// has.
pub(crate) async fn keep_on(context: &Context, stream: &Stream, replicas: usize) {
    let config = &stream.cached_info().config;
    if config.num_replicas >= replicas {
        return;
    }
    let wanted = Config { num_replicas: replicas, ..config.clone() };
    if let Err(error) = context.update_stream(wanted).await {
        let (stream, error) = (&config.name, center::chain(&error));
        tracing::warn!(stream, replicas, error, "the broker keeps a stream on fewer servers than were asked for");
    }
}

/// The message of this number; `None` if the broker says that there is none, which is not that it does not answer. For zero
/// it is not asked: it takes that for no question, and a log may hold an answer about it.
pub(crate) async fn message(stream: &Stream, seq: u64) -> Result<Option<StreamMessage>, Error> {
    if seq == 0 {
        return Ok(None);
    }
    match stream.get_raw_message(seq).await {
        Ok(message) => Ok(Some(message)),
        Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Removes a stream and makes another in its place, with nothing in it.
pub(crate) async fn anew<T>(context: &Context, config: Config) -> Result<Filled<T>, Error> {
    tracing::warn!(stream = config.name, "the broker's stream has holes or foreign messages: it is filled again");
    context.delete_stream(&config.name).await?;
    Ok(Filled { stream: context.create_stream(config).await?, seq: 0, last: None })
}

/// Whether a stream still ends where it should, and has no hole.
pub(crate) async fn ends_at(stream: &Stream, seq: u64) -> Result<Result<(), u64>, Error> {
    let state = stream.get_info().await?.state;
    let stands = state.last_sequence == seq && is_whole(&state);
    Ok(if stands { Ok(()) } else { Err(state.last_sequence.min(seq)) })
}

/// Every number up to the last one is there.
fn is_whole(state: &State) -> bool {
    state.messages == state.last_sequence
}

/// A stream to which is only added: its own settings forbid to take anything away.
pub(crate) fn config(name: String, subject: String, replicas: usize) -> Config {
    Config {
        name,
        subjects: vec![subject],
        storage: StorageType::File,
        num_replicas: replicas,
        discard: DiscardPolicy::New,
        duplicate_window: DUPLICATES_FOR,
        deny_delete: true,
        deny_purge: true,
        ..Config::default()
    }
}
