//! Statements, notices, consents, materials, contacts, receipts.

use intake::{
    Command, IssueReceipt, NoteContact, RecordConsent, RequestMaterials, ServeNotice, StoredFile, SubmitMaterial,
    TakeStatement, WithdrawConsent,
};
use testkit::cast::{APPLICANT, NUMBER, STRANGER, TODAY, TOMORROW, department, personal, sealed};
use testkit::facts::{closed, registered};
use testkit::given;
use timeline::{
    BlobName, ConsentForm, ConsentPurpose, ConsentRecorded, ConsentWithdrawn, ContactNoted, Direction, MaterialKind,
    MaterialSubmitted, MaterialsRequested, MediaType, NoticeKind, NoticeServed, Outcome, QueryTag, ReadBack,
    ReceiptIssued, Referral, ServiceManner, StatementTaken,
};

use super::fact;

#[test]
fn a_statement_carries_how_it_was_confirmed() {
    let take = |read_back, interpreter: Option<&str>| {
        let (statement, interpreter) = (personal("他打了我"), interpreter.map(personal));
        let party = APPLICANT;
        Command::TakeStatement(TakeStatement { party, statement, read_back, interpreter, objections: None })
    };
    let (statement, interpreter) = (sealed("他打了我"), Some(sealed("手语翻译（虚构）")));
    let (party, read_back) = (APPLICANT, ReadBack::Interpreter);
    let taken = StatementTaken { party, statement, read_back, interpreter, objections: None };
    given([registered()]).when(take(ReadBack::Interpreter, Some("手语翻译（虚构）"))).then([fact(taken)]);
    given([registered()]).when(take(ReadBack::Aloud, None)).accepted();
    given([registered()]).when(take(ReadBack::Interpreter, None)).refused("intake.no_interpreter");
}

#[test]
fn a_notice_is_served_on_a_day_that_has_come() {
    let serve = |served_on, material| {
        let (notice, manner) = (NoticeKind::Registration, ServiceManner::Handed);
        let (party, printed_due) = (APPLICANT, Some(TOMORROW));
        Command::ServeNotice(ServeNotice { notice, party, manner, served_on, printed_due, material })
    };
    let served = NoticeServed {
        notice: NoticeKind::Registration,
        party: APPLICANT,
        manner: ServiceManner::Handed,
        served_on: TODAY,
        printed_due: Some(TOMORROW),
        material: None,
    };
    given([registered(), closed(Outcome::Explained)]).when(serve(TODAY, None)).then([fact(served)]);
    given([registered()]).when(serve(TOMORROW, None)).refused("intake.served_later");
    given([registered()]).when(serve(TODAY, Some(7))).refused("intake.unknown_material");
}

#[test]
fn a_consent_is_for_one_purpose_and_can_be_taken_back() {
    let (party, form) = (APPLICANT, ConsentForm::Oral);
    let record = |purpose, recipients| Command::RecordConsent(RecordConsent { party, purpose, recipients, form });
    let (purpose, recipients) = (ConsentPurpose::Sharing, vec![department("court")]);
    let recorded = fact(ConsentRecorded { party, purpose, recipients: recipients.clone(), form });
    given([registered()]).when(record(purpose, recipients)).then([recorded.clone()]);
    given([registered()]).when(record(purpose, Vec::new())).refused("intake.no_recipient");
    given([registered()]).when(record(purpose, vec![department("moon")])).refused("intake.unknown_department");
    let withdraw = |purpose| Command::WithdrawConsent(WithdrawConsent { party, purpose });
    let withdrawn = fact(ConsentWithdrawn { party, purpose });
    given([registered(), recorded.clone()]).when(withdraw(purpose)).then([withdrawn.clone()]);
    given([registered(), recorded.clone()]).when(withdraw(ConsentPurpose::Recording)).refused("intake.no_consent");
    given([registered(), recorded, withdrawn]).when(withdraw(purpose)).refused("intake.no_consent");
}

