//! What the center remembers of every matter, in memory only: enough to see that the same one comes in twice, and under
//! which query code it is asked for. Filled from the log beside the start, and whoever asks it waits until it is whole.
//!
//! It compares matters, never people: nothing here can say how often somebody came, and what it answers holds no name
//! (domain, correction 10). Two requests of one moment see each other, because what each asks for is remembered while it
//! is looked up, under one lock, and taken back if it comes to nothing.

mod codes;
mod likeness;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use intake::Suspect;
use jiff::Timestamp;
use journal::Position;
use timeline::{CaseId, Entry, Event, IntakeEvent, PartyId, QueryTag, Sealed, SubjectId};
use tokio::sync::watch;

use codes::Codes;
pub(crate) use codes::has_lapsed;
use likeness::marks_of;
pub(crate) use likeness::{Likeness, PartyMark, marks_of_new, plain};

/// Most cases one request is suspected to repeat: a clerk reads no more.
const SUSPECTS_MAX: usize = 3;
/// Most cases one party is compared with. Of a body that is party to hundreds of matters these are its latest.
const COMPARED_MAX: usize = 64;

/// The kinds of fact it is filled from.
pub(crate) fn wanted(kind: &str) -> bool {
    matches!(
        kind,
        "intake.case_registered"
            | "intake.registration_corrected"
            | "intake.party_added"
            | "intake.party_corrected"
            | "intake.party_removed"
            | "intake.duplicate_suspected"
            | "intake.duplicate_confirmed"
            | "intake.duplicate_ruled_out"
            | "intake.receipt_issued"
            | "triage.case_closed"
            | "triage.case_reopened"
    )
}

/// The memory.
#[derive(Default)]
pub(crate) struct Matters {
    known: Mutex<Known>,
    /// Whether the log has been read to its end.
    recalled: watch::Sender<bool>,
}

#[derive(Default)]
struct Known {
    cases: HashMap<CaseId, Likeness>,
    /// Where in the log each case was registered: of two that are alike the later one is asked about.
    registered: HashMap<CaseId, Position>,
    by_party: HashMap<PartyMark, Vec<CaseId>>,
    codes: Codes,
    /// Pairs somebody was asked about, from either side: nobody is asked about them again.
    asked: HashSet<(CaseId, CaseId)>,
    /// Cases as they were before a request that is not decided yet. A case has one at a time.
    before: HashMap<CaseId, Option<Likeness>>,
}

impl Matters {
    /// The log has been read as far as it can be.
    pub(crate) fn all_recalled(&self) {
        self.recalled.send_replace(true);
    }

    /// Waits until the memory is whole: in the first seconds after a start it is not.
    pub(crate) async fn whole(&self) {
        // The sender lives as long as the memory.
        let _ = self.recalled.subscribe().wait_for(|recalled| *recalled).await;
    }

    /// A new case is remembered at once, as it will be.
    pub(crate) fn expect(&self, case: CaseId, likeness: Likeness) {
        self.lock().expect(case, likeness);
    }

    /// Cases that were registered before this one and may be the same matter, most alike first. By the order of the log, so
    /// that of two that came in at one moment one is asked about, and the same one after a restart.
    pub(crate) fn suspected(&self, case: CaseId) -> Vec<Suspect> {
        let known = self.lock();
        let (Some(likeness), Some(at)) = (known.cases.get(&case), known.registered.get(&case)) else {
            return Vec::new();
        };
        known.suspects((case, likeness), &likeness.marks(), |other| {
            known.registered.get(&other).is_some_and(|before| before < at)
        })
    }

    /// Cases that may be the same matter by what a party of this one is now known to go by; that is remembered at once.
    pub(crate) fn compare_party(&self, case: CaseId, party: PartyId, marks: &BTreeSet<PartyMark>) -> Vec<Suspect> {
        let mut known = self.lock();
        let Some(likeness) = known.cases.get(&case).cloned() else { return Vec::new() };
        let likeness = likeness.with_party(party, marks);
        let suspects = known.suspects((case, &likeness), marks, |_| true);
        known.expect(case, likeness);
        suspects
    }

    /// What was asked for came to nothing: the case is what it was.
    pub(crate) fn take_back(&self, case: CaseId) {
        let mut known = self.lock();
        if let Some(before) = known.before.remove(&case) {
            known.set(case, before);
        }
    }

    /// Takes note of a fact that is in the log, as far as its texts can be opened.
    pub(crate) fn note(
        &self,
        entry: &Entry,
        open: impl Fn(&Sealed) -> Option<String>,
        mark: impl Fn(&str) -> PartyMark,
    ) {
        self.lock().codes.note(entry);
        let Event::Intake(fact) = &entry.event else { return };
        let case = entry.stream.into();
        match fact {
            IntakeEvent::CaseRegistered(fact) => {
                self.lock().registered((case, entry.place.position), || Likeness::of_fact(fact, open, mark));
            }
            IntakeEvent::PartyAdded(fact) => self.lock().party(case, fact.party.id, &marks_of(&fact.party, open, mark)),
            IntakeEvent::PartyCorrected(fact) => {
                self.lock().party(case, fact.party.id, &marks_of(&fact.party, open, mark));
            }
            IntakeEvent::PartyRemoved(fact) => {
                self.lock().party(case, fact.party, &BTreeSet::new());
            }
            IntakeEvent::RegistrationCorrected(fact) => {
                self.lock().change(case, |likeness| likeness.corrected(fact, open));
            }
            IntakeEvent::DuplicateSuspected(fact) => self.lock().asked(case, fact.other),
            IntakeEvent::DuplicateConfirmed(fact) => self.lock().asked(case, fact.other),
            IntakeEvent::DuplicateRuledOut(fact) => self.lock().asked(case, fact.other),
            _ => {}
        }
    }

