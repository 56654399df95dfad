//! The rules of oversight, as scenarios.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use oversight::{
    AppealEvaluation, Command, DecideCorrection, DecideEvaluationAppeal, DemandHumanDecision, FollowUpEvaluation,
    GiveOwnRecord, NoteEvaluation, Oversight, Refusal, RequestCorrection, RequestReopening, State, concerns,
};
use rules::Rulebook;
use testkit::cast::{APPLICANT, CASE, CENTER, HOUSING, RESPONDENT, START, STRANGER, TRANSPORT, department, personal};
use testkit::facts::{
    appeal_decided, assigned, closed, correction_decided, correction_requested, evaluated, evaluation_appealed,
    follow_up_ordered, followed_up, human_decision_demanded, marks, offered, own_record_given, received, registered,
    reopened, reopening_requested, voice,
};
use testkit::{desk_meta, entries, every_refusal_has_a_scenario, given};
use timeline::{Decider as _, Desk, EvaluationPlace, Event, FollowUpResult, Outcome, PartyId};

/// The last day on which somebody goes back after [`START`].
const IN_A_WEEK: Date = date(2026, 11, 30);

/// A rule book that says nothing but who is there.
const BARE: &str = r#"
[pack]
code = "bare"
version = "2026-11"

[[departments]]
code = "center"
zh = "中心"
en = "Center"
kind = "center"
"#;

fn evaluate(party: PartyId, mark: u8) -> NoteEvaluation {
    let timeline::Marks { outcome, heard, respected, explained, effort } = marks(mark);
    let (occasion, voice) = (EvaluationPlace::Center, Some(voice(1)));
    NoteEvaluation { party, occasion, outcome, heard, respected, explained, effort, words: None, voice }
}

fn follow_up(evaluation: u32) -> Command {
    FollowUpEvaluation { evaluation, result: FollowUpResult::Explained, note: personal("已上门说明") }.into()
}

fn appeal(evaluation: u32) -> Command {
    AppealEvaluation { evaluation, reason: personal("非本局承办") }.into()
}

fn decide(evaluation: u32, granted: bool, to: Option<&str>) -> Command {
    let department = to.map(department);
    DecideEvaluationAppeal { evaluation, granted, department, reason: personal("查明") }.into()
}

fn reopen(party: PartyId) -> Command {
    RequestReopening { party, reason: personal("漏水没有修好") }.into()
}

fn correct(correction: u32) -> Command {
    DecideCorrection { correction, granted: true, reason: personal("证件相符") }.into()
}

/// Housing has the case.
fn at_housing() -> Vec<Event> {
    vec![registered(), assigned(1, HOUSING), received(1, HOUSING)]
}

fn at_housing_and(facts: impl IntoIterator<Item = Event>) -> Vec<Event> {
    at_housing().into_iter().chain(facts).collect()
}

/// What the desk remembers of these facts.
fn folded(facts: Vec<Event>) -> State {
    let mut state = State::default();
    entries(facts).iter().for_each(|entry| Oversight::evolve(&mut state, entry));
    state
}

#[test]
fn whoever_was_served_says_how_it_was_and_the_work_is_that_of_whoever_is_answerable() {
    given(at_housing()).when(Command::from(evaluate(APPLICANT, 5))).then([evaluated(1, 1, HOUSING, 5)]);
    given([registered()]).when(Command::from(evaluate(RESPONDENT, 3))).then([evaluated(1, 1, CENTER, 3)]);
    given([]).when(Command::from(evaluate(APPLICANT, 5))).refused("oversight.not_registered");
    given(at_housing()).when(Command::from(evaluate(STRANGER, 5))).refused("oversight.not_a_party");
    let housing = given(at_housing()).acting_for(HOUSING);
    housing.when(Command::from(evaluate(APPLICANT, 5))).refused("oversight.not_by_the_evaluated");
}

#[test]
fn a_question_that_was_not_answered_has_no_mark_and_one_answer_there_must_be() {
    let nothing = NoteEvaluation { outcome: None, heard: None, ..evaluate(APPLICANT, 5) };
    given(at_housing()).when(Command::from(nothing)).refused("oversight.nothing_answered");
    let nobody = NoteEvaluation { voice: None, ..evaluate(APPLICANT, 5) };
    given(at_housing()).when(Command::from(nobody)).refused("oversight.voice_not_known");
    let one = NoteEvaluation { outcome: None, ..evaluate(APPLICANT, 4) };
    given(at_housing()).when(Command::from(one)).accepted();
}

