//! The rules of triage: a table of contents. Each function stands in the file of its subject.

mod assignment;
mod closing;
mod competence;
mod discretion;
mod helpers;
mod levels;
mod objection;
mod package;
mod way;

use rules::Rulebook;
use timeline::{Channel, Decider, DepartmentCode, Desk, Entry, TriageEvent};

use crate::command::Command;
use crate::state::Assignment;
use crate::{Refusal, State};

/// The triage desk.
#[derive(Clone, Copy, Debug)]
pub struct Triage;

type Decision = Result<Vec<TriageEvent>, Refusal>;

impl Decider for Triage {
    type State = State;
    type Command = Command;
    type Fact = TriageEvent;
    type Refusal = Refusal;
    type Rulebook = Rulebook;

    fn evolve(state: &mut State, entry: &Entry) {
        state.evolve(entry);
    }

    fn decide(state: &State, command: Command, desk: &Desk<'_, Rulebook>) -> Decision {
        if !state.registered {
            return Err(Refusal::NotRegistered);
        }
        if state.closed && !concerns_a_closed_case(&command) {
            return Err(Refusal::CaseClosed);
        }
        if state.unconfirmed && waits_for_a_clerk(&command) {
            return Err(Refusal::NotConfirmed);
        }
        if state.human_decides && desk.meta.channel == Channel::System && directs(&command) {
            return Err(Refusal::HumanDecisionDemanded);
        }
        match command {
            Command::ClassifyCase(command) => way::classify(state, command, desk),
            Command::AssessRisk(command) => way::assess_risk(state, command, desk),
            Command::ExplainOptions(command) => way::explain_options(state, &command, desk),
            Command::ChooseRoute(command) => way::choose_route(state, command, desk),
            Command::AssignCase(command) => assignment::assign(state, command, desk),
            Command::WithdrawAssignment(command) => assignment::withdraw(state, command, desk),
            Command::ReceiveAssignment(command) => assignment::receive(state, &command, desk),
            Command::ReturnAssignment(command) => assignment::give_back(state, command, desk),
            Command::RaiseObjection(command) => objection::raise(state, command, desk),
            Command::DecideObjection(command) => objection::decide(state, command, desk),
            Command::DelegateDown(command) => levels::delegate_down(state, command, desk),
            Command::EscalateCase(command) => levels::escalate(state, command, desk),
            Command::DisputeCompetence(command) => competence::dispute(state, command, desk),
            Command::ReferCompetence(command) => competence::refer(state, &command, desk),
            Command::DetermineLead(command) => competence::determine_lead(state, command, desk),
            Command::AddCoHandler(command) => helpers::add(state, command, desk),
            Command::ReportCoHandling(command) => helpers::report(state, command, desk),
            Command::ReleaseCoHandler(command) => helpers::release(state, command, desk),
            Command::OpenSubCase(command) => package::open(state, command, desk),
            Command::DropSubCase(command) => package::drop(state, command, desk),
            Command::ConcludeSubCase(command) => package::conclude(state, &command),
            Command::ResumeSubCase(command) => package::resume(state, &command),
            Command::NarrowSecrecy(command) => discretion::narrow(state, &command, desk),
            Command::WidenSecrecy(command) => discretion::widen(state, &command, desk),
            Command::StepAside(command) => discretion::step_aside(state, &command, desk),
            Command::RecuseOfficer(command) => discretion::recuse(state, command),
            Command::CloseCase(command) => closing::close(state, &command, desk),
            Command::ReopenCase(command) => closing::reopen(state, command, desk),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// What may be said of a case that is closed: that it is taken up again, and who may know of it.
const fn concerns_a_closed_case(command: &Command) -> bool {
    matches!(
        command,
        Command::ReopenCase(_)
            | Command::NarrowSecrecy(_)
            | Command::WidenSecrecy(_)
            | Command::StepAside(_)
            | Command::RecuseOfficer(_)
    )
}

/// What says where a case goes: of this a party may demand that a person decides it (personal information protection law,
/// article 24). That a part of a package ended, or that a party wants its case taken up again, is no choice.
const fn directs(command: &Command) -> bool {
    matches!(
        command,
        Command::ClassifyCase(_)
            | Command::AssignCase(_)
            | Command::DelegateDown(_)
            | Command::EscalateCase(_)
            | Command::DetermineLead(_)
            | Command::AddCoHandler(_)
            | Command::OpenSubCase(_)
            | Command::CloseCase(_)
    )
}

/// What takes a case further. How urgent it is may be said at once, and whoever registered it may withdraw it.
fn waits_for_a_clerk(command: &Command) -> bool {
    match command {
        Command::ChooseRoute(_)
        | Command::AssignCase(_)
        | Command::DelegateDown(_)
        | Command::EscalateCase(_)
        | Command::DisputeCompetence(_)
        | Command::ReferCompetence(_)
        | Command::DetermineLead(_)
        | Command::AddCoHandler(_)
        | Command::OpenSubCase(_) => true,
        Command::ClassifyCase(_)
        | Command::AssessRisk(_)
        | Command::ExplainOptions(_)
        | Command::WithdrawAssignment(_)
        | Command::ReceiveAssignment(_)
        | Command::ReturnAssignment(_)
        | Command::RaiseObjection(_)
        | Command::DecideObjection(_)
        | Command::ReportCoHandling(_)
        | Command::ReleaseCoHandler(_)
        | Command::DropSubCase(_)
        | Command::ConcludeSubCase(_)
        | Command::ResumeSubCase(_)
        | Command::NarrowSecrecy(_)
        | Command::WidenSecrecy(_)
        | Command::StepAside(_)
        | Command::RecuseOfficer(_)
        | Command::CloseCase(_)
        | Command::ReopenCase(_) => false,
    }
}

/// Whoever is answerable for the case acts for it, or the center.
fn answerable(state: &State, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let who = &desk.meta.department;
    match state.custody.department() {
        Some(holder) if holder != who && desk.rulebook.center() != who => {
            Err(Refusal::NotTheHolder { holder: holder.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

/// The assignment, if it is for the department that acts.
fn asked<'a>(state: &'a State, number: u32, desk: &Desk<'_, Rulebook>) -> Result<&'a Assignment, Refusal> {
    let asked = numbered(state, number)?;
    if asked.to != desk.meta.department {
        return Err(Refusal::NotYourAssignment { department: asked.to.clone() });
    }
    Ok(asked)
}

fn numbered(state: &State, number: u32) -> Result<&Assignment, Refusal> {
    let asked = state.assignments.iter().find(|assignment| assignment.number == number);
    asked.ok_or(Refusal::NoSuchAssignment { assignment: number })
}

/// A department of the county, as a court is handed a package; and none that is itself a party, as nobody judges its own
/// cause.
fn may_handle(state: &State, code: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if desk.rulebook.department(code).is_none() {
        return Err(Refusal::UnknownDepartment { department: code.clone() });
    }
    if desk.rulebook.is_court(code) {
        return Err(Refusal::CourtNeedsHandOff { court: code.clone() });
    }
    if state.discretion.parties().any(|party| party == code) {
        return Err(Refusal::PartyItself { department: code.clone() });
    }
    Ok(())
}
