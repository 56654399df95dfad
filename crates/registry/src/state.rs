//! What the registry remembers of an account, a window, a department, a subscription, or of who is to be forgotten.

mod admission;
mod erasure;
mod subscription;

pub use admission::{Admission, Admissions, Manner};
pub use subscription::{Phase, Subscription};

use jiff::civil::Date;
use rules::day_of;
use timeline::{ActorId, Code, DepartmentCode, Entry, Event, RegistryEvent, Role, WindowCode};

pub(crate) use admission::Standing as AdmissionStanding;
pub(crate) use erasure::{Erasing, Request, Standing as ErasureStanding};

/// Enough for the rules of the registry. A stream is about one account, one window, one department or one subscription.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// The account, if the stream is about one.
    pub account: Option<Account>,
    pub(crate) shift: Option<ActorId>,
    pub(crate) erasing: Erasing,
    /// Who was let into the case, if the stream is about that.
    pub admissions: Admissions,
    /// The subscription, if the stream is about one that was opened.
    pub(crate) subscription: Option<Subscription>,
    /// Where a subscription stands that every department has without its being opened.
    pub(crate) standing: Phase,
}

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Whose it is.
    pub id: ActorId,
    /// The department it acts for.
    pub department: DepartmentCode,
    /// The window it sits at.
    pub window: Option<WindowCode>,
    /// Whether it is in use.
    pub open: bool,
    /// Whether signing in asks for a code of the account's device.
    pub totp: bool,
    /// Every role that was ever granted or proposed, by number.
    pub grants: Vec<Grant>,
    /// Every token that was ever issued, by number.
    pub tokens: Vec<Token>,
    /// Everybody who ever stood in, by number.
    pub delegations: Vec<Delegation>,
}

/// A role of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// Its number within the account, from 1.
    pub number: u32,
    /// The role.
    pub role: Role,
    /// The last day it holds.
    pub until: Date,
    /// Where it stands.
    pub standing: Standing,
}

/// Where a grant stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Somebody proposed it; a second person has not spoken.
    Proposed {
        /// Who.
        by: ActorId,
    },
    /// It holds until its last day.
    Granted,
    /// It was taken back.
    Revoked,
}

/// A token of an account. Its secret is kept elsewhere, as a hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its number within the account, from 1.
    pub number: u32,
    /// The department it asks for.
    pub department: DepartmentCode,
    /// The role it asks in.
    pub role: Role,
    /// The acts it may ask for.
    pub verbs: Vec<Code>,
    /// The last day it holds.
    pub until: Date,
    /// Whether it was taken back.
    pub revoked: bool,
}

/// Somebody who stands in for the holder of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delegation {
    /// Its number within the account, from 1.
    pub number: u32,
    /// Who stands in.
    pub to: ActorId,
    /// The last day.
    pub until: Date,
    /// Whether it was taken back.
    pub ended: bool,
}

impl Account {
    /// The grants that hold on this day, oldest first.
    pub fn grants_on(&self, day: Date) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| self.open && grant.standing == Standing::Granted && grant.until >= day)
    }

    /// Whether the account has this role on this day.
    #[must_use]
    pub fn has(&self, role: Role, day: Date) -> bool {
        self.grants_on(day).any(|grant| grant.role == role)
    }

    /// Whether the account has this role on this day, or is to have it once a second person has spoken.
    #[must_use]
    pub fn is_to_have(&self, role: Role, day: Date) -> bool {
        let live = |grant: &Grant| grant.standing != Standing::Revoked && grant.until >= day;
        self.open && self.grants.iter().any(|grant| grant.role == role && live(grant))
    }

    /// The token of this number, if it holds on this day.
    #[must_use]
    pub fn token_on(&self, number: u32, day: Date) -> Option<&Token> {
        let held = |token: &&Token| token.number == number && !token.revoked && token.until >= day;
        self.tokens.iter().find(held).filter(|token| self.has(token.role, day))
    }

    /// The tokens that ask in the role of this grant and in no other grant's of this day. They end with it, and do not come
    /// back when the role does.
    pub(crate) fn tokens_ending_with(&self, grant: u32, day: Date) -> impl Iterator<Item = &Token> {
        let others = self.grants_on(day).filter(move |held| held.number != grant);
        let others: Vec<Role> = others.map(|held| held.role).collect();
        let role = self.grants.iter().find(|known| known.number == grant).map(|known| known.role);
        let ends = move |token: &&Token| !token.revoked && Some(token.role) == role && !others.contains(&token.role);
        self.tokens.iter().filter(ends)
    }

    /// Who stands in on this day.
    #[must_use]
    pub fn stand_in_on(&self, day: Date) -> Option<&Delegation> {
        self.delegations.iter().find(|delegation| self.open && !delegation.ended && delegation.until >= day)
    }

    fn grant(&mut self, number: u32, role: Role, until: Date, standing: Standing) {
        match self.grants.iter_mut().find(|grant| grant.number == number) {
            Some(grant) => grant.standing = standing,
            None => self.grants.push(Grant { number, role, until, standing }),
        }
    }

    fn revoke_tokens(&mut self, which: impl Fn(&Token) -> bool) {
        self.tokens.iter_mut().filter(|token| which(token)).for_each(|token| token.revoked = true);
    }
}

