//! Random histories of a few cases. They need not be lawful: a view must stand whatever the log says.

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use timeline::*;
use uuid::Uuid;

use crate::golden;

const DEPARTMENTS: &[&str] = &["center", "justice", "housing", "court"];

struct Chance(StdRng, Vec<Event>);

impl Chance {
    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        *items.choose(&mut self.0).unwrap()
    }

    fn department(&mut self) -> DepartmentCode {
        DepartmentCode::parse(self.of(DEPARTMENTS)).unwrap()
    }

    fn number(&mut self) -> u32 {
        self.0.gen_range(1..4)
    }

    fn reference(&mut self) -> Reference {
        Reference::parse(&format!("民初{}号", self.number())).unwrap()
    }

    fn date(&mut self) -> jiff::civil::Date {
        jiff::civil::date(2026, 3, 1)
    }
}

/// `facts` facts of five cases and their visits.
pub(crate) fn history(seed: u64, facts: u64) -> Vec<Entry> {
    let mut chance = Chance(StdRng::seed_from_u64(seed), Vec::new());
    let first = entry(&mut chance, 1, StreamId::new(Uuid::from_u128(1)), 1, registered(0));
    chance.1 = golden::facts(&first);
    let mut versions = [0_u64; 5];
    (1..=facts)
        .map(|position| {
            let case = chance.0.gen_range(0..5_usize);
            let stream = StreamId::new(Uuid::from_u128(case as u128 + 1));
            versions[case] += 1;
            let event = if versions[case] == 1 { registered(case) } else { any(&mut chance, stream) };
            entry(&mut chance, position, stream, versions[case], event)
        })
        .collect()
}

fn entry(chance: &mut Chance, position: u64, stream: StreamId, version: u64, event: Event) -> Entry {
    let recorded_at = Timestamp::from_second(1_770_000_000 + position as i64 / 2).unwrap();
    let late = if chance.0.gen_bool(0.1) {
        jiff::SignedDuration::from_hours(chance.0.gen_range(0..300))
    } else {
        jiff::SignedDuration::ZERO
    };
    let meta = Meta {
        occurred_at: recorded_at - late,
        actor: ActorId::parse("li").unwrap(),
        on_behalf_of: None,
        department: chance.department(),
        window: None,
        channel: chance.of(Channel::ALL),
        legal_basis: None,
        reference: chance.0.gen_bool(0.2).then(|| Reference::parse("虚构号").unwrap()),
        request: RequestId::new(Uuid::from_u128(position.into())),
        fingerprint: Fingerprint::default(),
        correlation: Uuid::from_u128(position.into()),
        causation: None,
        classification: Classification::Internal,
        packs: PackVersion::parse("2026-11").unwrap(),
    };
    Entry { place: Place { position, index: 0 }, stream, version, recorded_at, meta, event }
}

fn registered(case: usize) -> Event {
    let sealed = |text: &str| Sealed::clear(SubjectId::new(Uuid::from_u128(9)), text);
    let id = PartyId::new(Uuid::from_u128(7));
    let party = Party::named(id, PartyRole::Applicant, PartyKind::Person, sealed("张三"));
    let fact = CaseRegistered {
        number: CaseNumber::new(2026, case as u32 + 1),
        kind: CaseKind::Dispute,
        claim: sealed("楼上漏水"),
        area: AreaCode::parse("330681").unwrap(),
        amount: None,
        parties: vec![party],
        referred_by: None,
        letter: None,
        part_of: None,
        self_registered: false,
    };
    IntakeEvent::CaseRegistered(fact).into()
}

fn any(chance: &mut Chance, stream: StreamId) -> Event {
    match chance.0.gen_range(0..6) {
        0 => triage(chance),
        1 => mediation(chance),
        2 | 3 => golden(chance),
        _ => court_or_visit(chance, stream),
    }
}

/// A fact of any kind there is; a second registration of a case is none that a log can hold.
fn golden(chance: &mut Chance) -> Event {
    let facts = &chance.1;
    let fact = facts[chance.0.gen_range(0..facts.len())].clone();
    if matches!(fact, Event::Intake(IntakeEvent::CaseRegistered(_))) { triage(chance) } else { fact }
}

