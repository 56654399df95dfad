//! Accusations: taken down into a log of their own, and shown to those alone who receive or handle them (petition regulation
//! of 2022, article 30; decision 0013).
//!
//! Nothing else reads that log. So no list, total, rate, number, search, feed, relay, export, checkpoint or position of the
//! center can tell of an accusation: they are made of another log.

mod sheet;

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use access::{Action, Actor, decide};
use jiff::Timestamp;
use journal::{CommitView, Condition, Journal, ReadError};
use timeline::{
    AccusationRegistered, AccuserStanding, ActorId, DepartmentCode, Entry, Event, Meta, PetitionEvent, QueryTag,
    RequestId, StreamId,
};

pub use sheet::{AccusationSheet, Step};

use crate::cases::HotCases;
use crate::folded::CaseNow;
use crate::handle::{Center, Shell};
use crate::matters::has_lapsed;
use crate::stored::{self, StoredError, chain};
use crate::submit::Cause;
use crate::{Done, Failure, Order, ReadFailure};

/// Accusations worked on at one time: a county has few.
const HOT: usize = 64;

/// Under which name the accusation a request begins is derived: not under that of whoever takes it down, who would be found
/// out by trying every name.
const NAME: &str = "accusation";

/// The log of accusations, and which there are.
pub(crate) struct Accusations {
    cases: HotCases,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// What access must know of each.
    all: BTreeMap<StreamId, CaseNow>,
    by_code: HashMap<QueryTag, StreamId>,
    /// When each was closed, of those that are.
    closed: HashMap<StreamId, Timestamp>,
}

impl Accusations {
    /// Reads the log once: it is short. One that is damaged takes no accusation any more; that keeps nobody from being
    /// served who comes with something else, and what lies before the damage is known.
    pub(crate) fn open(log: Arc<dyn Journal>, center: &DepartmentCode) -> Result<Self, StoredError> {
        let accusations = Self { cases: HotCases::new(HOT, center.clone(), log), known: Mutex::default() };
        match accusations.recall() {
            Err(StoredError::Read(damage @ ReadError::Damaged { .. })) if accusations.is_read_only() => {
                tracing::error!(
                    error = chain(&damage),
                    "accusations behind the damage are not known, and none is taken"
                );
                Ok(accusations)
            }
            recalled => recalled.map(|()| accusations),
        }
    }

