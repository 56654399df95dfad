//! Whom a breach affects: whose personal values stand in a part of the log, or were shown by some looks; by case and class of
//! fields, without anybody's name. For the notice that whoever is affected gets (personal information protection law,
//! article 57): who it is, a person of the center reads on the case, under its own account.

use std::collections::{BTreeMap, BTreeSet};

use access::{FieldClass, Look, personal_in};
use journal::Position;
use serde::Serialize;
use timeline::{CaseNumber, Classification, Entry, PartyRole, StreamId, SubjectId, codec};

use crate::follow_ups::parties;
use crate::handle::Center;
use crate::stream_scan::{self, Scan};
use crate::{ReadFailure, stored};

/// Somebody whose personal values are concerned, in one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Affected {
    /// The case, or the visit.
    pub stream: StreamId,
    /// The number of the case.
    pub number: Option<CaseNumber>,
    /// Whose values: the id of a party, or that of the case for what was told in it without being one party's.
    pub subject: SubjectId,
    /// The party's part in the case, if it is one.
    pub role: Option<PartyRole>,
    /// The classes of fields that are concerned.
    pub classes: BTreeSet<FieldClass>,
    /// In how many facts, or by how many looks.
    pub times: u32,
}

/// Whose values are concerned, by stream and person: in which classes, how often.
type Found = BTreeMap<(StreamId, SubjectId), (BTreeSet<FieldClass>, u32)>;

impl Center {
    /// Whose personal values stand in the commits between two positions, both included. Reads that part of the log.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn affected_between(&self, from: Position, upto: Position) -> Result<Vec<Affected>, ReadFailure> {
        let (journal, decoders) = (self.shell.journal.as_ref(), self.shell.options.decoders);
        let upto = upto.min(journal.head().position);
        if from > upto {
            return Ok(Vec::new());
        }
        let scan = Scan { journal, after: from.saturating_sub(1), upto, wanted: &|_| true, decoders };
        let mut found = Found::new();
        stream_scan::each(&scan, &mut |entries, _| entries.iter().for_each(|entry| note(&mut found, entry)))?;
        self.counted(found)
    }

    /// Whose personal values were shown by these looks: those of everybody who was a party of the case by then.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn affected_by(&self, looks: &[Look]) -> Result<Vec<Affected>, ReadFailure> {
        let mut found = Found::new();
        for look in looks.iter().filter(|look| look.is_personal()) {
            let Some(stream) = look.stream else { continue };
            let mut entries = stored::read_stream(self.shell.journal.as_ref(), stream, 0)?;
            entries.retain(|entry| entry.recorded_at <= look.at);
            for party in parties(&entries) {
                let (classes, times) = found.entry((stream, party.id.into())).or_default();
                classes.extend(look.opened.iter().copied());
                *times += 1;
            }
        }
        self.counted(found)
    }

    fn counted(&self, found: Found) -> Result<Vec<Affected>, ReadFailure> {
        let mut all: Vec<Affected> = Vec::new();
        for ((stream, subject), (classes, times)) in found {
            let entries = stored::read_stream(self.shell.journal.as_ref(), stream, 0)?;
            let role = parties(&entries).into_iter().find(|party| SubjectId::from(party.id) == subject);
            let (number, role) = (crate::citizen::number_of(&entries), role.map(|party| party.role));
            all.push(Affected { stream, number, subject, role, classes, times });
        }
        Ok(all)
    }
}

/// Takes note of whose values a fact holds. What was said in the mediation room is a class of its own.
fn note(found: &mut Found, entry: &Entry) {
    let body = codec::body(&entry.event).unwrap_or_default();
    let in_the_room = entry.meta.classification == Classification::Mediation;
    for (subject, classes) in personal_in(&body) {
        let (known, times) = found.entry((entry.stream, subject)).or_default();
        known.extend(classes.into_iter().map(|class| if in_the_room { FieldClass::Mediation } else { class }));
        *times += 1;
    }
}
