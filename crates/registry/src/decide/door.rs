//! What somebody did at the door: a password, a device, a token. Only that it was done.

use rules::{Rulebook, day_of};
use timeline::{Desk, PasswordChanged, TokenIssued, TokenRevoked, TotpEnrolled, TotpRemoved};

use super::{Decision, TOKEN_DAYS_MAX, check_end, next, own};
use crate::Refusal;
use crate::command::{IssueToken, RemoveTotp, RevokeToken};
use crate::state::Account;

pub(super) fn change_password(account: &Account, desk: &Desk<'_, Rulebook>) -> Decision {
    own(account, desk)?;
    Ok(vec![PasswordChanged {}.into()])
}

pub(super) fn enrol_totp(account: &Account, desk: &Desk<'_, Rulebook>) -> Decision {
    own(account, desk)?;
    if account.totp { Err(Refusal::TotpThere) } else { Ok(vec![TotpEnrolled {}.into()]) }
}

/// Its holder does without it, and a keeper of accounts takes it off when it was lost; but not from a role that needs it:
/// whoever keeps accounts could then sign in as the one who checks them. Such a role is granted anew, by two persons.
pub(super) fn remove_totp(account: &Account, command: &RemoveTotp, desk: &Desk<'_, Rulebook>) -> Decision {
    let own = account.id == desk.meta.actor;
    if !own && !command.around.keeper {
        return Err(Refusal::NotYours);
    }
    if !account.totp {
        return Err(Refusal::TotpMissing);
    }
    if account.privileged_on(day_of(desk.now)).is_some() {
        return Err(Refusal::TotpRequired);
    }
    Ok(vec![TotpRemoved {}.into()])
}

/// A token narrows what its holder may do, and never outlives the role it asks in.
pub(super) fn issue_token(account: &Account, command: IssueToken, desk: &Desk<'_, Rulebook>) -> Decision {
    let IssueToken { account: _, role, verbs, until } = command;
    own(account, desk)?;
    if verbs.is_empty() {
        return Err(Refusal::TokenWithoutVerbs);
    }
    if !account.has(role, day_of(desk.now)) {
        return Err(Refusal::RoleNotHeld { role });
    }
    check_end(until, TOKEN_DAYS_MAX, desk)?;
    let token = next(account.tokens.iter().map(|token| token.number));
    Ok(vec![TokenIssued { token, department: account.department.clone(), role, verbs, until }.into()])
}

/// Its holder, or a keeper of accounts, takes it back.
pub(super) fn revoke_token(account: &Account, command: &RevokeToken, desk: &Desk<'_, Rulebook>) -> Decision {
    let token = command.token;
    if account.id != desk.meta.actor && !command.around.keeper {
        return Err(Refusal::NotYours);
    }
    if !account.tokens.iter().any(|known| known.number == token && !known.revoked) {
        return Err(Refusal::NoSuchToken { token });
    }
    Ok(vec![TokenRevoked { token }.into()])
}
