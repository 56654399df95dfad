//! What the registry can be asked to do.

mod admission;
mod erasure;
mod subscriptions;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use timeline::{ActorId, CaseId, Code, DepartmentCode, Form, Residency, Role, StreamId, WindowCode};

pub use admission::*;
pub use erasure::*;
pub use subscriptions::*;

timeline::commands! {
    /// A request to the registry.
    Command
    /// Open an account.
    OpenAccount = "open_account";
    /// Grant a role, or propose a privileged one.
    GrantRole = "grant_role";
    /// Confirm a proposed role, as the second person.
    ConfirmRole = "confirm_role";
    /// Take a grant back.
    RevokeRole = "revoke_role";
    /// Close an account.
    CloseAccount = "close_account";
    /// Use it again.
    ReopenAccount = "reopen_account";
    /// Note that the password was changed.
    ChangePassword = "change_password";
    /// Note that a device was enrolled.
    EnrolTotp = "enrol_totp";
    /// Do without the device.
    RemoveTotp = "remove_totp";
    /// Issue a token for a program.
    IssueToken = "issue_token";
    /// Take a token back.
    RevokeToken = "revoke_token";
    /// Let a colleague stand in.
    DelegateDuty = "delegate_duty";
    /// Take the duty back.
    EndDelegation = "end_delegation";
    /// Sit down at a window.
    OpenShift = "open_shift";
    /// Leave it.
    CloseShift = "close_shift";
    /// Arrange how a department is present.
    ArrangeResidency = "arrange_residency";
    /// Ask that somebody be forgotten.
    RequestErasure = "request_erasure";
    /// Take the request back.
    WithdrawErasure = "withdraw_erasure";
    /// Say that it will not be done.
    RejectErasure = "reject_erasure";
    /// Agree, as the second person.
    ApproveErasure = "approve_erasure";
    /// Destroy the keys.
    CarryOutErasure = "carry_out_erasure";
    /// Let nothing of a case be destroyed for now.
    PlaceLegalHold = "place_legal_hold";
    /// Let it be destroyed again.
    LiftLegalHold = "lift_legal_hold";
    /// Let oneself into a case, for a day.
    ChallengeAccess = "challenge_access";
    /// Ask that somebody be let into a case.
    RequestAccess = "request_access";
    /// Let somebody in who asked.
    ApproveAccess = "approve_access";
    /// Do not let it in.
    RejectAccess = "reject_access";
    /// Let oneself in because a life is in danger.
    BreakGlass = "break_glass";
    /// Leave, or have somebody leave.
    EndAccess = "end_access";
    /// Open a subscription for a department.
    OpenSubscription = "open_subscription";
    /// Change what it is told, or where.
    ChangeSubscription = "change_subscription";
    /// Send nothing for the time being.
    PauseSubscription = "pause_subscription";
    /// Go on.
    ResumeSubscription = "resume_subscription";
    /// End it for good.
    CloseSubscription = "close_subscription";
    /// Note that the secret of a webhook was made anew.
    RotateSecret = "rotate_secret";
    /// Try a message again that was set aside.
    RetryMessage = "retry_message";
    /// Deliver it no more.
    DiscardMessage = "discard_message";
}

/// What a rule must know of other accounts; looked up by the center, never sent by a client.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Around {
    /// Whether there is, or ever was, anybody but the asker and the one concerned to confirm a privileged role.
    pub two_needed: bool,
    /// Others than the one concerned who are security administrators today.
    pub security_administrators: usize,
    /// The department of the colleague that is named, if it has an account that is open.
    pub colleague: Option<DepartmentCode>,
    /// The role of that colleague's that keeps it from standing in, if it has one.
    pub kept_apart: Option<Role>,
    /// Whether the asker keeps accounts, so may end what belongs to somebody else.
    pub keeper: bool,
}

/// Open an account with its first role. A privileged role is proposed, and confirmed by a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenAccount {
    /// Whose it is.
    pub account: ActorId,
    /// The department it acts for.
    pub department: DepartmentCode,
    /// The window it sits at.
    #[serde(default)]
    pub window: Option<WindowCode>,
    /// The first role.
    pub role: Role,
    /// The last day the role holds.
    pub until: Date,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Grant a role. A privileged role is proposed, and confirmed by a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantRole {
    /// To whom.
    pub account: ActorId,
    /// The role.
    pub role: Role,
    /// The last day it holds.
    pub until: Date,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Confirm a proposed role: a second person, neither who proposed it nor who gets it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmRole {
    /// Whose it will be.
    pub account: ActorId,
    /// Which grant, from 1.
    pub grant: u32,
}

/// Take a grant back, or withdraw a proposal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeRole {
    /// Whose it is.
    pub account: ActorId,
    /// Which grant, from 1.
    pub grant: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Close an account. Sessions and tokens end at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccount {
    /// Which one.
    pub account: ActorId,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Use a closed account again. Its grants hold as long as they were to hold; its tokens stay revoked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenAccount {
    /// Which one.
    pub account: ActorId,
}

/// Note that the password was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// Of which account.
    pub account: ActorId,
}

/// Note that a device was enrolled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolTotp {
    /// For which account.
    pub account: ActorId,
}

