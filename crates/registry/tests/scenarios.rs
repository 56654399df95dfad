//! The rules of the registry, as scenarios.

#[path = "scenarios/subscriptions.rs"]
mod subscriptions;

use jiff::civil::{Date, date};
use registry::{
    Account, Around, ArrangeResidency, ChangePassword, CloseAccount, CloseShift, Command, ConfirmRole, DelegateDuty,
    Delegation, EndDelegation, EnrolTotp, Grant, GrantRole, IssueToken, OpenAccount, OpenShift, Refusal, RemoveTotp,
    ReopenAccount, RevokeRole, RevokeToken, Standing, account_stream, concerns,
};
use testkit::cast::{CENTER, CLERK, HOUSING, NEXT_MONTH, TODAY, YESTERDAY, actor, code, department};
use testkit::facts::{
    account_closed, account_opened, duty_delegated, registered, role_granted, role_proposed, role_revoked,
    shift_opened, token_issued, totp_enrolled,
};
use testkit::{given, rulebook};
use timeline::{
    AccountClosed, AccountOpened, AccountReopened, DelegationEnded, DutyDelegated, Event, PasswordChanged,
    RegistryEvent, Residency, ResidencyArranged, Role, RoleGranted, RoleProposed, RoleRevoked, ShiftClosed,
    ShiftOpened, TokenIssued, TokenRevoked, TotpEnrolled, TotpRemoved, WindowCode,
};

/// Keeps accounts.
const KEEPER: &str = "security-1";
/// Could confirm.
const SECOND: &str = "audit-1";
/// The one most scenarios are about.
const LI: &str = "li";

const TOO_LATE: Date = date(2027, 12, 1);

fn fact(fact: impl Into<RegistryEvent>) -> Event {
    Event::Registry(fact.into())
}

fn alone() -> Around {
    Around::default()
}

fn with_others() -> Around {
    Around { two_needed: true, security_administrators: 1, ..Around::default() }
}

fn open(role: Role, around: Around) -> OpenAccount {
    OpenAccount { account: actor(LI), department: department(CENTER), window: None, role, until: NEXT_MONTH, around }
}

fn grant(role: Role, around: Around) -> Command {
    GrantRole { account: actor(LI), role, until: NEXT_MONTH, around }.into()
}

fn confirm(grant: u32) -> Command {
    ConfirmRole { account: actor(LI), grant }.into()
}

fn revoke(grant: u32, around: Around) -> Command {
    RevokeRole { account: actor(LI), grant, around }.into()
}

fn close(around: Around) -> Command {
    CloseAccount { account: actor(LI), around }.into()
}

fn issue(verbs: &[&str]) -> IssueToken {
    let verbs = verbs.iter().map(|verb| code(verb)).collect();
    IssueToken { account: actor(LI), role: Role::WindowClerk, verbs, until: NEXT_MONTH }
}

fn delegate(to: &str, colleague: Option<&str>) -> Command {
    let around = Around { colleague: colleague.map(department), ..Around::default() };
    DelegateDuty { account: actor(LI), to: actor(to), until: NEXT_MONTH, around }.into()
}

fn remove_totp(keeper: bool) -> Command {
    RemoveTotp { account: actor(LI), around: Around { keeper, ..Around::default() } }.into()
}

fn revoke_token(token: u32, keeper: bool) -> Command {
    RevokeToken { account: actor(LI), token, around: Around { keeper, ..Around::default() } }.into()
}

fn window(code: &str) -> WindowCode {
    WindowCode::parse(code).expect("a window")
}

fn sit(code: &str) -> Command {
    OpenShift { window: window(code) }.into()
}

/// Somebody with this role until next month.
fn li_is(role: Role) -> Vec<Event> {
    vec![account_opened(LI, CENTER), role_granted(1, role, NEXT_MONTH)]
}

fn li_is_and(role: Role, more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    li_is(role).into_iter().chain(more).collect()
}

