//! Who stands beside the parties: guardians, agents, representatives.

use serde::Serialize;
use timeline::{AgentAuthorized, Entry, GuardianNamed, IntakeEvent, PartyId};

/// Who stands beside the parties, as it is now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct PeopleSheet {
    /// Who looks after whom: the last one named for each ward.
    pub guardians: Vec<GuardianNamed>,
    /// Whose power to act was not taken back. Some may have run out: the last day is among it.
    pub agents: Vec<AgentAuthorized>,
    /// Who speaks for those who came together.
    pub representatives: Vec<PartyId>,
}

impl PeopleSheet {
    /// Of a case with these facts.
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut sheet = Self::default();
        super::of_reception(entries).for_each(|fact| sheet.note(fact));
        sheet
    }

    fn note(&mut self, fact: &IntakeEvent) {
        match fact {
            IntakeEvent::GuardianNamed(named) => {
                self.guardians.retain(|known| known.ward != named.ward);
                self.guardians.push(named.clone());
            }
            IntakeEvent::AgentAuthorized(agent) => self.agents.push(agent.clone()),
            IntakeEvent::AgentDismissed(dismissed) => self.agents.retain(|agent| agent.agent != dismissed.agent),
            IntakeEvent::RepresentativesDesignated(named) => self.representatives.clone_from(&named.representatives),
            IntakeEvent::PartyRemoved(removed) => {
                self.guardians.retain(|known| known.ward != removed.party);
                self.agents.retain(|agent| agent.party != removed.party);
                self.representatives.retain(|party| *party != removed.party);
            }
            // No other fact of reception names anybody beside the parties.
            _ => {}
        }
    }
}