/// Do without the device; when it was lost, a keeper of accounts asks for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveTotp {
    /// For which account.
    pub account: ActorId,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Issue a token for a program, in one of the account's own roles.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueToken {
    /// In whose name it asks.
    pub account: ActorId,
    /// In which of its roles.
    pub role: Role,
    /// The acts it may ask for, by their words.
    pub verbs: Vec<Code>,
    /// The last day it holds.
    pub until: Date,
}

/// Take a token back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeToken {
    /// Whose it is.
    pub account: ActorId,
    /// Which one, from 1.
    pub token: u32,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Let a colleague of the same department stand in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegateDuty {
    /// Whose duty it is: the asker's own.
    pub account: ActorId,
    /// Who stands in.
    pub to: ActorId,
    /// The last day.
    pub until: Date,
    /// What the center looked up.
    #[serde(skip)]
    pub around: Around,
}

/// Take the duty back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndDelegation {
    /// Whose duty it is: the asker's own.
    pub account: ActorId,
    /// Which delegation, from 1.
    pub delegation: u32,
}

/// Sit down at a window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenShift {
    /// Which one.
    pub window: WindowCode,
}

/// Leave a window.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseShift {
    /// Which one.
    pub window: WindowCode,
}

/// Arrange how a department is present at the center.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrangeResidency {
    /// Which one.
    pub department: DepartmentCode,
    /// How it is present.
    pub residency: Residency,
    /// Who is called.
    #[serde(default)]
    pub contact: Option<ActorId>,
    /// Within how many minutes of the call somebody is there.
    #[serde(default)]
    pub within_minutes: Option<u16>,
}

macro_rules! without_personal_texts {
    ($($Form:ident)*) => {$(impl Form for $Form {})*};
}

without_personal_texts! {
    OpenAccount GrantRole ConfirmRole RevokeRole CloseAccount ReopenAccount ChangePassword EnrolTotp RemoveTotp IssueToken
    RevokeToken DelegateDuty EndDelegation OpenShift CloseShift ArrangeResidency RequestErasure WithdrawErasure
    RejectErasure ApproveErasure CarryOutErasure PlaceLegalHold LiftLegalHold ChallengeAccess RequestAccess
    ApproveAccess RejectAccess BreakGlass EndAccess OpenSubscription ChangeSubscription
    PauseSubscription ResumeSubscription CloseSubscription RotateSecret RetryMessage DiscardMessage
}

/// The stream of an account.
#[must_use]
pub fn account_stream(account: &ActorId) -> StreamId {
    StreamId::of_register("account", account.as_str())
}

/// The stream of what is to be forgotten of a case.
#[must_use]
pub fn erasure_stream(case: CaseId) -> StreamId {
    StreamId::of_register("erasure", &case.to_string())
}