    /// Takes note of every accusation in the log, as far as it can be read.
    fn recall(&self) -> Result<(), StoredError> {
        let mut decoded = Ok(());
        let head = self.log().head().position;
        let read = self.log().scan(0, head, &mut |commit: &CommitView<'_>| {
            let mut entries = Vec::new();
            decoded = stored::decode(commit, &|_| true, &mut entries);
            entries.iter().for_each(|entry| self.note(entry));
            if decoded.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        decoded.and(read.map(drop).map_err(StoredError::from))
    }

    fn is_read_only(&self) -> bool {
        matches!(self.log().condition(), Condition::ReadOnly { .. })
    }

    pub(crate) fn log(&self) -> &dyn Journal {
        self.cases.log().as_ref()
    }

    fn note(&self, entry: &Entry) {
        let mut known = self.known();
        let center = self.cases.center();
        known.all.entry(entry.stream).or_insert_with(|| CaseNow::new(center)).evolve(entry);
        match &entry.event {
            Event::Petition(PetitionEvent::AccusationRegistered(registered)) => {
                known.by_code.extend(registered.query_tag.map(|tag| (tag, entry.stream)));
            }
            Event::Petition(PetitionEvent::AccusationClosed(_)) => {
                known.closed.insert(entry.stream, entry.recorded_at);
            }
            _ => {}
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn registered(event: &Event) -> Option<&AccusationRegistered> {
    match event {
        Event::Petition(PetitionEvent::AccusationRegistered(fact)) => Some(fact),
        _ => None,
    }
}

impl Shell {
    /// Carries an order about an accusation out. Whoever may not know of it is answered as if there were none, whatever the
    /// reason; and no answer has a place in any order, which would tell how many there are.
    pub(crate) async fn carry_out_apart(&self, order: Order, at: (Timestamp, Cause)) -> Result<Done, Failure> {
        let accusations = self.accusations.as_ref().ok_or(Failure::NotFound)?;
        let begins = order.command.begins();
        let begun = StreamId::derive(order.request.uuid(), NAME);
        let stream = order.stream.filter(|_| !begins).unwrap_or(begun);
        let done = self.carry_out_in(&accusations.cases, (stream, begins), order, at).await;
        let mut done = done.map_err(|failure| match failure {
            Failure::Denied { .. } if !begins => Failure::NotFound,
            other => other,
        })?;
        done.position = 0;
        done.facts.iter_mut().for_each(|fact| fact.place.position = 0);
        Ok(done)
    }

    /// What is drawn for an accusation: by lot and by the request, so that a retry draws it again.
    pub(crate) fn draw_for_accusation(&self, command: &mut petition::Command, request: RequestId) {
        if let petition::Command::RegisterAccusation(register) = command {
            register.drawn.number = Some(self.key.accusation_number(request));
            register.drawn.query_tag = Some(self.key.query_tag(&self.key.query_code(request)));
        }
    }

    /// Takes note of an accusation that is in its log.
    pub(crate) fn remember_accusation(&self, entry: &Entry) {
        self.accusations.iter().for_each(|accusations| accusations.note(entry));
    }
}

/// An anonymous accusation was told at a window, if at one, and to nobody by name.
fn is_anonymous(event: &Event) -> bool {
    registered(event).is_some_and(|fact| fact.standing == AccuserStanding::Anonymous)
}

/// What is kept of who told it.
pub(crate) fn told(meta: Meta, event: &Event, itself: &Actor) -> Meta {
    if !is_anonymous(event) {
        return meta;
    }
    Meta { actor: itself.id.clone(), department: itself.department.clone(), on_behalf_of: None, ..meta }
}

/// In whose name a fact is kept that somebody told.
pub(crate) fn kept_of<'a>(teller: &'a ActorId, event: &Event, itself: &'a Actor) -> &'a ActorId {
    if is_anonymous(event) { &itself.id } else { teller }
}

impl Center {
    /// Every accusation this actor may know of, by its number. The others are not read: how long it takes tells nobody how many
    /// there are.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn accusations(&self, actor: &Actor) -> Result<Vec<AccusationSheet>, ReadFailure> {
        let Some(accusations) = &self.shell.accusations else { return Ok(Vec::new()) };
        let may = |now: &CaseNow| decide(actor, Action::ReadAccusation, now.facts()).allowed();
        let all: Vec<StreamId> = {
            let known = accusations.known();
            known.all.iter().filter(|(_, now)| may(now)).map(|(stream, _)| *stream).collect()
        };
        let mut sheets = Vec::new();
        for stream in all {
            sheets.extend(self.accusation_for(accusations, actor, stream)?);
        }
        sheets.sort_by_key(|sheet| sheet.number);
        Ok(sheets)
    }

    /// One accusation.
    ///
    /// # Errors
    /// There is none for this actor, or the log cannot be read.
    pub fn accusation(&self, actor: &Actor, stream: StreamId) -> Result<AccusationSheet, ReadFailure> {
        let accusations = self.shell.accusations.as_ref().ok_or(ReadFailure::NotFound)?;
        self.accusation_for(accusations, actor, stream)?.ok_or(ReadFailure::NotFound)
    }

    fn accusation_for(
        &self,
        accusations: &Accusations,
        actor: &Actor,
        stream: StreamId,
    ) -> Result<Option<AccusationSheet>, StoredError> {
        let entries = stored::read_stream(accusations.log(), stream, 0)?;
        let now = CaseNow::of(self.rulebook(), &entries);
        let may = !entries.is_empty() && decide(actor, Action::ReadAccusation, now.facts()).allowed();
        let sheet = may.then(|| AccusationSheet::of(&entries, (actor, now.facts()), self.rulebook())).flatten();
        Ok(sheet.map(|sheet| sheet.opened_with(self.opener())))
    }

    /// The accusation a code belongs to, if the code opens something still.
    pub(crate) fn accusation_of_code(&self, code: &str) -> Option<StreamId> {
        let (tag, now) = (self.shell.key.query_tag(code), self.now());
        let known = self.shell.accusations.as_ref()?.known();
        let stream = known.by_code.get(&tag)?;
        let lapsed = known.closed.get(stream).is_some_and(|closed_at| has_lapsed(*closed_at, now));
        (!lapsed).then_some(*stream)
    }
}
