//! What departments are told without asking: by each subscription, the facts of the cases its department has, or had, to do
//! with, as far as they pass its filter, in an order of its own that has no gaps.
//!
//! The order is computed from the log and from nothing else, so whoever computes it again, today or in ten years, gets
//! the same: a fact is told when the log has come to it; a department that a case newly concerns is first told what
//! happened before. Names, numbers and texts of persons are masked, and what was said in the mediation room or is
//! sensitive is not told at all (people's mediation law, article 15): a department that works on a case reads those
//! under its own credentials, where erasure reaches and looking leaves a trace.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use access::{Actor, Role, Viewer, is_for_departments, may_be_told};
use jiff::Timestamp;
use journal::Position;
use serde_json::Value;
use timeline::{ActorId, Classification, Code, DepartmentCode, Entry, EventId, Kind, StreamId};

use crate::folded::CaseNow;
use crate::handle::{Center, Shell};
use crate::reading::is_of_register;
use crate::stored::{self, StoredError};
use crate::subscriptions::{self, Known};
use crate::tail::Tail;
use crate::{Opener, Shown, shown};

/// Commits read at once: bounds what is in memory and on its way.
const BATCH_COMMITS: u64 = 256;
/// What would let a department count what it may not see: places in the common order, and what led to what.
const NOT_TOLD: &[&str] = &["position", "index", "version", "causation"];

/// A fact on its way to one department by one subscription.
#[derive(Clone, PartialEq, Debug)]
pub struct Share {
    /// By which subscription.
    pub subscription: Code,
    /// To whom.
    pub department: DepartmentCode,
    /// The fact's own id.
    pub id: EventId,
    /// Its wire name and schema version.
    pub kind: Kind,
    /// The case it is about.
    pub case: StreamId,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The fact, disclosed.
    pub fact: Value,
}

/// Everything that is told by some subscriptions, from the first fact of the log on.
pub struct Sharing {
    shell: Arc<Shell>,
    readers: Vec<Reader>,
    /// Up to where in the log the subscriptions are known.
    known_upto: Position,
    outdated: bool,
    tail: Tail,
    cases: HashMap<StreamId, Shared>,
}

/// Whoever reads by one subscription.
struct Reader {
    known: Known,
    actor: Actor,
}

/// A case, which readers it concerns so far, and which of its facts (by version) each of them is owed: those it was not told
/// while the case was sealed.
struct Shared {
    now: CaseNow,
    told: BTreeMap<usize, BTreeSet<u64>>,
}

impl Center {
    /// What is told by these subscriptions, from the beginning. They are known up to this place in the log: a fact about a
    /// subscription behind it makes the sharing [outdated](Sharing::is_outdated).
    #[must_use]
    pub fn share(&self, subscriptions: Vec<Known>, known_upto: Position) -> Sharing {
        Sharing {
            readers: subscriptions.into_iter().map(|known| Reader::of(&self.shell.itself.id, known)).collect(),
            known_upto,
            outdated: false,
            tail: Tail::behind(&self.shell, 0),
            cases: HashMap::new(),
            shell: self.shell.clone(),
        }
    }
}

impl Reader {
    /// Whoever works on cases in the department of this subscription.
    fn of(id: &ActorId, known: Known) -> Self {
        let (id, department) = (id.clone(), known.subscription.department.clone());
        Self { actor: Actor { id, department, role: Role::DepartmentHandler }, known }
    }

    /// A fact on its way to this reader, if its subscription takes it when the log has come to `position`.
    fn share(&self, position: Position, (entry, fact): &(&Entry, Value)) -> Option<Share> {
        let Self { known, actor } = self;
        let (id, kind, case, recorded_at) = (entry.id(), entry.event.kind(), entry.stream, entry.recorded_at);
        if position <= known.begins_behind() || !known.takes(kind, position) {
            return None;
        }
        let (subscription, department) = (known.code().clone(), actor.department.clone());
        Some(Share { subscription, department, id, kind, case, recorded_at, fact: fact.clone() })
    }
}

impl Shared {
    fn new(center: &DepartmentCode) -> Self {
        Self { now: CaseNow::new(center), told: BTreeMap::new() }
    }

    /// Notes whom the case concerns now; those it did not concern before.
    ///
    /// Whom a case once concerned, it concerns for ever: what it was told is not taken back. Only a body that is found to be a
    /// party is told nothing more.
    fn concerns(&mut self, readers: &[Reader]) -> Vec<usize> {
        let facts = self.now.facts();
        self.told.retain(|at, _| readers.get(*at).is_some_and(|reader| !facts.keeps_apart(&reader.actor)));
        let concerned = (0..).zip(readers).filter(|(_, reader)| may_be_told(&reader.actor, facts)).map(|(at, _)| at);
        let new: Vec<usize> = concerned.filter(|at| !self.told.contains_key(at)).collect();
        self.told.extend(new.iter().map(|at| (*at, BTreeSet::new())));
        new
    }

    /// Whether somebody is now to be told of facts before this one.
    fn looks_back(&self, new: &[usize], entry: &Entry) -> bool {
        let owes = || !self.now.is_sealed() && self.told.values().any(|owed| !owed.is_empty());
        entry.version > 1 && (!new.is_empty() || owes())
    }

