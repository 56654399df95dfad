//! The rules of the registry, one function a decision: accounts and roles below, the rest in the files beside it.

mod admission;
mod door;
mod erasure;
mod presence;
mod roles;
mod subscriptions;

use jiff::civil::Date;
use rules::{Rulebook, day_of};
use timeline::{AccountClosed, AccountReopened, Decider, Desk, Entry, RegistryEvent, Role, RoleRevoked};

use crate::command::{CloseAccount, Command};
use crate::state::{Account, Grant, Standing};
use crate::{Refusal, State};

/// Longest time a role is granted for: rights are looked at again at least once a year.
pub const GRANT_DAYS_MAX: i32 = 366;
/// Longest time a token holds: a secret in a file of a program is changed twice a year.
pub const TOKEN_DAYS_MAX: i32 = 183;

/// The registry.
#[derive(Clone, Copy, Debug)]
pub struct Registry;

type Decision = Result<Vec<RegistryEvent>, Refusal>;

/// Roles that can harm without being seen at a window: a second person confirms them, and they sign in with two factors.
#[must_use]
pub const fn is_privileged(role: Role) -> bool {
    is_administrator(role) || matches!(role, Role::Auditor)
}

/// Roles that take no other beside them: system, security and audit administration and the keys are four persons, and
/// none of them works on cases (GB/T 22239-2019, separation of administrators).
const fn is_administrator(role: Role) -> bool {
    matches!(
        role,
        Role::SystemAdministrator | Role::SecurityAdministrator | Role::AuditAdministrator | Role::KeyCustodian
    )
}

/// The roles in which privileged ones are confirmed.
pub const CONFIRMERS: &[Role] = &[Role::SecurityAdministrator, Role::AuditAdministrator];

impl Decider for Registry {
    type State = State;
    type Command = Command;
    type Fact = RegistryEvent;
    type Refusal = Refusal;
    type Rulebook = Rulebook;

    fn evolve(state: &mut State, entry: &Entry) {
        state.evolve(entry);
    }

    fn decide(state: &State, mut command: Command, desk: &Desk<'_, Rulebook>) -> Decision {
        if command.dossier().is_some_and(|(dossier, _)| dossier.stands_aside) {
            return Err(Refusal::StandsAside);
        }
        match command {
            Command::OpenAccount(command) => roles::open(state, command, desk),
            Command::ReopenAccount(_) => reopen(account(state)?),
            Command::GrantRole(command) => {
                roles::grant(open(state)?, command.role, command.until, &command.around, desk)
            }
            Command::ConfirmRole(command) => roles::confirm(open(state)?, command.grant, desk),
            Command::RevokeRole(command) => roles::revoke(account(state)?, &command, desk),
            Command::CloseAccount(command) => close(open(state)?, &command, desk),
            Command::ChangePassword(_) => door::change_password(open(state)?, desk),
            Command::EnrolTotp(_) => door::enrol_totp(open(state)?, desk),
            Command::RemoveTotp(command) => door::remove_totp(open(state)?, &command, desk),
            Command::IssueToken(command) => door::issue_token(open(state)?, command, desk),
            Command::RevokeToken(command) => door::revoke_token(open(state)?, &command, desk),
            Command::DelegateDuty(command) => presence::delegate(open(state)?, command, desk),
            Command::EndDelegation(command) => presence::end_delegation(open(state)?, command.delegation, desk),
            Command::OpenShift(command) => presence::open_shift(state, command.window, desk),
            Command::CloseShift(command) => presence::close_shift(state, command.window),
            Command::ArrangeResidency(command) => presence::arrange(command, desk),
            Command::RequestErasure(command) => erasure::request(state, command, desk),
            Command::WithdrawErasure(command) => erasure::withdraw(state, &command, desk),
            Command::RejectErasure(command) => erasure::reject(state, &command),
            Command::ApproveErasure(command) => erasure::approve(state, &command, desk),
            Command::CarryOutErasure(command) => erasure::carry_out(state, &command, desk),
            Command::PlaceLegalHold(command) => erasure::place_hold(state, &command),
            Command::LiftLegalHold(command) => erasure::lift_hold(state, &command, desk),
            Command::ChallengeAccess(command) => admission::challenge(state, &command, desk),
            Command::RequestAccess(command) => admission::request(state, command, desk),
            Command::ApproveAccess(command) => admission::approve(state, &command, desk),
            Command::RejectAccess(command) => admission::reject(state, &command),
            Command::BreakGlass(command) => admission::break_glass(state, &command, desk),
            Command::EndAccess(command) => admission::end(state, &command, desk),
            Command::OpenSubscription(command) => subscriptions::open(state, command, desk),
            Command::ChangeSubscription(command) => subscriptions::change(state, command, desk),
            Command::PauseSubscription(command) => subscriptions::pause(state, &command, desk),
            Command::ResumeSubscription(command) => subscriptions::resume(state, &command, desk),
            Command::CloseSubscription(command) => subscriptions::close(state, &command, desk),
            Command::RotateSecret(command) => subscriptions::rotate_secret(state, &command, desk),
            Command::RetryMessage(command) => subscriptions::retry(state, &command, desk),
            Command::DiscardMessage(command) => subscriptions::discard(state, &command, desk),
        }
    }

    /// Nothing of the register is offered on the sheet of a case.
    fn offers(_state: &State, _word: &str) -> bool {
        false
    }
}

/// Nobody signs in any more; but somebody must be left who can let others in.
fn close(account: &Account, command: &CloseAccount, desk: &Desk<'_, Rulebook>) -> Decision {
    let last = command.around.security_administrators == 0;
    if last && account.has(Role::SecurityAdministrator, day_of(desk.now)) {
        return Err(Refusal::LastSecurityAdministrator);
    }
    Ok(vec![AccountClosed {}.into()])
}

/// Whoever opens it again is one person: roles that two must give end, and are granted anew by two.
fn reopen(account: &Account) -> Decision {
    if account.open {
        return Err(Refusal::AccountOpen);
    }
    let kept = |grant: &&Grant| grant.standing != Standing::Revoked && is_privileged(grant.role);
    let ended = account.grants.iter().filter(kept).map(|grant| RoleRevoked { grant: grant.number }.into());
    Ok(ended.chain([AccountReopened {}.into()]).collect())
}

fn account(state: &State) -> Result<&Account, Refusal> {
    state.account.as_ref().ok_or(Refusal::NoSuchAccount)
}

fn open(state: &State) -> Result<&Account, Refusal> {
    let account = account(state)?;
    if account.open { Ok(account) } else { Err(Refusal::AccountClosed) }
}

/// Every right has an end, and it is not far away.
fn check_end(until: Date, days_max: i32, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    let today = day_of(desk.now);
    if until < today {
        return Err(Refusal::DayPassed { until });
    }
    if (until - today).get_days() > days_max {
        return Err(Refusal::TooLong { days_max });
    }
    Ok(())
}

/// The number after those there are.
fn next(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.max().unwrap_or(0) + 1
}

/// What one signs in with, and what one stands for, is one's own.
fn own(account: &Account, desk: &Desk<'_, Rulebook>) -> Result<(), Refusal> {
    if account.id == desk.meta.actor { Ok(()) } else { Err(Refusal::NotYours) }
}
