//! The rules of triage, one function a decision.

use rules::{Rulebook, day_of};
use timeline::{
    AssignmentReceived, AssignmentReturned, CaseAssigned, CaseClassified, CaseClosed, CaseReopened, Channel, Decider,
    Desk, Entry, Outcome, Personal, RouteChosen, TriageEvent,
};

use crate::command::{
    AssignCase, ChooseRoute, ClassifyCase, CloseCase, Command, ReceiveAssignment, ReopenCase, ReturnAssignment,
};
use crate::state::{Answer, Assignment};
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
        if state.closed && !matches!(command, Command::ReopenCase(_)) {
            return Err(Refusal::CaseClosed);
        }
        match command {
            Command::ClassifyCase(command) => classify(state, command, desk),
            Command::ChooseRoute(command) => choose_route(&command, desk),
            Command::AssignCase(command) => assign(state, command, desk),
            Command::ReceiveAssignment(command) => receive(state, &command, desk),
            Command::ReturnAssignment(command) => give_back(state, command, desk),
            Command::CloseCase(command) => close(state, &command, desk),
            Command::ReopenCase(command) => reopen(state, command, desk),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// The type is one of the list. The same type again changes nothing.
fn classify(state: &State, command: ClassifyCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let ClassifyCase { dispute_type } = command;
    if desk.rulebook.dispute_type(&dispute_type).is_none() {
        return Err(Refusal::UnknownDisputeType { dispute_type });
    }
    if state.dispute_type.as_ref() == Some(&dispute_type) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseClassified { dispute_type }.into()])
}

/// A person chooses the way, never a program by itself (personal information protection law, article 24).
fn choose_route(command: &ChooseRoute, desk: &Desk<'_, Rulebook>) -> Decision {
    match desk.meta.channel {
        Channel::System => Err(Refusal::RouteNeedsAPerson),
        Channel::Window | Channel::Phone | Channel::Letter | Channel::Online | Channel::Grid | Channel::Referral => {
            Ok(vec![RouteChosen { route: command.route, reason: None, sheet: None }.into()])
        }
    }
}

/// Whoever is answerable, or the center, asks one department at a time. A court is not asked but handed a package.
fn assign(state: &State, command: AssignCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let AssignCase { to, note } = command;
    answerable(state, desk)?;
    if desk.rulebook.department(&to).is_none() {
        return Err(Refusal::UnknownDepartment { department: to });
    }
    if desk.rulebook.is_court(&to) {
        return Err(Refusal::CourtNeedsHandOff { court: to });
    }
    if let Some(open) = state.awaited() {
        return Err(Refusal::AssignmentOpen { department: open.to.clone() });
    }
    if state.custody.department() == Some(&to) {
        return Err(Refusal::AlreadyHolds { department: to });
    }
    let assignment = state.assignments.iter().map(|assignment| assignment.number).max().unwrap_or(0) + 1;
    Ok(vec![CaseAssigned { assignment, to, note: note.map(Personal::sealed), level: None, reason: None }.into()])
}

/// A department signs once, and for itself: from then on it holds the case.
fn receive(state: &State, command: &ReceiveAssignment, desk: &Desk<'_, Rulebook>) -> Decision {
    let asked = asked(state, command.assignment, desk)?;
    match asked.answer {
        Answer::Awaited => Ok(vec![AssignmentReceived { assignment: asked.number, by: asked.to.clone() }.into()]),
        Answer::Received | Answer::Returned => Err(Refusal::AssignmentAnswered { assignment: asked.number }),
    }
}

/// A department hands back for itself, with a ground and detailed reasons (petition regulation of 2022, article 23):
/// instead of signing, or as long as it holds the case by this assignment.
fn give_back(state: &State, command: ReturnAssignment, desk: &Desk<'_, Rulebook>) -> Decision {
    let ReturnAssignment { assignment, ground, explanation } = command;
    let asked = asked(state, assignment, desk)?;
    let may = match asked.answer {
        Answer::Awaited => true,
        Answer::Received => state.custody.is_held_by(assignment),
        Answer::Returned => false,
    };
    if !may {
        return Err(Refusal::AssignmentAnswered { assignment });
    }
    let explanation = explanation.sealed();
    Ok(vec![AssignmentReturned { assignment, by: asked.to.clone(), ground, explanation }.into()])
}

/// Closing leaves nothing open that somebody waits for: no department that was asked, no mediation whose end the parties
/// were not told. How it ended must be true of the case. None of this keeps a party from going to court.
fn close(state: &State, command: &CloseCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let CloseCase { outcome } = *command;
    answerable(state, desk)?;
    if let Some(open) = state.awaited() {
        return Err(Refusal::AssignmentOpen { department: open.to.clone() });
    }
    if state.mediation_open {
        return Err(Refusal::MediationOpen);
    }
    match outcome {
        Outcome::ToCourt if !state.went_to_court => return Err(Refusal::NotAtCourt),
        Outcome::ToCourt => {}
        Outcome::Settled => {
            court_done(state)?;
            settled(state, desk)?;
        }
        Outcome::SettledPrivately
        | Outcome::Withdrawn
        | Outcome::ToOtherProcedure
        | Outcome::Explained
        | Outcome::Merged => court_done(state)?,
    }
    Ok(vec![CaseClosed { outcome, merged_into: None }.into()])
}

/// A case the court still has did not end elsewhere.
fn court_done(state: &State) -> Result<(), Refusal> {
    if state.is_with_court() { Err(Refusal::CourtNotAnswered) } else { Ok(()) }
}

/// Settled means agreed and, where due, performed. What is due later is watched after closing.
fn settled(state: &State, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let owed = state.owed.as_ref().ok_or(Refusal::NoAgreement)?;
    match owed.iter().find(|part| !part.performed && part.due < day_of(desk.now)) {
        Some(part) => Err(Refusal::InstalmentDue { instalment: part.instalment }),
        None => Ok(()),
    }
}

/// A closed case is taken up again by whoever was answerable, or by the center.
fn reopen(state: &State, command: ReopenCase, desk: &Desk<'_, Rulebook>) -> Decision {
    if !state.closed {
        return Err(Refusal::CaseOpen);
    }
    answerable(state, desk)?;
    Ok(vec![CaseReopened { reason: command.reason.sealed() }.into()])
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
    let asked = state.assignments.iter().find(|assignment| assignment.number == number);
    let asked = asked.ok_or(Refusal::NoSuchAssignment { assignment: number })?;
    if asked.to != desk.meta.department {
        return Err(Refusal::NotYourAssignment { department: asked.to.clone() });
    }
    Ok(asked)
}
