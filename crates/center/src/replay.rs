//! The views as they were: known at an instant, or true at an instant.

use std::collections::HashSet;

use access::{Action, Actor, CaseFacts, Viewer, decide};
use jiff::Timestamp;
use journal::{Journal, Position};
use timeline::{DepartmentCode, Entry, Event, EventId, IntakeEvent, LitigationEvent, MediationEvent, Query, Rows};

use crate::handle::Center;
use crate::opener::Opener;
use crate::projector::Views;
use crate::stored::{StoredError, chain};
use crate::stream_scan::{self, Scan};
use crate::{ReadFailure, reading};

/// Up to where facts count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// What the log held at this position.
    Position(Position),
    /// What was known at this instant: everything recorded by then.
    KnownAt(Timestamp),
    /// What was true at this instant, as far as is known today: everything that had happened by then, whenever it was
    /// recorded, as it was put right since.
    TrueAt(Timestamp),
}

/// Which facts count, told in the order of the log.
struct Counting {
    until: Until,
    /// What had not happened by then.
    later: HashSet<EventId>,
}

impl Counting {
    fn new(until: Until) -> Self {
        Self { until, later: HashSet::new() }
    }

    fn counts(&mut self, entry: &Entry) -> bool {
        match self.until {
            Until::Position(position) => entry.place.position <= position,
            Until::KnownAt(instant) => entry.recorded_at <= instant,
            Until::TrueAt(instant) => self.is_true_at(instant, entry),
        }
    }

    /// What puts an entry right says how that one should have read: it is true as long as that one is, whenever somebody
    /// noticed.
    fn is_true_at(&mut self, instant: Timestamp, entry: &Entry) -> bool {
        let is_true = match corrected(&entry.event) {
            Some(entry) => !self.later.contains(&entry),
            None => entry.meta.occurred_at <= instant,
        };
        if !is_true {
            self.later.insert(entry.id());
        }
        is_true
    }
}

/// The entry a fact puts right.
const fn corrected(event: &Event) -> Option<EventId> {
    match event {
        Event::Intake(IntakeEvent::RegistrationCorrected(fact)) => Some(fact.entry),
        Event::Intake(IntakeEvent::PartyCorrected(fact)) => Some(fact.entry),
        Event::Intake(IntakeEvent::PartyRemoved(fact)) => Some(fact.entry),
        Event::Mediation(MediationEvent::PerformanceCorrected(fact)) => Some(fact.corrects),
        Event::Mediation(MediationEvent::SessionCorrected(fact)) => Some(fact.corrects),
        Event::Litigation(LitigationEvent::CourtAnswerCorrected(fact)) => Some(fact.corrects),
        Event::Litigation(LitigationEvent::ReferralAnswerCorrected(fact)) => Some(fact.corrects),
        _ => None,
    }
}

/// Every view, computed anew from the log.
pub struct Replayed {
    /// The last position that was looked at.
    pub position: Position,
    /// How many facts counted, of the kinds that views read.
    pub entries: u64,
    views: Views,
    /// Whose keys open what may be seen, and who knows what fewer may see by now; a tool beside a center has neither.
    center: Option<Center>,
}

impl Replayed {
    /// Rows of a view as they were.
    ///
    /// # Errors
    /// No such view, or not for this actor.
    pub fn view(&self, actor: &Actor, center: &DepartmentCode, name: &str, query: &Query) -> Result<Rows, ReadFailure> {
        let rows = reading::rows_for((actor, center), &self.views, name, query)?;
        Ok(match &self.center {
            Some(center) => center.shell.rows_shown(actor, rows),
            None => {
                let viewer = Viewer::of_lists(actor);
                reading::shown_rows(rows, (viewer, &|_, _| viewer), &Opener::default())
            }
        })
    }
}

impl Center {
    /// Computes every view as it was. This reads the whole log: call it where waiting is allowed.
    ///
    /// # Errors
    /// The actor may not replay, or the log cannot be read.
    pub fn replay(&self, actor: &Actor, until: Until) -> Result<Replayed, ReadFailure> {
        reading::permit(decide(actor, Action::Replay, &CaseFacts::default()))?;
        let replayed = replay_log(self.shell.journal.as_ref(), until, self.shell.options.decoders, &mut |_, _| {})?;
        Ok(Replayed { center: Some(self.clone()), ..replayed })
    }
}

/// Computes every view of a log as it was, without a center: for tools beside a running server, which has the keys, so
/// that sealed values stay closed here. `progress` is told the position that is done and the last one.
///
/// # Errors
/// The log cannot be read.
pub fn replay_log(
    journal: &dyn Journal,
    until: Until,
    decoders: usize,
    progress: &mut dyn FnMut(Position, Position),
) -> Result<Replayed, ReadFailure> {
    let head = journal.head().position;
    let upto = if let Until::Position(position) = until { position.min(head) } else { head };
    let views = Views::empty();
    let wanted = |kind: &str| views.wants(kind);
    let (mut counted, mut counting) = (0, Counting::new(until));
    let scan = Scan { journal, after: 0, upto, wanted: &wanted, decoders };
    let read: Result<(), StoredError> = stream_scan::each(&scan, &mut |entries, position| {
        counted += tell(&views, entries, position, &mut counting);
        progress(position, upto);
    });
    match read {
        Ok(()) => Ok(Replayed { position: upto, entries: counted, views, center: None }),
        Err(error) => Err(ReadFailure::Failed { what: chain(&error) }),
    }
}

fn tell(views: &Views, entries: &[Entry], position: Position, counting: &mut Counting) -> u64 {
    let counts: Vec<bool> = entries.iter().map(|entry| counting.counts(entry)).collect();
    if counts.iter().all(|counts| *counts) {
        views.tell(entries, position);
        return entries.len() as u64;
    }
    let counted = entries.iter().zip(counts).filter(|(_, counts)| *counts).map(|(entry, _)| entry.clone());
    let counted: Vec<Entry> = counted.collect();
    views.tell(&counted, position);
    counted.len() as u64
}
