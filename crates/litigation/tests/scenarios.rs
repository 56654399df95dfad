//! The rules of litigation, as scenarios.

use jiff::civil::Date;
use litigation::{
    AcknowledgeHandOff, AssembleHandOff, Command, FileSuit, ReceiveDelegation, RecordCourtAnswer, RecordFiling,
    Refusal, RejectHandOff, ReportDelegation, SendHandOff, concerns,
};
use testkit::cast::{
    APPLICANT, ARRIVAL, CASE, COURT, DOCKET, HOUSING, OTHER_COURT, RESPONDENT, START, STRANGER, THIRD_PARTY, TODAY,
    TOMORROW, YESTERDAY, code, department, personal, reference,
};
use testkit::facts::{
    acknowledged, added, answered, assembled, classified, closed, delegated, filed, held, offered, party, refused,
    registered, registered_with, rejected, reported, sent, signed, suit, terminated,
};
use testkit::{desk_meta, given};
use timeline::{
    CourtOutcome, Event, HandOffPurpose, HandOffRejected, LitigationEvent, Outcome, PackageItem, PartyRole,
    Refusal as _, RejectionGround, TerminationReason,
};

fn sue() -> Command {
    Command::FileSuit(FileSuit { party: APPLICANT })
}

fn delegate(court: &str) -> Command {
    let (court, reference, cause) = (department(court), reference(ARRIVAL), code("labour_remuneration"));
    Command::ReceiveDelegation(ReceiveDelegation { court, reference, cause, stage: None })
}

fn report() -> Command {
    Command::ReportDelegation(ReportDelegation {})
}

fn assemble(court: &str, purpose: HandOffPurpose) -> Command {
    Command::AssembleHandOff(AssembleHandOff { court: department(court), purpose })
}

fn send(hand_off: u32) -> Command {
    Command::SendHandOff(SendHandOff { hand_off, by: vec![APPLICANT] })
}

fn acknowledge(hand_off: u32, number: &str) -> Command {
    Command::AcknowledgeHandOff(AcknowledgeHandOff { hand_off, reference: reference(number) })
}

fn reject(hand_off: u32) -> Command {
    Command::RejectHandOff(RejectHandOff { hand_off, ground: RejectionGround::Incomplete, explanation: None })
}

fn file(hand_off: Option<u32>, court: &str, filed_on: Date) -> Command {
    let (court, reference) = (department(court), reference(DOCKET));
    Command::RecordFiling(RecordFiling { hand_off, court, reference, filed_on })
}

fn answer(number: &str, decided_on: Date) -> Command {
    let (reference, outcome) = (reference(number), CourtOutcome::Judgment);
    Command::RecordCourtAnswer(RecordCourtAnswer {
        reference,
        outcome,
        decided_on,
        grounds: Vec::new(),
        perform_by: None,
    })
}

/// A package is on its way to the county court.
fn on_its_way() -> Vec<Event> {
    vec![registered(), assembled(1), sent(1)]
}

fn on_its_way_and(more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    on_its_way().into_iter().chain(more).collect()
}

#[test]
fn anybody_goes_to_court_in_every_state() {
    for facts in [
        vec![registered()],
        vec![registered(), closed(Outcome::Settled)],
        vec![registered(), offered()],
        vec![registered(), offered(), signed()],
        vec![registered(), delegated()],
        on_its_way_and([filed(Some(1))]),
        vec![registered(), suit(APPLICANT)],
    ] {
        given(facts).when(sue()).then([suit(APPLICANT)]);
    }
    let facts = [registered(), added(THIRD_PARTY, PartyRole::ThirdParty)];
    given(facts).when(Command::FileSuit(FileSuit { party: THIRD_PARTY })).then([suit(THIRD_PARTY)]);
}

#[test]
fn a_court_delegates_by_itself_or_the_center_records_its_paper() {
    given([registered()]).when(delegate(COURT)).then([delegated()]);
    given([registered()]).acting_for(COURT).when(delegate(COURT)).then([delegated()]);
    let again = [registered(), delegated(), refused(RESPONDENT), reported(TerminationReason::Refused)];
    given(again).when(delegate(COURT)).then([delegated()]);
}

