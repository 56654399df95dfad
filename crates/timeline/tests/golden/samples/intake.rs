//! One sample a fact of intake.

use jiff::civil::date;
use timeline::{
    AgeBand, AgentAuthorized, AgentDismissed, AgentKind, AgentScope, AreaCode, BlobName, CaseId, CaseKind,
    CaseRegistered, CheckedNumber, ConsentForm, ConsentPurpose, ConsentRecorded, ConsentWithdrawn, ContactManner,
    ContactNoted, ContactWish, Direction, DuplicateConfirmed, DuplicateReason, DuplicateRuledOut, DuplicateSuspected,
    EnquiryAnswered, Event, EventId, Fen, GuardianKind, GuardianNamed, Identity, IdentityKind, IdentityVerified,
    IntakeEvent, Letter, MaterialKind, MaterialSubmitted, MaterialsRequested, MediaType, NoticeKind, NoticeServed,
    NumberCheck, Party, PartyAdded, PartyCorrected, PartyKind, PartyRemoved, PartyRole, PlaceCode, ReadBack,
    ReceiptIssued, Referral, RegistrationConfirmed, RegistrationCorrected, ReportMade, ReportRequired,
    RepresentativesDesignated, ServiceManner, StatementTaken, UrgentRisk, UrgentRiskReported, VerificationManner,
    VisitId, VisitPurpose, VisitRecorded, VisitorGuided,
};
use uuid::Uuid;

use super::{CASE, NUMBER, PARTY, code, department, parsed, reference, sealed};

const ENTRY: EventId = EventId::new(Uuid::from_u128(0xe7));

/// The fact inside the frozen envelope.
pub(crate) fn first() -> Event {
    intake(VisitRecorded {
        place: parsed::<PlaceCode>("hall"),
        purpose: VisitPurpose::Enquiry,
        visitors: 2,
        case: Some(CASE),
    })
}

pub(super) fn all() -> Vec<Event> {
    let referral = Referral { department: department("hotline"), reference: Some(reference("12345-7")) };
    let of_the_first_release = vec![
        first(),
        intake(CaseRegistered {
            number: NUMBER,
            kind: CaseKind::Dispute,
            claim: sealed(),
            area: parsed::<AreaCode>("990101001002"),
            amount: Some(Fen::new(2_068_000).expect("an amount")),
            parties: vec![party()],
            referred_by: Some(referral),
            letter: None,
            part_of: None,
            self_registered: false,
        }),
        intake(PartyAdded { party: party() }),
        intake(ReceiptIssued { party: PARTY, number: NUMBER, query_tag: None }),
    ];
    [of_the_first_release, begun(), about_parties(), about_papers(), about_others()].concat()
}

fn begun() -> Vec<Event> {
    let letter = Letter {
        postmarked_on: Some(date(2026, 11, 20)),
        received_on: date(2026, 11, 23),
        scan: Some(BlobName::new([0xb1; 32])),
    };
    vec![
        intake(VisitorGuided { to: department("court"), window: Some(parsed("w4")) }),
        intake(EnquiryAnswered {
            topic: code("labour"),
            visit: Some(VisitId::new(Uuid::from_u128(0x71))),
            question: Some(sealed()),
            answer: sealed(),
        }),
        intake(RegistrationConfirmed { note: Some(sealed()) }),
        intake(RegistrationCorrected {
            entry: ENTRY,
            kind: Some(CaseKind::Petition),
            claim: Some(sealed()),
            area: Some(parsed("990101001002")),
            amount: Some(Fen::new(7).expect("an amount")),
            reason: sealed(),
        }),
        intake(ContactNoted {
            direction: Direction::Incoming,
            party: Some(PARTY),
            reached: true,
            note: Some(sealed()),
            letter: Some(letter),
            referred_by: Some(Referral { department: department("hotline"), reference: Some(reference("12345-8")) }),
        }),
    ]
}

