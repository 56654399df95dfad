//! Which facts matter to which command: what a clerk must look at again before it lands.

use timeline::{Event, LitigationEvent, MediationEvent, TriageEvent};

use crate::Command;

/// Whether a fact that came since the caller last looked matters to its command. A case may be given a type while
/// somebody assigns it; it may not be closed over a mediation that has just begun.
#[must_use]
pub fn concerns(command: &Command, fact: &Event) -> bool {
    match fact {
        Event::Intake(_) | Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => false,
        Event::Triage(fact) => of_triage(command, fact),
        Event::Mediation(fact) => closes(command) && of_mediation(fact),
        Event::Litigation(fact) => closes(command) && of_litigation(fact),
    }
}

fn of_triage(command: &Command, fact: &TriageEvent) -> bool {
    match fact {
        TriageEvent::CaseClosed(_) | TriageEvent::CaseReopened(_) => true,
        TriageEvent::CaseClassified(_) => matches!(command, Command::ClassifyCase(_) | Command::ExplainOptions(_)),
        TriageEvent::RiskAssessed(_) => matches!(command, Command::AssessRisk(_)),
        TriageEvent::RouteOptionsExplained(_) | TriageEvent::RouteChosen(_) => {
            matches!(command, Command::ChooseRoute(_))
        }
        TriageEvent::CaseAssigned(_)
        | TriageEvent::AssignmentReceived(_)
        | TriageEvent::AssignmentReturned(_)
        | TriageEvent::AssignmentWithdrawn(_)
        | TriageEvent::ObjectionRaised(_)
        | TriageEvent::ObjectionDecided(_)
        | TriageEvent::CaseDelegatedDown(_)
        | TriageEvent::CaseEscalated(_) => moves(command),
        TriageEvent::LeadDetermined(_) => moves(command) || disputes(command),
        TriageEvent::CompetenceDisputed(_) | TriageEvent::CompetenceReferred(_) => disputes(command) || closes(command),
        TriageEvent::CoHandlerAdded(_) | TriageEvent::CoHandlerReported(_) | TriageEvent::CoHandlerReleased(_) => {
            matches!(command, Command::AddCoHandler(_) | Command::ReleaseCoHandler(_)) || closes(command)
        }
        TriageEvent::SecrecySet(_) => matches!(command, Command::NarrowSecrecy(_) | Command::WidenSecrecy(_)),
        TriageEvent::OfficerRecused(_) => matches!(command, Command::RecuseOfficer(_)),
        TriageEvent::SubCaseOpened(_)
        | TriageEvent::SubCaseConcluded(_)
        | TriageEvent::SubCaseReopened(_)
        | TriageEvent::SubCaseDropped(_) => {
            matches!(command, Command::OpenSubCase(_) | Command::DropSubCase(_)) || closes(command)
        }
    }
}

/// Commands that change, or depend on, who holds the case.
fn moves(command: &Command) -> bool {
    matches!(
        command,
        Command::AssignCase(_)
            | Command::WithdrawAssignment(_)
            | Command::ReceiveAssignment(_)
            | Command::ReturnAssignment(_)
            | Command::RaiseObjection(_)
            | Command::DecideObjection(_)
            | Command::DelegateDown(_)
            | Command::EscalateCase(_)
            | Command::DetermineLead(_)
            | Command::CloseCase(_)
            | Command::ReopenCase(_)
    )
}

/// Commands about who is competent.
fn disputes(command: &Command) -> bool {
    matches!(command, Command::DisputeCompetence(_) | Command::ReferCompetence(_) | Command::DetermineLead(_))
}

fn closes(command: &Command) -> bool {
    matches!(command, Command::CloseCase(_))
}

/// What begins or ends a mediation, or changes what is owed.
fn of_mediation(fact: &MediationEvent) -> bool {
    match fact {
        MediationEvent::MediationRequested(_)
        | MediationEvent::AgreementSigned(_)
        | MediationEvent::MediationTerminated(_)
        | MediationEvent::PerformanceRecorded(_)
        | MediationEvent::PerformanceCorrected(_) => true,
        MediationEvent::MediationRefused(_)
        | MediationEvent::SessionHeld(_)
        | MediationEvent::UndisputedFactsRecorded(_)
        | MediationEvent::AppraisalCommissioned(_)
        | MediationEvent::AppraisalReceived(_)
        | MediationEvent::AppraisalAbandoned(_)
        | MediationEvent::MediationExtended(_)
        | MediationEvent::FalseMediationSuspected(_)
        | MediationEvent::FalseMediationDecided(_)
        | MediationEvent::AgreementBreached(_)
        | timeline::mediation_aside!() => false,
    }
}

/// What goes to, or comes from, a court.
fn of_litigation(fact: &LitigationEvent) -> bool {
    match fact {
        LitigationEvent::SuitChosen(_)
        | LitigationEvent::DelegationReceived(_)
        | LitigationEvent::HandOffSent(_)
        | LitigationEvent::HandOffAcknowledged(_)
        | LitigationEvent::HandOffRejected(_)
        | LitigationEvent::CaseFiled(_)
        | LitigationEvent::CourtAnswered(_)
        | LitigationEvent::ReferralMade(_)
        | LitigationEvent::ReferralAcknowledged(_)
        | LitigationEvent::ReferralRejected(_)
        | LitigationEvent::ReferralAnswered(_)
        | LitigationEvent::ReferralWithdrawn(_) => true,
        timeline::litigation_aside!() => false,
    }
}