#[test]
fn the_court_is_told_how_the_mediation_it_asked_for_ended() {
    let agreed = [registered(), delegated(), offered(), signed()];
    given(agreed).when(report()).then([reported(TerminationReason::Agreed)]);
    let failed = [registered(), delegated(), offered(), terminated(TerminationReason::TooFarApart)];
    given(failed).when(report()).then([reported(TerminationReason::TooFarApart)]);
    let not_wanted = [registered(), delegated(), refused(RESPONDENT)];
    given(not_wanted).when(report()).then([reported(TerminationReason::Refused)]);
    let kept = [registered(), delegated(), offered(), signed(), refused(RESPONDENT), closed(Outcome::Settled)];
    given(kept).when(report()).then([reported(TerminationReason::Agreed)]);
}

#[test]
fn what_ended_before_the_delegation_is_no_answer_to_it() {
    let before = [registered(), offered(), terminated(TerminationReason::Unreachable), delegated()];
    given(before).when(report()).refused("litigation.mediation_not_ended");
}

/// What a package holds and lacks.
fn divided(facts: &[Event]) -> (Vec<PackageItem>, Vec<PackageItem>) {
    match facts {
        [Event::Litigation(LitigationEvent::HandOffAssembled(package))] => {
            let listed = |item: &PackageItem| package.manifest.iter().any(|line| line.item == *item);
            let by_entry = package.contents.iter().filter(|item| **item != PackageItem::ServiceAddresses);
            assert!(by_entry.clone().all(listed), "{package:?}");
            (package.contents.clone(), package.missing.clone())
        }
        other => panic!("one package: {other:?}"),
    }
}

#[test]
fn a_package_for_filing_holds_what_the_case_holds() {
    use PackageItem::{Agreement, Claim, Evidence, Facts, MediationReport, Parties, ServiceAddresses, UndisputedFacts};
    let filing = |facts: Vec<Event>| divided(&given(facts).when(assemble(COURT, HandOffPurpose::Filing)).facts());
    let always = vec![Parties, Claim, Facts, ServiceAddresses];
    assert_eq!(filing(vec![registered()]), (always.clone(), vec![Evidence]));
    assert_eq!(filing(vec![registered(), closed(Outcome::Withdrawn)]), (always.clone(), vec![Evidence]));
    let mediating = filing(vec![registered(), offered()]);
    assert_eq!(mediating, (always.clone(), vec![Evidence, UndisputedFacts, MediationReport]));
    let whole = [always, vec![UndisputedFacts, MediationReport, Agreement]].concat();
    assert_eq!(filing(vec![registered(), offered(), held(1), signed()]), (whole, vec![Evidence]));
}

#[test]
fn what_is_missing_is_said_and_blocks_nothing() {
    let homeless = timeline::Party { address: None, ..party(APPLICANT, PartyRole::Applicant) };
    let facts = [registered_with(vec![homeless])];
    let missing = vec![
        PackageItem::ServiceAddresses,
        PackageItem::MediationReport,
        PackageItem::Agreement,
        PackageItem::JointApplication,
    ];
    let assembled = given(facts.clone()).when(assemble(COURT, HandOffPurpose::Confirmation)).facts();
    assert_eq!(divided(&assembled), (vec![PackageItem::Parties], missing));
    given(facts.into_iter().chain(assembled)).when(send(1)).accepted();
}

#[test]
fn a_package_goes_under_the_cause_of_action_its_type_is_read_across_to() {
    let cause = |facts: Vec<Event>| {
        let assembled = given(facts).when(assemble(COURT, HandOffPurpose::Filing)).facts();
        let [Event::Litigation(LitigationEvent::HandOffAssembled(package))] = &assembled[..] else {
            panic!("one package: {assembled:?}");
        };
        package.cause.clone()
    };
    assert_eq!(cause(vec![registered()]), None);
    assert_eq!(cause(vec![registered(), classified("unpaid_wages")]), Some(code("labour_remuneration")));
}

#[test]
fn a_court_delegates_under_a_cause_of_action_of_that_day() {
    let under = |cause: &str| {
        let (court, reference, cause) = (department(COURT), reference(ARRIVAL), code(cause));
        Command::ReceiveDelegation(ReceiveDelegation { court, reference, cause, stage: None })
    };
    given([registered()]).when(under("sale")).accepted();
    given([registered()]).when(under("unheard_of")).refused("litigation.unknown_cause");
}

