//! When each token last let somebody ask. Known since the process began and kept nowhere: it helps to find tokens nobody uses,
//! and is not worth a write for every question a program asks.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::credentials::Held;

/// The last use of each token that was used. There are no more than tokens in force.
#[derive(Default)]
pub(crate) struct Uses(Mutex<HashMap<Held, Timestamp>>);

impl Uses {
    /// This token let somebody ask.
    pub(crate) fn note(&self, token: &Held, now: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone(), now);
    }

    /// The last time it did.
    pub(crate) fn last(&self, token: &Held) -> Option<Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied()
    }
}
