//! What a party asks about itself.

use timeline::{CorrectionDecided, CorrectionRequested, HumanDecisionDemanded, OwnRecordGiven};

use super::{Decision, is_party, next};
use crate::command::{DecideCorrection, DemandHumanDecision, GiveOwnRecord, RequestCorrection};
use crate::{Refusal, State};

/// Said once, it holds for the case, whichever party said it.
pub(super) fn demand_human_decision(state: &State, command: &DemandHumanDecision) -> Decision {
    is_party(state, command.party)?;
    let demanded = (!state.human_decides).then(|| HumanDecisionDemanded { party: command.party }.into());
    Ok(demanded.into_iter().collect())
}

pub(super) fn give(state: &State, command: &GiveOwnRecord) -> Decision {
    is_party(state, command.party)?;
    Ok(vec![OwnRecordGiven { party: command.party }.into()])
}

pub(super) fn request_correction(state: &State, command: RequestCorrection) -> Decision {
    let RequestCorrection { party, wanted } = command;
    is_party(state, party)?;
    let correction = next(state.corrections.last().map(|last| last.number));
    Ok(vec![CorrectionRequested { correction, party, wanted: wanted.sealed() }.into()])
}

pub(super) fn decide_correction(state: &State, command: DecideCorrection) -> Decision {
    let DecideCorrection { correction, granted, reason } = command;
    match state.corrections.iter().find(|asked| asked.number == correction) {
        None => Err(Refusal::NoSuchCorrection { correction }),
        Some(asked) if asked.decided => Err(Refusal::CorrectionDecided { correction }),
        Some(_) => Ok(vec![CorrectionDecided { correction, granted, grounds: reason.sealed() }.into()]),
    }
}
