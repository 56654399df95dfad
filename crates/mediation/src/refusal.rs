//! Why the mediation rooms say no. Refusing mediation is never among what can be refused to a party.

use jiff::civil::Date;
use timeline::{ActorId, PartyId, PlaceCode};

timeline::refusals! {
    /// There is no such case.
    NotRegistered = "mediation.not_registered", "the case is not registered";
    /// Reopen it first.
    CaseClosed = "mediation.case_closed", "the case is closed";
    /// Not a party of this case.
    UnknownParty {
        /// Who was named.
        party: PartyId,
    } = "mediation.unknown_party", "{party} is no party of this case";
    /// One mediation at a time.
    AlreadyOpen = "mediation.already_open", "a mediation is open already";
    /// A party went to court while a mediation was open: record its end before a new one is asked for.
    StoppedBySuit = "mediation.stopped_by_suit", "a party went to court, which stopped the mediation";
    /// Nobody asked for it, or it has ended: without a new request there is nothing to go on with.
    NotOpen = "mediation.not_open", "no mediation is open";
    /// Only people in the list of mediators may mediate (people's mediation law, article 19).
    NotAMediator {
        /// Who was named.
        mediator: ActorId,
    } = "mediation.not_a_mediator", "{mediator} is not in the list of mediators";
    /// Appoint one first.
    NoMediator = "mediation.no_mediator", "no mediator is appointed";
    /// A dispute has two sides: name the other one first.
    NoOtherSide = "mediation.no_other_side", "no respondent is named";
    /// Nobody sits in a session against its will (people's mediation law, articles 3 and 17).
    PartyNotConsented {
        /// Who has not agreed.
        party: PartyId,
    } = "mediation.party_not_consented", "{party} has not agreed to mediate";
    /// Not in the rule book.
    UnknownPlace {
        /// The place that was named.
        place: PlaceCode,
    } = "mediation.unknown_place", "the place {place} is not known";
    /// It was never set.
    NoSuchSession {
        /// Its number.
        session: u32,
    } = "mediation.no_such_session", "session {session} was not scheduled";
    /// It is recorded once.
    SessionAlreadyHeld {
        /// Its number.
        session: u32,
    } = "mediation.session_already_held", "session {session} is recorded already";
    /// It would have taken place after the mediation had ended, when nobody's consent covered it any more.
    SessionLapsed {
        /// Its number.
        session: u32,
    } = "mediation.session_lapsed", "session {session} lapsed when the mediation ended";
    /// A written agreement binds with every party's signature (people's mediation law, article 29).
    SignatureMissing {
        /// Who has not signed.
        party: PartyId,
    } = "mediation.signature_missing", "{party} has not signed";
    /// An agreement is between two sides at least.
    OneSided = "mediation.one_sided", "an agreement needs a party of each side";
    /// Nobody owes anything under an agreement it did not make.
    DebtorNotBound {
        /// Who would owe.
        party: PartyId,
    } = "mediation.debtor_not_bound", "{party} would owe under an agreement it did not make";
    /// Nothing can be due before it was agreed: look for a typing error.
    DueBeforeAgreement {
        /// The day that was named.
        due: Date,
    } = "mediation.due_before_agreement", "{due} is before the day of the agreement";
    /// More parts than an agreement may have.
    TooManyInstalments {
        /// How many were named.
        found: usize,
        /// How many are taken.
        max: usize,
    } = "mediation.too_many_instalments", "{found} instalments are named, but {max} are taken";
    /// There is nothing to perform, to visit about, or to end as agreed.
    NoAgreement = "mediation.no_agreement", "there is no agreement";
    /// The mediation ended with an agreement: it cannot have ended for another reason.
    AgreementStands = "mediation.agreement_stands", "the mediation ended with an agreement";
    /// The agreement has no such part.
    NoSuchInstalment {
        /// Its number.
        instalment: u32,
    } = "mediation.no_such_instalment", "the agreement has no instalment {instalment}";
    /// It is performed once.
    AlreadyPerformed {
        /// Its number.
        instalment: u32,
    } = "mediation.already_performed", "instalment {instalment} is performed already";
    /// Look for a typing error.
    DateInFuture {
        /// The day that was named.
        date: Date,
    } = "mediation.date_in_future", "{date} has not come yet";
}
