//! Which facts matter to which command: what a clerk must look at again before it lands.

use timeline::{Event, IntakeEvent, PartyId, TriageEvent};

use crate::Command;

/// Whether a fact that came since the caller last looked matters to its command. Two clerks may name two parties at once;
/// a party named on a case that was just closed is another matter, and so is a correction of what somebody else has
/// just corrected.
#[must_use]
pub fn concerns(command: &Command, fact: &Event) -> bool {
    if command_begins(command) {
        return true;
    }
    match fact {
        Event::Triage(fact) => match fact {
            TriageEvent::CaseClosed(_) | TriageEvent::CaseReopened(_) => needs_an_open_case(command),
            TriageEvent::CaseClassified(_)
            | TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => false,
        },
        Event::Intake(fact) => of_intake(command, fact),
        Event::Mediation(_) | Event::Litigation(_) | Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => {
            false
        }
    }
}

fn command_begins(command: &Command) -> bool {
    Command::BEGINNINGS.contains(&command.name())
}

fn of_intake(command: &Command, fact: &IntakeEvent) -> bool {
    match fact {
        IntakeEvent::RegistrationCorrected(_) => matches!(command, Command::CorrectRegistration(_)),
        IntakeEvent::RegistrationConfirmed(_) => matches!(command, Command::ConfirmRegistration(_)),
        IntakeEvent::PartyCorrected(corrected) => changes(command) == Some(corrected.party.id),
        IntakeEvent::PartyRemoved(removed) => changes(command) == Some(removed.party),
        IntakeEvent::GuardianNamed(named) => {
            matches!(command, Command::NameGuardian(command) if command.ward == named.ward)
        }
        IntakeEvent::DuplicateConfirmed(_) | IntakeEvent::DuplicateRuledOut(_) => {
            matches!(
                command,
                Command::ConfirmDuplicate(_) | Command::RuleOutDuplicate(_) | Command::SuspectDuplicate(_)
            )
        }
        IntakeEvent::MaterialsRequested(_) => matches!(command, Command::RequestMaterials(_)),
        IntakeEvent::RepresentativesDesignated(_) => matches!(command, Command::DesignateRepresentatives(_)),
        IntakeEvent::CaseRegistered(_)
        | IntakeEvent::PartyAdded(_)
        | IntakeEvent::MaterialSubmitted(_)
        | IntakeEvent::UrgentRiskReported(_)
        | IntakeEvent::VisitRecorded(_)
        | IntakeEvent::VisitorGuided(_)
        | IntakeEvent::EnquiryAnswered(_)
        | IntakeEvent::ReceiptIssued(_)
        | IntakeEvent::ContactNoted(_)
        | IntakeEvent::IdentityVerified(_)
        | IntakeEvent::AgentAuthorized(_)
        | IntakeEvent::AgentDismissed(_)
        | IntakeEvent::StatementTaken(_)
        | IntakeEvent::NoticeServed(_)
        | IntakeEvent::ConsentRecorded(_)
        | IntakeEvent::ConsentWithdrawn(_)
        | IntakeEvent::DuplicateSuspected(_)
        | IntakeEvent::ReportRequired(_)
        | IntakeEvent::ReportMade(_) => false,
    }
}

/// Which party a command says something else of.
const fn changes(command: &Command) -> Option<PartyId> {
    match command {
        Command::CorrectParty(command) => Some(command.party),
        Command::RemoveParty(command) => Some(command.party),
        _ => None,
    }
}

/// What is refused on a closed case.
const fn needs_an_open_case(command: &Command) -> bool {
    matches!(
        command,
        Command::ConfirmRegistration(_)
            | Command::AddParty(_)
            | Command::RemoveParty(_)
            | Command::VerifyIdentity(_)
            | Command::NameGuardian(_)
            | Command::AuthorizeAgent(_)
            | Command::DesignateRepresentatives(_)
            | Command::TakeStatement(_)
            | Command::RecordConsent(_)
            | Command::RequestMaterials(_)
    )
}
