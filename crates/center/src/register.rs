//! The register as the shell needs it: who has an account, what a command to the registry must know of the others.

use access::{Actor, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use registry::{Account, account_stream};
use rules::day_of;
use serde::Deserialize;
use timeline::{ActorId, DepartmentCode, Query};

use crate::handle::{Center, Shell};
use crate::{Command, Failure, Order};

/// The view that knows every account.
pub(crate) const ACCOUNTS: &str = "accounts";

/// An account as that view writes it.
#[derive(Deserialize)]
struct Row {
    account: ActorId,
    department: DepartmentCode,
    state: String,
    roles: Vec<Held>,
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
        let holds = |held: &Held| held.state == "granted" && held.until >= day && roles.contains(&held.role);
        self.is_open() && self.roles.iter().any(holds)
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
        folded.catch_up(self.shell.journal.as_ref(), stream)?;
        Ok(folded.states.registry.account.clone())
    }

    /// Whether somebody can let others in today. If not, the center waits to be set up.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        let today = day_of(self.now());
        self.shell.accounts().iter().any(|row| row.has_any(&[Role::SecurityAdministrator], today))
    }

    /// The day it is, in the county.
    #[must_use]
    pub fn today(&self) -> Date {
        day_of(self.now())
    }
}

impl Shell {
    /// Tells a command to the registry what it must know of other accounts. Commands to the registry take turns, so what
    /// was read still holds when it is decided.
    pub(crate) async fn look_around(&self, order: &mut Order, now: Timestamp) {
        let asker: &Actor = &order.actor;
        let Command::Registry(command) = &mut order.command else { return };
        let Some((around, account, colleague)) = command.around() else { return };
        self.passed.wait(self.journal.head().position).await;
        let (today, accounts) = (day_of(now), self.accounts());
        let others = |roles: &[Role], but: &[&ActorId]| {
            accounts.iter().filter(|row| !but.contains(&&row.account) && row.has_any(roles, today)).count()
        };
        let confirming = [Role::SecurityAdministrator, Role::AuditAdministrator];
        around.confirmers = others(&confirming, &[&asker.id, account]);
        around.security_administrators = others(&[Role::SecurityAdministrator], &[account]);
        around.keeper = asker.role == Role::SecurityAdministrator;
        around.colleague = colleague.and_then(|id| {
            let row = accounts.iter().find(|row| row.account == *id && row.is_open())?;
            Some(row.department.clone())
        });
    }

    /// Every account, page by page.
    fn accounts(&self) -> Vec<Row> {
        let (mut all, mut query) = (Vec::new(), Query::default());
        let Some(held) = self.views.get(ACCOUNTS) else { return all };
        loop {
            let page = held.view.rows(&query);
            all.extend(page.rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()));
            query.after = page.next;
            if query.after.is_none() {
                return all;
            }
        }
    }
}
