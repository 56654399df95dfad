//! Whether the agreement is kept.

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    AgreementBreached, Desk, PerformanceCorrected, PerformanceRecorded, PerformanceReminded, RemediesAdvised,
};

use super::{Decision, known};
use crate::command::{CorrectPerformance, RecordPerformance, RemindPerformance, ReportBreach};
use crate::state::Part;
use crate::{Refusal, State};

/// Each part of the agreement is performed once; the center watches over it (people's mediation law, article 31), also
/// after the case was closed.
pub(super) fn perform(state: &State, command: &RecordPerformance, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordPerformance { instalment, performed_on } = *command;
    if part(state, instalment)?.performed.is_some() {
        return Err(Refusal::AlreadyPerformed { instalment });
    }
    past(performed_on, desk)?;
    Ok(vec![PerformanceRecorded { instalment, performed_on }.into()])
}

/// What was recorded wrongly is set right by a further fact that names it.
pub(super) fn correct(state: &State, command: &CorrectPerformance, desk: &Desk<'_, Rulebook>) -> Decision {
    let CorrectPerformance { instalment, performed_on } = *command;
    let corrects = part(state, instalment)?.performed.ok_or(Refusal::NotPerformed { instalment })?;
    performed_on.map_or(Ok(()), |day| past(day, desk))?;
    Ok(vec![PerformanceCorrected { corrects, instalment, performed_on }.into()])
}

/// Whoever owes is reminded, as often as is useful, before or after the day.
pub(super) fn remind(state: &State, command: &RemindPerformance) -> Decision {
    let RemindPerformance { instalment, manner } = *command;
    let part = part(state, instalment)?;
    if part.performed.is_some() {
        return Err(Refusal::AlreadyPerformed { instalment });
    }
    Ok(vec![PerformanceReminded { instalment, party: part.by, manner }.into()])
}

/// An agreement that is not kept binds all the same: the parties are told how they can have it enforced or go to court
/// over it (people's mediation law, articles 31 to 33).
pub(super) fn breach(state: &State, command: &ReportBreach, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReportBreach { agreement, instalment, reported_by } = *command;
    known(state, reported_by.as_slice())?;
    let found = state.agreements.binding(agreement).ok_or(Refusal::NoSuchAgreement { agreement })?;
    if let Some(number) = instalment {
        let part = state.agreements.parts_of(found.number).find(|part| part.number == number);
        overdue(part.ok_or(Refusal::NoSuchInstalment { instalment: number })?, day_of(desk.now))?;
    }
    let remedies = desk.rulebook.remedies(state.dispute_type.as_ref());
    Ok(vec![AgreementBreached { agreement, instalment, reported_by }.into(), RemediesAdvised { remedies }.into()])
}

fn overdue(part: &Part, today: Date) -> Result<(), Refusal> {
    if part.performed.is_some() {
        return Err(Refusal::AlreadyPerformed { instalment: part.number });
    }
    if part.due >= today { Err(Refusal::NotYetDue { instalment: part.number }) } else { Ok(()) }
}

fn part(state: &State, instalment: u32) -> Result<&Part, Refusal> {
    if state.agreements.binding.is_empty() {
        return Err(Refusal::NoAgreement);
    }
    state.agreements.part(instalment).ok_or(Refusal::NoSuchInstalment { instalment })
}

fn past(day: Date, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if day > day_of(desk.now) { Err(Refusal::DateInFuture { date: day }) } else { Ok(()) }
}
