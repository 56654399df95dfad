//! The rules of the reception desk, one function a decision.

use rules::Rulebook;
use timeline::{
    CaseRegistered, Decider, Desk, Entry, Event, IntakeEvent, Party, PartyAdded, PartyId, PartyRole, ReceiptIssued,
    RequestId, TriageEvent, VisitRecorded,
};

use crate::command::{AddParty, Command, NewParty, PARTIES_MAX, RecordVisit, RegisterCase};
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
            Command::RecordVisit(command) => record_visit(state, command, desk),
            Command::RegisterCase(command) => register_case(state, command, desk),
            Command::AddParty(command) => add_party(state, command, desk),
        }
    }

    fn offers(state: &State, word: &str) -> bool {
        state.offers(word)
    }
}

/// A visit is noted once, at a place the center knows, with everybody who came.
fn record_visit(state: &State, command: RecordVisit, desk: &Desk<'_, Rulebook>) -> Decision {
    let RecordVisit { place, purpose, visitors, case } = command;
    if state.begun {
        return Err(Refusal::AlreadyRecorded);
    }
    if desk.rulebook.place(&place).is_none() {
        return Err(Refusal::UnknownPlace { place });
    }
    if visitors == 0 {
        return Err(Refusal::NoVisitors);
    }
    Ok(vec![VisitRecorded { place, purpose, visitors, case }.into()])
}

/// Whoever asks for something is registered at once and leaves with a receipt (petition regulation of 2022, article
/// 19). Competence, area and merit are no reason to refuse: not registering is a ground of liability (article 44).
fn register_case(state: &State, command: RegisterCase, desk: &Desk<'_, Rulebook>) -> Decision {
    let RegisterCase { kind, claim, area, amount, parties, referred_by, part_of, number } = command;
    if state.begun {
        return Err(Refusal::AlreadyRecorded);
    }
    if parties.len() > PARTIES_MAX {
        return Err(Refusal::TooManyParties { found: parties.len(), max: PARTIES_MAX });
    }
    let parties: Vec<Party> =
        parties.into_iter().enumerate().map(|(index, party)| named(party, desk.meta.request, index)).collect();
    let applicant = parties.iter().find(|party| party.role == PartyRole::Applicant).ok_or(Refusal::NoApplicant)?.id;
    let number = number.ok_or(Refusal::NumberNotDrawn)?;
    let registered = CaseRegistered {
        number,
        kind,
        claim: claim.sealed(),
        area,
        amount,
        parties,
        referred_by,
        letter: None,
        part_of,
        self_registered: false,
    };
    Ok(vec![registered.into(), ReceiptIssued { party: applicant, number, query_tag: None }.into()])
}

/// A party may be named as long as the case is worked on; there is no limit to their number.
fn add_party(state: &State, command: AddParty, desk: &Desk<'_, Rulebook>) -> Decision {
    if !state.registered {
        return Err(Refusal::NotRegistered);
    }
    if state.closed {
        return Err(Refusal::CaseClosed);
    }
    Ok(vec![PartyAdded { party: named(command.party, desk.meta.request, 0) }.into()])
}

fn named(party: NewParty, request: RequestId, index: usize) -> Party {
    let NewParty { role, kind, name, phone, address } = party;
    Party {
        phone: phone.map(timeline::Personal::sealed),
        address: address.map(timeline::Personal::sealed),
        ..Party::named(PartyId::of_request(request, index), role, kind, name.sealed())
    }
}

/// Whether a fact that came since the caller last looked matters to its command. Two clerks may name two parties at
/// once; a party named on a case that was just closed is another matter.
#[must_use]
pub fn concerns(command: &Command, fact: &Event) -> bool {
    match command {
        Command::RecordVisit(_) | Command::RegisterCase(_) => true,
        Command::AddParty(_) => match fact {
            Event::Triage(fact) => match fact {
                TriageEvent::CaseClosed(_) | TriageEvent::CaseReopened(_) => true,
                TriageEvent::CaseClassified(_)
                | TriageEvent::CaseAssigned(_)
                | TriageEvent::AssignmentReceived(_)
                | TriageEvent::AssignmentReturned(_)
                | timeline::triage_aside!() => false,
            },
            Event::Intake(_) | Event::Mediation(_) | Event::Litigation(_) | Event::Registry(_) => false,
        },
    }
}