impl Command {
    /// Commands that only say what somebody has just done at the door: recorded by whoever keeps passwords and secrets,
    /// never taken from a client.
    pub const AT_THE_DOOR: &'static [&'static str] =
        &["change_password", "enrol_totp", "remove_totp", "issue_token", "rotate_secret"];

    /// The stream it is about: every entry of the register has one of its own, named by what it is about.
    #[must_use]
    pub fn stream(&self) -> StreamId {
        match self {
            Self::OpenAccount(OpenAccount { account, .. })
            | Self::GrantRole(GrantRole { account, .. })
            | Self::ConfirmRole(ConfirmRole { account, .. })
            | Self::RevokeRole(RevokeRole { account, .. })
            | Self::CloseAccount(CloseAccount { account, .. })
            | Self::ReopenAccount(ReopenAccount { account })
            | Self::ChangePassword(ChangePassword { account })
            | Self::EnrolTotp(EnrolTotp { account })
            | Self::RemoveTotp(RemoveTotp { account, .. })
            | Self::IssueToken(IssueToken { account, .. })
            | Self::RevokeToken(RevokeToken { account, .. })
            | Self::DelegateDuty(DelegateDuty { account, .. })
            | Self::EndDelegation(EndDelegation { account, .. }) => account_stream(account),
            Self::OpenShift(OpenShift { window }) | Self::CloseShift(CloseShift { window }) => {
                StreamId::of_register("window", window.as_str())
            }
            Self::ArrangeResidency(ArrangeResidency { department, .. }) => {
                StreamId::of_register("department", department.as_str())
            }
            Self::RequestErasure(RequestErasure { case, .. })
            | Self::WithdrawErasure(WithdrawErasure { case, .. })
            | Self::RejectErasure(RejectErasure { case, .. })
            | Self::ApproveErasure(ApproveErasure { case, .. })
            | Self::CarryOutErasure(CarryOutErasure { case, .. })
            | Self::PlaceLegalHold(PlaceLegalHold { case, .. })
            | Self::LiftLegalHold(LiftLegalHold { case, .. }) => erasure_stream(*case),
            Self::ChallengeAccess(ChallengeAccess { case, .. })
            | Self::RequestAccess(RequestAccess { case, .. })
            | Self::ApproveAccess(ApproveAccess { case, .. })
            | Self::RejectAccess(RejectAccess { case, .. })
            | Self::BreakGlass(BreakGlass { case, .. })
            | Self::EndAccess(EndAccess { case, .. }) => admission_stream(*case),
            Self::OpenSubscription(OpenSubscription { subscription, .. })
            | Self::ChangeSubscription(ChangeSubscription { subscription, .. })
            | Self::PauseSubscription(PauseSubscription { subscription, .. })
            | Self::ResumeSubscription(ResumeSubscription { subscription, .. })
            | Self::CloseSubscription(CloseSubscription { subscription, .. })
            | Self::RotateSecret(RotateSecret { subscription, .. })
            | Self::RetryMessage(RetryMessage { subscription, .. })
            | Self::DiscardMessage(DiscardMessage { subscription, .. }) => subscription_stream(subscription),
        }
    }

    /// Whether whoever asks keeps the subscriptions of all departments: looked up by the center.
    pub fn keeps(&mut self) -> Option<&mut bool> {
        match self {
            Self::PauseSubscription(PauseSubscription { keeper, .. })
            | Self::ResumeSubscription(ResumeSubscription { keeper, .. })
            | Self::RotateSecret(RotateSecret { keeper, .. })
            | Self::RetryMessage(RetryMessage { keeper, .. })
            | Self::DiscardMessage(DiscardMessage { keeper, .. }) => Some(keeper),
            _ => None,
        }
    }

    /// What the center looks up before it is decided, with the account it is about and the colleague it names.
    pub fn around(&mut self) -> Option<(&mut Around, &ActorId, Option<&ActorId>)> {
        match self {
            Self::OpenAccount(OpenAccount { account, around, .. })
            | Self::GrantRole(GrantRole { account, around, .. })
            | Self::RevokeRole(RevokeRole { account, around, .. })
            | Self::CloseAccount(CloseAccount { account, around })
            | Self::RemoveTotp(RemoveTotp { account, around })
            | Self::RevokeToken(RevokeToken { account, around, .. }) => Some((around, account, None)),
            Self::DelegateDuty(DelegateDuty { account, around, to, .. }) => Some((around, account, Some(to))),
            _ => None,
        }
    }

    /// What the center looks up of the case somebody is to be let into, with the case and with whoever is named.
    pub fn threshold(&mut self) -> Option<(&mut Threshold, CaseId, Option<&ActorId>)> {
        match self {
            Self::ChallengeAccess(ChallengeAccess { case, threshold, .. })
            | Self::ApproveAccess(ApproveAccess { case, threshold, .. })
            | Self::RejectAccess(RejectAccess { case, threshold, .. })
            | Self::BreakGlass(BreakGlass { case, threshold, .. })
            | Self::EndAccess(EndAccess { case, threshold, .. }) => Some((threshold, *case, None)),
            Self::RequestAccess(RequestAccess { case, threshold, who, .. }) => Some((threshold, *case, who.as_ref())),
            _ => None,
        }
    }

    /// The case whose dossier the center looks up before it is decided.
    pub fn dossier(&mut self) -> Option<(&mut Dossier, CaseId)> {
        match self {
            Self::RequestErasure(RequestErasure { case, dossier, .. })
            | Self::WithdrawErasure(WithdrawErasure { case, dossier, .. })
            | Self::RejectErasure(RejectErasure { case, dossier, .. })
            | Self::ApproveErasure(ApproveErasure { case, dossier, .. })
            | Self::CarryOutErasure(CarryOutErasure { case, dossier, .. })
            | Self::PlaceLegalHold(PlaceLegalHold { case, dossier, .. })
            | Self::LiftLegalHold(LiftLegalHold { case, dossier, .. }) => Some((dossier, *case)),
            _ => None,
        }
    }
}
