//! The rules of oversight: a table of contents. Each function stands in the file of its subject.

mod evaluation;
mod own;
mod reopening;

use rules::Rulebook;
use timeline::{Decider, Desk, Entry, OversightEvent, PartyId};

use crate::command::Command;
use crate::{Refusal, State};

/// The oversight desk.
#[derive(Clone, Copy, Debug)]
pub struct Oversight;

type Decision = Result<Vec<OversightEvent>, Refusal>;

impl Decider for Oversight {
    type State = State;
    type Command = Command;
    type Fact = OversightEvent;
    type Refusal = Refusal;
    type Rulebook = Rulebook;

    fn evolve(state: &mut State, entry: &Entry) {
        state.evolve(entry);
    }

    fn decide(state: &State, command: Command, desk: &Desk<'_, Rulebook>) -> Decision {
        if !state.registered {
            return Err(Refusal::NotRegistered);
        }
        match command {
            Command::NoteEvaluation(command) => evaluation::note(state, command, desk),
            Command::FollowUpEvaluation(command) => evaluation::follow_up(state, command, desk),
            Command::AppealEvaluation(command) => evaluation::appeal(state, command, desk),
            Command::DecideEvaluationAppeal(command) => evaluation::decide_appeal(state, command, desk),
            Command::RequestReopening(command) => reopening::request(state, command, desk),
            Command::DemandHumanDecision(command) => own::demand_human_decision(state, &command),
            Command::GiveOwnRecord(command) => own::give(state, &command),
            Command::RequestCorrection(command) => own::request_correction(state, command),
            Command::DecideCorrection(command) => own::decide_correction(state, command),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

fn is_party(state: &State, party: PartyId) -> Result<(), Refusal> {
    if state.parties.contains(&party) { Ok(()) } else { Err(Refusal::NotAParty { party }) }
}

/// The number after the last one.
fn next(last: Option<u32>) -> u32 {
    last.map_or(1, |number| number + 1)
}
