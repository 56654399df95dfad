//! Which papers and files the log vouches for: a file that is gone shows in nothing but the fact that names it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use journal::{CommitView, EntryView, Position, ReadError, Reader};
use timeline::codec::{self, CodecError, Slot};
use timeline::{BlobName, CaseId, Entry, Event, IntakeEvent, Place, RegistryEvent, StreamId, SubjectId};
use uuid::Uuid;

use crate::meaning;
use crate::trouble::Trouble;

/// The kinds of fact that name a file, or say that nobody can open it any more.
const KINDS: [&str; 3] = ["intake.case_registered", "intake.material_submitted", "registry.subjects_erased"];

/// What the log says of files.
#[derive(Default)]
pub(super) struct Papers {
    named: BTreeMap<BlobName, (SubjectId, Position)>,
    erased: BTreeSet<SubjectId>,
    /// Facts that name a file this program cannot find out.
    pub(super) unread: Vec<(Position, CodecError)>,
}

impl Papers {
    /// Reads the log in `data` as far as it is whole; what is behind damage is told as damage of the log.
    pub(super) fn of(data: &Path) -> Result<Self, Trouble> {
        let reader = Reader::open(data).map_err(|error| meaning::of_opening(data, error))?;
        let mut papers = Self::default();
        let read = reader.scan(0, Position::MAX, &mut |commit| {
            commit.entries().for_each(|entry| papers.take(commit, &entry));
            ControlFlow::Continue(())
        });
        match read {
            Ok(_) | Err(ReadError::Damaged { .. }) => Ok(papers),
            Err(error) => Err(meaning::of_reading(error)),
        }
    }

    /// The files that should be in the store, each with the position of the fact that names it. What was sealed for
    /// whom was erased since is not among them: nobody opens it any more, and whoever removes it takes nothing away.
    pub(super) fn expected(&self) -> impl Iterator<Item = (BlobName, Position)> {
        let kept = self.named.iter().filter(|(_, (subject, _))| !self.erased.contains(subject));
        kept.map(|(name, (_, position))| (*name, *position))
    }

    /// An entry that is no fact, as a measurement writes it, names nothing.
    fn take(&mut self, commit: &CommitView<'_>, entry: &EntryView<'_>) {
        let Ok(envelope) = codec::peek(entry.envelope) else { return };
        if !KINDS.contains(&envelope.kind) {
            return;
        }
        let slot = Slot {
            place: Place { position: commit.position(), index: entry.index },
            stream: StreamId::new(Uuid::from_bytes(commit.stream().0)),
            version: entry.version,
            recorded_at: commit.time(),
        };
        match codec::decode(slot, &envelope, entry.body) {
            Ok(entry) => self.note(&entry),
            Err(error) => self.unread.push((commit.position(), error)),
        }
    }

    fn note(&mut self, entry: &Entry) {
        let name = match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(fact)) => fact.letter.as_ref().and_then(|letter| letter.scan),
            Event::Intake(IntakeEvent::MaterialSubmitted(fact)) => Some(fact.blob),
            Event::Registry(RegistryEvent::SubjectsErased(fact)) => {
                self.erased.extend(&fact.subjects);
                None
            }
            _ => None,
        };
        if let Some(name) = name {
            let subject = CaseId::from(entry.stream).into();
            self.named.entry(name).or_insert((subject, entry.place.position));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_whom_was_erased_is_not_missed() {
        let (kept, erased) = (SubjectId::new(Uuid::from_u128(1)), SubjectId::new(Uuid::from_u128(2)));
        let (one, other) = (BlobName::new([1; 32]), BlobName::new([2; 32]));
        let named = BTreeMap::from([(one, (kept, 7)), (other, (erased, 8))]);
        let papers = Papers { named, erased: BTreeSet::from([erased]), unread: Vec::new() };
        assert_eq!(papers.expected().collect::<Vec<_>>(), [(one, 7)]);
    }
}