    /// Forgets what these subjects, parties or whole cases, could be recognised by.
    pub(crate) fn forget(&self, subjects: &BTreeSet<SubjectId>) {
        self.lock().forget(subjects);
    }

    /// The case a query code belongs to, and the party that got it, if the code opens something at this time.
    pub(crate) fn by_code(&self, tag: QueryTag, now: Timestamp) -> Option<(CaseId, PartyId)> {
        self.lock().codes.opened_by(tag, now)
    }

    /// The cases somebody is a party of who goes by this.
    pub(crate) fn by_mark(&self, mark: PartyMark) -> Vec<CaseId> {
        self.lock().by_party.get(&mark).cloned().unwrap_or_default()
    }

    /// Keyed marks of the people of a case: they tell whether two cases have somebody in common, and not whom. For the list
    /// of those who looked; nothing about the people themselves is computed from it.
    pub(crate) fn marks_of(&self, case: CaseId) -> Vec<PartyMark> {
        self.lock().cases.get(&case).map(|likeness| likeness.marks().into_iter().collect()).unwrap_or_default()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Cases that go by one of these marks and look like this one, unless somebody was asked about the two, or both tell
    /// of one package.
    fn suspects(
        &self,
        (case, likeness): (CaseId, &Likeness),
        marks: &BTreeSet<PartyMark>,
        compares: impl Fn(CaseId) -> bool,
    ) -> Vec<Suspect> {
        let mut others: Vec<CaseId> = marks.iter().flat_map(|mark| self.latest_of(*mark)).copied().collect();
        others.sort_unstable();
        others.dedup();
        let whole = likeness.whole(case);
        let new = others.into_iter().filter(|other| *other != case && compares(*other));
        let new = new.filter(|other| !self.asked.contains(&pair(case, *other)));
        let compared = new.filter_map(|other| {
            let known = self.cases.get(&other).filter(|known| known.whole(other) != whole)?;
            let (likely, reasons) = known.compared(likeness)?;
            Some((likely, Suspect { other, reasons }))
        });
        let mut suspects: Vec<(u32, Suspect)> = compared.collect();
        suspects.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.other.cmp(&other.1.other)));
        suspects.into_iter().take(SUSPECTS_MAX).map(|(_, suspect)| suspect).collect()
    }

    /// The cases a party is compared with.
    fn latest_of(&self, mark: PartyMark) -> impl Iterator<Item = &CaseId> {
        self.by_party.get(&mark).into_iter().flat_map(|cases| cases.iter().rev().take(COMPARED_MAX))
    }

    /// A case as it will be, if what is asked for is recorded.
    fn expect(&mut self, case: CaseId, likeness: Likeness) {
        let before = self.set(case, Some(likeness));
        self.before.insert(case, before);
    }

    /// A registration is in the log; the one that was looked up is remembered already.
    fn registered(&mut self, (case, at): (CaseId, Position), likeness: impl FnOnce() -> Likeness) {
        self.before.remove(&case);
        self.registered.insert(case, at);
        if !self.cases.contains_key(&case) {
            self.set(case, Some(likeness()));
        }
    }

    fn party(&mut self, case: CaseId, party: PartyId, marks: &BTreeSet<PartyMark>) {
        self.change(case, |likeness| likeness.with_party(party, marks));
    }

    fn forget(&mut self, subjects: &BTreeSet<SubjectId>) {
        let concerned = |(case, likeness): (&CaseId, &Likeness)| {
            let parties: Vec<PartyId> =
                likeness.parties().filter(|party| subjects.contains(&(*party).into())).collect();
            let whole = subjects.contains(&(*case).into());
            (whole || !parties.is_empty()).then_some((*case, whole, parties))
        };
        let concerned: Vec<_> = self.cases.iter().filter_map(concerned).collect();
        for (case, whole, parties) in concerned {
            if whole {
                self.set(case, None);
            }
            parties.into_iter().for_each(|party| self.party(case, party, &BTreeSet::new()));
        }
    }

    fn change(&mut self, case: CaseId, change: impl FnOnce(Likeness) -> Likeness) {
        self.before.remove(&case);
        if let Some(likeness) = self.cases.get(&case).cloned() {
            self.set(case, Some(change(likeness)));
        }
    }

    fn asked(&mut self, case: CaseId, other: CaseId) {
        self.asked.insert(pair(case, other));
    }

    /// Sets what is known of a case, and answers what was known before.
    fn set(&mut self, case: CaseId, likeness: Option<Likeness>) -> Option<Likeness> {
        let marks = likeness.as_ref().map(Likeness::marks).unwrap_or_default();
        let before = match likeness {
            Some(likeness) => self.cases.insert(case, likeness),
            None => self.cases.remove(&case),
        };
        let gone = before.as_ref().map(Likeness::marks).unwrap_or_default();
        for mark in gone.difference(&marks) {
            self.by_party.entry(*mark).or_default().retain(|other| *other != case);
        }
        for mark in marks.difference(&gone) {
            self.by_party.entry(*mark).or_default().push(case);
        }
        before
    }
}

/// A pair is the same from either side.
fn pair(one: CaseId, other: CaseId) -> (CaseId, CaseId) {
    (one.min(other), one.max(other))
}
