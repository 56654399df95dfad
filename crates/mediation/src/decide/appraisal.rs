//! What experts are asked. While one is, the case waits for it, and these days are not counted (medical disputes
//! regulation, article 38; online mediation rules, articles 24 and 26).

use timeline::{AppraisalAbandoned, AppraisalCommissioned, AppraisalReceived};

use super::{Decision, mediated};
use crate::command::{AbandonAppraisal, CommissionAppraisal, ReceiveAppraisal};
use crate::{Refusal, State};

pub(super) fn commission(state: &State, command: CommissionAppraisal) -> Decision {
    let CommissionAppraisal { expert, to_appraise, expected_on } = command;
    mediated(state)?;
    let appraisal = state.appraisals.last_key_value().map_or(0, |(last, _)| *last).saturating_add(1);
    let (expert, to_appraise) = (expert.sealed(), to_appraise.sealed());
    Ok(vec![AppraisalCommissioned { appraisal, expert, to_appraise, expected_on }.into()])
}

pub(super) fn receive(state: &State, command: ReceiveAppraisal) -> Decision {
    let ReceiveAppraisal { appraisal, finding } = command;
    awaited(state, appraisal)?;
    Ok(vec![AppraisalReceived { appraisal, finding: finding.sealed() }.into()])
}

pub(super) fn abandon(state: &State, command: &AbandonAppraisal) -> Decision {
    let AbandonAppraisal { appraisal } = *command;
    awaited(state, appraisal)?;
    Ok(vec![AppraisalAbandoned { appraisal }.into()])
}

fn awaited(state: &State, appraisal: u32) -> Result<(), Refusal> {
    if state.awaited().any(|awaited| awaited == appraisal) {
        Ok(())
    } else {
        Err(Refusal::NoSuchAppraisal { appraisal })
    }
}
