//! Who has an account, in which roles, until when; who waits for a second person; who stands in.
//!
//! For those who keep accounts and those who check them. Names of persons are not in it: an account has an id.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use timeline::{
    ActorId, DepartmentCode, Entry, Event, Kind, Query, RegistryEvent, Role, Rows, ShapeError, StreamId, View,
    WindowCode,
};

use crate::kinds::kinds;
use crate::page::{self, Seen};

/// See the file.
#[derive(Default)]
pub struct Accounts {
    seen: Seen,
    by_id: BTreeMap<ActorId, Row>,
    streams: BTreeMap<StreamId, ActorId>,
}

/// One account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Row {
    department: DepartmentCode,
    window: Option<WindowCode>,
    open: bool,
    totp: bool,
    roles: Vec<Held>,
    tokens: Vec<u32>,
    stands_in: Option<(u32, ActorId, Date)>,
}

/// A role that was granted or proposed, and not taken back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Held {
    grant: u32,
    role: Role,
    until: Date,
    proposed: bool,
}

impl Row {
    /// What has to be done about it, coarsest first.
    fn state(&self) -> &'static str {
        match (self.open, self.roles.iter().any(|held| held.proposed)) {
            (false, _) => "closed",
            (true, true) => "proposed",
            (true, false) => "open",
        }
    }

    fn hold(&mut self, held: Held) {
        self.roles.retain(|known| known.grant != held.grant);
        self.roles.push(held);
    }

    fn note(&mut self, fact: &RegistryEvent) {
        match fact {
            RegistryEvent::AccountClosed(_) => {
                self.open = false;
                self.tokens.clear();
            }
            RegistryEvent::AccountReopened(_) => self.open = true,
            RegistryEvent::RoleProposed(fact) => {
                self.hold(Held { grant: fact.grant, role: fact.role, until: fact.until, proposed: true });
            }
            RegistryEvent::RoleGranted(fact) => {
                self.hold(Held { grant: fact.grant, role: fact.role, until: fact.until, proposed: false });
            }
            RegistryEvent::RoleRevoked(fact) => self.roles.retain(|held| held.grant != fact.grant),
            RegistryEvent::TotpEnrolled(_) => self.totp = true,
            RegistryEvent::TotpRemoved(_) => self.totp = false,
            RegistryEvent::TokenIssued(fact) => self.tokens.push(fact.token),
            RegistryEvent::TokenRevoked(fact) => self.tokens.retain(|token| *token != fact.token),
            RegistryEvent::DutyDelegated(fact) => {
                self.stands_in = Some((fact.delegation, fact.to.clone(), fact.until));
            }
            RegistryEvent::DelegationEnded(fact) => {
                self.stands_in.take_if(|stands_in| stands_in.0 == fact.delegation);
            }
            RegistryEvent::AccountOpened(_)
            | RegistryEvent::PasswordChanged(_)
            | timeline::presence_aside!()
            | timeline::erasures_aside!()
            | timeline::admissions_aside!()
            | timeline::subscriptions_aside!() => {}
        }
    }

    fn write(&self, account: &ActorId) -> Value {
        let role = |held: &Held| {
            let state = if held.proposed { "proposed" } else { "granted" };
            json!({ "grant": held.grant, "role": held.role, "until": held.until, "state": state })
        };
        let stands_in = self
            .stands_in
            .as_ref()
            .map(|(delegation, to, until)| json!({ "delegation": delegation, "to": to, "until": until }));
        json!({
            "account": account,
            "department": self.department,
            "window": self.window,
            "state": self.state(),
            "roles": self.roles.iter().map(role).collect::<Vec<_>>(),
            "totp": self.totp,
            "tokens": self.tokens,
            "stands_in": stands_in,
        })
    }
}

impl View for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn title(&self) -> (&'static str, &'static str) {
        ("账号与岗位", "Accounts and roles")
    }

    fn fold_version(&self) -> u32 {
        1
    }

    fn reads(&self) -> &'static [Kind] {
        kinds![
            AccountOpened,
            AccountClosed,
            AccountReopened,
            RoleProposed,
            RoleGranted,
            RoleRevoked,
            TotpEnrolled,
            TotpRemoved,
            TokenIssued,
            TokenRevoked,
            DutyDelegated,
            DelegationEnded
        ]
    }

    fn apply(&mut self, entry: &Entry) {
        let Event::Registry(fact) = &entry.event else { return };
        if !self.seen.is_new(entry.place) {
            return;
        }
        if let RegistryEvent::AccountOpened(opened) = fact {
            self.streams.insert(entry.stream, opened.account.clone());
            let (department, window) = (opened.department.clone(), opened.window.clone());
            let (roles, tokens) = (Vec::new(), Vec::new());
            let row = Row { department, window, open: true, totp: false, roles, tokens, stands_in: None };
            self.by_id.insert(opened.account.clone(), row);
        }
        let row = self.streams.get(&entry.stream).and_then(|account| self.by_id.get_mut(account));
        row.into_iter().for_each(|row| row.note(fact));
    }

    fn rows(&self, query: &Query) -> Rows {
        let fits = |row: &Row| {
            query.case.is_none()
                && query.department.as_ref().is_none_or(|department| *department == row.department)
                && query.state.as_deref().is_none_or(|state| row.state() == state)
        };
        let matching: Vec<_> = self.by_id.iter().filter(|(_, row)| fits(row)).collect();
        page::page(query, matching.iter().map(|pair| (pair.0.to_string(), pair)), |(account, row)| row.write(account))
    }

    fn save(&self) -> Result<Vec<Vec<u8>>, ShapeError> {
        let stream = |(stream, account): (&StreamId, &ActorId)| {
            self.by_id.get(account).map(|row| (*stream, account.clone(), row.clone()))
        };
        page::save(&self.seen, self.streams.iter().filter_map(stream))
    }

    fn load(&mut self, chunks: &[Vec<u8>]) -> Result<(), ShapeError> {
        let (seen, rows) = page::load::<Seen, (StreamId, ActorId, Row)>(chunks)?;
        let streams = rows.iter().map(|(stream, account, _)| (*stream, account.clone())).collect();
        let by_id = rows.into_iter().map(|(_, account, row)| (account, row)).collect();
        *self = Self { seen, by_id, streams };
        Ok(())
    }
}