fn material(stored: Option<StoredFile>) -> Command {
    Command::SubmitMaterial(SubmitMaterial {
        kind: MaterialKind::Contract,
        title: personal("租房合同"),
        blob: BlobName::new([7; 32]),
        media_type: MediaType::Pdf,
        pages: Some(3),
        party: Some(APPLICANT),
        stored,
    })
}

#[test]
fn a_material_is_what_lies_in_the_store() {
    let submitted = MaterialSubmitted {
        material: 1,
        kind: MaterialKind::Contract,
        title: sealed("租房合同"),
        blob: BlobName::new([7; 32]),
        bytes: 20_480,
        media_type: MediaType::Pdf,
        pages: Some(3),
        party: Some(APPLICANT),
    };
    let stored = StoredFile { blob: BlobName::new([7; 32]), media_type: MediaType::Pdf, bytes: 20_480 };
    given([registered(), closed(Outcome::Settled)]).when(material(Some(stored))).then([fact(submitted)]);
    given([registered()]).when(material(None)).refused("intake.file_not_stored");
    let another = StoredFile { blob: BlobName::new([8; 32]), ..stored };
    given([registered()]).when(material(Some(another))).refused("intake.file_not_stored");
    let sound = StoredFile { media_type: MediaType::Mp3, ..stored };
    given([registered()]).when(material(Some(sound))).refused("intake.another_form");
}

#[test]
fn everything_that_is_missing_is_asked_for_at_once() {
    let ask = |items: &[MaterialKind], repeat_reason: Option<&str>| {
        let (items, repeat_reason) = (items.to_vec(), repeat_reason.map(personal));
        let party = APPLICANT;
        Command::RequestMaterials(RequestMaterials { party, items, note: None, due: None, repeat_reason })
    };
    let (party, items) = (APPLICANT, vec![MaterialKind::Contract, MaterialKind::Payment]);
    let asked = fact(MaterialsRequested { party, items, note: None, due: None, repeat_reason: None });
    let both = [MaterialKind::Payment, MaterialKind::Contract, MaterialKind::Payment];
    given([registered()]).when(ask(&both, None)).then([asked.clone()]);
    given([registered(), asked.clone()]).when(ask(&[MaterialKind::Medical], None)).accepted();
    given([registered(), asked.clone()]).when(ask(&[MaterialKind::Payment], None)).refused("intake.asked_already");
    given([registered(), asked]).when(ask(&[MaterialKind::Payment], Some("收据看不清"))).accepted();
    given([registered()]).when(ask(&[], None)).refused("intake.nothing_missing");
}

#[test]
fn one_case_shows_every_channel_it_came_through() {
    let note = |party, from: Option<&str>| {
        let referred_by = from.map(|from| Referral { department: department(from), reference: None });
        let (direction, note) = (Direction::Incoming, Some(personal("来电催问")));
        Command::NoteContact(NoteContact { direction, party, reached: true, note, letter: None, referred_by })
    };
    let noted = ContactNoted {
        direction: Direction::Incoming,
        party: Some(APPLICANT),
        reached: true,
        note: Some(sealed("来电催问")),
        letter: None,
        referred_by: Some(Referral { department: department("hotline"), reference: None }),
    };
    given([registered(), closed(Outcome::Explained)]).when(note(Some(APPLICANT), Some("hotline"))).then([fact(noted)]);
    given([registered()]).when(note(Some(STRANGER), None)).refused("intake.unknown_party");
    given([registered()]).when(note(None, Some("moon"))).refused("intake.unknown_department");
}

#[test]
fn every_party_may_have_a_receipt_of_its_own() {
    let query_tag = Some(QueryTag::new([7; 32]));
    let issue = |party| Command::IssueReceipt(IssueReceipt { party, query_tag });
    let issued = fact(ReceiptIssued { party: APPLICANT, number: NUMBER, query_tag });
    given([registered()]).when(issue(APPLICANT)).then([issued]);
    given([registered()]).when(issue(STRANGER)).refused("intake.unknown_party");
}
