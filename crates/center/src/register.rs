//! The register as the shell needs it: who has an account, what a command to the registry must know of the others.

use std::ops::ControlFlow;

use access::{Action, Actor, Role};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use journal::{Namespace, ScratchFault};
use registry::{Account, CONFIRMERS, Capacity, account_stream};
use rules::day_of;
use serde::Deserialize;
use timeline::{
    ActorId, Channel, DepartmentCode, Entry, Event, Query, RegistryEvent, RequestId, Sealed, StreamId, SubjectId,
};
use uuid::Uuid;
use vault::VaultError;
use zeroize::Zeroizing;

use crate::admissions::{ADMISSIONS, DISCRETIONS};
use crate::handle::{Center, Shell};
use crate::stored;
use crate::{Command, Done, Failure, Order, VIEW_WAIT_MAX};

/// The place of sessions in the scratch.
const SESSIONS: Namespace = Namespace::new("sessions");

/// The view that knows every account.
pub(crate) const ACCOUNTS: &str = "accounts";
/// The view that knows who is to be forgotten.
pub(crate) const ERASURES: &str = "erasures";
/// The view that knows how long a case has been closed.
pub(crate) const RETENTION: &str = "retention";

/// What one must be allowed to do to read a view: those about the center itself are not for everybody who works on cases.
pub(crate) fn reading_of(view: &str) -> Action {
    match view {
        ACCOUNTS => Action::ReadAccounts,
        ERASURES | RETENTION => Action::ReadErasures,
        ADMISSIONS | DISCRETIONS => Action::ReadAdmissions,
        SUBSCRIPTIONS => Action::ReadSubscriptions,
        _ => Action::ReadView,
    }
}

/// The view that knows every way departments are told beside the one each has.
pub(crate) const SUBSCRIPTIONS: &str = "subscriptions";

/// An account as that view writes it.
#[derive(Deserialize)]
struct Row {
    account: ActorId,
    department: DepartmentCode,
    state: String,
    roles: Vec<Held>,
    tokens: Vec<u32>,
    stands_in: Option<StandIn>,
}

/// Who stands in for the holder.
#[derive(Deserialize)]
struct StandIn {
    to: ActorId,
}

#[derive(Deserialize)]
struct Held {
    role: Role,
    until: Date,
    state: String,
}

impl Row {
    fn is_open(&self) -> bool {
        self.state != "closed"
    }

    fn has_any(&self, roles: &[Role], day: Date) -> bool {
        self.is_open() && self.held(day).any(|role| roles.contains(&role))
    }

    /// A role of it that keeps to itself.
    fn privileged(&self, day: Date) -> Option<Role> {
        self.held(day).find(|role| registry::is_privileged(*role))
    }

    fn held(&self, day: Date) -> impl Iterator<Item = Role> {
        self.roles.iter().filter(move |held| held.state == "granted" && held.until >= day).map(|held| held.role)
    }
}

impl Center {
    /// An account as it stands now, straight from the log: what was closed a moment ago is closed.
    ///
    /// # Errors
    /// The log cannot be read, or too many wait for this very account.
    pub async fn account(&self, id: &ActorId) -> Result<Option<Account>, Failure> {
        let stream = account_stream(id);
        let seat = self.shell.cases.seat(stream);
        let mut folded = seat.turn().await.ok_or(Failure::InFlight)?;
        folded.catch_up(stream)?;
        Ok(folded.states.registry.account.clone())
    }

    /// Everything this account may work as today: in its own right, and for whoever it stands in for.
    ///
    /// # Errors
    /// As [`Center::account`].
    pub async fn capacities(&self, account: &Account) -> Result<Vec<Capacity>, Failure> {
        let (today, mut all) = (self.today(), account.capacities_on(self.today()).collect::<Vec<_>>());
        self.shell.see_all_accounts().await?;
        for row in self.shell.accounts() {
            if row.stands_in.is_some_and(|stands_in| stands_in.to == account.id)
                && let Some(absent) = self.account(&row.account).await?
            {
                all.extend(absent.lends_to(account, today));
            }
        }
        Ok(all)
    }

