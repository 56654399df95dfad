//! The rules of the desk for accusations, as scenarios.

use petition::{
    AcceptAccusation, AnswerAccusation, CloseAccusation, Command, ConfirmUnmasking, DeclineAccusation, Drawn, Petition,
    ProposeUnmasking, Refusal, RegisterAccusation, State, TransferAccusation, concerns,
};
use testkit::cast::{CENTER, HOUSING, TRANSPORT, department, personal};
use testkit::facts::{
    SEAT, accusation_accepted, accusation_answered, accusation_closed, accusation_declined, accusation_number,
    accusation_transferred, accused, registered, unmasked, unmasking_proposed,
};
use testkit::{entries, every_refusal_has_a_scenario, given};
use timeline::AccuserStanding::{Anonymous, Confidential, Named};
use timeline::{AccusationGround, AccusationOutcome, AccuserStanding, Decider as _, Event};

const PROCURATORATE: &str = "procuratorate";
const TOWN: &str = "wangxi";
const VILLAGE: &str = "liuwan";

fn register(standing: AccuserStanding, departments: &[&str]) -> RegisterAccusation {
    RegisterAccusation {
        standing,
        name: (standing != Anonymous).then(|| personal("张三（虚构）")),
        phone: None,
        address: None,
        accused: departments.iter().copied().map(department).collect(),
        accused_persons: None,
        claim: personal("审批收受好处"),
        drawn: Drawn { number: Some(accusation_number()), query_tag: None },
    }
}

fn ask(form: RegisterAccusation) -> Command {
    form.into()
}

fn transfer(to: &str) -> Command {
    TransferAccusation { to: department(to) }.into()
}

fn accept() -> Command {
    AcceptAccusation {}.into()
}

fn decline() -> Command {
    DeclineAccusation { ground: AccusationGround::NoConcreteFacts, note: personal("请补充时间地点") }.into()
}

fn answer() -> Command {
    AnswerAccusation { answer: personal("已核实") }.into()
}

fn close(outcome: AccusationOutcome) -> Command {
    CloseAccusation { outcome }.into()
}

fn propose() -> Command {
    ProposeUnmasking { reason: personal("核实线索需当面询问") }.into()
}

fn confirm() -> Command {
    ConfirmUnmasking {}.into()
}

/// Housing is accused, in confidence.
fn at_the_seat() -> Vec<Event> {
    vec![accused(Confidential, &[HOUSING], SEAT)]
}

fn and(facts: impl IntoIterator<Item = Event>) -> Vec<Event> {
    at_the_seat().into_iter().chain(facts).collect()
}

#[test]
fn an_accusation_goes_to_the_first_seat_it_is_not_about() {
    given([]).when(ask(register(Named, &[HOUSING]))).then([accused(Named, &[HOUSING], SEAT)]);
    let about_the_seat = register(Confidential, &[SEAT]);
    given([]).when(ask(about_the_seat)).then([accused(Confidential, &[SEAT], "petition_office")]);
    given([]).when(ask(register(Named, &[SEAT, "petition_office"]))).refused("petition.no_seat_left");
    given([]).when(ask(register(Named, &["moon"]))).refused("petition.unknown_department");
    given(at_the_seat()).when(ask(register(Named, &[HOUSING]))).refused("petition.already_registered");
    let undrawn = RegisterAccusation { drawn: Drawn::default(), ..register(Named, &[HOUSING]) };
    given([]).when(ask(undrawn)).refused("petition.number_not_drawn");
}

#[test]
fn it_is_about_a_department_or_a_person_and_they_do_not_take_it_down() {
    given([]).when(ask(register(Named, &[]))).refused("petition.accused_missing");
    let person =
        RegisterAccusation { accused_persons: Some(personal("某科长（虚构）")), ..register(Named, &[]) };
    given([]).when(ask(person)).accepted();
    given([]).acting_for(HOUSING).when(ask(register(Named, &[HOUSING]))).refused("petition.taken_by_the_accused");
    given([]).acting_for(VILLAGE).when(ask(register(Named, &[TOWN]))).refused("petition.taken_by_the_accused");
    given([]).when(ask(register(Named, &[CENTER]))).refused("petition.taken_by_the_accused");
    given([]).acting_for(SEAT).when(ask(register(Named, &[CENTER]))).accepted();
}

#[test]
fn nothing_is_kept_of_an_anonymous_accuser_and_whoever_is_not_has_a_name() {
    given([]).when(ask(register(Anonymous, &[HOUSING]))).then([accused(Anonymous, &[HOUSING], SEAT)]);
    let traces: [fn(&mut RegisterAccusation); 3] = [
        |form| form.name = Some(personal("张三（虚构）")),
        |form| form.phone = Some(personal("13900000000")),
        |form| form.address = Some(personal("望溪镇")),
    ];
    for trace in traces {
        let mut form = register(Anonymous, &[HOUSING]);
        trace(&mut form);
        given([]).when(ask(form)).refused("petition.anonymous_has_no_name");
    }
    let nameless = RegisterAccusation { name: None, ..register(Confidential, &[HOUSING]) };
    given([]).when(ask(nameless)).refused("petition.accuser_missing");
}

