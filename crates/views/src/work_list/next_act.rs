//! What the desk that holds a case would do next: a hint, which binds nobody.

use serde::{Deserialize, Serialize};
use timeline::{Event, IntakeEvent, LitigationEvent, MediationEvent, Route, TerminationReason, TriageEvent};

/// The next act, by the word of the command that does it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Next {
    /// Say what type of dispute it is.
    #[default]
    ClassifyCase,
    /// Choose the way it is taken.
    ChooseRoute,
    /// Ask another department, or work on it here.
    AssignCase,
    /// Ask for mediation.
    RequestMediation,
    /// Ask the other side whether it agrees.
    Consent,
    /// Find a mediator.
    AppointMediator,
    /// Set a session.
    ScheduleSession,
    /// Hold it.
    HoldSession,
    /// Sign, meet again, or end it.
    SignAgreement,
    /// See that it is performed.
    RecordPerformance,
    /// Go and see whether it holds.
    MakeReturnVisit,
    /// Put a package for the court together.
    AssembleHandOff,
    /// Send it.
    SendHandOff,
    /// Close it.
    CloseCase,
}

impl Next {
    /// The word.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::ClassifyCase => "classify_case",
            Self::ChooseRoute => "choose_route",
            Self::AssignCase => "assign_case",
            Self::RequestMediation => "request_mediation",
            Self::Consent => "consent",
            Self::AppointMediator => "appoint_mediator",
            Self::ScheduleSession => "schedule_session",
            Self::HoldSession => "hold_session",
            Self::SignAgreement => "sign_agreement",
            Self::RecordPerformance => "record_performance",
            Self::MakeReturnVisit => "make_return_visit",
            Self::AssembleHandOff => "assemble_hand_off",
            Self::SendHandOff => "send_hand_off",
            Self::CloseCase => "close_case",
        }
    }

    /// Takes note of a fact. What does not move the case leaves the hint as it is.
    pub(super) fn note(&mut self, event: &Event) {
        *self = match event {
            Event::Intake(fact) => self.after_intake(fact),
            Event::Triage(fact) => self.after_triage(fact),
            Event::Mediation(fact) => self.after_mediation(fact),
            Event::Litigation(fact) => self.after_litigation(fact),
            Event::Petition(_) | Event::Oversight(_) | Event::Registry(_) => *self,
        };
    }

    const fn after_intake(self, fact: &IntakeEvent) -> Self {
        match fact {
            IntakeEvent::CaseRegistered(_) => Self::ClassifyCase,
            IntakeEvent::PartyAdded(_)
            | IntakeEvent::RegistrationConfirmed(_)
            | IntakeEvent::RegistrationCorrected(_)
            | IntakeEvent::PartyCorrected(_)
            | IntakeEvent::PartyRemoved(_)
            | IntakeEvent::GuardianNamed(_)
            | IntakeEvent::MaterialSubmitted(_)
            | IntakeEvent::DuplicateConfirmed(_)
            | IntakeEvent::DuplicateRuledOut(_)
            | IntakeEvent::UrgentRiskReported(_)
            | IntakeEvent::ConsentRecorded(_)
            | IntakeEvent::ConsentWithdrawn(_)
            | timeline::intake_aside!() => self,
        }
    }

    fn after_triage(self, fact: &TriageEvent) -> Self {
        match fact {
            TriageEvent::CaseClassified(_) if self == Self::ClassifyCase => Self::ChooseRoute,
            TriageEvent::RouteChosen(chosen) => match chosen.route {
                Route::Mediation => Self::RequestMediation,
                Route::Litigation => Self::AssembleHandOff,
                Route::Petition
                | Route::Arbitration
                | Route::Reconsideration
                | Route::LegalServices
                | Route::PublicSecurity
                | Route::Other => Self::AssignCase,
            },
            TriageEvent::AssignmentReceived(_) if self == Self::AssignCase => Self::CloseCase,
            TriageEvent::AssignmentReturned(_) if self == Self::CloseCase => Self::AssignCase,
            TriageEvent::CaseReopened(_) => Self::ChooseRoute,
            TriageEvent::CaseClassified(_)
            | TriageEvent::CaseAssigned(_)
            | TriageEvent::AssignmentReceived(_)
            | TriageEvent::AssignmentReturned(_)
            | TriageEvent::CaseClosed(_)
            | timeline::triage_aside!() => self,
        }
    }

    fn after_mediation(self, fact: &MediationEvent) -> Self {
        match fact {
            MediationEvent::MediationRequested(_) => Self::Consent,
            MediationEvent::MediationConsented(_) => Self::AppointMediator,
            MediationEvent::MediatorAppointed(_) => Self::ScheduleSession,
            MediationEvent::RecusalDecided(decided) if decided.granted => Self::AppointMediator,
            MediationEvent::SessionScheduled(_) => Self::HoldSession,
            MediationEvent::SessionHeld(_) => Self::SignAgreement,
            MediationEvent::AgreementSigned(signed) if signed.instalments.is_empty() => Self::MakeReturnVisit,
            MediationEvent::AgreementSigned(_) => Self::RecordPerformance,
            MediationEvent::MediationTerminated(end) => match end.reason {
                TerminationReason::Agreed => self,
                TerminationReason::SettledAndWithdrawn => Self::CloseCase,
                TerminationReason::Unreachable
                | TerminationReason::Refused
                | TerminationReason::TooFarApart
                | TerminationReason::PeriodOver
                | TerminationReason::RefusedToSign
                | TerminationReason::Other => Self::ChooseRoute,
            },
            MediationEvent::PerformanceRecorded(_) => Self::MakeReturnVisit,
            MediationEvent::ReturnVisitMade(_) => Self::CloseCase,
            MediationEvent::MediationRefused(_)
            | MediationEvent::UndisputedFactsRecorded(_)
            | MediationEvent::AppraisalCommissioned(_)
            | MediationEvent::AppraisalReceived(_)
            | MediationEvent::AppraisalAbandoned(_)
            | MediationEvent::MediationExtended(_)
            | MediationEvent::FalseMediationSuspected(_)
            | MediationEvent::FalseMediationDecided(_)
            | MediationEvent::PerformanceCorrected(_)
            | MediationEvent::AgreementBreached(_)
            | timeline::mediation_aside!() => self,
        }
    }

    const fn after_litigation(self, fact: &LitigationEvent) -> Self {
        match fact {
            LitigationEvent::SuitChosen(_) | LitigationEvent::HandOffRejected(_) => Self::AssembleHandOff,
            LitigationEvent::DelegationReceived(_) => Self::RequestMediation,
            LitigationEvent::HandOffAssembled(_) => Self::SendHandOff,
            LitigationEvent::ReferralRejected(_) | LitigationEvent::ReferralWithdrawn(_) => Self::ChooseRoute,
            LitigationEvent::DelegationReported(_)
            | LitigationEvent::CourtAnswered(_)
            | LitigationEvent::ReferralAnswered(_) => Self::CloseCase,
            LitigationEvent::HandOffSent(_)
            | LitigationEvent::HandOffAcknowledged(_)
            | LitigationEvent::CaseFiled(_)
            | LitigationEvent::ReferralMade(_)
            | LitigationEvent::ReferralAcknowledged(_)
            | timeline::litigation_aside!() => self,
        }
    }
}
