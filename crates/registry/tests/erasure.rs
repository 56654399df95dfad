//! Who is forgotten, and who is not yet, as scenarios.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use registry::{
    ApproveErasure, CarryOutErasure, Command, Dossier, LiftLegalHold, PlaceLegalHold, RejectErasure, RequestErasure,
    WithdrawErasure, erasure_stream,
};
use testkit::cast::{APPLICANT, CASE, CLERK, RESPONDENT, START, STRANGER, TODAY};
use testkit::{given, rulebook};
use timeline::{
    ErasureApproved, ErasureGround, ErasureRejected, ErasureRejection, ErasureRequested, ErasureWithdrawn, Event,
    HoldGround, LegalHoldLifted, LegalHoldPlaced, PartyId, ProcessingRestricted, RegistryEvent, SubjectId,
    SubjectsErased,
};

/// The second person. What is given was recorded by the clerk.
const SUPERVISOR: &str = "supervisor-1";
const LONG_AGO: Date = date(2010, 5, 4);

fn fact(fact: impl Into<RegistryEvent>) -> Event {
    Event::Registry(fact.into())
}

/// The case as the center finds it, closed on this day.
fn dossier(closed_on: Option<Date>) -> Dossier {
    Dossier { is_there: true, parties: vec![APPLICANT, RESPONDENT], closed_on, ..Dossier::default() }
}

fn nothing() -> Dossier {
    Dossier::default()
}

fn ask(party: Option<PartyId>, dossier: Dossier) -> Command {
    RequestErasure { case: CASE, party, ground: ErasureGround::PurposeEnded, dossier }.into()
}

fn withdraw() -> Command {
    WithdrawErasure { case: CASE, erasure: 1, dossier: nothing() }.into()
}

fn reject() -> Command {
    RejectErasure { case: CASE, erasure: 1, reason: ErasureRejection::DutyToKeep, dossier: nothing() }.into()
}

fn approve(dossier: Dossier) -> Command {
    ApproveErasure { case: CASE, erasure: 1, dossier }.into()
}

fn carry_out(dossier: Dossier) -> Command {
    CarryOutErasure { case: CASE, erasure: 1, dossier }.into()
}

fn hold(dossier: Dossier) -> Command {
    PlaceLegalHold { case: CASE, ground: HoldGround::Litigation, dossier }.into()
}

fn lift() -> Command {
    LiftLegalHold { case: CASE, hold: 1, dossier: nothing() }.into()
}

fn requested(erasure: u32, party: Option<PartyId>) -> Event {
    fact(ErasureRequested { erasure, case: CASE, party, ground: ErasureGround::PurposeEnded })
}

fn restricted(erasure: u32, parties: &[PartyId]) -> Event {
    let subjects = parties.iter().map(|party| SubjectId::from(*party)).collect();
    fact(ProcessingRestricted { erasure, subjects, kept_until: None })
}

/// Approved, and to be carried out so many hours from now.
fn approved(hours: i64) -> Event {
    fact(ErasureApproved { erasure: 1, not_before: START + SignedDuration::from_hours(hours) })
}

fn held() -> Event {
    fact(LegalHoldPlaced { hold: 1, case: CASE, ground: HoldGround::Litigation })
}

#[test]
fn what_must_be_kept_is_kept_and_not_shown_from_the_request_on() {
    let applicant = Some(APPLICANT);
    let until = rulebook().kept_until(TODAY);
    let still = fact(ProcessingRestricted { erasure: 1, subjects: vec![APPLICANT.into()], kept_until: Some(until) });
    given([]).when(ask(applicant, dossier(Some(TODAY)))).then([requested(1, applicant), still]);
    given([]).when(ask(applicant, dossier(None))).then([requested(1, applicant), restricted(1, &[APPLICANT])]);
    given([]).when(ask(applicant, dossier(Some(LONG_AGO)))).then([requested(1, applicant)]);
}

#[test]
fn one_request_at_a_time_for_the_same_person_of_a_case() {
    let open = || vec![requested(1, Some(APPLICANT))];
    given(open()).when(ask(Some(APPLICANT), dossier(None))).refused("registry.erasure_open");
    given(open()).when(ask(Some(RESPONDENT), dossier(Some(LONG_AGO)))).then([requested(2, Some(RESPONDENT))]);
    given([]).when(ask(Some(STRANGER), dossier(None))).refused("registry.not_a_party");
    given([]).when(ask(None, nothing())).refused("registry.no_such_case");
}