#[test]
fn each_voice_is_heard_once_at_the_center_and_once_later_and_anew_when_the_case_was_reopened() {
    let heard = at_housing_and([evaluated(1, 1, HOUSING, 5)]);
    given(heard.clone()).when(Command::from(evaluate(APPLICANT, 1))).refused("oversight.already_evaluated");
    let later = NoteEvaluation { occasion: EvaluationPlace::Later, ..evaluate(APPLICANT, 4) };
    given(heard.clone()).when(Command::from(later)).accepted();
    let another = NoteEvaluation { voice: Some(voice(2)), ..evaluate(RESPONDENT, 4) };
    given(heard.clone()).when(Command::from(another)).then([evaluated(2, 2, HOUSING, 4)]);
    let again = heard.into_iter().chain([closed(Outcome::Explained), reopened()]);
    given(again).when(Command::from(evaluate(APPLICANT, 4))).then([evaluated(2, 1, HOUSING, 4)]);
}

#[test]
fn whoever_is_dissatisfied_is_gone_back_to_by_somebody_else() {
    let dissatisfied = [evaluated(1, 1, HOUSING, 2), follow_up_ordered(1, IN_A_WEEK)];
    given(at_housing()).when(Command::from(evaluate(APPLICANT, 2))).then(dissatisfied.clone());
    let open = at_housing_and(dissatisfied);
    let made = followed_up(1, FollowUpResult::Explained, "已上门说明");
    given(open.clone()).when(follow_up(1)).then([made.clone()]);
    given(open.clone()).acting_for(HOUSING).when(follow_up(1)).refused("oversight.not_by_the_evaluated");
    given(open.clone()).when(follow_up(2)).refused("oversight.no_such_evaluation");
    given(open.into_iter().chain([made])).when(follow_up(1)).refused("oversight.nothing_to_follow_up");
    let satisfied = at_housing_and([evaluated(1, 1, HOUSING, 4)]);
    given(satisfied).when(follow_up(1)).refused("oversight.nothing_to_follow_up");
}

#[test]
fn the_department_says_once_that_it_was_not_its_doing_and_somebody_else_decides() {
    let heard = at_housing_and([evaluated(1, 1, HOUSING, 1)]);
    let appealed = evaluation_appealed(1, "非本局承办");
    given(heard.clone()).acting_for(HOUSING).when(appeal(1)).then([appealed.clone()]);
    given(heard.clone()).acting_for(TRANSPORT).when(appeal(1)).refused("oversight.not_the_evaluated");
    given(heard.clone()).when(decide(1, true, None)).refused("oversight.no_appeal");
    let open: Vec<Event> = heard.into_iter().chain([appealed]).collect();
    given(open.clone()).acting_for(HOUSING).when(appeal(1)).refused("oversight.already_appealed");
    given(open.clone()).acting_for(HOUSING).when(decide(1, true, None)).refused("oversight.decided_by_the_evaluated");
    given(open.clone()).when(decide(1, false, Some(TRANSPORT))).refused("oversight.department_without_grant");
    given(open.clone()).when(decide(1, true, Some(HOUSING))).refused("oversight.same_department");
    given(open.clone()).when(decide(1, true, Some("moon"))).refused("oversight.unknown_department");
    let moved = appeal_decided(1, true, Some(TRANSPORT), "查明");
    given(open.clone()).when(decide(1, true, Some(TRANSPORT))).then([moved]);
    let nobodys = open.into_iter().chain([appeal_decided(1, true, None, "查明")]);
    given(nobodys).acting_for(HOUSING).when(appeal(1)).refused("oversight.nobody_is_evaluated");
}

#[test]
fn an_appeal_comes_in_time() {
    let heard = at_housing_and([evaluated(1, 1, HOUSING, 1)]);
    let late = given(heard).acting_for(HOUSING).at(START + SignedDuration::from_hours(24 * 17));
    late.when(appeal(1)).refused("oversight.appeal_too_late");
}

