//! The mask, lifted for a reason and for a while: first it is written down who wants to see everything and why, then it is
//! shown. What is lifted is remembered in memory only; after a start one says again why.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use access::{Action, Actor, Basis, Look, Mask, Viewer};
use jiff::{SignedDuration, Timestamp};
use timeline::{ActorId, CaseId, LookReason, StreamId};

use crate::handle::Center;
use crate::{LookError, ReadFailure};

/// How long a mask stays lifted: the time a citizen stands at a window.
const LIFTED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// Reveals remembered at once; those that are over are forgotten first.
const REVEALS_MAX: usize = 100_000;

/// Who is shown everything of what, and until when.
#[derive(Default)]
pub(crate) struct Reveals(Mutex<HashMap<(ActorId, StreamId), Timestamp>>);

impl Reveals {
    /// Whether the mask of this case is lifted for this actor.
    pub(crate) fn lifts(&self, actor: &Actor, stream: StreamId, now: Timestamp) -> bool {
        let reveals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reveals.get(&(actor.id.clone(), stream)).is_some_and(|until| now < *until)
    }

    fn lift(&self, actor: &Actor, stream: StreamId, now: Timestamp) -> Timestamp {
        let mut reveals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if reveals.len() >= REVEALS_MAX {
            reveals.retain(|_, until| now < *until);
        }
        let until = now + LIFTED_FOR;
        reveals.insert((actor.id.clone(), stream), until);
        until
    }
}

/// Why a mask was not lifted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RevealFailure {
    /// There is no such case for this actor, or not for this role.
    #[error(transparent)]
    Read(#[from] ReadFailure),
    /// It could not be written down, so it stays as it is.
    #[error(transparent)]
    Look(#[from] LookError),
}

impl Center {
    /// Lifts the mask of a case for this actor, once it is written down why. Answers until when.
    ///
    /// # Errors
    /// [`RevealFailure`]: nothing is lifted.
    pub async fn reveal(&self, actor: &Actor, case: CaseId, reason: LookReason) -> Result<Timestamp, RevealFailure> {
        let (center, who) = (self.clone(), actor.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let (_, now) = center.read(&who, Action::Reveal, case.into())?;
            Ok(Viewer::of(&who, now.facts()))
        });
        let viewer = reading.await.unwrap_or_else(|error| Err(ReadFailure::Failed { what: error.to_string() }))?;
        let (now, stream) = (self.now(), StreamId::from(case));
        let shown = Viewer { mask: Mask::Full, basis: Basis::Reveal, ..viewer };
        let look = Look::shown(now, actor, Action::Reveal, &shown);
        self.note(Look { stream: Some(stream), reason: Some(reason), ..look }).await?;
        Ok(self.shell.reveals.lift(actor, stream, now))
    }
}
