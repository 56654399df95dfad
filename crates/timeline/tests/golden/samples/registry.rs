//! One sample a fact of the registry.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use timeline::{
    AccessApproved, AccessChallenged, AccessEnded, AccessRejected, AccessRequested, AccountClosed, AccountOpened,
    AccountReopened, CaseId, DangerGround, DelegationEnded, DiscardGround, DutyDelegated, ErasureApproved,
    ErasureGround, ErasureRejected, ErasureRejection, ErasureRequested, ErasureWithdrawn, Event, GlassBroken,
    HaltGround, HoldGround, LegalHoldLifted, LegalHoldPlaced, LookReason, MessageDiscarded, MessageRetried, PartyId,
    PasswordChanged, ProcessingRestricted, RegistryEvent, Residency, ResidencyArranged, Role, RoleGranted,
    RoleProposed, RoleRevoked, SecretRotated, ShiftClosed, ShiftOpened, StartingPoint, SubjectId, SubjectsErased,
    SubscriptionChanged, SubscriptionClosed, SubscriptionOpened, SubscriptionPaused, SubscriptionResumed, TokenIssued,
    TokenRevoked, TotpEnrolled, TotpRemoved, Transport,
};

use super::{code, department, parsed};

const UNTIL: Date = date(2027, 6, 30);

pub(super) fn all() -> Vec<Event> {
    let (account, window) = (|| parsed("li"), || parsed("w1"));
    let (role, until) = (Role::SecurityAdministrator, UNTIL);
    let verbs = vec![code("register_case"), code("read_case")];
    vec![
        registry(AccountOpened { account: account(), department: department("center"), window: Some(window()) }),
        registry(AccountClosed {}),
        registry(AccountReopened {}),
        registry(RoleProposed { grant: 1, role, until }),
        registry(RoleGranted { grant: 1, role, until, proposed_by: Some(parsed("wang")) }),
        registry(RoleRevoked { grant: 1 }),
        registry(PasswordChanged {}),
        registry(TotpEnrolled {}),
        registry(TotpRemoved {}),
        registry(TokenIssued { token: 1, department: department("center"), role: Role::WindowClerk, verbs, until }),
        registry(TokenRevoked { token: 1 }),
        registry(DutyDelegated { delegation: 1, to: parsed("wang"), until }),
        registry(DelegationEnded { delegation: 1 }),
        registry(ShiftOpened { window: window(), by: account() }),
        registry(ShiftClosed { window: window() }),
        registry(ResidencyArranged {
            department: department("housing"),
            residency: Residency::OnCall,
            contact: Some(parsed("housing-1")),
            within_minutes: Some(30),
        }),
        registry(SubscriptionOpened {
            subscription: code("housing-hook"),
            department: department("housing"),
            transport: Transport::Webhook,
            from: StartingPoint::Sequence,
            sequence: Some(7),
            fact_names: vec![parsed("triage"), parsed("mediation.agreement_signed")],
            endpoint: Some(parsed("https://hooks.example/yidi")),
        }),
        registry(SubscriptionChanged { fact_names: Vec::new(), endpoint: Some(parsed("https://hooks.example/new")) }),
        registry(SubscriptionPaused { halt: HaltGround::Maintenance }),
        registry(SubscriptionResumed {}),
        registry(SubscriptionClosed { halt: HaltGround::Gone }),
        registry(SecretRotated {}),
        registry(MessageRetried { message: 12 }),
        registry(MessageDiscarded { message: 12, discard: DiscardGround::NotProcessable }),
    ]
    .into_iter()
    .chain(of_erasure())
    .chain(of_admission())
    .collect()
}

fn of_erasure() -> Vec<Event> {
    let case = CaseId::new(uuid::Uuid::from_u128(7));
    let party = PartyId::derive(case.uuid(), "one");
    let subjects = || vec![SubjectId::from(party)];
    let not_before = Timestamp::constant(1_800_000_000, 0);
    vec![
        registry(ErasureRequested { erasure: 1, case, party: Some(party), ground: ErasureGround::PurposeEnded }),
        registry(ProcessingRestricted { erasure: 1, subjects: subjects(), kept_until: Some(UNTIL) }),
        registry(ErasureWithdrawn { erasure: 1, subjects: subjects() }),
        registry(ErasureRejected { erasure: 1, reason: ErasureRejection::DutyToKeep, subjects: subjects() }),
        registry(ErasureApproved { erasure: 1, not_before }),
        registry(SubjectsErased { erasure: 1, subjects: subjects() }),
        registry(LegalHoldPlaced { hold: 1, case, ground: HoldGround::Litigation }),
        registry(LegalHoldLifted { hold: 1 }),
    ]
}

fn of_admission() -> Vec<Event> {
    let case = CaseId::new(uuid::Uuid::from_u128(7));
    let (until, reason, who) = (Timestamp::constant(1_800_000_000, 0), LookReason::HandlingMatter, parsed("lawyer-1"));
    vec![
        registry(AccessChallenged { admission: 1, case, reason, until }),
        registry(AccessRequested { admission: 2, case, who, reason, until, extent: None }),
        registry(AccessApproved { admission: 2 }),
        registry(AccessRejected { admission: 3 }),
        registry(GlassBroken { admission: 4, case, danger: DangerGround::Suicide, until }),
        registry(AccessEnded { admission: 2 }),
    ]
}

fn registry(fact: impl Into<RegistryEvent>) -> Event {
    Event::Registry(fact.into())
}
