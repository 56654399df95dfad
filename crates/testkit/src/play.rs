//! A case that goes through all four desks in memory, the way the center lets it: decide, append, tell every desk.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use timeline::{
    ActorId, CaseId, CaseNumber, Decider, Desk, Entry, Event, IntakeEvent, PartyId, Place, Refusal as _, RequestId,
    Sealed, SubjectId, VoiceTag,
};
use uuid::Uuid;

use crate::cast::{START, actor, department};
use crate::facts::enrolled;
use crate::scenario::{desk_meta, entries, rulebook};

/// A command, and the desk that answers it.
pub trait Asked: Sized {
    /// The desk.
    type Desk: Decider<Command = Self, Rulebook = rules::Rulebook>;

    /// What that desk remembers of the play.
    fn state(play: &Play) -> &<Self::Desk as Decider>::State;

    /// What the center does before it asks: look up, and seal. In a play nothing is hidden, but every value gets its
    /// subject.
    fn prepare(&mut self, play: &Play, request: RequestId);

    /// The mediator whose page of the register it is about; `None` for everything that is about the case.
    fn page(&self) -> Option<&ActorId>;
}

/// A case on its way.
#[derive(Clone, Debug)]
pub struct Play {
    case: CaseId,
    entries: Vec<Entry>,
    /// Pages of the register of mediators to which something was added.
    pages: BTreeMap<ActorId, Vec<Entry>>,
    now: Timestamp,
    who: (String, String),
    requests: u64,
    desks: Desks,
}

/// What the desks remember of the case.
#[derive(Clone, Debug, Default)]
struct Desks {
    intake: intake::State,
    triage: triage::State,
    mediation: mediation::State,
    litigation: litigation::State,
    petition: petition::State,
    oversight: oversight::State,
    registry: registry::State,
}

impl Play {
    /// A case nobody has registered yet, at [`START`], with a clerk of the center.
    #[must_use]
    pub fn new(case: u64) -> Self {
        Self {
            case: CaseId::new(Uuid::from_u128(case.into())),
            entries: Vec::new(),
            pages: BTreeMap::new(),
            now: START,
            who: ("clerk-1".to_owned(), "center".to_owned()),
            requests: 0,
            desks: Desks::default(),
        }
    }

    /// From now on somebody else acts, for this department.
    pub fn by(&mut self, who: &str, department: &str) -> &mut Self {
        self.who = (who.to_owned(), department.to_owned());
        self
    }

    /// Time passes.
    pub fn later(&mut self, time: SignedDuration) -> &mut Self {
        self.now += time;
        self
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The case.
    #[must_use]
    pub const fn case(&self) -> CaseId {
        self.case
    }

    /// Everything that happened to it.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Everybody named so far, in the order of naming.
    #[must_use]
    pub fn parties(&self) -> Vec<PartyId> {
        let removed = |party: &PartyId| {
            self.entries.iter().any(
                |entry| matches!(&entry.event, Event::Intake(IntakeEvent::PartyRemoved(fact)) if fact.party == *party),
            )
        };
        self.entries.iter().flat_map(|entry| named(&entry.event)).filter(|party| !removed(party)).collect()
    }

    /// Asks, and appends what follows.
    ///
    /// # Errors
    /// The code of the refusal; nothing was appended then.
    pub fn ask<C: Asked>(&mut self, command: C) -> Result<Vec<Event>, &'static str> {
        let page = command.page().cloned();
        let facts = self.decide(command)?;
        self.requests += 1;
        if let Some(mediator) = page {
            self.add_to_page(mediator, &facts);
            return Ok(facts);
        }
        let position = self.entries.last().map_or(0, |entry| entry.place.position) + 1;
        for (index, event) in (0..).zip(&facts) {
            self.append(event.clone(), Place { position, index });
        }
        Ok(facts)
    }

    /// A mediator's page in the register. Everybody who mediates in the demonstration county has one from the beginning.
    #[must_use]
    pub fn page(&self, mediator: &ActorId) -> Vec<Entry> {
        let of_the_pack = rulebook().mediators().any(|staff| staff.id == *mediator);
        let first = || entries(of_the_pack.then(|| enrolled(mediator.as_str())));
        self.pages.get(mediator).cloned().unwrap_or_else(first)
    }

    fn add_to_page(&mut self, mediator: ActorId, facts: &[Event]) {
        let mut page = self.page(&mediator);
        page.extend(entries(facts.iter().cloned()));
        self.pages.insert(mediator, page);
    }

    /// Asks what the story says is answered.
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    pub fn must<C: Asked>(&mut self, command: C) -> Vec<Event> {
        self.ask(command).expect("the story goes on")
    }

