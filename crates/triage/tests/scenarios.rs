//! The rules of triage, as scenarios.

#[path = "scenarios/competence.rs"]
mod competence;
#[path = "scenarios/discretion.rs"]
mod discretion;
#[path = "scenarios/levels.rs"]
mod levels;
#[path = "scenarios/objections.rs"]
mod objections;
#[path = "scenarios/packages.rs"]
mod packages;
#[path = "scenarios/way.rs"]
mod way;

use testkit::cast::{
    APPLICANT, ARRIVAL, CASE, CENTER, COURT, DOCKET, HOUSING, START, TODAY, TRANSPORT, YESTERDAY, code, department,
    personal,
};
use testkit::facts::{
    acknowledged, added, answered, assembled, assigned, classified, closed, filed, instalment, offered, performed,
    received, referral_acknowledged, referral_answered, referral_rejected, referral_withdrawn, referred, registered,
    rejected, reopened, returned, sent, signed, signed_owing, suit, terminated, withdrawn,
};
use testkit::{desk_meta, given};
use timeline::{
    CaseRegistered, CaseReopened, Channel, Event, Instalment, IntakeEvent, Outcome, PartyRole, Procedure,
    ReferralOutcome, Refusal as _, ReturnGround, Route, RouteChosen, TerminationReason, TriageEvent,
};
use triage::{
    AssignCase, ChooseRoute, ClassifyCase, CloseCase, Command, ReceiveAssignment, Refusal, ReopenCase,
    ReturnAssignment, WithdrawAssignment, concerns,
};

fn classify(dispute_type: &str) -> Command {
    Command::ClassifyCase(ClassifyCase { dispute_type: code(dispute_type) })
}

fn route() -> Command {
    Command::ChooseRoute(ChooseRoute { route: Route::Mediation, reason: None, sheet: None })
}

fn assign(to: &str) -> Command {
    Command::AssignCase(AssignCase { to: department(to), note: None })
}

fn receive(assignment: u32) -> Command {
    Command::ReceiveAssignment(ReceiveAssignment { assignment })
}

fn give_back(assignment: u32) -> Command {
    let (ground, explanation) = (ReturnGround::NotCompetent, personal("不属本部门职责"));
    Command::ReturnAssignment(ReturnAssignment { assignment, ground, explanation })
}

fn withdraw(assignment: u32) -> Command {
    Command::WithdrawAssignment(WithdrawAssignment { assignment, reason: personal("派错了") })
}

fn close(outcome: Outcome) -> Command {
    Command::CloseCase(CloseCase { outcome, merged_into: None })
}

fn reopen() -> Command {
    Command::ReopenCase(ReopenCase { reason: personal("又漏水") })
}

/// The case was registered, in this way.
fn registered_as(change: impl FnOnce(&mut CaseRegistered)) -> Event {
    let Event::Intake(IntakeEvent::CaseRegistered(mut case)) = registered() else { panic!("a registration") };
    change(&mut case);
    Event::Intake(case.into())
}

/// The housing bureau holds the case.
fn at_housing() -> Vec<Event> {
    vec![registered(), assigned(1, HOUSING), received(1, HOUSING)]
}

fn at_housing_and(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    at_housing().into_iter().chain(more).collect()
}

#[test]
fn a_case_is_given_a_type_and_another_one_later() {
    given([registered()]).when(classify("neighbours")).then([classified("neighbours")]);
    given([registered(), classified("neighbours")]).when(classify("damages")).then([classified("damages")]);
    given([registered(), classified("damages")]).when(classify("damages")).nothing_happened();
}

#[test]
fn a_person_chooses_the_way() {
    let chosen = Event::Triage(TriageEvent::from(RouteChosen { route: Route::Mediation, reason: None, sheet: None }));
    given([registered()]).when(route()).then([chosen]);
    given([registered()]).through(Channel::System).when(route()).refused("triage.route_needs_a_person");
}

