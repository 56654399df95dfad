//! Judicial confirmation of an agreement: whether, where and until when, and the joint application.

use rules::{Links, Period, Rulebook, day_of};
use timeline::{ConfirmationAdvised, ConfirmationApplied, Desk, Warning};

use super::{Decision, is_court};
use crate::command::{AdviseConfirmation, ApplyForConfirmation};
use crate::state::Agreement;
use crate::{Refusal, State};

/// The parties of an agreement are told what speaks against confirmation (interpretation of the civil procedure law,
/// article 355), which courts they may choose from, and the last day (civil procedure law, article 205).
pub(super) fn advise(state: &State, command: AdviseConfirmation, desk: &Desk<'_, Rulebook>) -> Decision {
    let AdviseConfirmation { bars, domiciles, intermediate } = command;
    let agreement = agreement(state)?;
    let delegated = state.delegation.as_ref().map(|delegation| &delegation.court);
    let links = Links { delegated, domiciles: &domiciles, object: state.area.as_ref(), intermediate };
    let advice = ConfirmationAdvised {
        bars: bars.unwrap_or_else(|| desk.rulebook.confirmation_bars(state.dispute_type.as_ref())),
        courts: desk.rulebook.competent_courts(links),
        apply_by: desk.rulebook.last_day(Period::Confirmation, agreement.effective_on).map(|due| due.on),
    };
    Ok(vec![advice.into()])
}

/// Confirmation is asked for by all parties of the agreement together (civil procedure law, article 205). That it is late
/// or barred is said and blocks nothing: the court decides that.
pub(super) fn apply(state: &State, command: ApplyForConfirmation, desk: &Desk<'_, Rulebook>) -> Decision {
    let ApplyForConfirmation { parties, court } = command;
    let agreement = agreement(state)?;
    is_court(&court, desk)?;
    if let Some(party) = agreement.parties.iter().find(|party| !parties.contains(party)) {
        return Err(Refusal::OnlyJointly { party: *party });
    }
    let last_day = desk.rulebook.last_day(Period::Confirmation, agreement.effective_on);
    let over = last_day.is_some_and(|last_day| day_of(desk.meta.occurred_at) > last_day.on);
    let warnings = [(over, Warning::PeriodOver), (!state.bars.is_empty(), Warning::NotConfirmable)];
    let warnings = warnings.into_iter().filter_map(|(given, warning)| given.then_some(warning)).collect();
    let parties = agreement.parties.clone();
    Ok(vec![ConfirmationApplied { parties, court, warnings }.into()])
}

fn agreement(state: &State) -> Result<&Agreement, Refusal> {
    state.agreement.as_ref().ok_or(Refusal::NoAgreement)
}
