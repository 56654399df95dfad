//! Enquiries, guidance, letters, self-registration, corrections.

use intake::{
    AnswerEnquiry, Command, ConfirmRegistration, CorrectRegistration, Guidance, KnownAtRegistration, RecordVisit,
    RegisterCase, StoredFile,
};
use jiff::civil::date;
use testkit::cast::{CASE, code, department, personal, sealed};
use testkit::facts::registered;
use testkit::{entries, given};
use timeline::{
    BlobName, CaseRegistered, Channel, EnquiryAnswered, Event, IntakeEvent, Letter, MediaType, QueryTag, ReceiptIssued,
    RegistrationConfirmed, RegistrationCorrected, VisitId, VisitorGuided,
};

use super::{fact, registration, visit};

fn enquiry() -> AnswerEnquiry {
    let (question, answer) = (Some(personal("押金不退怎么办")), personal("先协商，不成可申请调解"));
    AnswerEnquiry { topic: code("contract"), visit: None, question, answer, visit_is_there: false }
}

fn by_the_citizen() -> RegisterCase {
    RegisterCase { self_registered: Some(true), ..registration() }
}

/// What a citizen registered online.
fn self_registered() -> Event {
    let facts = given([]).through(Channel::Online).when(Command::RegisterCase(by_the_citizen())).facts();
    facts.into_iter().next().expect("the registration")
}

fn confirm() -> Command {
    Command::ConfirmRegistration(ConfirmRegistration { note: Some(personal("电话核实")) })
}

#[test]
fn an_enquiry_closes_without_a_case() {
    let (question, answer) = (Some(sealed("押金不退怎么办")), sealed("先协商，不成可申请调解"));
    let answered = EnquiryAnswered { topic: code("contract"), visit: None, question, answer };
    given([]).when(Command::AnswerEnquiry(enquiry())).then([fact(answered)]);
    given([registered()]).when(Command::AnswerEnquiry(enquiry())).refused("intake.already_recorded");
    let moon = AnswerEnquiry { topic: code("moon"), ..enquiry() };
    given([]).when(Command::AnswerEnquiry(moon)).refused("intake.unknown_topic");
    let asked_in = AnswerEnquiry { visit: Some(VisitId::new(CASE.uuid())), ..enquiry() };
    given([]).when(Command::AnswerEnquiry(asked_in.clone())).refused("intake.unknown_visit");
    given([]).when(Command::AnswerEnquiry(AnswerEnquiry { visit_is_there: true, ..asked_in })).accepted();
}

#[test]
fn a_visitor_is_shown_to_who_can_help() {
    let to = |code: &str| Some(Guidance { department: department(code), window: None });
    let guided = given([]).when(Command::RecordVisit(RecordVisit { guided_to: to("court"), ..visit() })).facts();
    assert_eq!(guided.last(), Some(&fact(VisitorGuided { to: department("court"), window: None })));
    let nowhere = RecordVisit { guided_to: to("moon"), ..visit() };
    given([]).when(Command::RecordVisit(nowhere)).refused("intake.unknown_department");
}

#[test]
fn a_letter_keeps_its_postmark() {
    let letter = Letter { postmarked_on: Some(date(2026, 11, 20)), received_on: date(2026, 11, 23), scan: None };
    let by_letter = RegisterCase { letter: Some(letter.clone()), ..registration() };
    let facts = given([]).through(Channel::Letter).when(Command::RegisterCase(by_letter)).facts();
    let Some(Event::Intake(IntakeEvent::CaseRegistered(CaseRegistered { letter: kept, .. }))) = facts.first() else {
        panic!("no registration among {facts:?}");
    };
    assert_eq!(*kept, Some(letter.clone()));
    let blob = BlobName::new([7; 32]);
    let scanned = || RegisterCase { letter: Some(Letter { scan: Some(blob), ..letter.clone() }), ..registration() };
    given([]).through(Channel::Letter).when(Command::RegisterCase(scanned())).refused("intake.file_not_stored");
    let mut stored = scanned();
    stored.known.scan = Some(StoredFile { blob, media_type: MediaType::Pdf, bytes: 9 });
    assert!(!given([]).through(Channel::Letter).when(Command::RegisterCase(stored)).facts().is_empty());
}

#[test]
fn every_channel_registers_every_kind() {
    for channel in Channel::ALL {
        assert_eq!(
            given([]).through(*channel).when(Command::RegisterCase(registration())).facts().len(),
            2,
            "{channel}"
        );
    }
}

#[test]
fn a_registration_and_its_receipt_are_all_that_is_recorded_with_it() {
    let known = KnownAtRegistration { query_tag: Some(QueryTag::new([7; 32])), ..registration().known };
    let facts = given([]).when(Command::RegisterCase(RegisterCase { known, ..registration() })).facts();
    let Some(Event::Intake(IntakeEvent::ReceiptIssued(ReceiptIssued { query_tag, .. }))) = facts.get(1) else {
        panic!("no receipt among {facts:?}");
    };
    assert_eq!((*query_tag, facts.len()), (Some(QueryTag::new([7; 32])), 2));
}

#[test]
fn a_citizen_registers_online_and_somebody_who_asked_confirms_it() {
    given([]).when(Command::RegisterCase(by_the_citizen())).refused("intake.not_online");
    let confirmed = fact(RegistrationConfirmed { note: Some(sealed("电话核实")) });
    given([self_registered()]).through(Channel::Phone).when(confirm()).then([confirmed.clone()]);
    given([self_registered()]).through(Channel::Online).when(confirm()).refused("intake.confirms_itself");
    given([self_registered(), confirmed]).when(confirm()).refused("intake.nothing_to_confirm");
    given([registered()]).when(confirm()).refused("intake.nothing_to_confirm");
}

#[test]
fn a_correction_names_the_entry_it_corrects() {
    let correct = |area: Option<&str>| {
        let area = area.map(testkit::cast::area);
        let reason = personal("听错了地名");
        Command::CorrectRegistration(CorrectRegistration { kind: None, claim: None, area, amount: None, reason })
    };
    let entry = entries([registered()]).first().expect("an entry").id();
    let area = Some(testkit::cast::area("990101002"));
    let reason = sealed("听错了地名");
    given([registered()]).when(correct(Some("990101002"))).then([fact(RegistrationCorrected {
        entry,
        kind: None,
        claim: None,
        area,
        amount: None,
        reason,
    })]);
    given([registered()]).when(correct(None)).refused("intake.nothing_corrected");
}
