//! Who stands in for whom, who sits where, and which department can be reached.

use rules::{Rulebook, day_of};
use timeline::{
    DelegationEnded, Desk, DutyDelegated, Residency, ResidencyArranged, ShiftClosed, ShiftOpened, WindowCode,
};

use super::{Decision, GRANT_DAYS_MAX, check_end, next, own};
use crate::command::{ArrangeResidency, DelegateDuty};
use crate::state::Account;
use crate::{Refusal, State};

/// One colleague of the same department stands in at a time; not for a privileged role, and nobody who has one.
pub(super) fn delegate(account: &Account, command: DelegateDuty, desk: &Desk<'_, Rulebook>) -> Decision {
    let DelegateDuty { account: _, to, until, around } = command;
    own(account, desk)?;
    let today = day_of(desk.now);
    if let Some(role) = account.privileged_on(today) {
        return Err(Refusal::DutyIsPersonal { role });
    }
    if to == account.id || around.colleague.as_ref() != Some(&account.department) {
        return Err(Refusal::NotAColleague { to });
    }
    if let Some(role) = around.kept_apart {
        return Err(Refusal::StandsInForNobody { to, role });
    }
    if let Some(open) = account.stand_in_on(today) {
        return Err(Refusal::DelegationOpen { to: open.to.clone() });
    }
    check_end(until, GRANT_DAYS_MAX, desk)?;
    let delegation = next(account.delegations.iter().map(|one| one.number));
    Ok(vec![DutyDelegated { delegation, to, until }.into()])
}

/// Whoever handed the duty over takes it back.
pub(super) fn end_delegation(account: &Account, delegation: u32, desk: &Desk<'_, Rulebook>) -> Decision {
    own(account, desk)?;
    if !account.delegations.iter().any(|one| one.number == delegation && !one.ended) {
        return Err(Refusal::NoSuchDelegation { delegation });
    }
    Ok(vec![DelegationEnded { delegation }.into()])
}

/// A window has one clerk at a time. Sitting down where one sits changes nothing.
pub(super) fn open_shift(state: &State, window: WindowCode, desk: &Desk<'_, Rulebook>) -> Decision {
    if desk.rulebook.window(&window).is_none() {
        return Err(Refusal::UnknownWindow { window });
    }
    match &state.shift {
        Some(by) if *by == desk.meta.actor => Ok(Vec::new()),
        Some(by) => Err(Refusal::ShiftOpen { by: by.clone() }),
        None => Ok(vec![ShiftOpened { window, by: desk.meta.actor.clone() }.into()]),
    }
}

/// Whoever notices that a window is left may say so: the person may have gone home.
pub(super) fn close_shift(state: &State, window: WindowCode) -> Decision {
    if state.shift.is_none() { Err(Refusal::NoShift) } else { Ok(vec![ShiftClosed { window }.into()]) }
}

/// A department that is not always there can be reached all the same.
pub(super) fn arrange(command: ArrangeResidency, desk: &Desk<'_, Rulebook>) -> Decision {
    let ArrangeResidency { department, residency, contact, within_minutes } = command;
    if desk.rulebook.department(&department).is_none() {
        return Err(Refusal::UnknownDepartment { department });
    }
    let reachable = contact.is_some() && within_minutes.is_some();
    match residency {
        Residency::Rotating | Residency::OnCall if !reachable => Err(Refusal::ContactMissing),
        Residency::Resident | Residency::Rotating | Residency::OnCall => {
            Ok(vec![ResidencyArranged { department, residency, contact, within_minutes }.into()])
        }
    }
}
