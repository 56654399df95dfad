//! Which query code opens what: the one its party was given last, until half a year after its case was closed.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use journal::Position;
use timeline::{CaseId, Entry, Event, IntakeEvent, PartyId, QueryTag, TriageEvent};

/// How long a code opens something after its matter was closed, or after it was given out if that was later: paper lies about
/// in a drawer for ever, and whoever still has to do with the matter is given another code at a window.
const LASTS: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Whether a code opens nothing any more, of a matter that was closed at this time.
pub(crate) fn has_lapsed(closed_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(closed_at) >= LASTS
}

/// Something that may change, as the latest fact about it in the log says. What is older in the log may be read later.
#[derive(Clone, Copy)]
struct Latest<T> {
    said: Position,
    is: T,
}

/// A code, and when it was given out.
type Given = (QueryTag, Timestamp);

/// The codes.
#[derive(Default)]
pub(super) struct Codes {
    parties: HashMap<QueryTag, (CaseId, PartyId)>,
    /// The code each party has now.
    given: HashMap<(CaseId, PartyId), Latest<Option<Given>>>,
    /// When each case was closed, if it is.
    closed: HashMap<CaseId, Latest<Option<Timestamp>>>,
}

impl Codes {
    /// Takes note of a fact that is in the log.
    pub(super) fn note(&mut self, entry: &Entry) {
        let (case, at) = (entry.stream.into(), entry.place.position);
        match &entry.event {
            Event::Intake(IntakeEvent::PartyRemoved(fact)) => self.gives((case, fact.party), at, None),
            Event::Intake(IntakeEvent::ReceiptIssued(fact)) => {
                if let Some(tag) = fact.query_tag {
                    self.gives((case, fact.party), at, Some((tag, entry.recorded_at)));
                }
            }
            Event::Triage(TriageEvent::CaseClosed(_)) => {
                set(&mut self.closed, case, at, Some(entry.recorded_at));
            }
            Event::Triage(TriageEvent::CaseReopened(_)) => {
                set(&mut self.closed, case, at, None);
            }
            _ => {}
        }
    }

    /// Whoever is given a new code may have lost the old one, and whoever is no party any more has none: the old one opens
    /// nothing from then on.
    fn gives(&mut self, party: (CaseId, PartyId), at: Position, given: Option<Given>) {
        let Some(before) = set(&mut self.given, party, at, given) else { return };
        if let Some((old, _)) = before {
            self.parties.remove(&old);
        }
        self.parties.extend(given.map(|(tag, _)| (tag, party)));
    }

    /// Whose code this is, if it opens something at this time.
    pub(super) fn opened_by(&self, tag: QueryTag, now: Timestamp) -> Option<(CaseId, PartyId)> {
        let party = self.parties.get(&tag)?;
        let (_, given_at) = self.given.get(party)?.is?;
        let closed_at = self.closed.get(&party.0).and_then(|closed| closed.is);
        let lapsed = closed_at.is_some_and(|closed_at| has_lapsed(closed_at.max(given_at), now));
        (!lapsed).then_some(*party)
    }
}

/// Sets what the latest fact says, and answers what was so before; `None` if a later fact has spoken already.
fn set<K: Eq + std::hash::Hash, T: Copy + Default>(
    known: &mut HashMap<K, Latest<T>>,
    key: K,
    said: Position,
    is: T,
) -> Option<T> {
    let latest = known.entry(key).or_insert(Latest { said, is: T::default() });
    if latest.said > said {
        return None;
    }
    let before = std::mem::replace(latest, Latest { said, is });
    Some(before.is)
}
