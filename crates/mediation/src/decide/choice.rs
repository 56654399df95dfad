//! Who mediates.

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    ActorId, CaseId, ConflictDisclosed, Desk, MediatorAppointed, MediatorChosen, RecusalDecided, RecusalRequested,
};

use super::{Decision, known, open};
use crate::command::{AppointMediator, ChooseMediator, DecideRecusal, DiscloseConflict, RequestRecusal};
use crate::state::Register;
use crate::{Refusal, State};

/// Each party may choose (people's mediation law, article 19; invited mediation, article 12). When everybody on both
/// sides chose the same one, it is appointed.
pub(super) fn choose(state: &State, command: ChooseMediator, desk: &Desk<'_, Rulebook>) -> Decision {
    let ChooseMediator { party, mediator, register } = command;
    known(state, &[party])?;
    open(state)?;
    appointable(state, &mediator, register.as_ref(), desk)?;
    if state.chosen.get(&party) == Some(&mediator) {
        return Ok(Vec::new());
    }
    let agrees = |other| other == party || state.chosen.get(&other) == Some(&mediator);
    let by_all = state.sides().all(agrees) && state.mediator.as_ref() != Some(&mediator);
    let appointed = by_all.then(|| MediatorAppointed { mediator: mediator.clone() }.into());
    Ok([MediatorChosen { party, mediator }.into()].into_iter().chain(appointed).collect())
}

/// The mediator is somebody in the register of mediators (people's mediation law, article 19). A later appointment
/// replaces the one before.
pub(super) fn appoint(state: &State, command: AppointMediator, desk: &Desk<'_, Rulebook>) -> Decision {
    let AppointMediator { mediator, register } = command;
    open(state)?;
    appointable(state, &mediator, register.as_ref(), desk)?;
    if state.mediator.as_ref() == Some(&mediator) {
        return Ok(Vec::new());
    }
    Ok(vec![MediatorAppointed { mediator }.into()])
}

/// In the register, in its term, not suspended, not too near to this case, and fit for this kind of mediation (invited
/// mediation, articles 5 to 10 and 14 to 16).
fn appointable(
    state: &State,
    mediator: &ActorId,
    register: Option<&Register>,
    desk: &Desk<'_, Rulebook>,
) -> Result<(), Refusal> {
    let mediator = mediator.clone();
    if state.recused.contains(&mediator) {
        return Err(Refusal::MediatorRecused { mediator });
    }
    let Some(page) = register.filter(|page| !page.struck_off) else {
        return Err(Refusal::NotAMediator { mediator });
    };
    free(&mediator, page, (desk.stream.into(), day_of(desk.now)))?;
    fit(state, mediator, page, desk.rulebook)
}

/// Nothing stands against it today, and in this case.
fn free(mediator: &ActorId, page: &Register, (case, today): (CaseId, Date)) -> Result<(), Refusal> {
    let mediator = mediator.clone();
    if !page.is_in_term(today) {
        return Err(Refusal::TermOver { mediator });
    }
    if page.is_suspended(today) {
        return Err(Refusal::MediatorSuspended { mediator });
    }
    if page.conflicts.contains(&case) {
        return Err(Refusal::MediatorConflicted { mediator });
    }
    Ok(())
}

/// The register says what it may mediate, and the law of that kind who may at all.
fn fit(state: &State, mediator: ActorId, page: &Register, rulebook: &Rulebook) -> Result<(), Refusal> {
    let Some(kind) = state.kind else { return Ok(()) };
    if !page.kinds.contains(&kind) {
        return Err(Refusal::NotForThisKind { mediator });
    }
    let rule = rulebook.mediation_kind(kind);
    if rule.is_some_and(|rule| !rule.mediators.contains(&page.qualification)) {
        return Err(Refusal::NotQualified { mediator });
    }
    Ok(())
}

/// The mediator tells the parties what could make them doubt its neutrality (invited mediation, article 14); whether it
/// goes on is for them to say.
pub(super) fn disclose(state: &State, command: DiscloseConflict) -> Decision {
    let DiscloseConflict { ground, detail } = command;
    let mediator = mediator_of(state)?;
    Ok(vec![ConflictDisclosed { mediator, ground, detail: detail.sealed() }.into()])
}

/// A party asks that the mediator step back, on one of three grounds (invited mediation, article 15). Until that is
/// decided no session is set.
pub(super) fn request_recusal(state: &State, command: RequestRecusal) -> Decision {
    let RequestRecusal { party, ground, detail } = command;
    known(state, &[party])?;
    let mediator = mediator_of(state)?;
    if state.recusal_asked {
        return Err(Refusal::RecusalPending);
    }
    Ok(vec![RecusalRequested { mediator, party, ground, detail: detail.map(timeline::Personal::sealed) }.into()])
}

/// If it is granted, the case needs another mediator.
pub(super) fn decide_recusal(state: &State, command: DecideRecusal) -> Decision {
    let DecideRecusal { granted, explanation } = command;
    let mediator = mediator_of(state)?;
    if !state.recusal_asked {
        return Err(Refusal::NoRecusalPending);
    }
    Ok(vec![RecusalDecided { mediator, granted, explanation: explanation.map(timeline::Personal::sealed) }.into()])
}

fn mediator_of(state: &State) -> Result<ActorId, Refusal> {
    open(state)?;
    state.mediator.clone().ok_or(Refusal::NoMediator)
}