fn triage(chance: &mut Chance) -> Event {
    let text = Sealed::clear(SubjectId::new(Uuid::from_u128(9)), "理由");
    let (assignment, department) = (chance.number(), chance.department());
    let fact: TriageEvent = match chance.0.gen_range(0..8) {
        0 => CaseClassified { dispute_type: Code::parse(chance.of(&["housing", "labour"])).unwrap() }.into(),
        1 => RouteChosen { route: chance.of(Route::ALL), reason: None, sheet: None }.into(),
        2 | 3 => CaseAssigned { assignment, to: department, note: None, level: None, reason: None }.into(),
        4 => AssignmentReceived { assignment, by: department }.into(),
        5 => AssignmentReturned { assignment, by: department, ground: chance.of(ReturnGround::ALL), explanation: text }
            .into(),
        6 => CaseClosed { outcome: chance.of(Outcome::ALL), merged_into: None }.into(),
        _ => CaseReopened { reason: text }.into(),
    };
    fact.into()
}

fn mediation(chance: &mut Chance) -> Event {
    let (party, session) = (PartyId::new(Uuid::from_u128(7)), chance.number());
    let at = Timestamp::UNIX_EPOCH;
    let place = Some(PlaceCode::parse("center").unwrap());
    let fact: MediationEvent = match chance.0.gen_range(0..7) {
        0 => MediationRequested { kind: chance.of(MediationKind::ALL), by: None }.into(),
        1 => MediationConsented { party, with_guardian: None }.into(),
        2 => MediatorAppointed { mediator: ActorId::parse("wang").unwrap() }.into(),
        3 => SessionScheduled { session, at, place, form: SessionForm::OnSite, setting: None, invited: None }.into(),
        4 => SessionHeld { session, attended: vec![party], record: None, undisputed_facts: None }.into(),
        5 => MediationTerminated { reason: chance.of(TerminationReason::ALL) }.into(),
        _ => PerformanceRecorded { instalment: 1, performed_on: chance.date() }.into(),
    };
    fact.into()
}

fn court_or_visit(chance: &mut Chance, stream: StreamId) -> Event {
    let (hand_off, court, reference) = (chance.number(), chance.department(), chance.reference());
    let fact: LitigationEvent = match chance.0.gen_range(0..11) {
        0 => SuitChosen { party: PartyId::new(Uuid::from_u128(7)), warnings: Vec::new() }.into(),
        1 => {
            let (contents, missing) = (vec![PackageItem::Claim], vec![PackageItem::Facts]);
            HandOffAssembled {
                cause: None,
                hand_off,
                court,
                purpose: HandOffPurpose::Filing,
                contents,
                missing,
                manifest: Vec::new(),
            }
            .into()
        }
        2 => HandOffSent { hand_off, court, answer_by: None, shared_on: Vec::new() }.into(),
        3 => HandOffAcknowledged { hand_off, reference }.into(),
        4 => HandOffRejected { hand_off, ground: chance.of(RejectionGround::ALL), explanation: None }.into(),
        5 => CaseFiled { hand_off: Some(hand_off), court, reference, filed_on: chance.date() }.into(),
        6 => CourtAnswered {
            reference,
            outcome: CourtOutcome::Judgment,
            decided_on: chance.date(),
            grounds: Vec::new(),
            enforce_by: None,
            perform_by: None,
        }
        .into(),
        7 | 8 => referral(chance),
        _ => return visit(chance, stream),
    };
    fact.into()
}

fn referral(chance: &mut Chance) -> LitigationEvent {
    let (referral, body, reference) = (chance.number(), chance.department(), chance.reference());
    let procedure = chance.of(Procedure::ALL);
    match chance.0.gen_range(0..6) {
        0 | 1 => ReferralMade {
            referral,
            procedure,
            body,
            by: vec![PartyId::new(Uuid::from_u128(7))],
            contents: vec![PackageItem::Claim],
            missing: vec![PackageItem::Evidence],
            manifest: Vec::new(),
            warnings: Vec::new(),
            answer_by: Some(chance.date()),
            shared_on: Vec::new(),
        }
        .into(),
        2 => ReferralAcknowledged { referral, procedure, body, reference }.into(),
        3 => ReferralRejected { referral, ground: chance.of(RejectionGround::ALL), explanation: None }.into(),
        4 => {
            let (outcome, decided_on) = (chance.of(ReferralOutcome::ALL), chance.date());
            ReferralAnswered { referral, reference: None, outcome, decided_on, enforce_by: None }.into()
        }
        _ => ReferralWithdrawn { referral, by: PartyId::new(Uuid::from_u128(7)) }.into(),
    }
}

fn visit(chance: &mut Chance, stream: StreamId) -> Event {
    let case = if chance.0.gen_bool(0.7) { Some(stream.into()) } else { None };
    let place = PlaceCode::parse(chance.of(&["center", "town-1"])).unwrap();
    IntakeEvent::VisitRecorded(VisitRecorded { place, purpose: VisitPurpose::Enquiry, visitors: 1, case }).into()
}
