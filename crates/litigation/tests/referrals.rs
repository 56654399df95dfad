//! Confirmation, delegation and referrals to other procedures, as scenarios.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use litigation::{
    AcceptDelegation, AcknowledgeReferral, AdviseConfirmation, ApplyForConfirmation, Command, CorrectCourtAnswer,
    CorrectReferralAnswer, DeclineDelegation, ExtendDelegation, FileSuit, RecordCourtAnswer, RecordReferralAnswer,
    ReferCase, RejectReferral, ReportDelegation, WithdrawReferral,
};
use testkit::cast::{
    APPLICANT, ARRIVAL, COURT, DOCKET, HOUSING, OTHER_COURT, RESPONDENT, START, STRANGER, TODAY, TOMORROW, area,
    department, personal, reference, sealed,
};
use testkit::facts::{
    answered, classified, closed, delegated, filed, held, may_be_told, offered, referral_acknowledged,
    referral_answered, referral_rejected, referral_withdrawn, referred, registered, signed,
};
use testkit::{entries, given, rulebook};
use timeline::{
    CompetentCourt, ConfirmationBar, ConfirmationDenial, CourtLink, CourtOutcome, DelegationAccepted,
    DelegationDeclined, DelegationExtended, DelegationReceived, DelegationStage, Entry, Event, IntakeEvent,
    LitigationEvent, Outcome, PackageItem, PartyId, Procedure, ReferralAnswered, ReferralMade, ReferralOutcome,
    RegistrationCorrected, RejectionGround, ReturnGround, Warning,
};

