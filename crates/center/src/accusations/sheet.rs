//! Where an accusation stands: for those who handle it, and for whoever accused.

use access::{Action, Actor, CaseFacts, Mask, Relation, Viewer, decide};
use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Rulebook, day_of};
use serde::Serialize;
use serde_json::Value;
use timeline::{
    AccusationNumber, AccusationOutcome, Accuser, AccuserStanding, ActorId, DepartmentCode, Entry, Event,
    PetitionEvent, Sealed, StreamId,
};

use super::registered;
use crate::Opener;
use crate::by_code::{Matter, MatterProgress};
use crate::command::States;

/// An accusation, for one of those who handle it. Personal values are sealed: what leaves the center is
/// [`AccusationSheet::shown`].
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AccusationSheet {
    /// Its id.
    pub accusation: StreamId,
    /// How many facts there are.
    pub version: u64,
    /// The number it is known by.
    pub number: AccusationNumber,
    /// How much whoever accused shows of itself.
    pub standing: AccuserStanding,
    /// Who accused, if this reader may know.
    pub accuser: Option<Accuser>,
    /// Whether there is a name that this reader is not shown.
    pub masked: bool,
    /// The departments it is about.
    pub accused: Vec<DepartmentCode>,
    /// Whom it is about, by name.
    pub accused_persons: Option<Sealed>,
    /// What is told.
    pub claim: Sealed,
    /// The seat that received it.
    pub seat: DepartmentCode,
    /// Who has it now.
    pub holder: DepartmentCode,
    /// `registered`, `transferred`, `accepted`, `declined` or `closed`.
    pub state: &'static str,
    /// The last day on which whoever accused is to be told what becomes of it.
    pub tell_by: Option<Date>,
    /// What whoever accused was told.
    pub answer: Option<Sealed>,
    /// How it ended.
    pub outcome: Option<AccusationOutcome>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// What happened, oldest first.
    pub steps: Vec<Step>,
    /// What the reader may ask for next, by the words of the commands; the desk may still refuse.
    pub offers: Vec<&'static str>,
    /// For whom it was made.
    #[serde(skip)]
    viewer: Viewer,
    #[serde(skip)]
    opener: Opener,
}

/// Something that happened to an accusation.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Step {
    /// What, by the wire name of the fact.
    pub kind: &'static str,
    /// When it was recorded.
    pub at: Timestamp,
    /// By which department.
    pub department: DepartmentCode,
    /// By whom.
    pub actor: ActorId,
    /// What was written down with it.
    pub text: Option<Sealed>,
}

impl Step {
    fn of(entry: &Entry) -> Self {
        let text = match &entry.event {
            Event::Petition(PetitionEvent::AccusationDeclined(fact)) => Some(fact.note.clone()),
            Event::Petition(PetitionEvent::AccusationAnswered(fact)) => Some(fact.answer.clone()),
            Event::Petition(PetitionEvent::UnmaskingProposed(fact)) => Some(fact.reason.clone()),
            _ => None,
        };
        let (meta, kind) = (&entry.meta, entry.event.kind().name);
        Self { kind, at: entry.recorded_at, department: meta.department.clone(), actor: meta.actor.clone(), text }
    }
}

/// What becomes of an accusation, folded from its facts.
#[derive(Default)]
struct Standing {
    transferred: Option<DepartmentCode>,
    state: &'static str,
    answer: Option<Sealed>,
    outcome: Option<AccusationOutcome>,
    proposer: Option<ActorId>,
    /// Those two who may know who accused.
    initiates: Vec<ActorId>,
}

impl Standing {
    fn of(entries: &[Entry]) -> Self {
        let mut standing = Self { state: "registered", ..Self::default() };
        entries.iter().for_each(|entry| standing.note(entry));
        standing
    }

