//! What the door says to the registry when somebody has done something there: that it was done, and nothing else.

use jiff::civil::Date;
use registry::{Around, ChangePassword, Command, EnrolTotp, IssueToken, RemoveTotp, RevokeToken};
use timeline::{ActorId, Code, Role};

/// The password was changed.
#[must_use]
pub fn password_changed(account: &ActorId) -> Command {
    ChangePassword { account: account.clone() }.into()
}

/// A device was enrolled.
#[must_use]
pub fn totp_enrolled(account: &ActorId) -> Command {
    EnrolTotp { account: account.clone() }.into()
}

/// The device is done without.
#[must_use]
pub fn totp_removed(account: &ActorId) -> Command {
    RemoveTotp { account: account.clone(), around: Around::default() }.into()
}

/// A token is issued.
#[must_use]
pub fn token_issued(account: &ActorId, role: Role, verbs: Vec<Code>, until: Date) -> Command {
    IssueToken { account: account.clone(), role, verbs, until }.into()
}

/// A token is taken back.
#[must_use]
pub fn token_revoked(account: &ActorId, token: u32) -> Command {
    RevokeToken { account: account.clone(), token, around: Around::default() }.into()
}
