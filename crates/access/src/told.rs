//! What a department is told without asking.

use timeline::{Event, TriageEvent};

use crate::action::reach;
use crate::decide::within;
use crate::{Action, Actor, CaseFacts};

/// Whether a department is told of this case at all: it has, or had, to do with it, and is not itself a party.
#[must_use]
pub fn may_be_told(actor: &Actor, case: &CaseFacts) -> bool {
    within(actor, case, reach(actor.role, Action::ReadHistory)).is_ok() && !case.keeps_apart(actor)
}

/// Whether departments hear of such a fact of a case that is sealed, or is not.
///
/// Who may know what a case says, and who stays away from it, is said to nobody: the ground alone would tell what is hidden.
/// Of a sealed case a department hears what is asked of it and when that ends, as somebody has to act; everything else it
/// reads as whoever was named for it, and is told when the case is opened again.
#[must_use]
pub fn is_for_departments(fact: &Event, sealed: bool) -> bool {
    match fact {
        Event::Triage(TriageEvent::SecrecySet(_) | TriageEvent::OfficerRecused(_)) => false,
        Event::Triage(
            TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | TriageEvent::AssignmentWithdrawn(_)
            | TriageEvent::CoHandlerAdded(_)
            | TriageEvent::CoHandlerReleased(_)
            | TriageEvent::CaseClosed(_)
            | TriageEvent::CaseReopened(_),
        ) => true,
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => !sealed,
    }
}
