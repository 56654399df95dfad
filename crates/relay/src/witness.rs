//! Keeping the center's signed checkpoints as somebody else: what a department has witnessed cannot be denied to it later.
//!
//! Only the center's public key is believed. Every checkpoint must be signed with it and must be proven to add to the one
//! that was kept before; whatever does not is an [`Objection`], on which a department stops, keeps both and asks.

use std::collections::BTreeMap;

use async_nats::HeaderMap;
use async_nats::jetstream::Message as Delivered;
use async_nats::jetstream::consumer::pull::Stream as Messages;
use center::{Checkpoint, CheckpointError, Digest, verify_consistency};
use serde::{Deserialize, Serialize};
use timeline::{DepartmentCode, read_digits};

use crate::broker::{Access, connect, keeping};
use crate::checkpoints::{FROM, PROOF};
use crate::message::NotOurs;
use crate::names::Names;
use crate::subscriber::{self, SubscriberError};

/// A checkpoint as it was published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// The signed note.
    pub note: String,
    /// How many commits the one before covers.
    pub from: u64,
    /// The consistency proof between the two.
    pub proof: Vec<Digest>,
}

/// A checkpoint that was kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// How many commits it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
}

/// Why a checkpoint is not believed. Waiting does not mend it: somebody has to look, with both checkpoints at hand.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Objection {
    /// The center did not sign it.
    #[error("the checkpoint is not the center's word")]
    NotSigned(#[source] CheckpointError),
    /// One of as many commits was kept, with another root.
    #[error("two checkpoints of {size} commits contradict each other")]
    Forked {
        /// How many commits both cover.
        size: u64,
    },
    /// One of more commits was kept, and this one was not shown then.
    #[error("a checkpoint of {size} commits comes after the one of {kept}, and was never shown before")]
    Shrunk {
        /// How many commits it covers.
        size: u64,
        /// How many the kept one does.
        kept: u64,
    },
    /// It is proven from another checkpoint than the kept one.
    #[error("the checkpoint of {size} commits is not proven from the kept one of {kept}, but from one of {from}")]
    Unproven {
        /// How many commits it covers.
        size: u64,
        /// From which one it is proven.
        from: u64,
        /// How many the kept one covers.
        kept: u64,
    },
    /// The proof does not hold: something before the kept checkpoint is not what it was.
    #[error("the checkpoint of {size} commits does not add to the kept one of {kept}: history was rewritten")]
    Rewritten {
        /// How many commits it covers.
        size: u64,
        /// How many the kept one does.
        kept: u64,
    },
}

/// Whoever keeps the checkpoints of a center.
#[derive(Clone, Debug)]
pub struct Witness {
    verifier: String,
    kept: BTreeMap<u64, (Digest, String)>,
}

impl Published {
    /// Reads one that came.
    ///
    /// # Errors
    /// [`NotOurs`] says what is wrong with its headers.
    pub fn read(headers: Option<&HeaderMap>, body: &[u8]) -> Result<Self, NotOurs> {
        let text = |name: &str| headers.and_then(|headers| headers.get(name)).map(|value| value.as_str());
        let from = text(FROM).and_then(|from| from.parse().ok()).ok_or(NotOurs::Header(FROM))?;
        let proof: Option<Vec<Digest>> =
            text(PROOF).unwrap_or_default().split_whitespace().map(|hash| read_digits(hash).map(Digest)).collect();
        let note = String::from_utf8_lossy(body).into_owned();
        Ok(Self { note, from, proof: proof.ok_or(NotOurs::Header(PROOF))? })
    }
}

impl Witness {
    /// A witness that believes this public key (as `yidi checkpoint` prints it) and has kept these before.
    ///
    /// # Errors
    /// One of those was not signed with this key: the key was replaced, and a new book is to be begun.
    pub fn new(verifier: &str, kept: impl IntoIterator<Item = Kept>) -> Result<Self, Objection> {
        let read = |kept: Kept| {
            let checkpoint = Checkpoint::verify(&kept.note, verifier).map_err(Objection::NotSigned)?;
            Ok((checkpoint.size, (checkpoint.root, kept.note)))
        };
        let kept = kept.into_iter().map(read).collect::<Result<_, Objection>>()?;
        Ok(Self { verifier: verifier.to_owned(), kept })
    }

    /// The last one that was kept.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.kept.last_key_value().map(|(_, (_, note))| note.as_str())
    }

    /// What is to be kept of a checkpoint that came; `None` if it was kept before.
    ///
    /// # Errors
    /// The [`Objection`] to it.
    pub fn judge(&self, came: &Published) -> Result<Option<Kept>, Objection> {
        let Checkpoint { size, root, .. } =
            Checkpoint::verify(&came.note, &self.verifier).map_err(Objection::NotSigned)?;
        let anew = Kept { size, note: came.note.clone() };
        if let Some((before, _)) = self.kept.get(&size) {
            return if *before == root { Ok(None) } else { Err(Objection::Forked { size }) };
        }
        let Some((&kept, (before, _))) = self.kept.last_key_value() else { return Ok(Some(anew)) };
        match came.from {
            _ if size < kept => Err(Objection::Shrunk { size, kept }),
            from if from != kept => Err(Objection::Unproven { size, from, kept }),
            _ if verify_consistency(kept, size, before, &root, &came.proof) => Ok(Some(anew)),
            _ => Err(Objection::Rewritten { size, kept }),
        }
    }

    /// It is on the witness's own disk.
    pub fn keep(&mut self, kept: Kept) {
        if let Ok(checkpoint) = Checkpoint::verify(&kept.note, &self.verifier) {
            self.kept.insert(checkpoint.size, (checkpoint.root, kept.note));
        }
    }
}

/// A department's reading of the published checkpoints.
pub struct Witnessing {
    messages: Messages,
    witness: Witness,
}

/// One that is to be kept now.
pub struct Shown {
    /// What to keep.
    pub kept: Kept,
    delivered: Delivered,
}

impl Witnessing {
    /// Goes on behind what was kept before.
    ///
    /// # Errors
    /// The broker cannot be reached, or does not let this department in.
    pub async fn open(
        access: &Access,
        names: &Names,
        department: &DepartmentCode,
        witness: Witness,
    ) -> Result<Self, SubscriberError> {
        let context = keeping(connect(access).await?);
        Ok(Self { messages: subscriber::messages(&context, names.checkpoints(), department).await?, witness })
    }

    /// The last checkpoint that was kept.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.witness.last()
    }

    /// The next checkpoint that was not kept before, as soon as there is one.
    ///
    /// # Errors
    /// [`SubscriberError::Objected`] with the checkpoint that came, or why none comes any more.
    pub async fn next(&mut self) -> Result<Shown, SubscriberError> {
        loop {
            let delivered = subscriber::next_of(&mut self.messages).await?;
            let came = Published::read(delivered.headers.as_ref(), &delivered.payload)?;
            match self.witness.judge(&came) {
                Ok(Some(kept)) => return Ok(Shown { kept, delivered }),
                Ok(None) => subscriber::acknowledge(&delivered).await?,
                Err(objection) => return Err(SubscriberError::Objected { objection, note: came.note }),
            }
        }
    }

    /// It is kept: the broker need not show it again.
    ///
    /// # Errors
    /// The broker could not be told: it shows it again, and it is passed over then.
    pub async fn kept(&mut self, shown: Shown) -> Result<(), SubscriberError> {
        self.witness.keep(shown.kept);
        subscriber::acknowledge(&shown.delivered).await
    }
}
