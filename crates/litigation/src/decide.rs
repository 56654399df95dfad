//! The rules of litigation: the table of contents. Each decision has a function in the part it is listed under.

mod confirmation;
mod court;
mod delegation;
mod package;
mod referral;
mod sharing;

use jiff::civil::Date;
use rules::{Period, Rulebook, day_of};
use timeline::{Decider, DepartmentCode, Desk, Entry, LitigationEvent, PartyId, SuitChosen};

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
            Command::FileSuit(command) => file_suit(state, &command, desk),
            Command::ReceiveDelegation(command) => delegation::receive(state, command, desk),
            Command::ReportDelegation(_) => delegation::report(state),
            Command::AssembleHandOff(command) => package::assemble(state, command, desk),
            Command::SendHandOff(command) => package::send(state, command, desk),
            Command::AcknowledgeHandOff(command) => court::acknowledge(state, command, desk),
            Command::RejectHandOff(command) => court::reject(state, command, desk),
            Command::RecordFiling(command) => court::file(state, command, desk),
            Command::RecordCourtAnswer(command) => court::answer(state, command, desk),
            Command::CorrectCourtAnswer(command) => court::correct(state, command, desk),
            Command::AcceptDelegation(_) => delegation::accept(state, desk),
            Command::DeclineDelegation(command) => delegation::decline(state, command),
            Command::ExtendDelegation(command) => delegation::extend(state, command),
            Command::AdviseConfirmation(command) => confirmation::advise(state, command, desk),
            Command::ApplyForConfirmation(command) => confirmation::apply(state, command, desk),
            Command::ReferCase(command) => referral::refer(state, command, desk),
            Command::AcknowledgeReferral(command) => referral::acknowledge(state, command, desk),
            Command::RejectReferral(command) => referral::reject(state, command, desk),
            Command::RecordReferralAnswer(command) => referral::answer(state, command, desk),
            Command::WithdrawReferral(command) => referral::withdraw(state, &command),
            Command::CorrectReferralAnswer(command) => referral::correct(state, command, desk),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// Any party may go to court at any time, in every state of the case (people's mediation law, article 3). There is
/// nothing to refuse but a party that does not exist. Where the law wants another procedure first, the party is told so.
fn file_suit(state: &State, command: &FileSuit, desk: &Desk<'_, Rulebook>) -> Decision {
    let FileSuit { party } = *command;
    is_party(state, party)?;
    let warnings = desk.rulebook.suit_warnings(state.dispute_type.as_ref());
    Ok(vec![SuitChosen { party, warnings }.into()])
}

fn is_party(state: &State, party: PartyId) -> Result<(), Refusal> {
    if state.parties.iter().any(|known| known.id == party) { Ok(()) } else { Err(Refusal::UnknownParty { party }) }
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

/// The last day to ask for enforcement (civil procedure law of 2023, article 250): two years from the last day for performance
/// the title names, of several parts that of the last part; where it names none, from the day the title was made. What a
/// title that rests on the agreement names is what was agreed.
///
/// The only place that counts it: the sheet and the list of enforcements say the day that was recorded.
fn enforce_by(last_due: Option<Date>, made_on: Date, desk: &Desk<'_, Rulebook>) -> Option<Date> {
    desk.rulebook.last_day(Period::Enforcement, last_due.unwrap_or(made_on)).map(|due| due.on)
}

/// The last day the agreement names, for a title that rests on it.
fn last_agreed(state: &State) -> Option<Date> {
    state.agreement.as_ref().and_then(|agreement| agreement.last_due)
}

/// A day something happened on is today at the latest.
fn has_come(date: Date, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if date > day_of(desk.now) { Err(Refusal::DateInFuture { date }) } else { Ok(()) }
}