#[test]
fn packages_are_numbered() {
    let facts = given(on_its_way()).when(assemble(COURT, HandOffPurpose::Filing)).facts();
    assert!(matches!(&facts[..], [Event::Litigation(LitigationEvent::HandOffAssembled(two))] if two.hand_off == 2));
}

#[test]
fn the_court_takes_a_package_in_dockets_the_case_and_answers() {
    given(on_its_way()).acting_for(COURT).when(acknowledge(1, ARRIVAL)).then([acknowledged(1)]);
    for facts in [on_its_way(), on_its_way_and([acknowledged(1)])] {
        given(facts.clone()).acting_for(COURT).when(file(Some(1), COURT, TODAY)).then([filed(Some(1))]);
        given(facts).when(reject(1)).then([rejected(1)]);
    }
    let docketed = on_its_way_and([filed(Some(1))]);
    given(docketed).acting_for(COURT).when(answer(DOCKET, TODAY)).then([answered(DOCKET)]);
    let taken_in = on_its_way_and([acknowledged(1)]);
    given(taken_in).when(answer(ARRIVAL, TODAY)).then([answered(ARRIVAL)]);
}

#[test]
fn a_party_that_filed_by_itself_is_on_the_timeline_too() {
    given([registered()]).when(file(None, COURT, TODAY)).then([filed(None)]);
    given([registered(), closed(Outcome::Withdrawn)]).when(file(None, COURT, TODAY)).then([filed(None)]);
}

#[test]
fn a_court_says_what_is_to_be_done() {
    let explanation = Some(personal("请补交送达地址"));
    let (hand_off, ground) = (1, RejectionGround::Incomplete);
    let rejected =
        HandOffRejected { hand_off, ground, explanation: explanation.clone().map(timeline::Personal::sealed) };
    let mut command = Command::RejectHandOff(RejectHandOff { hand_off, ground, explanation });
    given(on_its_way()).when(command.clone()).then([Event::Litigation(LitigationEvent::from(rejected))]);
    let mut subjects = Vec::new();
    command.each_personal(CASE.into(), desk_meta(START).request, &mut |_, subject| subjects.push(subject));
    assert_eq!(subjects, [CASE.into()]);
}

/// Every refusal of a command on delegations and packages, in the order in which it wins over those below.
#[test]
fn refusals_of_the_center_have_an_order() {
    let filing = |court| assemble(court, HandOffPurpose::Filing);
    for command in [sue(), delegate(COURT), report(), filing(COURT), send(1), reject(1), file(None, COURT, TODAY)] {
        given([]).when(command).refused("litigation.not_registered");
    }
    given([registered()]).when(Command::FileSuit(FileSuit { party: STRANGER })).refused("litigation.unknown_party");

    let gone = [registered(), delegated(), closed(Outcome::Withdrawn)];
    given(gone).when(delegate(HOUSING)).refused("litigation.case_closed");
    given([registered(), delegated()]).when(delegate(HOUSING)).refused("litigation.not_a_court");
    let elsewhere = given([registered(), delegated()]).acting_for(OTHER_COURT);
    elsewhere.when(delegate(COURT)).refused("litigation.not_for_this_department");
    given([registered(), delegated()]).when(delegate(COURT)).refused("litigation.delegation_open");

    given([registered(), offered(), signed()]).when(report()).refused("litigation.not_delegated");
    let told = [registered(), delegated(), signed(), reported(TerminationReason::Agreed)];
    given(told).when(report()).refused("litigation.delegation_reported");
    given([registered(), delegated(), offered()]).when(report()).refused("litigation.mediation_not_ended");

    given([registered()]).when(filing(HOUSING)).refused("litigation.not_a_court");
    given([registered()]).when(send(1)).refused("litigation.no_such_hand_off");
    given(on_its_way()).when(send(1)).refused("litigation.hand_off_already_sent");
}

