//! The rules of the reception desk, as scenarios.

#[path = "scenarios/matters.rs"]
mod matters;
#[path = "scenarios/papers.rs"]
mod papers;
#[path = "scenarios/people.rs"]
mod people;
#[path = "scenarios/registration.rs"]
mod registration;

use intake::{
    AddParty, Command, KnownAtRegistration, NewParty, PARTIES_MAX, RecordVisit, Refusal, RegisterCase, concerns,
};
use testkit::cast::{APPLICANT, CASE, NUMBER, RESPONDENT, area, department, personal, place, reference, sealed};
use testkit::facts::{added, classified, closed, consented, offered, registered, reopened, suit};
use testkit::{desk_meta, given};
use timeline::{
    CaseKind, CaseRegistered, Event, Fen, IntakeEvent, Outcome, Party, PartyAdded, PartyId, PartyKind, PartyRole,
    ReceiptIssued, Referral, Refusal as _, SubjectId, VisitPurpose, VisitRecorded,
};

fn visit() -> RecordVisit {
    RecordVisit {
        place: place("hall"),
        purpose: VisitPurpose::Enquiry,
        visitors: 2,
        case: None,
        guided_to: None,
        case_is_there: false,
    }
}

fn party(role: PartyRole) -> NewParty {
    NewParty { phone: Some(personal("13800000000")), ..NewParty::named(role, PartyKind::Person, personal("某某")) }
}

fn registration() -> RegisterCase {
    let parties = vec![party(PartyRole::Respondent), party(PartyRole::Applicant)];
    RegisterCase {
        amount: Some(Fen::new(2_068_000).expect("an amount")),
        referred_by: Some(Referral { department: department("hotline"), reference: Some(reference("12345-7")) }),
        known: KnownAtRegistration { number: Some(NUMBER), ..KnownAtRegistration::default() },
        ..RegisterCase::new(CaseKind::Dispute, personal("楼上漏水"), area("990101001002"), parties)
    }
}

/// The party a request names at this place.
fn named(index: usize, role: PartyRole) -> Party {
    let id = PartyId::of_request(desk_meta(testkit::cast::START).request, index);
    let phone = Some(sealed("13800000000"));
    Party { phone, ..Party::named(id, role, PartyKind::Person, sealed("某某")) }
}

fn fact(fact: impl Into<IntakeEvent>) -> Event {
    Event::Intake(fact.into())
}

#[test]
fn a_visit_is_noted_on_its_own_stream() {
    let RecordVisit { place, purpose, visitors, case, .. } = visit();
    given([]).when(Command::RecordVisit(visit())).then([fact(VisitRecorded { place, purpose, visitors, case })]);
}

#[test]
fn a_case_is_registered_and_the_first_applicant_gets_the_receipt() {
    let RegisterCase { kind, area, amount, referred_by, .. } = registration();
    let parties = vec![named(0, PartyRole::Respondent), named(1, PartyRole::Applicant)];
    let receipt = ReceiptIssued { party: named(1, PartyRole::Applicant).id, number: NUMBER, query_tag: None };
    let claim = sealed("楼上漏水");
    let case = CaseRegistered {
        number: NUMBER,
        kind,
        claim,
        area,
        amount,
        parties,
        referred_by,
        letter: None,
        part_of: None,
        self_registered: false,
    };
    given([]).when(Command::RegisterCase(registration())).then([fact(case), fact(receipt)]);
}

#[test]
fn every_kind_of_matter_is_registered_wherever_it_arose() {
    for kind in CaseKind::ALL {
        let elsewhere = RegisterCase { kind: *kind, area: area("880000"), ..registration() };
        assert_eq!(given([]).when(Command::RegisterCase(elsewhere)).facts().len(), 2);
    }
}

#[test]
fn a_party_is_added_however_many_there_are() {
    let many = (0..300).map(|number| added(PartyId::derive(CASE.uuid(), &number.to_string()), PartyRole::Applicant));
    given([registered()].into_iter().chain(many))
        .when(Command::AddParty(AddParty { party: party(PartyRole::Applicant), suspects: Vec::new() }))
        .then([fact(PartyAdded { party: named(0, PartyRole::Applicant) })]);
}

#[test]
fn a_reopened_case_takes_parties_again() {
    let add = Command::AddParty(AddParty { party: party(PartyRole::ThirdParty), suspects: Vec::new() });
    assert_eq!(given([registered(), closed(Outcome::Withdrawn), reopened()]).when(add).facts().len(), 1);
}