#[test]
fn a_department_is_asked_and_signs_for_itself() {
    given([registered()]).when(assign(HOUSING)).then([assigned(1, HOUSING)]);
    given([registered(), assigned(1, HOUSING)]).acting_for(HOUSING).when(receive(1)).then([received(1, HOUSING)]);
}

#[test]
fn whoever_holds_a_case_may_pass_it_on_and_so_may_the_center() {
    given(at_housing()).acting_for(HOUSING).when(assign(TRANSPORT)).then([assigned(2, TRANSPORT)]);
    given(at_housing()).when(assign(TRANSPORT)).then([assigned(2, TRANSPORT)]);
    given(at_housing()).acting_for(TRANSPORT).when(assign(TRANSPORT)).refused("triage.not_the_holder");
}

#[test]
fn an_unanswered_assignment_is_taken_back_and_the_next_one_asked() {
    let asked = [registered(), assigned(1, HOUSING)];
    let back = withdrawn(1, "派错了");
    given(asked.clone()).when(withdraw(1)).then([back.clone()]);
    let over = asked.into_iter().chain([back]);
    given(over.clone()).when(assign(TRANSPORT)).then([assigned(2, TRANSPORT)]);
    given(over.clone()).acting_for(HOUSING).when(receive(1)).refused("triage.assignment_answered");
    given(over).acting_for(HOUSING).when(give_back(1)).refused("triage.assignment_answered");
    given(at_housing()).when(withdraw(1)).refused("triage.assignment_answered");
    given([registered(), assigned(1, HOUSING)])
        .acting_for(TRANSPORT)
        .when(withdraw(1))
        .refused("triage.not_the_holder");
}

#[test]
fn a_department_hands_back_instead_of_signing_or_after_it() {
    for facts in [vec![registered(), assigned(1, HOUSING)], at_housing()] {
        given(facts).acting_for(HOUSING).when(give_back(1)).then([returned(1, HOUSING)]);
    }
}

#[test]
fn who_has_passed_a_case_on_cannot_hand_it_back_any_more() {
    let passed_on = at_housing_and([assigned(2, TRANSPORT), received(2, TRANSPORT)]);
    given(passed_on.clone()).acting_for(HOUSING).when(give_back(1)).refused("triage.assignment_answered");
    let came_back = passed_on.into_iter().chain([returned(2, TRANSPORT)]);
    given(came_back).acting_for(HOUSING).when(give_back(1)).then([returned(1, HOUSING)]);
}

#[test]
fn a_settled_case_is_closed_when_what_was_due_is_done() {
    given([registered(), offered(), signed()]).when(close(Outcome::Settled)).then([closed(Outcome::Settled)]);
    let later = [registered(), offered(), signed_owing(vec![instalment(1)])];
    given(later).when(close(Outcome::Settled)).then([closed(Outcome::Settled)]);
    let today = Instalment { due: TODAY, ..instalment(1) };
    given([registered(), signed_owing(vec![today])]).when(close(Outcome::Settled)).accepted();
    let overdue = Instalment { due: YESTERDAY, ..instalment(1) };
    let owing = [registered(), signed_owing(vec![overdue])];
    given(owing.clone()).when(close(Outcome::Settled)).refused("triage.instalment_due");
    given(owing.into_iter().chain([performed(1)])).when(close(Outcome::Settled)).accepted();
}

#[test]
fn a_case_ends_at_court_only_if_it_went_there() {
    for facts in [
        vec![suit(APPLICANT)],
        vec![assembled(1), sent(1)],
        vec![filed(None)],
        vec![assembled(1), sent(1), acknowledged(1)],
    ] {
        let facts = [registered()].into_iter().chain(facts);
        given(facts).when(close(Outcome::ToCourt)).then([closed(Outcome::ToCourt)]);
    }
    given([registered()]).when(close(Outcome::ToCourt)).refused("triage.not_at_court");
}

