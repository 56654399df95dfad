//! Which facts matter to which command: what a clerk must look at again before it lands.

use timeline::{Event, LitigationEvent, MediationEvent, TriageEvent};

use crate::Command;

/// Whether a fact that came since the caller last looked matters to its command. Going to court stands whatever happened
/// meanwhile; two answers of a court to the same package do not.
#[must_use]
pub fn concerns(command: &Command, fact: &Event) -> bool {
    match fact {
        Event::Intake(_) => false,
        Event::Triage(fact) => match fact {
            TriageEvent::CaseClosed(_) | TriageEvent::CaseReopened(_) => {
                matches!(command, Command::ReceiveDelegation(_))
            }
            TriageEvent::CaseClassified(_)
            | TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | timeline::triage_aside!() => false,
        },
        Event::Mediation(fact) => changes_report(fact) && matches!(command, Command::ReportDelegation(_)),
        Event::Litigation(fact) => of_litigation(command, fact),
        Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => false,
    }
}

/// What changes the end that is reported to the court.
fn changes_report(fact: &MediationEvent) -> bool {
    match fact {
        MediationEvent::MediationRequested(_)
        | MediationEvent::MediationRefused(_)
        | MediationEvent::AgreementSigned(_)
        | MediationEvent::MediationTerminated(_) => true,
        MediationEvent::SessionHeld(_)
        | MediationEvent::UndisputedFactsRecorded(_)
        | MediationEvent::AppraisalCommissioned(_)
        | MediationEvent::AppraisalReceived(_)
        | MediationEvent::AppraisalAbandoned(_)
        | MediationEvent::MediationExtended(_)
        | MediationEvent::FalseMediationSuspected(_)
        | MediationEvent::FalseMediationDecided(_)
        | MediationEvent::PerformanceRecorded(_)
        | MediationEvent::PerformanceCorrected(_)
        | MediationEvent::AgreementBreached(_)
        | timeline::mediation_aside!() => false,
    }
}

fn of_litigation(command: &Command, fact: &LitigationEvent) -> bool {
    match fact {
        LitigationEvent::SuitChosen(_) | LitigationEvent::ConfirmationApplied(_) => false,
        LitigationEvent::ConfirmationAdvised(_) => matches!(command, Command::AdviseConfirmation(_)),
        LitigationEvent::ReferralMade(_) => matches!(command, Command::ReferCase(_)),
        LitigationEvent::ReferralAcknowledged(got) => referral_of(command) == Some(got.referral),
        LitigationEvent::ReferralRejected(rejected) => referral_of(command) == Some(rejected.referral),
        LitigationEvent::ReferralAnswered(answer) => referral_of(command) == Some(answer.referral),
        LitigationEvent::ReferralWithdrawn(withdrawn) => referral_of(command) == Some(withdrawn.referral),
        LitigationEvent::ReferralAnswerCorrected(fact) => referral_of(command) == Some(fact.referral),
        LitigationEvent::CourtAnswerCorrected(fact) => {
            matches!(command, Command::CorrectCourtAnswer(command) if command.reference == fact.reference)
        }
        LitigationEvent::DelegationReceived(_)
        | LitigationEvent::DelegationReported(_)
        | LitigationEvent::DelegationAccepted(_)
        | LitigationEvent::DelegationDeclined(_)
        | LitigationEvent::DelegationExtended(_) => is_of_delegation(command),
        LitigationEvent::HandOffAssembled(_) => matches!(command, Command::AssembleHandOff(_)),
        LitigationEvent::HandOffSent(sent) => hand_off_of(command) == Some(sent.hand_off),
        LitigationEvent::HandOffAcknowledged(got) => hand_off_of(command) == Some(got.hand_off),
        LitigationEvent::HandOffRejected(rejected) => hand_off_of(command) == Some(rejected.hand_off),
        LitigationEvent::CaseFiled(filed) => match command {
            Command::RecordFiling(record) => record.reference == filed.reference || record.hand_off == filed.hand_off,
            Command::RecordCourtAnswer(_) => true,
            other => filed.hand_off.is_some() && hand_off_of(other) == filed.hand_off,
        },
        LitigationEvent::CourtAnswered(answer) => match command {
            Command::RecordCourtAnswer(record) => record.reference == answer.reference,
            Command::CorrectCourtAnswer(record) => record.reference == answer.reference,
            other => hand_off_of(other).is_some(),
        },
    }
}

/// The package a command is about.
fn hand_off_of(command: &Command) -> Option<u32> {
    match command {
        Command::SendHandOff(command) => Some(command.hand_off),
        Command::AcknowledgeHandOff(command) => Some(command.hand_off),
        Command::RejectHandOff(command) => Some(command.hand_off),
        Command::RecordFiling(command) => command.hand_off,
        Command::FileSuit(_)
        | Command::ReceiveDelegation(_)
        | Command::ReportDelegation(_)
        | Command::AcceptDelegation(_)
        | Command::DeclineDelegation(_)
        | Command::ExtendDelegation(_)
        | Command::AssembleHandOff(_)
        | Command::RecordCourtAnswer(_)
        | Command::CorrectCourtAnswer(_)
        | Command::AdviseConfirmation(_)
        | Command::ApplyForConfirmation(_)
        | Command::ReferCase(_)
        | Command::AcknowledgeReferral(_)
        | Command::RejectReferral(_)
        | Command::RecordReferralAnswer(_)
        | Command::WithdrawReferral(_)
        | Command::CorrectReferralAnswer(_) => None,
    }
}

/// The referral a command is about.
fn referral_of(command: &Command) -> Option<u32> {
    match command {
        Command::AcknowledgeReferral(command) => Some(command.referral),
        Command::RejectReferral(command) => Some(command.referral),
        Command::RecordReferralAnswer(command) => Some(command.referral),
        Command::WithdrawReferral(command) => Some(command.referral),
        Command::CorrectReferralAnswer(command) => Some(command.referral),
        Command::FileSuit(_)
        | Command::ReceiveDelegation(_)
        | Command::ReportDelegation(_)
        | Command::AcceptDelegation(_)
        | Command::DeclineDelegation(_)
        | Command::ExtendDelegation(_)
        | Command::AssembleHandOff(_)
        | Command::SendHandOff(_)
        | Command::AcknowledgeHandOff(_)
        | Command::RejectHandOff(_)
        | Command::RecordFiling(_)
        | Command::RecordCourtAnswer(_)
        | Command::CorrectCourtAnswer(_)
        | Command::AdviseConfirmation(_)
        | Command::ApplyForConfirmation(_)
        | Command::ReferCase(_) => None,
    }
}

const fn is_of_delegation(command: &Command) -> bool {
    matches!(
        command,
        Command::ReceiveDelegation(_)
            | Command::ReportDelegation(_)
            | Command::AcceptDelegation(_)
            | Command::DeclineDelegation(_)
            | Command::ExtendDelegation(_)
    )
}