#[test]
fn an_account_is_opened_with_a_first_role() {
    let opened = AccountOpened { account: actor(LI), department: department(CENTER), window: None };
    let granted = RoleGranted { grant: 1, role: Role::Mediator, until: NEXT_MONTH, proposed_by: None };
    let ask = open(Role::Mediator, with_others());
    given([]).by(KEEPER).when(Command::from(ask.clone())).then([fact(opened), fact(granted)]);
    given(li_is(Role::Mediator)).by(KEEPER).when(Command::from(ask.clone())).refused("registry.account_exists");
    given([]).by(LI).when(Command::from(ask.clone())).refused("registry.self_grant");
    let nowhere = OpenAccount { department: department("nowhere"), ..ask.clone() };
    given([]).by(KEEPER).when(Command::from(nowhere)).refused("registry.unknown_department");
    let blind = OpenAccount { window: Some(window("w99")), ..ask.clone() };
    given([]).by(KEEPER).when(Command::from(blind)).refused("registry.unknown_window");
    given([]).by(KEEPER).when(Command::from(open(Role::System, alone()))).refused("registry.no_role_for_people");
    let over = OpenAccount { until: YESTERDAY, ..ask.clone() };
    given([]).by(KEEPER).when(Command::from(over)).refused("registry.day_passed");
    let for_ever = OpenAccount { until: TOO_LATE, ..ask };
    given([]).by(KEEPER).when(Command::from(for_ever)).refused("registry.too_long");
}

#[test]
fn a_privileged_role_takes_two_persons() {
    let proposed = fact(RoleProposed { grant: 1, role: Role::Auditor, until: NEXT_MONTH });
    let facts = given([]).by(KEEPER).when(Command::from(open(Role::Auditor, with_others()))).facts();
    assert_eq!(facts.get(1), Some(&proposed));

    let waiting = || vec![account_opened(LI, CENTER), role_proposed(1, Role::Auditor, NEXT_MONTH)];
    let by = actor(CLERK); // who recorded what is given
    let granted = RoleGranted { grant: 1, role: Role::Auditor, until: NEXT_MONTH, proposed_by: Some(by) };
    given(waiting()).by(SECOND).when(confirm(1)).then([fact(granted)]);
    given(waiting()).by(CLERK).when(confirm(1)).refused("registry.second_person");
    given(waiting()).by(LI).when(confirm(1)).refused("registry.self_grant");
    given(waiting()).by(SECOND).when(confirm(2)).refused("registry.no_such_grant");
    given(li_is(Role::Auditor)).by(SECOND).when(confirm(1)).refused("registry.grant_answered");
}

#[test]
fn on_the_first_day_one_person_is_enough_and_the_fact_says_so() {
    let granted = RoleGranted { grant: 1, role: Role::SecurityAdministrator, until: NEXT_MONTH, proposed_by: None };
    let facts = given([]).by("system").when(Command::from(open(Role::SecurityAdministrator, alone()))).facts();
    assert_eq!(facts.get(1), Some(&fact(granted)));
}

#[test]
fn whoever_sits_at_reception_or_triage_is_of_the_center() {
    for role in [Role::WindowClerk, Role::TriageOfficer] {
        let of_housing = OpenAccount { department: department("housing"), ..open(role, with_others()) };
        given([]).by(KEEPER).when(Command::from(of_housing)).refused("registry.role_of_the_center");
        let handler = [account_opened(LI, "housing"), role_granted(1, Role::DepartmentHandler, NEXT_MONTH)];
        given(handler).by(KEEPER).when(grant(role, with_others())).refused("registry.role_of_the_center");
    }
}

#[test]
fn nobody_grants_anything_to_themselves() {
    given(li_is(Role::SecurityAdministrator))
        .by(LI)
        .when(grant(Role::WindowClerk, alone()))
        .refused("registry.self_grant");
}

#[test]
fn administrators_take_no_other_role() {
    let clerk = || given(li_is(Role::WindowClerk)).by(KEEPER);
    let more = RoleGranted { grant: 2, role: Role::TriageOfficer, until: NEXT_MONTH, proposed_by: None };
    clerk().when(grant(Role::TriageOfficer, with_others())).then([fact(more)]);
    clerk().when(grant(Role::WindowClerk, with_others())).refused("registry.role_held");
    clerk().when(grant(Role::AuditAdministrator, with_others())).refused("registry.administrators_apart");
    let waiting = vec![account_opened(LI, CENTER), role_proposed(1, Role::SystemAdministrator, NEXT_MONTH)];
    given(waiting)
        .by(KEEPER)
        .when(grant(Role::SecurityAdministrator, alone()))
        .refused("registry.administrators_apart");
    let over = li_is_and(Role::SystemAdministrator, [role_revoked(1)]);
    given(over).by(KEEPER).when(grant(Role::SecurityAdministrator, alone())).accepted();
}

