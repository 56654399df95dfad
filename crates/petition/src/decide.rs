//! The rules of the desk for accusations: a table of contents. Each function stands in the file of its subject.

mod handling;
mod registration;
mod unmasking;

use rules::Rulebook;
use timeline::{Decider, Desk, Entry, PetitionEvent};

use crate::command::Command;
use crate::{Refusal, State};

/// The petition desk.
#[derive(Clone, Copy, Debug)]
pub struct Petition;

type Decision = Result<Vec<PetitionEvent>, Refusal>;

impl Decider for Petition {
    type State = State;
    type Command = Command;
    type Fact = PetitionEvent;
    type Refusal = Refusal;
    type Rulebook = Rulebook;

    fn evolve(state: &mut State, entry: &Entry) {
        state.evolve(entry);
    }

    fn decide(state: &State, command: Command, desk: &Desk<'_, Rulebook>) -> Decision {
        match command {
            Command::RegisterAccusation(command) => registration::register(state, command, desk),
            _ if state.seat.is_none() => Err(Refusal::NotRegistered),
            // Who accused may have to be known after the matter is closed: somebody retaliates.
            Command::ProposeUnmasking(command) => unmasking::propose(state, command),
            Command::ConfirmUnmasking(_) => unmasking::confirm(state, desk),
            _ if state.closed => Err(Refusal::Closed),
            Command::TransferAccusation(command) => handling::transfer(state, command, desk),
            Command::AcceptAccusation(_) => handling::accept(state, desk),
            Command::DeclineAccusation(command) => handling::decline(state, command, desk),
            Command::AnswerAccusation(command) => handling::answer(state, command, desk),
            Command::CloseAccusation(command) => handling::close(state, &command, desk),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}
