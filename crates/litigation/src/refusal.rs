//! Why the litigation desk says no. Going to court is never among what can be refused to a party.

use jiff::civil::Date;
use timeline::{Code, DepartmentCode, PartyId, Procedure, Reference, ReferralOutcome};

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
    /// Look it up in the list of civil causes.
    UnknownCause {
        /// What was named.
        cause: Code,
    } = "litigation.unknown_cause", "{cause} is not a cause of action on that day";
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
    /// The center has said what it does with it.
    DelegationAnswered = "litigation.delegation_answered", "the delegation was accepted already";
    /// Time can only be added to a period that runs.
    DelegationNotAccepted = "litigation.delegation_not_accepted", "the delegation was not accepted yet";
    /// Both sides agree to more time (invited mediation, article 27).
    ExtensionOnlyJointly {
        /// Who has not agreed.
        party: PartyId,
    } = "litigation.extension_only_jointly", "{party} has not agreed to more time";
    /// More time ends later.
    NotLater {
        /// The last day so far.
        until: Date,
    } = "litigation.not_later", "the mediation may last until {until} already";
    /// Nothing to confirm.
    NoAgreement = "litigation.no_agreement", "there is no agreement";
    /// Confirmation is asked for by all together (civil procedure law, article 205).
    OnlyJointly {
        /// Who has not applied.
        party: PartyId,
    } = "litigation.only_jointly", "{party} has not applied";
    /// Grounds belong to a denial (interpretation of the civil procedure law, article 358).
    GroundsWithoutDenial = "litigation.grounds_without_denial", "grounds belong to a denied confirmation only";
    /// What is no title names no day for performance (civil procedure law, article 250).
    NothingToPerform = "litigation.nothing_to_perform",
        "only a judgment, a settlement in court or a confirmed agreement names a day for performance";
    /// There is no answer that could be wrong.
    NothingToCorrect = "litigation.nothing_to_correct", "no such answer is recorded";
    /// A referral is asked for by somebody.
    NobodyAsks = "litigation.nobody_asks", "no party asks for the referral";
    /// Look for the body that does.
    BodyDoesNotConduct {
        /// What was named.
        body: DepartmentCode,
        /// The procedure.
        procedure: Procedure,
    } = "litigation.body_does_not_conduct", "{body} does not conduct {procedure}";
    /// The same referral is on its way.
    AlreadyReferred {
        /// Its number.
        referral: u32,
    } = "litigation.already_referred", "referral {referral} is not answered yet";
    /// There is no such referral.
    NoSuchReferral {
        /// Its number.
        referral: u32,
    } = "litigation.no_such_referral", "there is no referral {referral}";
    /// The body took it in already.
    ReferralTaken {
        /// Its number.
        referral: u32,
    } = "litigation.referral_taken", "referral {referral} was acknowledged already";
    /// It was answered, sent back or withdrawn.
    ReferralOver {
        /// Its number.
        referral: u32,
    } = "litigation.referral_over", "referral {referral} is over";
    /// This procedure cannot end like that.
    OtherOutcome {
        /// The procedure.
        procedure: Procedure,
        /// What was named.
        outcome: ReferralOutcome,
    } = "litigation.other_outcome", "{procedure} cannot end with {outcome}";
    /// Ask the person whether that body may be told (personal information protection law, articles 13 and 23).
    NoBasisToShare {
        /// Whose data would go along.
        party: PartyId,
        /// Who would get it.
        recipient: DepartmentCode,
    } = "litigation.no_basis_to_share",
        "{party} has neither asked for this nor agreed that {recipient} is told, and no law tells it without";
    /// Who did not ask cannot take it back.
    NotTheAsker {
        /// Who was named.
        party: PartyId,
    } = "litigation.not_the_asker", "{party} did not ask for this referral";
}
