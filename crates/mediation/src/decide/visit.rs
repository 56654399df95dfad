//! Going back to see whether an agreement holds (回访).

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{Desk, Personal, ReturnVisitMade, ReturnVisitScheduled, VisitReason};

use super::{Decision, known};
use crate::command::{MakeReturnVisit, ScheduleReturnVisit};
use crate::{Refusal, State};

/// A visit nobody dated is due this many days after the last part of the agreement is: time for a payment to arrive.
const DAYS_AFTER_DUE: i64 = 7;

/// One visit at a time is set for an agreement; setting it again changes nothing.
pub(super) fn schedule(state: &State, command: &ScheduleReturnVisit, desk: &Desk<'_, Rulebook>) -> Decision {
    let ScheduleReturnVisit { agreement, visit_by } = *command;
    let found = state.agreements.binding(agreement).ok_or(Refusal::NoSuchAgreement { agreement })?;
    if state.visits.iter().any(|visit| visit.agreement == agreement && !visit.made) {
        return Ok(Vec::new());
    }
    let today = day_of(desk.now);
    let last_due = found.parts.iter().map(|part| part.due).max().unwrap_or(today).max(today);
    let visit_by = visit_by.unwrap_or_else(|| days_after(last_due));
    if visit_by < today {
        return Err(Refusal::NotLater { date: visit_by });
    }
    let return_visit = state.visits.iter().map(|visit| visit.number).max().unwrap_or(0) + 1;
    Ok(vec![ReturnVisitScheduled { return_visit, agreement, visit_by }.into()])
}

fn days_after(day: Date) -> Date {
    day.saturating_add(jiff::Span::new().days(DAYS_AFTER_DUE))
}

/// Somebody goes back as often as is useful, also after the case was closed. The oldest visit that was set for this
/// agreement is thereby made.
pub(super) fn make(state: &State, command: MakeReturnVisit) -> Decision {
    let MakeReturnVisit { performed, satisfied, new_signs, party, agreement, reason, later_suit, measures } = command;
    known(state, party.as_slice())?;
    let latest = state.agreements.binding.last().ok_or(Refusal::NoAgreement)?.number;
    let agreement = agreement.unwrap_or(latest);
    if state.agreements.binding(agreement).is_none() {
        return Err(Refusal::NoSuchAgreement { agreement });
    }
    let set = state.visits.iter().find(|visit| visit.agreement == agreement && !visit.made);
    let reason = Some(reason.unwrap_or(VisitReason::Routine));
    Ok(vec![
        ReturnVisitMade {
            performed,
            satisfied,
            new_signs,
            return_visit: set.map(|visit| visit.number),
            party,
            agreement: Some(agreement),
            reason,
            later_suit,
            measures: measures.map(Personal::sealed),
        }
        .into(),
    ])
}