/// Every refusal of a command, in the order in which it wins over those below.
#[test]
fn refusals_have_an_order() {
    let nobody = RecordVisit { visitors: 0, ..visit() };
    let nowhere = RecordVisit { place: place("moon"), visitors: 0, ..visit() };
    given([registered()]).when(Command::RecordVisit(nowhere.clone())).refused("intake.already_recorded");
    given([]).when(Command::RecordVisit(nowhere)).refused("intake.unknown_place");
    let about = RecordVisit { case: Some(CASE), ..visit() };
    let nobody_about = RecordVisit { case: Some(CASE), ..nobody };
    given([]).when(Command::RecordVisit(nobody_about)).refused("intake.no_visitors");
    given([]).when(Command::RecordVisit(about.clone())).refused("intake.unknown_case");
    given([]).when(Command::RecordVisit(RecordVisit { case_is_there: true, ..about })).accepted();

    let unnumbered = RegisterCase { known: KnownAtRegistration::default(), ..registration() };
    let nobody_asks = RegisterCase { parties: vec![party(PartyRole::Respondent)], ..unnumbered.clone() };
    let crowd = RegisterCase { parties: vec![party(PartyRole::Respondent); PARTIES_MAX + 1], ..nobody_asks.clone() };
    given([registered()]).when(Command::RegisterCase(crowd.clone())).refused("intake.already_recorded");
    given([]).when(Command::RegisterCase(crowd)).refused("intake.too_many_parties");
    given([]).when(Command::RegisterCase(nobody_asks)).refused("intake.no_applicant");
    given([]).when(Command::RegisterCase(unnumbered)).refused("intake.number_not_drawn");

    let add = || Command::AddParty(AddParty { party: party(PartyRole::Applicant), suspects: Vec::new() });
    given([]).when(add()).refused("intake.not_registered");
    given([registered(), closed(Outcome::Withdrawn)]).when(add()).refused("intake.case_closed");
}

#[test]
fn every_refusal_has_its_code_and_its_arguments() {
    let crowd = Refusal::TooManyParties { found: 201, max: PARTIES_MAX };
    assert_eq!(crowd.args(), [("found", "201".to_owned()), ("max", "200".to_owned())]);
    assert!(Refusal::CODES.contains(&crowd.code()) && Refusal::CODES.iter().all(|code| code.starts_with("intake.")));
}

#[test]
fn the_claim_is_sealed_under_the_case_and_a_name_under_its_party() {
    let request = desk_meta(testkit::cast::START).request;
    let mut subjects: Vec<SubjectId> = Vec::new();
    let mut command = Command::RegisterCase(registration());
    command.each_personal(CASE.into(), request, &mut |_, subject| subjects.push(subject));
    let party = |index| SubjectId::from(PartyId::of_request(request, index));
    assert_eq!(subjects, [CASE.into(), party(0), party(0), party(1), party(1)]);
}

#[test]
fn a_body_of_a_request_is_a_command() {
    let body = r#"{"command":"register_case","kind":"dispute","claim":"楼上漏水","area":"990101001002",
        "parties":[{"role":"applicant","kind":"person","name":"某某"}]}"#;
    let command: Command = serde_json::from_str(body).unwrap();
    assert_eq!(command.name(), "register_case");
    for wrong in [
        r#"{"command":"register_case","kind":"dispute","claim":"x","area":"990101","parties":[],"number":"YD-2026-00007-1"}"#,
        r#"{"command":"forget_case"}"#,
        r#"{"command":"add_party","party":{"role":"applicant","kind":"person","name":"  "}}"#,
    ] {
        assert!(serde_json::from_str::<Command>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn only_closing_concerns_who_adds_a_party() {
    let add = Command::AddParty(AddParty { party: party(PartyRole::Applicant), suspects: Vec::new() });
    assert!(concerns(&add, &closed(Outcome::Withdrawn)));
    for fact in [
        added(RESPONDENT, PartyRole::Respondent),
        classified("labour"),
        offered(),
        consented(APPLICANT),
        suit(APPLICANT),
    ] {
        assert!(!concerns(&add, &fact), "{fact:?}");
    }
}

#[test]
fn every_refusal_has_its_scenario() {
    let scenarios = [
        include_str!("scenarios.rs"),
        include_str!("scenarios/matters.rs"),
        include_str!("scenarios/papers.rs"),
        include_str!("scenarios/people.rs"),
        include_str!("scenarios/registration.rs"),
    ];
    testkit::every_refusal_has_a_scenario::<Refusal>("intake", &scenarios);
}
