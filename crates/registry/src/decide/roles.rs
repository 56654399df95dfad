//! Opening an account, and who gets which role: nobody by themselves, the privileged ones not by one person alone.

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{
    AccountOpened, DepartmentCode, Desk, RegistryEvent, Role, RoleGranted, RoleProposed, RoleRevoked, TokenRevoked,
};

use super::{Decision, GRANT_DAYS_MAX, check_end, is_administrator, is_privileged, next};
use crate::command::{Around, OpenAccount, RevokeRole};
use crate::state::{Account, Grant, Standing};
use crate::{Refusal, State};

/// An id is given once. The department and the window are in the rule book.
pub(super) fn open(state: &State, command: OpenAccount, desk: &Desk<'_, Rulebook>) -> Decision {
    let OpenAccount { account, department, window, role, until, around } = command;
    if state.account.is_some() {
        return Err(Refusal::AccountExists);
    }
    if account == desk.meta.actor {
        return Err(Refusal::SelfGrant);
    }
    if desk.rulebook.department(&department).is_none() {
        return Err(Refusal::UnknownDepartment { department });
    }
    if let Some(window) = window.as_ref().filter(|window| desk.rulebook.window(window).is_none()) {
        return Err(Refusal::UnknownWindow { window: window.clone() });
    }
    check_place(role, &department, desk)?;
    let first = first_role(1, role, until, &around, desk)?;
    Ok(vec![AccountOpened { account, department, window }.into(), first])
}

/// A further role, or one that was over, unless one of the two keeps to itself.
pub(super) fn grant(
    account: &Account,
    role: Role,
    until: Date,
    around: &Around,
    desk: &Desk<'_, Rulebook>,
) -> Decision {
    if account.id == desk.meta.actor {
        return Err(Refusal::SelfGrant);
    }
    check_place(role, &account.department, desk)?;
    let today = day_of(desk.now);
    for held in account.grants.iter().filter(|held| is_live(held, today)) {
        if held.role == role {
            return Err(Refusal::RoleHeld { role });
        }
        if is_administrator(held.role) || is_administrator(role) {
            return Err(Refusal::AdministratorsApart { held: held.role });
        }
    }
    let number = next(account.grants.iter().map(|grant| grant.number));
    let granted = first_role(number, role, until, around, desk)?;
    // Tokens for it are of a time that is over: they would come back with the role, and nobody thinks of them.
    let old = account.tokens.iter().filter(|token| token.role == role && !token.revoked);
    Ok(old.map(|token| TokenRevoked { token: token.number }.into()).chain([granted]).collect())
}

/// Reception and triage are desks of the center: whoever sits there has to do with every case of the county. A department that
/// is present at a window works on its own, as its handlers.
fn check_place(role: Role, department: &DepartmentCode, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let of_the_center = matches!(role, Role::WindowClerk | Role::TriageOfficer);
    if of_the_center && department != desk.rulebook.center() { Err(Refusal::RoleOfTheCenter { role }) } else { Ok(()) }
}

/// A proposal counts: else two of them would be confirmed one after the other.
fn is_live(grant: &Grant, today: Date) -> bool {
    grant.standing != Standing::Revoked && grant.until >= today
}

/// A privileged role waits for a second person. As long as there was never anybody else who could confirm, as on the first day,
/// one person is enough; the fact then says that nobody had proposed it. Where the others are gone, whoever holds the machine
/// lets somebody in.
fn first_role(
    grant: u32,
    role: Role,
    until: Date,
    around: &Around,
    desk: &Desk<'_, Rulebook>,
) -> Result<RegistryEvent, Refusal> {
    if role == Role::System {
        return Err(Refusal::NoRoleForPeople);
    }
    check_end(until, GRANT_DAYS_MAX, desk)?;
    if is_privileged(role) && around.two_needed {
        return Ok(RoleProposed { grant, role, until }.into());
    }
    Ok(RoleGranted { grant, role, until, proposed_by: None }.into())
}

/// The second pair of eyes: neither who proposed it nor who gets it.
pub(super) fn confirm(account: &Account, number: u32, desk: &Desk<'_, Rulebook>) -> Decision {
    if account.id == desk.meta.actor {
        return Err(Refusal::SelfGrant);
    }
    let Grant { role, until, standing, .. } = find(account, number)?;
    let Standing::Proposed { by } = standing else { return Err(Refusal::GrantAnswered { grant: number }) };
    if *by == desk.meta.actor {
        return Err(Refusal::SecondPerson { proposed_by: by.clone() });
    }
    check_end(*until, GRANT_DAYS_MAX, desk)?;
    Ok(vec![RoleGranted { grant: number, role: *role, until: *until, proposed_by: Some(by.clone()) }.into()])
}

/// Taking back needs one person; but somebody must be left who can let others in. Tokens for the role end with it: they would
/// come back with it, and nobody who grants a role thinks of them.
pub(super) fn revoke(account: &Account, command: &RevokeRole, desk: &Desk<'_, Rulebook>) -> Decision {
    let grant = find(account, command.grant)?;
    if grant.standing == Standing::Revoked {
        return Err(Refusal::GrantAnswered { grant: command.grant });
    }
    let today = day_of(desk.now);
    let holds = account.grants_on(today).any(|held| held.number == command.grant);
    if holds && grant.role == Role::SecurityAdministrator && command.around.security_administrators == 0 {
        return Err(Refusal::LastSecurityAdministrator);
    }
    let tokens = account.tokens_ending_with(command.grant, today);
    let tokens = tokens.map(|token| TokenRevoked { token: token.number }.into());
    Ok(std::iter::once(RoleRevoked { grant: command.grant }.into()).chain(tokens).collect())
}

fn find(account: &Account, number: u32) -> Result<&Grant, Refusal> {
    account.grants.iter().find(|grant| grant.number == number).ok_or(Refusal::NoSuchGrant { grant: number })
}
