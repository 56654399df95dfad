//! Which facts matter to which command: what a clerk must look at again before it lands.

use timeline::{Event, IntakeEvent, LitigationEvent, MediationEvent, TriageEvent};

use crate::Command;

/// Whether a fact that came since the caller last looked matters to its command.
///
/// A refusal and a return visit stand whatever happened meanwhile. Two parties may agree at once; a session may not be
/// set while a party refuses.
#[must_use]
pub fn concerns(command: &Command, fact: &Event) -> bool {
    match fact {
        Event::Intake(fact) => match fact {
            IntakeEvent::PartyAdded(_) | IntakeEvent::PartyCorrected(_) | IntakeEvent::PartyRemoved(_) => {
                needs_everybody(command)
            }
            IntakeEvent::CaseRegistered(_)
            | IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => false,
        },
        Event::Triage(fact) => match fact {
            TriageEvent::CaseClosed(_) | TriageEvent::CaseReopened(_) => goes_on(command),
            TriageEvent::CaseClassified(_)
            | TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => false,
        },
        Event::Mediation(fact) => of_mediation(command, fact),
        Event::Litigation(fact) => match fact {
            LitigationEvent::SuitChosen(_) | LitigationEvent::CaseFiled(_) => goes_on(command),
            LitigationEvent::DelegationReceived(_)
            | LitigationEvent::HandOffSent(_)
            | LitigationEvent::HandOffAcknowledged(_)
            | LitigationEvent::HandOffRejected(_)
            | LitigationEvent::CourtAnswered(_)
            | LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | LitigationEvent::ReferralRejected(_)
            | LitigationEvent::ReferralAnswered(_)
            | LitigationEvent::ReferralWithdrawn(_)
            | timeline::litigation_aside!() => false,
        },
        Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => false,
    }
}

fn of_mediation(command: &Command, fact: &MediationEvent) -> bool {
    match fact {
        MediationEvent::MediationRequested(_) | MediationEvent::MediationTerminated(_) => goes_on(command),
        MediationEvent::AgreementSigned(_) => goes_on(command) || matches!(command, Command::RecordPerformance(_)),
        MediationEvent::MediationRefused(refused) => match command {
            Command::Consent(consent) => consent.party == refused.party,
            other => goes_on(other),
        },
        MediationEvent::MediatorAppointed(_) => {
            matches!(command, Command::AppointMediator(_) | Command::ScheduleSession(_))
        }
        MediationEvent::SessionScheduled(_) => matches!(command, Command::ScheduleSession(_)),
        MediationEvent::SessionHeld(held) => match command {
            Command::HoldSession(hold) => hold.session == held.session,
            Command::SignAgreement(_) => true,
            _ => false,
        },
        MediationEvent::PerformanceRecorded(performed) => match command {
            Command::RecordPerformance(record) => record.instalment == performed.instalment,
            _ => false,
        },
        MediationEvent::FalseMediationSuspected(_) => goes_on(command),
        MediationEvent::UndisputedFactsRecorded(_)
        | MediationEvent::AppraisalCommissioned(_)
        | MediationEvent::AppraisalReceived(_)
        | MediationEvent::AppraisalAbandoned(_)
        | MediationEvent::MediationExtended(_)
        | MediationEvent::FalseMediationDecided(_)
        | MediationEvent::PerformanceCorrected(_)
        | MediationEvent::AgreementBreached(_)
        | timeline::mediation_aside!() => false,
    }
}

/// Commands that need the word of everybody on both sides.
fn needs_everybody(command: &Command) -> bool {
    matches!(command, Command::ScheduleSession(_) | Command::SignAgreement(_))
}

/// Commands that carry a mediation forward, and are therefore touched by whatever begins, stops or ends one.
fn goes_on(command: &Command) -> bool {
    matches!(
        command,
        Command::RequestMediation(_)
            | Command::Consent(_)
            | Command::ChooseMediator(_)
            | Command::AppointMediator(_)
            | Command::RequestRecusal(_)
            | Command::DecideRecusal(_)
            | Command::ScheduleSession(_)
            | Command::RecordUndisputedFacts(_)
            | Command::CommissionAppraisal(_)
            | Command::SignAgreement(_)
            | Command::DrawUpAgreement(_)
            | Command::GiveSignature(_)
            | Command::ExtendMediation(_)
            | Command::TerminateMediation(_)
    )
}