fn about_parties() -> Vec<Event> {
    let identity = Identity { kind: IdentityKind::ResidentCard, number: sealed(), check: NumberCheck::Plausible };
    let full = Party {
        age_band: Some(AgeBand::Minor),
        identity: Some(identity),
        organisation_number: Some(CheckedNumber { number: sealed(), check: NumberCheck::WrongCheckDigit }),
        phone_check: Some(NumberCheck::Plausible),
        contact: Some(ContactWish { manner: ContactManner::Letter, language: Some(code("wuu")) }),
        ..party()
    };
    let (kind, manner) = (IdentityKind::Passport, VerificationManner::OriginalSeen);
    vec![
        intake(PartyCorrected { entry: ENTRY, party: full, reason: sealed() }),
        intake(PartyRemoved { entry: ENTRY, party: PARTY, reason: sealed() }),
        intake(IdentityVerified { party: PARTY, kind, manner }),
        intake(GuardianNamed {
            ward: PARTY,
            kind: GuardianKind::WelfareBody,
            guardian: Some(PARTY),
            body: Some(department("civil_affairs")),
            name: Some(sealed()),
            phone: Some(sealed()),
            may_act: true,
        }),
        intake(AgentAuthorized {
            agent: 1,
            party: PARTY,
            kind: AgentKind::Lawyer,
            name: sealed(),
            phone: Some(sealed()),
            scope: AgentScope::Special,
            until: Some(date(2027, 11, 23)),
            material: Some(2),
        }),
        intake(AgentDismissed { agent: 1, reason: Some(sealed()) }),
        intake(RepresentativesDesignated {
            representatives: vec![PARTY],
            visit: Some(VisitId::new(Uuid::from_u128(0x71))),
        }),
    ]
}

fn about_papers() -> Vec<Event> {
    let (party, purpose, form) = (PARTY, ConsentPurpose::Sharing, ConsentForm::Oral);
    vec![
        intake(StatementTaken {
            party,
            statement: sealed(),
            read_back: ReadBack::Interpreter,
            interpreter: Some(sealed()),
            objections: Some(sealed()),
        }),
        intake(NoticeServed {
            notice: NoticeKind::Registration,
            party,
            manner: ServiceManner::Handed,
            served_on: date(2026, 11, 23),
            printed_due: Some(date(2026, 12, 8)),
            material: Some(2),
        }),
        intake(ConsentRecorded { party, purpose, recipients: vec![department("court")], form }),
        intake(ConsentWithdrawn { party, purpose }),
        intake(MaterialSubmitted {
            material: 1,
            kind: MaterialKind::Contract,
            title: sealed(),
            blob: BlobName::new([0xb1; 32]),
            bytes: 20_480,
            media_type: MediaType::Pdf,
            pages: Some(3),
            party: Some(PARTY),
        }),
        intake(MaterialsRequested {
            party,
            items: vec![MaterialKind::Payment],
            note: Some(sealed()),
            due: Some(date(2026, 11, 30)),
            repeat_reason: Some(sealed()),
        }),
    ]
}

fn about_others() -> Vec<Event> {
    let (other, to) = (CaseId::new(Uuid::from_u128(0x0c)), || department("public_security"));
    vec![
        intake(DuplicateSuspected { other, reasons: vec![DuplicateReason::SameParty] }),
        intake(DuplicateConfirmed { other, reason: sealed() }),
        intake(DuplicateRuledOut { other, reason: sealed() }),
        intake(UrgentRiskReported { alert: 1, risk: UrgentRisk::PossibleCrime, party: Some(PARTY), note: sealed() }),
        intake(ReportRequired { duty: 1, alert: 1, to: to(), rule: code("pml-25") }),
        intake(ReportMade { duty: 1, to: to(), reference: Some(reference("2026-7")), note: Some(sealed()) }),
    ]
}

fn party() -> Party {
    let named = Party::named(PARTY, PartyRole::Applicant, PartyKind::Person, sealed());
    Party { phone: Some(sealed()), address: Some(sealed()), ..named }
}

fn intake(fact: impl Into<IntakeEvent>) -> Event {
    Event::Intake(fact.into())
}
