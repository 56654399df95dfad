//! The views as they were: known at an instant, or true at an instant.

use access::{Action, Actor, CaseFacts, Viewer, decide};
use jiff::Timestamp;
use journal::{Journal, Position};
use timeline::{DepartmentCode, Entry, Query, Rows};

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
    /// recorded.
    TrueAt(Timestamp),
}

impl Until {
    fn counts(self, entry: &Entry) -> bool {
        match self {
            Self::Position(position) => entry.place.position <= position,
            Self::KnownAt(instant) => entry.recorded_at <= instant,
            Self::TrueAt(instant) => entry.meta.occurred_at <= instant,
        }
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
    let mut counted = 0;
    let scan = Scan { journal, after: 0, upto, wanted: &wanted, decoders };
    let read: Result<(), StoredError> = stream_scan::each(&scan, &mut |entries, position| {
        counted += tell(&views, entries, position, until);
        progress(position, upto);
    });
    match read {
        Ok(()) => Ok(Replayed { position: upto, entries: counted, views, center: None }),
        Err(error) => Err(ReadFailure::Failed { what: chain(&error) }),
    }
}

fn tell(views: &Views, entries: &[Entry], position: Position, until: Until) -> u64 {
    if entries.iter().all(|entry| until.counts(entry)) {
        views.tell(entries, position);
        return entries.len() as u64;
    }
    let counting: Vec<Entry> = entries.iter().filter(|entry| until.counts(entry)).cloned().collect();
    views.tell(&counting, position);
    counting.len() as u64
}