#[test]
fn a_case_the_court_still_has_did_not_end_elsewhere() {
    let sent_off = [registered(), assembled(1), sent(1)];
    let taken_in = sent_off.clone().into_iter().chain([acknowledged(1)]);
    let docketed = sent_off.clone().into_iter().chain([filed(Some(1))]);
    for facts in [sent_off.to_vec(), taken_in.clone().collect(), docketed.clone().collect()] {
        given(facts).when(close(Outcome::Withdrawn)).refused("triage.court_not_answered");
    }
    let over: [Vec<Event>; 3] = [
        sent_off.into_iter().chain([rejected(1)]).collect(),
        taken_in.chain([answered(ARRIVAL)]).collect(),
        docketed.chain([answered(DOCKET)]).collect(),
    ];
    for facts in over {
        given(facts).when(close(Outcome::Withdrawn)).then([closed(Outcome::Withdrawn)]);
    }
}

#[test]
fn a_case_another_procedure_has_ended_there_and_not_here() {
    for (procedure, body) in [
        (Procedure::Arbitration, "labour_arbitration"),
        (Procedure::Adjudication, "natural_resources"),
        (Procedure::Enforcement, COURT),
    ] {
        let facts = [registered(), referred(1, procedure, body), referral_acknowledged(1, procedure, body)];
        let there = Outcome::ToOtherProcedure;
        given(facts.clone()).when(close(there)).then([closed(there)]);
        for here in [Outcome::Settled, Outcome::SettledPrivately, Outcome::Withdrawn, Outcome::Explained] {
            given(facts.clone()).when(close(here)).refused("triage.procedure_not_answered");
        }
        for back in [referral_answered(1, ReferralOutcome::Dismissed), referral_rejected(1), referral_withdrawn(1)] {
            let facts = facts.clone().into_iter().chain([back]);
            given(facts).when(close(Outcome::Withdrawn)).then([closed(Outcome::Withdrawn)]);
        }
        let sued = facts.clone().into_iter().chain([filed(None)]);
        given(sued).when(close(there)).refused("triage.court_not_answered");
    }
}

#[test]
fn who_helps_a_party_does_not_keep_the_case_open() {
    for (procedure, body) in [(Procedure::LegalAid, "legal_aid"), (Procedure::Notary, "notary")] {
        let facts = [registered(), referred(1, procedure, body), referral_acknowledged(1, procedure, body)];
        given(facts).when(close(Outcome::Withdrawn)).then([closed(Outcome::Withdrawn)]);
    }
}

#[test]
fn a_closed_case_is_taken_up_again_by_who_held_it_or_by_the_center() {
    let again = Event::Triage(TriageEvent::from(CaseReopened { reason: testkit::cast::sealed("又漏水") }));
    let shut = at_housing_and([closed(Outcome::Explained)]);
    for who in [HOUSING, CENTER] {
        given(shut.clone()).acting_for(who).when(reopen()).then([again.clone()]);
    }
    given(shut).acting_for(TRANSPORT).when(reopen()).refused("triage.not_the_holder");
}