#[test]
fn a_grant_is_taken_back_but_not_the_last_key_to_the_door() {
    let clerk = || given(li_is(Role::WindowClerk)).by(KEEPER);
    clerk().when(revoke(1, alone())).then([fact(RoleRevoked { grant: 1 })]);
    clerk().when(revoke(7, alone())).refused("registry.no_such_grant");
    given(li_is_and(Role::WindowClerk, [role_revoked(1)]))
        .by(KEEPER)
        .when(revoke(1, alone()))
        .refused("registry.grant_answered");
    let keeper = || given(li_is(Role::SecurityAdministrator)).by(KEEPER);
    keeper().when(revoke(1, alone())).refused("registry.last_security_administrator");
    keeper().when(revoke(1, with_others())).accepted();
    keeper().when(close(alone())).refused("registry.last_security_administrator");
    keeper().when(close(with_others())).then([fact(AccountClosed {})]);
}

#[test]
fn an_account_is_closed_and_used_again() {
    let closed = || li_is_and(Role::WindowClerk, [account_closed()]);
    given([]).by(KEEPER).when(close(alone())).refused("registry.no_such_account");
    given(closed()).by(KEEPER).when(close(alone())).refused("registry.account_closed");
    let reopen = || Command::from(ReopenAccount { account: actor(LI) });
    given(closed()).by(KEEPER).when(reopen()).then([fact(AccountReopened {})]);
    given(li_is(Role::WindowClerk)).by(KEEPER).when(reopen()).refused("registry.account_open");
}

/// One person closed an auditor's account and opened it again, and the auditor was back.
#[test]
fn what_two_persons_gave_does_not_come_back_on_the_word_of_one() {
    let both = [role_granted(2, Role::Auditor, NEXT_MONTH), account_closed()];
    let reopen = Command::from(ReopenAccount { account: actor(LI) });
    let ended = fact(RoleRevoked { grant: 2 });
    given(li_is_and(Role::WindowClerk, both)).by(KEEPER).when(reopen).then([ended, fact(AccountReopened {})]);
}

#[test]
fn only_the_holder_changes_what_it_signs_in_with() {
    let change = || Command::from(ChangePassword { account: actor(LI) });
    given(li_is(Role::WindowClerk)).by(LI).when(change()).then([fact(PasswordChanged {})]);
    given(li_is(Role::WindowClerk)).by(KEEPER).when(change()).refused("registry.not_yours");

    let enrol = || Command::from(EnrolTotp { account: actor(LI) });
    let enrolled = |role| li_is_and(role, [totp_enrolled()]);
    given(li_is(Role::WindowClerk)).by(LI).when(enrol()).then([fact(TotpEnrolled {})]);
    given(enrolled(Role::WindowClerk)).by(LI).when(enrol()).refused("registry.totp_there");
    given(enrolled(Role::WindowClerk)).by(LI).when(remove_totp(false)).then([fact(TotpRemoved {})]);
    given(enrolled(Role::Auditor)).by(LI).when(remove_totp(false)).refused("registry.totp_required");
    given(enrolled(Role::Auditor)).by(KEEPER).when(remove_totp(true)).refused("registry.totp_required");
    given(enrolled(Role::WindowClerk)).by(KEEPER).when(remove_totp(true)).accepted();
    given(enrolled(Role::WindowClerk)).by(CLERK).when(remove_totp(false)).refused("registry.not_yours");
    given(li_is(Role::WindowClerk)).by(LI).when(remove_totp(false)).refused("registry.totp_missing");
}

#[test]
fn a_token_narrows_what_its_holder_may_do() {
    let li = || given(li_is(Role::WindowClerk)).by(LI);
    let issued = TokenIssued {
        token: 1,
        department: department(CENTER),
        role: Role::WindowClerk,
        verbs: vec![code("register_case")],
        until: NEXT_MONTH,
    };
    li().when(Command::from(issue(&["register_case"]))).then([fact(issued)]);
    li().when(Command::from(issue(&[]))).refused("registry.token_without_verbs");
    let other = IssueToken { role: Role::Leader, ..issue(&["close_case"]) };
    li().when(Command::from(other)).refused("registry.role_not_held");
    let long = IssueToken { until: date(2027, 8, 1), ..issue(&["register_case"]) };
    li().when(Command::from(long)).refused("registry.too_long");

    let with_token = || li_is_and(Role::WindowClerk, [token_issued(1, Role::WindowClerk, NEXT_MONTH)]);
    given(with_token()).by(LI).when(revoke_token(1, false)).then([fact(TokenRevoked { token: 1 })]);
    given(with_token()).by(KEEPER).when(revoke_token(1, true)).accepted();
    given(with_token()).by(CLERK).when(revoke_token(1, false)).refused("registry.not_yours");
    given(with_token()).by(LI).when(revoke_token(2, false)).refused("registry.no_such_token");
}

