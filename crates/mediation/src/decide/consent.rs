//! Asking for mediation, reaching the other side, agreeing to it, refusing it.

use rules::Rulebook;
use timeline::{
    Desk, MediationConsented, MediationRefused, MediationRequested, PartyId, RespondentContacted, TerminationReason,
};

use super::{Decision, end, known, open};
use crate::command::{Consent, ContactRespondent, RefuseMediation, RequestMediation};
use crate::state::Phase;
use crate::{Refusal, State};

/// Mediation begins when a party asks for it or, unless its law says otherwise, the center offers it (people's mediation
/// law, article 17). Who asks, consents by asking.
pub(super) fn request(state: &State, command: &RequestMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    if state.closed {
        return Err(Refusal::CaseClosed);
    }
    known(state, command.by.as_slice())?;
    match state.phase {
        Phase::Open => return Err(Refusal::AlreadyOpen),
        Phase::Stopped => return Err(Refusal::StoppedBySuit),
        Phase::None | Phase::Agreed => {}
    }
    let rule = desk.rulebook.mediation_kind(command.kind);
    if command.by.is_none() && rule.is_some_and(|rule| rule.on_application) {
        return Err(Refusal::OnlyOnApplication { kind: command.kind });
    }
    let requested = MediationRequested { kind: command.kind, by: command.by };
    let consented = command.by.map(|party| agreed(state, party, command.with_guardian)).transpose()?;
    Ok([requested.into()].into_iter().chain(consented.map(Into::into)).collect())
}

/// Every attempt to reach the other side is noted, also one that failed (online mediation rules, article 15).
pub(super) fn contact(state: &State, command: &ContactRespondent) -> Decision {
    let ContactRespondent { party, manner, reached } = *command;
    known(state, &[party])?;
    open(state)?;
    Ok(vec![RespondentContacted { party, manner, reached }.into()])
}

/// A party may agree while a mediation is open. Agreeing twice changes nothing.
pub(super) fn consent(state: &State, command: &Consent) -> Decision {
    known(state, &[command.party])?;
    open(state)?;
    if state.consents.contains(&command.party) {
        return Ok(Vec::new());
    }
    Ok(vec![agreed(state, command.party, command.with_guardian)?.into()])
}

/// Somebody who is looked after agrees with a guardian, and not with one who stands on the other side (civil code,
/// articles 19 to 23 and 35).
fn agreed(state: &State, party: PartyId, with_guardian: bool) -> Result<MediationConsented, Refusal> {
    match state.wards.get(&party) {
        Some(false) => Err(Refusal::GuardianMayNotAct { party }),
        Some(true) if !with_guardian => Err(Refusal::GuardianNeeded { party }),
        Some(true) | None => Ok(MediationConsented { party, with_guardian: with_guardian.then_some(true) }),
    }
}

/// Any party may refuse at any time, in every state of the case (people's mediation law, articles 3 and 17). That ends
/// an open mediation, and the parties are told what else they can do (article 26).
pub(super) fn refuse(state: &State, command: &RefuseMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    known(state, &[command.party])?;
    let refused = MediationRefused { party: command.party }.into();
    match state.phase {
        Phase::Open | Phase::Stopped => {
            Ok([refused].into_iter().chain(end::failed(state, TerminationReason::Refused, desk)).collect())
        }
        Phase::None | Phase::Agreed => Ok(vec![refused]),
    }
}