#[test]
fn somebody_else_agrees_and_only_to_what_need_not_be_kept() {
    let open = || vec![requested(1, None)];
    // What is given takes a minute.
    let not_before = rulebook().erasure_not_before(START + SignedDuration::from_mins(1));
    let agreed = fact(ErasureApproved { erasure: 1, not_before });
    given(open()).by(SUPERVISOR).when(approve(dossier(Some(LONG_AGO)))).then([agreed]);
    given(open()).by(CLERK).when(approve(dossier(Some(LONG_AGO)))).refused("registry.second_person");
    given(open()).by(SUPERVISOR).when(approve(dossier(Some(TODAY)))).refused("registry.still_kept");
    given(open()).by(SUPERVISOR).when(approve(dossier(None))).refused("registry.case_open");
    given([]).by(SUPERVISOR).when(approve(dossier(None))).refused("registry.no_such_erasure");
    let twice = open().into_iter().chain([approved(1)]);
    given(twice).by(SUPERVISOR).when(approve(dossier(Some(LONG_AGO)))).refused("registry.erasure_approved");
    let stopped = open().into_iter().chain([held()]);
    given(stopped).by(SUPERVISOR).when(approve(dossier(Some(LONG_AGO)))).refused("registry.legally_held");
}

#[test]
fn it_is_carried_out_after_a_time_and_if_nothing_came_in_the_way() {
    let whole = vec![CASE.into(), APPLICANT.into(), RESPONDENT.into()];
    let erased = fact(SubjectsErased { erasure: 1, subjects: whole });
    let after = |hours| vec![requested(1, None), approved(hours)];
    given(after(-1)).by("system").when(carry_out(dossier(Some(LONG_AGO)))).then([erased]);
    given(after(1)).by("system").when(carry_out(dossier(Some(LONG_AGO)))).refused("registry.erasure_too_early");
    given([requested(1, None)]).when(carry_out(dossier(Some(LONG_AGO)))).refused("registry.erasure_not_approved");
    let stopped = after(-1).into_iter().chain([held()]);
    given(stopped).when(carry_out(dossier(Some(LONG_AGO)))).refused("registry.legally_held");
    given(after(-1)).when(carry_out(dossier(None))).refused("registry.case_open");
}

#[test]
fn it_can_be_taken_back_until_it_is_carried_out() {
    let withdrawn = |subjects: &[PartyId]| {
        let subjects = subjects.iter().map(|party| SubjectId::from(*party)).collect();
        fact(ErasureWithdrawn { erasure: 1, subjects })
    };
    let asked = || vec![requested(1, Some(APPLICANT)), restricted(1, &[APPLICANT])];
    given(asked()).when(withdraw()).then([withdrawn(&[APPLICANT])]);
    given([requested(1, None), approved(1)]).when(withdraw()).then([withdrawn(&[])]);
    given([requested(1, None), approved(1)]).by("clerk-7").when(withdraw()).refused("registry.erasure_approved");
    given([requested(1, None)]).by("clerk-7").when(withdraw()).accepted();
    let by_another = asked().into_iter().chain([requested(2, None), restricted(2, &[APPLICANT, RESPONDENT])]);
    given(by_another).when(withdraw()).then([withdrawn(&[])]);
    let done = fact(SubjectsErased { erasure: 1, subjects: Vec::new() });
    given([requested(1, None), done]).when(withdraw()).refused("registry.no_such_erasure");
    let rejected =
        fact(ErasureRejected { erasure: 1, reason: ErasureRejection::DutyToKeep, subjects: vec![APPLICANT.into()] });
    given(asked()).by(SUPERVISOR).when(reject()).then([rejected]);
}

#[test]
fn what_one_person_stopped_another_one_lets_go() {
    given([]).when(hold(dossier(None))).then([held()]);
    given([]).when(hold(nothing())).refused("registry.no_such_case");
    given([held()]).by(SUPERVISOR).when(lift()).then([fact(LegalHoldLifted { hold: 1 })]);
    given([held()]).by(CLERK).when(lift()).refused("registry.second_person");
    given([]).by(SUPERVISOR).when(lift()).refused("registry.no_such_hold");
}

#[test]
fn what_is_to_be_forgotten_of_a_case_lies_beside_its_timeline() {
    assert_eq!(withdraw().stream(), erasure_stream(CASE));
    assert_ne!(erasure_stream(CASE), CASE.into());
}
