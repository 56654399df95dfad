//! Screening and sessions.

use rules::Rulebook;
use timeline::{
    Desk, PartyRole, Personal, PlaceCode, SessionAdjourned, SessionCorrected, SessionForm, SessionHeld,
    SessionScheduled, SessionSetting, ViolenceScreened,
};

use super::{Decision, both_sides, known, mediated, open};
use crate::command::{AdjournSession, CorrectSession, HoldSession, ScheduleSession, ScreenViolence};
use crate::state::Session;
use crate::{Refusal, State};

/// Each side is asked apart; a later screening replaces the one before.
pub(super) fn screen(state: &State, command: &ScreenViolence) -> Decision {
    let ScreenViolence { finding, protection_order_shown, reported } = *command;
    open(state)?;
    Ok(vec![ViolenceScreened { finding, protection_order_shown, reported }.into()])
}

/// A session needs an open mediation, a mediator, two sides, and the consent of everybody on both of them, those who
/// were named later included (people's mediation law, articles 3 and 17).
pub(super) fn schedule(state: &State, command: ScheduleSession, desk: &Desk<'_, Rulebook>) -> Decision {
    let ScheduleSession { at, place, form, setting, invited } = command;
    mediated(state)?;
    if state.recusal_asked {
        return Err(Refusal::RecusalPending);
    }
    if !state.parties.iter().any(|(_, role)| *role == PartyRole::Respondent) {
        return Err(Refusal::NoOtherSide);
    }
    if let Some(party) = state.sides().find(|party| !state.consents.contains(party)) {
        return Err(Refusal::PartyNotConsented { party });
    }
    known(state, &invited)?;
    if setting != Some(SessionSetting::Separate) {
        safe(state, desk)?;
    }
    somewhere(place.as_ref(), form, desk)?;
    let session = state.sessions.iter().map(|session| session.number).max().unwrap_or(0) + 1;
    let invited = (!invited.is_empty()).then_some(invited);
    Ok(vec![SessionScheduled { session, at, place, form, setting, invited }.into()])
}

/// Who meets face to face meets at a place; a call, a video or letters need none (online mediation rules, article 16).
fn somewhere(place: Option<&PlaceCode>, form: SessionForm, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    match (place, form) {
        (Some(place), _) if desk.rulebook.place(place).is_none() => Err(Refusal::UnknownPlace { place: place.clone() }),
        (None, SessionForm::OnSite) => Err(Refusal::PlaceNotNamed),
        (Some(_), _) | (None, SessionForm::Video | SessionForm::Phone | SessionForm::Written) => Ok(()),
    }
}

/// Nobody sits at one table with somebody who may have beaten them before that was asked; and if there are signs of it,
/// not before the protection order was explained and the police was told (anti-domestic-violence law, articles 14, 23).
fn safe(state: &State, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let needed = state.violence_feared || state.dispute_type.as_ref().is_some_and(|kind| desk.rulebook.screens(kind));
    match state.screening {
        None if needed => Err(Refusal::NotScreened),
        Some(screening) if !screening.protected => Err(Refusal::ProtectionNotShown),
        None | Some(_) => Ok(()),
    }
}

/// A session that did not take place keeps its number; a later one is set, or it is held when it was put off to.
pub(super) fn adjourn(state: &State, command: &AdjournSession) -> Decision {
    let AdjournSession { session, put_off_to } = *command;
    open(state)?;
    if found(state, session)?.held.is_some() {
        return Err(Refusal::SessionAlreadyHeld { session });
    }
    Ok(vec![SessionAdjourned { session, put_off_to }.into()])
}

/// A session that was set may be recorded once, also later, as long as it took place before the mediation ended: after
/// that nobody's consent covers it. Where both sides came together, however it was set, the screening comes first.
pub(super) fn hold(state: &State, command: HoldSession, desk: &Desk<'_, Rulebook>) -> Decision {
    let HoldSession { session: number, attended, record, undisputed_facts } = command;
    let session = found(state, number)?;
    if session.held.is_some() {
        return Err(Refusal::SessionAlreadyHeld { session: number });
    }
    if session.lapsed_at.is_some_and(|lapsed_at| desk.meta.occurred_at > lapsed_at) {
        return Err(Refusal::SessionLapsed { session: number });
    }
    known(state, &attended)?;
    if both_sides(state, &attended).is_ok() {
        safe(state, desk)?;
    }
    let record = record.map(Personal::sealed);
    let undisputed_facts = undisputed_facts.map(Personal::sealed);
    Ok(vec![SessionHeld { session: number, attended, record, undisputed_facts }.into()])
}

/// What was recorded wrongly is set right by a further fact that names it.
pub(super) fn correct(state: &State, command: CorrectSession) -> Decision {
    let CorrectSession { session, attended, record } = command;
    let corrects = found(state, session)?.held.ok_or(Refusal::SessionNotHeld { session })?;
    known(state, &attended)?;
    let attended = (!attended.is_empty()).then_some(attended);
    Ok(vec![SessionCorrected { corrects, session, attended, record: record.map(Personal::sealed) }.into()])
}

fn found(state: &State, session: u32) -> Result<&Session, Refusal> {
    state.sessions.iter().find(|known| known.number == session).ok_or(Refusal::NoSuchSession { session })
}
