//! One sample a fact of triage.

use timeline::{
    AreaCode, AreaLevel, AssignmentReceived, AssignmentReturned, AssignmentWithdrawn, CaseAssigned, CaseClassified,
    CaseClosed, CaseDelegatedDown, CaseEscalated, CaseReopened, CoHandlerAdded, CoHandlerReleased, CoHandlerReported,
    CompetenceDisputed, CompetenceReferred, CompetenceStep, Event, LeadDetermined, ObjectionAnswer, ObjectionDecided,
    ObjectionRaised, OfficerRecused, Outcome, RecusalGround, ReturnGround, RiskAssessed, RiskFactor, RiskLevel, Route,
    RouteChosen, RouteOption, RouteOptionsExplained, Secrecy, SecrecyGround, SecrecySet, SubCaseConcluded,
    SubCaseDropped, SubCaseOpened, SubCaseReopened, TriageEvent,
};

use super::{CASE, PARTY, code, department, parsed, sealed};

pub(super) fn all() -> Vec<Event> {
    [way(), assignment(), competence(), helpers_and_levels(), package(), end()].concat()
}

fn way() -> Vec<Event> {
    let options = vec![RouteOption { route: Route::Mediation, rule: code("mediate") }];
    let factors = vec![RiskFactor::Violence, RiskFactor::Vulnerable];
    vec![
        triage(CaseClassified { dispute_type: code("neighbours") }),
        triage(RiskAssessed { level: RiskLevel::Red, factors, note: Some(sealed()) }),
        triage(RouteOptionsExplained { sheet: 1, party: PARTY, options }),
        triage(RouteChosen { route: Route::Mediation, reason: None, sheet: None }),
    ]
}

fn assignment() -> Vec<Event> {
    let (housing, explanation, ground) = (|| department("housing"), sealed(), ReturnGround::NotCompetent);
    let (level, reason) = (None, None);
    vec![
        triage(CaseAssigned { assignment: 1, to: housing(), note: Some(sealed()), level, reason }),
        triage(AssignmentReceived { assignment: 1, by: housing() }),
        triage(AssignmentReturned { assignment: 1, by: housing(), ground, explanation }),
        triage(AssignmentWithdrawn { assignment: 2, reason: sealed() }),
        triage(ObjectionRaised { assignment: 3, by: housing(), ground, explanation: sealed() }),
        triage(ObjectionDecided { assignment: 3, answer: ObjectionAnswer::Upheld, reason: sealed() }),
    ]
}

fn competence() -> Vec<Event> {
    let (between, superior) = (vec![department("housing"), department("town")], Some(department("county")));
    let (lead, step) = (department("housing"), CompetenceStep::Conference);
    vec![
        triage(CompetenceDisputed { dispute: 1, between, reason: sealed() }),
        triage(CompetenceReferred { dispute: 1, step: CompetenceStep::Superior, superior }),
        triage(LeadDetermined { dispute: 1, lead, step, reason: sealed() }),
    ]
}

fn helpers_and_levels() -> Vec<Event> {
    let market = || department("market");
    let (capability, told, tried, obstacle) = (sealed(), vec![PARTY], sealed(), sealed());
    vec![
        triage(CoHandlerAdded { department: market(), task: sealed() }),
        triage(CoHandlerReported { department: market(), report: sealed() }),
        triage(CoHandlerReleased { department: market(), reason: sealed() }),
        triage(CaseDelegatedDown { assignment: 4, level: AreaLevel::Village, capability, told }),
        triage(CaseEscalated { assignment: 5, level: AreaLevel::Town, tried, obstacle }),
    ]
}

fn package() -> Vec<Event> {
    let (department, dispute_type) = (department("housing"), Some(code("neighbours")));
    let (task, area) = (sealed(), Some(parsed::<AreaCode>("990101001002")));
    vec![
        triage(SubCaseOpened { sub_case: 1, case: CASE, department, task, dispute_type, area }),
        triage(SubCaseConcluded { sub_case: 1, outcome: Outcome::Settled }),
        triage(SubCaseReopened { sub_case: 1 }),
        triage(SecrecySet { secrecy: Secrecy::Sensitive, ground: Some(SecrecyGround::Minor) }),
        triage(OfficerRecused { officer: parsed("clerk-1"), ground: RecusalGround::Kin }),
        triage(SubCaseDropped { sub_case: 1, reason: sealed() }),
    ]
}

fn end() -> Vec<Event> {
    vec![triage(CaseClosed { outcome: Outcome::Settled, merged_into: None }), triage(CaseReopened { reason: sealed() })]
}

fn triage(fact: impl Into<TriageEvent>) -> Event {
    Event::Triage(fact.into())
}
