//! Why the litigation desk says no. Going to court is never among what can be refused to a party.

use jiff::civil::Date;
use timeline::{DepartmentCode, PartyId, Reference};

timeline::refusals! {
    /// There is no such case.
    NotRegistered = "litigation.not_registered", "the case is not registered";
    /// Reopen it first.
    CaseClosed = "litigation.case_closed", "the case is closed";
    /// Not a party of this case.
    UnknownParty {
        /// Who was named.
        party: PartyId,
    } = "litigation.unknown_party", "{party} is no party of this case";
    /// Not a court of the rule book.
    NotACourt {
        /// What was named.
        department: DepartmentCode,
    } = "litigation.not_a_court", "{department} is not a court";
    /// The court speaks for itself, or the center records its paper.
    NotForThisDepartment {
        /// The court whose word it is.
        court: DepartmentCode,
    } = "litigation.not_for_this_department", "only {court}, or the center for it, may record this";
    /// One delegation at a time: report the one before first.
    DelegationOpen = "litigation.delegation_open", "a delegated matter has not been reported back";
    /// No court asked for a report.
    NotDelegated = "litigation.not_delegated", "no court delegated this matter";
    /// The court knows already.
    DelegationReported = "litigation.delegation_reported", "the end of the mediation was reported to the court already";
    /// There is nothing to report yet.
    MediationNotEnded = "litigation.mediation_not_ended", "the delegated mediation has not ended";
    /// There is no such package.
    NoSuchHandOff {
        /// Its number.
        hand_off: u32,
    } = "litigation.no_such_hand_off", "there is no hand-off {hand_off}";
    /// It is on its way, or was answered.
    HandOffAlreadySent {
        /// Its number.
        hand_off: u32,
    } = "litigation.hand_off_already_sent", "hand-off {hand_off} was sent already";
    /// A court cannot have what was not sent.
    HandOffNotSent {
        /// Its number.
        hand_off: u32,
    } = "litigation.hand_off_not_sent", "hand-off {hand_off} was not sent";
    /// The court has said what it does with it.
    HandOffAnswered {
        /// Its number.
        hand_off: u32,
    } = "litigation.hand_off_answered", "the court has answered hand-off {hand_off} already";
    /// The package went to another court.
    OtherCourt {
        /// The court it went to.
        court: DepartmentCode,
    } = "litigation.other_court", "the hand-off went to {court}";
    /// The court's number is on the timeline already.
    AlreadyFiled {
        /// The court's number.
        reference: Reference,
    } = "litigation.already_filed", "{reference} is recorded already";
    /// Neither docketed nor taken in under this number: look for a typing error.
    UnknownReference {
        /// The court's number.
        reference: Reference,
    } = "litigation.unknown_reference", "nothing of this case has the number {reference}";
    /// A matter ends once.
    AlreadyAnswered {
        /// The court's number.
        reference: Reference,
    } = "litigation.already_answered", "the answer to {reference} is recorded already";
    /// Look for a typing error.
    DateInFuture {
        /// The day that was named.
        date: Date,
    } = "litigation.date_in_future", "{date} has not come yet";
    /// A matter cannot end before it begins.
    DecidedBeforeFiled {
        /// The day it was docketed.
        filed_on: Date,
    } = "litigation.decided_before_filed", "it was docketed on {filed_on}";
}
