//! Going back to see whether an agreement holds (回访).

use std::collections::BTreeSet;

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{Desk, Personal, ReturnVisitMade, ReturnVisitScheduled, VisitReason};

use super::{Decision, known};
use crate::command::{MakeReturnVisit, ScheduleReturnVisit};
use crate::state::Part;
use crate::{Refusal, State};

/// Somebody goes back on the day that was named; if none was, some days after each day on which a part is due. Each day is
/// set once: setting it again changes nothing.
pub(super) fn schedule(state: &State, command: &ScheduleReturnVisit, desk: &Desk<'_, Rulebook>) -> Decision {
    let ScheduleReturnVisit { agreement, visit_by } = *command;
    let found = state.agreements.binding(agreement).ok_or(Refusal::NoSuchAgreement { agreement })?;
    let today = day_of(desk.now);
    if let Some(date) = visit_by.filter(|day| *day < today) {
        return Err(Refusal::NotLater { date });
    }
    let days = visit_by.map_or_else(
        || days_after_due(state.agreements.parts_of(found.number), desk.rulebook, today),
        |day| BTreeSet::from([day]),
    );
    let set = |day: &Date| state.visits.iter().any(|visit| visit.agreement == agreement && visit.visit_by == *day);
    let next = state.visits.iter().map(|visit| visit.number).max().unwrap_or(0) + 1;
    let numbered = (next..).zip(days.into_iter().filter(|day| !set(day)));
    Ok(numbered
        .map(|(return_visit, visit_by)| ReturnVisitScheduled { return_visit, agreement, visit_by }.into())
        .collect())
}

/// A visit for each day on which something is due and not performed; one from today on, if nothing is.
fn days_after_due<'a>(parts: impl Iterator<Item = &'a Part>, rulebook: &Rulebook, today: Date) -> BTreeSet<Date> {
    let open = parts.filter(|part| part.performed.is_none());
    let days: BTreeSet<Date> = open.map(|part| rulebook.return_visit_by(part.due.max(today))).collect();
    if days.is_empty() { BTreeSet::from([rulebook.return_visit_by(today)]) } else { days }
}

/// Somebody goes back as often as is useful, also after the case was closed. The visit that was to be made first, of those
/// that were set for this agreement, is thereby made.
pub(super) fn make(state: &State, command: MakeReturnVisit) -> Decision {
    let MakeReturnVisit { performed, satisfied, new_signs, party, agreement, reason, later_suit, measures } = command;
    known(state, party.as_slice())?;
    let latest = state.agreements.binding.last().ok_or(Refusal::NoAgreement)?.number;
    let agreement = agreement.unwrap_or(latest);
    if state.agreements.binding(agreement).is_none() {
        return Err(Refusal::NoSuchAgreement { agreement });
    }
    let open = state.visits.iter().filter(|visit| visit.agreement == agreement && !visit.made);
    let set = open.min_by_key(|visit| (visit.visit_by, visit.number));
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