    /// This role of an account's, if it holds today: its own, or that of whoever it stands in for.
    ///
    /// # Errors
    /// As [`Center::account`].
    pub async fn capacity(
        &self,
        account: &Account,
        role: Role,
        stands_for: Option<&ActorId>,
    ) -> Result<Option<Capacity>, Failure> {
        let (today, this) = (self.today(), |capacity: &Capacity| capacity.role == role);
        let Some(absent) = stands_for else { return Ok(account.capacities_on(today).find(this)) };
        let absent = self.account(absent).await?;
        Ok(absent.and_then(|absent| absent.lends_to(account, today).find(this)))
    }

    /// Whether somebody can let others in today. If not, the center waits to be set up.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let today = day_of(self.now());
        self.shell.accounts().iter().any(|row| row.has_any(&[Role::SecurityAdministrator], today))
    }

    /// Everybody in whose name a program may ask.
    #[must_use]
    pub fn token_holders(&self) -> Vec<ActorId> {
        let accounts = self.shell.accounts().into_iter();
        accounts.filter(|row| row.is_open() && !row.tokens.is_empty()).map(|row| row.account).collect()
    }

    /// The day it is, in the county.
    #[must_use]
    pub fn today(&self) -> Date {
        day_of(self.now())
    }
}

impl Center {
    /// Puts on record what the holder of this account did at the door, in its own name.
    ///
    /// # Errors
    /// As [`Center::submit`].
    pub async fn say_of(&self, account: &ActorId, command: registry::Command) -> Result<Done, Failure> {
        let known = self.account(account).await?.ok_or(Failure::NotFound)?;
        let role = known.grants.first().map_or(Role::Overseer, |grant| grant.role);
        self.say(Actor { id: known.id, department: known.department, role }, command, Channel::Online).await
    }

    /// Opens the first account: a security administrator, who opens the others. The center does it in its own name,
    /// because there is nobody yet who could.
    ///
    /// # Errors
    /// As [`Center::submit`].
    pub async fn open_first_account(&self, account: &ActorId) -> Result<Done, Failure> {
        let command = registry::OpenAccount {
            account: account.clone(),
            department: self.rulebook().center().clone(),
            window: None,
            role: Role::SecurityAdministrator,
            until: self.today() + SignedDuration::from_hours(24 * i64::from(registry::GRANT_DAYS_MAX)),
            around: registry::Around::default(),
        };
        self.say(self.shell.itself.clone(), command.into(), Channel::System).await
    }

    /// Puts on record what the center itself found.
    pub(crate) async fn say_itself(&self, command: registry::Command) -> Result<Done, Failure> {
        self.say(self.shell.itself.clone(), command, Channel::System).await
    }

    pub(crate) async fn say(
        &self,
        actor: Actor,
        command: registry::Command,
        channel: Channel,
    ) -> Result<Done, Failure> {
        let order = Order::new(actor, RequestId::new(Uuid::now_v7()), channel, command);
        self.submit(order).await
    }

    /// Seals what is kept of credentials, under a key of their own.
    ///
    /// # Errors
    /// The keyring or its disk failed.
    pub fn seal_credentials(&self, text: &str) -> Result<Sealed, VaultError> {
        let stream = StreamId::of_register("door", "credentials");
        let subject = SubjectId::new(stream.uuid());
        match &self.shell.options.vault {
            Some(vault) if !self.shell.options.demo => {
                vault.provide(&[subject])?;
                vault.seal(stream, subject, Uuid::now_v7(), text)
            }
            // A demonstration has no credentials but in tests.
            Some(_) | None => Ok(Sealed::clear(subject, text)),
        }
    }

    /// Opens what is kept of credentials.
    ///
    /// # Errors
    /// They were changed, or sealed with keys that are gone.
    pub fn open_credentials(&self, sealed: &Sealed) -> Result<Zeroizing<String>, VaultError> {
        let stream = StreamId::of_register("door", "credentials");
        match &self.shell.options.vault {
            Some(vault) if !self.shell.options.demo => vault.open_value(stream, sealed),
            Some(_) | None => {
                let subject = sealed.subject();
                let text = sealed.text_in_clear().ok_or(VaultError::DoesNotOpen { subject })?;
                Ok(Zeroizing::new(text.to_owned()))
            }
        }
    }

