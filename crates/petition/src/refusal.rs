//! Why the petition desk says no.

use timeline::{AccusationOutcome, DepartmentCode};

timeline::refusals! {
    /// There is no such accusation.
    NotRegistered = "petition.not_registered", "there is no such accusation";
    /// It was registered by this very request.
    AlreadyRegistered = "petition.already_registered", "the accusation is registered already";
    /// The center draws numbers.
    NumberNotDrawn = "petition.number_not_drawn", "the center has drawn no number";
    /// An accusation is about somebody.
    AccusedMissing = "petition.accused_missing", "say whom it is about: a department, a name, or both";
    /// Whoever accuses by name has one.
    AccuserMissing = "petition.accuser_missing", "an accusation by name needs a name; without one it is anonymous";
    /// What is not to be known is not written down.
    AnonymousHasNoName = "petition.anonymous_has_no_name",
        "nothing is kept of an anonymous accuser: leave out name, phone and address";
    /// Those it is about do not take it down.
    TakenByTheAccused = "petition.taken_by_the_accused",
        "it is about this very department: bring it to another window, or to the seat that receives accusations";
    /// There is nobody in the county it is not about.
    NoSeatLeft = "petition.no_seat_left", "it is about every seat that receives accusations: bring it to the level above";
    /// Not in the rule book.
    UnknownDepartment {
        /// What was named.
        department: DepartmentCode,
    } = "petition.unknown_department", "there is no department {department}";
    /// The one thing that must never happen (petition regulation of 2022, article 30).
    TransferToTheAccused {
        /// The body that was named.
        department: DepartmentCode,
    } = "petition.transfer_to_the_accused",
        "the accusation is about {department}, or about a body above it: it is never transferred there";
    /// Only bodies of the rule book look into accusations.
    NotCompetent {
        /// The body that was named.
        department: DepartmentCode,
    } = "petition.not_competent", "{department} does not look into accusations";
    /// It is there.
    AlreadyThere {
        /// The body that was named.
        department: DepartmentCode,
    } = "petition.already_there", "{department} has it already";
    /// Another body has it.
    NotYours {
        /// Which one.
        department: DepartmentCode,
    } = "petition.not_yours", "{department} has it now";
    /// It is looked into.
    AlreadyAccepted = "petition.already_accepted", "the accusation was accepted already";
    /// It is not.
    AlreadyDeclined = "petition.already_declined", "the accusation was declined already";
    /// First it is said whether it is looked into.
    NotTaken = "petition.not_taken", "say first whether it is accepted";
    /// Whoever accused waits for an answer.
    NotAnswered = "petition.not_answered", "whoever accused has not been answered yet";
    /// How it ended must be true of it.
    OutcomeDoesNotFit {
        /// What was said.
        outcome: AccusationOutcome,
    } = "petition.outcome_does_not_fit", "{outcome} does not fit what became of the accusation";
    /// Nothing is left to do about it.
    Closed = "petition.closed", "the accusation is closed";
    /// A name is opened only where one was sealed.
    NothingToUnmask = "petition.nothing_to_unmask", "whoever accused is anonymous, or was never masked";
    /// One at a time.
    UnmaskingOpen = "petition.unmasking_open", "somebody has proposed this already: a second person agrees or does not";
    /// There is nothing to agree to.
    NoUnmaskingProposed = "petition.no_unmasking_proposed", "nobody has said why the name is needed";
    /// Two are needed.
    SamePerson = "petition.same_person", "a second person must agree";
}
