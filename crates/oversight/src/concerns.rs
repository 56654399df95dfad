//! Which facts matter to which command: what somebody must look at again before it lands.

use timeline::{Event, OversightEvent, TriageEvent};

use crate::Command;

/// Whether a fact that came since the caller last looked matters to its command. What a party says lands whatever happened
/// meanwhile; what is decided about it is looked at again when somebody else did so.
#[must_use]
pub fn concerns(command: &Command, fact: &Event) -> bool {
    match fact {
        Event::Triage(TriageEvent::CaseClosed(_) | TriageEvent::CaseReopened(_)) => {
            matches!(command, Command::RequestReopening(_))
        }
        Event::Oversight(fact) => of_oversight(command, fact),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Registry(_) => false,
    }
}

fn of_oversight(command: &Command, fact: &OversightEvent) -> bool {
    match fact {
        OversightEvent::FollowUpMade(_) => matches!(command, Command::FollowUpEvaluation(_)),
        OversightEvent::EvaluationAppealed(_) | OversightEvent::EvaluationAppealDecided(_) => {
            matches!(command, Command::AppealEvaluation(_) | Command::DecideEvaluationAppeal(_))
        }
        OversightEvent::CorrectionDecided(_) => matches!(command, Command::DecideCorrection(_)),
        OversightEvent::ReopeningRequested(_) => matches!(command, Command::RequestReopening(_)),
        OversightEvent::HumanDecisionDemanded(_)
        | OversightEvent::EvaluationGiven(_)
        | OversightEvent::FollowUpOrdered(_)
        | OversightEvent::OwnRecordGiven(_)
        | OversightEvent::CorrectionRequested(_) => false,
    }
}
