//! One fact of each kind, with every field filled in. A sample never changes: the file that was made from it is frozen.

#[path = "samples/intake.rs"]
mod intake;
#[path = "samples/litigation.rs"]
mod litigation;
#[path = "samples/mediation.rs"]
mod mediation;
#[path = "samples/oversight.rs"]
mod oversight;
#[path = "samples/petition.rs"]
mod petition;
#[path = "samples/registry.rs"]
mod registry;
#[path = "samples/triage.rs"]
mod triage;

pub(crate) use intake::first;
use jiff::Timestamp;
use timeline::{
    ActorId, Algorithm, CaseId, CaseNumber, Channel, Classification, Code, DepartmentCode, Event, EventId, Fingerprint,
    Meta, PackVersion, PartyId, Reference, RequestId, Sealed, SubjectId, WindowCode,
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
        reference: None,
        request: RequestId::new(Uuid::from_u128(0x4e9)),
        fingerprint: Fingerprint([7; 16]),
        correlation: Uuid::from_u128(0xc0),
        causation: Some(EventId::new(Uuid::from_u128(0xca))),
        classification: Classification::Mediation,
        packs: parsed::<PackVersion>("2026-11"),
    }
}

/// One fact of each kind.
pub(crate) fn all() -> Vec<Event> {
    [
        intake::all(),
        triage::all(),
        mediation::all(),
        litigation::all(),
        petition::all(),
        oversight::all(),
        registry::all(),
    ]
    .concat()
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
