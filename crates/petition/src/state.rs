//! What the petition desk remembers of an accusation.

use timeline::{AccuserStanding, ActorId, DepartmentCode, Entry, Event, PetitionEvent};

/// Enough for the rules of the desk, and no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// The seat that received it; `None` before it is registered.
    pub(crate) seat: Option<DepartmentCode>,
    /// The body it was transferred to.
    pub(crate) transferred: Option<DepartmentCode>,
    pub(crate) accused: Vec<DepartmentCode>,
    pub(crate) masked: bool,
    pub(crate) taken: Taken,
    pub(crate) answered: bool,
    pub(crate) closed: bool,
    /// Who has said why the name is needed, while no second person has agreed.
    pub(crate) unmasking: Option<ActorId>,
}

/// Whether it is looked into.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Taken {
    /// Nobody has said.
    #[default]
    Open,
    Accepted,
    Declined,
}

impl State {
    /// Who has it now.
    pub(crate) fn holder(&self) -> Option<&DepartmentCode> {
        self.transferred.as_ref().or(self.seat.as_ref())
    }

    pub(crate) fn evolve(&mut self, entry: &Entry) {
        let Event::Petition(fact) = &entry.event else { return };
        match fact {
            PetitionEvent::AccusationRegistered(registered) => {
                self.seat = Some(registered.seat.clone());
                self.accused.clone_from(&registered.accused);
                self.masked = registered.standing == AccuserStanding::Confidential;
            }
            // Whoever gets it decides anew whether it is looked into.
            PetitionEvent::AccusationTransferred(transferred) => {
                self.transferred = Some(transferred.to.clone());
                self.taken = Taken::Open;
            }
            PetitionEvent::AccusationAccepted(_) => self.taken = Taken::Accepted,
            PetitionEvent::AccusationDeclined(_) => self.taken = Taken::Declined,
            PetitionEvent::AccusationAnswered(_) => self.answered = true,
            PetitionEvent::AccusationClosed(_) => self.closed = true,
            PetitionEvent::UnmaskingProposed(_) => self.unmasking = Some(entry.meta.actor.clone()),
            PetitionEvent::AccuserUnmasked(_) => self.unmasking = None,
        }
    }

    /// Whether it makes sense to offer the command of this word now.
    pub(crate) fn offers(&self, word: &str) -> bool {
        let open = self.seat.is_some() && !self.closed;
        match word {
            "transfer_accusation" => open && self.taken != Taken::Accepted,
            "accept_accusation" | "decline_accusation" => open && self.taken == Taken::Open,
            "answer_accusation" => open && self.taken != Taken::Open,
            "close_accusation" => open,
            "propose_unmasking" => self.masked && self.unmasking.is_none(),
            "confirm_unmasking" => self.unmasking.is_some(),
            _ => false,
        }
    }
}
