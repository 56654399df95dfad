//! Risk, options, and what waits until a clerk has looked at it.

use testkit::cast::{APPLICANT, HOUSING, STRANGER, personal};
use testkit::facts::{assigned, classified, human_decision_demanded, registered, risky};
use testkit::{given, rulebook};
use timeline::{
    CaseKind, Channel, Event, IntakeEvent, Outcome, PartyId, RegistrationConfirmed, RiskFactor, RiskLevel, Route,
    RouteOption, RouteOptionsExplained, TriageEvent,
};
use triage::{AssessRisk, ChooseRoute, Command, ExplainOptions, concerns};

use super::{assign, classify, close, registered_as, route};

fn assess(level: RiskLevel, factors: &[RiskFactor]) -> Command {
    Command::AssessRisk(AssessRisk { level, factors: factors.to_vec(), note: None })
}

fn explain(party: PartyId) -> Command {
    Command::ExplainOptions(ExplainOptions { party })
}

/// The ways on the sheet that these facts lead to.
fn shown(facts: impl IntoIterator<Item = Event>) -> Vec<Route> {
    let facts = given(facts).when(explain(APPLICANT)).facts();
    let [Event::Triage(TriageEvent::RouteOptionsExplained(sheet))] = facts.as_slice() else { panic!("one sheet") };
    sheet.options.iter().map(|option| option.route).collect()
}

#[test]
fn a_person_says_how_urgent_a_case_is_and_why() {
    let (red, factors) = (RiskLevel::Red, [RiskFactor::Violence, RiskFactor::Vulnerable]);
    given([registered()]).when(assess(red, &factors)).then([risky(red, &factors)]);
    given([registered(), risky(red, &factors)]).when(assess(red, &factors)).nothing_happened();
    given([registered(), risky(red, &factors)]).when(assess(RiskLevel::Yellow, &factors)).accepted();
    given([registered()]).when(assess(red, &[])).refused("triage.no_risk_factor");
    given([registered()]).through(Channel::System).when(assess(red, &factors)).refused("triage.risk_needs_a_person");
    assert!(concerns(&assess(red, &factors), &risky(red, &factors)) && !concerns(&route(), &risky(red, &factors)));
}

#[test]
fn a_sheet_names_every_lawful_way_with_its_rule() {
    let rule = |route, code: &str| RouteOption { route, rule: code.parse().expect("a code") };
    let options = vec![rule(Route::Mediation, "mediate"), rule(Route::Litigation, "sue")];
    let sheet = RouteOptionsExplained { sheet: 1, party: APPLICANT, options };
    let sheet = Event::Triage(sheet.into());
    given([registered(), classified("neighbours")]).when(explain(APPLICANT)).then([sheet]);
    given([registered()]).when(explain(STRANGER)).refused("triage.not_a_party");
}

#[test]
fn labour_arbitration_before_suit_is_warned_of_and_closes_nothing() {
    let ways = shown([registered(), classified("unpaid_wages")]);
    assert_eq!(ways, [Route::Mediation, Route::Arbitration, Route::Litigation, Route::LegalServices]);
    let suit = rulebook().route(&"labour_suit".parse().expect("a code")).expect("a rule");
    assert!(suit.warning.as_ref().is_some_and(|warning| warning.zh.contains("仲裁")));
    let sue = Command::ChooseRoute(ChooseRoute { route: Route::Litigation, reason: None, sheet: None });
    given([registered(), classified("unpaid_wages")]).when(sue).accepted();
}

#[test]
fn every_type_of_dispute_has_at_least_two_ways() {
    for kind in rulebook().dispute_types() {
        let ways = shown([registered(), classified(kind.code.as_str())]);
        assert!(ways.len() >= 2, "{}: {ways:?}", kind.code);
    }
    assert!(shown([registered_as(|case| case.kind = CaseKind::Petition)]).contains(&Route::Petition));
}

#[test]
fn a_way_is_chosen_with_its_reason_from_a_sheet_that_was_shown() {
    let choose = |sheet| {
        let reason = Some(personal("想尽快拿到钱"));
        Command::ChooseRoute(ChooseRoute { route: Route::Mediation, reason, sheet: Some(sheet) })
    };
    given([registered()]).when(choose(1)).refused("triage.no_such_sheet");
    let explained = RouteOptionsExplained { sheet: 1, party: APPLICANT, options: Vec::new() };
    let facts = [registered(), Event::Triage(explained.into())];
    given(facts.clone()).when(choose(0)).refused("triage.no_such_sheet");
    let chosen = given(facts).when(choose(1)).facts();
    let [Event::Triage(TriageEvent::RouteChosen(chosen))] = chosen.as_slice() else { panic!("one choice") };
    assert_eq!((chosen.sheet, chosen.reason.is_some()), (Some(1), true));
}

#[test]
fn what_a_citizen_registered_alone_is_looked_at_before_it_is_taken_further() {
    let alone = || registered_as(|case| case.self_registered = true);
    for command in [route(), assign(HOUSING)] {
        given([alone()]).when(command).refused("triage.not_confirmed");
    }
    for command in [
        classify("neighbours"),
        assess(RiskLevel::Red, &[RiskFactor::DangerToLife]),
        explain(APPLICANT),
        close(Outcome::Withdrawn),
    ] {
        given([alone()]).when(command).accepted();
    }
    let confirmed = Event::Intake(IntakeEvent::from(RegistrationConfirmed { note: None }));
    given([alone(), confirmed]).when(assign(HOUSING)).then([assigned(1, HOUSING)]);
}

#[test]
fn where_a_case_goes_is_decided_by_a_person_when_a_party_demands_it() {
    let demanded = || [registered(), human_decision_demanded(APPLICANT)];
    for command in [classify("neighbours"), assign(HOUSING)] {
        given([registered()]).through(Channel::System).when(command.clone()).accepted();
        given(demanded()).through(Channel::System).when(command.clone()).refused("triage.human_decision_demanded");
        given(demanded()).when(command).accepted();
    }
}
