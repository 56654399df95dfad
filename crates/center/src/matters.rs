//! What the center remembers of every matter, in memory only: enough to see that the same one comes in twice, and under
//! which query code it is asked for. Filled from the log beside the start, and whoever asks it waits until it is whole.
//!
//! It compares matters, never people: nothing here can say how often somebody came, and what it answers holds no name
//! (domain, correction 10). Two registrations of one moment see each other, because each is remembered while it is looked
//! up, under one lock.

mod likeness;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use intake::Suspect;
use timeline::{CaseId, Entry, Event, IntakeEvent, QueryTag, Sealed};
use tokio::sync::watch;

pub(crate) use likeness::{Likeness, PartyMark};

/// Most cases one registration is suspected to repeat: a clerk reads no more.
const SUSPECTS_MAX: usize = 3;
/// Most cases one party is looked for in. A body that is party to hundreds of matters is compared with its latest.
const PER_MARK_MAX: usize = 64;

/// The kinds of fact it is filled from.
pub(crate) fn wanted(kind: &str) -> bool {
    matches!(kind, "intake.case_registered" | "intake.receipt_issued")
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
    by_party: HashMap<PartyMark, Vec<CaseId>>,
    by_code: HashMap<QueryTag, CaseId>,
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

    /// Cases that may be the same matter, most alike first; the new one is remembered at once.
    pub(crate) fn compare(&self, case: CaseId, likeness: Likeness) -> Vec<Suspect> {
        let mut known = self.lock();
        let suspects = known.suspects(case, &likeness);
        known.remember(case, likeness);
        suspects
    }

    /// A registration came to nothing.
    pub(crate) fn forget(&self, case: CaseId) {
        let mut known = self.lock();
        if let Some(likeness) = known.cases.remove(&case) {
            for mark in likeness.parties {
                known.by_party.entry(mark).or_default().retain(|other| *other != case);
            }
        }
    }

    /// Takes note of a fact that is in the log, as far as its texts can be opened.
    pub(crate) fn note(
        &self,
        entry: &Entry,
        open: impl Fn(&Sealed) -> Option<String>,
        mark: impl Fn(&str) -> PartyMark,
    ) {
        match &entry.event {
            Event::Intake(IntakeEvent::CaseRegistered(case)) => {
                let mut known = self.lock();
                let stream = entry.stream.into();
                if !known.cases.contains_key(&stream) {
                    known.remember(stream, Likeness::of_fact(case, open, mark));
                }
            }
            Event::Intake(IntakeEvent::ReceiptIssued(receipt)) => {
                if let Some(tag) = receipt.query_tag {
                    self.lock().by_code.insert(tag, entry.stream.into());
                }
            }
            Event::Intake(_) | Event::Triage(_) | Event::Mediation(_) | Event::Litigation(_) | Event::Registry(_) => {}
        }
    }

    /// The case a query code belongs to.
    pub(crate) fn by_code(&self, tag: QueryTag) -> Option<CaseId> {
        self.lock().by_code.get(&tag).copied()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn suspects(&self, case: CaseId, likeness: &Likeness) -> Vec<Suspect> {
        let mut others: Vec<CaseId> =
            likeness.parties.iter().filter_map(|mark| self.by_party.get(mark)).flatten().copied().collect();
        others.sort_unstable();
        others.dedup();
        let compared = others.into_iter().filter(|other| *other != case).filter_map(|other| {
            let (likely, reasons) = self.cases.get(&other)?.compared(likeness)?;
            Some((likely, Suspect { other, reasons }))
        });
        let mut suspects: Vec<(u32, Suspect)> = compared.collect();
        suspects.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.other.cmp(&other.1.other)));
        suspects.into_iter().take(SUSPECTS_MAX).map(|(_, suspect)| suspect).collect()
    }

    fn remember(&mut self, case: CaseId, likeness: Likeness) {
        for mark in &likeness.parties {
            let cases = self.by_party.entry(*mark).or_default();
            if !cases.contains(&case) {
                if cases.len() >= PER_MARK_MAX {
                    cases.remove(0);
                }
                cases.push(case);
            }
        }
        self.cases.insert(case, likeness);
    }
}