    fn note(&mut self, entry: &Entry) {
        let Event::Petition(fact) = &entry.event else { return };
        match fact {
            PetitionEvent::AccusationRegistered(_) => {}
            PetitionEvent::AccusationTransferred(fact) => {
                (self.state, self.transferred) = ("transferred", Some(fact.to.clone()));
            }
            PetitionEvent::AccusationAccepted(_) => self.state = "accepted",
            PetitionEvent::AccusationDeclined(_) => self.state = "declined",
            PetitionEvent::AccusationAnswered(fact) => self.answer = Some(fact.answer.clone()),
            PetitionEvent::AccusationClosed(fact) => (self.state, self.outcome) = ("closed", Some(fact.outcome)),
            PetitionEvent::UnmaskingProposed(_) => self.proposer = Some(entry.meta.actor.clone()),
            PetitionEvent::AccuserUnmasked(_) => {
                self.initiates.extend(self.proposer.take());
                self.initiates.push(entry.meta.actor.clone());
            }
        }
    }

    /// Whether somebody may know who accused: by name everybody who handles it, in confidence only the two who opened it.
    fn knows(&self, standing: AccuserStanding, who: &ActorId) -> bool {
        match standing {
            AccuserStanding::Named => true,
            AccuserStanding::Confidential => self.initiates.contains(who),
            AccuserStanding::Anonymous => false,
        }
    }
}

/// The last day on which whoever accused is to be told what becomes of it.
fn tell_by(entry: &Entry, rulebook: &Rulebook) -> Option<Date> {
    rulebook.within(day_of(entry.meta.occurred_at), rulebook.accusations()?.tell_days)
}

impl AccusationSheet {
    pub(super) fn of(entries: &[Entry], (actor, facts): (&Actor, &CaseFacts), rulebook: &Rulebook) -> Option<Self> {
        let (first, last) = (entries.first()?, entries.last()?);
        let fact = registered(&first.event)?.clone();
        let standing = Standing::of(entries);
        let mut states = States::default();
        entries.iter().for_each(|entry| states.evolve(entry));
        let knows = standing.knows(fact.standing, &actor.id);
        let allowed = |word| Action::from_name(word).is_some_and(|action| decide(actor, action, facts).allowed());
        let offered = petition::Command::WORDS.iter().copied().filter(|word| states.offer(word));
        Some(Self {
            accusation: first.stream,
            version: last.version,
            number: fact.number,
            standing: fact.standing,
            masked: fact.accuser.is_some() && !knows,
            accuser: fact.accuser.filter(|_| knows).map(|accuser| *accuser),
            accused: fact.accused,
            accused_persons: fact.accused_persons,
            claim: fact.claim,
            holder: standing.transferred.unwrap_or_else(|| fact.seat.clone()),
            seat: fact.seat,
            state: standing.state,
            tell_by: tell_by(first, rulebook).filter(|_| standing.state != "closed"),
            answer: standing.answer,
            outcome: standing.outcome,
            registered_at: first.recorded_at,
            steps: entries.iter().map(Step::of).collect(),
            offers: offered.filter(|word| allowed(word)).collect(),
            viewer: Viewer { mask: Mask::Full, relation: Relation::of(actor, facts), ..Viewer::STRANGER },
            opener: Opener::default(),
        })
    }

    pub(super) fn opened_with(self, opener: &Opener) -> Self {
        Self { opener: opener.clone(), ..self }
    }

    /// What leaves the center: plain JSON, for the reader the sheet was made for.
    #[must_use]
    pub fn shown(&self) -> Value {
        self.opener.disclosed(self, self.accusation.into(), &self.viewer)
    }

    /// For whom it was made, as it is written down before it leaves.
    #[must_use]
    pub const fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}

impl MatterProgress {
    /// What became of an accusation, for whoever holds its code.
    pub(crate) fn of_accusation(entries: &[Entry], rulebook: &Rulebook, opener: &Opener) -> Option<Self> {
        let (first, last) = (entries.first()?, entries.last()?);
        let fact = registered(&first.event)?;
        let Standing { transferred, state, answer, outcome, .. } = Standing::of(entries);
        Some(Self {
            matter: Matter::Accusation,
            number: fact.number.to_string(),
            state,
            unconfirmed: false,
            holder: None,
            held_since: None,
            next: None,
            department: Some(transferred.unwrap_or_else(|| fact.seat.clone())),
            outcome: outcome.map(AccusationOutcome::as_str),
            tell_by: tell_by(first, rulebook).filter(|_| state != "closed"),
            answer: answer.and_then(|answer| opener.text(first.stream, &answer)),
            registered_at: first.recorded_at,
            changed_at: last.recorded_at,
        })
    }
}
