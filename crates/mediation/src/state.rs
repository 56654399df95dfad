//! What the mediation rooms remember of a case, and of a mediator's page in the register.

mod agreements;
mod evolve;
mod offers;
mod register;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Due, Pause, Rulebook, day_of};
use timeline::{
    ActorId, Code, EventId, MediationKind, PartyId, PartyRole, ReturnVisitScheduled, TerminationReason,
    ViolenceFinding, ViolenceScreened,
};

pub use agreements::Overdue;
pub(crate) use agreements::{Agreements, Draft, Hand, Part};
pub use register::Register;

/// Enough for the rules of mediation, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    pub(crate) registered: bool,
    pub(crate) closed: bool,
    pub(crate) dispute_type: Option<Code>,
    pub(crate) parties: Vec<(PartyId, PartyRole)>,
    /// Who is looked after by somebody, and whether one of those may act in this case.
    pub(crate) wards: BTreeMap<PartyId, bool>,
    /// Somebody saw violence at home.
    pub(crate) violence_feared: bool,
    pub(crate) screening: Option<Screening>,
    pub(crate) phase: Phase,
    pub(crate) kind: Option<MediationKind>,
    pub(crate) began_at: Option<Timestamp>,
    /// How the last mediation ended.
    pub(crate) ended: Option<Ended>,
    pub(crate) mediator: Option<ActorId>,
    /// Whom each party chose.
    pub(crate) chosen: BTreeMap<PartyId, ActorId>,
    /// Somebody asked that the mediator step back, and nobody has decided.
    pub(crate) recusal_asked: bool,
    /// Who stepped back, and mediates no more in this case.
    pub(crate) recused: BTreeSet<ActorId>,
    pub(crate) consents: BTreeSet<PartyId>,
    pub(crate) sessions: Vec<Session>,
    /// What experts were asked, by its number, and how long it took them.
    pub(crate) appraisals: BTreeMap<u32, Pause>,
    pub(crate) agreements: Agreements,
    /// The last day of the time that was agreed, if it was extended.
    pub(crate) extended_until: Option<Date>,
    /// The parties may feign a dispute: everything stands still until that is decided.
    pub(crate) suspected: bool,
    pub(crate) visits: Vec<Visit>,
    /// The page of the register, on a mediator's stream.
    pub(crate) page: Option<Register>,
}

/// Where the mediation of a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Phase {
    /// Nobody has asked for one, or the last one has ended.
    #[default]
    None,
    /// Asked for or offered.
    Open,
    /// A party went to court while it was open: it has ended in fact, and its end is not recorded yet.
    Stopped,
    /// It ended with an agreement, and its end is not recorded apart.
    Agreed,
}

/// What a screening for violence found, and whether everything was done that it calls for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Screening {
    pub(crate) finding: ViolenceFinding,
    pub(crate) protected: bool,
}

/// How a mediation ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ended {
    pub(crate) began_at: Timestamp,
    pub(crate) ended_at: Timestamp,
    pub(crate) reason: TerminationReason,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    pub(crate) number: u32,
    /// The entry that says it was held.
    pub(crate) held: Option<EventId>,
    /// When the mediation it was set in ended: a session that took place later was covered by nobody's consent.
    pub(crate) lapsed_at: Option<Timestamp>,
}

/// A return visit that was set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Visit {
    pub(crate) number: u32,
    pub(crate) agreement: u32,
    pub(crate) visit_by: Date,
    pub(crate) made: bool,
}

impl Screening {
    /// What a screening says: where there are signs of violence, everything the law calls for must have been done.
    pub(crate) fn of(fact: &ViolenceScreened) -> Self {
        let done = fact.protection_order_shown && fact.reported;
        Self { finding: fact.finding, protected: done || fact.finding == ViolenceFinding::Absent }
    }
}

impl Session {
    /// One that was set, and has not taken place.
    pub(crate) const fn set(number: u32) -> Self {
        Self { number, held: None, lapsed_at: None }
    }
}

impl Visit {
    /// One that was set, and has not been made.
    pub(crate) const fn set(fact: &ReturnVisitScheduled) -> Self {
        Self { number: fact.return_visit, agreement: fact.agreement, visit_by: fact.visit_by, made: false }
    }
}

impl State {
    /// The parties whose agreement mediation needs: both sides, not third parties.
    pub(crate) fn sides(&self) -> impl Iterator<Item = PartyId> {
        self.parties.iter().filter(|(_, role)| *role != PartyRole::ThirdParty).map(|(party, _)| *party)
    }

    /// The last day of the mediation that is or was open, as it looks today: what the law of its kind gives it, or what both
    /// sides agreed on after that; `None` where nobody set one.
    #[must_use]
    pub fn lasts_until(&self, rulebook: &Rulebook, today: Date) -> Option<Due> {
        let appraisals: Vec<Pause> = self.appraisals.values().copied().collect();
        let began = self.kind.zip(self.began_at.map(day_of));
        let by_law = began.and_then(|began| rulebook.mediation_until(began, &appraisals, today));
        let agreed = self.extended_until.map(Due::firm);
        [by_law, agreed].into_iter().flatten().max_by_key(|due| due.on)
    }

    /// The numbers of what experts were asked and have not answered.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = u32> {
        self.appraisals.iter().filter(|(_, pause)| pause.until.is_none()).map(|(number, _)| *number)
    }

    /// What was agreed, had to be done before this day, and is not done.
    #[must_use]
    pub fn overdue(&self, today: Date) -> Vec<Overdue> {
        self.agreements.overdue(today).collect()
    }

    pub(crate) fn role_of(&self, party: PartyId) -> Option<PartyRole> {
        self.parties.iter().find(|(known, _)| *known == party).map(|(_, role)| *role)
    }
}
