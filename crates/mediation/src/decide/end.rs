//! More time, the end, and the paper about it.

use rules::{Rulebook, day_of};
use timeline::{
    Desk, MediationCertified, MediationEvent, MediationExtended, MediationTerminated, RemediesAdvised,
    TerminationReason,
};

use super::{Decision, give_up_appraisals, known, open};
use crate::command::{CertifyMediation, ExtendMediation, TerminateMediation};
use crate::state::Phase;
use crate::{Refusal, State};

/// Both sides may agree to more time than the law or they themselves have given (invited mediation, article 27; online
/// mediation rules, article 24).
pub(super) fn extend(state: &State, command: ExtendMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    let ExtendMediation { until, agreed_by } = command;
    known(state, &agreed_by)?;
    open(state)?;
    if let Some(party) = state.sides().find(|party| !agreed_by.contains(party)) {
        return Err(Refusal::ExtensionNotAgreed { party });
    }
    let today = day_of(desk.now);
    if until <= today || state.lasts_until(desk.rulebook, today).is_some_and(|last| until <= last.on) {
        return Err(Refusal::NotLater { date: until });
    }
    Ok(vec![MediationExtended { until, agreed_by }.into()])
}

/// A mediation ends for one of eight reasons (online mediation rules, article 25), and as agreed only if there is an
/// agreement, for the period only when that is over. When it has failed, the parties are told what else they can do (people's mediation law, article 26).
pub(super) fn terminate(state: &State, command: &TerminateMediation, desk: &Desk<'_, Rulebook>) -> Decision {
    let reason = command.reason;
    let agreed = reason == TerminationReason::Agreed;
    match state.phase {
        Phase::None => Err(Refusal::NotOpen),
        Phase::Agreed if agreed => Ok(vec![MediationTerminated { reason }.into()]),
        Phase::Agreed => Err(Refusal::AgreementStands),
        Phase::Open | Phase::Stopped if agreed => Err(Refusal::NoAgreement),
        Phase::Open | Phase::Stopped => {
            let ended_on = day_of(desk.meta.occurred_at);
            let left = state.lasts_until(desk.rulebook, ended_on).filter(|last| ended_on <= last.on);
            match left.filter(|_| reason == TerminationReason::PeriodOver) {
                Some(last) => Err(Refusal::PeriodNotOver { until: last.on }),
                None => Ok(failed(state, reason, desk).collect()),
            }
        }
    }
}

/// What is recorded of a mediation that failed: nothing is waited for any more, it has ended, and what the parties can
/// still do.
pub(super) fn failed(
    state: &State,
    reason: TerminationReason,
    desk: &Desk<'_, Rulebook>,
) -> impl Iterator<Item = MediationEvent> {
    let remedies = desk.rulebook.remedies(state.dispute_type.as_ref());
    let ended = [MediationTerminated { reason }.into(), RemediesAdvised { remedies }.into()];
    give_up_appraisals(state).chain(ended)
}

/// A party is certified from when to when was mediated and why it failed, as often as it asks (Shandong regulation,
/// article 24; online mediation rules, article 25).
pub(super) fn certify(state: &State, command: &CertifyMediation) -> Decision {
    known(state, &[command.party])?;
    let ended = state.ended.ok_or(Refusal::NotEnded)?;
    let (party, began_at, ended_at, reason) = (command.party, ended.began_at, ended.ended_at, ended.reason);
    if reason == TerminationReason::Agreed {
        return Err(Refusal::AgreementStands);
    }
    Ok(vec![MediationCertified { party, began_at, ended_at, reason }.into()])
}
