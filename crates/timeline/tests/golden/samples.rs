//! One fact of each kind, with every field filled in. A sample never changes: the file that was made from it is frozen.

use jiff::Timestamp;
use jiff::civil::date;
use timeline::{
    ActorId, AgreementForm, AgreementSigned, Algorithm, AreaCode, AssignmentReceived, AssignmentReturned, CaseAssigned,
    CaseClassified, CaseClosed, CaseFiled, CaseId, CaseKind, CaseNumber, CaseRegistered, CaseReopened, Channel,
    Classification, Code, CourtAnswered, CourtOutcome, DelegationReceived, DelegationReported, DepartmentCode, Event,
    EventId, Fen, Fingerprint, HandOffAcknowledged, HandOffAssembled, HandOffPurpose, HandOffRejected, HandOffSent,
    Instalment, IntakeEvent, LitigationEvent, MediationConsented, MediationEvent, MediationKind, MediationRefused,
    MediationRequested, MediationTerminated, MediatorAppointed, Meta, Outcome, PackVersion, PackageItem, Party,
    PartyAdded, PartyId, PartyKind, PartyRole, PerformanceRecorded, PlaceCode, ReceiptIssued, Reference, Referral,
    RejectionGround, RemediesAdvised, Remedy, RequestId, ReturnGround, ReturnVisitMade, Route, RouteChosen, Sealed,
    SessionForm, SessionHeld, SessionScheduled, SubjectId, SuitChosen, TerminationReason, TriageEvent, VisitPurpose,
    VisitRecorded, WindowCode,
};
use uuid::Uuid;

/// The case of every sample.
pub(crate) const CASE: CaseId = CaseId::new(Uuid::from_u128(0x11d1));
const PARTY: PartyId = PartyId::new(Uuid::from_u128(0xa1));
const NUMBER: CaseNumber = CaseNumber::new(2026, 123);
const MOMENT: Timestamp = Timestamp::constant(1_795_395_600, 123_456_000);

/// The circumstances of every sample.
pub(crate) fn meta() -> Meta {
    Meta {
        occurred_at: MOMENT,
        actor: parsed::<ActorId>("clerk-1"),
        on_behalf_of: Some(parsed("clerk-2")),
        department: department("center"),
        window: Some(parsed::<WindowCode>("w1")),
        channel: Channel::Window,
        legal_basis: Some(code("pet-19")),
        request: RequestId::new(Uuid::from_u128(0x4e9)),
        fingerprint: Fingerprint([7; 16]),
        correlation: Uuid::from_u128(0xc0),
        causation: Some(EventId::new(Uuid::from_u128(0xca))),
        classification: Classification::Mediation,
        packs: parsed::<PackVersion>("2026-11"),
    }
}

/// The fact inside the frozen envelope.
pub(crate) fn first() -> Event {
    intake(VisitRecorded {
        place: parsed::<PlaceCode>("hall"),
        purpose: VisitPurpose::Enquiry,
        visitors: 2,
        case: Some(CASE),
    })
}

/// One fact of each kind, in the order of the catalogue.
pub(crate) fn all() -> Vec<Event> {
    let mut samples = vec![first()];
    samples.extend(of_intake());
    samples.extend(of_triage());
    samples.extend(of_mediation());
    samples.extend(of_litigation());
    samples
}

fn of_intake() -> Vec<Event> {
    let referral = Referral { department: department("hotline"), reference: Some(reference("12345-7")) };
    vec![
        intake(CaseRegistered {
            number: NUMBER,
            kind: CaseKind::Dispute,
            claim: sealed(),
            area: parsed::<AreaCode>("990101001002"),
            amount: Some(Fen::new(2_068_000).expect("an amount")),
            parties: vec![party()],
            referred_by: Some(referral),
        }),
        intake(PartyAdded { party: party() }),
        intake(ReceiptIssued { party: PARTY, number: NUMBER }),
    ]
}

