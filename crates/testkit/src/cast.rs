//! Who and when: the same people at the same times in every story.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use timeline::{
    ActorId, AreaCode, BlobName, CaseId, CaseNumber, Code, DepartmentCode, PartyId, Personal, PlaceCode, Reference,
    Sealed, SubjectId,
};
use uuid::Uuid;

/// Monday, 23 November 2026, 9:00 in the county: every story begins here.
pub const START: Timestamp = Timestamp::constant(1_795_395_600, 0);
/// The day of [`START`].
pub const TODAY: Date = date(2026, 11, 23);
/// The day before.
pub const YESTERDAY: Date = date(2026, 11, 22);
/// The day after.
pub const TOMORROW: Date = date(2026, 11, 24);
/// A month later.
pub const NEXT_MONTH: Date = date(2026, 12, 23);

/// The case of every scenario.
pub const CASE: CaseId = CaseId::new(Uuid::from_u128(0xca5e));
/// Another case, of which nothing is told.
pub const OTHER_CASE: CaseId = CaseId::new(Uuid::from_u128(0xca5f));
/// The number of [`CASE`].
pub const NUMBER: CaseNumber = CaseNumber::new(2026, 7);
/// Who asks for something.
pub const APPLICANT: PartyId = PartyId::new(Uuid::from_u128(0xa1));
/// Who is asked.
pub const RESPONDENT: PartyId = PartyId::new(Uuid::from_u128(0xb1));
/// Who was found later, on the side that is asked.
pub const SECOND_RESPONDENT: PartyId = PartyId::new(Uuid::from_u128(0xb2));
/// Who has a stake of its own.
pub const THIRD_PARTY: PartyId = PartyId::new(Uuid::from_u128(0xc1));
/// Nobody of this case.
pub const STRANGER: PartyId = PartyId::new(Uuid::from_u128(0xff));

/// The center.
pub const CENTER: &str = "center";
/// The county court.
pub const COURT: &str = "court";
/// Another court.
pub const OTHER_COURT: &str = "intermediate_court";
/// A department.
pub const HOUSING: &str = "housing";
/// Another department.
pub const TRANSPORT: &str = "transport";
/// Somebody in the list of mediators.
pub const MEDIATOR: &str = "mediator-1";
/// Another one.
pub const SECOND_MEDIATOR: &str = "mediator-2";
/// Somebody at a window.
pub const CLERK: &str = "clerk-1";
/// A room to meet in.
pub const ROOM: &str = "room-1";
/// The number a court gives on arrival.
pub const ARRIVAL: &str = "（2026）澄0101收1号";
/// The number a court gives when it dockets.
pub const DOCKET: &str = "（2026）澄0101民初7号";

macro_rules! parsed {
    ($($(#[doc = $doc:literal])* $name:ident: $Type:ty;)*) => {$(
        $(#[doc = $doc])*
        ///
        /// # Panics
        /// When the text has another form.
        #[must_use]
        pub fn $name(text: &str) -> $Type {
            text.parse().expect("a text of this form")
        }
    )*};
}

parsed! {
    /// A department by its code.
    department: DepartmentCode;
    /// Somebody by their id.
    actor: ActorId;
    /// An entry of a code list.
    code: Code;
    /// A place by its code.
    place: PlaceCode;
    /// An area by its digits.
    area: AreaCode;
    /// The number of another body.
    reference: Reference;
}

/// Personal text as a clerk types it.
///
/// # Panics
/// When it is empty.
#[must_use]
pub fn personal(text: &str) -> Personal {
    Personal::parse(text).expect("a text")
}

/// The same text as [`personal`] once a desk has put it into a fact: in these stories nothing is really sealed.
#[must_use]
pub fn sealed(text: &str) -> Sealed {
    Sealed::clear(SubjectId::new(Uuid::nil()), text)
}

/// The name of a stored file.
#[must_use]
pub fn blob() -> BlobName {
    BlobName::new([7; 32])
}