/// Every refusal of a command, in the order in which it wins over those below.
#[test]
fn refusals_have_an_order() {
    for command in
        [classify("moon"), route(), assign("moon"), receive(1), give_back(1), close(Outcome::Settled), reopen()]
    {
        given([]).when(command).refused("triage.not_registered");
    }
    for command in [classify("moon"), route(), assign("moon"), receive(1), give_back(1), close(Outcome::Settled)] {
        given([registered(), closed(Outcome::Withdrawn)]).when(command).refused("triage.case_closed");
    }
    given([registered()]).when(classify("moon")).refused("triage.unknown_dispute_type");
    given([registered()]).through(Channel::System).when(route()).refused("triage.route_needs_a_person");

    let asked = || at_housing_and([assigned(2, TRANSPORT)]);
    given(asked()).acting_for(TRANSPORT).when(assign("moon")).refused("triage.not_the_holder");
    given(asked()).when(assign("moon")).refused("triage.unknown_department");
    given(asked()).when(assign(COURT)).refused("triage.court_needs_hand_off");
    given(asked()).when(assign(HOUSING)).refused("triage.assignment_open");
    given(at_housing()).when(assign(HOUSING)).refused("triage.already_holds");

    for command in [receive, give_back] {
        given([registered()]).when(command(1)).refused("triage.no_such_assignment");
        given(at_housing_and([returned(1, HOUSING)])).when(command(1)).refused("triage.not_your_assignment");
        let handed_back = at_housing_and([returned(1, HOUSING)]);
        given(handed_back).acting_for(HOUSING).when(command(1)).refused("triage.assignment_answered");
    }
    given(at_housing()).acting_for(HOUSING).when(receive(1)).refused("triage.assignment_answered");

    let busy = || at_housing_and([offered(), assigned(2, TRANSPORT)]);
    given(busy()).acting_for(TRANSPORT).when(close(Outcome::Settled)).refused("triage.not_the_holder");
    given(busy()).when(close(Outcome::Settled)).refused("triage.assignment_open");
    given([registered(), offered()]).when(close(Outcome::Settled)).refused("triage.mediation_open");
    let stuck = [registered(), assembled(1), sent(1)];
    given(stuck).when(close(Outcome::Settled)).refused("triage.court_not_answered");
    given([registered()]).when(close(Outcome::Settled)).refused("triage.no_agreement");
    given([registered()]).when(close(Outcome::ToCourt)).refused("triage.not_at_court");

    given([registered()]).acting_for(HOUSING).when(reopen()).refused("triage.case_open");
}

#[test]
fn a_mediation_whose_end_is_recorded_does_not_keep_a_case_open() {
    let ended = [registered(), offered(), terminated(TerminationReason::Unreachable)];
    for outcome in [Outcome::Withdrawn, Outcome::SettledPrivately, Outcome::Explained, Outcome::ToOtherProcedure] {
        given(ended.clone()).when(close(outcome)).then([closed(outcome)]);
    }
}

#[test]
fn a_refusal_names_who_is_answerable() {
    let refusal = Refusal::NotTheHolder { holder: department(HOUSING) };
    assert_eq!(refusal.args(), [("holder", HOUSING.to_owned())]);
    assert!(Refusal::CODES.contains(&refusal.code()) && Refusal::CODES.iter().all(|code| code.starts_with("triage.")));
}

#[test]
fn notes_and_reasons_are_sealed_under_the_case() {
    let noted = Command::AssignCase(AssignCase { to: department(HOUSING), note: Some(personal("请核实")) });
    for mut command in [noted, give_back(1), reopen()] {
        let mut subjects = Vec::new();
        command.each_personal(CASE.into(), desk_meta(START).request, &mut |_, subject| subjects.push(subject));
        assert_eq!(subjects, [CASE.into()]);
    }
}

#[test]
fn a_case_may_be_classified_while_it_is_assigned_but_not_closed_over_a_new_mediation() {
    assert!(!concerns(&assign(HOUSING), &classified("labour")));
    assert!(concerns(&assign(HOUSING), &assigned(1, TRANSPORT)));
    assert!(concerns(&classify("labour"), &classified("damages")));
    assert!(concerns(&close(Outcome::Withdrawn), &offered()) && !concerns(&classify("labour"), &offered()));
    assert!(concerns(&close(Outcome::Withdrawn), &filed(None)) && !concerns(&receive(1), &filed(None)));
    for command in [classify("labour"), route(), assign(HOUSING), close(Outcome::Settled), reopen()] {
        assert!(concerns(&command, &reopened()));
        assert!(!concerns(&command, &added(APPLICANT, PartyRole::Applicant)));
    }
}

#[test]
fn every_refusal_has_its_scenario() {
    let scenarios = [
        include_str!("scenarios/discretion.rs"),
        include_str!("scenarios.rs"),
        include_str!("scenarios/competence.rs"),
        include_str!("scenarios/levels.rs"),
        include_str!("scenarios/objections.rs"),
        include_str!("scenarios/packages.rs"),
        include_str!("scenarios/way.rs"),
    ];
    testkit::every_refusal_has_a_scenario::<Refusal>("triage", &scenarios);
}