/// Every refusal of what a court says, in the order in which it wins over those below.
#[test]
fn refusals_of_the_courts_word_have_an_order() {
    let elsewhere = |facts: Vec<Event>| given(facts).acting_for(HOUSING);
    let not_sent = || vec![registered(), assembled(1)];
    for command in [acknowledge(1, ARRIVAL), reject(1), file(Some(1), COURT, TODAY)] {
        given([registered()]).when(command.clone()).refused("litigation.no_such_hand_off");
        given(not_sent()).when(command.clone()).refused("litigation.hand_off_not_sent");
        for over in [rejected(1), filed(Some(1))] {
            given(on_its_way_and([over])).when(command.clone()).refused("litigation.hand_off_answered");
        }
        let decided = on_its_way_and([acknowledged(1), answered(ARRIVAL)]);
        given(decided).when(command.clone()).refused("litigation.hand_off_answered");
        elsewhere(on_its_way()).when(command).refused("litigation.not_for_this_department");
    }
    let taken_in = || on_its_way_and([acknowledged(1)]);
    given(taken_in()).when(acknowledge(1, DOCKET)).refused("litigation.hand_off_answered");
    let taken = on_its_way_and([filed(None)]);
    given(taken.clone()).when(acknowledge(1, DOCKET)).refused("litigation.already_filed");

    given([registered()]).when(file(Some(1), HOUSING, TOMORROW)).refused("litigation.not_a_court");
    given(on_its_way()).when(file(Some(1), OTHER_COURT, TOMORROW)).refused("litigation.other_court");
    given(taken).when(file(Some(1), COURT, TOMORROW)).refused("litigation.already_filed");
    given(on_its_way()).when(file(Some(1), COURT, TOMORROW)).refused("litigation.date_in_future");

    given(on_its_way()).when(answer(DOCKET, TOMORROW)).refused("litigation.unknown_reference");
    elsewhere(on_its_way_and([filed(Some(1))]))
        .when(answer(DOCKET, TOMORROW))
        .refused("litigation.not_for_this_department");
    let over = on_its_way_and([filed(Some(1)), answered(DOCKET)]);
    given(over).when(answer(DOCKET, TOMORROW)).refused("litigation.already_answered");
    given(on_its_way_and([filed(Some(1))])).when(answer(DOCKET, TOMORROW)).refused("litigation.date_in_future");
    given(on_its_way_and([filed(Some(1))])).when(answer(DOCKET, YESTERDAY)).refused("litigation.decided_before_filed");
}

#[test]
fn the_number_given_on_arrival_may_become_the_docket_number() {
    let same = Command::RecordFiling(RecordFiling {
        hand_off: Some(1),
        court: department(COURT),
        reference: reference(ARRIVAL),
        filed_on: TODAY,
    });
    assert_eq!(given(on_its_way_and([acknowledged(1)])).when(same).facts().len(), 1);
}

#[test]
fn a_refusal_has_its_code_and_its_arguments() {
    let refusal = Refusal::OtherCourt { court: department(COURT) };
    assert_eq!(refusal.args(), [("court", COURT.to_owned())]);
    assert!(
        Refusal::CODES.contains(&refusal.code()) && Refusal::CODES.iter().all(|code| code.starts_with("litigation."))
    );
}

#[test]
fn going_to_court_stands_whatever_happened_meanwhile() {
    for fact in [closed(Outcome::Settled), signed(), filed(None), suit(RESPONDENT), delegated(), answered(DOCKET)] {
        assert!(!concerns(&sue(), &fact), "{fact:?}");
    }
    assert!(concerns(&acknowledge(1, ARRIVAL), &rejected(1)) && !concerns(&acknowledge(1, ARRIVAL), &rejected(2)));
    assert!(concerns(&report(), &signed()) && !concerns(&report(), &assembled(1)));
    assert!(
        concerns(&answer(DOCKET, TODAY), &answered(DOCKET)) && !concerns(&answer(DOCKET, TODAY), &answered(ARRIVAL))
    );
    assert!(concerns(&delegate(COURT), &closed(Outcome::Settled)));
}

#[test]
fn every_refusal_has_its_scenario() {
    testkit::every_refusal_has_a_scenario::<Refusal>(
        "litigation",
        &[include_str!("scenarios.rs"), include_str!("referrals.rs"), include_str!("sharing.rs")],
    );
}
