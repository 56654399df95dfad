//! What the registry records: accounts, roles, means to sign in, duty handed over, windows staffed, departments present,
//! and how departments are told.
//!
//! Each has a stream of its own: an account, a window, a department, a subscription. What one signs in with (a hash, a secret) is never a
//! fact: a log is for ever, and a password is not.

mod admission;
mod erasure;
mod subscriptions;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use admission::*;
pub use erasure::*;
pub use subscriptions::*;

use crate::{ActorId, Code, DepartmentCode, Residency, Role, WindowCode};

crate::event::facts! {
    /// A fact that the registry owns.
    RegistryEvent

    @aside accounts_aside
    /// Somebody may sign in from now on, as far as a role is granted.
    AccountOpened = "registry.account_opened", version 1;
    /// Nobody signs in with it any more; its sessions and tokens end with it.
    AccountClosed = "registry.account_closed", version 1;
    /// It is in use again.
    AccountReopened = "registry.account_reopened", version 1;
    /// A privileged role was asked for; a second person confirms it or does not.
    RoleProposed = "registry.role_proposed", version 1;
    /// A role was granted, until a day.
    RoleGranted = "registry.role_granted", version 1;
    /// A grant was taken back, or a proposal withdrawn.
    RoleRevoked = "registry.role_revoked", version 1;
    /// The password was changed. What it is stands nowhere.
    PasswordChanged = "registry.password_changed", version 1;
    /// Signing in asks for a code of the account's own device as well (TOTP, RFC 6238).
    TotpEnrolled = "registry.totp_enrolled", version 1;
    /// It no longer does.
    TotpRemoved = "registry.totp_removed", version 1;
    /// A program may ask in the name of this account, for one department and for these acts only.
    TokenIssued = "registry.token_issued", version 1;
    /// It may not any more.
    TokenRevoked = "registry.token_revoked", version 1;
    /// Somebody else stands in, until a day.
    DutyDelegated = "registry.duty_delegated", version 1;
    /// Nobody stands in any more.
    DelegationEnded = "registry.delegation_ended", version 1;

    @aside presence_aside
    /// A window is staffed.
    ShiftOpened = "registry.shift_opened", version 1;
    /// It is not any more.
    ShiftClosed = "registry.shift_closed", version 1;
    /// How a department is present at the center was arranged (进驻方式).
    ResidencyArranged = "registry.residency_arranged", version 1;

    @aside erasures_aside
    /// Somebody, or the archive, asked that what is known of a person, or of a whole case, be destroyed.
    ErasureRequested = "registry.erasure_requested", version 1;
    /// It must be kept for a while: until then it is kept and protected, and nothing else is done with it
    /// (个人信息保护法第四十七条第二款).
    ProcessingRestricted = "registry.processing_restricted", version 1;
    /// The request was taken back in time.
    ErasureWithdrawn = "registry.erasure_withdrawn", version 1;
    /// It was looked at, and will not be done.
    ErasureRejected = "registry.erasure_rejected", version 1;
    /// A second person agreed.
    ErasureApproved = "registry.erasure_approved", version 1;
    /// The keys are destroyed. What happened, when and in whose charge stays; names and texts are gone.
    SubjectsErased = "registry.subjects_erased", version 1;
    /// Nothing of a case may be destroyed for now.
    LegalHoldPlaced = "registry.legal_hold_placed", version 1;
    /// It may again.
    LegalHoldLifted = "registry.legal_hold_lifted", version 1;

    @aside admissions_aside
    /// Somebody let itself in for a day, and gave a reason; a supervisor is told (自行调阅).
    AccessChallenged = "registry.access_challenged", version 1;
    /// Somebody asked that it, or somebody it invites, be let in; a supervisor decides (申请调阅).
    AccessRequested = "registry.access_requested", version 1;
    /// A supervisor of whoever is answerable agreed.
    AccessApproved = "registry.access_approved", version 1;
    /// It did not.
    AccessRejected = "registry.access_rejected", version 1;
    /// A life was in danger, and nobody was asked first (紧急调阅).
    GlassBroken = "registry.glass_broken", version 1;
    /// Whoever was let in left, or was asked to.
    AccessEnded = "registry.access_ended", version 1;

    @aside subscriptions_aside
    /// A department is told in a further way (开通订阅).
    SubscriptionOpened = "registry.subscription_opened", version 1;
    /// It is told other kinds of facts, or elsewhere, from now on.
    SubscriptionChanged = "registry.subscription_changed", version 1;
    /// Nothing is sent for the time being; nothing is lost by it.
    SubscriptionPaused = "registry.subscription_paused", version 1;
    /// It goes on where it stood.
    SubscriptionResumed = "registry.subscription_resumed", version 1;
    /// It ended for good.
    SubscriptionClosed = "registry.subscription_closed", version 1;
    /// The secret its messages are signed with was made anew. What it is stands nowhere.
    SecretRotated = "registry.secret_rotated", version 1;
    /// A message that was set aside is to be tried again.
    MessageRetried = "registry.message_retried", version 1;
    /// A message that was set aside is not delivered any more; those behind it go on.
    MessageDiscarded = "registry.message_discarded", version 1;
}

