//! The register of mediators (people's mediation law, articles 13 to 15; invited mediation, articles 5 to 10).

use rules::{Rulebook, day_of};
use timeline::{
    ConflictDeclared, Desk, MediatorEnrolled, MediatorResumed, MediatorStruckOff, MediatorSuspended,
    MediatorTermRenewed, MediatorTrained,
};

use super::Decision;
use crate::command::{
    DeclareConflict, EnrolMediator, RecordTraining, RenewTerm, ResumeMediator, StrikeOffMediator, SuspendMediator,
};
use crate::state::Register;
use crate::{Refusal, State};

/// A mediator has one page. Whoever was struck off may be entered anew.
pub(super) fn enrol(state: &State, command: EnrolMediator) -> Decision {
    let EnrolMediator { mediator, name, kinds, qualification, committee, term_from, term_until, languages } = command;
    if state.page.as_ref().is_some_and(|page| !page.struck_off) {
        return Err(Refusal::AlreadyEnrolled { mediator });
    }
    if term_until < term_from {
        return Err(Refusal::NotLater { date: term_until });
    }
    let name = name.sealed();
    Ok(vec![
        MediatorEnrolled { mediator, name, kinds, qualification, committee, term_from, term_until, languages }.into(),
    ])
}

pub(super) fn renew(state: &State, command: &RenewTerm) -> Decision {
    let page = enrolled(state, &command.mediator)?;
    if command.term_until <= page.term_until {
        return Err(Refusal::NotLater { date: command.term_until });
    }
    Ok(vec![MediatorTermRenewed { term_until: command.term_until }.into()])
}

pub(super) fn suspend(state: &State, command: SuspendMediator) -> Decision {
    enrolled(state, &command.mediator)?;
    Ok(vec![MediatorSuspended { explanation: command.explanation.sealed(), until: command.until }.into()])
}

/// Lifting what is not suspended changes nothing.
pub(super) fn resume(state: &State, command: &ResumeMediator) -> Decision {
    let suspended = enrolled(state, &command.mediator)?.suspension.is_some();
    Ok(if suspended { vec![MediatorResumed {}.into()] } else { Vec::new() })
}

pub(super) fn train(state: &State, command: RecordTraining, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordTraining { mediator, course, hours, trained_on } = command;
    enrolled(state, &mediator)?;
    if trained_on > day_of(desk.now) {
        return Err(Refusal::DateInFuture { date: trained_on });
    }
    Ok(vec![MediatorTrained { course, hours, trained_on }.into()])
}

/// Declaring it twice changes nothing.
pub(super) fn declare_conflict(state: &State, command: &DeclareConflict) -> Decision {
    let known = enrolled(state, &command.mediator)?.conflicts.contains(&command.case);
    let declared = ConflictDeclared { case: command.case, ground: command.ground };
    Ok(if known { Vec::new() } else { vec![declared.into()] })
}

pub(super) fn strike_off(state: &State, command: &StrikeOffMediator) -> Decision {
    enrolled(state, &command.mediator)?;
    Ok(vec![MediatorStruckOff { ground: command.ground }.into()])
}

fn enrolled<'a>(state: &'a State, mediator: &timeline::ActorId) -> Result<&'a Register, Refusal> {
    let page = state.page.as_ref().filter(|page| !page.struck_off);
    page.ok_or_else(|| Refusal::NotAMediator { mediator: mediator.clone() })
}