#[test]
fn a_token_does_not_come_back_with_a_role_that_ran_out() {
    let over = [account_opened(LI, CENTER), role_granted(1, Role::WindowClerk, YESTERDAY)];
    let over = over.into_iter().chain([token_issued(1, Role::WindowClerk, NEXT_MONTH)]);
    let again = RoleGranted { grant: 2, role: Role::WindowClerk, until: NEXT_MONTH, proposed_by: None };
    given(over).by(KEEPER).when(grant(Role::WindowClerk, alone())).then([fact(TokenRevoked { token: 1 }), fact(again)]);
}

#[test]
fn a_token_ends_with_the_role_it_asks_in_and_does_not_come_back_with_it() {
    let token = |role| token_issued(1, role, NEXT_MONTH);
    let ended = [fact(RoleRevoked { grant: 1 }), fact(TokenRevoked { token: 1 })];
    let with_token = || li_is_and(Role::WindowClerk, [token(Role::WindowClerk)]);
    given(with_token()).by(KEEPER).when(revoke(1, alone())).then(ended);
    let other = li_is_and(Role::WindowClerk, [role_granted(2, Role::Leader, NEXT_MONTH), token(Role::Leader)]);
    given(other).by(KEEPER).when(revoke(1, alone())).then([fact(RoleRevoked { grant: 1 })]);
    let over = role_granted(2, Role::WindowClerk, NEXT_MONTH);
    let renewed = li_is_and(Role::WindowClerk, [over, token(Role::WindowClerk)]);
    given(renewed).by(KEEPER).when(revoke(1, alone())).then([fact(RoleRevoked { grant: 1 })]);

    let before = [token(Role::WindowClerk), role_revoked(1), role_granted(2, Role::WindowClerk, NEXT_MONTH)];
    let before = li_is_and(Role::WindowClerk, before);
    given(before).by(LI).when(revoke_token(1, false)).refused("registry.no_such_token");
}

#[test]
fn a_colleague_stands_in_until_a_day() {
    let li = || given(li_is(Role::WindowClerk)).by(LI);
    let handed = DutyDelegated { delegation: 1, to: actor("wang"), until: NEXT_MONTH };
    li().when(delegate("wang", Some(CENTER))).then([fact(handed)]);
    li().when(delegate("wang", Some(HOUSING))).refused("registry.not_a_colleague");
    li().when(delegate("wang", None)).refused("registry.not_a_colleague");
    li().when(delegate(LI, Some(CENTER))).refused("registry.not_a_colleague");
    given(li_is(Role::WindowClerk)).by(CLERK).when(delegate("wang", Some(CENTER))).refused("registry.not_yours");
    given(li_is(Role::Auditor)).by(LI).when(delegate("wang", Some(CENTER))).refused("registry.duty_is_personal");

    let kept_apart = Some(Role::SecurityAdministrator);
    let around = Around { colleague: Some(department(CENTER)), kept_apart, ..Around::default() };
    let to_keeper = DelegateDuty { account: actor(LI), to: actor(KEEPER), until: NEXT_MONTH, around };
    li().when(Command::from(to_keeper)).refused("registry.stands_in_for_nobody");

    let handed = || li_is_and(Role::WindowClerk, [duty_delegated(1, "wang", TODAY)]);
    given(handed()).by(LI).when(delegate("zhao", Some(CENTER))).refused("registry.delegation_open");
    let end = |delegation| Command::from(EndDelegation { account: actor(LI), delegation });
    given(handed()).by(LI).when(end(1)).then([fact(DelegationEnded { delegation: 1 })]);
    given(handed()).by(LI).when(end(2)).refused("registry.no_such_delegation");
}

/// An account of the center: its roles, and until when, then whom its holder let stand in until today.
fn account(id: &str, roles: &[(Role, Date)], stands_in: Option<&str>) -> Account {
    let grant = |(number, (role, until)): (u32, &(Role, Date))| Grant {
        number,
        role: *role,
        until: *until,
        standing: Standing::Granted,
    };
    let lent = |to: &str| Delegation { number: 1, to: actor(to), until: TODAY, ended: false };
    Account {
        id: actor(id),
        department: department(CENTER),
        window: None,
        open: true,
        totp: false,
        grants: (1..).zip(roles).map(grant).collect(),
        tokens: Vec::new(),
        delegations: stands_in.map(lent).into_iter().collect(),
    }
}

