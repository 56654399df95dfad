//! Which bodies of the county are themselves a party of a case: none of them handles it, or is shown who asks for what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use timeline::{DepartmentCode, IntakeEvent, Party, PartyId};

/// The fold: every party that is a body of the county.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Bodies(BTreeMap<PartyId, DepartmentCode>);

impl Bodies {
    /// Takes note of a fact of the case.
    pub(crate) fn apply(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(case) => case.parties.iter().for_each(|party| self.note(party)),
            IntakeEvent::PartyAdded(added) => self.note(&added.party),
            IntakeEvent::PartyCorrected(corrected) => self.note(&corrected.party),
            IntakeEvent::PartyRemoved(removed) => drop(self.0.remove(&removed.party)),
            IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => {}
        }
    }

    fn note(&mut self, party: &Party) {
        match &party.department {
            Some(department) => drop(self.0.insert(party.id, department.clone())),
            None => drop(self.0.remove(&party.id)),
        }
    }

    /// Each of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &DepartmentCode> {
        self.0.values()
    }
}