    /// Which reader is told which of these facts now that the stream has come to `version`.
    fn due<'a, 'b>(
        &mut self,
        new: &[usize],
        version: u64,
        told: &'a [(&'b Entry, Value)],
    ) -> Vec<(usize, &'a (&'b Entry, Value))> {
        let (sealed, mut due) = (self.now.is_sealed(), Vec::new());
        for (at, owed) in &mut self.told {
            for one in told {
                let of = one.0.version;
                if of != version && !new.contains(at) && !owed.contains(&of) {
                    continue;
                }
                if is_for_departments(&one.0.event, sealed) {
                    owed.remove(&of);
                    due.push((*at, one));
                } else if sealed {
                    owed.insert(of);
                }
            }
        }
        due
    }
}

impl Sharing {
    /// What comes next, as soon as there is something; `None` when the center closes or the log cannot be read.
    pub async fn next(&mut self) -> Option<Vec<Share>> {
        loop {
            let head = self.tail.more().await?;
            match self.read(head) {
                Ok(shares) if shares.is_empty() && !self.outdated => tokio::task::yield_now().await,
                Ok(shares) => return Some(shares),
                Err(error) => {
                    tracing::error!(error = stored::chain(&error), "departments are told nothing more");
                    return None;
                }
            }
        }
    }

    /// What is there behind what was read, without waiting; `None` at the end of the log. A portion may hold nothing.
    pub(crate) fn ready(&mut self) -> Result<Option<Vec<Share>>, StoredError> {
        match self.tail.head() {
            head if head > self.tail.after => self.read(head).map(Some),
            _ => Ok(None),
        }
    }

    /// Whether a subscription was opened, changed, paused or asked something since: whoever tells begins anew.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.outdated
    }

    /// Whether everything that is in the log has been told.
    #[must_use]
    pub fn is_at_the_end(&self) -> bool {
        self.tail.is_at_the_end()
    }

    /// Whether the center lets go.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.tail.is_closing()
    }

    fn read(&mut self, head: Position) -> Result<Vec<Share>, StoredError> {
        let span = (self.tail.after, head);
        let (entries, reached) = stored::read_portion(self.shell.journal.as_ref(), span, BATCH_COMMITS, &|_| true)?;
        self.tail.after = reached;
        let mut shares = Vec::new();
        for entry in &entries {
            self.outdated |= entry.place.position > self.known_upto && subscriptions::is_of_subscription(&entry.event);
            // What lies behind it may be another's to be told: whoever begins anew knows.
            if self.outdated {
                break;
            }
            // What the center notes about itself is told to nobody.
            if !is_of_register(entry) {
                self.tell(entry, &mut shares)?;
            }
        }
        Ok(shares)
    }

    fn tell(&mut self, entry: &Entry, shares: &mut Vec<Share>) -> Result<(), StoredError> {
        let Self { shell, readers, cases, .. } = self;
        let case = cases.entry(entry.stream).or_insert_with(|| Shared::new(shell.rulebook.center()));
        case.now.evolve(entry);
        let new = case.concerns(readers);
        let before = if case.looks_back(&new, entry) { before(shell, entry)? } else { Vec::new() };
        // Every department is told the same of a fact, so it is written once.
        let told: Vec<(&Entry, Value)> =
            before.iter().chain([entry]).filter_map(|fact| Some((fact, told(fact)?))).collect();
        let due = case.due(&new, entry.version, &told).into_iter();
        shares.extend(due.filter_map(|(at, told)| readers.get(at)?.share(entry.place.position, told)));
        Ok(())
    }
}

/// What happened on this fact's stream before it.
fn before(shell: &Shell, entry: &Entry) -> Result<Vec<Entry>, StoredError> {
    let mut entries = stored::read_stream(shell.journal.as_ref(), entry.stream, 0)?;
    entries.retain(|other| other.version < entry.version);
    Ok(entries)
}

/// Whether departments are told facts of this classification at all.
#[must_use]
pub fn is_told(classification: Classification) -> bool {
    classification == Classification::Internal
}

/// A fact as departments are told it; `None` if they may not know of it at all.
#[must_use]
pub fn told(entry: &Entry) -> Option<Value> {
    let hears = Viewer::STRANGER.hears(&entry.event) && is_for_departments(&entry.event, false);
    if !is_told(entry.meta.classification) || !hears {
        return None;
    }
    let mut fact = shown((entry.version, entry), &Viewer::STRANGER, &Opener::default());
    if let Value::Object(fields) = &mut fact {
        fields.retain(|name, _| !NOT_TOLD.contains(&name.as_str()));
    }
    Some(fact)
}

/// The JSON Schema of [`told`] facts, whatever they say: their circumstances. It is made from the very type they are
/// written from.
#[must_use]
pub fn schema_of_told() -> Value {
    let mut schema = schemars::schema_for!(Shown<'_>).to_value();
    for not_told in NOT_TOLD {
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.remove(*not_told);
        }
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|name| name != not_told);
        }
    }
    schema
}
