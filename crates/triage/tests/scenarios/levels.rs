//! Down to the village and up to the county, and who helps on the way.

use testkit::cast::{APPLICANT, CENTER, COURT, HOUSING, RESPONDENT, STRANGER, TRANSPORT, personal};
use testkit::facts::{
    assigned, assigned_because, delegated_down, escalated, helped_by, received, registered, released,
};
use testkit::given;
use timeline::{AreaLevel, AssignmentReason, CoHandlerReported, Event, PartyId, TriageEvent};
use triage::{AddCoHandler, Command, DelegateDown, EscalateCase, ReleaseCoHandler, ReportCoHandling, concerns};

use super::{assign, at_housing};

const TOWN: &str = "wangxi";
const VILLAGE: &str = "liuwan";

fn delegate(to: &str, told: &[PartyId]) -> Command {
    let (to, capability) = (to.parse().expect("a code"), personal("村里有调解员"));
    Command::DelegateDown(DelegateDown { to, capability, told: told.to_vec(), no_extra_trip: true })
}

fn escalate(to: &str) -> Command {
    let (tried, obstacle) = (personal("调解两次"), personal("需要审批权限"));
    Command::EscalateCase(EscalateCase { to: to.parse().expect("a code"), tried, obstacle })
}

fn in_the_village() -> Vec<Event> {
    vec![registered(), assigned(1, VILLAGE), received(1, VILLAGE)]
}

#[test]
fn a_case_goes_down_when_it_can_be_solved_there_and_the_citizen_knows() {
    let down = [
        delegated_down(1, AreaLevel::Village, &[APPLICANT]),
        assigned_because(1, VILLAGE, AssignmentReason::DelegatedDown),
    ];
    given([registered()]).when(delegate(VILLAGE, &[APPLICANT])).then(down);
    given([registered()]).when(delegate(HOUSING, &[APPLICANT])).refused("triage.not_below");
    given([registered()]).when(delegate(TOWN, &[RESPONDENT])).refused("triage.applicant_not_told");
    given([registered()]).when(delegate(TOWN, &[APPLICANT, STRANGER])).refused("triage.not_a_party");
    let Command::DelegateDown(mut far) = delegate(TOWN, &[APPLICANT]) else { panic!("a delegation") };
    far.no_extra_trip = false;
    given([registered()]).when(Command::DelegateDown(far)).refused("triage.extra_trip");
}

#[test]
fn a_case_goes_village_town_county_with_what_was_tried_at_each_step() {
    let village = in_the_village();
    let up = [escalated(2, AreaLevel::Town), assigned_because(2, TOWN, AssignmentReason::Escalated)];
    given(village.clone()).acting_for(VILLAGE).when(escalate(TOWN)).then(up.clone());
    let town: Vec<Event> = village.into_iter().chain(up).chain([received(2, TOWN)]).collect();
    given(town.clone())
        .acting_for(TOWN)
        .when(escalate(HOUSING))
        .then([escalated(3, AreaLevel::County), assigned_because(3, HOUSING, AssignmentReason::Escalated)]);
    given(town).acting_for(TOWN).when(escalate(VILLAGE)).refused("triage.not_above");
    given(in_the_village()).acting_for(TRANSPORT).when(escalate(TOWN)).refused("triage.not_the_holder");
}

#[test]
fn nothing_goes_up_without_a_record_of_what_was_tried() {
    for who in [VILLAGE, CENTER] {
        given(in_the_village()).acting_for(who).when(assign(HOUSING)).refused("triage.needs_escalation");
    }
    let whole = serde_json::json!({"command": "escalate_case", "to": TOWN, "tried": "调解两次", "obstacle": "无权"});
    assert!(serde_json::from_value::<Command>(whole.clone()).is_ok());
    for field in ["tried", "obstacle"] {
        let mut without = whole.clone();
        without.as_object_mut().expect("an object").remove(field);
        assert!(serde_json::from_value::<Command>(without).is_err(), "without {field}");
    }
}

#[test]
fn a_department_helps_without_ever_holding_the_case() {
    let help = |code: &str| {
        let (department, task) = (code.parse().expect("a code"), personal("请派人到场"));
        Command::AddCoHandler(AddCoHandler { department, task })
    };
    let report = || Command::ReportCoHandling(ReportCoHandling { report: personal("已到场") });
    let release = || {
        let (department, reason) = (TRANSPORT.parse().expect("a code"), personal("已核实"));
        Command::ReleaseCoHandler(ReleaseCoHandler { department, reason })
    };
    given(at_housing()).acting_for(HOUSING).when(help(TRANSPORT)).then([helped_by(TRANSPORT)]);
    let helped: Vec<Event> = at_housing().into_iter().chain([helped_by(TRANSPORT)]).collect();
    let (department, text) = (TRANSPORT.parse().expect("a code"), testkit::cast::sealed("已到场"));
    let told = TriageEvent::from(CoHandlerReported { department, report: text });
    given(helped.clone()).acting_for(TRANSPORT).when(report()).then([Event::Triage(told)]);
    given(helped.clone()).acting_for(HOUSING).when(release()).then([released(TRANSPORT)]);
    given(helped.clone()).acting_for(TRANSPORT).when(release()).refused("triage.not_the_holder");
    given(helped.clone()).when(help(TRANSPORT)).refused("triage.already_helps");
    given(helped.clone()).when(help(HOUSING)).refused("triage.already_holds");
    given(helped).when(help(COURT)).refused("triage.court_needs_hand_off");
    given(at_housing()).acting_for(TRANSPORT).when(report()).refused("triage.does_not_help");
    given(at_housing()).when(release()).refused("triage.does_not_help");
    assert!(concerns(&help(TRANSPORT), &helped_by(TRANSPORT)) && !concerns(&report(), &helped_by(HOUSING)));
}