impl State {
    pub(crate) fn evolve(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Registry(fact) => self.note(fact, &entry.meta.actor, day_of(entry.recorded_at)),
            Event::Intake(_)
            | Event::Triage(_)
            | Event::Mediation(_)
            | Event::Litigation(_)
            | Event::Petition(_)
            | Event::Oversight(_) => {}
        }
    }

    fn note(&mut self, fact: &RegistryEvent, by: &ActorId, day: Date) {
        match fact {
            RegistryEvent::AccountOpened(opened) => {
                self.account = Some(Account {
                    id: opened.account.clone(),
                    department: opened.department.clone(),
                    window: opened.window.clone(),
                    open: true,
                    totp: false,
                    grants: Vec::new(),
                    tokens: Vec::new(),
                    delegations: Vec::new(),
                });
            }
            RegistryEvent::ShiftOpened(opened) => self.shift = Some(opened.by.clone()),
            RegistryEvent::ShiftClosed(_) => self.shift = None,
            RegistryEvent::ResidencyArranged(_) => {}
            timeline::erasures_aside!() => self.erasing.note(fact, by),
            timeline::admissions_aside!() => self.admissions.note(fact, by),
            RegistryEvent::SubscriptionOpened(opened) => self.subscription = Some(Subscription::of(opened)),
            RegistryEvent::SubscriptionChanged(_)
            | RegistryEvent::SubscriptionPaused(_)
            | RegistryEvent::SubscriptionResumed(_)
            | RegistryEvent::SubscriptionClosed(_)
            | RegistryEvent::SecretRotated(_)
            | RegistryEvent::MessageRetried(_)
            | RegistryEvent::MessageDiscarded(_) => {
                self.standing = self.standing.after(fact);
                self.subscription.iter_mut().for_each(|subscription| subscription.note(fact));
            }
            RegistryEvent::AccountClosed(_)
            | RegistryEvent::AccountReopened(_)
            | RegistryEvent::RoleProposed(_)
            | RegistryEvent::RoleGranted(_)
            | RegistryEvent::RoleRevoked(_)
            | RegistryEvent::PasswordChanged(_)
            | RegistryEvent::TotpEnrolled(_)
            | RegistryEvent::TotpRemoved(_)
            | RegistryEvent::TokenIssued(_)
            | RegistryEvent::TokenRevoked(_)
            | RegistryEvent::DutyDelegated(_)
            | RegistryEvent::DelegationEnded(_) => {
                self.account.iter_mut().for_each(|account| account.note(fact, by, day));
            }
        }
    }
}

impl Account {
    fn note(&mut self, fact: &RegistryEvent, by: &ActorId, day: Date) {
        match fact {
            RegistryEvent::AccountClosed(_) => {
                self.open = false;
                self.revoke_tokens(|_| true);
            }
            RegistryEvent::AccountReopened(_) => self.open = true,
            RegistryEvent::RoleProposed(fact) => {
                self.grant(fact.grant, fact.role, fact.until, Standing::Proposed { by: by.clone() });
            }
            RegistryEvent::RoleGranted(fact) => self.grant(fact.grant, fact.role, fact.until, Standing::Granted),
            RegistryEvent::RoleRevoked(fact) => {
                let grants = self.grants.iter_mut().filter(|grant| grant.number == fact.grant);
                grants.for_each(|grant| grant.standing = Standing::Revoked);
                // A center of before took back no token with a role.
                let ended: Vec<u32> = self.tokens_ending_with(fact.grant, day).map(|token| token.number).collect();
                self.revoke_tokens(|token| ended.contains(&token.number));
            }
            RegistryEvent::TotpEnrolled(_) => self.totp = true,
            RegistryEvent::TotpRemoved(_) => self.totp = false,
            RegistryEvent::TokenIssued(fact) => self.tokens.push(Token {
                number: fact.token,
                department: fact.department.clone(),
                role: fact.role,
                verbs: fact.verbs.clone(),
                until: fact.until,
                revoked: false,
            }),
            RegistryEvent::TokenRevoked(fact) => self.revoke_tokens(|token| token.number == fact.token),
            RegistryEvent::DutyDelegated(fact) => self.delegations.push(Delegation {
                number: fact.delegation,
                to: fact.to.clone(),
                until: fact.until,
                ended: false,
            }),
            RegistryEvent::DelegationEnded(fact) => {
                let of_number = self.delegations.iter_mut().filter(|one| one.number == fact.delegation);
                of_number.for_each(|one| one.ended = true);
            }
            RegistryEvent::AccountOpened(_)
            | RegistryEvent::PasswordChanged(_)
            | timeline::presence_aside!()
            | timeline::erasures_aside!()
            | timeline::admissions_aside!()
            | timeline::subscriptions_aside!() => {}
        }
    }
}
