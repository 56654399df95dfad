//! The rules of litigation: the table of contents. Each decision has a function in the part it is listed under.

mod court;
mod delegation;
mod package;

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{Decider, DepartmentCode, Desk, Entry, LitigationEvent, SuitChosen};

use crate::command::FileSuit;
use crate::{Command, Refusal, State};

/// The litigation desk.
#[derive(Clone, Copy, Debug)]
pub struct Litigation;

type Decision = Result<Vec<LitigationEvent>, Refusal>;

impl Decider for Litigation {
    type State = State;
    type Command = Command;
    type Fact = LitigationEvent;
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
            Command::FileSuit(command) => file_suit(state, &command),
            Command::ReceiveDelegation(command) => delegation::receive(state, command, desk),
            Command::ReportDelegation(_) => delegation::report(state),
            Command::AssembleHandOff(command) => package::assemble(state, command, desk),
            Command::SendHandOff(command) => package::send(state, &command),
            Command::AcknowledgeHandOff(command) => court::acknowledge(state, command, desk),
            Command::RejectHandOff(command) => court::reject(state, command, desk),
            Command::RecordFiling(command) => court::file(state, command, desk),
            Command::RecordCourtAnswer(command) => court::answer(state, command, desk),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// Any party may go to court at any time, in every state of the case (people's mediation law, article 3). There is
/// nothing to refuse but a party that does not exist.
fn file_suit(state: &State, command: &FileSuit) -> Decision {
    let FileSuit { party } = *command;
    if !state.parties.iter().any(|known| known.id == party) {
        return Err(Refusal::UnknownParty { party });
    }
    Ok(vec![SuitChosen { party, warnings: Vec::new() }.into()])
}

/// The department named is a court.
fn is_court(court: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if desk.rulebook.is_court(court) { Ok(()) } else { Err(Refusal::NotACourt { department: court.clone() }) }
}

/// A court's word is recorded by that court, or by the center that got its paper.
fn speaks(court: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let who = &desk.meta.department;
    if who == court || who == desk.rulebook.center() {
        return Ok(());
    }
    Err(Refusal::NotForThisDepartment { court: court.clone() })
}

/// A day something happened on is today at the latest.
fn has_come(date: Date, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if date > day_of(desk.now) { Err(Refusal::DateInFuture { date }) } else { Ok(()) }
}