/// Body of [`RegistryEvent::AccountOpened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccountOpened {
    /// Whose it is.
    pub account: ActorId,
    /// The department it acts for.
    pub department: DepartmentCode,
    /// The window it sits at, if it has one.
    pub window: Option<WindowCode>,
}

/// Body of [`RegistryEvent::AccountClosed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccountClosed {}

/// Body of [`RegistryEvent::AccountReopened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AccountReopened {}

/// Body of [`RegistryEvent::RoleProposed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleProposed {
    /// The number of the grant within the account, from 1.
    pub grant: u32,
    /// The role.
    pub role: Role,
    /// The last day it would hold.
    pub until: Date,
}

/// Body of [`RegistryEvent::RoleGranted`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleGranted {
    /// The number of the grant within the account, from 1.
    pub grant: u32,
    /// The role.
    pub role: Role,
    /// The last day it holds.
    pub until: Date,
    /// Who had proposed it; `None` if one person was enough.
    pub proposed_by: Option<ActorId>,
}

/// Body of [`RegistryEvent::RoleRevoked`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RoleRevoked {
    /// Which grant.
    pub grant: u32,
}

/// Body of [`RegistryEvent::PasswordChanged`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PasswordChanged {}

/// Body of [`RegistryEvent::TotpEnrolled`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TotpEnrolled {}

/// Body of [`RegistryEvent::TotpRemoved`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TotpRemoved {}

/// Body of [`RegistryEvent::TokenIssued`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TokenIssued {
    /// The number of the token within the account, from 1.
    pub token: u32,
    /// The department it asks for.
    pub department: DepartmentCode,
    /// The role it asks in.
    pub role: Role,
    /// The acts it may ask for, by their words.
    pub verbs: Vec<Code>,
    /// The last day it holds.
    pub until: Date,
}

/// Body of [`RegistryEvent::TokenRevoked`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TokenRevoked {
    /// Which token.
    pub token: u32,
}

/// Body of [`RegistryEvent::DutyDelegated`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DutyDelegated {
    /// The number of the delegation within the account, from 1.
    pub delegation: u32,
    /// Who stands in.
    pub to: ActorId,
    /// The last day.
    pub until: Date,
}

/// Body of [`RegistryEvent::DelegationEnded`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelegationEnded {
    /// Which delegation.
    pub delegation: u32,
}

/// Body of [`RegistryEvent::ShiftOpened`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShiftOpened {
    /// The window.
    pub window: WindowCode,
    /// Who sits there.
    pub by: ActorId,
}

/// Body of [`RegistryEvent::ShiftClosed`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShiftClosed {
    /// The window.
    pub window: WindowCode,
}

/// Body of [`RegistryEvent::ResidencyArranged`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResidencyArranged {
    /// The department.
    pub department: DepartmentCode,
    /// How it is present.
    pub residency: Residency,
    /// Who is called; a department that is not always there has somebody.
    pub contact: Option<ActorId>,
    /// Within how many minutes of the call somebody is there.
    pub within_minutes: Option<u16>,
}
