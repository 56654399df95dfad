//! Why the reception desk says no.

use timeline::PlaceCode;

timeline::refusals! {
    /// The stream of the visit or case has begun.
    AlreadyRecorded = "intake.already_recorded", "this case or visit is recorded already";
    /// There is no such case.
    NotRegistered = "intake.not_registered", "the case is not registered";
    /// Reopen it first.
    CaseClosed = "intake.case_closed", "the case is closed";
    /// Somebody has to ask for something.
    NoApplicant = "intake.no_applicant", "no applicant is named";
    /// More than one request takes: add the others afterwards.
    TooManyParties {
        /// How many were named.
        found: usize,
        /// How many are taken at once.
        max: usize,
    } = "intake.too_many_parties", "{found} parties are named at once, but {max} are taken in one request";
    /// A visit is made by somebody.
    NoVisitors = "intake.no_visitors", "a visit has at least one visitor";
    /// Not in the rule book.
    UnknownPlace {
        /// The place that was named.
        place: PlaceCode,
    } = "intake.unknown_place", "the place {place} is not known";
    /// A fault of the program around this desk: the center draws a number before it asks.
    NumberNotDrawn = "intake.number_not_drawn", "no case number was drawn";
}
