//! The mediator and the sessions.

use rules::Rulebook;
use timeline::{Desk, MediatorAppointed, PartyRole, Personal, SessionHeld, SessionScheduled};

use super::{Decision, known};
use crate::command::{AppointMediator, HoldSession, ScheduleSession};
use crate::state::Phase;
use crate::{Refusal, State};

/// The mediator is somebody in the list of mediators (people's mediation law, article 19). A later appointment
/// replaces the one before.
pub(super) fn appoint(state: &State, command: AppointMediator, desk: &Desk<'_, Rulebook>) -> Decision {
    let AppointMediator { mediator } = command;
    if state.phase != Phase::Open {
        return Err(Refusal::NotOpen);
    }
    if !desk.rulebook.is_mediator(&mediator) {
        return Err(Refusal::NotAMediator { mediator });
    }
    if state.mediator.as_ref() == Some(&mediator) {
        return Ok(Vec::new());
    }
    Ok(vec![MediatorAppointed { mediator }.into()])
}

/// A session needs an open mediation, a mediator, two sides, and the consent of everybody on both of them, those who
/// were named later included (people's mediation law, articles 3 and 17).
pub(super) fn schedule(state: &State, command: ScheduleSession, desk: &Desk<'_, Rulebook>) -> Decision {
    let ScheduleSession { at, place, form } = command;
    if state.phase != Phase::Open {
        return Err(Refusal::NotOpen);
    }
    if state.mediator.is_none() {
        return Err(Refusal::NoMediator);
    }
    if !state.parties.iter().any(|(_, role)| *role == PartyRole::Respondent) {
        return Err(Refusal::NoOtherSide);
    }
    if let Some(party) = state.sides().find(|party| !state.consents.contains(party)) {
        return Err(Refusal::PartyNotConsented { party });
    }
    if desk.rulebook.place(&place).is_none() {
        return Err(Refusal::UnknownPlace { place });
    }
    let session = state.sessions.iter().map(|session| session.number).max().unwrap_or(0) + 1;
    Ok(vec![SessionScheduled { session, at, place, form, setting: None, invited: None }.into()])
}

/// A session that was set may be recorded once, also later, as long as it took place before the mediation ended: after
/// that nobody's consent covers it.
pub(super) fn hold(state: &State, command: HoldSession, desk: &Desk<'_, Rulebook>) -> Decision {
    let HoldSession { session: number, attended, record, undisputed_facts } = command;
    let session = state.sessions.iter().find(|session| session.number == number);
    let session = session.ok_or(Refusal::NoSuchSession { session: number })?;
    if session.held {
        return Err(Refusal::SessionAlreadyHeld { session: number });
    }
    if session.lapsed_at.is_some_and(|lapsed_at| desk.meta.occurred_at > lapsed_at) {
        return Err(Refusal::SessionLapsed { session: number });
    }
    known(state, &attended)?;
    let record = record.map(Personal::sealed);
    let undisputed_facts = undisputed_facts.map(Personal::sealed);
    Ok(vec![SessionHeld { session: number, attended, record, undisputed_facts }.into()])
}
