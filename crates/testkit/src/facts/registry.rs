//! Facts of the registry.

use jiff::civil::Date;
use timeline::{
    AccountClosed, AccountOpened, DutyDelegated, Event, HaltGround, RegistryEvent, Role, RoleGranted, RoleProposed,
    RoleRevoked, ShiftOpened, StartingPoint, SubscriptionClosed, SubscriptionOpened, SubscriptionPaused,
    SubscriptionResumed, TokenIssued, TotpEnrolled, Transport, WindowCode,
};

use crate::cast::{CENTER, actor, code, department};

fn registry(fact: impl Into<RegistryEvent>) -> Event {
    Event::Registry(fact.into())
}

/// An account was opened.
#[must_use]
pub fn account_opened(account: &str, of: &str) -> Event {
    registry(AccountOpened { account: actor(account), department: department(of), window: None })
}

/// An account was closed.
#[must_use]
pub fn account_closed() -> Event {
    registry(AccountClosed {})
}

/// A role was granted.
#[must_use]
pub fn role_granted(grant: u32, role: Role, until: Date) -> Event {
    registry(RoleGranted { grant, role, until, proposed_by: None })
}

/// A role was proposed.
#[must_use]
pub fn role_proposed(grant: u32, role: Role, until: Date) -> Event {
    registry(RoleProposed { grant, role, until })
}

/// A grant was taken back.
#[must_use]
pub fn role_revoked(grant: u32) -> Event {
    registry(RoleRevoked { grant })
}

/// A device was enrolled.
#[must_use]
pub fn totp_enrolled() -> Event {
    registry(TotpEnrolled {})
}

/// A token was issued.
#[must_use]
pub fn token_issued(token: u32, role: Role, until: Date) -> Event {
    let verbs = vec![code("register_case")];
    registry(TokenIssued { token, department: department(CENTER), role, verbs, until })
}

/// A colleague stands in.
#[must_use]
pub fn duty_delegated(delegation: u32, to: &str, until: Date) -> Event {
    registry(DutyDelegated { delegation, to: actor(to), until })
}

/// Somebody sits at a window.
///
/// # Panics
/// When the window has another form.
#[must_use]
pub fn shift_opened(window: &str, by: &str) -> Event {
    let window = WindowCode::parse(window).expect("a window");
    registry(ShiftOpened { window, by: actor(by) })
}

/// A webhook was opened that tells this department everything from the beginning.
///
/// # Panics
/// Never: the address is one.
#[must_use]
pub fn subscription_opened(subscription: &str, of: &str) -> Event {
    registry(SubscriptionOpened {
        subscription: code(subscription),
        department: department(of),
        transport: Transport::Webhook,
        from: StartingPoint::Beginning,
        sequence: None,
        fact_names: Vec::new(),
        endpoint: Some("https://hooks.example/yidi".parse().expect("an address")),
    })
}

/// A subscription rests.
#[must_use]
pub fn subscription_paused() -> Event {
    registry(SubscriptionPaused { halt: HaltGround::Maintenance })
}

/// It goes on.
#[must_use]
pub fn subscription_resumed() -> Event {
    registry(SubscriptionResumed {})
}

/// It ended.
#[must_use]
pub fn subscription_closed() -> Event {
    registry(SubscriptionClosed { halt: HaltGround::NotNeeded })
}