#[test]
fn duty_is_lent_as_it_stands_to_one_person_and_not_lent_on() {
    let triage = [(Role::TriageOfficer, NEXT_MONTH), (Role::Auditor, NEXT_MONTH), (Role::Leader, YESTERDAY)];
    let (li, wang) = (account(LI, &triage, Some("wang")), account("wang", &[], Some("zhao")));
    let lent = |absent: &Account, to: &Account, day| {
        absent.lends_to(to, day).map(|one| (one.role, one.stands_for, one.until)).collect::<Vec<_>>()
    };
    let as_it_stands = [(Role::TriageOfficer, Some(actor(LI)), TODAY)];
    assert_eq!(lent(&li, &wang, TODAY), as_it_stands, "neither what is over nor what two persons give");
    assert_eq!(lent(&li, &wang, NEXT_MONTH), [], "not a day longer");
    let zhao = account("zhao", &[], None);
    assert_eq!((lent(&li, &zhao, TODAY), lent(&wang, &zhao, TODAY)), (vec![], vec![]), "nor lent on");

    let elsewhere = Account { department: department(HOUSING), ..wang.clone() };
    let closed = Account { open: false, ..wang.clone() };
    let auditor = account("wang", &[(Role::Auditor, NEXT_MONTH)], None);
    for nobody in [elsewhere, closed, auditor] {
        assert_eq!(lent(&li, &nobody, TODAY), [], "{nobody:?}");
    }
    let gone = Account { open: false, ..li };
    assert_eq!(lent(&gone, &wang, TODAY), []);
}

#[test]
fn a_window_has_one_clerk_at_a_time() {
    let opened = ShiftOpened { window: window("w1"), by: actor(LI) };
    given([]).by(LI).when(sit("w1")).then([fact(opened)]);
    given([]).by(LI).when(sit("w99")).refused("registry.unknown_window");
    given([shift_opened("w1", LI)]).by(LI).when(sit("w1")).nothing_happened();
    given([shift_opened("w1", LI)]).by(CLERK).when(sit("w1")).refused("registry.shift_open");
    let leave = || Command::from(CloseShift { window: window("w1") });
    given([shift_opened("w1", LI)]).by(LI).when(leave()).then([fact(ShiftClosed { window: window("w1") })]);
    given([]).by(LI).when(leave()).refused("registry.no_shift");
}

#[test]
fn a_department_on_call_can_be_reached() {
    let arrange = |residency, contact: Option<&str>, within_minutes| ArrangeResidency {
        department: department(HOUSING),
        residency,
        contact: contact.map(actor),
        within_minutes,
    };
    let on_call = arrange(Residency::OnCall, Some("housing-1"), Some(30));
    let arranged = ResidencyArranged {
        department: department(HOUSING),
        residency: Residency::OnCall,
        contact: Some(actor("housing-1")),
        within_minutes: Some(30),
    };
    given([]).by(KEEPER).when(Command::from(on_call)).then([fact(arranged)]);
    for (contact, minutes) in [(None, Some(30)), (Some("housing-1"), None)] {
        let silent = arrange(Residency::OnCall, contact, minutes);
        given([]).by(KEEPER).when(Command::from(silent)).refused("registry.contact_missing");
    }
    given([]).by(KEEPER).when(Command::from(arrange(Residency::Resident, None, None))).accepted();
    let nowhere = ArrangeResidency { department: department("nowhere"), ..arrange(Residency::Resident, None, None) };
    given([]).by(KEEPER).when(Command::from(nowhere)).refused("registry.unknown_department");
}

#[test]
fn every_entry_has_a_stream_of_its_own() {
    let of = |command: Command| command.stream();
    assert_eq!(of(close(alone())), account_stream(&actor(LI)));
    assert_ne!(of(sit("w1")), of(sit("w2")));
    assert_ne!(of(sit("w1")), account_stream(&actor("w1")));
}

#[test]
fn whatever_happened_to_an_entry_matters_and_nothing_else() {
    assert!(concerns(&close(alone()), &account_closed()));
    assert!(!concerns(&close(alone()), &registered()));
    assert!(rulebook().window(&window("w1")).is_some());
}

#[test]
fn every_refusal_has_a_scenario() {
    let told = [
        include_str!("admission.rs"),
        include_str!("scenarios.rs"),
        include_str!("erasure.rs"),
        include_str!("scenarios/subscriptions.rs"),
    ];
    testkit::every_refusal_has_a_scenario::<Refusal>("registry", &told);
}
