//! Why the mediation rooms say no. Refusing mediation is never among what can be refused to a party.

use jiff::civil::Date;
use timeline::{ActorId, AgreementForm, DepartmentCode, MediationKind, PartyId, PlaceCode};

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
    /// Only people in the register of mediators may mediate (people's mediation law, article 19; invited mediation, article 5).
    NotAMediator {
        /// Who was named.
        mediator: ActorId,
    } = "mediation.not_a_mediator", "{mediator} is not in the register of mediators";
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
    /// Who meets face to face meets somewhere.
    PlaceNotNamed = "mediation.place_not_named", "a session on site needs a place";
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
    /// Somebody who is looked after does not agree alone (civil code, articles 19 to 23).
    GuardianNeeded {
        /// Who is looked after.
        party: PartyId,
    } = "mediation.guardian_needed", "{party} agrees only together with its guardian";
    /// A guardian on the other side does not speak for its ward (civil code, article 35).
    GuardianMayNotAct {
        /// Who is looked after.
        party: PartyId,
    } = "mediation.guardian_may_not_act", "no guardian of {party} may act in this case";
    /// Who stepped back does not come back (invited mediation, article 16).
    MediatorRecused {
        /// Who stepped back.
        mediator: ActorId,
    } = "mediation.mediator_recused", "{mediator} stepped back in this case";
    /// Renew the term first (people's mediation law, article 13).
    TermOver {
        /// Whose term it is.
        mediator: ActorId,
    } = "mediation.term_over", "the term of {mediator} does not cover today";
    /// Nobody mediates while suspended.
    MediatorSuspended {
        /// Who is suspended.
        mediator: ActorId,
    } = "mediation.mediator_suspended", "{mediator} is suspended";
    /// Who stands too near to a case does not mediate in it (invited mediation, articles 14 and 15).
    MediatorConflicted {
        /// Who declared it.
        mediator: ActorId,
    } = "mediation.mediator_conflicted", "{mediator} declared a conflict in this case";
    /// The register says what somebody may mediate.
    NotForThisKind {
        /// Who was named.
        mediator: ActorId,
    } = "mediation.not_for_this_kind", "{mediator} is not registered for this kind of mediation";
    /// Each kind of mediation has its own mediators: a medical dispute is no matter for somebody who knows no medicine.
    NotQualified {
        /// Who was named.
        mediator: ActorId,
    } = "mediation.not_qualified", "{mediator} lacks the qualification this kind of mediation asks for";
    /// Some kinds of mediation nobody but a party may ask for.
    OnlyOnApplication {
        /// The kind that was named.
        kind: MediationKind,
    } = "mediation.only_on_application", "{kind} mediation begins only when a party applies for it";
    /// There is time left: it ended for another reason.
    PeriodNotOver {
        /// Its last day.
        until: Date,
    } = "mediation.period_not_over", "the period of the mediation lasts until {until}";
    /// Decide it first (invited mediation, article 15).
    RecusalPending = "mediation.recusal_pending", "a request that the mediator step back is not decided";
    /// There is nothing to decide.
    NoRecusalPending = "mediation.no_recusal_pending", "nobody asked that the mediator step back";
    /// No joint session before both sides were asked apart; separate ones may be set (anti-domestic-violence law).
    NotScreened = "mediation.not_screened", "nobody has asked whether there is violence at home";
    /// Explain the protection order and report it first (anti-domestic-violence law, articles 14 and 23).
    ProtectionNotShown = "mediation.protection_not_shown", "there are signs of violence, and the protection order was not explained or it was not reported";
    /// Everything but refusing and ending waits for the decision (invited mediation, article 18).
    Suspended = "mediation.suspended", "the mediation is suspended until a suspicion of false mediation is decided";
    /// There is nothing to decide.
    NotSuspected = "mediation.not_suspected", "nobody suspects that the dispute is feigned";
    /// Not in the rule book.
    UnknownDepartment {
        /// The department that was named.
        department: DepartmentCode,
    } = "mediation.unknown_department", "the department {department} is not known";
    /// There is nothing to correct.
    SessionNotHeld {
        /// Its number.
        session: u32,
    } = "mediation.session_not_held", "session {session} is not recorded";
    /// It was never commissioned, or it has come.
    NoSuchAppraisal {
        /// Its number.
        appraisal: u32,
    } = "mediation.no_such_appraisal", "appraisal {appraisal} is not waited for";
    /// It was never drawn up, binds already, or was replaced.
    NoSuchAgreement {
        /// Its number.
        agreement: u32,
    } = "mediation.no_such_agreement", "there is no agreement {agreement}";
    /// Only those it names sign it, with the mediator and the committee (people's mediation law, article 29).
    NotASigner {
        /// Its number.
        agreement: u32,
    } = "mediation.not_a_signer", "agreement {agreement} does not need this signature";
    /// Both sides must agree to it (invited mediation, article 27).
    ExtensionNotAgreed {
        /// Who has not agreed.
        party: PartyId,
    } = "mediation.extension_not_agreed", "{party} has not agreed to more time";
    /// A period or term only grows: look for a typing error.
    NotLater {
        /// The day that was named.
        date: Date,
    } = "mediation.not_later", "{date} is not later";
    /// There is nothing to certify.
    NotEnded = "mediation.not_ended", "no mediation has ended";
    /// There is nothing to correct.
    NotPerformed {
        /// Its number.
        instalment: u32,
    } = "mediation.not_performed", "instalment {instalment} is not recorded as performed";
    /// Nobody breaches what is not due.
    NotYetDue {
        /// Its number.
        instalment: u32,
    } = "mediation.not_yet_due", "instalment {instalment} is not overdue";
    /// A mediator has one page.
    AlreadyEnrolled {
        /// Who was named.
        mediator: ActorId,
    } = "mediation.already_enrolled", "{mediator} is in the register already";
    /// Some kinds of mediation know only a written agreement.
    FormNotAllowed {
        /// The form that was named.
        form: AgreementForm,
    } = "mediation.form_not_allowed", "this kind of mediation knows no {form} agreement";
}
