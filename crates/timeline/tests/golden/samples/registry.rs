//! One sample a fact of the registry.

use jiff::civil::{Date, date};
use timeline::{
    AccountClosed, AccountOpened, AccountReopened, DelegationEnded, DutyDelegated, Event, PasswordChanged,
    RegistryEvent, Residency, ResidencyArranged, Role, RoleGranted, RoleProposed, RoleRevoked, ShiftClosed,
    ShiftOpened, TokenIssued, TokenRevoked, TotpEnrolled, TotpRemoved,
};

use super::{code, department, parsed};

const UNTIL: Date = date(2027, 6, 30);

pub(super) fn all() -> Vec<Event> {
    let (account, window) = (|| parsed("li"), || parsed("w1"));
    let (role, until) = (Role::SecurityAdministrator, UNTIL);
    let verbs = vec![code("register_case"), code("read_case")];
    vec![
        registry(AccountOpened { account: account(), department: department("center"), window: Some(window()) }),
        registry(AccountClosed {}),
        registry(AccountReopened {}),
        registry(RoleProposed { grant: 1, role, until }),
        registry(RoleGranted { grant: 1, role, until, proposed_by: Some(parsed("wang")) }),
        registry(RoleRevoked { grant: 1 }),
        registry(PasswordChanged {}),
        registry(TotpEnrolled {}),
        registry(TotpRemoved {}),
        registry(TokenIssued { token: 1, department: department("center"), role: Role::WindowClerk, verbs, until }),
        registry(TokenRevoked { token: 1 }),
        registry(DutyDelegated { delegation: 1, to: parsed("wang"), until }),
        registry(DelegationEnded { delegation: 1 }),
        registry(ShiftOpened { window: window(), by: account() }),
        registry(ShiftClosed { window: window() }),
        registry(ResidencyArranged {
            department: department("housing"),
            residency: Residency::OnCall,
            contact: Some(parsed("housing-1")),
            within_minutes: Some(30),
        }),
    ]
}

fn registry(fact: impl Into<RegistryEvent>) -> Event {
    Event::Registry(fact.into())
}
