//! Disputed competence in three steps: the departments agree, else their common superior decides, else the conference.

use testkit::cast::{CENTER, COURT, HOUSING, TRANSPORT, personal};
use testkit::facts::{assigned, assigned_because, competence_referred, disputed, led, received, registered, withdrawn};
use testkit::given;
use timeline::{AssignmentReason, CompetenceStep, Event, Outcome};
use triage::{Command, DetermineLead, DisputeCompetence, ReferCompetence, concerns};

use super::{assign, at_housing_and, close, give_back};

const TOWN: &str = "wangxi";
const VILLAGES: [&str; 2] = ["liuwan", "wangxi_neighbourhood"];
const BUREAUS: [&str; 2] = [HOUSING, TRANSPORT];

fn dispute(between: &[&str]) -> Command {
    let between = between.iter().map(|code| code.parse().expect("a code")).collect();
    Command::DisputeCompetence(DisputeCompetence { between, reason: personal("都说不归自己管") })
}

fn refer(dispute: u32) -> Command {
    Command::ReferCompetence(ReferCompetence { dispute })
}

fn lead(dispute: u32, lead: &str) -> Command {
    let (lead, reason) = (lead.parse().expect("a code"), personal("已核实"));
    Command::DetermineLead(DetermineLead { dispute, lead, reason })
}

fn told(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    [registered()].into_iter().chain(more).collect()
}

#[test]
fn first_the_departments_may_agree_on_one_of_themselves() {
    given([registered()]).acting_for(HOUSING).when(dispute(&BUREAUS)).then([disputed(1, &BUREAUS)]);
    let open = || told([disputed(1, &BUREAUS)]);
    let agreed =
        [led(1, HOUSING, CompetenceStep::Agreed), assigned_because(1, HOUSING, AssignmentReason::LeadDetermined)];
    given(open()).acting_for(TRANSPORT).when(lead(1, HOUSING)).then(agreed);
    given(open()).when(lead(1, "market")).refused("triage.lead_outside_dispute");
    given(open()).acting_for("market").when(lead(1, HOUSING)).refused("triage.not_in_dispute");
}

#[test]
fn else_their_common_superior_decides() {
    let open = told([disputed(1, &VILLAGES)]);
    given(open.clone()).acting_for(VILLAGES[0]).when(refer(1)).then([competence_referred(1, Some(TOWN))]);
    let before_town: Vec<Event> = open.into_iter().chain([competence_referred(1, Some(TOWN))]).collect();
    given(before_town.clone()).acting_for(VILLAGES[0]).when(lead(1, VILLAGES[1])).refused("triage.only_the_superior");
    for who in [TOWN, CENTER] {
        given(before_town.clone()).acting_for(who).when(lead(1, VILLAGES[1])).then([
            led(1, VILLAGES[1], CompetenceStep::Superior),
            assigned_because(1, VILLAGES[1], AssignmentReason::LeadDetermined),
        ]);
    }
    given(before_town).when(refer(1)).refused("triage.already_referred");
}

/// Two bureaus of the county have no common superior in it: dispute, conference, one lead.
#[test]
fn the_joint_conference_acts_where_there_is_no_common_superior() {
    let mut facts = told([assigned(1, HOUSING), received(1, HOUSING), assigned(2, TRANSPORT), disputed(1, &BUREAUS)]);
    given(facts.clone()).acting_for(TRANSPORT).when(refer(1)).then([competence_referred(1, None)]);
    facts.push(competence_referred(1, None));
    given(facts.clone()).acting_for(TRANSPORT).when(lead(1, HOUSING)).refused("triage.only_the_center");
    given(facts.clone()).when(lead(1, COURT)).refused("triage.court_needs_hand_off");
    // Housing has it already: the other one, who was asked, need not answer.
    let decided = [led(1, HOUSING, CompetenceStep::Conference), withdrawn(2, "已核实")];
    given(facts.clone()).when(lead(1, HOUSING)).then(decided.clone());
    facts.extend(decided);
    given(facts.clone()).acting_for(HOUSING).when(give_back(1)).refused("triage.competence_decided");
    given(facts.clone()).when(lead(1, TRANSPORT)).refused("triage.no_such_dispute");
    given(facts).when(close(Outcome::Explained)).accepted();
}

#[test]
fn who_was_asked_already_is_not_asked_again_for_having_the_lead() {
    let facts = told([assigned(1, HOUSING), disputed(1, &BUREAUS)]);
    given(facts).when(lead(1, HOUSING)).then([led(1, HOUSING, CompetenceStep::Agreed)]);
}

#[test]
fn a_dispute_is_between_departments_that_are_there_one_at_a_time() {
    given([registered()]).when(dispute(&[HOUSING, HOUSING])).refused("triage.too_few_disputants");
    given([registered()]).when(dispute(&[HOUSING, "moon"])).refused("triage.unknown_department");
    given([registered()]).when(dispute(&[HOUSING, COURT])).refused("triage.court_needs_hand_off");
    given([registered()]).acting_for("market").when(dispute(&BUREAUS)).refused("triage.not_in_dispute");
    let open = at_housing_and([disputed(1, &BUREAUS)]);
    given(open.clone()).when(dispute(&BUREAUS)).refused("triage.dispute_open");
    given(open.clone()).when(close(Outcome::Explained)).refused("triage.dispute_open");
    given(open).when(refer(2)).refused("triage.no_such_dispute");
}

#[test]
fn a_new_lead_matters_to_whoever_moves_the_case() {
    let facts = led(1, HOUSING, CompetenceStep::Agreed);
    assert!(concerns(&assign(HOUSING), &facts) && concerns(&refer(1), &facts));
    assert!(concerns(&refer(1), &disputed(1, &BUREAUS)) && !concerns(&assign(HOUSING), &disputed(1, &BUREAUS)));
}
