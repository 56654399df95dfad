//! Matters a court gives to the center for mediation, and the report back.

use rules::Rulebook;
use timeline::{DelegationReceived, DelegationReported, Desk};

use super::{Decision, is_court, speaks};
use crate::command::ReceiveDelegation;
use crate::{Refusal, State};

/// A court delegates one matter of a case at a time (civil procedure law, article 125).
pub(super) fn receive(state: &State, command: ReceiveDelegation, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReceiveDelegation { court, reference, cause } = command;
    if state.closed {
        return Err(Refusal::CaseClosed);
    }
    is_court(&court, desk)?;
    speaks(&court, desk)?;
    if state.delegation.as_ref().is_some_and(|delegation| !delegation.reported) {
        return Err(Refusal::DelegationOpen);
    }
    Ok(vec![DelegationReceived { court, reference, cause, stage: None }.into()])
}

/// When the mediation has ended, the court that delegated it is told how, once (invited mediation, article 26). What was
/// said on the way stays here (article 22).
pub(super) fn report(state: &State) -> Decision {
    let delegation = state.delegation.as_ref().ok_or(Refusal::NotDelegated)?;
    if delegation.reported {
        return Err(Refusal::DelegationReported);
    }
    let ended = delegation.ended.ok_or(Refusal::MediationNotEnded)?;
    Ok(vec![DelegationReported { court: delegation.court.clone(), ended, contents: Vec::new() }.into()])
}