/// Procedure, a body that conducts it, how it ends well, by when it answers what is asked on 2026-11-23, and whether it
/// rests on something this case does not have.
type Journey = (Procedure, &'static str, ReferralOutcome, Option<Date>, Option<Warning>);
const JOURNEYS: [Journey; 7] = [
    (Procedure::Arbitration, "labour_arbitration", ReferralOutcome::Awarded, Some(date(2027, 1, 7)), None),
    (Procedure::Reconsideration, "county_government", ReferralOutcome::Overturned, Some(date(2027, 1, 22)), None),
    (Procedure::Adjudication, "natural_resources", ReferralOutcome::Awarded, None, None),
    (Procedure::LegalAid, "legal_aid", ReferralOutcome::Granted, Some(date(2026, 11, 30)), None),
    (Procedure::Notary, "notary", ReferralOutcome::Granted, Some(date(2026, 12, 14)), Some(Warning::NoAgreement)),
    (Procedure::PaymentOrder, COURT, ReferralOutcome::Granted, Some(date(2026, 12, 14)), Some(Warning::NoAgreement)),
    (Procedure::Enforcement, COURT, ReferralOutcome::Enforced, Some(date(2027, 5, 24)), Some(Warning::NoTitle)),
];

/// Two years from the day a title was made.
const IN_TWO_YEARS: Date = date(2028, 11, 23);

/// The answer of a body, with the last day on which enforcement can be asked for.
fn enforceable(answer: Event, enforce_by: Option<Date>) -> Event {
    match answer {
        Event::Litigation(LitigationEvent::ReferralAnswered(answer)) => {
            Event::Litigation(ReferralAnswered { enforce_by, ..answer }.into())
        }
        other => other,
    }
}

fn refer(procedure: Procedure, body: &str, by: &[PartyId]) -> Command {
    ReferCase { procedure, body: department(body), by: by.to_vec() }.into()
}

fn acknowledge(referral: u32) -> Command {
    AcknowledgeReferral { referral, reference: reference(ARRIVAL) }.into()
}

fn reject(referral: u32) -> Command {
    RejectReferral { referral, ground: RejectionGround::Incomplete, explanation: None }.into()
}

fn end(referral: u32, outcome: ReferralOutcome, decided_on: Date) -> Command {
    RecordReferralAnswer { referral, reference: None, outcome, decided_on }.into()
}

fn withdraw(by: PartyId) -> Command {
    WithdrawReferral { referral: 1, by }.into()
}

fn correct(outcome: ReferralOutcome, decided_on: Date) -> Command {
    CorrectReferralAnswer { referral: 1, outcome, decided_on, reason: personal("听错了") }.into()
}

fn made(facts: &[Event]) -> &ReferralMade {
    match facts {
        [Event::Litigation(LitigationEvent::ReferralMade(made))] => made,
        other => panic!("one referral: {other:?}"),
    }
}

#[test]
fn every_procedure_is_asked_takes_the_matter_in_and_answers() {
    for (procedure, body, outcome, answer_by, needs) in JOURNEYS {
        // The notary is the one body no law lets hear of the other side without asking it.
        let agreed = may_be_told(RESPONDENT, &["notary"]);
        let asked = given([registered(), agreed]).when(refer(procedure, body, &[APPLICANT])).facts();
        let referral = made(&asked);
        assert_eq!((referral.answer_by, referral.referral), (answer_by, 1), "{procedure}");
        let told: Vec<Warning> = [Warning::PeriodsKeepRunning].into_iter().chain(needs).collect();
        assert_eq!(referral.warnings, told, "{procedure}");
        assert!(referral.contents.contains(&PackageItem::Claim) && !referral.manifest.is_empty());
        let titled = rulebook().procedure(procedure).is_some_and(|rule| rule.titles.contains(&outcome));
        let on_its_way = || vec![registered(), referred(1, procedure, body)];
        given(on_its_way()).acting_for(body).when(acknowledge(1)).then([referral_acknowledged(1, procedure, body)]);
        let taken = || [on_its_way(), vec![referral_acknowledged(1, procedure, body)]].concat();
        for facts in [on_its_way(), taken()] {
            let ended = given(facts.clone()).acting_for(body).when(end(1, outcome, TODAY)).facts();
            assert_eq!(
                ended,
                [enforceable(referral_answered(1, outcome), titled.then_some(IN_TWO_YEARS))],
                "{procedure}"
            );
            given(facts.clone()).when(reject(1)).then([referral_rejected(1)]);
            given(facts).when(withdraw(APPLICANT)).then([referral_withdrawn(1)]);
        }
    }
}

#[test]
fn a_referral_is_never_blocked_by_the_state_of_the_case() {
    for facts in
        [vec![registered(), closed(Outcome::Withdrawn)], vec![registered(), offered()], vec![registered(), filed(None)]]
    {
        given(facts).when(refer(Procedure::LegalAid, "legal_aid", &[APPLICANT])).accepted();
    }
}

#[test]
fn what_a_case_has_is_not_warned_of() {
    let agreed = [registered(), classified("neighbours"), offered(), held(1), signed()];
    let asked = given(agreed).when(refer(Procedure::Notary, "notary", &[APPLICANT, RESPONDENT])).facts();
    assert_eq!(made(&asked).warnings, [Warning::PeriodsKeepRunning]);
    let judged = [registered(), filed(None), answered(DOCKET)];
    let asked = given(judged).when(refer(Procedure::Enforcement, COURT, &[APPLICANT])).facts();
    assert_eq!(made(&asked).warnings, [Warning::PeriodsKeepRunning], "a judgment is a title");
    let (arbitration, body) = (Procedure::Arbitration, "labour_arbitration");
    let awarded = [registered(), referred(1, arbitration, body), referral_answered(1, ReferralOutcome::Awarded)];
    let asked = given(awarded).when(refer(Procedure::Enforcement, COURT, &[APPLICANT])).facts();
    assert_eq!((made(&asked).referral, &made(&asked).warnings[..]), (2, &[Warning::PeriodsKeepRunning][..]));
    let unusual = [registered(), classified("neighbours")];
    let asked = given(unusual).when(refer(arbitration, body, &[APPLICANT])).facts();
    assert_eq!(made(&asked).warnings, [Warning::PeriodsKeepRunning, Warning::UnusualForType]);
}

#[test]
fn enforcement_after_two_years_is_warned_of() {
    let owed = testkit::facts::signed_owing(vec![testkit::facts::instalment(1)]);
    let late = START + SignedDuration::from_hours(24 * 800);
    let facts = [registered(), offered(), owed, filed(None), answered(DOCKET)];
    let asked = given(facts).told_of(late).when(refer(Procedure::Enforcement, COURT, &[APPLICANT])).facts();
    assert_eq!(made(&asked).warnings, [Warning::PeriodsKeepRunning, Warning::PeriodOver]);
}

/// What a court ended with, and the last day to have it enforced: two years from the last part that is owed.
#[test]
fn the_parties_are_told_until_when_a_title_can_be_enforced() {
    let owed = testkit::facts::signed_owing(vec![testkit::facts::instalment(1)]);
    let until = |outcome: CourtOutcome| {
        let facts = [registered(), offered(), owed.clone(), filed(None)];
        let (reference, decided_on, grounds) = (reference(DOCKET), TODAY, Vec::new());
        let told = given(facts)
            .when(Command::from(RecordCourtAnswer { reference, outcome, decided_on, grounds, perform_by: None }))
            .facts();
        match &told[..] {
            [Event::Litigation(LitigationEvent::CourtAnswered(answer))] => answer.enforce_by,
            other => panic!("one answer: {other:?}"),
        }
    };
    let last_due = testkit::facts::instalment(1).due;
    assert_eq!(
        until(CourtOutcome::Confirmed),
        rulebook().last_day(rules::Period::Enforcement, last_due).map(|due| due.on)
    );
    assert_eq!(until(CourtOutcome::Judgment), Some(IN_TWO_YEARS), "it names no day for performance");
    assert_eq!(until(CourtOutcome::Dismissed), None);
    assert_ne!(last_due, TODAY);
}

/// A judgment that names a day is enforced from that day; corrected, from the day it names in truth.
#[test]
fn enforcement_is_counted_from_the_last_day_the_paper_names() {
    let named = |perform_by, outcome| -> Command {
        let (reference, grounds, perform_by) = (reference(DOCKET), Vec::new(), Some(perform_by));
        RecordCourtAnswer { reference, outcome, decided_on: TODAY, grounds, perform_by }.into()
    };
    let corrected = |perform_by, outcome| -> Command {
        let (reference, grounds, reason) = (reference(DOCKET), Vec::new(), personal("看错了"));
        let perform_by = Some(perform_by);
        CorrectCourtAnswer { reference, outcome, decided_on: TODAY, grounds, perform_by, reason }.into()
    };
    let open = || [registered(), filed(None)];
    let judged = given(open()).when(named(date(2027, 3, 1), CourtOutcome::Judgment)).facts();
    let [Event::Litigation(LitigationEvent::CourtAnswered(answer))] = &judged[..] else {
        panic!("one answer: {judged:?}");
    };
    assert_eq!((answer.perform_by, answer.enforce_by), (Some(date(2027, 3, 1)), Some(date(2029, 3, 1))));
    let facts = || open().into_iter().chain(judged.clone());
    let put_right = given(facts()).when(corrected(date(2027, 3, 2), CourtOutcome::Judgment)).facts();
    let [Event::Litigation(LitigationEvent::CourtAnswerCorrected(fact))] = &put_right[..] else {
        panic!("one correction: {put_right:?}");
    };
    assert_eq!((fact.perform_by, fact.enforce_by), (Some(date(2027, 3, 2)), Some(date(2029, 3, 2))));
    given(open()).when(named(TOMORROW, CourtOutcome::Dismissed)).refused("litigation.nothing_to_perform");
    given(facts()).when(corrected(TOMORROW, CourtOutcome::Withdrawn)).refused("litigation.nothing_to_perform");
}

#[test]
fn refusals_of_referrals_have_an_order() {
    let (arbitration, body) = (Procedure::Arbitration, "labour_arbitration");
    let open = || [registered(), referred(1, arbitration, body)];
    given([registered()]).when(refer(arbitration, HOUSING, &[])).refused("litigation.nobody_asks");
    given([registered()]).when(refer(arbitration, HOUSING, &[STRANGER])).refused("litigation.unknown_party");
    given([registered()]).when(refer(arbitration, HOUSING, &[APPLICANT])).refused("litigation.body_does_not_conduct");
    given(open()).when(refer(arbitration, body, &[APPLICANT])).refused("litigation.already_referred");
    given(open()).when(refer(arbitration, body, &[RESPONDENT])).accepted();
    for command in [acknowledge(2), reject(2), end(2, ReferralOutcome::Upheld, TOMORROW)] {
        given(open()).when(command).refused("litigation.no_such_referral");
    }
    for over in [referral_rejected(1), referral_withdrawn(1), referral_answered(1, ReferralOutcome::Awarded)] {
        let facts = || open().into_iter().chain([over.clone()]);
        for command in [acknowledge(1), reject(1), end(1, ReferralOutcome::Upheld, TOMORROW), withdraw(RESPONDENT)] {
            given(facts()).when(command).refused("litigation.referral_over");
        }
    }
    for command in [acknowledge(1), reject(1), end(1, ReferralOutcome::Upheld, TOMORROW)] {
        given(open()).acting_for(HOUSING).when(command).refused("litigation.not_for_this_department");
    }
    let taken = open().into_iter().chain([referral_acknowledged(1, arbitration, body)]);
    given(taken).when(acknowledge(1)).refused("litigation.referral_taken");
    given(open()).when(end(1, ReferralOutcome::Upheld, TOMORROW)).refused("litigation.other_outcome");
    given(open()).when(end(1, ReferralOutcome::Awarded, TOMORROW)).refused("litigation.date_in_future");
    given(open()).when(withdraw(RESPONDENT)).refused("litigation.not_the_asker");
    given(open()).when(correct(ReferralOutcome::Awarded, TODAY)).refused("litigation.nothing_to_correct");
}

#[test]
fn a_wrong_answer_is_put_right_and_stays_readable() {
    let (arbitration, body) = (Procedure::Arbitration, "labour_arbitration");
    let facts = vec![registered(), referred(1, arbitration, body), referral_answered(1, ReferralOutcome::Dismissed)];
    let wrong = testkit::entries(facts.clone()).pop().map(|entry| entry.id());
    let corrected = given(facts).when(correct(ReferralOutcome::Awarded, TODAY)).facts();
    let [Event::Litigation(LitigationEvent::ReferralAnswerCorrected(fact))] = &corrected[..] else {
        panic!("one correction: {corrected:?}");
    };
    assert_eq!((Some(fact.corrects), fact.outcome), (wrong, ReferralOutcome::Awarded));

    let put_right = |outcome, grounds| -> Command {
        let (reference, reason) = (reference(DOCKET), personal("看错了"));
        CorrectCourtAnswer { reference, outcome, decided_on: TODAY, grounds, reason, perform_by: None }.into()
    };
    let denied = || put_right(CourtOutcome::NotConfirmed, vec![ConfirmationDenial::Unclear]);
    given([registered(), filed(None), answered(DOCKET)]).when(denied()).accepted();
    given([registered(), filed(None)]).when(denied()).refused("litigation.nothing_to_correct");
    let groundless = put_right(CourtOutcome::Judgment, vec![ConfirmationDenial::Unclear]);
    given([registered(), filed(None), answered(DOCKET)]).when(groundless).refused("litigation.grounds_without_denial");
}

#[test]
fn a_denied_confirmation_has_its_grounds() {
    let answer = |outcome| -> Command {
        let grounds = vec![ConfirmationDenial::HarmsOthers];
        RecordCourtAnswer { reference: reference(DOCKET), outcome, decided_on: TODAY, grounds, perform_by: None }.into()
    };
    given([registered(), filed(None)]).when(answer(CourtOutcome::NotConfirmed)).accepted();
    given([registered(), filed(None)])
        .when(answer(CourtOutcome::Confirmed))
        .refused("litigation.grounds_without_denial");
}

fn advise() -> AdviseConfirmation {
    AdviseConfirmation { bars: None, domiciles: Vec::new(), intermediate: false }
}

fn advice(facts: Vec<Event>, command: AdviseConfirmation) -> timeline::ConfirmationAdvised {
    let told = given(facts).when(Command::from(command)).facts();
    match &told[..] {
        [Event::Litigation(LitigationEvent::ConfirmationAdvised(advice))] => advice.clone(),
        other => panic!("one advice: {other:?}"),
    }
}

#[test]
fn the_parties_are_told_whether_where_and_until_when() {
    let agreed = |more: Vec<Event>| [vec![registered()], more, vec![offered(), signed()]].concat();
    let plain = advice(agreed(vec![classified("neighbours")]), advise());
    assert_eq!((plain.bars, plain.apply_by), (vec![], Some(date(2026, 12, 23))));
    let courts = |advice: timeline::ConfirmationAdvised| -> Vec<(String, CourtLink)> {
        advice.courts.into_iter().map(|CompetentCourt { court, link }| (court.to_string(), link)).collect()
    };
    assert_eq!(courts(advice(agreed(vec![]), advise())), [(COURT.to_owned(), CourtLink::Object)]);
    let home = AdviseConfirmation { domiciles: vec![area("990101001")], ..advise() };
    assert_eq!(courts(advice(agreed(vec![]), home)), [(COURT.to_owned(), CourtLink::Domicile)]);
    let above = AdviseConfirmation { intermediate: true, ..advise() };
    assert_eq!(courts(advice(agreed(vec![]), above)), [(OTHER_COURT.to_owned(), CourtLink::Intermediate)]);
    assert_eq!(courts(advice(agreed(vec![delegated()]), advise())), [(COURT.to_owned(), CourtLink::Delegated)]);
    let elsewhere = IntakeEvent::from(RegistrationCorrected {
        entry: entries([registered()]).first().map(Entry::id).expect("a fact"),
        kind: None,
        claim: None,
        area: Some(area("990201")),
        amount: None,
        reason: sealed("记错了地点"),
    });
    let lives_in_a_third = AdviseConfirmation { domiciles: vec![area("990301")], ..advise() };
    let three = courts(advice(agreed(vec![Event::Intake(elsewhere)]), lives_in_a_third));
    let links = [CourtLink::Domicile, CourtLink::Object, CourtLink::MediationBody];
    let three_courts = ["south_court", "north_court", COURT].map(str::to_owned);
    assert_eq!(three, three_courts.into_iter().zip(links).collect::<Vec<_>>(), "one by each link");
    for (kind, bar) in [
        ("marriage_family", ConfirmationBar::IdentityRelation),
        ("forest_land", ConfirmationBar::OwnershipConfirmation),
    ] {
        assert_eq!(advice(agreed(vec![classified(kind)]), advise()).bars, [bar]);
        let looked = AdviseConfirmation { bars: Some(vec![]), ..advise() };
        assert_eq!(advice(agreed(vec![classified(kind)]), looked).bars, [], "a family may agree on money alone");
    }
    given([registered()]).when(Command::from(advise())).refused("litigation.no_agreement");
}

#[test]
fn confirmation_is_asked_for_by_all_together_and_late_is_not_too_late() {
    let apply = |parties: &[PartyId]| -> Command {
        ApplyForConfirmation { parties: parties.to_vec(), court: department(COURT) }.into()
    };
    let warnings = |facts: Vec<Event>, days: i64| {
        let told = START + SignedDuration::from_hours(24 * days);
        let applied = given(facts).told_of(told).when(apply(&[APPLICANT, RESPONDENT])).facts();
        match &applied[..] {
            [Event::Litigation(LitigationEvent::ConfirmationApplied(applied))] => applied.warnings.clone(),
            other => panic!("one application: {other:?}"),
        }
    };
    let agreed = || vec![registered(), classified("marriage_family"), offered(), signed()];
    assert_eq!(warnings(agreed(), 30), []);
    assert_eq!(warnings(agreed(), 31), [Warning::PeriodOver]);
    let told = Event::Litigation(advice(agreed(), advise()).into());
    assert_eq!(warnings([agreed(), vec![told]].concat(), 1), [Warning::NotConfirmable]);
    given(agreed()).when(apply(&[APPLICANT])).refused("litigation.only_jointly");
    given([registered()]).when(apply(&[APPLICANT])).refused("litigation.no_agreement");
}

fn entrusted(stage: DelegationStage) -> Event {
    let (court, reference) = (department(COURT), reference(ARRIVAL));
    let cause = testkit::cast::code("contract");
    Event::Litigation(DelegationReceived { court, reference, cause, stage: Some(stage) }.into())
}

fn accepted(until: Date) -> Event {
    Event::Litigation(DelegationAccepted { court: department(COURT), until: Some(until) }.into())
}

#[test]
fn a_delegated_mediation_has_thirty_fifteen_or_seven_days() {
    for (stage, until) in [
        (DelegationStage::PreFiling, date(2026, 12, 23)),
        (DelegationStage::Ordinary, date(2026, 12, 8)),
        (DelegationStage::Simplified, date(2026, 11, 30)),
    ] {
        let accept = || Command::from(AcceptDelegation {});
        given([registered(), entrusted(stage)]).when(accept()).then([accepted(until)]);
        given([registered(), entrusted(stage), accepted(until)])
            .when(accept())
            .refused("litigation.delegation_answered");
    }
    given([registered()]).when(Command::from(AcceptDelegation {})).refused("litigation.not_delegated");
}

#[test]
fn a_declined_matter_needs_no_report() {
    let decline = || Command::from(DeclineDelegation { ground: ReturnGround::NotCompetent, explanation: None });
    let (court, ground) = (department(COURT), ReturnGround::NotCompetent);
    let declined = Event::Litigation(DelegationDeclined { court, ground, explanation: None }.into());
    given([registered(), delegated()]).when(decline()).then([declined.clone()]);
    let report = Command::from(ReportDelegation {});
    given([registered(), delegated(), declined]).when(report).refused("litigation.not_delegated");
}

#[test]
fn both_sides_may_give_a_delegated_mediation_more_time() {
    let extend = |parties: &[PartyId], until| Command::from(ExtendDelegation { parties: parties.to_vec(), until });
    let both = [APPLICANT, RESPONDENT];
    let (first, later) = (date(2026, 12, 23), date(2027, 1, 22));
    let running = || [registered(), delegated(), accepted(first)];
    let extended = DelegationExtended { parties: both.to_vec(), until: later };
    given(running()).when(extend(&both, later)).then([Event::Litigation(extended.into())]);
    given([registered()]).when(extend(&both, later)).refused("litigation.not_delegated");
    given([registered(), delegated()]).when(extend(&both, later)).refused("litigation.delegation_not_accepted");
    given(running()).when(extend(&[APPLICANT], later)).refused("litigation.extension_only_jointly");
    given(running()).when(extend(&both, first)).refused("litigation.not_later");
}

#[test]
fn who_sues_is_told_what_the_law_wants_first_and_sues_all_the_same() {
    for (kind, warnings) in [
        ("labour", vec![Warning::ArbitrationFirst]),
        ("expropriation", vec![Warning::ReconsiderationFirst]),
        ("neighbours", vec![]),
    ] {
        let facts = given([registered(), classified(kind)]).when(Command::from(FileSuit { party: APPLICANT })).facts();
        let [Event::Litigation(LitigationEvent::SuitChosen(suit))] = &facts[..] else { panic!("a suit: {facts:?}") };
        assert_eq!(suit.warnings, warnings);
    }
}
