//! The signed checkpoints of the log, published for departments to keep: what many have kept, nobody can take back.
//!
//! Each comes with the proof that it only adds to the one before, so a department that keeps the last one can tell by
//! itself, with the center's public key and nothing else, that history was only extended ([`crate::Witness`]). The stream
//! is filled from the history of signed checkpoints and is as recoverable as a department's own.

use std::sync::Arc;

use async_nats::HeaderMap;
use async_nats::header::{NATS_EXPECTED_LAST_SEQUENCE, NATS_MESSAGE_ID};
use async_nats::jetstream::Context;
use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::Stream;
use center::{Center, Extension, Word};
use futures_util::{StreamExt as _, TryStreamExt as _};
use timeline::DepartmentCode;

use crate::branch::consumer;
use crate::broker::BrokerError;
use crate::filled::{self, Filled};
use crate::names::Names;
use crate::session::OPENED_AT_ONCE;

/// The header with the number of commits the checkpoint before covers.
pub(crate) const FROM: &str = "Yidi-From";
/// With the consistency proof between the two.
pub(crate) const PROOF: &str = "Yidi-Proof";

/// The headers of a checkpoint, and what they say. The first [`REQUIRED`] are always there.
pub(crate) const HEADERS: &[(&str, &str)] = &[
    (FROM, "How many commits the checkpoint before it covers; 0 for the first."),
    (
        PROOF,
        "That it only adds to that one: the consistency proof of RFC 6962, section 2.1.2, each hash in 64 hex digits, \
        a space between them. None behind 0.",
    ),
];
/// How many of them.
pub(crate) const REQUIRED: usize = 1;

/// The stream of checkpoints at the broker.
pub(crate) struct Checkpoints {
    stream: Stream,
    subject: String,
    /// How many messages it holds.
    seq: u64,
    /// How many commits the last of them covers.
    size: u64,
    /// The last one that was published here, so that nothing is read when nothing was signed.
    note: Option<Arc<str>>,
}

impl Checkpoints {
    /// Opens the stream, or makes it, with a consumer for every department. One that ends with something the center never
    /// signed is made anew.
    pub(crate) async fn open(
        context: &Context,
        center: &Center,
        (names, replicas): (&Names, usize),
    ) -> Result<Self, BrokerError> {
        let subject = names.checkpoint_subject();
        let config = filled::config(names.checkpoints(), subject.clone(), replicas);
        let failed = |error| BrokerError::publishing("open the stream of checkpoints", error);
        let mut filled = filled::open(context, config.clone(), note_of).await.map_err(failed)?;
        let mut size = 0;
        if let Some(note) = filled.last.take() {
            match center.word(note).await.map_err(|_| BrokerError::Log)? {
                Word::Stands { size: covered } => size = covered,
                Word::Broken { size } => return Err(BrokerError::Broken { size }),
                Word::NotOurs => filled = filled::anew(context, config).await.map_err(failed)?,
            }
        }
        let Filled { stream, seq, .. } = filled;
        let departments: Vec<DepartmentCode> = center.told_departments().collect();
        let making: Vec<_> =
            departments.iter().map(|department| for_department(&stream, department, &subject)).collect();
        futures_util::stream::iter(making).buffer_unordered(OPENED_AT_ONCE).try_collect::<()>().await?;
        Ok(Self { stream, subject, seq, size, note: None })
    }

    /// Makes sure that the broker still holds what it acknowledged, and publishes what was signed since.
    pub(crate) async fn check(&mut self, context: &Context, center: &Center) -> Result<(), BrokerError> {
        let stands = filled::ends_at(&self.stream, self.seq).await;
        let stands = stands.map_err(|error| BrokerError::publishing("look at the stream of checkpoints", error))?;
        stands.map_err(|seq| BrokerError::CheckpointsLost { seq })?;
        let last = center.checkpoint();
        if last == self.note {
            return Ok(());
        }
        loop {
            let extensions = center.extensions(self.size).await.map_err(|_| BrokerError::Log)?;
            if extensions.is_empty() {
                self.note = last;
                return Ok(());
            }
            self.publish(context, extensions).await?;
        }
    }

    /// Sends some, and waits until the broker keeps them all.
    async fn publish(&mut self, context: &Context, extensions: Vec<Extension>) -> Result<(), BrokerError> {
        let failed = |error: async_nats::Error| BrokerError::publishing("keep a checkpoint", error);
        let mut on_the_way = Vec::new();
        for (before, extension) in (self.seq..).zip(extensions) {
            let (size, headers) = (extension.size, headers(&extension, before));
            let sent = context.publish_with_headers(self.subject.clone(), headers, extension.note.into()).await;
            on_the_way.push((size, sent.map_err(|error| failed(error.into()))?));
        }
        for (size, acknowledgement) in on_the_way {
            let kept = acknowledgement.await.map_err(|error| failed(error.into()))?;
            (self.seq, self.size) = (self.seq + 1, size);
            if kept.sequence != self.seq {
                return Err(BrokerError::CheckpointsLost { seq: self.seq });
            }
        }
        Ok(())
    }
}

fn note_of(last: &StreamMessage) -> Option<String> {
    String::from_utf8(last.payload.to_vec()).ok()
}

fn headers(extension: &Extension, before: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(FROM, extension.from.to_string());
    if !extension.proof.is_empty() {
        let proof: Vec<String> = extension.proof.iter().map(center::Digest::hex).collect();
        headers.insert(PROOF, proof.join(" "));
    }
    headers.insert(NATS_MESSAGE_ID, format!("checkpoint:{}", extension.size));
    headers.insert(NATS_EXPECTED_LAST_SEQUENCE, before.to_string());
    headers
}

/// A department reads them one after the other, for as long as it takes: there is none it may do without.
async fn for_department(stream: &Stream, department: &DepartmentCode, subject: &str) -> Result<(), BrokerError> {
    let reads = pull::Config { max_deliver: -1, ..consumer(department, subject.to_owned()) };
    let made = stream.create_consumer(reads).await;
    made.map(drop).map_err(|error| BrokerError::asked("make a consumer of checkpoints", department, error))
}
