//! Matters a court gives to the center for mediation, and the report back.

use rules::{Period, Rulebook, day_of};
use timeline::{
    DelegationAccepted, DelegationDeclined, DelegationExtended, DelegationReceived, DelegationReported, Desk,
    PackageItem, PartyRole, Personal,
};

use super::{Decision, is_court, package, speaks};
use crate::command::{DeclineDelegation, ExtendDelegation, ReceiveDelegation};
use crate::state::Delegation;
use crate::{Refusal, State};

/// A court delegates one matter of a case at a time (civil procedure law, article 125), under a cause of action of the list
/// in use on that day.
pub(super) fn receive(state: &State, command: ReceiveDelegation, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReceiveDelegation { court, reference, cause, stage } = command;
    if state.closed {
        return Err(Refusal::CaseClosed);
    }
    is_court(&court, desk)?;
    speaks(&court, desk)?;
    if desk.rulebook.cause(&cause, day_of(desk.meta.occurred_at)).is_none() {
        return Err(Refusal::UnknownCause { cause });
    }
    if state.delegation.as_ref().is_some_and(|delegation| !delegation.reported) {
        return Err(Refusal::DelegationOpen);
    }
    Ok(vec![DelegationReceived { court, reference, cause, stage }.into()])
}

/// When the mediation has ended, the court that delegated it is told how, once (invited mediation, article 26). What was
/// said on the way stays here (article 22).
pub(super) fn report(state: &State) -> Decision {
    let delegation = state.delegation.as_ref().ok_or(Refusal::NotDelegated)?;
    if delegation.reported {
        return Err(Refusal::DelegationReported);
    }
    let ended = delegation.ended.ok_or(Refusal::MediationNotEnded)?;
    let told = [PackageItem::MediationReport, PackageItem::UndisputedFacts, PackageItem::Agreement];
    let (contents, _) = package::divided(state, told.into());
    Ok(vec![DelegationReported { court: delegation.court.clone(), ended, contents }.into()])
}

/// The center signs for a matter once; from that day the period of the mediation runs, which depends on the stage it was
/// given at (invited mediation, article 27).
pub(super) fn accept(state: &State, desk: &Desk<'_, Rulebook>) -> Decision {
    let delegation = unanswered(state)?;
    let until = desk.rulebook.last_day(Period::from(delegation.stage), day_of(desk.meta.occurred_at)).map(|due| due.on);
    Ok(vec![DelegationAccepted { court: delegation.court.clone(), until }.into()])
}

/// The center may say that it does not take a matter, with a ground (online mediation rules, article 12).
pub(super) fn decline(state: &State, command: DeclineDelegation) -> Decision {
    let DeclineDelegation { ground, explanation } = command;
    let court = unanswered(state)?.court.clone();
    Ok(vec![DelegationDeclined { court, ground, explanation: explanation.map(Personal::sealed) }.into()])
}

fn unanswered(state: &State) -> Result<&Delegation, Refusal> {
    let delegation = state.open_delegation().ok_or(Refusal::NotDelegated)?;
    if delegation.accepted { Err(Refusal::DelegationAnswered) } else { Ok(delegation) }
}

/// Both sides may give the mediation more time (invited mediation, article 27).
pub(super) fn extend(state: &State, command: ExtendDelegation) -> Decision {
    let ExtendDelegation { parties, until } = command;
    let delegation = state.open_delegation().ok_or(Refusal::NotDelegated)?;
    if !delegation.accepted {
        return Err(Refusal::DelegationNotAccepted);
    }
    let sides = state.parties.iter().filter(|party| party.role != PartyRole::ThirdParty);
    if let Some(party) = sides.map(|party| party.id).find(|party| !parties.contains(party)) {
        return Err(Refusal::ExtensionOnlyJointly { party });
    }
    match delegation.until {
        Some(so_far) if until <= so_far => Err(Refusal::NotLater { until: so_far }),
        Some(_) | None => Ok(vec![DelegationExtended { parties, until }.into()]),
    }
}
