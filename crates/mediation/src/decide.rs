//! The rules of mediation: the table of contents. Each decision has a function in the part it is listed under.

mod agreement;
mod appraisal;
mod choice;
mod consent;
mod end;
mod performance;
mod register;
mod session;
mod suspicion;
mod talk;
mod visit;

use rules::Rulebook;
use timeline::{AppraisalAbandoned, Decider, Desk, Entry, MediationEvent, PartyId, PartyRole};

use crate::state::Phase;
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
        if command.page().is_none() && !state.registered {
            return Err(Refusal::NotRegistered);
        }
        match command {
            Command::RequestMediation(command) => consent::request(state, &command, desk),
            Command::ContactRespondent(command) => consent::contact(state, &command),
            Command::Consent(command) => consent::consent(state, &command),
            Command::RefuseMediation(command) => consent::refuse(state, &command, desk),
            Command::ChooseMediator(command) => choice::choose(state, command, desk),
            Command::AppointMediator(command) => choice::appoint(state, command, desk),
            Command::DiscloseConflict(command) => choice::disclose(state, command),
            Command::RequestRecusal(command) => choice::request_recusal(state, command),
            Command::DecideRecusal(command) => choice::decide_recusal(state, command),
            Command::ScreenViolence(command) => session::screen(state, &command),
            Command::ScheduleSession(command) => session::schedule(state, command, desk),
            Command::AdjournSession(command) => session::adjourn(state, &command),
            Command::HoldSession(command) => session::hold(state, command, desk),
            Command::CorrectSession(command) => session::correct(state, command),
            Command::MakeProposal(command) => talk::propose(state, command),
            Command::MakeConcession(command) => talk::concede(state, command),
            Command::RecordUndisputedFacts(command) => talk::undisputed(state, command),
            Command::CommissionAppraisal(command) => appraisal::commission(state, command),
            Command::ReceiveAppraisal(command) => appraisal::receive(state, command),
            Command::AbandonAppraisal(command) => appraisal::abandon(state, &command),
            Command::SignAgreement(command) => agreement::sign(state, command, desk),
            Command::DrawUpAgreement(command) => agreement::draw_up(state, command, desk),
            Command::GiveSignature(command) => agreement::give_signature(state, &command, desk),
            Command::ExtendMediation(command) => end::extend(state, command, desk),
            Command::TerminateMediation(command) => end::terminate(state, &command, desk),
            Command::CertifyMediation(command) => end::certify(state, &command),
            Command::SuspectFalseMediation(command) => suspicion::suspect(state, command, desk),
            Command::DecideFalseMediation(command) => suspicion::decide(state, command, desk),
            Command::RecordPerformance(command) => performance::perform(state, &command, desk),
            Command::CorrectPerformance(command) => performance::correct(state, &command, desk),
            Command::RemindPerformance(command) => performance::remind(state, &command),
            Command::ReportBreach(command) => performance::breach(state, &command, desk),
            Command::ScheduleReturnVisit(command) => visit::schedule(state, &command, desk),
            Command::MakeReturnVisit(command) => visit::make(state, command),
            Command::EnrolMediator(command) => register::enrol(state, command),
            Command::RenewTerm(command) => register::renew(state, &command),
            Command::SuspendMediator(command) => register::suspend(state, command),
            Command::ResumeMediator(command) => register::resume(state, &command),
            Command::RecordTraining(command) => register::train(state, command, desk),
            Command::DeclareConflict(command) => register::declare_conflict(state, &command),
            Command::StrikeOffMediator(command) => register::strike_off(state, &command),
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

/// A mediation is open.
fn open(state: &State) -> Result<(), Refusal> {
    if state.phase == Phase::Open { Ok(()) } else { Err(Refusal::NotOpen) }
}

/// A mediation is open, somebody mediates, and nothing suspends it.
fn mediated(state: &State) -> Result<(), Refusal> {
    open(state)?;
    if state.mediator.is_none() {
        return Err(Refusal::NoMediator);
    }
    if state.suspected { Err(Refusal::Suspended) } else { Ok(()) }
}

/// Somebody of each side is among these.
fn both_sides(state: &State, parties: &[PartyId]) -> Result<(), Refusal> {
    let named = |role| parties.iter().any(|party| state.role_of(*party) == Some(role));
    if named(PartyRole::Applicant) && named(PartyRole::Respondent) { Ok(()) } else { Err(Refusal::OneSided) }
}

/// Nobody waits for an appraisal when the mediation is over.
fn give_up_appraisals(state: &State) -> impl Iterator<Item = MediationEvent> {
    state.awaited().map(|appraisal| AppraisalAbandoned { appraisal }.into())
}
