//! What is said without prejudice, and what nobody disputes: two records that never mix.

use timeline::{ConcessionMade, ProposalMade, UndisputedFactsRecorded};

use super::{Decision, both_sides, known, mediated};
use crate::State;
use crate::command::{MakeConcession, MakeProposal, RecordUndisputedFacts};

/// A proposal binds nobody, and is not used against anybody later (invited mediation, article 22).
pub(super) fn propose(state: &State, command: MakeProposal) -> Decision {
    let MakeProposal { by, proposal } = command;
    known(state, by.as_slice())?;
    mediated(state)?;
    Ok(vec![ProposalMade { by, proposal: proposal.sealed() }.into()])
}

/// As a proposal: what a party would concede is for the mediator's ears (invited mediation, article 22).
pub(super) fn concede(state: &State, command: MakeConcession) -> Decision {
    let MakeConcession { by, concession } = command;
    known(state, &[by])?;
    mediated(state)?;
    Ok(vec![ConcessionMade { by, concession: concession.sealed() }.into()])
}

/// Undisputed is what both sides confirm (online mediation rules, article 22).
pub(super) fn undisputed(state: &State, command: RecordUndisputedFacts) -> Decision {
    let RecordUndisputedFacts { undisputed_facts, confirmed_by } = command;
    known(state, &confirmed_by)?;
    mediated(state)?;
    both_sides(state, &confirmed_by)?;
    Ok(vec![UndisputedFactsRecorded { undisputed_facts: undisputed_facts.sealed(), confirmed_by }.into()])
}
