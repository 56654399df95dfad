//! Asking for mediation, agreeing to it, refusing it.

use rules::Rulebook;
use timeline::{
    Desk, MediationConsented, MediationRefused, MediationRequested, MediationTerminated, RemediesAdvised,
    TerminationReason,
};

use super::{Decision, known};
use crate::command::{Consent, RefuseMediation, RequestMediation};
use crate::state::Phase;
use crate::{Refusal, State};

/// Mediation begins when a party asks for it or the center offers it (people's mediation law, article 17). Who asks,
/// consents by asking.
pub(super) fn request(state: &State, command: &RequestMediation) -> Decision {
    if state.closed {
        return Err(Refusal::CaseClosed);
    }
    known(state, command.by.as_slice())?;
    match state.phase {
        Phase::Open => return Err(Refusal::AlreadyOpen),
        Phase::Stopped => return Err(Refusal::StoppedBySuit),
        Phase::None | Phase::Agreed => {}
    }
    let requested = MediationRequested { kind: command.kind, by: command.by };
    let consented = command.by.map(|party| MediationConsented { party, with_guardian: None }.into());
    Ok([requested.into()].into_iter().chain(consented).collect())
}

/// A party may agree while a mediation is open. Agreeing twice changes nothing.
pub(super) fn consent(state: &State, command: &Consent) -> Decision {
    known(state, &[command.party])?;
    if state.phase != Phase::Open {
        return Err(Refusal::NotOpen);
    }
    if state.consents.contains(&command.party) {
        return Ok(Vec::new());
    }
    Ok(vec![MediationConsented { party: command.party, with_guardian: None }.into()])
}

/// Any party may refuse at any time, in every state of the case (people's mediation law, articles 3 and 17). That ends
/// an open mediation, and the parties are told what else they can do (article 26).
pub(super) fn refuse(state: &State, command: &RefuseMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    known(state, &[command.party])?;
    let refused = MediationRefused { party: command.party }.into();
    match state.phase {
        Phase::Open | Phase::Stopped => {
            let terminated = MediationTerminated { reason: TerminationReason::Refused };
            let remedies = desk.rulebook.remedies(state.dispute_type.as_ref());
            Ok(vec![refused, terminated.into(), RemediesAdvised { remedies }.into()])
        }
        Phase::None | Phase::Agreed => Ok(vec![refused]),
    }
}
