//! One sample a fact of triage.

use timeline::{
    AssignmentReceived, AssignmentReturned, CaseAssigned, CaseClassified, CaseClosed, CaseReopened, Event, Outcome,
    ReturnGround, Route, RouteChosen, TriageEvent,
};

use super::{code, department, sealed};

pub(super) fn all() -> Vec<Event> {
    let (housing, explanation) = (|| department("housing"), sealed());
    vec![
        triage(CaseClassified { dispute_type: code("neighbours") }),
        triage(RouteChosen { route: Route::Mediation }),
        triage(CaseAssigned { assignment: 1, to: housing(), note: Some(sealed()) }),
        triage(AssignmentReceived { assignment: 1, by: housing() }),
        triage(AssignmentReturned { assignment: 1, by: housing(), ground: ReturnGround::NotCompetent, explanation }),
        triage(CaseClosed { outcome: Outcome::Settled }),
        triage(CaseReopened { reason: sealed() }),
    ]
}

fn triage(fact: impl Into<TriageEvent>) -> Event {
    Event::Triage(fact.into())
}
