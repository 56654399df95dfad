//! The one place where sealed values are opened: for whoever `access` says may see them, and for nobody else.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use access::{Viewer, disclose};
use serde::Serialize;
use serde_json::Value;
use timeline::{CaseId, Sealed, StreamId, SubjectId};
use vault::{Opening, Vault, VaultError};

/// Opens the values of a center. It goes along with whatever will be shown, and does nothing until `access` asks.
#[derive(Clone, Default)]
pub struct Opener {
    vault: Option<Arc<Vault>>,
    /// Whose values stay closed although there is a key: they are only kept (personal information protection law,
    /// article 47).
    closed: Arc<RwLock<HashSet<SubjectId>>>,
}

impl Opener {
    pub(crate) fn of(vault: Option<&Arc<Vault>>) -> Self {
        Self { vault: vault.cloned(), closed: Arc::default() }
    }

    /// The text of a value that a fact on this stream carries; `None` if it was erased or there is no key here.
    pub(crate) fn text(&self, stream: StreamId, sealed: &Sealed) -> Option<String> {
        if self.is_closed(sealed.subject()) {
            return None;
        }
        if let Some(text) = access::in_clear(sealed) {
            return Some(text);
        }
        match self.vault.as_ref()?.open_value(stream, sealed) {
            Ok(text) => Some(text.to_string()),
            Err(VaultError::Erased { .. }) => None,
            Err(error) => {
                tracing::error!(%stream, %error, "a sealed value stays closed");
                None
            }
        }
    }

    /// A text of this stream with what proves it to somebody without a key; `None` if there is no such proof.
    pub(crate) fn opening(&self, stream: StreamId, sealed: &Sealed) -> Option<Opening> {
        if self.is_closed(sealed.subject()) {
            return None;
        }
        self.vault.as_ref()?.opening(stream, sealed).ok()?
    }

    /// Opens no value of these any more.
    pub(crate) fn keep_closed(&self, subjects: impl Iterator<Item = SubjectId>) {
        self.closed.write().unwrap_or_else(PoisonError::into_inner).extend(subjects);
    }

    /// Opens them again.
    pub(crate) fn open_again(&self, subjects: &[SubjectId]) {
        let mut closed = self.closed.write().unwrap_or_else(PoisonError::into_inner);
        closed.retain(|subject| !subjects.contains(subject));
    }

    /// Whether nothing of this subject is shown.
    pub(crate) fn is_closed(&self, subject: SubjectId) -> bool {
        self.closed.read().unwrap_or_else(PoisonError::into_inner).contains(&subject)
    }

    /// A document about a case as plain JSON, disclosed for this viewer: what leaves the center.
    pub(crate) fn disclosed(&self, document: &impl Serialize, case: CaseId, viewer: &Viewer) -> Value {
        let open = |sealed: &Sealed| self.text(case.into(), sealed);
        // Made of names, numbers and texts: writing it cannot fail.
        disclose(serde_json::to_value(document).unwrap_or_default(), viewer, &open)
    }
}

/// Two openers are the same if they have the same keys.
impl PartialEq for Opener {
    fn eq(&self, other: &Self) -> bool {
        match (&self.vault, &other.vault) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (one, two) => one.is_none() == two.is_none(),
        }
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.vault.is_some() { "Opener(with keys)" } else { "Opener(without keys)" })
    }
}
