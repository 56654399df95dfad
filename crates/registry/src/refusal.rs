//! Why the registry says no.

use jiff::Timestamp;
use jiff::civil::Date;
use timeline::{ActorId, DepartmentCode, FactName, Role, WindowCode};

timeline::refusals! {
    /// An id belongs to one person, for ever.
    AccountExists = "registry.account_exists", "there is an account of this name";
    /// There is none.
    NoSuchAccount = "registry.no_such_account", "there is no such account";
    /// Reopen it first.
    AccountClosed = "registry.account_closed", "the account is closed";
    /// There is nothing to reopen.
    AccountOpen = "registry.account_open", "the account is open";
    /// Not in the rule book.
    UnknownDepartment {
        /// What was named.
        department: DepartmentCode,
    } = "registry.unknown_department", "there is no department {department}";
    /// Not in the rule book.
    UnknownWindow {
        /// What was named.
        window: WindowCode,
    } = "registry.unknown_window", "there is no window {window}";
    /// The center's own program is no person.
    NoRoleForPeople = "registry.no_role_for_people", "this role is the program's own";
    /// Whoever hands out roles takes none.
    SelfGrant = "registry.self_grant", "nobody grants anything to themselves";
    /// Four eyes: the second pair belongs to somebody else.
    SecondPerson {
        /// Who proposed it.
        proposed_by: ActorId,
    } = "registry.second_person", "{proposed_by} proposed it: somebody else confirms";
    /// There is no such grant.
    NoSuchGrant {
        /// Its number.
        grant: u32,
    } = "registry.no_such_grant", "there is no grant {grant}";
    /// It is not waiting for anybody.
    GrantAnswered {
        /// Its number.
        grant: u32,
    } = "registry.grant_answered", "grant {grant} was answered already";
    /// It need not be granted twice.
    RoleHeld {
        /// The role.
        role: Role,
    } = "registry.role_held", "the account has, or is proposed for, the role {role}";
    /// Whoever sits there has to do with every case of the county.
    RoleOfTheCenter {
        /// The role.
        role: Role,
    } = "registry.role_of_the_center", "{role} is a role of the center's own desks, not of a department";
    /// System, security and audit administration are three persons, and none of them works on cases (GB/T 22239-2019).
    AdministratorsApart {
        /// What the account has.
        held: Role,
    } = "registry.administrators_apart", "who is {held} takes no other role";
    /// A day that has passed.
    DayPassed {
        /// The day.
        until: Date,
    } = "registry.day_passed", "{until} has passed";
    /// Rights are looked at again at least once a year.
    TooLong {
        /// The longest.
        days_max: i32,
    } = "registry.too_long", "at most {days_max} days";
    /// Somebody must be able to let others in.
    LastSecurityAdministrator = "registry.last_security_administrator", "this is the last security administrator";
    /// What one signs in with is one's own.
    NotYours = "registry.not_yours", "only the holder of the account does this";
    /// There is one.
    TotpThere = "registry.totp_there", "a device is enrolled already";
    /// There is none.
    TotpMissing = "registry.totp_missing", "no device is enrolled";
    /// Administrators and auditors sign in with two factors.
    TotpRequired = "registry.totp_required", "this role needs the device";
    /// A token without acts does nothing.
    TokenWithoutVerbs = "registry.token_without_verbs", "name the acts the token may ask for";
    /// The account does not have this role today.
    RoleNotHeld {
        /// The role.
        role: Role,
    } = "registry.role_not_held", "the account does not have the role {role}";
    /// There is no such token.
    NoSuchToken {
        /// Its number.
        token: u32,
    } = "registry.no_such_token", "there is no token {token} in force";
    /// Duty stays in the department that has it.
    NotAColleague {
        /// Who was named.
        to: ActorId,
    } = "registry.not_a_colleague", "{to} has no account of this department";
    /// A privileged role is a person's own.
    DutyIsPersonal {
        /// The role.
        role: Role,
    } = "registry.duty_is_personal", "the duty of the {role} cannot be handed over";
    /// Whoever administers or audits does not work on cases for somebody else (GB/T 22239-2019).
    StandsInForNobody {
        /// Who was named.
        to: ActorId,
        /// The role that keeps it from it.
        role: Role,
    } = "registry.stands_in_for_nobody", "{to} is {role} and stands in for nobody";
    /// One person stands in at a time.
    DelegationOpen {
        /// Who stands in.
        to: ActorId,
    } = "registry.delegation_open", "{to} stands in already";
    /// There is no such delegation.
    NoSuchDelegation {
        /// Its number.
        delegation: u32,
    } = "registry.no_such_delegation", "there is no delegation {delegation} in force";
    /// A window has one clerk at a time.
    ShiftOpen {
        /// Who sits there.
        by: ActorId,
    } = "registry.shift_open", "{by} sits at this window";
    /// Nobody sits there.
    NoShift = "registry.no_shift", "nobody sits at this window";
    /// A department that is not always there names who is called, and how soon somebody comes.
    ContactMissing = "registry.contact_missing", "say who is called, and within how many minutes somebody comes";
    /// Whoever is too near to a party does not look at its case.
    StandsAside = "registry.stands_aside", "you have nothing more to do with this case";
    /// Only who has an account can be let in.
    NoAccountOf {
        /// Who was named.
        account: ActorId,
    } = "registry.no_account_of", "{account} has no account that is open";
    /// There is none that is open, or it is somebody else's.
    NoSuchAdmission {
        /// Its number.
        admission: u32,
    } = "registry.no_such_admission", "there is no open admission {admission}";
    /// Who is answerable decides who is let in.
    NotTheirSupervisor = "registry.not_their_supervisor", "the supervisor of the department that is answerable, or of the center, decides this";
    /// What is named is no case.
    NoSuchCase = "registry.no_such_case", "there is no such case";
    /// Nobody of the case has this id.
    NotAParty = "registry.not_a_party", "the case has no such party";
    /// One request at a time for the same person.
    ErasureOpen {
        /// Its number.
        erasure: u32,
    } = "registry.erasure_open", "request {erasure} asks for the same";
    /// There is none that is open.
    NoSuchErasure {
        /// Its number.
        erasure: u32,
    } = "registry.no_such_erasure", "there is no open request {erasure}";
    /// Four eyes have looked at it.
    ErasureApproved {
        /// When it is carried out.
        not_before: Timestamp,
    } = "registry.erasure_approved", "it was approved, and is carried out from {not_before} on";
    /// A second person agrees first.
    ErasureNotApproved = "registry.erasure_not_approved", "nobody has approved it yet";
    /// There is time to think it over.
    ErasureTooEarly {
        /// When it may be carried out.
        not_before: Timestamp,
    } = "registry.erasure_too_early", "it may be carried out from {not_before} on";
    /// Nothing of this case may be destroyed for now.
    LegallyHeld = "registry.legally_held", "a legal hold is on the case";
    /// What is worked on is needed.
    CaseOpen = "registry.case_open", "the case is open";
    /// The retention period is not over.
    StillKept {
        /// Its last day.
        until: Date,
    } = "registry.still_kept", "it has to be kept until {until}";
    /// There is no such hold.
    NoSuchHold {
        /// Its number.
        hold: u32,
    } = "registry.no_such_hold", "there is no hold {hold} in force";
    /// A name is given once, and those of departments are taken.
    SubscriptionExists = "registry.subscription_exists", "there is a subscription of this name";
    /// There is none, or it is for another department.
    NoSuchSubscription = "registry.no_such_subscription", "there is no such subscription";
    /// Every department has it and keeps it.
    OwnToDepartment = "registry.own_to_department", "every department has this subscription: it can be paused, not changed or closed";
    /// It rests already.
    SubscriptionPaused = "registry.subscription_paused", "the subscription is paused already";
    /// It does not rest.
    SubscriptionNotPaused = "registry.subscription_not_paused", "the subscription is not paused";
    /// No fact is called so.
    UnknownFact {
        /// What was named.
        name: FactName,
    } = "registry.unknown_fact", "no fact is called {name}";
    /// A webhook needs an address.
    EndpointMissing = "registry.endpoint_missing", "say where the webhook listens";
    /// Only a webhook has an address and a secret.
    NoWebhook = "registry.no_webhook", "only a webhook has an address and a secret";
    /// To begin with a message one names it.
    SequenceMissing = "registry.sequence_missing", "name the number of the first message, from 1";
    /// To begin otherwise one names none.
    SequenceUnused = "registry.sequence_unused", "a number is named only to begin with that message";
    /// Over a line the department itself opens nothing is set aside.
    NothingSetAside = "registry.nothing_set_aside", "nothing is set aside where the department itself listens";
    /// Messages are numbered from one.
    NoSuchMessage = "registry.no_such_message", "there is no message of this number: they are numbered from one";
}
