//! The rules of mediation: the table of contents. Each decision has a function in the part it is listed under.

mod agreement;
mod consent;
mod session;

use rules::Rulebook;
use timeline::{Decider, Desk, Entry, MediationEvent, PartyId};

use crate::{Command, Refusal, State};

/// The mediation rooms.
#[derive(Clone, Copy, Debug)]
pub struct Mediation;

type Decision = Result<Vec<MediationEvent>, Refusal>;

impl Decider for Mediation {
    type State = State;
    type Command = Command;
    type Fact = MediationEvent;
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
            Command::RequestMediation(command) => consent::request(state, &command),
            Command::Consent(command) => consent::consent(state, &command),
            Command::RefuseMediation(command) => consent::refuse(state, &command, desk),
            Command::AppointMediator(command) => session::appoint(state, command, desk),
            Command::ScheduleSession(command) => session::schedule(state, command, desk),
            Command::HoldSession(command) => session::hold(state, command, desk),
            Command::SignAgreement(command) => agreement::sign(state, command, desk),
            Command::TerminateMediation(command) => agreement::terminate(state, &command, desk),
            Command::RecordPerformance(command) => agreement::perform(state, &command, desk),
            Command::MakeReturnVisit(command) => agreement::visit(state, &command),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// Everybody named is a party of this case.
fn known(state: &State, parties: &[PartyId]) -> Result<(), Refusal> {
    match parties.iter().find(|party| state.role_of(**party).is_none()) {
        Some(party) => Err(Refusal::UnknownParty { party: *party }),
        None => Ok(()),
    }
}
