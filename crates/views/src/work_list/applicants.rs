//! Who asks, as it is known today: the first name on the list stands in the row.

use serde::{Deserialize, Serialize};
use timeline::{IntakeEvent, Party, PartyId, PartyRole, Sealed};

/// The applicants of a case, in the order they were named.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Applicants(Vec<(PartyId, Sealed)>);

impl Applicants {
    pub(super) fn note(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::CaseRegistered(fact) => fact.parties.iter().for_each(|party| self.name(party)),
            IntakeEvent::PartyAdded(fact) => self.name(&fact.party),
            IntakeEvent::PartyCorrected(fact) => self.name(&fact.party),
            IntakeEvent::PartyRemoved(fact) => self.0.retain(|known| known.0 != fact.party),
            _ => {}
        }
    }

    /// Whose name stands in the row.
    pub(super) fn first(&self) -> Option<&Sealed> {
        self.0.first().map(|(_, name)| name)
    }

    /// A party is called so, and is an applicant or none.
    fn name(&mut self, party: &Party) {
        let known = self.0.iter_mut().find(|known| known.0 == party.id);
        match (party.role, known) {
            (PartyRole::Applicant, Some(known)) => known.1 = party.name.clone(),
            (PartyRole::Applicant, None) => self.0.push((party.id, party.name.clone())),
            (PartyRole::Respondent | PartyRole::ThirdParty, _) => self.0.retain(|known| known.0 != party.id),
        }
    }
}
