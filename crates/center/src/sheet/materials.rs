//! The papers and files of a case, as a list.

use jiff::Timestamp;
use serde::Serialize;
use timeline::{Entry, MaterialKind, MediaType, PartyId, Sealed};

use crate::files::submitted;

/// A paper or file that was handed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MaterialSheet {
    /// The number of the material within the case, from 1: what a copy is asked for by.
    pub material: u32,
    /// What it is.
    pub kind: MaterialKind,
    /// What is written on it.
    pub title: Sealed,
    /// Its form.
    pub media_type: MediaType,
    /// Its length in bytes.
    pub bytes: u64,
    /// How many pages it has, if it has pages.
    pub pages: Option<u32>,
    /// Who handed it in; `None` if the center got it otherwise.
    pub party: Option<PartyId>,
    /// When it was taken in.
    pub submitted_at: Timestamp,
}

impl MaterialSheet {
    /// All of a case, in the order of their numbers.
    pub(super) fn all(entries: &[Entry]) -> Vec<Self> {
        let line = |entry: &Entry| {
            let fact = submitted(&entry.event)?;
            Some(Self {
                material: fact.material,
                kind: fact.kind,
                title: fact.title.clone(),
                media_type: fact.media_type,
                bytes: fact.bytes,
                pages: fact.pages,
                party: fact.party,
                submitted_at: entry.meta.occurred_at,
            })
        };
        entries.iter().filter_map(line).collect()
    }
}
