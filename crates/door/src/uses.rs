//! When each token last let somebody ask. Known since the process began and kept nowhere: it helps to find tokens nobody uses,
//! and is not worth a write for every question a program asks.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use timeline::ActorId;

use crate::credentials::Held;

/// The last use of each token that was used, until it is forgotten.
#[derive(Default)]
pub(crate) struct Uses(Mutex<HashMap<Held, Timestamp>>);

impl Uses {
    /// This token let somebody ask.
    pub(crate) fn note(&self, token: &Held, now: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), now);
    }

    /// These tokens of an account are forgotten.
    pub(crate) fn forget(&self, account: &ActorId, which: impl Fn(u32) -> bool) {
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        uses.retain(|held, _| held.account != *account || !which(held.token));
    }

    /// The last time it did.
    pub(crate) fn last(&self, token: &Held) -> Option<Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied()
    }
}