#[test]
fn it_is_never_transferred_to_whom_it_is_about() {
    let seat = || given(at_the_seat()).acting_for(SEAT);
    seat().when(transfer(HOUSING)).refused("petition.transfer_to_the_accused");
    seat().when(transfer(PROCURATORATE)).then([accusation_transferred(PROCURATORATE)]);
    seat().when(transfer(TRANSPORT)).refused("petition.not_competent");
    seat().when(transfer("moon")).refused("petition.unknown_department");
    seat().when(transfer(SEAT)).refused("petition.already_there");
    let about_a_town = [accused(Named, &[TOWN], SEAT)];
    given(about_a_town).acting_for(SEAT).when(transfer(VILLAGE)).refused("petition.transfer_to_the_accused");
    given(and([accusation_accepted()]))
        .acting_for(SEAT)
        .when(transfer(PROCURATORATE))
        .refused("petition.already_accepted");
    given([]).when(transfer(PROCURATORATE)).refused("petition.not_registered");
}

#[test]
fn whoever_has_it_says_once_whether_it_is_looked_into() {
    given(at_the_seat()).acting_for(SEAT).when(accept()).then([accusation_accepted()]);
    let declined = accusation_declined(AccusationGround::NoConcreteFacts, "请补充时间地点");
    given(at_the_seat()).acting_for(SEAT).when(decline()).then([declined.clone()]);
    given(and([accusation_accepted()])).acting_for(SEAT).when(decline()).refused("petition.already_accepted");
    given(and([declined.clone()])).acting_for(SEAT).when(accept()).refused("petition.already_declined");
    let elsewhere = and([declined, accusation_transferred(PROCURATORATE)]);
    given(elsewhere.clone()).acting_for(SEAT).when(accept()).refused("petition.not_yours");
    given(elsewhere).acting_for(PROCURATORATE).when(accept()).then([accusation_accepted()]);
}

#[test]
fn it_is_closed_when_whoever_accused_has_an_answer() {
    given(at_the_seat()).acting_for(SEAT).when(answer()).refused("petition.not_taken");
    let accepted = and([accusation_accepted()]);
    given(accepted.clone()).acting_for(SEAT).when(answer()).then([accusation_answered("已核实")]);
    let substantiated = AccusationOutcome::Substantiated;
    given(accepted.clone()).acting_for(SEAT).when(close(substantiated)).refused("petition.not_answered");
    let answered: Vec<Event> = accepted.into_iter().chain([accusation_answered("已核实")]).collect();
    given(answered.clone()).acting_for(SEAT).when(close(substantiated)).then([accusation_closed(substantiated)]);
    let declined = AccusationOutcome::NotAccepted;
    given(answered.clone()).acting_for(SEAT).when(close(declined)).refused("petition.outcome_does_not_fit");
    let withdrawn = AccusationOutcome::Withdrawn;
    given(at_the_seat()).acting_for(SEAT).when(close(withdrawn)).then([accusation_closed(withdrawn)]);
    let over = answered.into_iter().chain([accusation_closed(substantiated)]);
    given(over).acting_for(SEAT).when(answer()).refused("petition.closed");
}

#[test]
fn a_name_that_was_sealed_is_opened_by_two() {
    let proposed = unmasking_proposed("核实线索需当面询问");
    given(at_the_seat()).by("first").when(propose()).then([proposed.clone()]);
    given(at_the_seat()).when(confirm()).refused("petition.no_unmasking_proposed");
    let open = and([proposed]);
    given(open.clone()).when(propose()).refused("petition.unmasking_open");
    given(open.clone()).when(confirm()).refused("petition.same_person");
    given(open.clone()).by("second").when(confirm()).then([unmasked()]);
    given(open.into_iter().chain([unmasked()])).when(propose()).accepted();
    for standing in [Named, Anonymous] {
        given([accused(standing, &[HOUSING], SEAT)]).when(propose()).refused("petition.nothing_to_unmask");
    }
}

#[test]
fn whatever_happened_to_it_is_looked_at_again() {
    assert!(concerns(&accept(), &accusation_transferred(PROCURATORATE)));
    assert!(!concerns(&accept(), &registered()));
}

#[test]
fn what_makes_sense_is_offered() {
    let offers = |facts: Vec<Event>, word: &str| {
        let mut state = State::default();
        entries(facts).iter().for_each(|entry| Petition::evolve(&mut state, entry));
        Petition::offers(&state, word)
    };
    assert!(offers(at_the_seat(), "accept_accusation") && offers(at_the_seat(), "propose_unmasking"));
    assert!(!offers(at_the_seat(), "answer_accusation") && !offers(at_the_seat(), "confirm_unmasking"));
    assert!(offers(and([accusation_accepted()]), "answer_accusation"));
    assert!(!offers(vec![registered()], "close_accusation"));
}

#[test]
fn every_refusal_is_met() {
    every_refusal_has_a_scenario::<Refusal>("petition", &[include_str!("scenarios.rs")]);
}
