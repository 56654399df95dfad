//! A closed case that a party wants taken up again.

use rules::{Rulebook, day_of};
use timeline::{Desk, Outcome, ReopeningRequested};

use super::{Decision, is_party};
use crate::command::RequestReopening;
use crate::{Refusal, State};

/// Within the days of the rule book a party need not convince anybody. What goes on elsewhere is not taken up here: a suit
/// is not undone by it, and a merged case lives on in the other.
pub(super) fn request(state: &State, command: RequestReopening, desk: &Desk<'_, Rulebook>) -> Decision {
    let RequestReopening { party, reason } = command;
    is_party(state, party)?;
    let (closed_on, outcome) = state.closed.ok_or(Refusal::CaseOpen)?;
    if state.reopening_requested {
        return Err(Refusal::AlreadyRequested);
    }
    match outcome {
        Outcome::ToCourt | Outcome::ToOtherProcedure | Outcome::Merged => {
            return Err(Refusal::MatterElsewhere { outcome });
        }
        Outcome::Settled | Outcome::SettledPrivately | Outcome::Withdrawn | Outcome::Explained => {}
    }
    let rule = desk.rulebook.evaluations();
    let until = rule.and_then(|rule| desk.rulebook.within(closed_on, rule.reopen_days));
    if let Some(until) = until.filter(|until| day_of(desk.now) > *until) {
        return Err(Refusal::ReopeningTooLate { until });
    }
    Ok(vec![ReopeningRequested { party, reason: reason.sealed() }.into()])
}