fn of_triage() -> Vec<Event> {
    let (housing, explanation) = (|| department("housing"), sealed());
    vec![
        triage(CaseClassified { dispute_type: code("neighbours") }),
        triage(RouteChosen { route: Route::Mediation }),
        triage(CaseAssigned { assignment: 1, to: housing(), note: Some(sealed()) }),
        triage(AssignmentReceived { assignment: 1, by: housing() }),
        triage(AssignmentReturned { assignment: 1, by: housing(), ground: ReturnGround::NotCompetent, explanation }),
        triage(CaseClosed { outcome: Outcome::Settled }),
        triage(CaseReopened { reason: sealed() }),
    ]
}

fn of_mediation() -> Vec<Event> {
    let amount = Some(Fen::new(300_000).expect("an amount"));
    let instalment = Instalment { number: 1, by: PARTY, due: date(2026, 12, 23), amount };
    let (record, undisputed_facts) = (Some(sealed()), Some(sealed()));
    vec![
        mediation(MediationRequested { kind: MediationKind::Peoples, by: Some(PARTY) }),
        mediation(MediationConsented { party: PARTY }),
        mediation(MediationRefused { party: PARTY }),
        mediation(MediatorAppointed { mediator: parsed("mediator-1") }),
        mediation(SessionScheduled { session: 1, at: MOMENT, place: parsed("room-1"), form: SessionForm::OnSite }),
        mediation(SessionHeld { session: 1, attended: vec![PARTY], record, undisputed_facts }),
        mediation(AgreementSigned {
            form: AgreementForm::Written,
            terms: sealed(),
            parties: vec![PARTY],
            effective_at: MOMENT,
            instalments: vec![instalment],
        }),
        mediation(MediationTerminated { reason: TerminationReason::TooFarApart }),
        mediation(RemediesAdvised { remedies: vec![Remedy::Litigation, Remedy::LegalAid] }),
        mediation(PerformanceRecorded { instalment: 1, performed_on: date(2026, 12, 1) }),
        mediation(ReturnVisitMade { performed: true, satisfied: Some(true), new_signs: false }),
    ]
}

fn of_litigation() -> Vec<Event> {
    let court = || department("court");
    let (arrival, docket) = (|| reference("（2026）澄0101收1号"), || reference("（2026）澄0101民初7号"));
    let (contents, missing) = (vec![PackageItem::Parties, PackageItem::Claim], vec![PackageItem::ServiceAddresses]);
    let (ground, explanation) = (RejectionGround::Incomplete, Some(sealed()));
    let (outcome, day) = (CourtOutcome::Judgment, date(2026, 12, 23));
    vec![
        litigation(SuitChosen { party: PARTY }),
        litigation(DelegationReceived { court: court(), reference: arrival(), cause: code("labour_remuneration") }),
        litigation(DelegationReported { court: court(), ended: TerminationReason::Agreed }),
        litigation(HandOffAssembled {
            hand_off: 1,
            court: court(),
            purpose: HandOffPurpose::Filing,
            contents,
            missing,
        }),
        litigation(HandOffSent { hand_off: 1, court: court() }),
        litigation(HandOffAcknowledged { hand_off: 1, reference: arrival() }),
        litigation(HandOffRejected { hand_off: 1, ground, explanation }),
        litigation(CaseFiled { hand_off: Some(1), court: court(), reference: docket(), filed_on: day }),
        litigation(CourtAnswered { reference: docket(), outcome, decided_on: day }),
    ]
}

fn party() -> Party {
    Party {
        id: PARTY,
        role: PartyRole::Applicant,
        kind: PartyKind::Person,
        name: sealed(),
        phone: Some(sealed()),
        address: Some(sealed()),
    }
}

fn sealed() -> Sealed {
    Sealed::new(Algorithm(1), SubjectId::from(PARTY), vec![0, 1, 2, 253, 254, 255])
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a text of this form")
}

fn department(text: &str) -> DepartmentCode {
    parsed(text)
}

fn code(text: &str) -> Code {
    parsed(text)
}

fn reference(text: &str) -> Reference {
    parsed(text)
}

fn intake(fact: impl Into<IntakeEvent>) -> Event {
    Event::Intake(fact.into())
}

fn triage(fact: impl Into<TriageEvent>) -> Event {
    Event::Triage(fact.into())
}

fn mediation(fact: impl Into<MediationEvent>) -> Event {
    Event::Mediation(fact.into())
}

fn litigation(fact: impl Into<LitigationEvent>) -> Event {
    Event::Litigation(fact.into())
}
