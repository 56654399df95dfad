//! Feigned disputes: everything stands still until it is decided (invited mediation, article 18).

use rules::Rulebook;
use timeline::{Desk, FalseMediationDecided, FalseMediationSuspected, TerminationReason};

use super::{Decision, end, open};
use crate::command::{DecideFalseMediation, SuspectFalseMediation};
use crate::{Refusal, State};

pub(super) fn suspect(state: &State, command: SuspectFalseMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    let SuspectFalseMediation { grounds, reported_to } = command;
    open(state)?;
    if desk.rulebook.department(&reported_to).is_none() {
        return Err(Refusal::UnknownDepartment { department: reported_to });
    }
    if state.suspected {
        return Err(Refusal::Suspended);
    }
    Ok(vec![FalseMediationSuspected { grounds: grounds.sealed(), reported_to }.into()])
}

/// If it is confirmed the mediation has ended; a right to sue is not lost by it.
pub(super) fn decide(state: &State, command: DecideFalseMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    let DecideFalseMediation { confirmed, explanation } = command;
    if !state.suspected {
        return Err(Refusal::NotSuspected);
    }
    let ended = confirmed.then(|| end::failed(state, TerminationReason::Other, desk)).into_iter().flatten();
    let decided = FalseMediationDecided { confirmed, explanation: explanation.sealed() };
    Ok([decided.into()].into_iter().chain(ended).collect())
}
