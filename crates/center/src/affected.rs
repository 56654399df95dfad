//! Whom a breach affects: whose personal values stand in a part of the log, or were shown by some looks; by case and class of
//! fields, without anybody's name. For the notice that whoever is affected gets (personal information protection law,
//! article 57): who it is, a person of the center reads on the case, under its own account.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::{FieldClass, Look, personal_in};
use journal::{Journal, Position};
use serde::Serialize;
use timeline::{CaseNumber, Classification, Entry, PartyRole, StreamId, SubjectId, codec};

use crate::ReadFailure;
use crate::citizen::number_of;
use crate::follow_ups::parties;
use crate::stream_scan::{self, Scan};

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

/// Whose values are concerned, by stream and then by person: in which classes, how often.
type Found = BTreeMap<StreamId, BTreeMap<SubjectId, (BTreeSet<FieldClass>, u32)>>;

/// What is known of the people of some streams.
type Known = HashMap<StreamId, Vec<Entry>>;

/// Whose personal values stand in the commits of this log between two positions, both included. Reads that part of it, and once
/// through the whole for who those people are.
///
/// # Errors
/// It cannot be read.
pub fn affected_between(
    journal: &dyn Journal,
    (from, upto): (Position, Position),
    decoders: usize,
) -> Result<Vec<Affected>, ReadFailure> {
    let upto = upto.min(journal.head().position);
    if from > upto {
        return Ok(Vec::new());
    }
    let scan = Scan { journal, after: from.saturating_sub(1), upto, wanted: &|_| true, decoders };
    let mut found = Found::new();
    stream_scan::each(&scan, &mut |entries, _| entries.iter().for_each(|entry| note(&mut found, entry)))?;
    let known = people_of(journal, &found.keys().copied().collect(), decoders)?;
    Ok(told(found, &known))
}

/// Whose personal values were shown by these looks: those of everybody who was a party of the case by then. Reads the log once.
///
/// # Errors
/// It cannot be read.
pub fn affected_by(journal: &dyn Journal, looks: &[Look], decoders: usize) -> Result<Vec<Affected>, ReadFailure> {
    let personal = || looks.iter().filter(|look| look.is_personal()).filter_map(|look| Some((look.stream?, look)));
    let known = people_of(journal, &personal().map(|(stream, _)| stream).collect(), decoders)?;
    let mut found = Found::new();
    for (stream, look) in personal() {
        let by_then = known.get(&stream).into_iter().flatten().filter(|entry| entry.recorded_at <= look.at);
        for party in parties(by_then) {
            let (classes, times) = found.entry(stream).or_default().entry(party.id.into()).or_default();
            classes.extend(look.opened.iter().copied());
            *times += 1;
        }
    }
    Ok(told(found, &known))
}

/// The facts about the people of these streams: the log has no index beside a running server, so it is read once for all.
fn people_of(journal: &dyn Journal, streams: &BTreeSet<StreamId>, decoders: usize) -> Result<Known, ReadFailure> {
    let wanted = |kind: &str| {
        matches!(
            kind,
            "intake.case_registered" | "intake.party_added" | "intake.party_corrected" | "intake.party_removed"
        )
    };
    let scan = Scan { journal, after: 0, upto: journal.head().position, wanted: &wanted, decoders };
    let mut known = Known::new();
    stream_scan::each(&scan, &mut |entries, _| {
        for entry in entries.iter().filter(|entry| streams.contains(&entry.stream)) {
            known.entry(entry.stream).or_default().push(entry.clone());
        }
    })?;
    Ok(known)
}

/// What was found, with who those people are.
fn told(found: Found, known: &Known) -> Vec<Affected> {
    let mut all = Vec::new();
    for (stream, subjects) in found {
        let entries = known.get(&stream).map(Vec::as_slice).unwrap_or_default();
        let (number, parties) = (number_of(entries), parties(entries));
        all.extend(subjects.into_iter().map(|(subject, (classes, times))| {
            let party = parties.iter().find(|party| SubjectId::from(party.id) == subject);
            Affected { stream, number, subject, role: party.map(|party| party.role), classes, times }
        }));
    }
    all
}

/// Takes note of whose values a fact holds. What was said in the mediation room is a class of its own.
fn note(found: &mut Found, entry: &Entry) {
    let body = codec::body(&entry.event).unwrap_or_default();
    let in_the_room = entry.meta.classification == Classification::Mediation;
    for (subject, classes) in personal_in(&body) {
        let (known, times) = found.entry(entry.stream).or_default().entry(subject).or_default();
        known.extend(classes.into_iter().map(|class| if in_the_room { FieldClass::Mediation } else { class }));
        *times += 1;
    }
}
