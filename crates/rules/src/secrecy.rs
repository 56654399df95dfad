//! Who may know what a case says: what a person said of it, or what follows from what it is about; and who may not, because
//! it is too near to a party, or is one.
//!
//! What follows is computed and never stored, like a deadline: a pack that calls another type of dispute sensitive is in
//! force for every case there is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use timeline::{
    ActorId, Code, DepartmentCode, Entry, Event, IntakeEvent, Party, PartyId, Secrecy, TriageEvent, UrgentRisk,
};

use crate::Rulebook;

/// The fold: what was said, what a rule book must know to say more, and who stays away.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Discretion {
    said: Option<Secrecy>,
    dispute_type: Option<Code>,
    risks: BTreeSet<UrgentRisk>,
    minors: BTreeSet<PartyId>,
    /// Parties that are bodies of the county.
    bodies: BTreeMap<PartyId, DepartmentCode>,
    recused: BTreeSet<ActorId>,
}

impl Discretion {
    /// Takes note of a fact of the case.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Intake(fact) => self.apply_intake(fact),
            Event::Triage(TriageEvent::CaseClassified(fact)) => {
                let new = self.dispute_type.replace(fact.dispute_type.clone()).as_ref() != Some(&fact.dispute_type);
                self.reconsider(new);
            }
            Event::Triage(TriageEvent::SecrecySet(fact)) => self.said = Some(fact.secrecy),
            Event::Triage(TriageEvent::OfficerRecused(fact)) => drop(self.recused.insert(fact.officer.clone())),
            Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_)
            | Event::Registry(_) => {}
        }
    }

    fn apply_intake(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => case.parties.iter().for_each(|party| self.note(party)),
            IntakeEvent::PartyAdded(added) => self.note(&added.party),
            IntakeEvent::PartyCorrected(corrected) => self.note(&corrected.party),
            IntakeEvent::PartyRemoved(removed) => self.forget(removed.party),
            IntakeEvent::UrgentRiskReported(fact) => {
                let new = self.risks.insert(fact.risk);
                self.reconsider(new);
            }
            IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    /// A party as it is known now.
    fn note(&mut self, party: &Party) {
        let known_as_minor = self.minors.contains(&party.id);
        self.forget(party.id);
        if let Some(body) = &party.department {
            self.bodies.insert(party.id, body.clone());
        }
        if party.is_minor() {
            self.minors.insert(party.id);
            self.reconsider(!known_as_minor);
        }
    }

    fn forget(&mut self, party: PartyId) {
        self.minors.remove(&party);
        self.bodies.remove(&party);
    }

    /// What is new is not covered by what was said before it: who widened the circle did not know of it.
    fn reconsider(&mut self, new: bool) {
        if new {
            self.said = self.said.filter(|said| *said != Secrecy::Normal);
        }
    }

    /// Whether it was sealed: that is only ever what a person said, so no rule book has to be asked.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.said == Some(Secrecy::Sealed)
    }

    /// Bodies of the county that are themselves a party: none of them judges its own cause.
    pub fn parties(&self) -> impl Iterator<Item = &DepartmentCode> {
        self.bodies.values()
    }

    /// Members of staff who have nothing more to do with the case.
    #[must_use]
    pub const fn recused(&self) -> &BTreeSet<ActorId> {
        &self.recused
    }

    /// Whether nothing is known that could make fewer people know of it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Who may know what the case says, by this rule book.
    #[must_use]
    pub fn secrecy(&self, rulebook: &Rulebook) -> Secrecy {
        let of_itself = || {
            self.dispute_type.as_ref().is_some_and(|kind| rulebook.is_sensitive_type(kind))
                || self.risks.iter().any(|risk| rulebook.is_sensitive_risk(*risk))
                || (rulebook.protects_minors() && !self.minors.is_empty())
        };
        self.said.unwrap_or_else(|| if of_itself() { Secrecy::Sensitive } else { Secrecy::Normal })
    }
}