    /// What would follow if it were asked now.
    ///
    /// # Errors
    /// The code of the refusal.
    pub fn decide<C: Asked>(&self, mut command: C) -> Result<Vec<Event>, &'static str> {
        let meta = self.meta();
        command.prepare(self, meta.request);
        let desk = Desk { stream: self.case.into(), now: self.now, meta: &meta, rulebook: rulebook() };
        let mut of_page = <C::Desk as Decider>::State::default();
        let state = match command.page() {
            Some(mediator) => {
                self.page(mediator).iter().for_each(|entry| C::Desk::evolve(&mut of_page, entry));
                &of_page
            }
            None => C::state(self),
        };
        let decided = C::Desk::decide(state, command, &desk);
        decided.map(|facts| facts.into_iter().map(Into::into).collect()).map_err(|refusal| refusal.code())
    }

    fn append(&mut self, event: Event, place: Place) {
        let version = self.entries.len() as u64 + 1;
        let (stream, recorded_at, meta) = (self.case.into(), self.now, self.meta());
        let entry = Entry { place, stream, version, recorded_at, meta, event };
        intake::Intake::evolve(&mut self.desks.intake, &entry);
        triage::Triage::evolve(&mut self.desks.triage, &entry);
        mediation::Mediation::evolve(&mut self.desks.mediation, &entry);
        litigation::Litigation::evolve(&mut self.desks.litigation, &entry);
        petition::Petition::evolve(&mut self.desks.petition, &entry);
        oversight::Oversight::evolve(&mut self.desks.oversight, &entry);
        registry::Registry::evolve(&mut self.desks.registry, &entry);
        self.entries.push(entry);
    }

    fn meta(&self) -> timeline::Meta {
        let (who, whom) = &self.who;
        let request = RequestId::derive(self.case.uuid(), &self.requests.to_string());
        timeline::Meta { actor: actor(who), department: department(whom), request, ..desk_meta(self.now) }
    }
}

fn named(event: &Event) -> Vec<PartyId> {
    match event {
        Event::Intake(IntakeEvent::CaseRegistered(case)) => case.parties.iter().map(|party| party.id).collect(),
        Event::Intake(IntakeEvent::PartyAdded(added)) => vec![added.party.id],
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => Vec::new(),
    }
}

macro_rules! desks {
    ($($desk:ident: $Decider:ident),*) => {$(
        impl Asked for $desk::Command {
            type Desk = $desk::$Decider;

            fn state(play: &Play) -> &$desk::State {
                &play.desks.$desk
            }

            fn prepare(&mut self, play: &Play, request: RequestId) {
                self.each_personal(SubjectId::from(play.case), request, &mut |text, subject| {
                    text.seal(|clear| Sealed::clear(subject, clear));
                });
                look_up::$desk(self, play);
            }

            fn page(&self) -> Option<&ActorId> {
                page::$desk(self)
            }
        }
    )*};
}

desks! {
    intake: Intake, triage: Triage, mediation: Mediation, litigation: Litigation, petition: Petition, oversight: Oversight,
    registry: Registry
}

/// Whose page of the register a command is about.
mod page {
    use timeline::ActorId;

    pub(super) const fn intake(_: &intake::Command) -> Option<&ActorId> {
        None
    }

    pub(super) const fn triage(_: &triage::Command) -> Option<&ActorId> {
        None
    }

    pub(super) const fn mediation(command: &mediation::Command) -> Option<&ActorId> {
        command.page()
    }

    pub(super) const fn litigation(_: &litigation::Command) -> Option<&ActorId> {
        None
    }

    pub(super) const fn petition(_: &petition::Command) -> Option<&ActorId> {
        None
    }

    pub(super) const fn oversight(_: &oversight::Command) -> Option<&ActorId> {
        None
    }

    pub(super) const fn registry(_: &registry::Command) -> Option<&ActorId> {
        None
    }
}

/// What other streams would have told.
mod look_up {
    use mediation::Register;

    use super::{CaseNumber, Play, VoiceTag};

    pub(super) fn intake(command: &mut intake::Command, _: &Play) {
        match command {
            intake::Command::RegisterCase(command) => {
                command.known.number.get_or_insert(CaseNumber::new(2026, 1));
            }
            // Every other case and visit there may be is there, and every file lies in the store.
            intake::Command::RecordVisit(visit) => visit.case_is_there = true,
            intake::Command::AnswerEnquiry(enquiry) => enquiry.visit_is_there = true,
            intake::Command::DesignateRepresentatives(who) => who.visit_is_there = true,
            intake::Command::SuspectDuplicate(pair) => pair.other_is_there = true,
            intake::Command::ConfirmDuplicate(pair) => pair.other_is_there = true,
            intake::Command::RuleOutDuplicate(pair) => pair.other_is_there = true,
            intake::Command::SubmitMaterial(material) => {
                let intake::SubmitMaterial { blob, media_type, .. } = *material;
                material.stored = Some(intake::StoredFile { blob, media_type, bytes: 2_048 });
            }
            _ => {}
        }
    }

    pub(super) const fn triage(_: &mut triage::Command, _: &Play) {}

    pub(super) fn mediation(command: &mut mediation::Command, play: &Play) {
        if let Some((mediator, register)) = command.looks_up() {
            *register = Register::read(&play.page(mediator));
        }
    }

    pub(super) const fn litigation(_: &mut litigation::Command, _: &Play) {}

    pub(super) const fn petition(_: &mut petition::Command, _: &Play) {}

    pub(super) fn oversight(command: &mut oversight::Command, _: &Play) {
        if let oversight::Command::NoteEvaluation(note) = command {
            note.voice.get_or_insert(VoiceTag::new([1; 32]));
        }
    }

    pub(super) const fn registry(_: &mut registry::Command, _: &Play) {}
}