#[test]
fn a_party_has_its_closed_case_taken_up_again_within_a_month() {
    let over = at_housing_and([closed(Outcome::Explained)]);
    let asked = reopening_requested(APPLICANT, "漏水没有修好");
    given(over.clone()).when(reopen(APPLICANT)).then([asked.clone()]);
    given(over.clone()).when(reopen(STRANGER)).refused("oversight.not_a_party");
    given(at_housing()).when(reopen(APPLICANT)).refused("oversight.case_open");
    given(over.clone())
        .at(START + SignedDuration::from_hours(24 * 40))
        .when(reopen(APPLICANT))
        .refused("oversight.reopening_too_late");
    let twice: Vec<Event> = over.into_iter().chain([asked]).collect();
    given(twice.clone()).when(reopen(RESPONDENT)).refused("oversight.already_requested");
    let closed_again = twice.into_iter().chain([reopened(), closed(Outcome::Explained)]);
    given(closed_again).when(reopen(APPLICANT)).accepted();
    for outcome in [Outcome::ToCourt, Outcome::ToOtherProcedure, Outcome::Merged] {
        given(at_housing_and([closed(outcome)])).when(reopen(APPLICANT)).refused("oversight.matter_elsewhere");
    }
}

#[test]
fn a_party_asks_about_itself_and_nobody_else_does() {
    let own = |party| Command::from(GiveOwnRecord { party });
    given([registered()]).when(own(APPLICANT)).then([own_record_given(APPLICANT)]);
    given([registered()]).when(own(STRANGER)).refused("oversight.not_a_party");
    let demand = |party| Command::from(DemandHumanDecision { party });
    given([registered()]).when(demand(APPLICANT)).then([human_decision_demanded(APPLICANT)]);
    given([registered()]).when(demand(STRANGER)).refused("oversight.not_a_party");
    given([registered(), human_decision_demanded(APPLICANT)]).when(demand(RESPONDENT)).nothing_happened();
}

#[test]
fn what_a_party_says_is_wrong_is_decided_once_with_grounds() {
    let request = |party| Command::from(RequestCorrection { party, wanted: personal("电话应为……") });
    let asked = correction_requested(1, APPLICANT, "电话应为……");
    given([registered()]).when(request(APPLICANT)).then([asked.clone()]);
    given([registered()]).when(request(STRANGER)).refused("oversight.not_a_party");
    given([registered()]).when(correct(1)).refused("oversight.no_such_correction");
    let decided = correction_decided(1, true, "证件相符");
    given([registered(), asked.clone()]).when(correct(1)).then([decided.clone()]);
    given([registered(), asked.clone(), decided]).when(correct(1)).refused("oversight.correction_decided");
    given([registered(), asked]).when(request(RESPONDENT)).then([correction_requested(2, RESPONDENT, "电话应为……")]);
}

#[test]
fn what_is_decided_about_an_evaluation_is_looked_at_again_and_what_a_party_says_lands() {
    let moved = appeal_decided(1, true, None, "查明");
    assert!(concerns(&decide(1, false, None), &moved));
    assert!(concerns(&correct(1), &correction_decided(1, true, "证件相符")));
    assert!(concerns(&follow_up(1), &followed_up(1, FollowUpResult::Remedied, "已修")));
    assert!(concerns(&reopen(APPLICANT), &closed(Outcome::Explained)));
    assert!(!concerns(&evaluate(APPLICANT, 5).into(), &moved));
    assert!(!concerns(&decide(1, false, None), &offered()));
}

#[test]
fn what_makes_sense_is_offered() {
    let offers = |facts: Vec<Event>, word: &str| Oversight::offers(&folded(facts), word);
    assert!(!offers(at_housing(), "request_reopening"));
    assert!(offers(at_housing_and([closed(Outcome::Explained)]), "request_reopening"));
    assert!(offers(
        at_housing_and([evaluated(1, 1, HOUSING, 1), follow_up_ordered(1, IN_A_WEEK)]),
        "follow_up_evaluation"
    ));
    assert!(!offers(at_housing_and([human_decision_demanded(APPLICANT)]), "demand_human_decision"));
}

#[test]
fn every_refusal_is_met() {
    every_refusal_has_a_scenario::<Refusal>("oversight", &[include_str!("scenarios.rs")]);
}

#[test]
fn where_the_packs_say_nothing_nothing_follows() {
    let silent = Rulebook::read(&[BARE]).expect("a rule book");
    let state = folded(vec![registered(), closed(Outcome::Explained)]);
    let meta = desk_meta(START + SignedDuration::from_hours(24 * 400));
    let desk = Desk { stream: CASE.into(), now: meta.occurred_at, meta: &meta, rulebook: &silent };
    let evaluated = Oversight::decide(&state, evaluate(APPLICANT, 1).into(), &desk);
    assert_eq!(evaluated.map(|facts| facts.len()), Ok(1), "nobody is ordered to go back");
    assert!(Oversight::decide(&state, reopen(APPLICANT), &desk).is_ok(), "at any time");
}
