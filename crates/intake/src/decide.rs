//! The rules of the reception desk: one function a decision, one file a topic.

mod duplicates;
mod materials;
mod papers;
mod parties;
mod people;
mod registration;
mod risks;

use rules::Rulebook;
use timeline::{Decider, DepartmentCode, Desk, Entry, IntakeEvent, PartyId, VisitId};

use crate::command::Command;
use crate::state::{Known, Registered};
use crate::{Refusal, State};

/// The reception desk.
#[derive(Clone, Copy, Debug)]
pub struct Intake;

type Decision = Result<Vec<IntakeEvent>, Refusal>;

impl Decider for Intake {
    type State = State;
    type Command = Command;
    type Fact = IntakeEvent;
    type Refusal = Refusal;
    type Rulebook = Rulebook;

    fn evolve(state: &mut State, entry: &Entry) {
        state.evolve(entry);
    }

    fn decide(state: &State, command: Command, desk: &Desk<'_, Rulebook>) -> Decision {
        match command {
            Command::RecordVisit(command) => registration::record_visit(state, command, desk),
            Command::AnswerEnquiry(command) => registration::answer_enquiry(state, command, desk),
            Command::RegisterCase(command) => registration::register(state, command, desk),
            Command::ConfirmRegistration(command) => registration::confirm(state, command, desk),
            Command::CorrectRegistration(command) => registration::correct(state, command),
            Command::AddParty(command) => parties::add(state, command, desk),
            Command::CorrectParty(command) => parties::correct(state, command, desk),
            Command::RemoveParty(command) => parties::remove(state, command),
            Command::VerifyIdentity(command) => parties::verify(state, &command),
            Command::NameGuardian(command) => people::name_guardian(state, command, desk),
            Command::AuthorizeAgent(command) => people::authorize(state, command, desk),
            Command::DismissAgent(command) => people::dismiss(state, command),
            Command::DesignateRepresentatives(command) => people::designate(state, command, desk),
            Command::TakeStatement(command) => papers::take_statement(state, command),
            Command::ServeNotice(command) => papers::serve(state, &command, desk),
            Command::RecordConsent(command) => papers::record_consent(state, command, desk),
            Command::WithdrawConsent(command) => papers::withdraw_consent(state, &command),
            Command::NoteContact(command) => papers::note_contact(state, command, desk),
            Command::IssueReceipt(command) => papers::issue_receipt(state, &command),
            Command::SubmitMaterial(command) => materials::submit(state, command),
            Command::RequestMaterials(command) => materials::request(state, command),
            Command::SuspectDuplicate(command) => duplicates::suspect(state, command, desk),
            Command::ConfirmDuplicate(command) => duplicates::confirm(state, command, desk),
            Command::RuleOutDuplicate(command) => duplicates::rule_out(state, command, desk),
            Command::ReportUrgentRisk(command) => risks::report(state, command, desk),
            Command::MakeReport(command) => risks::make_report(state, command),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// Most of what is asked is about a case that is registered, open or closed.
fn registered(state: &State) -> Result<&Registered, Refusal> {
    state.registered.as_ref().ok_or(Refusal::NotRegistered)
}

/// What moves a case needs one that is worked on.
fn open(state: &State) -> Result<&Registered, Refusal> {
    let registered = registered(state)?;
    if state.closed { Err(Refusal::CaseClosed) } else { Ok(registered) }
}

fn party(state: &State, party: PartyId) -> Result<&Known, Refusal> {
    state.party(party).ok_or(Refusal::UnknownParty { party })
}

/// What is said to have come of a visit names one that took place.
fn visited(visit: Option<VisitId>, visit_is_there: bool) -> Result<(), Refusal> {
    visit.filter(|_| !visit_is_there).map_or(Ok(()), |visit| Err(Refusal::UnknownVisit { visit }))
}

fn department(desk: &Desk<'_, Rulebook>, department: &DepartmentCode) -> Result<(), Refusal> {
    match desk.rulebook.department(department) {
        Some(_) => Ok(()),
        None => Err(Refusal::UnknownDepartment { department: department.clone() }),
    }
}

fn material(state: &State, material: Option<u32>) -> Result<(), Refusal> {
    match material {
        Some(material) if !(1..=state.last_material).contains(&material) => Err(Refusal::UnknownMaterial { material }),
        Some(_) | None => Ok(()),
    }
}