    /// Keeps a session over a restart. It may be lost, and then its holder signs in again.
    pub fn keep_session(&self, key: &[u8], session: &[u8]) {
        noted(self.shell.scratch.put(SESSIONS, key, session));
    }

    /// Forgets a session.
    pub fn forget_session(&self, key: &[u8]) {
        noted(self.shell.scratch.delete(SESSIONS, key));
    }

    /// Every session that was kept.
    #[must_use]
    pub fn kept_sessions(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut all = Vec::new();
        noted(self.shell.scratch.scan(SESSIONS, &[], &mut |key, session| {
            all.push((key.to_vec(), session.to_vec()));
            ControlFlow::Continue(())
        }));
        all
    }
}

/// Without the scratch sessions end with the process, which is no reason to stop.
fn noted(done: Result<(), ScratchFault>) {
    if let Err(error) = done {
        tracing::warn!(%error, "a session does not outlast a restart");
    }
}

impl Shell {
    /// Tells a command to the registry what it must know of other accounts. Commands to the registry take turns, so what
    /// was read still holds when it is decided.
    pub(crate) async fn look_around(&self, order: &mut Order, now: Timestamp) -> Result<(), Failure> {
        let asker: &Actor = &order.actor;
        let Command::Registry(command) = &mut order.command else { return Ok(()) };
        if let Some(keeper) = command.keeps() {
            *keeper = matches!(asker.role, Role::SystemAdministrator | Role::SecurityAdministrator);
        }
        let Some((around, account, colleague)) = command.around() else { return Ok(()) };
        self.see_all_accounts().await?;
        let (today, accounts) = (day_of(now), self.accounts());
        let others = |roles: &[Role], but: &[&ActorId]| {
            accounts.iter().filter(|row| !but.contains(&&row.account) && row.has_any(roles, today)).count()
        };
        around.two_needed = match asker.role {
            // The center asks in its own name only where those who keep accounts are gone: they confirm nothing any more.
            Role::System => others(&[Role::AuditAdministrator], &[&asker.id, account]) > 0,
            _ => {
                others(CONFIRMERS, &[&asker.id, account]) > 0
                    || self.had_confirmers(&accounts, &[&asker.id, account])?
            }
        };
        around.security_administrators = others(&[Role::SecurityAdministrator], &[account]);
        around.keeper = asker.role == Role::SecurityAdministrator;
        let colleague = colleague.and_then(|id| accounts.iter().find(|row| row.account == *id && row.is_open()));
        around.colleague = colleague.map(|row| row.department.clone());
        around.kept_apart = colleague.and_then(|row| row.privileged(today));
        Ok(())
    }

    /// Whether anybody but these was ever given a role in which privileged ones are confirmed. Also if it was taken back: whoever
    /// could take it from all others would then need nobody's agreement. Read off the log, as the list holds what is in force.
    fn had_confirmers(&self, accounts: &[Row], but: &[&ActorId]) -> Result<bool, Failure> {
        for row in accounts.iter().filter(|row| !but.contains(&&row.account)) {
            let entries = stored::read_stream(self.journal.as_ref(), account_stream(&row.account), 0)?;
            if entries.iter().any(makes_confirmer) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits until the list of accounts holds everything that is in the log. Nobody waits for ever, with the register's turn
    /// in hand, for views that stand still.
    async fn see_all_accounts(&self) -> Result<(), Failure> {
        let seen = self.passed.wait(self.journal.head().position);
        let behind = |_| Failure::Failed { what: "the list of accounts stands still".to_owned() };
        tokio::time::timeout(VIEW_WAIT_MAX, seen).await.map_err(behind)
    }

    /// Whether there is an account of this name, in use.
    pub(crate) fn is_open_account(&self, account: &ActorId) -> bool {
        self.accounts().iter().any(|row| row.account == *account && row.is_open())
    }

    /// Every account, page by page.
    fn accounts(&self) -> Vec<Row> {
        self.views.all_rows(ACCOUNTS, Query::default())
    }
}

/// Whether a fact makes its holder one of those who confirm privileged roles.
fn makes_confirmer(entry: &Entry) -> bool {
    matches!(&entry.event, Event::Registry(RegistryEvent::RoleGranted(granted)) if CONFIRMERS.contains(&granted.role))
}
