//! Who may know what a case says, and who stays away from it. Both may be said at any time, also of a closed case.

use rules::Rulebook;
use timeline::{ActorId, Desk, OfficerRecused, RecusalGround, SecrecySet};

use super::Decision;
use crate::command::{NarrowSecrecy, RecuseOfficer, StepAside, WidenSecrecy};
use crate::{Refusal, State};

/// Whoever works on the case may let fewer know of it.
pub(super) fn narrow(state: &State, command: &NarrowSecrecy, desk: &Desk<'_, Rulebook>) -> Decision {
    let NarrowSecrecy { secrecy, ground } = *command;
    if secrecy <= state.discretion.secrecy(desk.rulebook) {
        return Err(Refusal::NotNarrower);
    }
    Ok(vec![SecrecySet { secrecy, ground: Some(ground) }.into()])
}

/// Letting more know is for whoever watches over it.
pub(super) fn widen(state: &State, command: &WidenSecrecy, desk: &Desk<'_, Rulebook>) -> Decision {
    if command.secrecy >= state.discretion.secrecy(desk.rulebook) {
        return Err(Refusal::NotWider);
    }
    Ok(vec![SecrecySet { secrecy: command.secrecy, ground: None }.into()])
}

/// Nobody is asked why it was not said before.
pub(super) fn step_aside(state: &State, command: &StepAside, desk: &Desk<'_, Rulebook>) -> Decision {
    recused(state, desk.meta.actor.clone(), command.ground)
}

pub(super) fn recuse(state: &State, command: RecuseOfficer) -> Decision {
    recused(state, command.officer, command.ground)
}

fn recused(state: &State, officer: ActorId, ground: RecusalGround) -> Decision {
    if state.discretion.recused().contains(&officer) {
        return Err(Refusal::StandsAside { officer });
    }
    Ok(vec![OfficerRecused { officer, ground }.into()])
}
